"""Feeds, sitemaps and structured data, as the programs that read them see them."""

import json
from datetime import UTC, datetime, timedelta
from xml.etree import ElementTree

import feedparser
import pytest
from django.utils import timezone

from stories import sitemaps
from tests.make_stories import (
    make_photo,
    make_place,
    make_published,
    make_topic,
    reference,
)
from tests.structured import extruct

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("charity")]
MAP = f"{{{sitemaps.SITEMAP}}}"
NEWS = f"{{{sitemaps.NEWS}}}"
XHTML = f"{{{sitemaps.XHTML}}}"
OLD = datetime(2021, 5, 1, tzinfo=UTC)


def got(client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


@pytest.fixture
def told():
    photo = make_photo()
    return make_published(
        title="Smoke & <kilns>",
        slug="smoke",
        body=f"<p>All of it.</p>{reference(photo)}",
        content_note="Of courts.",
        byline="B. Writer",
        topics=[make_topic(aliases=["Debt bondage"])],
        places=[make_place()],
    )


@pytest.mark.parametrize("address", ["/stories/", "/stories/topics/forced-labour/"])
@pytest.mark.parametrize(("feed", "version"), [("rss", "rss20"), ("atom", "atom10")])
def test_a_feed_parser_reads_the_whole_story(
    client, told, settings, address, feed, version
):
    make_published(title="Of something else")
    found = feedparser.parse(got(client, f"{address}feed.{feed}"))
    assert not found.bozo
    assert found.version == version
    entry = next(each for each in found.entries if each.title == "Smoke & <kilns>")
    assert entry.link == entry.id == f"{settings.SITE_URL}/stories/smoke/"
    content = entry.content[0].value
    assert "All of it." in content
    assert f'src="{settings.SITE_URL}/media/photos/' in content
    assert '"/media/' not in content
    assert entry.summary == "Of courts. · An office answered, and a door opened."
    assert len(found.entries) == (1 if "topics" in address else 2)
    assert entry.published_parsed


def test_the_json_feed_is_one_by_its_rules(client, told, settings):
    for address in ("/stories/", "/stories/topics/forced-labour/"):
        feed = json.loads(got(client, f"{address}feed.json"))
        assert feed["version"] == "https://jsonfeed.org/version/1.1"
        assert feed["feed_url"] == f"{settings.SITE_URL}{address}feed.json"
        (item,) = feed["items"]
        assert item["title"] == "Smoke & <kilns>"
        assert item["tags"] == ["Forced labour", "Cambodia"]
        assert "All of it." in item["content_html"]
        assert datetime.fromisoformat(item["date_published"])
    assert client.get("/stories/topics/nothing/feed.json").status_code == 404


def addresses(text: str) -> list[str]:
    return [each.text for each in ElementTree.fromstring(text).iter(f"{MAP}loc")]


def test_the_sitemap_has_each_page_once(client, told, settings):
    site = settings.SITE_URL
    make_published(slug="long-ago", now=OLD)
    make_published(slug="a-page", kind="page")
    make_published(slug="theirs", canonical_elsewhere="https://example.org/theirs/")
    parts = addresses(got(client, "/sitemap.xml"))
    assert f"{site}/sitemap-stories-2021.xml" in parts
    every = [
        url for part in parts for url in addresses(got(client, part.removeprefix(site)))
    ]
    assert sorted(every) == sorted(
        f"{site}{path}"
        for path in (
            "/stories/smoke/",
            "/stories/long-ago/",
            "/a-page/",
            "/stories/topics/forced-labour/",
            "/stories/places/cambodia/",
        )
    )
    assert client.get("/sitemap-stories-1999.xml").status_code == 404
    assert client.get("/sitemap-nothing.xml").status_code == 404


def test_the_sitemap_has_pictures_that_are_public(client, told, editor_esi, settings):
    part = f"/sitemap-stories-{timezone.localtime().year}.xml"
    assert f"<image:loc>{settings.SITE_URL}/media/photos/" in got(client, part)
    photo = told.live_edition.photo_ids[0]
    type(make_photo()).objects.get(pk=photo).withdraw(editor_esi, "Asked us to")
    assert "<image:loc>" not in got(client, part)


def test_other_languages_are_named_while_they_are_public(client, told, editor_esi):
    khmer = make_published(slug="khmer", language="km", translation_of=told)
    part = f"/sitemap-stories-{timezone.localtime().year}.xml"
    links = [
        (each.get("hreflang"), each.get("href").rpartition("/stories")[2])
        for each in ElementTree.fromstring(got(client, part)).iter(f"{XHTML}link")
    ]
    both = [("en-au", "/smoke/"), ("km", "/khmer/")]
    assert sorted(links) == sorted(both * 2)
    assert 'hreflang="km"' in got(client, "/stories/smoke/")
    khmer.withdraw(editor_esi, "error")
    assert "hreflang" not in got(client, part)


# What the news sitemap's schema asks of an address, each exactly once, in this order.
OF_NEWS = ["publication", "publication_date", "title"]


def test_the_news_sitemap_keeps_its_schema(client, told, time_machine):
    make_published(slug="long-ago", now=OLD)
    root = ElementTree.fromstring(got(client, "/sitemap-news.xml"))
    assert root.tag == f"{MAP}urlset"
    (url,) = root
    assert [each.tag for each in url] == [f"{MAP}loc", f"{NEWS}news"]
    news = url[1]
    assert [each.tag for each in news] == [f"{NEWS}{name}" for name in OF_NEWS]
    assert [(each.tag, each.text) for each in news[0]] == [
        (f"{NEWS}name", "Threshold"),
        (f"{NEWS}language", "en"),
    ]
    published = datetime.fromisoformat(news[1].text)
    assert timezone.now() - published < timedelta(days=2)
    assert news[2].text == "Smoke & <kilns>"
    time_machine.move_to(timezone.now() + timedelta(days=3))
    assert len(ElementTree.fromstring(got(client, "/sitemap-news.xml"))) == 0


def structured(page: str) -> dict[str, dict]:
    """What an extractor takes from a page: each thing of the graph, by its type."""
    (block,) = extruct.extract(page, syntaxes=["json-ld"], errors="strict")["json-ld"]
    assert block["@context"] == "https://schema.org"
    return {thing["@type"]: thing for thing in block["@graph"]}


def test_an_extractor_reads_who_what_and_where(client, told, settings):
    things = structured(got(client, "/stories/smoke/"))
    article, charity = things["NewsArticle"], things["NGO"]
    assert article["headline"] == "Smoke & <kilns>"
    assert article["publisher"] == {"@id": charity["@id"]}
    assert article["author"] == {"@type": "Person", "name": "B. Writer"}
    assert datetime.fromisoformat(article["datePublished"]).tzinfo
    assert charity["name"] == "Threshold"
    steps = things["BreadcrumbList"]["itemListElement"]
    assert [step["position"] for step in steps] == [1, 2, 3]
    assert steps[-1]["item"] == f"{settings.SITE_URL}/stories/smoke/"


def test_an_extractor_reads_what_is_shared(client, told, settings):
    page = got(client, "/stories/smoke/")
    (graph,) = extruct.extract(page, syntaxes=["opengraph"], errors="strict")[
        "opengraph"
    ]
    told_of = dict(graph["properties"])
    assert told_of["og:type"] == "article"
    assert told_of["og:title"] == "Smoke & <kilns>"
    assert told_of["og:url"] == f"{settings.SITE_URL}/stories/smoke/"
    assert told_of["og:image"].startswith(f"{settings.SITE_URL}/")


def test_an_old_word_for_a_topic_leads_to_its_page(client, told):
    answer = client.get("/stories/topics/debt-bondage/")
    assert answer.status_code == 301
    assert answer["Location"] == "/stories/topics/forced-labour/"
    assert client.get("/stories/topics/Forced-Labour/").status_code == 301
    assert client.get("/stories/topics/nothing/").status_code == 404
