"""Public addresses of donations."""

from django.urls import path

from donations.views import giving, portal, programme, sign_in, thanks

app_name = "donations"
urlpatterns = [
    path("give/", giving.give, name="give"),
    path("give/review/", giving.review, name="review"),
    path("give/freedom-partner/", programme.freedom_partner, name="freedom-partner"),
    path("give/to/<slug:slug>/", programme.campaign, name="campaign"),
    path("give/thanks/<str:token>/", thanks.thanks, name="thanks"),
    # The portal: the only public pages with a session.
    path("donor/", sign_in.donor, name="donor"),
    path("donor/code/", sign_in.code, name="code"),
    path("donor/sign-in/<str:token>/", sign_in.sign_in, name="sign-in"),
    path("donor/sign-out/", sign_in.sign_out, name="sign-out"),
    path("donor/giving/", portal.giving, name="donor-giving"),
    path("donor/details/", portal.details, name="donor-details"),
    path("donor/pledges/<uuid:pk>/", portal.pledge, name="pledge"),
    path("donor/pledges/<uuid:pk>/amount/", portal.amount, name="pledge-amount"),
    path("donor/pledges/<uuid:pk>/day/", portal.day, name="pledge-day"),
    path("donor/pledges/<uuid:pk>/pause/", portal.pause, name="pledge-pause"),
    path(
        "donor/pledges/<uuid:pk>/resumption/",
        portal.resumption,
        name="pledge-resumption",
    ),
    path(
        "donor/pledges/<uuid:pk>/cancellation/",
        portal.cancellation,
        name="pledge-cancellation",
    ),
]
