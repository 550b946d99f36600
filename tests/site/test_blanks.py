"""A kept part is rendered once, and says on each page that page's own words."""

import pytest
from django.template import Context, Template, TemplateSyntaxError

from ijm import generation, kept
from ijm.blanks import Given

pytestmark = pytest.mark.django_db
HEAD = Template(
    '{% load keeping %}{% kept "head" size=size blanks title=title dek=dek %}'
    '<h{{ size }} title="{{ title }}">{{ title }}{% if dek %}, {{ dek }}{% endif %}'
    "{% endkept %}"
)


@pytest.fixture(autouse=True)
def nothing_kept_before():
    kept.forget()


def head(**words) -> str:
    return HEAD.render(Context({"size": 1, "title": "", "dek": "", **words}))


def test_each_page_fills_in_its_own_words():
    assert head(title="A") == '<h1 title="A">A'
    assert head(title="B") == '<h1 title="B">B'


def test_a_blank_without_words_is_none():
    assert head(title="A", dek="so") == '<h1 title="A">A, so'
    assert head(title="A", dek=None) == '<h1 title="A">A'


def test_values_are_kept_apart():
    assert head(title="A", size=2).startswith("<h2")
    assert head(title="A", size=3).startswith("<h3")


def test_words_are_escaped_and_never_read_as_marks():
    assert head(title='"<b>') == '<h1 title="&quot;&lt;b&gt;">&quot;&lt;b&gt;'
    assert head(title="\ue000dek\ue001", dek="no").count("no") == 1


def test_a_new_generation_renders_anew():
    template = Template(
        '{% load keeping %}{% kept "name" %}{{ site.name }}{% endkept %}'
    )
    assert template.render(Context({"site": {"name": "Old"}})) == "Old"
    assert template.render(Context({"site": {"name": "New"}})) == "Old"
    generation.bump()
    assert template.render(Context({"site": {"name": "New"}})) == "New"


def test_what_is_no_assignment_is_refused():
    with pytest.raises(TemplateSyntaxError):
        Template('{% load keeping %}{% kept "a" title %}{% endkept %}')
    with pytest.raises(TemplateSyntaxError):
        Template('{% load keeping %}{% kept "a" blanks title dek=x %}{% endkept %}')


def test_words_escaped_once_serve_many_parts():
    part = '{%% kept "%s" blanks words %%}{{ title }}{{ dek }}{%% endkept %%}'
    template = Template("{% load keeping %}" + part % "a" + part % "b")
    given = Given({"title": "<A>", "dek": None})
    assert template.render(Context({"words": given})) == "&lt;A&gt;" * 2
