"""Pledges, and every verb of the portal done for a donor on the telephone."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from donations import reference, restarting, winning_back
from donations.admin import in_doubt
from donations.admin.looking_after import CareFilter, LooksAfter
from donations.admin.verbs import Verb, VerbsAdmin
from donations.admin.wishes import ShowsWishes
from donations.forms.desk import ReasonForm
from donations.forms.portal import AmountForm, DayForm, PauseForm
from donations.models import (
    AlreadyEnded,
    Instalment,
    NothingToSkip,
    Pledge,
    PledgeChange,
    PledgePause,
    PledgeTerms,
)
from donations.winning_back import NotMore
from ijm.admin.bases import ReadOnlyInline
from ijm.models import StaffMember


class TermsInline(ReadOnlyInline):
    model = PledgeTerms
    fields = ("amount", "effective", "changed_by")
    readonly_fields = ("amount",)


class PauseInline(ReadOnlyInline):
    model = PledgePause
    fields = ("during",)


class InstalmentInline(ReadOnlyInline):
    model = Instalment
    fields = ("seq", "due_on", "amount", "state", "next_attempt_on")
    readonly_fields = ("amount",)


class ChangeInline(ReadOnlyInline):
    model = PledgeChange
    verbose_name_plural = gettext_lazy("What happened, newest first")
    fields = ("at", "verb", "detail", "by", "reason")


class AmountAndReason(AmountForm, ReasonForm):
    field_order = ("amount", "reason")


class DayAndReason(DayForm, ReasonForm):
    field_order = ("day", "reason")


class PauseAndReason(PauseForm, ReasonForm):
    field_order = ("months", "reason")


def _cancel(pledge: Pledge, form: forms.Form, by: StaffMember) -> None:
    pledge.cancel(timezone.now(), by, form.cleaned_data["reason"])


def _ask_to_raise(pledge: Pledge, form: forms.Form, by: StaffMember) -> None:
    answers = form.cleaned_data
    winning_back.ask_to_raise(pledge, answers["amount"], timezone.now())


def _skip(pledge: Pledge, form: forms.Form, by: StaffMember) -> None:
    pledge.skip(timezone.now(), by, form.cleaned_data["reason"])


def _restart(pledge: Pledge, form: forms.Form, by: StaffMember) -> None:
    restarting.restart(pledge, timezone.now(), by, form.cleaned_data["reason"])


def _resume(pledge: Pledge, form: forms.Form, by: StaffMember) -> None:
    pledge.resume(timezone.now(), by, form.cleaned_data["reason"])


def _pause(pledge: Pledge, form: Any, by: StaffMember) -> None:
    now = timezone.now()
    until = form.until(pledge.local_day(now))
    pledge.pause(until, now, by, form.cleaned_data["reason"])


def _change_amount(pledge: Pledge, form: forms.Form, by: StaffMember) -> None:
    answers = form.cleaned_data
    pledge.change_amount(answers["amount"], timezone.now(), by, answers["reason"])


def _change_day(pledge: Pledge, form: forms.Form, by: StaffMember) -> None:
    answers = form.cleaned_data
    pledge.change_day(answers["day"], timezone.now(), by, answers["reason"])


def _with_amount(pledge: Pledge, data: Any) -> forms.Form:
    return AmountAndReason(data, pledge=pledge)


def _plain(made: type[forms.Form]) -> Callable[[Pledge, Any], forms.Form]:
    return lambda pledge, data: made(data)


def _unended(pledge: Pledge) -> bool:
    return not pledge.is_ended


def _runs(pledge: Pledge) -> bool:
    return pledge.is_active


def _verb(words: Promise, form: Any, act: Any, fits: Any = _unended) -> Verb:
    return Verb(
        words,
        form,
        act,
        permission="donations.amend_pledge",
        fits=fits,
        refusals={
            AlreadyEnded: gettext_lazy("This pledge has ended already."),
            NothingToSkip: gettext_lazy("No gift is expected that could be skipped."),
        },
    )


@admin.register(Pledge)
class PledgeAdmin(LooksAfter, ShowsWishes, VerbsAdmin):
    list_display = ("reference", "donor", "interval_months", "anchor_day", "state")
    list_filter = (CareFilter, "state", "interval_months", "fund")
    list_select_related = ("donor",)
    sortable_by = ("reference",)
    search_fields = ("reference",)
    search_help_text = gettext_lazy("A reference, however it is written.")
    verbs = {
        "amount": _verb(
            gettext_lazy("Change the amount"), _with_amount, _change_amount
        ),
        "day": _verb(gettext_lazy("Change the day"), _plain(DayAndReason), _change_day),
        "pause": _verb(gettext_lazy("Pause"), _plain(PauseAndReason), _pause, _runs),
        "skip": _verb(
            gettext_lazy("Skip the next gift"), _plain(ReasonForm), _skip, _runs
        ),
        "resumption": _verb(gettext_lazy("Resume"), _plain(ReasonForm), _resume, _runs),
        "cancellation": _verb(gettext_lazy("Cancel"), _plain(ReasonForm), _cancel),
        "offer": Verb(
            gettext_lazy("Ask by letter to raise it"),
            _with_amount,
            _ask_to_raise,
            "donations.amend_pledge",
            fits=lambda pledge: pledge.is_active and pledge.donor.may_be_asked,
            refusals={NotMore: gettext_lazy("Ask for more than the pledge is now.")},
        ),
        "restart": Verb(
            gettext_lazy("Restart"),
            _plain(ReasonForm),
            _restart,
            "donations.amend_pledge",
            fits=restarting.can_restart,
            refusals={
                restarting.NotStopped: gettext_lazy(
                    "It runs, or goes on under another reference already."
                )
            },
        ),
        **in_doubt.OF_PLEDGES,
    }
    done = gettext_lazy("Done, and kept with the pledge.")
    readonly_fields = ("amount", "state", "ended_at", "ended_reason")
    inlines = (TermsInline, PauseInline, InstalmentInline, ChangeInline)
    fields = (
        "reference",
        "donor",
        "amount",
        "interval_months",
        "anchor_day",
        "first_due",
        "state",
        "ended_at",
        "ended_reason",
        "processor",
        "stored_method",
        "fund",
        "campaign",
        "wishes",
        "source_story",
        "source_path",
        "created_at",
    )

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        if not search_term.strip():
            return queryset, False
        try:
            wanted = reference.parse(search_term)
        except reference.ReferenceNotUnderstood as wrong:
            messages.warning(request, str(wrong.message))
            return queryset.none(), False
        return queryset.filter(reference=wanted), False

    def about(self, pledge: Pledge) -> str:
        often = pledge.get_interval_months_display()
        return f"{pledge.reference} · {pledge.donor} · {pledge.amount} {often}"
