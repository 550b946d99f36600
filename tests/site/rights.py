"""Who may do what, as decided: v(iew) a(dd) c(hange form) s(ave) d(elete).

The change form of a read-only screen opens for reading: `c` without `s`. A model, an
address or an action without a line fails the suite.
"""

from collections.abc import Callable
from typing import Any

from django.utils import timezone

READ, ADD, EDIT, WRITE, ALL = "vc", "vac", "vcs", "vacs", "vacsd"
ADMIN = "admin_amina"
EDITOR, WRITER = "editor_esi", "writer_wen"
GUARD, LETTERS, MONEY = "safeguarding_sol", "newsletter_noor", "finance_femi"
EVERYBODY = {ADMIN, EDITOR, WRITER, GUARD, LETTERS, MONEY, "plain_pia"}

ENCLOSED = {WRITER: WRITE, EDITOR: WRITE, GUARD: READ, LETTERS: READ, ADMIN: WRITE}
MODELS: dict[str, dict[str, str]] = {
    "auth.Group": {ADMIN: READ},
    "ijm.ChoreRun": {ADMIN: READ},
    "ijm.OutgoingMail": {ADMIN: READ},
    "ijm.StaffMember": {ADMIN: EDIT},
    "ijm.Invitation": {ADMIN: ADD},
    "ijm.SiteSettings": {EDITOR: EDIT, ADMIN: EDIT},
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
    "stories.Subject": {WRITER: READ, EDITOR: READ, GUARD: WRITE, ADMIN: WRITE},
    "stories.Consent": {WRITER: "a", EDITOR: "a", GUARD: "vac", ADMIN: "vac"},
    "stories.SealedLook": {GUARD: READ, ADMIN: READ},
    "stories.Document": ENCLOSED,
    "stories.Recording": ENCLOSED,
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
    "stories.BridgingAcceptance": {EDITOR: READ, GUARD: ADD, ADMIN: ADD},
    "stories.WatchedLink": {WRITER: READ, EDITOR: READ, ADMIN: READ},
    "stories.Arrival": {WRITER: READ, EDITOR: READ, GUARD: READ, ADMIN: READ},
    "stories.PreviewLink": {WRITER: READ, EDITOR: READ, GUARD: READ, ADMIN: READ},
    "stories.ProtectedName": {GUARD: ADD, ADMIN: ADD},
    "stories.TakeDown": {GUARD: WRITE, ADMIN: WRITE},
    "stories.Telltale": {GUARD: ALL, ADMIN: ALL},
    "stories.NameAcceptance": {GUARD: ADD, ADMIN: ADD},
    "stories.HomePage": {EDITOR: EDIT, ADMIN: EDIT},
    "stories.ImpactFigure": {EDITOR: ALL, ADMIN: ALL},
    "stories.FormerAddress": {EDITOR: ALL, GUARD: READ, ADMIN: ALL},
    "stories.OldAddress": {EDITOR: ALL, ADMIN: ALL},
    "newsletter.Subscriber": {LETTERS: READ, ADMIN: READ},
    "newsletter.Enquiry": {LETTERS: READ, ADMIN: READ},
    "newsletter.LapsedTally": {LETTERS: READ, ADMIN: READ},
    "newsletter.Suppression": {LETTERS: WRITE, ADMIN: WRITE},
    "newsletter.Interest": {LETTERS: EDIT, ADMIN: EDIT},
    "newsletter.ConsentText": {LETTERS: ADD, ADMIN: ADD},
    "newsletter.Gathering": {LETTERS: WRITE, ADMIN: WRITE},
    "newsletter.Movement": {LETTERS: READ, ADMIN: READ},
    "newsletter.Issue": {LETTERS: ALL, ADMIN: ALL},
    "newsletter.ListImport": {LETTERS: "vac", ADMIN: "vac"},
    "newsletter.SendingRules": {LETTERS: EDIT, ADMIN: EDIT},
    "newsletter.Welcome": {LETTERS: EDIT, ADMIN: EDIT},
    "donations.Donor": {MONEY: ADD, ADMIN: ADD},
    "donations.Pledge": {MONEY: READ, ADMIN: READ},
    "donations.Instalment": {MONEY: READ, ADMIN: READ},
    "donations.Payment": {MONEY: READ, ADMIN: READ},
    "donations.ProcessorNotice": {MONEY: READ, ADMIN: READ},
    "donations.StoredMethod": {MONEY: READ, ADMIN: READ},
    "donations.CardSwitch": {MONEY: EDIT, ADMIN: EDIT},
    "donations.Checkout": {MONEY: READ, ADMIN: READ},
    "donations.Refund": {MONEY: READ, ADMIN: READ},
    "donations.AddressMove": {MONEY: READ, ADMIN: READ},
    "donations.Dispute": {MONEY: READ, ADMIN: READ},
    "donations.Difference": {MONEY: READ, ADMIN: READ},
    "donations.Payout": {MONEY: READ, ADMIN: READ},
    "donations.ProcessorLine": {MONEY: READ, ADMIN: READ},
    "donations.BankAccount": {MONEY: WRITE, ADMIN: ALL},
    "donations.BankFile": {MONEY: "vac", ADMIN: "vac"},
    "donations.BankLine": {MONEY: READ, ADMIN: READ},
    "donations.MonthEvent": {MONEY: READ, ADMIN: READ},
    "donations.BookRules": {ADMIN: EDIT},
    "donations.LedgerEntry": {MONEY: READ, ADMIN: READ},
    "donations.Agreement": {MONEY: READ, ADMIN: READ},
    "donations.CardMove": {MONEY: READ, ADMIN: READ},
    "donations.GivingImport": {MONEY: "vac", ADMIN: "vac"},
    "donations.GiftBatch": {MONEY: WRITE, ADMIN: WRITE},
    "donations.KeptGift": {EDITOR: READ, LETTERS: READ, MONEY: READ, ADMIN: READ},
    "donations.Campaign": {EDITOR: WRITE, MONEY: WRITE, ADMIN: ALL},
    "donations.Receipt": {MONEY: READ, ADMIN: READ},
    "donations.ReceiptProblem": {MONEY: "vcd", ADMIN: "vcd"},
    "donations.ReceiptRules": {MONEY: READ, ADMIN: EDIT},
    "donations.StatementRun": {MONEY: "vac", ADMIN: "vac"},
    "donations.GiftAidDeclaration": {MONEY: "vac", ADMIN: "vac"},
    "donations.GiftAidClaim": {MONEY: READ, ADMIN: READ},
    "donations.Fund": {MONEY: WRITE, ADMIN: ALL},
    "donations.GivingPage": {EDITOR: EDIT, MONEY: EDIT, ADMIN: EDIT},
    "donations.GivingOption": {MONEY: ALL, ADMIN: ALL},
}

