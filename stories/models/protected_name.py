"""Names that must never be public, kept so that nobody can read them here.

What was typed is hashed with the house's pepper and forgotten; see `stories.names`.
"""

from datetime import datetime
from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.postgres.expressions import ArraySubquery
from django.db import connection, models, transaction
from django.db.models import OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ijm import keyed_hash
from ijm.models.append_only import AppendOnly, append_only_triggers
from ijm.models.changing import Changing
from ijm.prepared import IsAmong
from stories.names.alphabet import FOLDING

if TYPE_CHECKING:
    from ijm.models import StaffMember
    from stories.models.subject import Subject


class ProtectedNameQuerySet(models.QuerySet["ProtectedName"]):
    def kept(self) -> "ProtectedNameQuerySet":
        """Those that texts are searched for."""
        return self.filter(ended_at=None)

    def out_of_date(self) -> "ProtectedNameQuerySet":
        """Hashed with another pepper or by older rules: they would match nothing."""
        return self.kept().exclude(folding=FOLDING, pepper=keyed_hash.fingerprint())


class ProtectedName(Changing):
    class Kind(models.TextChoices):
        PERSON = "person", _("name of a person")
        NICKNAME = "nickname", _("nickname")
        VILLAGE = "village", _("village or street")
        SCHOOL = "school", _("school or workplace")
        CASE = "case", _("case number")

    class Strength(models.TextChoices):
        BLOCKS = "blocks", _("never public")
        ASKS = "asks", _("asks Safeguarding each time")

    subject = models.ForeignKey(
        "stories.Subject",
        on_delete=models.PROTECT,
        related_name="protected_names",
        verbose_name=_("subject"),
    )
    kind = models.CharField(_("kind"), max_length=8, choices=Kind)
    strength = models.CharField(_("strength"), max_length=6, choices=Strength)
    ordinary = models.BooleanField(
        _("also an ordinary word"),
        default=False,
        help_text=_("Like Hope or May: counts in a sentence only with a capital."),
    )
    folding = models.PositiveSmallIntegerField(default=FOLDING, editable=False)
    pepper = models.CharField(
        max_length=16, default=keyed_hash.fingerprint, editable=False
    )
    added_at = models.DateTimeField(_("added"), default=timezone.now, editable=False)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        editable=False,
        verbose_name=_("added by"),
    )
    ended_at = models.DateTimeField(_("given up"), null=True, editable=False)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        editable=False,
        verbose_name=_("given up by"),
    )

    objects = ProtectedNameQuerySet.as_manager()

    class Meta:
        verbose_name = _("protected name")
        verbose_name_plural = _("protected names")
        ordering = ["subject__reference", "kind", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_at=None, ended_by=None)
                | Q(ended_at__isnull=False, ended_by__isnull=False),
                name="protected_name_ended_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.subject} · {self.get_kind_display()}"

    @property
    def blocks(self) -> bool:
        return self.strength == self.Strength.BLOCKS

    def give_up(self, by: "StaffMember", now: datetime) -> None:
        """Typed wrongly, or no longer in need of it: texts may have it from now on."""
        with transaction.atomic():
            self.change(ended_at=now, ended_by=by)
            self.forms.all().delete()


# Looks no further than the first form that begins so, were there a thousand.
BEGIN_ALIKE = """
    SELECT asked FROM unnest(%s::bigint[]) AS asked
    WHERE EXISTS (SELECT FROM stories_nameform WHERE opening = asked)
"""


class NameFormQuerySet(models.QuerySet["NameForm"]):
    def of(self, subject: "Subject") -> "NameFormQuerySet":
        return self.filter(name__subject=subject)

    def openings_among(self, openings: list[int]) -> set[int]:
        """With which of these hashed beginnings a protected name begins."""
        if self.query.where:  # those of one subject are few
            return {*self.values_list("opening", flat=True)} & {*openings}
        with connection.cursor() as cursor:
            cursor.execute(BEGIN_ALIKE, [openings])
            return {opening for (opening,) in cursor.fetchall()}

    def among(self, digests: list[int]) -> "NameFormQuerySet":
        """With the name of each and its subject, and what was accepted of that."""
        accepted = NameAcceptance.objects.filter(subject=OuterRef("name__subject"))
        return (
            self.filter(IsAmong(digests, "digest"))
            .select_related("name__subject")
            .annotate(accepted=ArraySubquery(accepted.values("occurrence")))
        )


class NameForm(models.Model):
    """One way to write a protected name, as a hash of it and of its first letters."""

    name = models.ForeignKey(
        ProtectedName, on_delete=models.CASCADE, related_name="forms"
    )
    opening = models.BigIntegerField()
    digest = models.BigIntegerField()

    objects = NameFormQuerySet.as_manager()

    class Meta:
        verbose_name = _("form of a protected name")
        verbose_name_plural = _("forms of protected names")
        indexes = [
            models.Index(fields=["opening"], name="name_form_opening"),
            models.Index(fields=["digest"], name="name_form_digest"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["name", "digest"], name="name_form_once")
        ]

    def __str__(self) -> str:
        return str(self.name)


class NameAcceptance(AppendOnly):
    """*Safeguarding* read a common name in its sentence: somebody else is meant.

    Bound to the words around it in that text; any other text asks anew.
    """

    subject = models.ForeignKey(
        "stories.Subject",
        on_delete=models.PROTECT,
        related_name="name_acceptances",
        verbose_name=_("subject"),
    )
    where = models.CharField(_("where"), max_length=60)
    occurrence = models.BinaryField(max_length=32, editable=False)
    why = models.CharField(_("why"), max_length=300)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("who"),
    )
    at = models.DateTimeField(_("when"), default=timezone.now)

    class Meta:
        verbose_name = _("acceptance of a name")
        verbose_name_plural = _("acceptances of names")
        ordering = ["-at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["subject", "occurrence"], name="name_acceptance_once"
            ),
            models.CheckConstraint(
                condition=~Q(why=""), name="name_acceptance_has_reason"
            ),
        ]
        triggers = append_only_triggers("name_acceptance")

    def __str__(self) -> str:
        return f"{self.subject} · {self.where}"
