"""What machines are told about a page: schema.org in a data block (never executed)."""

import json
from typing import Any

from django.conf import settings
from django.utils.safestring import SafeString, mark_safe

from ijm.models import SiteSettings
from stories.reading import StoryPage

ESCAPES = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}


def news_article(page: StoryPage, site: SiteSettings) -> SafeString:
    edition, image = page.edition, page.image
    publisher = {"@type": "NGO", "name": site.name, "url": f"{settings.SITE_URL}/"}
    author = (
        {"@type": "Person", "name": edition.byline} if edition.byline else publisher
    )
    return block(
        {
            "@context": "https://schema.org",
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
    )


def block(data: dict[str, Any]) -> SafeString:
    """JSON that cannot end the `<script>` it stands in."""
    return mark_safe(json.dumps(data, ensure_ascii=False).translate(ESCAPES))  # noqa: S308
