"""Who a subject really is: asked for by POST, with a reason, by Safeguarding alone."""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from ijm.sealing import CannotOpen
from stories.admin.asking import ask
from stories.admin.kept_words import KeptWords
from stories.models import Subject
from stories.models.sealed import RealDetails
from stories.models.sealing import may_open
from stories.names.protecting import protect_a_person

BEFORE = _(
    "Who this person really is lies encrypted. Each look is kept for good: who, when "
    "and why."
)
ON_RECORD = _("Your look is on record. Close this page when you have what you need.")
LINES = forms.Textarea(attrs={"rows": 4, "class": "vLargeTextField"})


class ReasonForm(forms.Form):
    why = KeptWords(
        label=_("Why you need to know"),
        max_length=300,
        widget=forms.TextInput(attrs={"class": "vTextField"}),
        help_text=_(
            "Kept for good, with your name and the time. Do not write whose details."
        ),
    )


class DetailsForm(ReasonForm):
    """The reason goes along, so that it is typed once."""

    name = forms.CharField(label=_("Real name"), max_length=200)
    contact = forms.CharField(
        label=_("How to reach them"),
        max_length=2000,
        required=False,
        widget=LINES,
        help_text=_("And who must not hear that we called."),
    )
    notes = forms.CharField(
        label=_("Notes"), max_length=10_000, required=False, widget=LINES
    )
    field_order = ("name", "contact", "notes", "why")

    def details(self) -> RealDetails:
        words = self.cleaned_data
        return RealDetails(words["name"], words["contact"], words["notes"])


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def details(request: HttpRequest, pk: int) -> HttpResponse:
    """GET asks why. POST shows; a second POST, with a name, writes."""
    if not may_open(request.user):
        raise PermissionDenied
    subject = get_object_or_404(Subject, pk=pk)
    if request.method == "GET":
        return _page(request, subject, ReasonForm())
    if "name" in request.POST:
        return _write(request, subject)
    return _read(request, subject)


def _read(request: HttpRequest, subject: Subject) -> HttpResponse:
    asked = ReasonForm(request.POST)
    if not asked.is_valid():
        return _page(request, subject, asked)
    why = asked.cleaned_data["why"]
    try:
        found = subject.open_details(request.user, why, timezone.now())  # type: ignore[arg-type]
    except CannotOpen as locked:
        asked.add_error(None, locked.sentence)
        return _page(request, subject, asked)
    known = {"name": found.name, "contact": found.contact, "notes": found.notes}
    return _page(request, subject, DetailsForm(initial={**known, "why": why}))


def _write(request: HttpRequest, subject: Subject) -> HttpResponse:
    form = DetailsForm(request.POST)
    if not form.is_valid():
        return _page(request, subject, form)
    why = form.cleaned_data["why"]
    now = timezone.now()
    subject.seal_details(form.details(), request.user, why, now)  # type: ignore[arg-type]
    protect_a_person(subject, form.cleaned_data["name"], request.user, now)  # type: ignore[arg-type]
    messages.success(
        request,
        _("Sealed, and the name is protected. Nobody reads it without leaving theirs."),
    )
    return redirect("admin:stories_subject_change", subject.pk)


def _page(request: HttpRequest, subject: Subject, form: forms.Form) -> HttpResponse:
    is_open = isinstance(form, DetailsForm)
    return ask(
        request,
        form,
        title=_("Sealed details"),
        button=_("Seal what is written here") if is_open else _("Open"),
        row=subject,
        back=subject.desk_url,
        introduction=ON_RECORD if is_open else BEFORE,
    )
