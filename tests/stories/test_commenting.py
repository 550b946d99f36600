"""Comments on a story: said once, mailed once, never in the way."""

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from ijm.models import OutgoingMail
from stories.models import Comment, Story
from tests.make_stories import make_story

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("charity")]


@pytest.fixture
def now():
    return timezone.now()


def mailed() -> list[str]:
    sent = OutgoingMail.objects.filter(letter="story-comment")
    return sorted(sent.values_list("recipient", flat=True))


def address(story: Story, noun: str = "comments") -> str:
    return f"/admin/stories/story/{story.pk}/{noun}/"


def test_it_goes_to_authors_and_all_who_took_part_but_whoever_says_it(
    writer_wen, editor_esi, safeguarding_sol, now
):
    story = make_story(by=writer_wen)
    story.comment(editor_esi, "Which court?", now)
    assert mailed() == [writer_wen.email]
    story.comment(safeguarding_sol, "Leave the village out.", now)
    assert mailed() == sorted([writer_wen.email, writer_wen.email, editor_esi.email])
    story.comment(writer_wen, "Done.", now)
    assert len(mailed()) == 5


def test_nobody_hears_of_a_story_kept_from_them(writer_wen, editor_esi, now):
    story = make_story(by=writer_wen)
    story.readers.add(editor_esi)
    story.comment(editor_esi, "Which court?", now)
    assert mailed() == []


def test_pressing_twice_says_it_once(writer_wen, editor_esi, now):
    story = make_story(by=writer_wen)
    first = story.comment(editor_esi, "Which court?", now)
    assert story.comment(editor_esi, "Which court?", now) == first
    assert mailed() == [writer_wen.email]


def test_the_words_stay_as_they_were_said(editor_esi, now):
    comment = make_story().comment(editor_esi, "Which court?", now)
    rows = Comment.objects.filter(pk=comment.pk)
    for attempt in (lambda: rows.update(text="Another"), rows.delete):
        with pytest.raises(DatabaseError), transaction.atomic():
            attempt()
    comment.resolve(editor_esi, now)
    assert rows.get().resolved_by == editor_esi


def test_an_open_comment_does_not_hold_a_publication_back(editor_esi, now):
    story = make_story()
    story.comment(editor_esi, "Which court?", now)
    assert story.publish(editor_esi)


def test_the_mail_says_who_and_not_what(writer_wen, editor_esi, now):
    from ijm.letters import compose

    make_story(by=writer_wen, title="Twelve ledgers").comment(
        editor_esi, "Her village is Anlong", now
    )
    letter = compose(OutgoingMail.objects.get())
    assert "Esi Editor said something about “Twelve ledgers”" in letter.text
    assert "Anlong" not in letter.text + letter.html


def test_it_is_said_read_and_resolved_at_the_desk(signed_in, writer_wen, editor_esi):
    story, esi, wen = (
        make_story(by=writer_wen),
        signed_in(editor_esi),
        signed_in(writer_wen),
    )
    assert esi.post(address(story), {"text": " "}).status_code == 422
    words = "<script>alert(1)</script> Which court?"
    assert esi.post(address(story), {"text": words}).status_code == 302
    for page in ("change", "submission", "comments"):
        shown = wen.get(address(story, page)).content.decode()
        assert "&lt;script&gt;alert(1)&lt;/script&gt; Which court?" in shown, page
    comment = story.comments.get()
    wen.post(address(story, f"comments/{comment.pk}/resolution"))
    comment.refresh_from_db()
    assert comment.resolved_by == writer_wen
    assert "Which court?" not in wen.get(address(story, "change")).content.decode()


def test_only_those_who_may_resolve(signed_in, newsletter_noor, editor_esi, now):
    story = make_story()
    theirs = story.comment(editor_esi, "Which court?", now)
    own = story.comment(newsletter_noor, "For the March issue?", now)
    noor = signed_in(newsletter_noor)
    for comment, status in ((theirs, 403), (own, 302)):
        answer = noor.post(address(story, f"comments/{comment.pk}/resolution"))
        assert answer.status_code == status
    other = make_story().comment(editor_esi, "Elsewhere", now)
    answer = noor.post(address(story, f"comments/{other.pk}/resolution"))
    assert answer.status_code == 404
