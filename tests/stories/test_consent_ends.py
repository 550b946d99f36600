"""A consent ends, by an act or by a date: what it allowed is out of public sight."""

from datetime import timedelta

import pytest
from django.core.files.storage import storages
from django.utils import timezone

from ijm import generation
from ijm.dates import start_of
from stories import consenting
from stories.models import Edition, HomePage
from tests.make_people import (
    in_days,
    make_consent,
    make_portrait,
    make_story_of,
    make_subject,
)
from tests.make_stories import make_published, make_story, reference

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("charity")]
EVERYWHERE = (
    "/",
    "/stories/",
    "/search/?q=door",
    "/stories/feed.rss",
    "/stories/feed.atom",
    "/stories/feed.json",
)


@pytest.fixture
def subject():
    return make_subject()


@pytest.fixture
def consent(subject):
    return make_consent(subject, expires_on=in_days(90))


@pytest.fixture
def portrait(subject, consent):
    return make_portrait(subject, caption="In the yard", alt="A person in a yard.")


@pytest.fixture
def end(safeguarding_sol, django_capture_on_commit_callbacks):
    """Withdraw as the desk does, with what happens on commit."""

    def withdraw(consent) -> None:
        with django_capture_on_commit_callbacks(execute=True):
            consent.withdraw(safeguarding_sol, "asked", "", timezone.now())

    return withdraw


def files_of(photo) -> set[str]:
    return {name for name in photo._names() if storages["default"].exists(name)}


def shown_by(client, photo, *addresses: str) -> list[str]:
    names = [name.rpartition("/")[2] for name in photo._names()]
    pages = {each: client.get(each).content.decode() for each in addresses}
    return [each for each, page in pages.items() if any(n in page for n in names)]


def test_withdrawn_a_photo_leaves_every_page_and_the_storage(
    client, portrait, consent, end
) -> None:
    story = make_published(hero=portrait, body=f"<p>Door.</p>{reference(portrait)}")
    HomePage.objects.create(appeal_photo=portrait)
    address = story.get_absolute_url()
    shown = shown_by(client, portrait, *EVERYWHERE, address)
    assert {"/stories/", address, "/stories/feed.rss"} <= set(shown)
    assert files_of(portrait)
    before = generation.current()
    end(consent)
    assert shown_by(client, portrait, *EVERYWHERE, address) == []
    assert client.get(address).status_code == 200
    assert "In the yard" not in client.get(address).content.decode()
    assert files_of(portrait) == set()
    assert generation.current() > before


def test_where_the_photo_is_the_story_the_story_goes_with_it(
    client, portrait, consent, end
) -> None:
    story = make_published(hero=portrait, when_consent_ends="withdraw")
    end(consent)
    story.refresh_from_db()
    assert story.is_withdrawn
    assert story.editions.get().ended_reason == Edition.Ended.SAFEGUARDING
    page = client.get(story.get_absolute_url())
    assert page.status_code == 410
    assert story.title not in page.content.decode()


def test_of_somebody_in_the_words_the_story_goes(client, subject, consent, end) -> None:
    story = make_story_of(subject, "details")
    story.publish(consent.handed_in_by)
    assert client.get(story.get_absolute_url()).status_code == 200
    end(consent)
    assert client.get(story.get_absolute_url()).status_code == 410
    last = story.events.first()
    assert last.kind == "withdrawn"
    assert subject.pseudonym not in last.why
    for address in EVERYWHERE:
        assert story.title not in client.get(address).content.decode(), address


def test_another_consent_that_allows_it_keeps_it(client, subject, consent, end) -> None:
    make_consent(subject, expires_on=in_days(40))
    story = make_story_of(subject, "details")
    story.publish(consent.handed_in_by)
    end(consent)
    assert client.get(story.get_absolute_url()).status_code == 200
    assert story.live_edition.public_until == start_of(in_days(40))


def test_a_change_that_fails_midway_takes_nothing_back(
    subject, consent, portrait, safeguarding_sol, monkeypatch
) -> None:
    """One transaction: the consent is not withdrawn without its consequences."""
    make_published(hero=portrait)

    def broken(*_args: object) -> None:
        raise RuntimeError("killed")

    monkeypatch.setattr(consenting, "_follow", broken)
    with pytest.raises(RuntimeError):
        consent.withdraw(safeguarding_sol, "asked", "", timezone.now())
    consent.refresh_from_db()
    portrait.refresh_from_db()
    assert consent.withdrawn_at is None
    assert portrait.web_until == consent.lapses_at


