"""Whose tax law our documents follow, and who signs them. One row."""

import pghistory
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ijm.models import Changing


@pghistory.track(exclude=["signature"])
class ReceiptRules(Changing):
    NO_SINGLES, ONE_OFF, EVERY = "none", "one-off", "every"
    SINGLES = [
        (NO_SINGLES, _("none: one statement after the year’s end")),
        (ONE_OFF, _("gifts that belong to no pledge")),
        (EVERY, _("every gift")),
    ]
    COUNTRIES = [
        ("AU", _("Australia")),
        ("CA", _("Canada")),
        ("GB", _("United Kingdom")),
        ("US", _("United States")),
    ]

    id = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)
    country = models.CharField(
        _("country"),
        max_length=2,
        choices=COUNTRIES,
        blank=True,
        help_text=_("Where the charity is registered. Empty: no tax documents at all."),
    )
    registration = models.CharField(
        _("registration number"),
        max_length=40,
        blank=True,
        help_text=_("The ABN, CRA number, charity number or EIN, as it is printed."),
    )
    singles = models.CharField(
        _("a receipt at once for"), max_length=8, choices=SINGLES, default=NO_SINGLES
    )
    singles_from = models.DateField(
        _("for gifts received from"),
        null=True,
        blank=True,
        help_text=_("Earlier gifts wait for the statement of their year."),
    )
    place = models.CharField(
        _("place of issue"),
        max_length=80,
        blank=True,
        help_text=_("Canada asks for it: town and province."),
    )
    signatory = models.CharField(_("who signs"), max_length=80, blank=True)
    signatory_role = models.CharField(_("as what"), max_length=80, blank=True)
    # A picture of the signature: small, and made anew from what was sent.
    signature = models.BinaryField(blank=True, default=b"", editable=False)
    hmrc_reference = models.CharField(
        _("HMRC charities reference"),
        max_length=12,
        blank=True,
        help_text=_("For Gift Aid claims, like AB12345."),
    )

    class Meta:
        verbose_name = verbose_name_plural = _("rules of receipts")
        constraints = [
            models.CheckConstraint(condition=Q(id=1), name="receipt_rules_is_one_row"),
            models.CheckConstraint(
                condition=Q(singles="none") | Q(singles_from__isnull=False),
                name="receipt_rules_singles_have_a_start",
                violation_error_message=_("Say from which day on."),
            ),
        ]

    def __str__(self) -> str:
        return str(self._meta.verbose_name)

    @classmethod
    def current(cls) -> "ReceiptRules":
        return cls.objects.filter(pk=1).first() or cls()
