"""Typing names in: once to type, once to see how each is read, then never again."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from stories.models import ProtectedName, Subject
from stories.names.forms import NotAName
from stories.names.ordinary import ORDINARY
from stories.names.protecting import Typed, parts_of, protect, usual_strength

Kind = ProtectedName.Kind
MOST_AT_ONCE = 20


class NamesForm(forms.Form):
    subject = forms.ModelChoiceField(
        Subject.objects.all(), label=_("Whom they would give away")
    )
    kind = forms.ChoiceField(
        label=_("Kind"), choices=Kind.choices, initial=Kind.PERSON.value
    )
    words = forms.CharField(
        label=_("Names"),
        max_length=1_500,
        widget=forms.Textarea(attrs={"rows": 6, "class": "vLargeTextField"}),
        help_text=_(
            "One a line, each spelling and each script that people use. The next page "
            "shows how we read them; after that nobody can read them here again."
        ),
    )

    def clean_words(self) -> list[str]:
        lines = [line.strip() for line in self.cleaned_data["words"].splitlines()]
        names = [line for line in lines if line]
        if len(names) > MOST_AT_ONCE:
            raise forms.ValidationError(
                _("At most %(most)s at once. Type the others afterwards."),
                code="many",
                params={"most": MOST_AT_ONCE},
            )
        for number, name in enumerate(names, start=1):
            try:
                _keys = Typed(name, Kind.PERSON, "").keys
            except NotAName as refused:
                raise forms.ValidationError(
                    _(
                        "Line %(line)s cannot be looked for: a name has at least two "
                        "letters, at most eight words, and fifty letters in all."
                    ),
                    code="name",
                    params={"line": number},
                ) from refused
        return names

    def proposals(self) -> Iterator[dict[str, Any]]:
        """Each name as it would be protected; of a person, each of its words, too."""
        kind = self.cleaned_data["kind"]
        for name in self.cleaned_data["words"]:
            yield _proposal(name, kind, usual_strength(name))
            for part in parts_of(name) if kind == Kind.PERSON else ():
                yield _proposal(part, kind, ProtectedName.Strength.ASKS.value)


class ReadingForm(forms.Form):
    """One name as we read it. The words come back from the page, from nowhere else."""

    words = forms.CharField(max_length=100, widget=forms.HiddenInput)
    kind = forms.ChoiceField(choices=Kind.choices, widget=forms.HiddenInput)
    keep = forms.BooleanField(label=_("Protect"), required=False, initial=True)
    strength = forms.ChoiceField(
        label=_("How"),
        choices=[("blocks", _("never public")), ("asks", _("asks each time"))],
    )
    ordinary = forms.BooleanField(label=_("Also an ordinary word"), required=False)

    def clean(self) -> dict[str, Any]:
        answers = super().clean() or {}
        try:
            _keys = self.typed.keys
        except NotAName as refused:
            raise forms.ValidationError(
                _("This cannot be looked for."), code="name"
            ) from refused
        return answers

    @property
    def typed(self) -> Typed:
        answers = self.cleaned_data
        return Typed(
            answers.get("words", ""),
            answers.get("kind", ""),
            answers.get("strength", ""),
            answers.get("ordinary", False),
        )


ReadingFormSet = forms.formset_factory(
    ReadingForm, extra=0, max_num=200, absolute_max=200
)


class WhomForm(forms.Form):
    subject = forms.ModelChoiceField(Subject.objects.all(), widget=forms.HiddenInput)


def typing(request: HttpRequest) -> HttpResponse:
    """Asked for by those who may add names; the admin's `add_view` says who."""
    if request.method != "POST":
        initial = {"subject": request.GET.get("subject")}
        return _page(request, form=NamesForm(initial=initial))
    if "form-TOTAL_FORMS" in request.POST:
        return _protected(request)
    form = NamesForm(request.POST)
    if not form.is_valid():
        return _page(request, status=422, form=form)
    readings = ReadingFormSet(initial=list(form.proposals()))
    whom = WhomForm(initial={"subject": form.cleaned_data["subject"]})
    return _page(request, readings=readings, whom=whom, **form.cleaned_data)


def _protected(request: HttpRequest) -> HttpResponse:
    whom, readings = WhomForm(request.POST), ReadingFormSet(request.POST)
    if not (whom.is_valid() and readings.is_valid()):
        return _page(request, status=422, readings=readings, whom=whom)
    subject, now = whom.cleaned_data["subject"], timezone.now()
    chosen = [form.typed for form in readings if form.cleaned_data["keep"]]
    for typed in chosen:
        protect(subject, typed, request.user, now)  # type: ignore[arg-type]
    told = ngettext(
        "%(count)s name of %(subject)s is protected.",
        "%(count)s names of %(subject)s are protected.",
        len(chosen),
    )
    messages.success(request, told % {"count": len(chosen), "subject": subject})
    return redirect("admin:stories_protectedname_changelist")


def _page(request: HttpRequest, status: int = 200, **context: Any) -> TemplateResponse:
    return TemplateResponse(
        request,
        "admin/stories/names/typing.html",
        {
            **admin.site.each_context(request),
            "title": _("Protect names"),
            "opts": ProtectedName._meta,
            **context,
        },
        status=status,
    )


def _proposal(words: str, kind: str, strength: str) -> dict[str, Any]:
    ordinary = words.casefold() in ORDINARY
    return {"words": words, "kind": kind, "strength": strength, "ordinary": ordinary}
