"""Tags of story pages: pictures, woven plates, panels of other apps."""

import json
import zlib
from collections.abc import Iterable

from django import template
from django.conf import settings
from django.template.loader import get_template, render_to_string
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from ijm import blanks
from ijm.contributions import story_panels as panels
from ijm.dates import today
from ijm.kept import kept
from ijm.models import SiteSettings
from stories import picture as markup
from stories import sharing, structured_data, translations
from stories.models.edition import Edition
from stories.models.photo import Photo
from stories.reading import StoryPage
from stories.updates import Update

register = template.Library()
PLATES = 8


@register.simple_tag
def picture(photo: Photo | None, place: str) -> SafeString:
    """`{% picture edition.public_hero "card" %}`; places are in stories/picture.py."""
    return markup.picture(photo, markup.PLACES[place]) if photo else SafeString("")


@register.simple_tag
def figure(photo: Photo | None, place: str, template_name: str) -> SafeString:
    return markup.figure_of(photo, place, template_name) if photo else SafeString("")


@register.simple_tag
def plate(slug: str) -> SafeString:
    """The woven pattern that stands where no picture is safe; always the same one."""
    number = zlib.crc32(slug.encode()) % PLATES
    return format_html(
        '<img class="plate" src="{}" width="960" height="640" alt="" loading="lazy">',
        static(f"img/plates/plate-{number}.svg"),
    )


@register.simple_tag
def spoken(edition: Edition) -> SafeString:
    """The attributes of what is told in another language than the page's own."""
    language = edition.language
    if language.lower() == get_language():
        return SafeString("")
    leftwards = language.lower().partition("-")[0] in settings.LANGUAGES_BIDI
    return format_html(' lang="{}" dir="{}"', language, "rtl" if leftwards else "ltr")


@register.simple_tag
def cards(editions: Iterable[Edition]) -> SafeString:
    """Stories in a list. Many pages show the newest, and those that are alike."""
    return mark_safe("".join(map(_card, editions)))  # noqa: S308 - rendered by templates


def _card(edition: Edition) -> str:
    hero = edition.hero_id if edition.public_hero else None
    return kept(
        ("card", edition.pk, hero, get_language()),
        lambda: render_to_string(
            "stories/_card.html", {"edition": edition, "update": _news_of(edition)}
        ),
    )


def _news_of(edition: Edition) -> Update | None:
    """The newest update of a story that was public before it, while it is news."""
    update = edition.newest_update
    if not update or update.on <= edition.published_at.date():
        return None
    return update if update.is_recent(today()) else None


@register.simple_tag
def share_links(address: str, words: str, picture: str) -> list[sharing.ShareLink]:
    return sharing.share_links(address, words, picture)


@register.simple_tag(takes_context=True)
def story_panels(context: template.Context) -> SafeString:
    """What other apps put under a story; nothing where it asks for nothing.

    They see of it what it asks and its address, so stories that ask alike share them.
    """
    page: StoryPage = context["page"]
    edition = page.edition
    if not page.asks:
        return SafeString("")

    def render(marks: blanks.Words) -> str:
        asking = Edition(slug=marks["slug"], ask=edition.ask)
        return "".join(_panels(asking, context))

    name = ("story panels", json.dumps(edition.ask, sort_keys=True))
    return blanks.filled(name, blanks.Given({"slug": edition.slug}), render)


def _panels(edition: Edition, context: template.Context) -> Iterable[str]:
    for panel in sorted(panels, key=lambda each: each.order):
        values = {"site": context.get("site"), **panel.context(edition)}
        yield get_template(panel.template).render(values)


@register.simple_tag
def in_other_languages(story: int) -> list[translations.Version]:
    return translations.in_other_languages(story)


@register.simple_tag
def news_article(page: StoryPage, site: SiteSettings) -> SafeString:
    return structured_data.news_article(page, site)
