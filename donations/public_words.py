"""Which words of the giving pages visitors can read."""

from ijm.public_words import PublicWords, public_words

COLUMNS = {
    "donations.Campaign": "slug title standfirst",
    "donations.Fund": "code name description",
    "donations.GivingOption": "makes_possible",
    "donations.PartnerQuestion": "question answer",
}


def contribute() -> None:
    for label, columns in COLUMNS.items():
        public_words.add(PublicWords(label, tuple(columns.split())))
