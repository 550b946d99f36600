"""Public addresses of the newsletter."""

from django.urls import URLPattern, path

from newsletter.views import archive, by_link, gatherings, joining, notices

app_name = "newsletter"
urlpatterns: list[URLPattern] = [
    path("newsletter/", joining.sign_up, name="sign_up"),
    path(
        "newsletter/check-your-email/",
        joining.check_your_email,
        name="check_your_email",
    ),
    path("newsletter/lost-link/", joining.lost_link, name="lost_link"),
    path("newsletter/lost-link/sent/", joining.lost_link_sent, name="lost_link_sent"),
    # By a link from a mail.
    path("newsletter/confirm/<str:token>/", by_link.confirm, name="confirm"),
    path("newsletter/not-me/", by_link.not_me, name="not_me"),
    path("newsletter/unsubscribe/<str:token>/undo/", by_link.undo, name="undo"),
    path(
        "newsletter/unsubscribe/<str:token>/", by_link.unsubscribe, name="unsubscribe"
    ),
    # Mail programs that cut the last slash must not be redirected (RFC 8058 3.1).
    path("newsletter/unsubscribe/<str:token>", by_link.unsubscribe),
    path(
        "newsletter/preferences/<str:token>/", by_link.preferences, name="preferences"
    ),
    path("newsletter/notices/<slug:provider>/", notices.receive, name="notices"),
    # To read.
    path("newsletter/issues/", archive.issues, name="issues"),
    path("newsletter/issues/<slug:slug>/", archive.issue, name="issue"),
    path("events/", gatherings.gatherings, name="gatherings"),
    path("events/<slug:slug>/", gatherings.gathering, name="gathering"),
    path("events.ics", gatherings.events_ics, name="events_ics"),
]
