"""Two people change one story: both texts are seen, and nothing of either is lost."""

import pytest

from stories.admin.as_sent import as_sent
from stories.models import Story
from tests.make_stories import make_place, make_story, make_topic

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("charity")]


class Second:
    """Esi, who opened the story before Wen saved it, and saves after her."""

    def __init__(self, client, story: Story) -> None:
        self.client = client
        self.address = f"/admin/stories/story/{story.pk}/change/"
        self.opened = in_the_form(client.get(self.address))

    def saves(self, **typed):
        return self.client.post(self.address, {**self.opened, **typed})

    def saves_again(self, answer):
        """What the page shows now, as the browser would send it."""
        return self.client.post(self.address, in_the_form(answer))


def in_the_form(answer) -> dict:
    """Every field on the page, by name, as a browser would send it."""
    form = answer.context_data["adminform"].form
    sheet = answer.context_data["sheet"]
    sent = {"window": sheet.window, "opened_by": sheet.person.pk}
    for each in [form, *(row for rows in formsets_of(answer) for row in rows)]:
        for name in each.fields:
            sent |= as_sent(each, name)
    for rows in formsets_of(answer):
        for name in rows.management_form.fields:
            sent |= as_sent(rows.management_form, name)
    return sent


def formsets_of(answer) -> list:
    return [each.formset for each in answer.context_data["inline_admin_formsets"]]


@pytest.fixture
def second(signed_in, editor_esi):
    def opens(story: Story) -> Second:
        return Second(signed_in(editor_esi), Story.objects.get(pk=story.pk))

    return opens


def test_the_second_saver_sees_both_and_loses_neither(second, writer_wen):
    story = make_story(by=writer_wen, body="<p>As it was.</p>")
    esi = second(story)
    story.revise(writer_wen, title="Theirs", body="<p>Their words.</p>")
    answer = esi.saves(title="Mine", body="<p>My words.</p>")
    page = answer.content.decode()
    assert answer.status_code == 409
    for words in ("Wen Writer saved this story", "Their words.", "My words.", "Theirs"):
        assert words in page
    assert Story.objects.get().title == "Theirs"
    assert esi.saves_again(answer).status_code == 302
    assert [row["title"] for row in story.revisions.all()][:2] == ["Mine", "Theirs"]


def test_what_only_they_changed_is_in_the_form_already(second, writer_wen):
    story = make_story(by=writer_wen, dek="As it was.", byline="Nobody")
    esi = second(story)
    topic = make_topic("Fishing")
    story.topics.set([topic])
    story.revise(writer_wen, dek="Theirs.", recognisable="staff")
    answer = esi.saves(body="<p>Only mine.</p>")
    assert "standfirst, topics, who can be recognised" in answer.content.decode()
    assert "You both changed" not in answer.content.decode()
    assert esi.saves_again(answer).status_code == 302
    story.refresh_from_db()
    assert (story.dek, story.body) == ("Theirs.", "<p>Only mine.</p>")
    assert (story.recognisable, story.topics.get()) == ("staff", topic)


def test_a_body_that_the_editor_only_laid_out_anew_is_not_mine(second, writer_wen):
    story = make_story(by=writer_wen, body="<p>One.</p><p>Two.</p>")
    esi = second(story)
    story.revise(writer_wen, body="<p>One.</p><p>Two, theirs.</p>")
    answer = esi.saves(title="Mine", body="<p>One.</p>\n\n<p>Two.</p>\n")
    assert "You both changed" not in answer.content.decode()
    esi.saves_again(answer)
    story.refresh_from_db()
    assert (story.title, story.body) == ("Mine", "<p>One.</p><p>Two, theirs.</p>")


def test_rows_that_both_changed_are_all_there(second, writer_wen):
    story = make_story(by=writer_wen)
    links = [
        story.links.create(title=name, url=f"https://example.org/{name}", position=n)
        for n, name in enumerate(("first", "gone"))
    ]
    story.revise(writer_wen)
    esi = second(story)
    links[1].delete()
    story.links.create(title="theirs", url="https://example.org/theirs", position=5)
    story.revise(writer_wen)
    answer = esi.saves(**{"links-1-title": "mine"})
    assert "You both changed: related links" in answer.content.decode()
    (rows,) = (each for each in formsets_of(answer) if each.prefix == "links")
    assert [row["title"].value() for row in rows.forms] == ["first", "theirs", "mine"]
    assert esi.saves_again(answer).status_code == 302
    titles = set(story.links.values_list("title", flat=True))
    assert titles == {"first", "theirs", "mine"}


def test_rows_that_only_they_changed_are_theirs(second, writer_wen):
    story = make_story(by=writer_wen)
    story.links.create(title="old", url="https://example.org/old")
    story.revise(writer_wen)
    esi = second(story)
    story.links.all().delete()
    story.links.create(title="new", url="https://example.org/new")
    story.revise(writer_wen)
    answer = esi.saves(title="Mine")
    assert esi.saves_again(answer).status_code == 302
    assert [link.title for link in story.links.all()] == ["new"]
    assert Story.objects.get().title == "Mine"


def test_what_cannot_be_understood_is_shown_as_it_was_typed(second, writer_wen):
    story = make_story(by=writer_wen)
    esi = second(story)
    strip = [{"label": "Place", "value": "Cebu"}]
    story.revise(writer_wen, case_strip=strip)
    answer = esi.saves(case_strip="no colon here", places=[make_place().pk])
    page = answer.content.decode()
    assert "You both changed: case strip" in page
    assert "Place: Cebu" in page
    assert page.count("no colon here") == 3  # marked, beside theirs, in the form


def test_two_windows_of_one_person_meet_in_the_same_way(second, editor_esi):
    story = make_story(by=editor_esi)
    one, other = second(story), second(story)
    assert one.saves(title="From the first window").status_code == 302
    answer = other.saves(title="From the second")
    assert answer.status_code == 409
    assert "From the first window" in answer.content.decode()


def test_a_form_that_does_not_say_what_it_opened_overwrites_nobody(second):
    story = make_story(title="Saved")
    answer = second(story).saves(title="Blind", opened_version="")
    assert answer.status_code == 409
    assert Story.objects.get().title == "Saved"


def test_a_form_that_another_person_had_opened_asks_first(second, writer_wen):
    story = make_story()
    esi = second(story)
    answer = esi.saves(title="Wen’s words", opened_by=writer_wen.pk)
    assert "Somebody else opened this form" in answer.content.decode()
    assert "Wen’s words" in answer.content.decode()
    assert story.revisions.count() == 1
    assert f'name="opened_by" value="{esi.client.session["_auth_user_id"]}"' in (
        answer.content.decode()
    )
