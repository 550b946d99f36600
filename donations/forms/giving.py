"""The giving form: how often, how much, for what, who. It ends in an Intention."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from donations import processors
from donations.agreed_words import VERSION
from donations.bounds import Bounds
from donations.forms.amount import AmountField, ChoiceWithHints
from donations.forms.plain import PlainEmailField, PlainField
from donations.intention import SLUG_SHAPE, Intention, kept_key
from donations.models import MONTHLY, ONCE, Campaign, Fund, GivingOption
from ijm import addresses, form_tokens
from ijm.money import AmountNotUnderstood, Money
from newsletter.models import ConsentText

OWN = "own"
FORM_LASTS = timedelta(hours=24)
DAYS = [("", _("Choose a day"))] + [(str(day), str(day)) for day in range(1, 31)]


ORDER = (
    "frequency amount_once own_once amount_monthly own_monthly day fund name email "
    "updates"
).split()


class GivingForm(forms.Form):
    use_required_attribute = False
    frequency = forms.ChoiceField(
        label=_("How often would you like to give?"),
        choices=[(ONCE, _("Once")), (MONTHLY, _("Every month"))],
        widget=ChoiceWithHints,
        error_messages={
            "required": _("Choose whether to give once or every month."),
            "invalid_choice": _("Choose whether to give once or every month."),
        },
    )
    day = forms.ChoiceField(
        label=_("Day of the month for your gift"),
        help_text=_("The 31st means the last day of shorter months."),
        choices=[*DAYS, ("31", _("31 (the last day)"))],
        required=False,
        error_messages={"invalid_choice": _("Choose a day from 1 to 31.")},
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
        help_text=_("We send the bank details and your confirmation here."),
    )
    updates = forms.BooleanField(required=False)

    def __init__(self, *args: Any, currency: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.currency = currency
        hints = self.fields["frequency"].widget.hints  # type: ignore[attr-defined]
        hints[MONTHLY] = _("You become a Freedom Partner. Change or stop at any time.")
        for frequency in (ONCE, MONTHLY):
            self._offer(frequency)
        words = ConsentText.shown_at(timezone.now(), "", ConsentText.Place.GIFT)
        self.fields["updates"].label = words.words
        self.order_fields(ORDER)
        self.fields["day"].required = not self.is_bound
        funds = [(fund.code, fund.name) for fund in Fund.objects.active()]
        self.fields["fund"].choices = funds  # type: ignore[attr-defined]
        if len(funds) < 2:
            del self.fields["fund"]
        else:
            asked = self.initial.get("fund")
            codes = [code for code, _name in funds]
            self.initial["fund"] = asked if asked in codes else codes[0]

    def clean(self) -> dict[str, Any]:
        answers = super().clean() or {}
        age = form_tokens.age("give", self._hidden("form_token"))
        if age is None or age > FORM_LASTS:
            self.add_error(
                None,
                _("This page was open for a long time. Check it, then press Continue."),
            )
        if (frequency := answers.get("frequency")) and frequency in (ONCE, MONTHLY):
            answers["amount"] = self._amount(frequency, answers)
        if frequency == MONTHLY and not answers.get("day") and "day" not in self.errors:
            self.add_error("day", _("Choose the day of the month for your gift."))
        # Asked of monthly givers only, and of them not optional: printed as needed.
        self.fields["day"].required = True
        return answers

    def intention(self, today: date) -> Intention:
        """What was asked for, with the date of its first gift."""
        answers = self.cleaned_data
        day = int(answers["day"]) if answers["frequency"] == MONTHLY else 0
        notice = timedelta(processors.named("offline").days_to_prepare)
        return Intention(
            frequency=answers["frequency"],
            amount_minor=answers["amount"].minor,
            currency=self.currency,
            name=answers["name"],
            email=addresses.normalise(answers["email"]),
            fund=answers.get("fund", ""),
            campaign=self._slug("campaign"),
            day=day,
            source=self._slug("from"),
            key=kept_key(self._hidden("key")),
            updates=answers.get("updates", False),
        ).planned(today, notice, VERSION)

    @property
    def key(self) -> str:
        return kept_key(self._hidden("key"))

    @property
    def source(self) -> str:
        return self._slug("from")

    @property
    def campaign(self) -> Campaign | None:
        return Campaign.objects.filter(slug=self._slug("campaign") or "-").first()

    def _offer(self, frequency: str) -> None:
        """The radios of one frequency, and a box for an amount of one's own."""
        options = list(GivingOption.objects.offered(frequency, self.currency))
        radios = ChoiceWithHints()
        monthly = frequency == MONTHLY
        chosen = forms.ChoiceField(
            label=_("Amount each month, in %(currency)s") % {"currency": self.currency}
            if monthly
            else _("Amount, in %(currency)s") % {"currency": self.currency},
            choices=[
                *((str(option.amount_minor), str(option.amount)) for option in options),
                (OWN, _("Another amount")),
            ],
            widget=radios,
            required=False,
            error_messages={"invalid_choice": _("Choose an amount from the list.")},
        )
        radios.hints.update(
            {str(option.amount_minor): option.makes_possible for option in options}
        )
        self.fields[f"amount_{frequency}"] = chosen
        own = self.fields[f"own_{frequency}"] = AmountField(
            self.currency,
            label=_("Your own amount each month, in %(currency)s")
            % {"currency": self.currency}
            if monthly
            else _("Your own amount, in %(currency)s") % {"currency": self.currency},
            help_text=_("For example, 45 or 45.50"),
            required=False,
        )
        own.widget.attrs["data-own-amount"] = self.add_prefix(f"amount_{frequency}")

    def _amount(self, frequency: str, answers: Mapping[str, Any]) -> Money | None:
        radio, box = f"amount_{frequency}", f"own_{frequency}"
        chosen, own = answers.get(radio, ""), answers.get(box)
        if box in self.errors or radio in self.errors:
            return None
        if chosen and chosen != OWN and own:
            self.add_error(
                box, _("Choose an amount from the list or enter your own, not both.")
            )
        elif chosen and chosen != OWN:
            return Money(int(chosen), self.currency)
        elif own:
            return self._bounded(frequency, own)
        else:
            self.add_error(
                box if chosen else radio, _("Choose an amount, or enter your own.")
            )
        return None

    def _bounded(self, frequency: str, own: Money) -> Money | None:
        try:
            return Bounds.of(frequency, self.currency).check(own)
        except AmountNotUnderstood as wrong:
            self.add_error(
                f"own_{frequency}",
                forms.ValidationError(str(wrong.message), wrong.code),
            )
        return None

    def _hidden(self, name: str) -> str:
        given = self.data if self.is_bound else self.initial
        return str(given.get(name) or "")

    def _slug(self, name: str) -> str:
        typed = self._hidden(name)
        return typed if SLUG_SHAPE.match(typed) else ""
