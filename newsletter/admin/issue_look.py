"""Looking at an issue before it goes: the very bytes, narrow and wide, dark, bare."""

from typing import Any

from django.contrib import admin
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_safe

from newsletter.admin.issue_verbs import issue_for, shows_mails
from newsletter.audience import audience, in_words
from newsletter.composing import composed
from newsletter.models import Issue
from newsletter.preflight import remarks
from newsletter.sending.compiled import MARKS, Words

POLICY = (
    "sandbox allow-popups; default-src 'none'; style-src 'unsafe-inline'; "
    "img-src {pictures}; frame-ancestors 'self'"
)
DARK, ALWAYS = "@media (prefers-color-scheme: dark)", "@media all"
LOOKS = ("html", "dark", "bare", "text")


@never_cache
@require_safe
@shows_mails
def look(request: HttpRequest, pk: int) -> HttpResponse:
    """All looks on one page, and what the preflight says."""
    issue = issue_for(request, pk, "view_issue")
    readers, now = audience(issue).count(), timezone.now()
    return TemplateResponse(
        request,
        "newsletter/admin/issue_look.html",
        {
            **admin.site.each_context(request),
            "opts": Issue._meta,
            "issue": issue,
            "title": issue.title,
            "remarks": remarks(issue, now, readers) if issue.is_editable else None,
            "readers": readers,
            "audience": in_words(issue),
        },
    )


@never_cache
@require_safe
@xframe_options_sameorigin
def mail(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """One look at its own sandboxed address; a frozen issue shows what was frozen."""
    issue = issue_for(request, pk, "view_issue")
    if kind not in LOOKS:
        raise Http404
    words = _words(issue)
    if kind == "text":
        text = f"{words.subject}\n\n{words.text}"
        response = HttpResponse(text, content_type="text/plain; charset=utf-8")
    else:
        html = words.html.replace(DARK, ALWAYS) if kind == "dark" else words.html
        response = HttpResponse(html)
    pictures = "'none'" if kind == "bare" else "'self'"
    response["Content-Security-Policy"] = POLICY.format(pictures=pictures)
    return response


def _words(issue: Issue) -> Words:
    frozen: Any = None if issue.is_editable else getattr(issue, "frozen", None)
    words = frozen or composed(issue, timezone.now())
    text, html = words.text, words.html
    for mark in MARKS:
        text, html = text.replace(mark, "…"), html.replace(mark, "…")
    return Words(words.subject, text, html)
