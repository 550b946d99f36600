"""Search: stems, accents, scripts without spaces, filters, help where nothing is."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.utils import timezone

from stories.counting import Choice
from stories.finding import Reach, find, statement
from stories.suggesting import titles_like
from stories.terms import Terms
from tests.bench.crowd import make_crowd
from tests.make_stories import make_photo, make_place, make_published, make_topic

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("charity")]
EVERYTHING = Choice()


def search(client, terms: str, **more) -> str:
    answer = client.get("/search/", {"q": terms, **more})
    assert answer.status_code == 200
    return answer.content.decode()


def titles(page: str) -> list[str]:
    found = re.findall(r'card__link" href="[^"]+">(.*?)</a></h3>', page)
    return [re.sub("<.*?>", "", title) for title in found]


@pytest.fixture
def sister():
    return make_published(
        title="Sister Thérèse",
        slug="sister",
        body="<p>She walked past the brick kiln.</p><p>នាងបានដើរកាត់ឡឥដ្ឋ។ 彼女は窯を",
        topics=[make_topic(aliases=["debt bondage"])],
    )


def test_it_finds(client, sister):
    for terms, found in {
        "kiln": True,
        "KILNS": True,
        "kil": True,
        "ki": False,
        "brick kil": True,
        "Thérèse": True,
        "therese": True,
        "bondage": True,
        '"brick kiln"': True,
        '"kiln brick"': False,
        '"brick kiln" walk': True,
        "kiln -brick": False,
        "kiln or quarry": True,
        "quarry or kil": True,
        "quarry": False,
        "ឡឥដ្ឋ": True,  # Khmer, in the middle of a sentence
        "ឡ\u200bឥដ្ឋ": True,
        "窯 彼女": True,
        "窯x": False,
        "100%": False,
        "kiln\x00": True,
        "\u202ekiln": True,
        "' OR 1=1 --": False,
        "!!!": False,
        "((kiln": True,
        "kiln & | ! <-> :*": True,
        '"': False,
        "the": False,
        "🧱": False,
        "x" * 10_000: False,
    }.items():
        page = search(client, terms)
        assert (titles(page) == ["Sister Thérèse"]) == found, terms


def test_what_is_too_long_is_said_in_a_sentence(client):
    page = search(client, "brick " * 2_000)
    assert "at most 100 letters" in page


def test_a_title_counts_more_than_a_mention():
    mention = make_published(title="Other", body="<p>A kiln.</p>")
    title = make_published(title="The kiln", body="<p>Other.</p>")
    found = find(Terms("kiln"), EVERYTHING, timezone.now())
    in_order = [title.live_edition.pk, mention.live_edition.pk]
    assert [match.pk for match in found.matches] == in_order


def test_a_word_of_the_card_alone_finds_it(client):
    make_published(title="The boat", card_summary="A lighthouse shone that night.")
    page = search(client, "lighthouses")
    assert titles(page) == ["The boat"] and "A <mark>lighthouse</mark> shone" in page


def test_pages_are_found_too(client):
    make_published(kind="page", slug="visits", title="Visiting our office")
    page = search(client, "visiting office")
    assert titles(page) == ["Visiting our office"]
    assert ">Page</p>" in page


def test_the_words_looked_for_are_marked(client):
    make_published(
        title="Smoke & kilns",
        card_summary="An office answered.",
        body="<p>Before dawn 1 &lt; 2 a kiln was lit, and nobody in all the village "
        "was awake to see it.</p>",
    )
    page = search(client, "kiln")
    assert "Smoke &amp; <mark>kilns</mark></a>" in page
    assert "dawn 1 &lt; 2 a <mark>kiln</mark> was lit" in page


def test_letters_are_marked_where_words_cannot_be(client, sister):
    assert "<mark>ឡឥដ្ឋ</mark>។" in search(client, "ឡឥដ្ឋ")


def test_nobody_can_forge_a_mark(client):
    make_published(title="A \ue000kiln\ue001", body="<p>\ue000x\ue001 a kiln</p>")
    page = search(client, "kiln")
    assert "\ue000" not in page
    assert page.count("<mark>") == page.count("</mark>") == 2


def test_a_story_with_a_note_on_content_shows_no_line_of_its_text(client):
    make_published(body="<p>What he took.</p>", content_note="Speaks of violence.")
    page = search(client, "took")
    assert "Speaks of violence." in page
    assert "What he" not in page


def test_it_narrows_and_says_how_many(client):
    topic, place = make_topic(), make_place()
    make_published(title="A kiln", topics=[topic], now=datetime(2021, 5, 1, tzinfo=UTC))
    make_published(title="Two kilns", topics=[topic], places=[place])
    make_published(kind="page", slug="kilns", title="About kilns")
    page = search(client, "kiln")
    assert len(titles(page)) == 3
    assert "Forced labour (2)" in page
    assert "2021 (1)" in page
    narrowed = search(client, "kiln", topic="forced-labour", year="2021")
    assert titles(narrowed) == ["A kiln"]
    assert 'href="?q=kiln"' in narrowed


def test_pages_of_what_was_found_follow_each_other(client):
    make_crowd(40)
    assert 'href="?q=harbour&amp;page=2"' in search(client, "harbour")
    assert titles(search(client, "harbour", page=2))
    assert client.get("/search/", {"q": "harbour", "page": 9}).status_code == 404


def test_what_is_no_longer_public_is_not_found(client, sister, editor_esi):
    ends = timezone.now() + timedelta(hours=1)
    make_published(title="Lapsing kiln", until=ends)
    make_published(title="Late kiln").withdraw(editor_esi, "safeguarding")
    sister.revise(editor_esi, body="<p>Nothing of it.</p>")
    sister.publish(editor_esi)
    assert titles(search(client, "kiln")) == ["Lapsing kiln"]
    assert not find(Terms("kiln"), EVERYTHING, ends).total
    assert not find(Terms("窯"), EVERYTHING, ends).total


def test_tags_are_no_words():
    make_published(body="<h2>One</h2><p>Two</p><blockquote><p>Three</p></blockquote>")
    assert not find(Terms("blockquote"), EVERYTHING, timezone.now()).total


def test_no_words_find_nothing_and_show_the_topics(client):
    make_published(topics=[make_topic()])
    page = search(client, "")
    assert 'role="status"' not in page
    assert 'href="/stories/topics/forced-labour/">Forced labour</a>' in page


def test_an_old_word_for_a_topic_leads_to_it(client):
    make_topic(aliases=["Debt bondage"], introduction="Held by debt.")
    for terms in ("debt bondage", "DEBT  bondage?", "debt bon", "forced labour trial"):
        assert 'href="/stories/topics/forced-labour/">Forced' in search(client, terms)
    assert 'class="subjects"' not in search(client, "deb")


def test_it_asks_what_was_meant(client):
    make_published(title="The magistrate of Battambang", topics=[make_topic()])
    for terms, meant in {
        "magistarte": "magistrate",
        "batambang": "battambang",
        "forced labuor": "forced labour",
    }.items():
        page = search(client, terms)
        assert f"<bdi>{meant}</bdi>" in page, terms
    assert "<bdi>" not in search(client, "xylophone")


def test_where_no_story_has_all_of_the_words_it_offers_some(client):
    make_published(body="<p>A brick.</p>")
    make_published(body="<p>A ferry.</p>")
    assert "?q=brick%20or%20ferry" in search(client, "brick ferry")


def test_it_never_suggests_what_is_not_public(client, editor_esi):
    make_published(title="The magistrate").withdraw(editor_esi, "safeguarding")
    assert "magistrate" not in search(client, "magistarte")


def test_it_takes_few_queries(client, django_assert_max_num_queries):
    make_published(title="A kiln", hero=make_photo())
    search(client, "kiln")
    with django_assert_max_num_queries(6):
        search(client, "kiln")


def test_the_newest_that_match_are_found_however_far_back_they_lie():
    make_crowd(300)
    now = timezone.now()
    for margin in (0.1, 2.5):  # with the first, what the planner guesses is too few
        _finds_the_newest(now, Reach(window=40, margin=margin))


def _finds_the_newest(now, reach):
    for terms in ("harbour", "lantern", "quicksilver", "harbour lantern"):
        found = find(Terms(terms), EVERYTHING, now, reach).matches
        assert {match.pk for match in found} == set(_newest_by_hand(terms)), terms


def _newest_by_hand(terms: str) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id FROM stories_edition WHERE search @@"
            " websearch_to_tsquery('story_words', %s)"
            " ORDER BY published_at DESC, id DESC LIMIT 40",
            [terms],
        )
        return [pk for (pk,) in cursor.fetchall()]


def test_it_reads_by_index():
    make_crowd(300)
    now = timezone.now()
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("SET LOCAL enable_indexscan = off")  # of the newest, few here
        sql, given = statement(Terms("quicksilver"), EVERYTHING, now, 1_000)
        cursor.execute(f"EXPLAIN {sql}", given)
        assert "edition_words" in "".join(line for (line,) in cursor.fetchall())
    assert "edition_title_letters" in titles_like("magistarte", now).explain()
