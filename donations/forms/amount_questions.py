"""How often and how much: amounts to choose from, and a box for one's own."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from donations import currencies
from donations.bounds import Bounds
from donations.forms.amount import AmountField, ChoiceWithHints
from donations.models import MONTHLY, ONCE, GivingOption, GivingPage
from ijm.money import AmountNotUnderstood, Money, examples

OWN = "own"
HOW_OFTEN = _("Choose whether to give once or every month.")


class AmountQuestions(forms.Form):
    frequency = forms.ChoiceField(
        label=_("How often would you like to give?"),
        choices=[(ONCE, _("Once")), (MONTHLY, _("Every month"))],
        widget=ChoiceWithHints,
        error_messages={"required": HOW_OFTEN, "invalid_choice": HOW_OFTEN},
    )
    costs = forms.BooleanField(required=False)

    currency: str

    def hidden(self, name: str) -> str:
        """An answer that the page carries unseen."""
        given = self.data if self.is_bound else self.initial
        return str(given.get(name) or "")

    @property
    def currency_name(self) -> str:
        return currencies.name(self.currency)

    @property
    def other_currencies(self) -> list[tuple[str, str]]:
        """(name, address) of this form in each other currency."""
        kept = {name: self.hidden(name) for name in ("frequency", "from", "fund")}
        return [
            (
                currencies.name(code),
                f"{reverse('donations:give')}?"
                + urlencode({**{k: v for k, v in kept.items() if v}, "currency": code}),
            )
            for code in currencies.offered()
            if code != self.currency
        ]

    def offer_amounts(self) -> None:
        hints = self.fields["frequency"].widget.hints  # type: ignore[attr-defined]
        hints[MONTHLY] = _("You become a Freedom Partner. Change or stop at any time.")
        for frequency in (ONCE, MONTHLY):
            self._offer(frequency)
        percent = GivingPage.current().costs_percent.normalize()
        if not percent:
            del self.fields["costs"]
            return
        self.fields["costs"].label = _(
            "Add %(percent)s %% towards the costs of receiving gifts"
        ) % {"percent": f"{percent:f}"}
        self.fields["costs"].help_text = _(
            "Your gift itself stays as it is. You see both before you agree."
        )

    def amount_in(self, answers: Mapping[str, Any]) -> Money | None:
        """What was chosen or typed for the frequency; None once it has its error."""
        frequency = answers["frequency"]
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
            listed = radio in self.fields and not chosen
            self.add_error(
                radio if listed else box, _("Choose an amount, or enter your own.")
            )
        return None

    def costs_added_to(self, gift: Money, answers: Mapping[str, Any]) -> Money:
        if answers.get("costs"):
            return GivingPage.current().costs_of(gift)
        return Money(0, self.currency)

    def _offer(self, frequency: str) -> None:
        """The radios of one frequency, and a box for an amount of one's own."""
        options = list(GivingOption.objects.offered(frequency, self.currency))
        label, own_label = _labels(frequency, self.currency)
        if options:
            self._offer_list(frequency, label, options)
        own = self.fields[f"own_{frequency}"] = AmountField(
            self.currency,
            label=own_label if options else label,
            help_text=_("For example, %(examples)s")
            % {"examples": examples(self.currency)},
            required=False,
        )
        own.widget.attrs["data-own-amount"] = self.add_prefix(f"amount_{frequency}")

    def _offer_list(
        self, frequency: str, label: Any, options: list[GivingOption]
    ) -> None:
        radios = ChoiceWithHints()
        self.fields[f"amount_{frequency}"] = forms.ChoiceField(
            label=label,
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

    def _bounded(self, frequency: str, own: Money) -> Money | None:
        try:
            return Bounds.of(frequency, self.currency).check(own)
        except AmountNotUnderstood as wrong:
            self.add_error(
                f"own_{frequency}",
                forms.ValidationError(str(wrong.message), wrong.code),
            )
        return None


def _labels(frequency: str, currency: str) -> tuple[Any, Any]:
    """Of the amounts listed, and of the box for another."""
    money = {"currency": currency}
    if frequency == MONTHLY:
        return (
            _("Amount each month, in %(currency)s") % money,
            _("Your own amount each month, in %(currency)s") % money,
        )
    return (
        _("Amount, in %(currency)s") % money,
        _("Your own amount, in %(currency)s") % money,
    )
