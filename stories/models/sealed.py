"""Who a subject really is, unreadable in the database, and who looked.

A table of its own, so that no list, search or export of subjects can carry it along.
"""

import json
from dataclasses import asdict, dataclass
from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ijm import sealing
from ijm.models.append_only import AppendOnly, append_only_triggers


@dataclass(frozen=True, repr=False)
class RealDetails:
    """Says nothing of itself: a log or an error page may print what it was given."""

    name: str
    contact: str = ""
    notes: str = ""

    def sealed(self) -> str:
        return sealing.seal(json.dumps(asdict(self)).encode()).decode()


NOTHING_KNOWN = RealDetails(name="")


class SealedDetailsQuerySet(models.QuerySet["SealedDetails"]):
    def reseal(self) -> int:
        """Under the key of today, each row by itself."""
        resealed = 0
        for row in self:
            token = sealing.resealed(row.token.encode()).decode()
            # Written anew meanwhile: then it bears the key of today already.
            resealed += self.filter(pk=row.pk, token=row.token).update(token=token)
        return resealed


class SealedDetails(models.Model):
    subject = models.OneToOneField(
        "stories.Subject",
        on_delete=models.PROTECT,
        primary_key=True,
        related_name="sealed_details",
    )
    token = models.TextField(editable=False)

    objects = SealedDetailsQuerySet.as_manager()

    class Meta:
        verbose_name = _("sealed details")
        verbose_name_plural = _("sealed details")

    def __str__(self) -> str:
        return str(_("sealed"))

    def opened(self) -> RealDetails:
        """Asked through `Subject.open_details` alone, which keeps who asked."""
        written: dict[str, Any] = json.loads(sealing.opened(self.token.encode()))
        return RealDetails(**written)


class SealedLook(AppendOnly):
    class Kind(models.TextChoices):
        READ = "read", _("read them")
        WRITTEN = "written", _("wrote them")
        FORM = "form", _("read a signed form")

    subject = models.ForeignKey(
        "stories.Subject",
        on_delete=models.PROTECT,
        related_name="looks",
        verbose_name=_("subject"),
    )
    kind = models.CharField(_("what"), max_length=7, choices=Kind)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("who"),
    )
    at = models.DateTimeField(_("when"), default=timezone.now)
    why = models.CharField(_("why"), max_length=300)

    class Meta:
        verbose_name = _("look at sealed details")
        verbose_name_plural = _("looks at sealed details")
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(why=""), name="sealed_look_says_why"
            )
        ]
        triggers = append_only_triggers("sealed_look")

    def __str__(self) -> str:
        return f"{self.by} {self.get_kind_display()}"
