"""Gift Aid: what a donor declared, and what was claimed from HMRC because of it.

A gift is claimed once. What goes back to the donor afterwards is taken off a later
claim.
"""

from datetime import date

import pghistory
import pgtrigger
from django.db import models
from django.db.models import Q, Sum
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from donations.models.donor import Donor
from donations.models.gift_aid_tick import GiftAidTick
from donations.models.payment import Payment
from donations.models.receipt_guards import REFUSED
from ijm import dates
from ijm.dates import add_months_clamped
from ijm.models import AppendOnly, Changing, StaffMember, append_only_triggers
from ijm.money import Money

OF_A_PERSON = pgtrigger.Trigger(
    name="gift_aid_of_a_person",
    when=pgtrigger.Before,
    operation=pgtrigger.Insert,
    func=f"""
    IF NOT EXISTS (
      SELECT FROM donations_donor WHERE id = NEW.donor_id AND kind = 'person') THEN
      RAISE EXCEPTION 'gift_aid_of_a_person' {REFUSED};
    END IF;
    RETURN NEW;
    """,  # noqa: S608  (made of constants of ours)
)
DECLARED = (
    "donor title first_name last_name house postcode declared_on how words_version "
    "words covers_from"
).split()


CLAIMABLE_FOR_YEARS = 4


class DeclarationQuerySet(models.QuerySet["GiftAidDeclaration"]):
    def declare(self, tick: GiftAidTick) -> "GiftAidDeclaration":
        """By the box of the giving form: for past gifts, this one and all to come."""
        day = dates.today(tick.ticked_at)
        said = "title first_name last_name house postcode words".split()
        return self.create(
            donor=tick.agreement.donor,
            declared_on=day,
            how="online",
            covers_from=oldest_covered(day),
            words_version=tick.version,
            **{column: getattr(tick, column) for column in said},
        )

    def in_force(self, day: date) -> "DeclarationQuerySet":
        """Those that cover gifts received on that day."""
        return self.filter(
            Q(covers_until=None) | Q(covers_until__gte=day),
            Q(cancelled_on=None) | Q(cancelled_on__gt=day),
            covers_from__lte=day,
        )


