"""Protected names: which words of ours are public, and the check of everybody's."""

from collections.abc import Iterable, Mapping

from django.utils.translation import gettext_lazy as _

from ijm.contributions import DeskItem, desk_items
from ijm.public_words import PublicWords, Trouble, WordCheck, public_words, word_checks
from stories.models import ProtectedName
from stories.names.finding import protected_names_in

COLUMNS = {
    "stories.Topic": "name slug introduction aliases ask_text ask_fund",
    "stories.Place": "name slug introduction aliases",
    "stories.HomePage": (
        "heading introduction appeal_heading appeal_text appeal_label appeal_url"
    ),
    "stories.ImpactFigure": "value label scope source source_url",
    "stories.FormerAddress": "slug target",
    "stories.OldAddress": "path target",
    "stories.Subject": "pseudonym",
}
NEVER = _("This is a protected name. Use the changed name.")
ASKS = _(
    "This may be the name of somebody we protect. Write it in another way, or send "
    "the text to Safeguarding, who can accept it."
)
# Public while their files are.
SHOWN = {
    "stories.Photo": ("alt", "caption", "credit"),
    "stories.Enclosure": ("title", "about", "credit", "transcript", "name"),
}


def contribute() -> None:
    for label, columns in COLUMNS.items():
        public_words.add(PublicWords(label, tuple(columns.split())))
    for label, shown in SHOWN.items():
        words = PublicWords(label, shown, lambda row: bool(row.shown_at))
        public_words.add(words)
    word_checks.add(WordCheck("protected names", troubles))
    desk_items.add(
        DeskItem(
            "names out of date",
            _("Protected names that must be typed again"),
            lambda person: ProtectedName.objects.out_of_date().count(),
            "/admin/stories/protectedname/?state=stale",
            "stories.change_protectedname",
            "alarm",
        )
    )


def troubles(texts: Mapping[str, str], where: str) -> Iterable[Trouble]:
    """Whose names they are is for *Safeguarding* to see."""
    for match in protected_names_in(texts, where):
        sentence = NEVER if match.blocks else ASKS
        yield Trouble(match.field, match.words, str(sentence))
