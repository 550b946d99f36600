"""An export is read in a stream, whatever was done to it. No database here."""

import io
import tracemalloc

import pytest

from stories.moving.old_post import attachment_of, post_of
from stories.moving.wxr import Export
from stories.moving.wxr_parsing import NotAnExport
from tests.make_wordpress import FOOT, HEAD, attachment, cdata, export, meta, post, term


def read(text: str | bytes) -> tuple[list[str], Export]:
    data = text.encode() if isinstance(text, str) else text
    found = Export(io.BytesIO(data))
    return [each["title"] for each in found if each.name == "item"], found


def test_an_item_is_read_with_all_its_parts():
    inside = term("Courts") + term("Khmer", "post_tag", "%e1%9e%81")
    inside += meta("_thumbnail_id", "9") + meta("secret", "x") + meta("_edit_lock", "1")
    inside += "<wp:comment><wp:comment_id>1</wp:comment_id></wp:comment>"
    text = export(post(7, "A ]]> b", inside))
    _author, item = Export(io.BytesIO(text.encode()))
    old = post_of(item)
    assert (old.number, old.author, old.content) == ("7", "rosa", "A ]]> b")
    assert [each.name for each in old.terms] == ["Courts", "Khmer"]
    assert (old.thumbnail, old.fields, old.comments) == ("9", ("secret",), 1)
    assert old.told_at.isoformat() == "2015-03-01T10:00:00+00:00"


def test_nobodys_address_and_no_field_of_a_plug_in_is_kept():
    inside = meta("phone", "+855 000") + "<wp:comment><wp:comment_author_IP>192.0.2.9"
    inside += "</wp:comment_author_IP></wp:comment>"
    whole = Export(io.BytesIO(export(post(1, "x", inside)).encode()))
    told = repr([(each.texts, [part.texts for part in each.parts]) for each in whole])
    assert "+855" not in told and "192.0.2.9" not in told


def test_a_file_cut_in_half_gives_all_that_was_whole():
    text = export(*(post(number, "<p>word</p>" * 50) for number in range(1, 101)))
    titles, found = read(text[: len(text) // 2])
    assert 45 < len(titles) < 52 and titles[0] == "Post 1"
    assert [each.title for each in found.breaks] == [f"Post {len(titles) + 1}"]


def test_one_broken_item_costs_only_itself():
    broken = post(2).replace("<title>", "<title>A <b> & ", 1)
    titles, found = read(export(post(1), broken, post(3), post(4)))
    assert titles == ["Post 1", "Post 3", "Post 4"]
    lines = HEAD.count("\n") + 2
    assert [each.line for each in found.breaks] == [lines]


@pytest.mark.parametrize(
    ("dirt", "clean"),
    [
        ("a\x0bb\x00c", "abc"),
        ("a&nbsp;b&hellip;", "a\xa0b…"),
        ("&unheard;", "&unheard;"),
    ],
)
def test_dirt_that_would_end_the_reading_is_cleaned_away(dirt, clean):
    titles, _found = read(HEAD + f"<item><title>{dirt}</title></item>" + FOOT)
    assert titles == [clean]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "iso-8859-1"])
def test_other_encodings_are_read(encoding):
    text = export(post(1, title="Café"))
    if encoding.startswith("iso"):
        text = text.replace("UTF-8", "ISO-8859-1").replace("hellip", "amp")
    assert read(text.encode(encoding))[0] == ["Café"]


BOMB = """<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a "ha">
<!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><rss><channel>&b;</channel></rss>"""
OUTSIDE = """<!DOCTYPE rss [<!ENTITY x SYSTEM "/etc/passwd">]>"""


@pytest.mark.parametrize(
    "text",
    [
        BOMB,
        OUTSIDE + export(post(1)),
        '<!DOCTYPE rss SYSTEM "http://evil.example/x.dtd">' + export(post(1)),
        "",
        "hello",
        "<html><body>Not found</body></html>",
        '{"posts": []}',
        "<rss><channel><item><title>A feed</title></item></channel></rss>",
        HEAD + "<a>" * 100_000,
        HEAD + "<item x='" + "a" * 4_000_000 + "'>",
    ],
    ids=lambda text: text[:24],
)
def test_what_is_no_export_or_means_harm_is_refused_in_a_sentence(text):
    with pytest.raises(NotAnExport) as refused:
        read(text)
    assert "WordPress" in str(refused.value.message)


def test_an_item_of_twenty_megabytes_is_not_held():
    long = export(post(1, "y" * 20_000_000), post(2))
    items = [e for e in Export(io.BytesIO(long.encode())) if e.name == "item"]
    assert [item.too_long for item in items] == [True, False]
    assert len(items[0].texts["content:encoded"]) < 9_000_000


class Endless(io.RawIOBase):
    """An export of `count` posts that is never in memory as a whole."""

    def __init__(self, count: int) -> None:
        self.count, self.at, self.rest = count, 0, HEAD.encode()

    def readable(self) -> bool:
        return True

    def seek(self, *_where: int) -> int:
        self.at, self.rest = 0, HEAD.encode()
        return 0

    def read(self, size: int = -1) -> bytes:
        while len(self.rest) < size and self.at < self.count:
            self.at += 1
            self.rest += post(self.at, "<p>word</p>" * 300).encode()
        data, self.rest = self.rest[:size], self.rest[size:]
        return data


def peak(count: int) -> int:
    tracemalloc.start()
    for _each in Export(Endless(count)):
        pass
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return most


def test_memory_stays_flat():
    assert peak(900) < peak(90) * 1.5


def test_an_attachment_says_what_was_said_of_it():
    text = export(attachment(5, "2015/03/boat.jpg", "A boat", "On the <b>beach</b>"))
    *_rest, item = Export(io.BytesIO(text.encode()))
    said = attachment_of(item)
    assert (said.number, said.alt, said.caption) == ("5", "A boat", "On the beach")
    assert said.address.endswith("/uploads/2015/03/boat.jpg")


def test_a_date_is_taken_from_where_there_is_one():
    cases = {
        ("0000-00-00 00:00:00", "2015-03-01 21:00:00", ""): "2015-03-01T21:00",
        ("", "", "Sun, 01 Mar 2015 10:00:00 +0000"): "2015-03-01T10:00",
        ("", "not a day", "nor this"): None,
    }
    for (gmt, local, feed), expected in cases.items():
        text = export(post(1, wp__post_date_gmt=gmt, wp__post_date=local, pubDate=feed))
        *_rest, item = Export(io.BytesIO(text.encode()))
        told = post_of(item).told_at
        assert (told and told.isoformat()[:16]) == expected


def test_words_in_cdata_keep_their_ends():
    assert cdata("a]]>b") == "<![CDATA[a]]]]><![CDATA[>b]]>"
