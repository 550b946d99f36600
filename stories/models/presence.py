"""Who has a story open at the moment. Comfort: it locks nothing."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.utils.formats import time_format
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from ijm.models import StaffMember
    from stories.models.story import Story

FADES_AFTER = timedelta(minutes=2)


class PresenceQuerySet(models.QuerySet["Presence"]):
    def now_at(self, story: "Story", now: datetime) -> "PresenceQuerySet":
        return self.filter(story=story, seen_at__gt=now - FADES_AFTER)

    def faded(self, now: datetime) -> "PresenceQuerySet":
        return self.filter(seen_at__lte=now - FADES_AFTER)

    def beside(self, person: "StaffMember") -> "PresenceQuerySet":
        return self.exclude(person=person).select_related("person")


class Presence(models.Model):
    story = models.ForeignKey(
        "stories.Story", on_delete=models.CASCADE, related_name="+"
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+"
    )
    since = models.DateTimeField(_("since"))
    seen_at = models.DateTimeField(_("seen"))

    objects = PresenceQuerySet.as_manager()

    class Meta:
        verbose_name = _("presence")
        verbose_name_plural = _("presences")
        ordering = ["since"]
        indexes = [models.Index(fields=["seen_at"], name="presence_oldest")]
        constraints = [
            models.UniqueConstraint(fields=["story", "person"], name="presence_once")
        ]

    def __str__(self) -> str:
        return str(self.person)

    @property
    def sentence(self) -> str:
        since = time_format(localtime(self.since))
        said = _("Also open by %(name)s since %(time)s")
        return str(said) % {"name": self.person, "time": since}


def note_presence(story: "Story", person: "StaffMember", now: datetime) -> None:
    """They are at it still; or again, where they had faded."""
    here = Presence.objects.filter(story=story, person=person)
    if here.now_at(story, now).update(seen_at=now):
        return
    Presence.objects.update_or_create(
        story=story, person=person, defaults={"since": now, "seen_at": now}
    )


def forget_faded(now: datetime) -> int:
    return Presence.objects.faded(now).delete()[0]
