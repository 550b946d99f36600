"""What machines are told about a page: schema.org in a data block (never executed)."""

import json
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from ijm.models import SiteSettings
from stories.reading import StoryPage

ESCAPES = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}


def news_article(page: StoryPage, site: SiteSettings) -> SafeString:
    """The story, the way to it, and who stands behind it, as one graph."""
    home = f"{settings.SITE_URL}/"
    charity = {
        "@type": "NGO",
        "@id": f"{home}#charity",
        "name": site.name,
        "url": home,
        **({"legalName": site.legal_name} if site.legal_name else {}),
    }
    graph = [_article(page, charity["@id"]), _way_to(page, home), charity]
    return block({"@context": "https://schema.org", "@graph": graph})


def _article(page: StoryPage, charity: str) -> dict[str, Any]:
    edition, image, publisher = page.edition, page.image, {"@id": charity}
    author = (
        {"@type": "Person", "name": edition.byline} if edition.byline else publisher
    )
    return {
        "@type": "NewsArticle",
        "headline": edition.title,
        "description": edition.card_summary or edition.dek,
        "datePublished": edition.published_at.isoformat(),
        "dateModified": edition.updated_at.isoformat(),
        "inLanguage": edition.language,
        "isAccessibleForFree": True,
        "mainEntityOfPage": edition.canonical_elsewhere or page.url,
        "author": author,
        "publisher": publisher,
        **({"image": [image["url"]]} if image else {}),
        **({"keywords": edition.topic_names} if edition.topic_names else {}),
    }


def _way_to(page: StoryPage, home: str) -> dict[str, Any]:
    steps = (
        (_("Front page"), home),
        (_("Stories"), f"{settings.SITE_URL}{reverse('stories:index')}"),
        (page.edition.title, page.url),
    )
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": at, "name": name, "item": url}
            for at, (name, url) in enumerate(steps, 1)
        ],
    }


def block(data: dict[str, Any]) -> SafeString:
    """JSON that cannot end the `<script>` it stands in."""
    return mark_safe(json.dumps(data, ensure_ascii=False).translate(ESCAPES))  # noqa: S308
