"""What the law gives one person: a copy of all we keep of them, or an end of it."""

from abc import abstractmethod
from typing import Any

from django.contrib import admin
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from ijm.admin.fresh import freshly_proved
from ijm.admin.reason import ask_reason


class OnePersonAdmin(admin.ModelAdmin):
    """Two buttons on a person's page. Rows have `forgotten_at`, as whom was erased.

    The template of the page includes `admin/people/_asked_by_law.html`.
    """

    erase_permission: str
    erased: Promise

    @abstractmethod
    def copy_of(self, person: Any) -> dict[str, Any]: ...

    @abstractmethod
    def erase(self, person: Any) -> None: ...

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        person = kwargs.get("obj")
        if person and not person.forgotten_at and self._may_erase(request):
            context["asked_by_law"] = {
                noun: reverse(f"admin:{self._stem}_{noun}", args=[person.pk])
                for noun in ("copy", "erasure")
            }
        return super().render_change_form(request, context, *args, **kwargs)

    def get_urls(self) -> list[URLPattern]:
        kind = "uuid" if self.opts.pk.get_internal_type() == "UUIDField" else "int"
        own = [
            path(
                f"<{kind}:pk>/{noun}/",
                self.admin_site.admin_view(view),
                name=f"{self._stem}_{noun}",
            )
            for noun, view in (
                ("copy", require_POST(self.copy_view)),
                ("erasure", require_http_methods(["GET", "POST"])(self.erasure_view)),
            )
        ]
        return [*own, *super().get_urls()]

    @freshly_proved
    def copy_view(self, request: HttpRequest, pk: Any) -> HttpResponse:
        """JSON, for its owner alone; that it was taken is on record."""
        person = self._known(request, pk)
        self._put_on_record(
            request, person, _("Gave this person a copy of their data.")
        )
        return as_file(self.copy_of(person), str(pk))

    @freshly_proved
    def erasure_view(self, request: HttpRequest, pk: Any) -> HttpResponse:
        person = self._known(request, pk)

        def act(note: str) -> None:
            self.erase(person)
            self._put_on_record(request, person, f"{_('Erased on request.')} {note}")

        return ask_reason(
            request,
            self,
            person,
            title=_("Erase this person"),
            button=_("Erase for good"),
            back=reverse(f"admin:{self._stem}_change", args=[pk]),
            act=act,
            done=self.erased,
        )

    @property
    def _stem(self) -> str:
        return f"{self.opts.app_label}_{self.opts.model_name}"

    def _may_erase(self, request: HttpRequest) -> bool:
        return request.user.has_perm(self.erase_permission)

    def _known(self, request: HttpRequest, pk: Any) -> Any:
        if not self._may_erase(request):
            raise PermissionDenied
        return get_object_or_404(self.model, pk=pk, forgotten_at=None)

    def _put_on_record(
        self, request: HttpRequest, person: Any, what: str | Promise
    ) -> None:
        """By number: the record outlives the address."""
        LogEntry.objects.create(
            user=request.user,  # type: ignore[misc]
            content_type=ContentType.objects.get_for_model(self.model),
            object_id=str(person.pk),
            object_repr=f"{self.opts.verbose_name} {str(person.pk)[:8]}",
            action_flag=CHANGE,
            change_message=str(what),
        )


def as_file(data: dict[str, Any], name: str) -> JsonResponse:
    """Somebody's data, to be saved and read by them."""
    answer = JsonResponse(data, json_dumps_params={"indent": 2, "ensure_ascii": False})
    answer["Content-Disposition"] = f'attachment; filename="person-{name}.json"'
    return answer
