"""Footnoted sources: written in the sentence, numbered and listed by the page."""

import json

import pytest

from stories import sources
from stories.body import plain_text
from stories.sanitising import clean
from tests.make_stories import make_published


def source(words: str) -> str:
    return f'<sup data-source="">{words}</sup>'


def test_the_same_words_twice_are_one_source_with_two_ways_back():
    html, found = sources.numbered(
        source("A") + source("B") + source("A"), sources.linked
    )
    assert [(each.number, str(each.words)) for each in found] == [(1, "A"), (2, "B")]
    assert found[0].anchors == ["source-1-1", "source-1-2"]
    assert html.count('id="source-1-1"') == html.count('id="source-1-2"') == 1
    assert html.count('href="#source-1"') == 2


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        (source("A study"), source("A study")),
        (
            source('<a href="https://example.org/">A</a>, <em>2015</em>'),
            source(
                '<a href="https://example.org/" rel="noopener">A</a>, <em>2015</em>'
            ),
        ),
        ('<sup data-source="9&quot; id=x">A</sup>', source("A")),
        (source("<p>A</p><p>B</p>"), source("AB")),
        (source("a<sup>2</sup> b"), source("a2") + " b"),
        (source(source("a")), source("a")),
        (source('<a href="javascript:x()">A</a>'), source('<a rel="noopener">A</a>')),
        (source("<figure data-photo='1'></figure>"), ""),
        (source(" "), ""),
        ("m<sup>2</sup>", "m<sup>2</sup>"),
    ],
)
def test_a_source_is_one_line_with_a_link_at_most(written, kept):
    assert clean(written) == kept
    assert clean(kept) == kept


def test_search_and_mail_read_it_in_brackets():
    assert plain_text(f"<p>Down to 2.2%.{source('A study')}</p>") == (
        "Down to 2.2%. (A study)"
    )


@pytest.mark.django_db
def test_the_page_lists_them_after_the_text_and_leads_both_ways(client, charity):
    story = make_published(
        body=f"<p>One.{source('A study')}</p>"
        + "<p>x</p>" * 9
        + f"<p>{source('B')}</p>"
    )
    page = client.get(story.get_absolute_url()).content.decode()
    text, _title, listed = page.partition('id="sources-title"')
    assert 'id="source-1-1" href="#source-1"' in text
    assert '<li id="source-2">B <a class="sources__back" href="#source-2-1"' in listed
    assert "data-source" not in page


@pytest.mark.django_db
def test_feeds_number_them_without_links_that_lead_nowhere(client, charity):
    make_published(body=f"<p>One.{source('A study')}</p>")
    item = json.loads(client.get("/stories/feed.json").content)["items"][0]
    assert "<p>One.<sup>[1]</sup></p>" in item["content_html"]
    assert "<ol><li>A study</li></ol>" in item["content_html"]
