"""The site as a table of contents. Stories come last: their pages live at the root."""

from django.contrib import admin
from django.urls import include, path

from ijm import health

urlpatterns = [
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("admin/", admin.site.urls),
    path("", include("donations.urls")),
    path("", include("newsletter.urls")),
    path("", include("stories.urls")),
]
