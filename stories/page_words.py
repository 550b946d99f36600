"""What one story's page says that no other does, as plain words for its template."""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from django.template.loader import render_to_string
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join, linebreaks
from django.utils.safestring import SafeString, mark_safe
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from ijm.blanks import Given
from stories.picture import figure_of
from stories.sources import Source
from stories.updates import newest_first

if TYPE_CHECKING:
    from stories.reading import StoryPage


def words_of(page: "StoryPage") -> Given:
    hero = figure_of(page.hero, "hero", "stories/_hero.html") if page.hero else ""
    return Given(
        {
            "hero": hero,
            "before_ask": page.before_ask,
            "after_ask": page.after_ask,
            "updates": _update_rows(page.edition.updates),
            "sources": _sources(page.sources),
            **_at_the_head(page),
            **_asked(page),
            **_at_the_foot(page),
            **_for_other_sites(page),
        }
    )


def _at_the_head(page: "StoryPage") -> dict[str, Any]:
    edition = page.edition
    published = localtime(edition.published_at)
    updated = localtime(edition.updated_at) if edition.was_updated else None
    return {
        "title": edition.title,
        "kicker": edition.kicker,
        "dek": edition.dek,
        "byline": edition.byline,
        "content_note": edition.content_note,
        "case_strip": _case_rows(edition.case_strip),
        "published_on": published.date().isoformat(),
        "published": date_format(published, "j F Y"),
        "updated_on": updated and updated.date().isoformat(),
        "updated": updated and date_format(updated, "j F Y"),
    }


def _asked(page: "StoryPage") -> dict[str, Any]:
    ask = page.edition.ask
    return {
        "slug": page.edition.slug,
        "ask_heading": ask.get("heading"),
        "ask_text": ask.get("text"),
        "ask_fund": quote(ask.get("fund", "")),
    }


def _at_the_foot(page: "StoryPage") -> dict[str, Any]:
    edition = page.edition
    return {
        "how_told": _paragraphs(edition.how_told) if edition.how_told else "",
        "elsewhere": edition.canonical_elsewhere,
        "links": _link_rows(edition.links),
    }


def _for_other_sites(page: "StoryPage") -> dict[str, Any]:
    image = page.image or {}
    return {
        "summary": page.summary,
        "url": page.url,
        "canonical": page.edition.canonical_elsewhere or page.url,
        "published_at": page.edition.published_at.isoformat(),
        "image": image.get("url"),
        "image_width": image.get("width"),
        "image_height": image.get("height"),
        "image_alt": image.get("alt"),
        "quoted_url": quote(page.url, safe=""),
        "quoted_title": quote(page.edition.title, safe=""),
        "quoted_image": quote(image.get("url", ""), safe=""),
    }


def _paragraphs(text: str) -> SafeString:
    return mark_safe(linebreaks(text, autoescape=True))  # noqa: S308 - escaped by it


def _case_rows(rows: Iterable[Mapping[str, str]]) -> SafeString:
    pairs = ((row["label"], row["value"]) for row in rows)
    return format_html_join("", "<div><dt>{}</dt><dd>{}</dd></div>", pairs)


def _update_rows(rows: Iterable[Mapping[str, str]]) -> SafeString:
    correction = format_html("<strong>{}</strong> ", _("Correction"))
    told = (
        (
            each.on.isoformat(),
            date_format(each.on, "j F Y"),
            correction if each.is_correction else "",
            each.words,
        )
        for each in newest_first(rows)
    )
    row = '<li class="timeline__item"><time datetime="{}">{}</time> {}<p>{}</p></li>'
    return format_html_join("", row, told)


def _sources(sources: list[Source]) -> str:
    if not sources:
        return ""
    return render_to_string("stories/_sources.html", {"sources": sources})


def _link_rows(links: Iterable[Mapping[str, str]]) -> SafeString:
    rows = (
        (link["url"], link["title"], f" ({link['source']})" if link["source"] else "")
        for link in links
    )
    return format_html_join("", '<li><a href="{}" rel="noopener">{}</a>{}</li>', rows)
