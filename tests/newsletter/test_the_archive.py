"""Newsletters that were sent, read on the site: only those, only what is public now."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from newsletter.models import Issue, IssueStory
from stories.models import Edition
from tests.make_newsletter import visitor
from tests.make_stories import make_published


def sent(**more: object) -> Issue:
    now = timezone.now()
    columns = {
        "title": "Across the river",
        "slug": "across-the-river",
        "subject": "Across the river",
        "intro": "One crossing.\n\nOne day.",
        "state": "sent",
        "begun_at": now,
        "sent_at": now,
        "frozen_at": now,
        "audience_count": 3,
    }
    return Issue.objects.create(**{**columns, **more})


def test_only_sent_issues_are_shown(db):
    sent(slug="draft", state="draft", sent_at=None, begun_at=None)
    sent()
    text = visitor().get("/newsletter/issues/").content.decode()
    assert text.count('class="card"') == 1
    assert visitor().get("/newsletter/issues/draft/").status_code == 404
    assert (
        b"One crossing."
        in visitor().get("/newsletter/issues/across-the-river/").content
    )


def test_the_page_is_there_from_the_first_mail(db):
    issue = sent(state="sending", sent_at=None)
    assert visitor().get(issue.get_absolute_url()).status_code == 200


def test_a_story_is_told_by_its_public_edition_only(published):
    issue = sent()
    IssueStory.objects.create(issue=issue, story=published.story)
    page = visitor().get(issue.get_absolute_url()).content.decode()
    assert published.title in page
    Edition.objects.get(pk=published.pk).end("safeguarding", timezone.now())
    page = visitor().get(issue.get_absolute_url()).content.decode()
    assert published.title not in page
    assert "no longer public" in page


def test_words_of_the_issue_stand_before_those_of_the_story(published):
    issue = sent()
    IssueStory.objects.create(issue=issue, story=published.story, headline="Our words")
    assert b"Our words" in visitor().get(issue.get_absolute_url()).content


@pytest.mark.parametrize(
    "columns",
    [
        {"sent_at": None},
        {"state": "scheduled", "sent_at": None, "send_at": None},
        {"audience_count": None},
        {"pause_reason": "why"},
        {"state": "cancelled", "sent_at": None},
    ],
)
def test_an_issue_cannot_be_in_two_minds(db, columns):
    with pytest.raises(DatabaseError), transaction.atomic():
        sent(**columns)


def test_a_lapse_caps_how_long_the_page_is_kept(db):
    lapse = timezone.now() + timedelta(minutes=5)
    story = make_published(until=lapse)
    issue = sent()
    IssueStory.objects.create(issue=issue, story=story)
    response = visitor().get(issue.get_absolute_url())
    assert response.public_until == lapse
