"""The strict content policy everywhere, and the admin's below /admin/."""

from functools import cached_property

from csp.constants import HEADER
from csp.middleware import CSPMiddleware, PolicyParts
from csp.utils import build_policy
from django.conf import settings
from django.http import HttpRequest, HttpResponseBase

from ijm.content_policy import ADMIN_POLICY


class ContentPolicy(CSPMiddleware):
    """A view's own `csp_replace` or `csp_update` still has the last word.

    django-csp leaves its header off 404 and 500 answers while DEBUG is on, and only
    then; production refuses to start with DEBUG.
    """

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        if settings.DEBUG or not _is_ordinary(request, response):
            return super().process_response(request, response)
        # Composing the same words for every page takes longer than all else here.
        response.headers.setdefault(HEADER, self._ordinary)
        return response

    @cached_property
    def _ordinary(self) -> str:
        return build_policy()

    def get_policy_parts(
        self,
        request: HttpRequest,
        response: HttpResponseBase,
        report_only: bool = False,
    ) -> PolicyParts:
        parts = super().get_policy_parts(request, response, report_only)
        if not report_only and request.path_info.startswith("/admin/"):
            parts.replace = {**ADMIN_POLICY, **(parts.replace or {})}
        return parts


def _is_ordinary(request: HttpRequest, response: HttpResponseBase) -> bool:
    """Neither the admin's, nor did a view or a template ask for anything of its own."""
    return not (
        request.path_info.startswith("/admin/")
        or hasattr(request, "_csp_nonce")
        or any(name.startswith("_csp") for name in vars(response))
    )
