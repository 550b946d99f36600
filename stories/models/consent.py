"""What a subject agreed to, until when. Written once; what became of it is added."""

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Func, GeneratedField, Q
from django.db.models.functions import Least
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ijm.models.changing import Changing
from ijm.models.sealed_text import SealedTextField
from stories.models.agreed import Age, Channel, Ended, Identifies, Recorded
from stories.models.agreeing import Agreeing, ConsentQuerySet
from stories.models.deciding import Deciding
from stories.models.person import person
from stories.models.remembering import Remembering

DECIDED_LATER = (
    "verified_at verified_by risk risk_assessed_on refused_at refused_by refused_why "
    "withdrawn_at withdrawn_by withdrawn_reason withdrawn_why lapses_on"
).split()


def _only(model: str, label: object, help_text: object) -> models.ManyToManyField:
    return models.ManyToManyField(
        model,
        blank=True,
        related_name="consents",
        verbose_name=label,
        help_text=help_text,
    )


class Consent(Deciding, Remembering, Agreeing, Changing):
    subject = models.ForeignKey(
        "stories.Subject",
        on_delete=models.PROTECT,
        related_name="consents",
        verbose_name=_("subject"),
    )
    amends = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="amendments",
        verbose_name=_("in place of"),
    )
    age = models.CharField(_("given by"), max_length=5, choices=Age)
    guardian = SealedTextField(
        _("guardian"),
        blank=True,
        default="",
        help_text=_("Who signed for a child, and as what. Kept encrypted."),
    )
    turns_18_on = models.DateField(
        _("turns 18 on"),
        null=True,
        blank=True,
        help_text=_("A guardian’s consent ends that day; ask the person themselves."),
    )
    language = models.CharField(
        _("explained in"),
        max_length=60,
        help_text=_("The language they understand best, like Khmer."),
    )
    explained_by = models.CharField(
        _("explained by"),
        max_length=120,
        help_text=_("The colleague or interpreter who explained it."),
    )
    recorded = models.CharField(_("recorded"), max_length=6, choices=Recorded)
    channels = ArrayField(
        models.CharField(max_length=10, choices=Channel), verbose_name=_("shown in")
    )
    identifiers = ArrayField(
        models.CharField(max_length=8, choices=Identifies),
        default=list,
        blank=True,
        verbose_name=_("may be recognised by"),
    )
    photos = _only(
        "stories.Photo",
        _("only these photos"),
        _("Blank where the form allows any picture of them."),
    )
    enclosures = _only(
        "stories.Enclosure",
        _("only these recordings and documents"),
        _("Where something is named here or above, all else is not agreed to."),
    )
    given_on = models.DateField(_("given on"))
    expires_on = models.DateField(
        _("expires on"),
        help_text=_("As the person wished; three years after it was given at most."),
    )
    # From the start of this day, in the charity's time zone, it no longer counts.
    lapses_on = GeneratedField(
        expression=Least("expires_on", "turns_18_on"),
        output_field=models.DateField(_("ends on")),
        db_persist=True,
    )
    note = SealedTextField(
        _("for Safeguarding"),
        blank=True,
        default="",
        help_text=_("What they should know. Kept encrypted."),
    )
    form = models.CharField(_("signed form"), max_length=80, editable=False)
    form_kind = models.CharField(max_length=4, editable=False)
    handed_in_at = models.DateTimeField(
        _("handed in"), default=timezone.now, editable=False
    )
    handed_in_by = person(_("handed in by"), null=False, editable=False)
    risk = SealedTextField(_("risk assessment"), blank=True, default="", editable=False)
    risk_assessed_on = models.DateField(
        _("risk assessed on"), null=True, editable=False
    )
    verified_at = models.DateTimeField(_("verified"), null=True, editable=False)
    verified_by = person(_("verified by"), editable=False)
    refused_at = models.DateTimeField(_("refused"), null=True, editable=False)
    refused_by = person(_("refused by"), editable=False)
    refused_why = models.CharField(_("why"), max_length=300, editable=False)
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, editable=False)
    withdrawn_by = person(_("withdrawn by"), editable=False)
    withdrawn_reason = models.CharField(
        _("reason"), max_length=8, choices=Ended, editable=False
    )
    withdrawn_why = models.CharField(_("why"), max_length=300, editable=False)

    objects = ConsentQuerySet.as_manager()

    class Meta:
        verbose_name = _("consent")
        verbose_name_plural = _("consents")
        ordering = ["-handed_in_at", "-pk"]
        permissions = [("verify_consent", "Can verify and withdraw consents")]
        indexes = [
            models.Index(
                fields=["lapses_on"],
                name="consent_lapsing",
                condition=Q(verified_at__isnull=False, withdrawn_at=None),
            ),
            models.Index(
                fields=["handed_in_at"],
                name="consent_to_verify",
                condition=Q(verified_at=None, refused_at=None, withdrawn_at=None),
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    expires_on__lte=Func(
                        F("given_on"),
                        template="(%(expressions)s + interval '3 years')::date",
                        output_field=models.DateField(),
                    )
                ),
                name="consent_three_years_at_most",
                violation_error_message=_(
                    "A consent lasts three years at most. Choose an earlier day on "
                    "which it expires."
                ),
            ),
            models.CheckConstraint(
                condition=Q(expires_on__gt=F("given_on")),
                name="consent_expires_after_it_was_given",
                violation_error_message=_("It expires before it was given."),
            ),
            models.CheckConstraint(
                condition=Q(age="adult", guardian="", turns_18_on=None)
                | (Q(age="child", turns_18_on__isnull=False) & ~Q(guardian="")),
                name="consent_child_has_guardian",
                violation_error_message=_(
                    "For a child, say who signed as guardian and on which day the "
                    "child turns 18; for an adult, leave both blank."
                ),
            ),
            models.CheckConstraint(
                condition=Q(turns_18_on=None) | Q(turns_18_on__gt=F("given_on")),
                name="consent_given_as_a_child",
                violation_error_message=_(
                    "They were 18 already when it was given: they sign themselves."
                ),
            ),
            models.CheckConstraint(
                condition=Q(channels__len__gt=0),
                name="consent_shown_somewhere",
                violation_error_message=_("Say where they may be shown."),
            ),
            models.CheckConstraint(
                condition=~Q(form=""),
                name="consent_has_form",
                violation_error_message=_("Add the signed form."),
            ),
            models.CheckConstraint(
                condition=Q(verified_at=None, verified_by=None)
                | (
                    Q(verified_at__isnull=False, verified_by__isnull=False)
                    & Q(risk_assessed_on__isnull=False)
                    & ~Q(risk="")
                ),
                name="consent_verified_with_risk_assessed",
            ),
            models.CheckConstraint(
                condition=Q(refused_at=None, refused_by=None, refused_why="")
                | (
                    Q(refused_at__isnull=False, refused_by__isnull=False)
                    & Q(verified_at=None)
                    & ~Q(refused_why="")
                ),
                name="consent_refused_with_reason",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None, withdrawn_by=None, withdrawn_reason="")
                | (
                    Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False)
                    & ~Q(withdrawn_reason="")
                ),
                name="consent_withdrawn_with_reason",
            ),
        ]
        triggers = [
            pgtrigger.ReadOnly(name="consent_as_given", exclude=DECIDED_LATER),
            pgtrigger.Protect(name="consent_never_deleted", operation=pgtrigger.Delete),
            pgtrigger.Protect(
                name="consent_stays_decided",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__withdrawn_at__isnull=False)
                | pgtrigger.Q(old__refused_at__isnull=False)
                | pgtrigger.Q(old__verified_at__isnull=False, new__verified_at=None),
            ),
            pgtrigger.Trigger(
                name="consent_never_emptied",
                operation=pgtrigger.Truncate,
                level=pgtrigger.Statement,
                when=pgtrigger.Before,
                func="RAISE EXCEPTION 'Consents are evidence.';",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.subject} · {self.given_on}"
