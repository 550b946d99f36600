"""Photos: where they are used, and what the worker does for them."""

from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from ijm.contributions import (
    Chore,
    DeskItem,
    PhotoUsage,
    chores,
    desk_items,
    photo_usages,
)
from stories import chores as ours
from stories.models import Photo
from stories.sweeping import EVERY
from stories.usage import ids_in_stories, in_stories


def contribute() -> None:
    photo_usages.add(PhotoUsage("stories", in_stories, ids_in_stories))
    _contribute_chores()
    _contribute_to_the_desk()


def _contribute_chores() -> None:
    chores.add(
        Chore(
            "put-photos-right",
            "safety",
            30,
            ours.put_photos_right,
            _("Photos: public files are those of public stories"),
            by_web=True,
        )
    )
    chores.add(
        Chore("render-photos", "bulk", 2, ours.render_photos, _("Photos: all sizes"))
    )
    chores.add(
        Chore(
            "delete-stray-photos",
            "safety",
            30,
            ours.delete_strays,
            _("Photos: files that were let go"),
        )
    )
    chores.add(
        Chore(
            "sweep-photo-storages",
            "bulk",
            EVERY,
            ours.sweep_storages,
            _("Photos: files that nothing knows"),
        )
    )


def _contribute_to_the_desk() -> None:
    desk_items.add(
        DeskItem(
            "photos to describe",
            _("Photos you sent that wait for words"),
            lambda person: Photo.objects.wordless().filter(received_by=person).count(),
            reverse_lazy("admin:stories_photo_describing"),
            "stories.change_photo",
        )
    )
    desk_items.add(
        DeskItem(
            "photos failed",
            _("Photos whose sizes cannot be made"),
            lambda person: Photo.objects.exclude(failed_at=None).count(),
            reverse_lazy("admin:stories_photo_changelist", query={"state": "failed"}),
            "stories.change_photo",
            "alarm",
        )
    )
