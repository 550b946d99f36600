"""The strict content policy everywhere, and the admin's below /admin/."""

from csp.middleware import CSPMiddleware, PolicyParts
from django.http import HttpRequest, HttpResponseBase

from ijm.content_policy import ADMIN_POLICY


class ContentPolicy(CSPMiddleware):
    """A view's own `csp_replace` or `csp_update` still has the last word.

    django-csp leaves its header off 404 and 500 answers while DEBUG is on, and only
    then; production refuses to start with DEBUG.
    """

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