# Admin addresses beside the models' own: arguments, and who is let in. With an object
# that is not there, whoever may see it gets 404 or a redirect, everyone else 403.
EXTRA: dict[str, tuple[tuple[object, ...], set[str]]] = {
    "admin:ijm_staffmember_second_step": ((0,), {ADMIN}),
    "admin:ijm_staffmember_leaving": ((0,), {ADMIN}),
    "admin:one_person": ((), {ADMIN}),
    "admin:ijm_mailtext_preview": (
        ("newsletter-confirm", "html"),
        {EDITOR, LETTERS, ADMIN},
    ),
    "admin:ijm_mailtext_test": (("newsletter-confirm",), {EDITOR, LETTERS, ADMIN}),
    # Each their own; of a key that is not theirs there is nothing.
    "admin:own_passkey_removal": ((0,), EVERYBODY),
    "admin:stories_formeraddress_burning": ((0,), {EDITOR, GUARD, ADMIN}),
    "admin:stories_photo_picker": ((), {WRITER, EDITOR, GUARD, LETTERS, ADMIN}),
    "admin:stories_photo_sending": ((), {WRITER, EDITOR, ADMIN}),
    "admin:stories_photo_describing": ((), {WRITER, EDITOR, ADMIN}),
    "admin:stories_photo_file": (("no.jpg",), {WRITER, EDITOR, GUARD, LETTERS, ADMIN}),
    "admin:stories_enclosure_file": (
        ("no.pdf",),
        {WRITER, EDITOR, GUARD, LETTERS, ADMIN},
    ),
    "admin:stories_photo_preview": ((0,), {WRITER, EDITOR, GUARD, LETTERS, ADMIN}),
    "admin:stories_photo_replacement": ((0,), {EDITOR, ADMIN}),
    "admin:stories_photo_redaction": ((0,), {EDITOR, GUARD, ADMIN}),
    "admin:stories_photo_unredacted": ((0,), {GUARD, ADMIN}),
    "admin:stories_photo_uncovering": ((0,), {GUARD, ADMIN}),
    "admin:stories_photo_withdrawal": ((0,), {EDITOR, GUARD, ADMIN}),
    "admin:stories_photo_withdrawals": ((), {EDITOR, GUARD, ADMIN}),
    "admin:stories_document_withdrawals": ((), {EDITOR, GUARD, ADMIN}),
    "admin:stories_recording_withdrawals": ((), {EDITOR, GUARD, ADMIN}),
    "admin:stories_consent_queue": ((), {GUARD, ADMIN}),
    "admin:stories_consent_form": ((0,), {GUARD}),
    "admin:stories_consent_verification": ((0,), {GUARD}),
    "admin:stories_consent_refusal": ((0,), {GUARD, ADMIN}),
    "admin:stories_consent_withdrawal": ((0,), {GUARD, ADMIN}),
    "admin:stories_subject_sealed": ((0,), {GUARD}),
    "admin:stories_story_submission": ((0,), {WRITER, EDITOR, ADMIN}),
    "admin:stories_story_return": ((0,), {EDITOR, ADMIN}),
    "admin:stories_story_publication": ((0,), {EDITOR, ADMIN}),
    "admin:stories_story_approval": ((0,), {EDITOR, ADMIN}),
    "admin:stories_story_withdrawal": ((0,), {EDITOR, GUARD, ADMIN}),
    "admin:stories_story_comments": ((0,), {WRITER, EDITOR, GUARD, LETTERS, ADMIN}),
    "admin:stories_story_resolution": (
        (0, 0),
        {WRITER, EDITOR, GUARD, LETTERS, ADMIN},
    ),
    "admin:stories_story_release": ((0,), {GUARD, ADMIN}),
    "admin:stories_story_planned_publication": ((0,), {EDITOR, ADMIN}),
    "admin:stories_story_planned_end": ((0,), {EDITOR, GUARD, ADMIN}),
    "admin:stories_story_cancellation": ((0, 0), {EDITOR, GUARD, ADMIN}),
    "admin:stories_story_revisions": ((0,), {WRITER, EDITOR, GUARD, LETTERS, ADMIN}),
    "admin:stories_story_comparison": ((0,), {WRITER, EDITOR, GUARD, LETTERS, ADMIN}),
    "admin:stories_story_restoration": ((0,), {WRITER, EDITOR, ADMIN}),
    "admin:stories_story_buffer": ((0,), {WRITER, EDITOR, ADMIN}),
    "admin:stories_story_new_buffer": ((), {WRITER, EDITOR, ADMIN}),
    "admin:stories_story_buffer_removal": (
        (0,),
        {WRITER, EDITOR, GUARD, LETTERS, ADMIN},
    ),
    "admin:stories_story_unsaved": ((), {WRITER, EDITOR, GUARD, LETTERS, ADMIN}),
    "admin:stories_story_blocks": (
        ("figures",),
        {WRITER, EDITOR, GUARD, LETTERS, ADMIN},
    ),
    "admin:stories_story_preview": ((0,), {WRITER, EDITOR, GUARD, LETTERS, ADMIN}),
    "admin:stories_story_previews": ((0,), {WRITER, EDITOR, GUARD, ADMIN}),
    "admin:stories_arrival_low_risk": ((), {EDITOR, GUARD, ADMIN}),
    "admin:stories_bridgingacceptance_ending": ((0,), {GUARD, ADMIN}),
    "admin:stories_previewlink_revocation": ((0,), {WRITER, EDITOR, GUARD, ADMIN}),
    "admin:stories_takedown_listing": ((0,), {GUARD, ADMIN}),
    "admin:stories_takedown_withdrawal": ((0,), {GUARD, ADMIN}),
    "admin:stories_takedown_tick": ((0,), {GUARD, ADMIN}),
    "admin:stories_takedown_redaction": ((0,), {GUARD, ADMIN}),
    "admin:stories_takedown_end": ((0,), {GUARD, ADMIN}),
    "admin:stories_topic_merging": ((0,), {EDITOR, ADMIN}),
    "admin:stories_place_merging": ((0,), {EDITOR, ADMIN}),
    "admin:stories_watchedlink_leaving": ((0,), {EDITOR, ADMIN}),
    "admin:stories_story_names": ((0,), {WRITER, EDITOR, GUARD, LETTERS, ADMIN}),
    "admin:stories_protectedname_end": ((0,), {GUARD, ADMIN}),
    **{
        f"admin:newsletter_issue_{noun}": ((0,), {LETTERS, ADMIN})
        for noun in (
            "scheduling unscheduling agreement pause resumption cancellation "
            "resending test look progress"
        ).split()
    },
    "admin:newsletter_issue_audience": ((), {LETTERS, ADMIN}),
    "admin:newsletter_listimport_application": ((0,), {LETTERS, ADMIN}),
    "admin:newsletter_listimport_dropping": ((0,), {LETTERS, ADMIN}),
    "admin:newsletter_listimport_undoing": ((0,), {LETTERS, ADMIN}),
    "admin:newsletter_subscriber_export": ((), {LETTERS, ADMIN}),
    "admin:newsletter_issue_mail": ((0, "html"), {LETTERS, ADMIN}),
    "admin:newsletter_subscriber_unsubscription": ((0,), {LETTERS, ADMIN}),
    "admin:newsletter_subscriber_copy": ((0,), {LETTERS, ADMIN}),
    "admin:newsletter_subscriber_erasure": ((0,), {LETTERS, ADMIN}),
    "admin:newsletter_suppression_lifting": ((0,), {LETTERS, ADMIN}),
    "admin:donations_payment_record": ((), {MONEY, ADMIN}),
    "admin:donations_unannounced": ((), {MONEY, ADMIN}),
    "admin:donations_bankfile_columns": ((0,), {MONEY, ADMIN}),
    "admin:donations_bankfile_taking": ((0,), {MONEY, ADMIN}),
    "admin:donations_bankfile_dropping": ((0,), {MONEY, ADMIN}),
    "admin:donations_bankline_amend": ((0, "match"), {MONEY, ADMIN}),
    **{
        f"admin:donations_donor_{noun}": (
            ("00000000-0000-0000-0000-000000000000",),
            {MONEY, ADMIN},
        )
        for noun in ("copy", "erasure")
    },
    "admin:donations_doubles": ((), {MONEY, ADMIN}),
    "admin:donations_joining": (
        ("00000000-0000-0000-0000-000000000000",) * 2,
        {MONEY, ADMIN},
    ),
    "admin:donations_apart": (
        ("00000000-0000-0000-0000-000000000000",) * 2,
        {MONEY, ADMIN},
    ),
    "admin:donations_checkout_amend": (
        ("00000000-0000-0000-0000-000000000000", "sync"),
        {MONEY, ADMIN},
    ),
    "admin:donations_processornotice_amend": ((0, "replay"), {MONEY, ADMIN}),
    "admin:donations_cardmove_amend": ((0, "asking"), {MONEY, ADMIN}),
    "admin:donations_difference_amend": ((0, "again"), {MONEY, ADMIN}),
    "admin:donations_payout_amend": ((0, "bank"), {MONEY, ADMIN}),
    "admin:donations_receipt_document": (
        ("00000000-0000-0000-0000-000000000000",),
        {MONEY, ADMIN},
    ),
    "admin:donations_receipt_addresses": ((), {MONEY, ADMIN}),
    "admin:donations_statementrun_progress": ((0,), {MONEY, ADMIN}),
    "admin:donations_statementrun_retry": ((0,), {MONEY, ADMIN}),
    "admin:donations_statementrun_print": ((0, 0), {MONEY, ADMIN}),
    "admin:donations_giftaiddeclaration_amend": (
        (0, "cancellation"),
        {MONEY, ADMIN},
    ),
    "admin:donations_giftaidclaim_amend": ((0, "sending"), {MONEY, ADMIN}),
    "admin:donations_giftaidclaim_making": ((), {MONEY, ADMIN}),
    "admin:donations_giftaidclaim_schedule": ((0,), {MONEY, ADMIN}),
    "admin:donations_month": ((2026, 1), {MONEY, ADMIN}),
    "admin:donations_givingimport_columns": ((0,), {MONEY, ADMIN}),
    "admin:donations_givingimport_application": ((0,), {MONEY, ADMIN}),
    "admin:donations_givingimport_dropping": ((0,), {MONEY, ADMIN}),
    "admin:donations_givingimport_report": ((0,), {MONEY, ADMIN}),
    "admin:donations_export": (("any",), {MONEY, ADMIN}),
    "admin:donations_report": (("last-year-not-this",), {MONEY, ADMIN}),
    "admin:donations_report_csv": (("funds",), {EDITOR, LETTERS, MONEY, ADMIN}),
    "admin:donations_month_journal": ((2026, 1, "xero"), {MONEY, ADMIN}),
    **{
        f"admin:donations_{what}_amend": (
            ("00000000-0000-0000-0000-000000000000", noun),
            {MONEY, ADMIN},
        )
        for what, noun in (
            ("pledge", "cancellation"),
            ("payment", "refund"),
            ("refund", "approval"),
            ("dispute", "winning"),
            ("donor", "note"),
            ("addressmove", "agreement"),
            ("receipt", "voiding"),
        )
    },
}

