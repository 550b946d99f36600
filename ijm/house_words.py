"""Which words of the house itself visitors can read."""

from ijm.public_words import KeptWords, PublicWords, kept_words, public_words

SETTINGS = (
    "name tagline legal_name registration_line tax_line address email telephone "
    "give_label give_once_heading give_once_text partner_heading partner_text "
    "sign_up_heading sign_up_text portal_heading portal_text safety_text how_we_tell "
    "bank_details"
)
COLUMNS = {
    "ijm.SiteSettings": SETTINGS,
    "ijm.MenuItem": "label url",
    "ijm.SocialLink": "url",
    "ijm.SisterSite": "country url",
    "ijm.MailText": "subject body",
}


# The admin writes down what each changed row was called.
KEPT = {
    "admin.LogEntry": "object_repr change_message",
    "ijm.OutgoingMail": "extra error",
}


def contribute() -> None:
    for label, columns in KEPT.items():
        kept_words.add(KeptWords(label, tuple(columns.split())))
    for label, columns in COLUMNS.items():
        public_words.add(PublicWords(label, tuple(columns.split())))
