"""What became of a story: dated lines at its head, and news of it in lists."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from ijm.dates import today
from stories import updates
from tests.make_stories import make_published, make_story
from tests.stories.test_at_the_desk import form_data

ROW = {"on": "2026-11-16", "kind": "update", "words": "The court confirmed it."}


@pytest.mark.parametrize(
    ("typed", "on", "kind", "words"),
    [
        ("2026-11-16: It: grew.", "2026-11-16", "update", "It: grew."),
        ("16/11/2026: It grew.", "2026-11-16", "update", "It grew."),
        ("2026-11-16 Correction:Not so.", "2026-11-16", "correction", "Not so."),
        ("2026-11-16\tcorrection : Not so.", "2026-11-16", "correction", "Not so."),
        ("  16 November 2026 :  It grew. ", "2026-11-16", "update", "It grew."),
        ("2026-11-16: ខ្មែរ", "2026-11-16", "update", "ខ្មែរ"),
    ],
)
def test_a_line_is_a_day_and_words(typed, on, kind, words):
    rows = updates.read(typed)
    assert rows == [{"on": on, "kind": kind, "words": words}]
    updates.validate_updates(rows)
    assert updates.read(updates.written(rows)) == rows


@pytest.mark.parametrize(
    "typed",
    [
        "It grew.",
        "2026-02-30: x",
        "2026-11-16:",
        ": x",
        "yesterday: x",
        "x" + " " * 99_999 + "x",
    ],
)
def test_a_line_without_its_day_is_quoted_back(typed):
    with pytest.raises(ValidationError, match="Line 2"):
        updates.read(f"2026-11-16: Fine.\n{typed}")


@pytest.mark.parametrize(
    "rows",
    [
        "x",
        [1],
        [{"on": "2026-11-16", "words": "x"}],
        [ROW | {"kind": "rumour"}],
        [ROW | {"on": "20261116"}],
        [ROW | {"words": " "}],
        [ROW | {"words": "x" * 241}],
        [ROW] * 13,
    ],
)
def test_other_shapes_are_refused(rows):
    with pytest.raises(ValidationError):
        updates.validate_updates(rows)


def test_an_update_is_news_for_a_month_and_not_before_its_day():
    update = updates.Update(date(2026, 11, 16), "x")
    days = [date(2026, 11, 15), date(2026, 11, 16), date(2026, 12, 16)]
    assert [update.is_recent(day) for day in days] == [False, True, False]


def page_of(client, story) -> str:
    return client.get(story.get_absolute_url()).content.decode()


@pytest.mark.django_db
def test_the_story_tells_them_at_its_head_newest_first(client, charity):
    correction = ROW | {
        "on": "2026-11-18",
        "kind": "correction",
        "words": "It was <b>.",
    }
    page = page_of(client, make_published(updates=[ROW, correction]))
    told = page.partition('id="updates-title"')[2].partition("</section>")[0]
    assert told.index("18 November 2026") < told.index("16 November 2026")
    assert "<strong>Correction</strong>" in told and "It was &lt;b&gt;." in told
    assert page.index("updates-title") < page.index('class="narrow prose"')


@pytest.mark.django_db
@pytest.mark.parametrize(("days_ago", "news"), [(1, True), (40, False)])
def test_lists_tell_of_a_recent_one(client, charity, days_ago, news):
    row = ROW | {"on": str(today() - timedelta(days=days_ago))}
    make_published(updates=[row], now=timezone.now() - timedelta(days=60))
    page = client.get("/stories/").content.decode()
    assert ("The court confirmed it." in page) == news


@pytest.mark.django_db
def test_what_is_typed_at_the_desk_is_frozen_with_the_edition(
    signed_in, editor_esi, client, charity
):
    story = make_story()
    form = form_data(story, updates="2026-11-16: The court confirmed it.")
    address = f"/admin/stories/story/{story.pk}/change/"
    assert signed_in(editor_esi).post(address, form).status_code == 302
    story.refresh_from_db()
    assert story.updates == story.latest_revision["updates"] == [ROW]
    story.publish(editor_esi)
    assert "The court confirmed it." in page_of(client, story)


@pytest.mark.django_db
def test_a_note_on_content_has_a_way_past_and_a_way_to_help(client, charity):
    page = page_of(client, make_published(content_note="It speaks of violence."))
    note = page.partition('class="content-note"')[2].partition("</aside>")[0]
    assert 'href="#after-story"' in note and 'href="/get-help/"' in note
    assert page.count('id="after-story"') == 1