def test_a_case_opened_again_takes_back_what_was_allowed(
    client, subject, portrait, signed_in, safeguarding_sol
) -> None:
    story = make_published(hero=portrait)
    sol = signed_in(safeguarding_sol)
    typed = {"reference": subject.reference, "pseudonym": "", "case_closed_on": ""}
    inlines = {
        f"{prefix}-{count}_FORMS": 0
        for prefix in ("consents", "looks")
        for count in ("TOTAL", "INITIAL")
    }
    answer = sol.post(subject.desk_url, {**typed, **inlines})
    assert answer.status_code == 302
    assert shown_by(client, portrait, story.get_absolute_url()) == []


def test_by_its_date_a_photo_goes_without_any_worker(
    client, portrait, consent, time_machine
) -> None:
    story = make_published(hero=portrait)
    address = story.get_absolute_url()
    last_second = consent.lapses_at - timedelta(seconds=1)
    time_machine.move_to(last_second, tick=False)
    assert shown_by(client, portrait, address, "/stories/")
    assert client.get(address).public_until == consent.lapses_at
    assert client.get("/stories/").public_until == consent.lapses_at
    time_machine.move_to(consent.lapses_at, tick=False)
    assert shown_by(client, portrait, address, *EVERYWHERE) == []
    assert client.get(address).status_code == 200


def test_by_its_date_a_story_that_stands_on_it_goes(
    client, subject, time_machine
) -> None:
    consent = make_consent(
        subject, age="child", guardian="An aunt", turns_18_on=in_days(30)
    )
    story = make_story_of(subject, "name")
    story.publish(consent.handed_in_by)
    assert story.live_edition.public_until == start_of(in_days(30))
    time_machine.move_to(start_of(in_days(30)), tick=False)
    assert client.get(story.get_absolute_url()).status_code == 410
    part = f"/sitemap-stories-{timezone.localtime(story.published_at).year}.xml"
    assert story.slug not in client.get(part).content.decode()


def test_a_longer_consent_brings_back_what_only_its_date_ended(
    client, subject, time_machine
) -> None:
    consent = make_consent(subject, expires_on=in_days(5))
    story = make_story_of(subject, "name")
    story.publish(consent.handed_in_by)
    time_machine.move_to(start_of(in_days(6)), tick=False)
    assert client.get(story.get_absolute_url()).status_code == 410
    make_consent(subject, expires_on=in_days(60))
    assert client.get(story.get_absolute_url()).status_code == 200


def test_without_social_the_page_shows_it_and_the_card_does_not(
    client, subject
) -> None:
    make_consent(subject, channels=["web"])
    portrait = make_portrait(subject)
    story = make_published(hero=portrait)
    page = client.get(story.get_absolute_url()).content.decode()
    share = [row[2] for row in portrait.files["share"]["jpeg"]]
    assert portrait.files["whole"]["jpeg"][0][2] in page
    assert share[0] not in page
    assert "img/share.png" in page


def test_who_says_that_somebody_else_is_in_it_stops_it_at_once(
    client, portrait, editor_esi, django_capture_on_commit_callbacks
) -> None:
    story = make_published(hero=portrait)
    portrait.subjects.add(make_subject())
    with django_capture_on_commit_callbacks(execute=True):
        consenting.settle_photo(portrait, editor_esi, timezone.now())
    assert shown_by(client, portrait, story.get_absolute_url()) == []
    assert files_of(portrait) == set()


def test_asking_anew_costs_a_story_page_no_query(
    client, portrait, django_assert_max_num_queries
) -> None:
    story = make_published(hero=portrait)
    client.get(story.get_absolute_url())
    with django_assert_max_num_queries(6):
        client.get(story.get_absolute_url())


def test_drafts_are_left_alone(subject, consent, end) -> None:
    draft = make_story_of(subject, "name")
    end(consent)
    draft.refresh_from_db()
    assert draft.is_draft


@pytest.mark.parametrize("shown", ["in the words", "in a photo"])
def test_what_was_planned_with_it_is_cancelled(
    subject, consent, portrait, editor_esi, end, shown
) -> None:
    if shown == "in a photo":
        story = make_story(hero=portrait)
    else:
        story = make_story_of(subject, "name")
    now = timezone.now()
    tomorrow = now + timedelta(days=1)
    plan = story.plan_publication(editor_esi, tomorrow, "UTC", now)
    other = make_story().plan_publication(editor_esi, tomorrow, "UTC", now)
    end(consent)
    plan.refresh_from_db()
    other.refresh_from_db()
    assert plan.cancelled_at
    assert other.is_waiting
