"""A gift on its way through a processor's own page. Nothing of it is in the books yet.

What its giver typed is kept until the gift is written, or the page can no longer be
paid on, and then dropped: who never pays leaves no donor behind.
"""

import uuid
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, ClassVar

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from donations.models.agreement import Agreement
from donations.models.opened_by_token import OpenedByToken, token_digest
from ijm.models import Changing

if TYPE_CHECKING:
    from donations.intention import Intention

# The review that leads there lasts two hours, and Stripe's pages no less than half one.
PAGE_LASTS, TIME_TO_PAY = timedelta(hours=3), timedelta(hours=1)
LOOK_AFTER = timedelta(minutes=15)
# By then its processor has ended it; who still cannot learn how needs a person.
LOST_AFTER = timedelta(hours=3)
KEPT = timedelta(days=7)


class CheckoutQuerySet(models.QuerySet["Checkout"]):
    def open(self) -> "CheckoutQuerySet":
        return self.filter(ended_at=None)

    def of_the_erased(self) -> "CheckoutQuerySet":
        """Their page may be paid on still, and nobody knows whose it is."""
        return self.open().filter(typed={})

    def opened(self) -> "CheckoutQuerySet":
        """Whose giver was led to a page; of the others only the review was shown."""
        return self.exclude(processor_ref=None)

    def behind(self, token: str) -> "Checkout | None":
        """The one whose page a token opens."""
        found = self.filter(token_digest=token_digest(token))
        return found.select_related("agreement").first()

    def to_look_at(self, now: datetime) -> "CheckoutQuerySet":
        """Whose giver may have paid and not come back."""
        return self.open().filter(look_again_at__lte=now).order_by("look_again_at")

    def lost(self, now: datetime) -> "CheckoutQuerySet":
        """Over for long, and no look at its processor's said how it ended."""
        return self.open().opened().filter(expires_at__lt=now - LOST_AFTER)

    def forgettable(self, now: datetime) -> "CheckoutQuerySet":
        return self.filter(ended_at__lt=now - KEPT)

    def begin(self, **columns: Any) -> "Checkout":
        """Written down, or found: the form's key is unique."""
        made = Checkout(**columns)
        made.token_digest = token_digest(made.token)
        Checkout.objects.bulk_create([made], ignore_conflicts=True)
        return self.get(key=made.key)


class Checkout(OpenedByToken, Changing):
    PAID, LEFT, NAMELESS = "paid", "left", "anon"
    RESULTS = [
        ("", _("under way")),
        (PAID, _("its giver has paid, or a debit is on its way")),
        (LEFT, _("left without paying")),
        (NAMELESS, _("paid by somebody who was erased before")),
    ]
    NO_WORDS: ClassVar[dict[str, Any]] = {"typed": {}, "url": "", "network": b""}
    token_purpose = "donations.checkout"  # noqa: S105  (no secret: what it is for)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    key = models.CharField(_("form key"), max_length=64, unique=True)
    body_digest = models.BinaryField(_("hash of what was sent"), max_length=32)
    token_digest = models.BinaryField(max_length=32, unique=True)
    # An Intention; nothing once this is over, or its giver was erased.
    typed = models.JSONField(_("what was typed"), default=dict)
    network = models.BinaryField(max_length=8, default=bytes)
    processor = models.CharField(_("paid by"), max_length=20, default="stripe")
    processor_ref = models.CharField(  # noqa: DJ001  (null where there is none yet)
        _("number there"), max_length=120, null=True, blank=True, unique=True
    )
    url = models.TextField(_("page"), blank=True)
    # Tries that a bank said no to, and when it last did.
    declined = models.PositiveIntegerField(_("declined"), default=0)
    declined_at = models.DateTimeField(_("last declined"), null=True, blank=True)
    created_at = models.DateTimeField(_("begun"), default=timezone.now)
    expires_at = models.DateTimeField(_("page lasts until"))
    look_again_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(_("over"), null=True, blank=True)
    result = models.CharField(
        _("result"), max_length=4, choices=RESULTS, default="", blank=True
    )
    agreement = models.OneToOneField(
        Agreement,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="checkout",
        verbose_name=_("agreement"),
    )

    objects = CheckoutQuerySet.as_manager()

    class Meta:
        verbose_name = _("checkout")
        verbose_name_plural = _("checkouts")
        ordering = ["-created_at"]
        indexes = [
            models.Index(fields=["-created_at"], name="checkout_newest"),
            models.Index(
                fields=["look_again_at"],
                name="checkout_to_look_at",
                condition=Q(ended_at=None),
            ),
            models.Index(
                fields=["declined_at"],
                name="checkout_declined",
                condition=Q(declined_at__isnull=False),
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_at=None, result="", agreement=None)
                | Q(ended_at__isnull=False, result__in=["left", "anon"], agreement=None)
                | Q(ended_at__isnull=False, result="paid", agreement__isnull=False),
                name="checkout_paid_has_its_gift",
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None) | Q(typed={}, url=""),
                name="checkout_over_keeps_no_words",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.created_at:%Y-%m-%d %H:%M} · {self.get_result_display()}"

    def get_absolute_url(self) -> str:
        return reverse("donations:checkout", args=[self.token])

    @property
    def gift(self) -> "Intention":
        """What was typed; nothing but its own form may be made of it."""
        from donations.intention import Intention  # intention imports models

        return Intention(**self.typed)

    @property
    def is_over(self) -> bool:
        return self.ended_at is not None

    @property
    def is_paid(self) -> bool:
        return self.result == self.PAID

    @property
    def is_nameless(self) -> bool:
        return self.result == self.NAMELESS

    @property
    def is_of_the_erased(self) -> bool:
        return not self.is_over and not self.typed

    def lasts(self, now: datetime) -> bool:
        """May somebody still be led to its page, and find time to pay there?"""
        return not self.is_over and now < self.expires_at - TIME_TO_PAY

    def end(self, now: datetime, agreement: Agreement | None = None) -> None:
        """Paid where there is an agreement; what was typed goes either way."""
        self.change(
            ended_at=now,
            result=self.PAID if agreement else self.LEFT,
            agreement=agreement,
            **self.NO_WORDS,
        )

    def end_nameless(self, now: datetime) -> None:
        """Paid, and its giver is not known any more."""
        self.change(ended_at=now, result=self.NAMELESS)

    def forget(self, now: datetime) -> None:
        """Its giver asked to be erased: who it was goes, and the page is closed."""
        self.change(body_digest=bytes(32), look_again_at=now, **self.NO_WORDS)

    def count_decline(self, now: datetime) -> None:
        own = Checkout.objects.filter(pk=self.pk)
        own.update(declined=F("declined") + 1, declined_at=now)
