"""Which stories use a thing, as links that give away no story kept to a few."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from stories.models import Story


def links_to(stories: Iterable[Story]) -> SafeString | str:
    rows = (
        (
            reverse("admin:stories_story_change", args=[story.pk]),
            _("a story kept to a few") if story.is_kept_to_readers else story.title,
        )
        for story in stories
    )
    return format_html_join(", ", '<a href="{}">{}</a>', rows) or "–"
