"""Cards of an old system on their way here: why each waits, and what staff may say."""

from typing import Any

from django import forms
from django.contrib import admin
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from donations.admin.in_doubt import REFUSALS
from donations.admin.verbs import Verb, VerbsAdmin
from donations.forms.going_back import WhyForm
from donations.models import CardMove
from donations.moving_in import cards
from ijm import dates
from ijm.models import StaffMember

MAY = "donations.add_givingimport"


def _ask(move: CardMove, form: forms.Form, by: StaffMember) -> None:
    cards.ask(move, timezone.now())


def _release(move: CardMove, form: forms.Form, by: StaffMember) -> None:
    move.release(by, form.cleaned_data["reason"])


def _again(move: CardMove, form: forms.Form, by: StaffMember) -> None:
    move.consider_again()


def _plain(move: CardMove, data: Any) -> forms.Form:
    return forms.Form(data)


def _its_day_has_come(move: CardMove) -> bool:
    return move.is_waiting and move.cut_over <= dates.today()


@admin.register(CardMove)
class CardMoveAdmin(VerbsAdmin):
    list_display = ("pledge", "state", "said", "cut_over", "asked_at")
    list_filter = ("state", "said")
    list_select_related = ("pledge",)
    search_fields = ("customer_ref__exact", "method_ref__exact", "plan_ref__exact")
    fields = (
        "pledge",
        "state",
        "said",
        "cut_over",
        "customer_ref",
        "method_ref",
        "plan_ref",
        "released_by",
        "released_reason",
        "asked_at",
        "ended_at",
    )
    verbs = {
        "asking": Verb(
            _("Ask Stripe now"), _plain, _ask, MAY, _its_day_has_come, REFUSALS
        ),
        "release": Verb(
            _("The old plan has ended elsewhere"),
            lambda move, data: WhyForm(data),
            _release,
            MAY,
            lambda move: move.is_waiting and move.released_by_id is None,
        ),
        "again": Verb(
            _("Try it once more"), _plain, _again, MAY, lambda move: move.is_refused
        ),
    }
