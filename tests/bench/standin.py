"""A story page as the real one is built, for the time before there are stories.

Five queries, a head, twelve paragraphs, three related cards and a foot.
"""

from functools import cache
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import path

from ijm.models import SiteSettings

PARAGRAPH = (
    "The case began with a phone call and a name. It took the investigators two years "
    "to find the place, and one morning to open its door; what came after took longer. "
) * 3
WORDS = """{% load i18n site %}<!doctype html>
<html lang="en-AU"><head><title>{{ title }} – {{ site.name }}</title>
<link rel="canonical" href="{{ canonical_url }}">
<meta name="description" content="{{ title }}"></head>
<body><header><nav>{% for item in menu %}<a href="{{ item.url }}">{{ item.label }}</a>
{% endfor %}</nav></header><main><article><h1>{{ title }}</h1>
<dl class="case-strip">{% for label, value in facts %}<div><dt>{{ label }}</dt>
<dd>{{ value }}</dd></div>{% endfor %}</dl>
{% for paragraph in paragraphs %}<p>{{ paragraph }}</p>{% endfor %}</article>
<ul class="cards">{% for card in cards %}<li class="card">
<a class="card__link" href="/stories/{{ forloop.counter }}/"><h3>{{ card }}</h3>
<p>{% blocktranslate %}Read on{% endblocktranslate %}</p></a>
</li>{% endfor %}</ul></main><footer>{% for link in social %}
<a href="{{ link.url }}">{{ link.label }}</a>{% endfor %}{% for sister in sisters %}
<a href="{{ sister.url }}">{{ sister.country }}</a>{% endfor %}
<form method="post" action="/newsletter/">{% form_token "newsletter" %}
<input name="email" type="email"></form><p>{{ site.legal_name }}</p></footer>
</body></html>"""


def story(request: HttpRequest) -> HttpResponse:
    found = SiteSettings.objects.first() or SiteSettings.unwritten()
    context = {
        "title": "The record and the thread",
        "menu": list(found.menu_items.all()) if found.pk else [],
        "social": list(found.social_links.all()) if found.pk else [],
        "sisters": list(found.sister_sites.all()) if found.pk else [],
        "facts": [("Place", "Phnom Penh"), ("Years", "13"), ("Case", "Labour")],
        "paragraphs": [PARAGRAPH] * 12,
        "cards": ["One more", "Another", "And a third"],
    }
    return HttpResponse(template().render(context, request))


@cache
def template() -> Any:
    """Compiled once, as the loader that caches does it with files."""
    return engines["django"].from_string(WORDS)


urlpatterns = [path("stories/for-the-bench/", story)]
