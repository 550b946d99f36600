"""How a comparison speaks of the passages of a text."""

import re

from django import template
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _

from stories.body import PICTURES, REFERENCE, references
from stories.comparing.diffing import Passage
from stories.sanitising import clean

register = template.Library()
BLOCKS: dict[str, str | Promise] = {
    "p": _("paragraph"),
    "h2": _("heading"),
    "h3": _("smaller heading"),
    "h4": _("smallest heading"),
    "li": _("point of a list"),
    "tr": _("row of a table"),
    "caption": _("caption of a table"),
    "quotation": _("quotation"),
    "photo": _("photo"),
    "gallery": _("gallery"),
    "figures": _("impact figures"),
    "hr": _("rule"),
    "line": "",
}
CHANGES: dict[str, str | Promise] = {
    "same": "",
    "gone": _("removed"),
    "new": _("added"),
    "changed": _("changed"),
    "away": _("moved away from here"),
    "here": _("moved to here"),
}


@register.filter
def kind(passage: Passage) -> str:
    """“heading, was paragraph”; what is not known goes by its tag."""
    now = str(BLOCKS.get(passage.name, passage.name))
    if not passage.was:
        return now
    before = BLOCKS.get(passage.was, passage.was)
    return str(_("%(now)s, was %(before)s")) % {"now": now, "before": before}


@register.filter
def fate(passage: Passage) -> str:
    return str(CHANGES[passage.change])


@register.filter
def readable(html: str) -> SafeString:
    """A body with its pictures, as the editor shows it; what is copied can go there."""
    return mark_safe(REFERENCE.sub(_drawn, clean(html)))  # noqa: S308 - cleaned here


def _drawn(found: re.Match[str]) -> str:
    reference = references(found[0])[0]
    if reference.kind not in PICTURES:
        return found[0]
    addresses = [
        reverse("admin:stories_photo_preview", args=[number])
        for number in reference.ids
    ]
    pictures = "".join(f'<img src="{address}" alt="">' for address in addresses)
    return found[0].replace("></figure>", f">{pictures}</figure>")