@pghistory.track()
class GiftAidDeclaration(Changing):
    HOWS = [
        ("online", _("on this site")),
        ("paper", _("on paper")),
        ("spoken", _("by telephone, or face to face")),
    ]

    donor = models.ForeignKey(
        Donor,
        verbose_name=_("donor"),
        on_delete=models.PROTECT,
        related_name="declarations",
    )
    title = models.CharField(_("title"), max_length=4, blank=True)
    first_name = models.CharField(_("first name"), max_length=35)
    last_name = models.CharField(_("last name"), max_length=35)
    house = models.CharField(
        _("house name or number"),
        max_length=40,
        help_text=_("Of the donor’s home; no business and no “care of”."),
    )
    postcode = models.CharField(
        _("postcode"), max_length=10, help_text=_("X for a home outside the UK.")
    )
    declared_on = models.DateField(_("declared on"))
    how = models.CharField(_("how"), max_length=6, choices=HOWS)
    words_version = models.CharField(_("version of the words"), max_length=20)
    words = models.TextField(_("the words agreed to"))
    covers_from = models.DateField(
        _("covers gifts from"), help_text=_("At most four years before.")
    )
    covers_until = models.DateField(
        _("until"), null=True, blank=True, help_text=_("Empty: all gifts to come.")
    )
    cancelled_on = models.DateField(_("cancelled on"), null=True, blank=True)
    recorded_by = models.ForeignKey(
        StaffMember,
        verbose_name=_("written down by"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )

    objects = DeclarationQuerySet.as_manager()

    class Meta:
        verbose_name = _("Gift Aid declaration")
        verbose_name_plural = _("Gift Aid declarations")
        ordering = ["-declared_on", "-pk"]
        triggers = [
            OF_A_PERSON,
            pgtrigger.Protect(
                name="gift_aid_declaration_stays", operation=pgtrigger.Delete
            ),
            pgtrigger.ReadOnly(name="gift_aid_declared_is_fixed", fields=DECLARED),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(covers_until=None)
                | Q(covers_until__gte=models.F("covers_from")),
                name="gift_aid_until_after_from",
                violation_error_message=_("The end lies before the beginning."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.title} {self.first_name} {self.last_name}".strip()

    def covers(self, day: date) -> bool:
        return (
            self.covers_from <= day
            and (self.covers_until is None or day <= self.covers_until)
            and (self.cancelled_on is None or day < self.cancelled_on)
        )

    def cancel(self, day: date) -> None:
        """For gifts from that day on; those before stay declared."""
        self.change(cancelled_on=day)


@pghistory.track()
class GiftAidClaim(Changing):
    made_at = models.DateTimeField(_("made"), default=timezone.now)
    made_by = models.ForeignKey(
        StaffMember,
        verbose_name=_("made by"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    sent_on = models.DateField(_("sent to HMRC on"), null=True, blank=True)
    hmrc_receipt = models.CharField(_("HMRC’s receipt"), max_length=60, blank=True)

    class Meta:
        verbose_name = _("Gift Aid claim")
        verbose_name_plural = _("Gift Aid claims")
        ordering = ["-made_at"]
        permissions = [("claim_gift_aid", _("Can make Gift Aid claims"))]
        triggers = [
            pgtrigger.Protect(name="gift_aid_claim_stays", operation=pgtrigger.Delete)
        ]

    def __str__(self) -> str:
        return f"{self.pk} · {date_format(dates.today(self.made_at), 'j M Y')}"

    @property
    def gifts(self) -> Money:
        return self._sum("gift")

    @property
    def taken_back(self) -> Money:
        """Gifts of earlier claims that went back since; as a sum above zero."""
        return self._sum("adjustment") * -1

    def _sum(self, kind: str) -> Money:
        found = self.lines.filter(kind=kind).aggregate(sum=Sum("amount_minor"))["sum"]
        return Money(found or 0, "GBP")


class GiftAidClaimLine(AppendOnly):
    GIFT, ADJUSTMENT = "gift", "adjustment"
    KINDS = [(GIFT, _("gift")), (ADJUSTMENT, _("went back since"))]

    claim = models.ForeignKey(
        GiftAidClaim, on_delete=models.PROTECT, related_name="lines"
    )
    payment = models.ForeignKey(
        Payment,
        verbose_name=_("payment"),
        on_delete=models.PROTECT,
        related_name="claim_lines",
    )
    declaration = models.ForeignKey(
        GiftAidDeclaration,
        verbose_name=_("declaration"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    kind = models.CharField(_("what"), max_length=10, choices=KINDS, default=GIFT)
    amount_minor = models.BigIntegerField(_("amount"))

    class Meta:
        verbose_name = _("gift in a claim")
        verbose_name_plural = _("gifts in the claim")
        ordering = ["pk"]
        triggers = append_only_triggers("gift_aid_line")
        constraints = [
            models.UniqueConstraint(
                fields=["payment"],
                condition=Q(kind="gift"),
                name="gift_aid_claimed_once",
            ),
            models.CheckConstraint(
                condition=Q(kind="gift", amount_minor__gt=0)
                | Q(kind="adjustment", amount_minor__lt=0),
                name="gift_aid_line_sign_by_kind",
            ),
        ]

    def __str__(self) -> str:
        return str(self.payment)

    @property
    def amount(self) -> Money:
        return Money(self.amount_minor, "GBP")


def oldest_covered(declared_on: date) -> date:
    """A declaration may reach back to gifts of four years before it."""
    return add_months_clamped(declared_on, -12 * CLAIMABLE_FOR_YEARS, declared_on.day)
