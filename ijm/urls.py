"""The site as a table of contents. Stories come last: their pages live at the root."""

from django.contrib import admin
from django.urls import include, path

from ijm import health, leaving, media, metrics, policy_reports, well_known
from ijm.content_policy import REPORTS_TO

# Addresses of the site that was here before are asked for where none of ours is.
handler404 = "stories.views.old_address.not_found"
urlpatterns = [
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("metrics", metrics.metrics, name="metrics"),
    path("admin/", admin.site.urls),
    path("media/<path:name>", media.public_file, name="media"),
    path(".well-known/security.txt", well_known.security, name="security"),
    path("exit/", leaving.leave, name="exit"),
    path(REPORTS_TO[1:], policy_reports.take_in, name="policy-reports"),
    path("robots.txt", well_known.robots, name="robots"),
    path("", include("donations.urls")),
    path("", include("newsletter.urls")),
    path("", include("stories.urls")),
]