# Addresses of a thing that belongs to a story: how to make one.
OF_A_STORYS: dict[str, Callable[[Any, Any], Any]] = {
    "admin:stories_story_resolution": lambda story, by: story.comment(
        by, "Which court?", timezone.now()
    ),
    "admin:stories_story_cancellation": lambda story, by: story.planned_changes.create(
        kind="unpublish", due_at=timezone.now(), zone="Europe/London", planned_by=by
    ),
}
# What such an address must be told to show anything: by GET in the address, by POST.
ASKED_WITH = {"admin:stories_story_restoration": {"revision": 1, "since": 1}}
# Where fewer may do it than may look, once it is known what it is about.
FEWER_DO: dict[str, set[str]] = {
    "admin:stories_photo_picker": {WRITER, EDITOR, ADMIN},
    "admin:stories_previewlink_revocation": {EDITOR, GUARD, ADMIN},
    "admin:stories_story_names": {GUARD, ADMIN},
    "admin:stories_story_previews": {EDITOR, ADMIN},
    "admin:stories_story_resolution": {WRITER, EDITOR, ADMIN},
}

# What can be done to several rows of a list, beside deleting them.
ACTIONS: dict[str, set[str]] = {
    "ijm.ChoreRun.run_soon": {ADMIN},
    "ijm.Invitation.send_again": {ADMIN},
    "ijm.Invitation.withdraw": {ADMIN},
    "ijm.OutgoingMail.try_again_now": {ADMIN},
    "donations.Pledge.ask_to_go_on": {MONEY, ADMIN},
    "donations.Pledge.take_away": {MONEY, ADMIN},
    "newsletter.Gathering.publish": {LETTERS, ADMIN},
    "newsletter.Gathering.hide": {LETTERS, ADMIN},
    "newsletter.Gathering.cancel": {LETTERS, ADMIN},
    "stories.Arrival.hand_on": {EDITOR, GUARD, ADMIN},
    "stories.Arrival.keep": {EDITOR, GUARD, ADMIN},
    "stories.Arrival.low_risk": {EDITOR, GUARD, ADMIN},
    "stories.Arrival.publish": {EDITOR, ADMIN},
    "stories.Arrival.put_back": {EDITOR, GUARD, ADMIN},
    "stories.Arrival.throw_away": {EDITOR, GUARD, ADMIN},
    "stories.Document.withdraw": {EDITOR, GUARD, ADMIN},
    "stories.Recording.withdraw": {EDITOR, GUARD, ADMIN},
    "stories.Photo.withdraw": {EDITOR, GUARD, ADMIN},
    "stories.WatchedLink.look_again": {EDITOR, ADMIN},
    "stories.WatchedLink.watch_again": {EDITOR, ADMIN},
    "stories.PreviewLink.revoke": {EDITOR, GUARD, ADMIN},
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
    "admin:stories_story_signed_in",
    "admin:second_step",
    "admin:own_sign_in",
    "admin:own_app",
    "admin:own_app_removal",
    "admin:own_passkey",
    "admin:own_codes",
    "admin:view_on_site",
    "admin:app_list",
}

