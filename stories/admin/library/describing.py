"""Photos that wait for words: a page of them, each with its own few questions."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db import transaction
from django.db.models import Case, QuerySet, Value, When
from django.forms import modelformset_factory
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods

from ijm import generation
from ijm.admin.public_words import AskingForm
from stories import consenting
from stories.admin.library.files import guard
from stories.admin.library.forms import WORDS
from stories.alt_words import doubts
from stories.models import Photo

AT_ONCE = 12


class WordsForm(AskingForm):
    """May be left unfinished: what is missing is asked again."""

    class Meta:
        model = Photo
        fields = WORDS


class ForAllForm(forms.Form):
    """Fills what is still empty in the photos of the page."""

    credit = forms.CharField(
        label=gettext_lazy("Credit, where none is"), max_length=120, required=False
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("Kind, where none is said"),
        choices=[("", "---------"), *Photo.Kind.choices],
        required=False,
    )


Words: Any = modelformset_factory(Photo, form=WordsForm, extra=0, edit_only=True)


def waiting(person: Any) -> QuerySet[Photo]:
    """What the person sent comes first."""
    mine = Case(When(received_by=person.pk, then=Value(0)), default=Value(1))
    return Photo.objects.wordless().order_by(mine, "-received_at")


@require_http_methods(["GET", "POST"])
def describing(request: HttpRequest) -> HttpResponse:
    guard(request, "change_photo")
    if request.method == "GET":
        page = waiting(request.user)[:AT_ONCE]
        return _page(request, Words(queryset=page), ForAllForm(prefix="all"))
    for_all = ForAllForm(request.POST, prefix="all")
    words = Words(request.POST, queryset=Photo.objects.present())
    if not (for_all.is_valid() and words.is_valid()):
        return _page(request, words, for_all, status=422)
    _save(request, words, for_all.cleaned_data)
    return redirect("admin:stories_photo_describing")


def _save(request: HttpRequest, words: Any, for_all: dict[str, str]) -> None:
    described = 0
    with transaction.atomic():
        if any("recognisable" in form.changed_data for form in words.forms):
            consenting.alone()
        for form in words.forms:
            _save_one(request, form, for_all)
            photo = form.instance
            described += photo.is_described and bool(photo.recognisable)
        generation.bump()
    sentence = ngettext(
        "Saved. %(done)s is described; %(left)s still waits for words.",
        "Saved. %(done)s are described; %(left)s still wait for words.",
        described,
    )
    left = waiting(request.user).count()
    messages.success(request, sentence % {"done": described, "left": left})


def _save_one(request: HttpRequest, form: Any, for_all: dict[str, str]) -> None:
    """Only what was typed, so that nobody's work on the same photo is undone."""
    photo, changed = form.instance, list(form.changed_data)
    for name, value in for_all.items():
        if value and not getattr(photo, name):
            setattr(photo, name, value)
            changed.append(name)
    if not changed:
        return
    photo.change(**{name: getattr(photo, name) for name in changed})
    photo.put_right()
    if "recognisable" in changed:
        by: Any = request.user
        consenting.settle_photo(photo, by, timezone.now())
    for doubt in doubts(photo):
        address = reverse("admin:stories_photo_change", args=[photo.pk])
        words = '<a href="{}">{}</a>: {}'
        messages.warning(request, format_html(words, address, photo.title, doubt))


def _page(
    request: HttpRequest, words: Any, for_all: ForAllForm, status: int = 200
) -> HttpResponse:
    return TemplateResponse(
        request,
        "admin/stories/photo/describing.html",
        {
            **admin.site.each_context(request),
            "title": _("Photos to describe"),
            "opts": Photo._meta,
            "words": words,
            "for_all": for_all,
        },
        status=status,
    )
