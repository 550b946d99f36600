"""No script survives the field, the renderer, or being read by another parser."""

import time
from collections.abc import Iterator
from html.parser import HTMLParser
from urllib.parse import urlsplit

import html5lib
import lxml.html
import pytest
from django.core.exceptions import ValidationError

from stories import body, sources
from stories.models.sanitised import SanitisedHTMLField, SanitisedHTMLFormField
from stories.sanitising import ATTRIBUTES, TAGS, clean
from stories.tame import is_shallow
from tests.hostile_html import CORPUS

Element = tuple[str, dict[str, str]]
SCHEMES = {"", "http", "https", "mailto", "tel"}
ADDED = {"rel"}  # by the cleaner itself
OF_THE_PARSER = {"html", "head", "body", "span", "div", "tbody"}


class Naive(HTMLParser):
    """Reads tags as they come, as many programs do."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[Element] = []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, {name: value or "" for name, value in attrs}))


def by_browser_rules(html: str) -> Iterator[Element]:
    tree = html5lib.parse(html, treebuilder="etree", namespaceHTMLElements=False)
    return ((each.tag, dict(each.attrib)) for each in tree.iter() if each.tag)


def by_libxml(html: str) -> Iterator[Element]:
    tree = lxml.html.fromstring(f"<div>{html}</div>")
    elements = (each for each in tree.iter() if isinstance(each.tag, str))
    return ((each.tag, dict(each.attrib)) for each in elements)


READERS = (lambda html: iter(Naive(html).found), by_browser_rules, by_libxml)


def faults(html: str) -> list[str]:
    """Whatever any parser makes of it that is not on the list."""
    return [
        f"{tag} {name}={value}"
        for read in READERS
        for tag, attributes in read(html)
        for name, value in (attributes or {"": ""}).items()
        if not is_allowed(str(tag), name, value)
    ]


def is_allowed(tag: str, name: str, value: str) -> bool:
    if tag not in TAGS | OF_THE_PARSER:
        return False
    known = ATTRIBUTES.get(tag, set()) | ATTRIBUTES["*"] | ADDED | {""}
    return name in known and (name != "href" or leads_where_it_says(value))


def leads_where_it_says(address: str) -> bool:
    """As a browser reads it: without white space, with slashes for backslashes."""
    bare = "".join(each for each in address if each > " ").replace("\\", "/")
    return urlsplit(bare).scheme in SCHEMES and not bare.startswith("//")


def test_the_corpus_is_large_enough() -> None:
    assert len(set(CORPUS)) == len(CORPUS) >= 60


@pytest.mark.parametrize("html", CORPUS)
def test_nothing_hostile_passes_and_cleaning_again_changes_nothing(html) -> None:
    safe = clean(html)
    assert faults(safe) == []
    assert clean(safe) == safe
    serialised = html5lib.serialize(html5lib.parse(safe))
    assert clean(serialised) == clean(clean(serialised)) and not faults(
        clean(serialised)
    )


@pytest.mark.parametrize("html", CORPUS)
def test_the_renderer_adds_only_what_is_ours(html) -> None:
    marked, found = sources.numbered(clean(html), sources.linked)
    drawn = body.render(marked, lambda reference: f"[{reference.kind}]")
    told = drawn + "".join(each.words for each in found)
    ours = {"class", "id", "role"}
    strange = [
        each for each in faults(told) if each.split(" ")[1].split("=")[0] not in ours
    ]
    assert strange == [] and "data-" not in told
    assert "<script" not in drawn.lower() and "\ue000" not in drawn


def test_it_goes_in_and_out_by_one_gate() -> None:
    field, form = SanitisedHTMLField(), SanitisedHTMLFormField(required=False)
    for html in CORPUS:
        safe = clean(html)
        assert field.get_db_prep_save(html, connection=None) == safe  # type: ignore[arg-type]
        assert form.prepare_value(html) == safe
        if is_shallow(html):
            assert form.clean(html) == safe
            continue
        with pytest.raises(ValidationError):
            form.clean(html)
        assert form.clean(safe) == safe


@pytest.mark.parametrize(
    "html",
    [
        "<p>word </p>" * 170_000,
        "<b>" * 100_000,
        "<figure data-photo='1'>" * 4_000,
        "<sup data-source>" * 4_000,
        "<p class=MsoListParagraph>" * 20_000,
        "<b id=docs-internal-guid>" * 20_000,
        "<" * 200_000,
        "&" * 50_000,
        f"{'<blockquote>' * 60_000}word",
        f"{'<p><em>word' * 30_000}",
    ],
    ids=[
        *("2 MB", "deep", "figures", "sources", "items", "bold", "angles"),
        *("ampersands", "quotes in quotes", "never ended"),
    ],
)
def test_a_monster_is_cleaned_in_moments(html) -> None:
    began = time.perf_counter()
    safe = clean(html)
    assert clean(safe) == safe
    assert time.perf_counter() - began < 8
