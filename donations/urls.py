"""Public addresses of donations."""

from django.urls import path

from donations.views import (
    address,
    approving,
    card,
    checkout,
    giving,
    notices,
    offers,
    own_data,
    portal,
    programme,
    sign_in,
    statements,
    thanks,
    wishes,
)

app_name = "donations"
urlpatterns = [
    path("give/", giving.give, name="give"),
    path("give/review/", giving.review, name="review"),
    path("give/freedom-partner/", programme.freedom_partner, name="freedom-partner"),
    path("give/to/<slug:slug>/", programme.campaign, name="campaign"),
    path("give/thanks/<str:token>/", thanks.thanks, name="thanks"),
    path("give/card/<str:token>/", checkout.checkout, name="checkout"),
    path("give/approve/<str:token>/", approving.approve, name="approve"),
    path("donations/notices/stripe/", notices.stripe, name="stripe-notices"),
    # The portal: the only public pages with a session.
    path("donor/", sign_in.donor, name="donor"),
    path("donor/code/", sign_in.code, name="code"),
    path("donor/sign-in/<str:token>/", sign_in.sign_in, name="sign-in"),
    path("donor/sign-out/", sign_in.sign_out, name="sign-out"),
    path("donor/giving/", portal.giving, name="donor-giving"),
    path("donor/details/", portal.details, name="donor-details"),
    path("donor/lost-address/", address.lost, name="lost-address"),
    path("donor/new-address/", address.new_address, name="new-address"),
    path("donor/address/<str:token>/", address.confirm, name="address-confirm"),
    path("donor/address-stop/<str:token>/", address.stop, name="address-stop"),
    path("donor/offer/<str:token>/", offers.offer, name="offer"),
    path("donor/wishes/<slug:name>/", wishes.wishes, name="donor-wishes"),
    path("donor/copy/", own_data.copy, name="donor-copy"),
    path("donor/erasure/", own_data.erasure, name="donor-erasure"),
    path("donor/statements/<int:year>/", statements.statements, name="statements"),
    path(
        "donor/statements/<int:year>/<uuid:pk>.pdf",
        statements.document,
        name="statement",
    ),
    path("donor/pledges/<uuid:pk>/", portal.pledge, name="pledge"),
    path("donor/pledges/<uuid:pk>/amount/", portal.amount, name="pledge-amount"),
    path("donor/pledges/<uuid:pk>/day/", portal.day, name="pledge-day"),
    path("donor/pledges/<uuid:pk>/card/", card.card, name="pledge-card"),
    path("donor/pledges/<uuid:pk>/pause/", portal.pause, name="pledge-pause"),
    path("donor/pledges/<uuid:pk>/skip/", portal.skip, name="pledge-skip"),
    path("donor/pledges/<uuid:pk>/restart/", portal.restart, name="pledge-restart"),
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
