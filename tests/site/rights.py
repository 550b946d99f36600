"""Who may do what, decided and written down: v(iew) a(dd) c(hange form) d(elete).

The change form of a read-only screen opens for reading, so it counts as `c` here; what
it lets through is tested with each app. A model without a line fails the suite.
"""

READ, WRITE, ALL = "vc", "vac", "vacd"
ADMIN = "admin_amina"
EDITOR, WRITER = "editor_esi", "writer_wen"
GUARD, LETTERS, MONEY = "safeguarding_sol", "newsletter_noor", "finance_femi"

MODELS: dict[str, dict[str, str]] = {
    "auth.Group": {ADMIN: READ},
    "ijm.ChoreRun": {ADMIN: READ},
    "ijm.OutgoingMail": {ADMIN: READ},
    "ijm.StaffMember": {ADMIN: ALL},
    "ijm.SiteSettings": {EDITOR: READ, ADMIN: READ},
    "ijm.MailText": {EDITOR: ALL, LETTERS: ALL, ADMIN: ALL},
    "stories.Story": {
        WRITER: WRITE,
        EDITOR: WRITE,
        GUARD: READ,
        LETTERS: READ,
        ADMIN: WRITE,
    },
    "stories.Photo": {
        WRITER: WRITE,
        EDITOR: WRITE,
        GUARD: READ,
        LETTERS: READ,
        ADMIN: WRITE,
    },
    "stories.Topic": {
        WRITER: READ,
        EDITOR: WRITE,
        GUARD: READ,
        LETTERS: READ,
        ADMIN: WRITE,
    },
    "stories.Place": {
        WRITER: READ,
        EDITOR: WRITE,
        GUARD: READ,
        LETTERS: READ,
        ADMIN: WRITE,
    },
    "stories.HomePage": {EDITOR: WRITE, ADMIN: WRITE},
    "stories.ImpactFigure": {EDITOR: ALL, ADMIN: ALL},
    "stories.FormerAddress": {EDITOR: ALL, ADMIN: ALL},
    "newsletter.Subscriber": {LETTERS: READ, ADMIN: READ},
    "newsletter.Enquiry": {LETTERS: READ, ADMIN: READ},
    "newsletter.LapsedTally": {LETTERS: READ, ADMIN: READ},
    "newsletter.Suppression": {LETTERS: WRITE, ADMIN: WRITE},
    "newsletter.Interest": {LETTERS: READ, ADMIN: READ},
    "newsletter.ConsentText": {LETTERS: WRITE, ADMIN: WRITE},
    "newsletter.Gathering": {LETTERS: WRITE, ADMIN: WRITE},
    "newsletter.Issue": {LETTERS: ALL, ADMIN: ALL},
    "donations.Donor": {MONEY: WRITE, ADMIN: WRITE},
    "donations.Pledge": {MONEY: READ, ADMIN: READ},
    "donations.Instalment": {MONEY: READ, ADMIN: READ},
    "donations.Payment": {MONEY: READ, ADMIN: READ},
    "donations.LedgerEntry": {MONEY: READ, ADMIN: READ},
    "donations.Agreement": {MONEY: READ, ADMIN: READ},
    "donations.Campaign": {MONEY: WRITE, ADMIN: ALL},
    "donations.Fund": {MONEY: WRITE, ADMIN: ALL},
    "donations.GivingOption": {MONEY: ALL, ADMIN: ALL},
}

# Admin addresses beside the models' own: arguments, and who is let in. With an object
# that is not there, whoever may see it gets 404 or a redirect, everyone else 403.
EXTRA: dict[str, tuple[tuple[object, ...], set[str]]] = {
    "admin:ijm_mailtext_preview": (
        ("newsletter-confirm", "html"),
        {EDITOR, LETTERS, ADMIN},
    ),
    "admin:ijm_mailtext_test": (("newsletter-confirm",), {EDITOR, LETTERS, ADMIN}),
    "admin:auth_user_password_change": ((0,), {ADMIN}),
    "admin:stories_photo_picker": ((), {WRITER, EDITOR, GUARD, LETTERS, ADMIN}),
    "admin:stories_photo_file": (("no.jpg",), {WRITER, EDITOR, GUARD, LETTERS, ADMIN}),
    "admin:stories_photo_preview": ((0,), {WRITER, EDITOR, GUARD, LETTERS, ADMIN}),
    "admin:stories_story_submission": ((0,), {WRITER, EDITOR, ADMIN}),
    "admin:stories_story_return": ((0,), {EDITOR, ADMIN}),
    "admin:stories_story_publication": ((0,), {EDITOR, ADMIN}),
    "admin:stories_story_approval": ((0,), {EDITOR, ADMIN}),
    "admin:stories_story_withdrawal": ((0,), {EDITOR, GUARD, ADMIN}),
    "admin:stories_story_revisions": ((0,), {WRITER, EDITOR, GUARD, LETTERS, ADMIN}),
    "admin:stories_story_preview": ((0,), {WRITER, EDITOR, GUARD, LETTERS, ADMIN}),
    "admin:newsletter_subscriber_unsubscription": ((0,), {LETTERS, ADMIN}),
    "admin:newsletter_suppression_lifting": ((0,), {LETTERS, ADMIN}),
    "admin:donations_payment_record": ((), {MONEY, ADMIN}),
    "admin:donations_unannounced": ((), {MONEY, ADMIN}),
    "admin:donations_pledge_amend": (
        ("00000000-0000-0000-0000-000000000000", "cancellation"),
        {MONEY, ADMIN},
    ),
}

# Open to every member of staff, or part of Django's admin itself.
STAFF_DOORS = {
    "admin:index",
    "admin:login",
    "admin:logout",
    "admin:password_change",
    "admin:password_change_done",
    "admin:autocomplete",
    "admin:jsi18n",
    "admin:view_on_site",
    "admin:app_list",
}

# What visitors reach; each app's tests say what they find there.
PUBLIC = {
    "healthz",
    "readyz",
    "media",
    "security",
    "robots",
    "exit",
    "stories:home",
    "stories:index",
    "stories:story",
    "stories:topic",
    "stories:place",
    "stories:page",
    "stories:search",
    "stories:feed_rss",
    "stories:feed_atom",
    "stories:feed_json",
    "stories:sitemaps",
    "stories:sitemap",
    "newsletter:sign_up",
    "newsletter:check_your_email",
    "newsletter:confirm",
    "newsletter:not_me",
    "newsletter:preferences",
    "newsletter:unsubscribe",
    "newsletter:undo",
    "newsletter:lost_link",
    "newsletter:lost_link_sent",
    "newsletter:issues",
    "newsletter:issue",
    "newsletter:gatherings",
    "newsletter:gathering",
    "newsletter:events_ics",
    "newsletter/unsubscribe/<str:token>",
    "donations:give",
    "donations:review",
    "donations:freedom-partner",
    "donations:campaign",
    "donations:thanks",
    "donations:donor",
    "donations:code",
    "donations:sign-in",
    "donations:sign-out",
}

# Behind the donor's own session: anybody else is sent to sign in.
DONORS = {
    "donations:donor-giving",
    "donations:donor-details",
    "donations:pledge",
    "donations:pledge-amount",
    "donations:pledge-day",
    "donations:pledge-pause",
    "donations:pledge-resumption",
    "donations:pledge-cancellation",
}
