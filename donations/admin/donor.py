"""One donor, one page: what was promised, given, written and said, and every verb."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from donations import (
    moving_address,
    personal_data,
    portal,
    recording,
    reference,
    timeline,
    winning_back,
)
from donations.admin import doubles
from donations.admin.pledge import PledgeAdmin
from donations.admin.verbs import Verb, VerbsAdmin
from donations.forms.address import NewAddressAndReason, WhoseForm
from donations.forms.desk import (
    DetailsAndReason,
    MonthlyAndReason,
    NoteForm,
    ReasonForm,
)
from donations.models import Donor, NotJoinable, Pledge, belonging_to
from ijm.admin.one_person import OnePersonAdmin
from ijm.models import SiteSettings, StaffMember

PLEDGES_SHOWN = 50


def _correct(donor: Donor, form: forms.Form, by: StaffMember) -> None:
    answers = dict(form.cleaned_data)
    reason = answers.pop("reason")
    donor.correct(timezone.now(), by, reason, **answers)


def _move(donor: Donor, form: forms.Form, by: StaffMember) -> None:
    """Not at once: the old box is told, and 72 hours or a second person come first."""
    answers = form.cleaned_data
    now = timezone.now()
    moving_address.begin_at_desk(donor, answers["email"], now, by, answers["reason"])


def _join(donor: Donor, form: forms.Form, by: StaffMember) -> None:
    answers = form.cleaned_data
    donor.merge_into(answers["whose"], timezone.now(), by, answers["reason"])


def _send_a_link(donor: Donor, form: forms.Form, by: StaffMember) -> None:
    portal.send_a_link(donor, timezone.now(), by, form.cleaned_data["reason"])


def _monthly_form(donor: Donor, data: Any) -> forms.Form:
    gift = winning_back.gift_to_follow(donor)
    currency = gift.currency if gift else SiteSettings.current().currency
    return MonthlyAndReason(data, currency=currency)


def _ask_monthly(donor: Donor, form: forms.Form, by: StaffMember) -> None:
    if gift := winning_back.gift_to_follow(donor):
        amount = form.cleaned_data["amount"]
        winning_back.ask_to_give_monthly(gift, amount, timezone.now())


def _ask_no_more(donor: Donor, form: forms.Form, by: StaffMember) -> None:
    donor.ask_no_more(timezone.now(), by, form.cleaned_data["reason"])


def _write_down(donor: Donor, form: forms.Form, by: StaffMember) -> None:
    donor.write_down("note", timezone.now(), by, form.cleaned_data["text"])


def _known(donor: Donor) -> bool:
    return donor.is_standing and not donor.is_forgotten


def _verb(
    words: Promise, form: Any, act: Any, permission: str = "change_donor"
) -> Verb:
    return Verb(words, form, act, f"donations.{permission}", fits=_known)


@admin.register(Donor)
class DonorAdmin(OnePersonAdmin, VerbsAdmin):
    change_form_template = "donations/admin/donor.html"
    erase_permission = "donations.erase_donor"
    erased = _(
        "Erased: name, addresses and notes. The books stay without them, for as long "
        "as the law asks; a last letter says so."
    )
    verbs = {
        "note": _verb(
            _("Write a note"),
            lambda _d, data: NoteForm(data),
            _write_down,
            "add_donornote",
        ),
        "details": _verb(
            _("Change name or postal address"), DetailsAndReason.of, _correct
        ),
        "address": _verb(
            _("Change the e-mail address"),
            lambda _donor, data: NewAddressAndReason(data),
            _move,
        ),
        "joining": Verb(
            _("Join it to another"),
            lambda _donor, data: WhoseForm(data),
            _join,
            "donations.change_donor",
            fits=_known,
            refusals={NotJoinable: _("It is the same, or was joined meanwhile.")},
        ),
        "monthly": Verb(
            _("Ask by letter to give monthly"),
            _monthly_form,
            _ask_monthly,
            "donations.amend_pledge",
            fits=lambda donor: (
                _known(donor)
                and bool(donor.email)
                and winning_back.gift_to_follow(donor) is not None
            ),
        ),
        "no-more": Verb(
            _("Wants no letter that asks"),
            lambda _donor, data: ReasonForm(data),
            _ask_no_more,
            "donations.change_donor",
            fits=lambda donor: _known(donor) and donor.may_be_asked,
        ),
        "link": Verb(
            _("Send a sign-in link"),
            lambda _donor, data: ReasonForm(data),
            _send_a_link,
            "donations.change_donor",
            fits=lambda donor: _known(donor) and bool(donor.email),
        ),
    }
    done = _("Done, and kept with the donor.")
    list_display = ("display_name", "email", "is_proved", "kind", "created_at")
    list_filter = ("kind",)
    sortable_by = ("display_name", "email", "created_at")
    search_fields = ("email",)
    search_help_text = _(
        "How the address begins, parts of the name, or a reference of a gift or pledge."
    )
    readonly_fields = ("proved", "asked_no_more_at", "merged_into", "forgotten_at")
    fields = (
        "kind",
        "display_name",
        "contact_name",
        "email",
        "proved",
        "asked_no_more_at",
        "postal_address",
        "merged_into",
        "forgotten_at",
    )

    def get_urls(self) -> list[URLPattern]:
        return [*doubles.addresses(self.admin_site), *super().get_urls()]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("donations.add_donor")

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        donor = kwargs.get("obj")
        if donor:
            number = request.GET.get("older", "")
            context["pledges"] = _pledges(donor, request)
            context["timeline"] = timeline.page_of(
                donor, int(number) if number.isdecimal() and len(number) < 6 else 1
            )
        return super().render_change_form(request, context, *args, **kwargs)

    def copy_of(self, person: Donor) -> dict[str, Any]:
        return personal_data.copy_of(person)

    def erase(self, person: Donor) -> None:
        personal_data.erase_everywhere(person)

    def get_search_results(
        self, request: HttpRequest, queryset: Any, search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        """By whole references, beginnings of addresses, parts of names: each answered

        by an index, whatever the number of rows. One question a kind: joined in one
        they would read every donor.
        """
        term = search_term.strip()
        if not term:
            return queryset, False
        if reference.looks_like_ours(term):
            return queryset.filter(pk__in=_named_by(term)), False
        if "@" in term or " " not in term and queryset.beginning(term).exists():
            return queryset.beginning(term), False
        return queryset.called(term), False

    @admin.display(description=_("address proved"), boolean=True)
    def is_proved(self, donor: Donor) -> bool:
        return donor.is_proved

    @admin.display(description=_("address proved"))
    def proved(self, donor: Donor) -> Any:
        at = donor.email_verified_at
        return date_format(timezone.localtime(at), "j F Y") if at else _("not yet")


def _pledges(
    donor: Donor, request: HttpRequest
) -> list[tuple[Pledge, list[tuple[str, Promise]]]]:
    """Each pledge, those that need a hand first, with what may be done to it."""
    shown = Pledge.objects.filter(belonging_to(donor)).failing_first()
    return [
        (
            pledge,
            [
                (
                    reverse("admin:donations_pledge_amend", args=[pledge.pk, noun]),
                    verb.words,
                )
                for noun, verb in PledgeAdmin.verbs.items()
                if verb.fits(pledge) and request.user.has_perm(verb.permission)
            ],
        )
        for pledge in shown.select_related("restarted_as").prefetch_related("terms")[
            :PLEDGES_SHOWN
        ]
    ]


def _named_by(term: str) -> list[Any]:
    try:
        return [recording.find(term).donor.pk]
    except (reference.ReferenceNotUnderstood, recording.NothingFound):
        return []
