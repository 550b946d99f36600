"""What stories give to the rest of the house."""

from collections.abc import Iterable
from typing import Any

from django.urls import reverse, reverse_lazy
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ijm import roles
from ijm.contributions import (
    Chore,
    DemoLoader,
    DeskItem,
    PhotoUsage,
    RolePermissions,
    SitemapPart,
    chores,
    demo_loaders,
    desk_items,
    photo_usages,
    role_permissions,
    sitemaps,
)
from stories import chores as ours
from stories.demo.load import load
from stories.models import Photo, Story
from stories.sitemaps import EditionSitemap

READING = ("view_story", "view_photo", "view_topic", "view_place", "view_revision")
WRITING = (*READING, "add_story", "change_story", "add_photo", "change_photo")
EDITING = (
    *WRITING,
    "publish_story",
    "withdraw_story",
    "withdraw_photo",
    *(
        f"{verb}_{model}"
        for model in ("topic", "place", "impactfigure", "homepage", "formeraddress")
        for verb in ("view", "add", "change", "delete")
    ),
)
GUARDING = (*READING, "withdraw_story", "withdraw_photo")
MAY = {
    roles.WRITERS: WRITING,
    roles.EDITORS: EDITING,
    roles.SAFEGUARDING: GUARDING,
    roles.NEWSLETTER: READING,
}


def contribute() -> None:
    for role, names in MAY.items():
        permissions = tuple(f"stories.{name}" for name in names)
        role_permissions.add(RolePermissions(f"stories {role}", role, permissions))
    _contribute_chores()
    sitemaps.add(SitemapPart("stories", EditionSitemap))
    photo_usages.add(PhotoUsage("stories", _uses))
    demo_loaders.add(DemoLoader("stories", 10, load))
    desk_items.add(
        DeskItem(
            "stories in review",
            _("Stories waiting for a second pair of eyes"),
            lambda person: Story.objects.in_review().count(),
            _list_of("review"),
            "stories.publish_story",
        )
    )
    desk_items.add(
        DeskItem(
            "stories forced",
            _("Stories published by one person alone, to look at afterwards"),
            lambda person: Story.objects.forced().count(),
            _list_of("forced"),
            "stories.publish_story",
            "alarm",
        )
    )


def _list_of(state: str) -> Any:
    return reverse_lazy("admin:stories_story_changelist", query={"state": state})


def _contribute_chores() -> None:
    chores.add(
        Chore(
            "put-photos-right",
            "safety",
            30,
            ours.put_photos_right,
            _("Photos: public files are those of public stories"),
        )
    )
    chores.add(
        Chore("render-photos", "bulk", 10, ours.render_photos, _("Photos: all sizes"))
    )
    chores.add(
        Chore(
            "sweep-public-photos",
            "bulk",
            600,
            ours.sweep_public_storage,
            _("Photos: stray public files"),
        )
    )


def _uses(photo: Photo) -> Iterable[tuple[str | Promise, str]]:
    """The stories that show it, drafts as well."""
    for story in Story.objects.showing(photo.pk):
        yield story.title, reverse("admin:stories_story_change", args=[story.pk])
