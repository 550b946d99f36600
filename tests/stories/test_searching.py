"""Search: stems, accents, other words for a topic, the beginning of a word."""

import pytest

from stories.models import Edition
from tests.make_stories import make_published, make_topic

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("charity")]


@pytest.mark.parametrize(
    ("terms", "found"),
    [
        ("kiln", True),
        ("kilns", True),
        ("kil", True),
        ("brick kil", True),
        ("Thérèse", True),
        ("therese", True),
        ("bondage", True),
        ('"brick kiln"', True),
        ('"kiln brick"', False),
        ("kiln -brick", False),
        ("quarry", False),
        ("' OR 1=1 --", False),
        ("!!!", False),
        ("kiln\x00", False),
    ],
)
def test_it_finds(client, terms, found):
    make_published(
        title="Sister Thérèse",
        body="<p>She walked past the brick kiln.</p>",
        topics=[make_topic(aliases=["debt bondage"])],
    )
    page = client.get("/search/", {"q": terms}).content.decode()
    assert ("Sister Thérèse</a>" in page) == found


def test_a_title_counts_more_than_a_mention():
    mention = make_published(title="Other", body="<p>A kiln.</p>")
    title = make_published(title="The kiln", body="<p>Other.</p>")
    found = Edition.objects.search("kiln")
    assert [each.story_id for each in found] == [title.pk, mention.pk]


def test_tags_are_no_words():
    make_published(body="<h2>One</h2><p>Two</p><blockquote><p>Three</p></blockquote>")
    assert not Edition.objects.search("blockquote").exists()


def test_no_words_find_nothing_and_say_nothing(client):
    make_published()
    page = client.get("/search/").content.decode()
    assert "found" not in page