# What visitors reach; each app's tests say what they find there.
PUBLIC = {
    "admin:invitation",
    "admin:new_password",
    "admin:new_password_link",
    "healthz",
    "readyz",
    "metrics",
    "media",
    "security",
    "robots",
    "policy-reports",
    "exit",
    "stories:home",
    "stories:index",
    "stories:story",
    "stories:preview",
    "stories:preview_photo",
    "stories:topic",
    "stories:place",
    "stories:page",
    "stories:search",
    "stories:feed_rss",
    "stories:feed_atom",
    "stories:feed_json",
    "stories:topic_rss",
    "stories:topic_atom",
    "stories:topic_json",
    "stories:sitemaps",
    "stories:sitemap",
    "stories:sitemap_news",
    "newsletter:sign_up",
    "newsletter:check_your_email",
    "newsletter:confirm",
    "newsletter:not_me",
    "newsletter:preferences",
    "newsletter:unsubscribe",
    "newsletter:undo",
    "newsletter:lost_link",
    "newsletter:lost_link_sent",
    "newsletter:notices",
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
    "donations:checkout",
    "donations:approve",
    "donations:stripe-notices",
    "donations:donor",
    "donations:code",
    "donations:sign-in",
    "donations:sign-out",
    "donations:lost-address",
    "donations:offer",
    "donations:address-confirm",
    "donations:address-stop",
}

# Behind the donor's own session: anybody else is sent to sign in.
DONORS = {
    "donations:donor-giving",
    "donations:donor-details",
    "donations:donor-copy",
    "donations:donor-wishes",
    "donations:new-address",
    "donations:donor-erasure",
    "donations:statements",
    "donations:statement",
    "donations:pledge",
    "donations:pledge-amount",
    "donations:pledge-card",
    "donations:pledge-day",
    "donations:pledge-pause",
    "donations:pledge-resumption",
    "donations:pledge-restart",
    "donations:pledge-skip",
    "donations:pledge-cancellation",
}

# Beside stories by their address, and yet not of one: a person's own unsaved words,
# and pictures of a text that is being written.
OF_NO_STORY = {"admin:stories_story_buffer_removal", "admin:stories_story_blocks"}

# What the address of a list may ask of a table beside its own: its filters do.
ANSWERED: set[str] = set()
