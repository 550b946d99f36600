"""The form at the foot of every page: no cookie, no query, and the words of today."""

from datetime import timedelta

from django.db import connection
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from ijm import generation
from ijm.models import SiteSettings
from newsletter.models import ConsentText, Interest
from tests.make_newsletter import visitor


def foot(path: str = "/stories/a-story/") -> str:
    request = RequestFactory().get(path)
    site = SiteSettings.current()
    return render_to_string("newsletter/_sign_up.html", {"site": site}, request)


def test_it_costs_no_query_on_a_warm_process(charity):
    generation.bump()
    foot()
    with CaptureQueriesContext(connection) as queries:
        foot()
    tables = [query["sql"] for query in queries if "newsletter_" in query["sql"]]
    assert not tables


def test_it_says_what_is_agreed_to_and_where_it_stands(charity):
    text = foot()
    words = ConsentText.shown_at(timezone.now())
    assert 'name="source_path" value="/stories/a-story/"' in text
    assert f'name="consent_text" value="{words.pk}"' in text
    assert "About: Stories from the field, Opportunities to get involved." in text
    assert words.words[:30] in text


def test_new_words_show_at_once(charity):
    foot()
    Interest.objects.filter(slug="stories").update(name="Stories")
    ConsentText.add("Words of today.", active_from=timezone.now())
    generation.bump()
    assert "Words of today." in foot()
    assert "About: Stories," in foot()


def test_words_of_tomorrow_do_not(charity):
    tomorrow = timezone.now() + timedelta(days=1)
    ConsentText.add("Words of tomorrow.", active_from=tomorrow)
    generation.bump()
    assert "Words of tomorrow." not in foot()


def test_it_stands_on_a_page_that_sets_no_cookie(charity):
    page = visitor().get("/events/")
    assert b'id="sign-up-email"' in page.content
    assert not page.cookies
