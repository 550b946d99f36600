"""Publishing: what is frozen, what forbids it, what the public then reads."""

import pytest

from stories.models import Edition
from stories.models.edition import Frozen
from stories.models.publishing import NotPublishable
from tests.make_stories import (
    last_event,
    make_photo,
    make_place,
    make_published,
    make_story,
    make_topic,
    reference,
)

pytestmark = pytest.mark.django_db


def codes(refused) -> list[str]:
    return [problem.code for problem in refused.value.problems]


def test_it_freezes_the_words_topics_and_photos(editor_esi):
    photo = make_photo()
    story = make_story(
        title="Twelve ledgers",
        body=f"<p>One.</p>{reference(photo)}",
        hero=make_photo(),
        topics=[make_topic("Forced labour", aliases=["debt bondage"])],
        places=[make_place("Cambodia")],
    )
    edition = story.publish(editor_esi)
    assert edition.title == "Twelve ledgers"
    assert edition.topics == (("forced-labour", "Forced labour"),)
    assert edition.places == (("cambodia", "Cambodia"),)
    assert edition.photo_ids == [story.hero_id, photo.pk]
    assert edition.plain_text == "One."
    assert last_event(story).kind == "published"


def test_it_shows_the_photos_files(editor_esi):
    story = make_story(hero=make_photo())
    assert not story.hero.shown_at
    story.publish(editor_esi)
    story.hero.refresh_from_db()
    assert story.hero.shown_at


def test_editing_afterwards_changes_nothing_in_public(editor_esi, client, charity):
    story = make_published(title="As published")
    story.revise(editor_esi, title="As edited")
    assert story.is_changed_since_published
    page = client.get(f"/stories/{story.slug}/").content.decode()
    assert "As published" in page
    assert "As edited" not in page


def test_publishing_again_replaces_the_edition(editor_esi):
    story = make_published()
    first = story.live_edition
    story.revise(editor_esi, title="Second words")
    second = story.publish(editor_esi)
    first.refresh_from_db()
    assert first.ended_reason == Edition.Ended.REPLACED
    assert second.published_at == first.published_at
    assert second.updated_at > first.updated_at


@pytest.mark.parametrize(
    ("columns", "code"),
    [
        ({"body": ""}, "no_body"),
        ({"card_summary": " "}, "no_card_summary"),
        ({"recognisable": ""}, "unanswered"),
        ({"recognisable": "subject"}, "no_subject"),
    ],
)
def test_it_is_refused_while_something_is_missing(editor_esi, columns, code):
    story = make_story(**columns)
    with pytest.raises(NotPublishable) as refused:
        story.publish(editor_esi)
    assert codes(refused) == [code]
    assert not story.editions.exists()


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ({"recognisable": ""}, "photo_unanswered"),
        ({"recognisable": "subject"}, "photo_no_subject"),
        ({"alt": ""}, "photo_silent"),
    ],
)
def test_a_photo_without_its_answers_holds_it_back(editor_esi, words, code):
    story = make_story(body=f"<p>One.</p>{reference(make_photo(**words))}")
    with pytest.raises(NotPublishable) as refused:
        story.publish(editor_esi)
    assert codes(refused) == [code]


def test_a_decorative_photo_needs_no_words(editor_esi):
    photo = make_photo(alt="", decorative=True)
    assert make_story(hero=photo).publish(editor_esi).hero_id == photo.pk


def test_a_page_needs_no_card_summary(editor_esi):
    story = make_story(kind="page", card_summary="")
    assert story.publish(editor_esi).get_absolute_url() == f"/{story.slug}/"


def test_an_edition_refuses_to_be_saved_again():
    edition = make_published().live_edition
    edition.title = "Changed behind the editor's back"
    with pytest.raises(Frozen):
        edition.save()


def test_the_database_refuses_to_change_an_edition():
    from django.db import Error

    edition = make_published().live_edition
    with pytest.raises(Error):
        Edition.objects.filter(pk=edition.pk).update(title="Changed")


def test_an_embargo_holds_for_everybody(editor_esi):
    from datetime import timedelta

    from django.utils import timezone

    story = make_story(embargo_until=timezone.now() + timedelta(hours=1))
    with pytest.raises(NotPublishable) as refused:
        story.publish(editor_esi, alone_because="The court spoke early")
    assert codes(refused) == ["embargo"]


def test_nobody_publishes_their_own_text_alone(settings, editor_esi):
    settings.TWO_PEOPLE_PUBLISH = True
    story = make_story(by=editor_esi)
    with pytest.raises(NotPublishable) as refused:
        story.publish(editor_esi)
    assert codes(refused) == ["second_person"]


def test_a_colleague_publishes_it(settings, writer_wen, editor_esi):
    settings.TWO_PEOPLE_PUBLISH = True
    story = make_story(by=writer_wen)
    story.submit(writer_wen)
    story.publish(editor_esi)
    assert story.is_published
    assert not story.is_in_review


def test_publishing_alone_is_on_record_until_approved(
    settings, editor_esi, admin_amina
):
    settings.TWO_PEOPLE_PUBLISH = True
    story = make_story(by=editor_esi)
    story.publish(editor_esi, alone_because="The court spoke early")
    assert last_event(story).why == "The court spoke early"
    assert list(type(story).objects.forced()) == [story]
    story.approve(admin_amina)
    assert not type(story).objects.forced().exists()


def test_nobody_approves_what_they_published_alone(settings, signed_in, editor_esi):
    settings.TWO_PEOPLE_PUBLISH = True
    story = make_story(by=editor_esi)
    story.publish(editor_esi, alone_because="The court spoke early")
    answer = signed_in(editor_esi).post(f"/admin/stories/story/{story.pk}/approval/")
    assert "for a colleague who has read it" in answer.content.decode()
    assert story.is_forced


def test_a_reason_gets_nobody_past_safeguarding(settings, editor_esi):
    settings.TWO_PEOPLE_PUBLISH = True
    story = make_story(by=editor_esi, recognisable="subject")
    with pytest.raises(NotPublishable) as refused:
        story.publish(editor_esi, alone_because="It is urgent")
    assert codes(refused) == ["no_subject"]


def test_publishing_makes_cached_pages_forget(editor_esi):
    from ijm import generation

    story = make_story()
    before = generation.current()
    story.publish(editor_esi)
    assert generation.current() > before
