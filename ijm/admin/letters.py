"""The letters the house sends by itself: their words, a look, a test to oneself.

The list shows every letter there is, changed or not; a row exists only for words that
staff have made their own, and deleting it gives the house's words back.
"""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseRedirect,
    QueryDict,
)
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext, override
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from ijm import delivery, letters
from ijm.admin.public_words import SpeaksInPublic
from ijm.contributions import Letter
from ijm.contributions import letters as all_letters
from ijm.env import Misconfigured
from ijm.models import MailText
from ijm.transports import Undelivered

# The letter is shown as a mail reader would: its own styles, and nothing else at all.
SANDBOX = (
    "sandbox; default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'"
)


class MailTextForm(forms.ModelForm):
    """Words with tags; a tag that would stay empty or a lost button is said here."""

    language = forms.ChoiceField(
        label=_("Language"),
        required=False,
        choices=[("", _("Every language without words of its own"))]
        + list(settings.LANGUAGES),
    )

    class Meta:
        model = MailText
        fields = ("letter", "language", "subject", "body")
        widgets = {
            "letter": forms.HiddenInput,
            "subject": forms.TextInput(attrs={"class": "vLargeTextField"}),
            "body": forms.Textarea(attrs={"class": "vLargeTextField", "rows": 18}),
        }

    def clean_letter(self) -> str:
        if self.cleaned_data["letter"] not in all_letters:
            raise ValidationError(_("Choose a letter from the list of letters."))
        return self.cleaned_data["letter"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if letter := _letter(cleaned.get("letter", "")):
            for name in ("subject", "body"):
                self._refuse_unknown_tags(letter, name, cleaned.get(name, ""))
            if "body" in cleaned:
                self._refuse_lost_buttons(letter, cleaned["body"])
        return cleaned

    def _refuse_unknown_tags(self, letter: Letter, field: str, text: str) -> None:
        for name in letters.unknown_tags(letter, text):
            self.add_error(
                field,
                ValidationError(
                    _("This letter knows no tag {%(tag)s}. It knows: %(known)s."),
                    code="tag",
                    params={
                        "tag": name,
                        "known": ", ".join(f"{{{tag.name}}}" for tag in letter.tags),
                    },
                ),
            )

    def _refuse_lost_buttons(self, letter: Letter, body: str) -> None:
        for name in letters.forgotten_buttons(letter, body):
            message = _("Keep {%(tag)s}: without it the reader can do nothing.")
            self.add_error("body", ValidationError(message, "button", {"tag": name}))


@admin.register(MailText)
class MailTextAdmin(SpeaksInPublic, admin.ModelAdmin):
    form = MailTextForm
    change_list_template = "admin/letters/list.html"
    change_form_template = "admin/letters/words.html"
    delete_confirmation_template = "admin/letters/reset.html"

    def has_delete_permission(
        self, request: HttpRequest, obj: MailText | None = None
    ) -> bool:
        """Giving the house's words back is a change like any other."""
        return self.has_change_permission(request, obj)

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        return [
            path(
                "<slug:name>/preview/<slug:part>/",
                view(self.preview),
                name="ijm_mailtext_preview",
            ),
            path(
                "<slug:name>/test/",
                view(require_POST(self.send_test)),
                name="ijm_mailtext_test",
            ),
            *super().get_urls(),
        ]

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        if not self.has_view_or_change_permission(request):
            return super().changelist_view(request)  # which refuses in the usual way
        own: dict[str, list[MailText]] = {}
        for text in MailText.objects.order_by("language"):
            own.setdefault(text.letter, []).append(text)
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": gettext("Letters"),
            "may_add": self.has_add_permission(request),
            "letters": [(letter, own.get(letter.name, [])) for letter in all_letters],
        }
        return TemplateResponse(request, self.change_list_template, context)

    def get_changeform_initial_data(
        self, request: HttpRequest
    ) -> dict[str, str | list[str]]:
        letter = _letter(request.GET.get("letter", ""))
        if letter is None:
            return {}
        language = _language(request.GET)
        with override(language or settings.LANGUAGE_CODE):
            words = letters.default_words(letter)
        return {
            "letter": letter.name,
            "language": language,
            "subject": words.subject,
            "body": words.body,
        }

    def add_view(
        self,
        request: HttpRequest,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        if not self.has_add_permission(request):
            raise PermissionDenied
        name = request.POST.get("letter") or request.GET.get("letter", "")
        if _letter(name) is None:
            return HttpResponseRedirect(reverse("admin:ijm_mailtext_changelist"))
        return super().add_view(request, form_url, _around(_letter(name)))

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        text = self.get_object(request, object_id)
        letter = _letter(text.letter) if text else None
        return super().change_view(request, object_id, form_url, _around(letter))

    def preview(self, request: HttpRequest, name: str, part: str) -> HttpResponse:
        """The words in the form (POST) or those in force (GET), filled with samples."""
        letter = self._letter_or_404(request, name)
        composed = self._composed(request, letter)
        if part == "html":
            response = HttpResponse(composed.html)
        elif part == "text":
            text = f"{composed.subject}\n\n{composed.text}"
            response = HttpResponse(text, content_type="text/plain; charset=utf-8")
        else:
            raise Http404
        response["Content-Security-Policy"] = SANDBOX
        response["Cache-Control"] = "no-store"
        return response

    def send_test(self, request: HttpRequest, name: str) -> HttpResponse:
        composed = self._composed(request, self._letter_or_404(request, name))
        to = request.user.email  # type: ignore[union-attr]
        try:
            delivery.send_sample(composed, to)
        except (Undelivered, Misconfigured) as trouble:
            words = gettext("The test was not sent: %(why)s") % {"why": trouble}
            messages.error(request, words)
        else:
            messages.success(request, gettext("A test is on its way to %s.") % to)
        return HttpResponseRedirect(reverse("admin:ijm_mailtext_changelist"))

    def _letter_or_404(self, request: HttpRequest, name: str) -> Letter:
        if not self.has_view_or_change_permission(request):
            raise PermissionDenied
        letter = _letter(name)
        if letter is None:
            raise Http404
        return letter

    def _composed(self, request: HttpRequest, letter: Letter) -> letters.Composed:
        given = request.POST if request.method == "POST" else request.GET
        language = _language(given)
        if "body" in request.POST:
            subject = " ".join(given.get("subject", "").split())
            words = letters.Words(subject, given["body"])
        else:
            words = letters.words_of(letter, language)
        return letters.compose_sample(letter, words, language)


def _around(letter: Letter | None) -> dict[str, Any]:
    """For the form: the letter's tags, and no buttons that make no sense here."""
    return {"letter": letter, "show_save_and_add_another": False, "show_delete": False}


def _language(given: QueryDict) -> str:
    language = given.get("language", "")
    return language if language in dict(settings.LANGUAGES) else ""


def _letter(name: str) -> Letter | None:
    return all_letters.named(name) if name in all_letters else None
