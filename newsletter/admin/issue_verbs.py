"""The verbs of an issue, each a page that asks and a POST that does."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from csp.constants import SELF
from csp.decorators import csp_update
from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from ijm.env import Misconfigured
from ijm.transports import Undelivered
from ijm.zones import how_long, on_clocks
from newsletter.admin.issue_forms import ScheduleForm, TestForm, WhyForm
from newsletter.audience import audience, in_words
from newsletter.models import Issue, SendingRules
from newsletter.models.steering import NotNow, SamePerson
from newsletter.preflight import remarks
from newsletter.sending import scheduling, testing
from newsletter.sending.scheduling import NotSendable

# A page that has the mail in a frame.
shows_mails: Any = csp_update({"frame-src": [SELF]})  # type: ignore[arg-type]
View = Callable[[HttpRequest, int], HttpResponse]
TOO_LATE = _("It is in another state by now; nothing was done. Look again.")
SECOND = _("You scheduled it yourself: somebody else must read it and agree.")


def ask_and_do(view: View) -> View:
    return shows_mails(require_http_methods(["GET", "POST"])(view))


def issue_for(request: HttpRequest, pk: int, permission: str = "send_issue") -> Issue:
    if not request.user.has_perm(f"newsletter.{permission}"):
        raise PermissionDenied
    return get_object_or_404(Issue, pk=pk)


def _ask_and_do(
    request: HttpRequest,
    issue: Issue,
    form: forms.Form,
    act: Callable[[dict[str, Any]], object],
    **words: Any,
) -> HttpResponse:
    """GET asks; a valid POST acts and goes back; a refusal is said on the page."""
    refused: list[Any] = []
    if request.method == "POST" and form.is_valid():
        try:
            act(form.cleaned_data)
        except NotSendable as found:
            refused = found.problems
        except SamePerson:
            refused = [SECOND]
        except NotNow:
            messages.warning(request, str(TOO_LATE))
            return redirect("admin:newsletter_issue_change", issue.pk)
        except (Undelivered, Misconfigured) as trouble:
            refused = [trouble]
        else:
            done = words["done"]
            messages.success(request, str(done() if callable(done) else done))
            return redirect("admin:newsletter_issue_change", issue.pk)
    return TemplateResponse(
        request,
        "newsletter/admin/issue_verb.html",
        {
            **admin.site.each_context(request),
            "opts": Issue._meta,
            "issue": issue,
            "form": form,
            "refused": refused,
            "audience": in_words(issue),
            **words,
        },
        status=422 if refused or form.errors else 200,
    )


def _typed(request: HttpRequest) -> Any:
    return request.POST if request.method == "POST" else None


@ask_and_do
def schedule(request: HttpRequest, pk: int) -> HttpResponse:
    issue = issue_for(request, pk)
    form = ScheduleForm(_typed(request), issue=issue)
    readers, now = audience(issue).count(), timezone.now()

    def act(typed: dict[str, Any]) -> None:
        issue.change(time_zone=typed["zone"])
        scheduling.schedule(issue, request.user, typed["send_at"], now)  # type: ignore[arg-type]

    return _ask_and_do(
        *(request, issue, form, act),
        title=_("Schedule"),
        button=_("Schedule it"),
        done=lambda: _when_it_goes(issue, now),
        remarks=remarks(issue, now, readers) if request.method == "GET" else None,
        readers=readers,
        shows_mail=True,
    )


def _when_it_goes(issue: Issue, now: datetime) -> str:
    words = gettext("It goes in %(span)s: %(clocks)s.") % {
        "span": how_long(issue.send_at - now),  # type: ignore[operator]
        "clocks": on_clocks(issue.send_at, [issue.time_zone]),  # type: ignore[arg-type]
    }
    if SendingRules.current().two_people:
        return f"{words} {gettext('Now somebody else must read it and agree.')}"
    return f"{words} {gettext('What you saw is what will be sent.')}"


def _simple(
    permission_needed: str,
    form_class: type[forms.Form],
    act: Callable[[Issue, Any, dict[str, Any]], object],
    title: Promise,
    button: Promise,
    done: Promise,
    danger: bool = False,
    says: Promise | str = "",
    shows_mail: bool = False,
) -> Callable[[HttpRequest, int], HttpResponse]:
    """A verb that needs a press, or a press and a reason."""

    @ask_and_do
    def view(request: HttpRequest, pk: int) -> HttpResponse:
        issue = issue_for(request, pk, permission_needed)
        return _ask_and_do(
            request,
            issue,
            form_class(_typed(request)),
            lambda typed: act(issue, request.user, typed),
            title=title,
            button=button,
            done=done,
            danger=danger,
            says=says,
            shows_mail=shows_mail,
        )

    return view


unschedule = _simple(
    "send_issue",
    forms.Form,
    lambda issue, by, _typed: issue.unschedule(by, timezone.now()),
    _("Take it off the calendar"),
    _("Back to the drafts"),
    _("It is a draft again."),
    says=_("It becomes a draft that can be changed, and must be scheduled anew."),
)
agree = _simple(
    "send_issue",
    forms.Form,
    lambda issue, by, _typed: issue.approve(by, timezone.now()),
    _("Agree to send it"),
    _("I have read it and agree"),
    _("Agreed. It goes when its time comes."),
    says=_("Read it as readers will. By agreeing you are the second person."),
    shows_mail=True,
)
pause = _simple(
    "send_issue",
    WhyForm,
    lambda issue, by, typed: issue.pause(typed["why"], timezone.now(), by),
    _("Pause"),
    _("Pause now"),
    _("Paused. Not one more mail leaves until somebody lets it go on."),
    says=_("It stops within a few seconds. Whoever has it already keeps it."),
)
resume = _simple(
    "send_issue",
    forms.Form,
    lambda issue, by, _typed: scheduling.resume(issue, by, timezone.now()),
    _("Let it go on"),
    _("Go on"),
    _("It goes on."),
    says=_(
        "Everything is asked once more: whether its stories are public, and whether "
        "anybody in them must be protected. Then it goes at once."
    ),
    shows_mail=True,
)
cancel = _simple(
    "send_issue",
    WhyForm,
    lambda issue, by, typed: issue.cancel(by, typed["why"], timezone.now()),
    _("Cancel"),
    _("Cancel for all who have not got it"),
    _("Cancelled. Whoever has not got it will not."),
    danger=True,
    says=_("This cannot be taken back. Mails that left cannot be fetched again."),
)
send_again = _simple(
    "send_issue",
    forms.Form,
    lambda issue, by, _typed: issue.send_again(by, timezone.now()),
    _("Send again to those of whom nothing is known"),
    _("Send again: some may get it twice"),
    _("They are in the queue again."),
    danger=True,
    says=_(
        "The line broke after their last byte, so their server may have it or not. "
        "Most people do not mind a second copy; a provider’s notices may still settle "
        "it without one."
    ),
)


@ask_and_do
def test(request: HttpRequest, pk: int) -> HttpResponse:
    issue = issue_for(request, pk, "view_issue")
    initial = {"to": request.user.email}  # type: ignore[union-attr]
    form = TestForm(_typed(request), initial=initial)

    def act(typed: dict[str, Any]) -> None:
        now = timezone.now()
        testing.send_test(issue, typed["to"], now)
        issue.note("tested", now, request.user)  # type: ignore[arg-type]

    return _ask_and_do(
        *(request, issue, form, act),
        title=_("Send a test"),
        button=_("Send the test"),
        done=_("A test is on its way. Look at it on a telephone, too."),
    )
