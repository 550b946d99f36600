"""From words with `{tags}` to a letter: subject, plain text and HTML from one source.

Staff write plain paragraphs; nothing they type is a template language, so nothing they
type can read an attribute, run a block or break a send.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import css_inline
from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation

from ijm.contributions import Filled, Letter, Tag, letters
from ijm.models.mail import MailText, OutgoingMail
from ijm.models.site_settings import SiteSettings

TAG = re.compile(r"\{([a-z][a-z0-9_]*)\}")
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
INLINER = css_inline.CSSInliner(keep_style_tags=True, load_remote_stylesheets=False)
Rows = list[tuple[str, str]]


class BrokenLetter(Exception):
    """This one letter cannot be written; the sentence is for staff."""


@dataclass(frozen=True)
class Words:
    """The words of a letter before anything is filled in."""

    subject: str
    body: str


@dataclass(frozen=True)
class Run:
    """A stretch of a paragraph, a link where `href` is given."""

    text: str
    href: str = ""


@dataclass(frozen=True)
class Paragraph:
    """One of four: running words, a button that stands alone, rows of facts, links."""

    runs: tuple[Run, ...] = ()
    button: Run | None = None
    rows: Rows = field(default_factory=list)
    links: Rows = field(default_factory=list)

    def as_text(self) -> str:
        if self.button:
            return self.button.href
        if self.links:
            return "\n\n".join(f"{words}\n{href}" for words, href in self.links)
        if self.rows:
            facts = (
                (f"{label}: " if label else "", value) for label, value in self.rows
            )
            return "\n".join(label + value for label, value in facts)
        return "".join(run.href or run.text for run in self.runs)


@dataclass(frozen=True)
class Composed:
    subject: str
    text: str
    html: str
    headers: Mapping[str, str] = field(default_factory=dict)


def compose(outgoing: OutgoingMail) -> Composed:
    """Write the letter of one outbox row, in its language. Mints the links it needs."""
    if outgoing.letter not in letters:
        raise BrokenLetter(f"No letter is called “{outgoing.letter}” any more.")
    letter = letters.named(outgoing.letter)
    about = outgoing.about
    if outgoing.content_type_id and about is None:
        raise BrokenLetter("What this letter is about is no longer there.")
    with translation.override(outgoing.language or settings.LANGUAGE_CODE):
        filled = letter.fill(about, outgoing.extra)
        headers = dict(letter.headers(about, filled))
        return write(letter, words_of(letter, outgoing.language), filled, headers)


def compose_sample(letter: Letter, words: Words, language: str = "") -> Composed:
    """The letter for a colleague to look at: filled with samples, opening nothing."""
    with translation.override(language or settings.LANGUAGE_CODE):
        return write(letter, words, {tag.name: _sample(tag) for tag in letter.tags})


def default_words(letter: Letter) -> Words:
    return Words(str(letter.subject), str(letter.body))


def words_of(letter: Letter, language: str) -> Words:
    """Staff's words in the language, else staff's words in any, else the house's."""
    texts = MailText.objects.filter(letter=letter.name, language__in={language, ""})
    text = max(texts, key=lambda found: len(found.language), default=None)
    return Words(text.subject, text.body) if text else default_words(letter)


def unknown_tags(letter: Letter, text: str) -> list[str]:
    known = {tag.name for tag in letter.tags}
    return sorted({name for name in TAG.findall(text) if name not in known})


def forgotten_buttons(letter: Letter, body: str) -> list[str]:
    """Buttons of the house's words that these lack: the letter would lead nowhere."""
    buttons = {tag.name for tag in letter.tags if tag.kind == "button"}
    needed = buttons & set(TAG.findall(str(letter.body)))
    return sorted(needed - set(TAG.findall(body)))


def write(
    letter: Letter,
    words: Words,
    filled: Filled,
    headers: Mapping[str, str] | None = None,
) -> Composed:
    tags = {tag.name: tag for tag in letter.tags}
    subject = "".join(
        run.href or run.text for run in _runs(words.subject, tags, filled)
    )
    if "\n" in subject or "\r" in subject:
        raise BrokenLetter("The subject would have a line break in it.")
    paragraphs = list(_paragraphs(words.body, tags, filled))
    site = SiteSettings.current()
    html = render_to_string(
        "email/letter.html",
        {"subject": subject, "paragraphs": paragraphs, **surroundings(site)},
    )
    text = [paragraph.as_text() for paragraph in paragraphs]
    return Composed(
        subject=subject,
        text="\n\n".join([*text, _foot(site)]) + "\n",
        html=INLINER.inline(html),
        headers=headers or {},
    )


def surroundings(site: SiteSettings) -> dict[str, Any]:
    """What `email/base.html` needs beside a subject, in the language active now."""
    return {
        "site": site,
        "site_url": settings.SITE_URL,
        "language": translation.get_language(),
        "direction": "rtl" if translation.get_language_bidi() else "ltr",
    }


def _paragraphs(
    body: str, tags: Mapping[str, Tag], filled: Filled
) -> Iterator[Paragraph]:
    for text in re.split(r"\n\s*\n", body.replace("\r\n", "\n").strip()):
        alone = TAG.fullmatch(text.strip())
        tag = tags.get(alone[1]) if alone else None
        value = filled.get(tag.name, "") if tag else ""
        if tag and tag.kind == "button":
            if value:
                label = str(tag.label or tag.meaning)
                yield Paragraph(button=Run(label, _absolute(_plain(value))))
        elif tag and tag.kind == "block":
            if value:
                yield Paragraph(rows=_rows(value))
        elif tag and tag.kind == "links":
            if value:
                yield Paragraph(links=_rows(value))
        else:
            runs = tuple(_runs(text, tags, filled))
            if any(run.text.strip() for run in runs):
                yield Paragraph(runs=runs)


def _runs(text: str, tags: Mapping[str, Tag], filled: Filled) -> Iterator[Run]:
    """Words and filled tags in turn; a tag this letter does not know stays as it is.

    What comes out of a tag is never looked at again: a name of `{link}` stays a name.
    """
    for position, piece in enumerate(TAG.split(text)):
        if position % 2 == 0:
            yield Run(_clean(piece))
        elif piece not in tags:
            yield Run(f"{{{piece}}}")
        elif tags[piece].kind == "button":
            href = _absolute(_plain(filled.get(piece, "")))
            yield Run(str(tags[piece].label or href), href)
        else:
            yield Run(_plain(filled.get(piece, "")))


def _plain(value: str | Rows) -> str:
    if not isinstance(value, list | tuple):  # a string, translated now or lazily
        return _clean(value)
    return ", ".join(f"{label}: {fact}" for label, fact in _rows(value))


def _rows(value: str | Rows) -> Rows:
    if not isinstance(value, list | tuple):
        return [("", _clean(value))]
    return [(_clean(str(label)), _clean(str(fact))) for label, fact in value]


def _clean(text: str) -> str:
    return CONTROL.sub("", str(text))


def _absolute(address: str) -> str:
    return f"{settings.SITE_URL}{address}" if address.startswith("/") else address


def _foot(site: SiteSettings) -> str:
    lines = [site.legal_name, site.registration_line, *site.address.splitlines()]
    return "\n".join(["-- ", *filter(None, lines), settings.SITE_URL])


def _sample(tag: Tag) -> str | Rows:
    if tag.sample:
        return tag.sample
    if tag.kind == "button":
        return f"{settings.SITE_URL}/"
    if tag.kind == "block":
        return [(str(tag.meaning), "…")]
    return f"[{tag.meaning}]"
