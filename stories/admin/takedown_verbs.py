"""The verbs of a take-down. Each asks for the right again, and for a POST."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from stories.admin.asking import ask, typed
from stories.admin.takedown_forms import AddForm, BeginForm, RedactionForm, TickForm
from stories.models import TakeDown, TakeDownItem, TakeDownStep
from stories.takedown import erasing, looking
from stories.takedown.withdrawing import still_public, take_down

ask_and_do = require_http_methods(["GET", "POST"])


def _case(request: HttpRequest, pk: int) -> TakeDown:
    if not request.user.has_perm("stories.change_takedown"):
        raise PermissionDenied
    cases = TakeDown.objects.open().select_related("subject")
    return get_object_or_404(cases, pk=pk)


@ask_and_do
def begin(request: HttpRequest) -> HttpResponse:
    """The admin's `add_view` has asked for the right."""
    subject = request.GET.get("subject")
    form = BeginForm(typed(request), initial={"subject": subject})
    if form.is_valid():
        try:
            with transaction.atomic():
                case = looking.begin(
                    form.cleaned_data["subject"],
                    form.cleaned_data["why"],
                    request.user,  # type: ignore[arg-type]
                    timezone.now(),
                )
        except IntegrityError:
            form.add_error("subject", _("A take-down of this person is under way."))
        else:
            return redirect(case)
    return ask(
        request,
        form,
        title=_("Take a person down"),
        button=_("Look for everything"),
        row=TakeDown(),
        back="../",
        introduction=_(
            "Everything on the site that shows or names them is listed first; nothing "
            "changes until you press the button on the next page."
        ),
    )


@require_POST
def listing(request: HttpRequest, pk: int) -> HttpResponse:
    """Add a story or a photo by its number, or say whether one is theirs."""
    case = _case(request, pk)
    by: Any = request.user
    if item := request.POST.get("item"):
        if not item.isdecimal():
            return redirect(case)
        found = get_object_or_404(TakeDownItem, pk=item, take_down=case)
        found.decide(request.POST.get("theirs") == "yes", by)
        return redirect(case)
    form = AddForm(request.POST, person=by)
    if form.is_valid() and form.row:
        looking.add_by_hand(case, form.row, by)
        messages.success(request, _("“%s” is on the list.") % form.row)
    else:
        messages.error(request, _("There is no story or photo of this number."))
    return redirect(case)


@require_POST
def withdrawal(request: HttpRequest, pk: int) -> HttpResponse:
    case, now = _case(request, pk), timezone.now()
    take_down(case, request.user, now)  # type: ignore[arg-type]
    left = still_public(case, timezone.now())
    if left:
        messages.warning(
            request,
            _("Taken down. %s files are still being removed; look again in a minute.")
            % len(left),
        )
    else:
        messages.success(request, _("Nothing on the list is public any more."))
    return redirect(case)


@require_POST
def tick(request: HttpRequest, pk: int) -> HttpResponse:
    case, form = _case(request, pk), TickForm(request.POST)
    name = request.POST.get("step", "")
    step = get_object_or_404(TakeDownStep, take_down=case, name=name)
    if form.is_valid():
        step.tick(request.user, form.cleaned_data["note"], timezone.now())  # type: ignore[arg-type]
    else:
        messages.error(request, " ".join(map(str, form.errors["note"])))
    return redirect(case)


@ask_and_do
def redaction(request: HttpRequest, pk: int) -> HttpResponse:
    """One person asks for it, another agrees; the case says which of the two it is."""
    case, now = _case(request, pk), timezone.now()
    by: Any = request.user
    if request.method == "POST" and request.POST.get("agree"):
        try:
            erasing.agree(case, by, now)
        except erasing.SamePerson:
            messages.error(request, _("You asked for it yourself. Ask a colleague."))
        except erasing.NotYet:
            messages.error(request, _("Nobody has asked for it yet."))
        else:
            messages.success(request, _("It is being erased. This page says when."))
        return redirect(case)
    form = RedactionForm(typed(request))
    if form.is_valid():
        try:
            erasing.ask(case, form.cleaned_data["scope"], by, now)
        except erasing.NotYet:
            messages.error(request, _("Take it down first; then it can be erased."))
        else:
            messages.success(request, _("A colleague must agree before it is erased."))
        return redirect(case)
    return ask(
        request,
        form,
        title=_("Erase from the history"),
        button=_("Ask a colleague to agree"),
        row=case,
        back=case.get_absolute_url(),
        danger=True,
    )


@require_POST
def end(request: HttpRequest, pk: int) -> HttpResponse:
    case = _case(request, pk)
    if not case.may_end():
        messages.error(
            request,
            _("It ends when everything is down and each box is ticked."),
        )
        return redirect(case)
    case.end(request.user, timezone.now())  # type: ignore[arg-type]
    messages.success(request, _("The take-down is finished."))
    return redirect("admin:stories_takedown_changelist")
