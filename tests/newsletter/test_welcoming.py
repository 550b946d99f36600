"""The welcome letter tells of chosen stories or the newest, never a withdrawn one."""

import pytest
from django.conf import settings
from django.utils import timezone

from newsletter.models import Welcome
from stories.models import Story
from tests.make_newsletter import mails_to, written
from tests.make_people import make_consent, make_story_of, make_subject
from tests.make_stories import make_person, make_published

ADDRESS = f"{settings.SITE_URL}/stories/"


def welcome(reader):
    return written(mails_to(reader.address)[-1])


@pytest.fixture
def five(charity) -> list[Story]:
    """The newest last."""
    return [make_published(title=f"Story {number}") for number in range(5)]


def told_of(letter) -> list[str]:
    return [line for line in letter.text.splitlines() if line.startswith("Story ")]


def withdraw(story: Story) -> None:
    story.withdraw(make_person("Withdrawer"), "error", why="For this test.")


def test_without_a_choice_it_tells_of_the_newest(reader, five):
    letter = welcome(reader)
    assert told_of(letter) == ["Story 4", "Story 3", "Story 2"]
    assert f'<a href="{ADDRESS}{five[4].slug}/"' in letter.html
    assert f"Story 4\n{ADDRESS}{five[4].slug}/\n" in letter.text


def test_staff_choose_them_in_their_order(reader, five):
    Welcome.objects.create(first=five[3], second=five[0])
    assert told_of(welcome(reader)) == ["Story 3", "Story 0"]


def test_what_was_withdrawn_meanwhile_is_not_mailed(reader, five):
    Welcome.objects.create(first=five[3], second=five[0])
    withdraw(five[3])
    assert told_of(welcome(reader)) == ["Story 0"]
    withdraw(five[0])
    assert told_of(welcome(reader)) == ["Story 4", "Story 2", "Story 1"]


def test_nor_whom_consented_to_pages_only(reader, five):
    subject = make_subject()
    make_consent(subject, channels=["web"])
    story = make_story_of(subject, "words", title="Story of one for the site alone")
    story.publish(make_person("Publisher"), now=timezone.now())
    assert story.live_edition is not None
    assert told_of(welcome(reader)) == ["Story 4", "Story 3", "Story 2"]


def test_a_house_without_stories_welcomes_all_the_same(charity, reader):
    letter = welcome(reader)
    assert "Thank you for joining." in letter.text and "{" not in letter.text


def test_staff_choose_on_one_page(newsletter_noor, signed_in, five):
    desk = signed_in(newsletter_noor)
    chosen = {"first": five[1].pk, "second": "", "third": five[2].pk}
    assert desk.get("/admin/newsletter/welcome/", follow=True).status_code == 200
    desk.post("/admin/newsletter/welcome/add/", chosen)
    assert Welcome.chosen() == [five[1].pk, five[2].pk]
