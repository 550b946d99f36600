"""Withdrawing: what visitors get instead, and where the story is no longer listed."""

from datetime import timedelta

import pytest
from django.core.files.storage import storages
from django.utils import timezone

from stories.models import Story
from stories.models.publishing import NotPublishable
from stories.models.withdrawing import Held, NotPublic
from tests.make_stories import last_event, make_photo, make_published, make_story

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("charity")]
LISTS = (
    "/",
    "/stories/",
    "/stories/feed.rss",
    "/stories/feed.json",
    "/search/?q=ledgers",
    "/sitemap-news.xml",
    "/sitemap-stories-{year}.xml",
)


def test_moved_redirects(client, editor_esi):
    story = make_published()
    story.withdraw(editor_esi, "moved", moved_to="/stories/elsewhere/")
    answer = client.get(f"/stories/{story.slug}/")
    assert (answer.status_code, answer["Location"]) == (301, "/stories/elsewhere/")


def test_error_says_so(client, editor_esi):
    story = make_published()
    story.withdraw(editor_esi, "error")
    answer = client.get(f"/stories/{story.slug}/")
    assert answer.status_code == 410
    assert "published it in error" in answer.content.decode()


def test_safeguarding_is_silent(client, safeguarding_sol):
    story = make_published(title="Twelve ledgers")
    story.withdraw(safeguarding_sol, "safeguarding", why="Asked us to")
    answer = client.get(f"/stories/{story.slug}/")
    assert answer.status_code == 410
    assert "ledgers" not in answer.content.decode()
    assert "published it" not in answer.content.decode()


@pytest.mark.parametrize("address", LISTS)
def test_it_leaves_every_list(client, editor_esi, address):
    story = make_published(title="Twelve ledgers", slug="twelve-ledgers")
    address = address.format(year=timezone.localtime(story.published_at).year)
    assert "twelve-ledgers" in client.get(address).content.decode()
    story.withdraw(editor_esi, "safeguarding")
    assert "twelve-ledgers" not in client.get(address).content.decode()


def test_an_older_address_says_nothing_either(client, editor_esi):
    story = make_published(slug="first-words")
    story.revise(editor_esi, slug="second-words")
    story.publish(editor_esi)
    story.withdraw(editor_esi, "safeguarding")
    answer = client.get("/stories/first-words/")
    assert answer.status_code == 410
    assert "second-words" not in answer.content.decode()


def test_its_pictures_leave_the_public_storage(
    editor_esi, django_capture_on_commit_callbacks
):
    story = make_published(hero=make_photo())
    name = story.hero.renditions.first().name
    assert storages["default"].exists(name)
    with django_capture_on_commit_callbacks(execute=True):
        story.withdraw(editor_esi, "safeguarding")
    assert not storages["default"].exists(name)
    assert storages["private"].exists(name)


def test_it_is_on_record_with_the_reason(editor_esi):
    story = make_published()
    story.withdraw(editor_esi, "error", why="Wrong court")
    assert (last_event(story).kind, last_event(story).why) == (
        "withdrawn",
        "Wrong court",
    )
    assert story.is_withdrawn


def test_a_draft_cannot_be_withdrawn(editor_esi):
    with pytest.raises(NotPublic):
        make_story().withdraw(editor_esi, "error")


def test_it_can_be_published_again(client, editor_esi):
    story = make_published()
    story.withdraw(editor_esi, "error")
    story.publish(editor_esi)
    assert client.get(f"/stories/{story.slug}/").status_code == 200


def test_redacting_erases_the_words_of_ended_editions(editor_esi):
    story = make_published(title="A name we must forget")
    story.withdraw(editor_esi, "safeguarding")
    story.redact(editor_esi, "Asked us to forget")
    edition = story.editions.get()
    assert (edition.title, edition.body, edition.plain_text) == ("", "", "")
    assert edition.redacted_at


def test_the_set_and_the_row_agree(editor_esi):
    draft, public, gone = make_story(), make_published(), make_published()
    gone.withdraw(editor_esi, "error")
    for story in (draft, public, gone):
        assert story.is_draft == (story in Story.objects.drafts())
        assert story.is_published == (story in Story.objects.published())
        assert story.is_withdrawn == (story in Story.objects.withdrawn())


def test_what_readers_find_can_be_changed_afterwards(client, editor_esi):
    story = make_published()
    story.withdraw(editor_esi, "moved", moved_to="/give/")
    story.withdraw(editor_esi, "safeguarding", why="It named her village")
    answer = client.get(f"/stories/{story.slug}/")
    assert (answer.status_code, "Location" in answer) == (410, False)
    assert story.editions.count() == 1


def test_what_protects_somebody_is_altered_by_who_guards_alone(
    client, editor_esi, safeguarding_sol
):
    story = make_published()
    story.withdraw(editor_esi, "safeguarding")
    with pytest.raises(Held):
        story.withdraw(editor_esi, "moved", moved_to="/give/")
    story.withdraw(safeguarding_sol, "error")
    answer = client.get(f"/stories/{story.slug}/")
    assert "published it in error" in answer.content.decode()


def test_it_is_published_again_only_after_who_guards_released_it(
    editor_esi, safeguarding_sol
):
    story, now = make_published(), timezone.now()
    story.withdraw(safeguarding_sol, "safeguarding")
    with pytest.raises(NotPublishable, match="release it first"):
        story.publish(editor_esi)
    with pytest.raises(NotPublishable, match="release it first"):
        story.plan_publication(
            editor_esi, now + timedelta(days=1), "Europe/London", now
        )
    with pytest.raises(Held):
        story.lift_hold(editor_esi, "I say so", timezone.now())
    story.lift_hold(safeguarding_sol, "She agreed to it", timezone.now())
    assert story.publish(editor_esi)


def test_a_withdrawal_and_a_publication_at_once_leave_one_answer(editor_esi):
    """Both hold the story's row, so neither acts on what the other has replaced."""
    story = make_published()
    stale = Story.objects.get(pk=story.pk)
    story.publish(editor_esi)
    stale.withdraw(editor_esi, "error")
    assert story.live_edition is None


def test_the_release_is_asked_for_at_the_desk(signed_in, editor_esi, safeguarding_sol):
    story = make_published()
    story.withdraw(editor_esi, "safeguarding")
    address = f"/admin/stories/story/{story.pk}/release/"
    assert signed_in(editor_esi).post(address, {"why": "x"}).status_code == 403
    sol = signed_in(safeguarding_sol)
    assert sol.post(address, {"why": ""}).status_code == 422
    assert sol.post(address, {"why": "She agreed"}).status_code == 302
    assert not story.is_held
    typed = {"reason": "moved", "moved_to": "/stories/", "why": "x"}
    change = f"/admin/stories/story/{story.pk}/withdrawal/"
    assert signed_in(editor_esi).post(change, typed).status_code == 302
