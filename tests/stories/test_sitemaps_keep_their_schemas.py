"""The sitemaps, held against schemas of the published rules (tests/schemas)."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.utils import timezone
from lxml import etree

from tests.make_stories import make_photo, make_published, reference

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("charity")]
SCHEMAS = Path(__file__).parent.parent / "schemas"
NEWS = "http://www.google.com/schemas/sitemap-news/0.9"


def faults(xml: bytes, name: str) -> list[str]:
    schema = etree.XMLSchema(etree.parse(SCHEMAS / f"{name}.xsd"))
    schema.validate(etree.fromstring(xml))
    return [each.message for each in schema.error_log]


@pytest.fixture
def told():
    """One with a picture and in two languages, one old, one whose words need care."""
    first = make_published(slug="smoke", body=reference(make_photo()))
    make_published(slug="khmer", language="km", translation_of=first)
    make_published(slug="chinese", language="zh-tw", title="“A” & <b>")
    make_published(slug="old", now=datetime(2021, 5, 1, tzinfo=UTC))
    return first


def got(client, path: str) -> bytes:
    answer = client.get(path)
    assert answer["Content-Type"] == "application/xml; charset=utf-8"
    return answer.content


def test_the_index_and_each_of_its_parts(client, told, settings):
    index = got(client, "/sitemap.xml")
    assert faults(index, "siteindex") == []
    parts = [each.text for each in etree.fromstring(index).iter("{*}loc")]
    paths = [part.removeprefix(settings.SITE_URL) for part in parts]
    assert f"/sitemap-stories-{timezone.localtime().year}.xml" in paths
    for path in paths:
        assert faults(client.get(path).content, "sitemap") == []


def test_the_news_of_two_days(client, told):
    news = got(client, "/sitemap-news.xml")
    assert faults(news, "sitemap") == []
    languages = [
        each.text for each in etree.fromstring(news).iter(f"{{{NEWS}}}language")
    ]
    assert sorted(languages) == ["en", "km", "zh-tw"]


def test_no_news_is_valid_too(client):
    assert faults(got(client, "/sitemap-news.xml"), "sitemap") == []


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        (b"<news:language>en</news:language>", b"<news:language>en-au</news:language>"),
        (b"<news:title>", b"<news:genres>Blog</news:genres><news:title>"),
        (b"</news:title>", b"</news:title><news:access>Subscription</news:access>"),
        (b"<url><loc>http", b"<url><loc>"),
        (b"<news:name>Threshold</news:name>", b"<news:name></news:name>"),
        (b"+00:00</news:publication_date>", b"</news:publication_date>"),
    ],
    ids=["language", "given up", "unknown", "relative", "empty", "no zone"],
)
def test_a_schema_sees_what_is_wrong(client, right, wrong):
    make_published(slug="smoke")
    news = got(client, "/sitemap-news.xml")
    assert right in news
    assert len(faults(news.replace(right, wrong), "sitemap")) > 0


def test_an_address_may_stand_there_once(client):
    make_published(slug="smoke")
    news = got(client, "/sitemap-news.xml")
    url = news[news.index(b"<url>") : news.index(b"</url>") + 6]
    assert len(faults(news.replace(url, url * 2), "sitemap")) > 0
