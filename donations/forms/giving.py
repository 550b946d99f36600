"""The giving form: how often, how much, for what, who. It ends in an Intention."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from donations import currencies, processors
from donations.agreed_words import VERSION
from donations.collecting import braking
from donations.forms.amount import ChoiceWithHints
from donations.forms.amount_questions import OWN, AmountQuestions
from donations.forms.further_questions import GIFT_AID, FurtherQuestions
from donations.forms.plain import PlainEmailField, PlainField
from donations.intention import OFFLINE, SLUG_SHAPE, Intention, kept_key
from donations.models import MONTHLY, ONCE, Campaign, Fund
from ijm import addresses, form_tokens
from newsletter.models import ConsentText

__all__ = ["OWN", "GivingForm"]
FORM_LASTS = timedelta(hours=24)
BY_CARD = "stripe"
DAYS = [("", _("Choose a day"))] + [(str(day), str(day)) for day in range(1, 31)]
ORDER = (
    "frequency amount_once own_once amount_monthly own_monthly costs day by fund name "
    "email tribute tribute_to tribute_words organisation anonymous gift_aid"
).split() + [*GIFT_AID, "updates"]


class GivingForm(AmountQuestions, FurtherQuestions):
    use_required_attribute = False
    day = forms.ChoiceField(
        label=_("Day of the month for your gift"),
        help_text=_("The 31st means the last day of shorter months."),
        choices=[*DAYS, ("31", _("31 (the last day)"))],
        required=False,
        error_messages={"invalid_choice": _("Choose a day from 1 to 31.")},
    )
    by = forms.ChoiceField(
        label=_("How would you like to pay?"),
        choices=[(BY_CARD, _("Card or direct debit")), (OFFLINE, _("Bank transfer"))],
        widget=ChoiceWithHints,
        initial=BY_CARD,
        error_messages={
            "required": _("Choose how you would like to pay."),
            "invalid_choice": _("Choose how you would like to pay."),
        },
    )
    fund = forms.ChoiceField(
        label=_("What should your gift be for?"),
        widget=forms.RadioSelect,
        required=False,
        error_messages={"invalid_choice": _("Choose what your gift should be for.")},
    )
    name = PlainField(
        label=_("Full name"),
        required_words=_("Enter your full name."),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "name", "spellcheck": "false"}),
    )
    email = PlainEmailField(
        label=_("Email address"),
        help_text=_("We send your confirmation here, and what else you need."),
    )
    updates = forms.BooleanField(required=False)

    def __init__(self, *args: Any, currency: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.currency = currency
        self.offer_amounts()
        self.offer_gift_aid()
        self._offer_cards()
        words = ConsentText.shown_at(timezone.now(), "", ConsentText.Place.GIFT)
        self.fields["updates"].label = words.words
        self.order_fields(ORDER)
        self.fields["day"].required = not self.is_bound
        self._offer_funds()

    def clean(self) -> dict[str, Any]:
        answers = super().clean() or {}
        age = form_tokens.age("give", self.hidden("form_token"))
        if age is None or age > FORM_LASTS:
            self.add_error(
                None,
                _("This page was open for a long time. Check it, then press Continue."),
            )
        self._check_what_the_page_carried()
        frequency = answers.get("frequency")
        if frequency in (ONCE, MONTHLY):
            answers["amount"] = self.amount_in(answers)
        if frequency == MONTHLY and not answers.get("day") and "day" not in self.errors:
            self.add_error("day", _("Choose the day of the month for your gift."))
        self.check_further(answers)
        # Asked of monthly givers only, and of them not optional: printed as needed.
        self.fields["day"].required = True
        return answers

    def intention(self, today: date) -> Intention:
        """What was asked for, with the date of its first gift."""
        answers = self.cleaned_data
        day = int(answers["day"]) if answers["frequency"] == MONTHLY else 0
        by = answers.get("by") or OFFLINE
        notice = timedelta(processors.named(by).days_to_prepare)
        gift = answers["amount"]
        costs = self.costs_added_to(gift, answers)
        return Intention(
            frequency=answers["frequency"],
            amount_minor=(gift + costs).minor,
            costs_minor=costs.minor,
            currency=self.currency,
            name=answers["name"],
            email=addresses.normalise(answers["email"]),
            fund=answers.get("fund", ""),
            campaign=self.campaign.slug if self.campaign else "",
            day=day,
            source=self.source,
            key=self.key,
            updates=answers.get("updates", False),
            by=by,
            **self.further(answers),
        ).planned(today, notice, VERSION)

    @property
    def key(self) -> str:
        return kept_key(self.hidden("key"))

    @property
    def source(self) -> str:
        typed = self.hidden("from")
        return typed if SLUG_SHAPE.match(typed) else ""

    @cached_property
    def campaign(self) -> Campaign | None:
        return currencies.campaign_in({"campaign": self.hidden("campaign")})

    def _offer_cards(self) -> None:
        """Where there are none, or not for this money, nothing is asked."""
        if not braking.are_offered(self.currency, timezone.now()):
            del self.fields["by"]
            return
        hints = self.fields["by"].widget.hints  # type: ignore[attr-defined]
        hints[BY_CARD] = _("On the secure page of Stripe, our card service.")
        hints[OFFLINE] = _("You send it from your own bank; we show the details.")

    def _offer_funds(self) -> None:
        funds = [(fund.code, fund.name) for fund in Fund.objects.active()]
        self.fields["fund"].choices = funds  # type: ignore[attr-defined]
        if len(funds) < 2:
            del self.fields["fund"]
            return
        asked = self.initial.get("fund")
        codes = [code for code, _name in funds]
        self.initial["fund"] = asked if asked in codes else codes[0]

    def _check_what_the_page_carried(self) -> None:
        """Not typed by anybody, and still not to be believed."""
        if self.hidden("currency") not in ("", self.currency):
            self.add_error(
                None,
                _("Amounts are in %(currency)s here. Check yours, then press Continue.")
                % {"currency": self.currency_name},
            )
        if self.hidden("campaign") and not self.campaign:
            self.add_error(
                None,
                _(
                    "The campaign takes no more gifts. Choose what yours should be "
                    "for, then press Continue."
                ),
            )
