"""A form that never loses words: kept while they are typed, met where two save.

Words come back into the form from a buffer (`?buffer=12`), from a browser that had kept
them (`_put_back`), from another person's hands, or from a save that met another one.
They are shown as if they had been sent and could not be saved; nothing is written.
"""

from typing import Any

from django.contrib import admin
from django.core.exceptions import RequestDataTooBig
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import path
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from stories.admin import buffers
from stories.admin.held import held_if_signed_out, signed_in
from stories.admin.meeting import Meeting, meet
from stories.admin.sheet import Sheet
from stories.admin.story_form import SavedMeanwhile
from stories.models import Buffer, Story


class LosesNothing(admin.ModelAdmin):
    """For the admin of stories, whose form is a `StoryForm`."""

    def get_urls(self) -> list[Any]:
        found = super().get_urls()
        for each in found:
            if each.name in ("stories_story_add", "stories_story_change"):
                each.callback = held_if_signed_out(each.callback)
        return [*self._own_urls(), *found]

    def _own_urls(self) -> list[Any]:
        return [
            path(route, self.admin_site.admin_view(view), name=f"stories_story_{name}")
            for route, view, name in (
                ("<int:pk>/buffer/", buffers.buffer, "buffer"),
                ("buffer/", buffers.new_buffer, "new_buffer"),
                ("buffers/<int:pk>/removal/", buffers.removal, "buffer_removal"),
                ("unsaved/", buffers.unsaved, "unsaved"),
                ("signed-in/", signed_in, "signed_in"),
            )
        ]

    def get_form(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        form: Any = super().get_form(request, *args, **kwargs)
        form.shown = hasattr(request, "only_shown")
        return form

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        story: Any = self.get_object(request, object_id) if object_id else None
        try:
            sheet = Sheet.of(request, story)
        except RequestDataTooBig:
            return render(request, "admin/stories/too_big.html", status=413)
        said = {
            **(extra_context or {}),
            "sheet": sheet,
            "may_write": self._may_write(request, story),
        }
        typed = _typed_elsewhere(request, sheet)
        if typed is not None:
            sheet.meeting = self._meeting(request, story, typed)
            return self._show(request, object_id, said, typed)
        try:
            return super().changeform_view(request, object_id, form_url, said)
        except SavedMeanwhile as found:
            sheet.meeting = self._meet(request, found)
            return self._show(request, object_id, said, request.POST)

    def save_related(
        self, request: HttpRequest, form: Any, formsets: Any, change: Any
    ) -> None:
        """What is saved need not be kept any longer."""
        super().save_related(request, form, formsets, change)
        sheet = Sheet.of(request, form.instance if change else None)
        kept = Buffer.objects.of(sheet.person).about(sheet.story)
        kept.in_windows(sheet.window, sheet.instead_of).delete()

    def _may_write(self, request: HttpRequest, story: Story | None) -> bool:
        if story is None:
            return self.has_add_permission(request)
        return self.has_change_permission(request, story)

    def _show(
        self,
        request: Any,
        object_id: str | None,
        said: dict[str, Any],
        typed: QueryDict,
    ) -> HttpResponse:
        meeting = said["sheet"].meeting
        request.method, request.only_shown = "POST", True
        request.POST = meeting.data if meeting else typed
        # Sent to the plain address: what was put back once is not asked for again.
        answer = super().changeform_view(request, object_id, request.path, said)
        if meeting and answer.status_code == 200:
            answer.status_code = 409
        return answer

    def _meeting(
        self, request: HttpRequest, story: Story | None, typed: QueryDict
    ) -> Meeting | None:
        """Where words come back to a story that was saved since."""
        if story is None or not self._may_write(request, story):
            return None
        form = self.get_form(request, story, change=True)(typed, instance=story)
        try:
            with transaction.atomic():
                form.full_clean()
        except SavedMeanwhile as found:
            return self._meet(request, found)
        return None

    def _meet(self, request: HttpRequest, found: SavedMeanwhile) -> Meeting:
        story = Story.objects.get(pk=found.form.instance.pk)
        fresh = self.get_form(request, story, change=True)(instance=story)
        formsets = [
            rows(
                instance=story,
                prefix=rows.get_default_prefix(),
                queryset=inline.get_queryset(request),
            )
            for rows, inline in self.get_formsets_with_inlines(request, story)
        ]
        return meet(found.form, fresh, formsets, request.user)


def _typed_elsewhere(request: HttpRequest, sheet: Sheet) -> QueryDict | None:
    """Words to be shown first; None when the form opens or is saved as always."""
    if request.method == "POST" and "_put_back" in request.POST:
        sheet.begin_anew(instead_of=sheet.window)
        sheet.from_browser = True
        sheet.note = _("The words that this browser had kept are back in the form.")
        return request.POST
    if request.method == "POST" and sheet.is_of_somebody_else:
        sheet.note = _(
            "Somebody else opened this form, and you are signed in now. Nothing was "
            "saved. If the words below are yours, save again: they go by your name."
        )
        return request.POST
    if request.method == "GET" and "buffer" in request.GET:
        buffer = _own_buffer(sheet, request.GET["buffer"])
        sheet.begin_anew(instead_of=buffer.window)
        when = date_format(localtime(buffer.at), "DATETIME_FORMAT")
        sheet.note = _("Your words of %s are back in the form.") % when
        return buffer.as_sent()
    return None


def _own_buffer(sheet: Sheet, number: str) -> Buffer:
    """Of this person and this story: nobody reads another's, whoever they are."""
    mine = Buffer.objects.of(sheet.person).about(sheet.story)
    found = mine.filter(pk=number).first() if number.isdecimal() else None
    if found is None:
        raise Http404
    return found
