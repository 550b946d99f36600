"""Which addresses are pages for visitors, so that no page escapes these tests."""

from tests.site.addresses import every_address

PUBLIC = (
    "stories:home",
    "stories:index",
    "stories:topic",
    "stories:place",
    "stories:story",
    "stories:search",
    "stories:page",
    "newsletter:sign_up",
    "newsletter:check_your_email",
    "newsletter:lost_link",
    "newsletter:lost_link_sent",
    "newsletter:confirm",
    "newsletter:not_me",
    "newsletter:unsubscribe",
    "newsletter:preferences",
    "newsletter:issues",
    "newsletter:issue",
    "newsletter:gatherings",
    "newsletter:gathering",
    "donations:give",
    "donations:freedom-partner",
    "donations:campaign",
    "donations:thanks",
    "donations:donor",
    "donations:sign-in",
    "donations:lost-address",
    "donations:offer",
)
# Behind the mailed link; the only ones with a session.
OF_A_DONOR = (
    "donations:donor-giving",
    "donations:donor-details",
    "donations:donor-erasure",
    "donations:pledge",
    "donations:statements",
)
# Files, feeds, answers for programs, and the way out.
NOT_PAGES = {
    "exit",
    "healthz",
    "readyz",
    "metrics",
    "media",
    "security",
    "robots",
    "stories:feed_rss",
    "stories:feed_atom",
    "stories:feed_json",
    "stories:topic_rss",
    "stories:topic_atom",
    "stories:topic_json",
    "stories:sitemaps",
    "stories:sitemap",
    "stories:sitemap_news",
    "newsletter:events_ics",
    "newsletter:notices",
    "donations:stripe-notices",
}
# For one person each; the tests of previews, addresses, receipts and cards read them.
BY_TOKEN = {
    "stories:preview",
    "stories:preview_photo",
    "donations:approve",
    "donations:pledge-card",
    "donations:checkout",
    "donations:statement",
    "donations:address-confirm",
    "donations:address-stop",
}
# Opened by a form only; what a GET of them does is asked in tests/donations and
# tests/newsletter, and their pages are met on the journeys here.
POSTED = {
    "policy-reports",
    "newsletter:undo",
    "newsletter/unsubscribe/<str:token>",
    "donations:review",
    "donations:code",
    "donations:sign-out",
    "donations:donor-copy",
    "donations:donor-wishes",
    "donations:new-address",
    "donations:pledge-amount",
    "donations:pledge-day",
    "donations:pledge-pause",
    "donations:pledge-restart",
    "donations:pledge-resumption",
    "donations:pledge-skip",
    "donations:pledge-cancellation",
}


def unlisted() -> set[str]:
    """Addresses that nobody has put into one of the lists above."""
    listed = {*PUBLIC, *OF_A_DONOR, *NOT_PAGES, *BY_TOKEN, *POSTED}
    every = {each.name for each in every_address()}
    return {name for name in every if not name.startswith("admin")} - listed
