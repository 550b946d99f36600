"""Staff compose, look, test, agree, schedule, pause: by forms, as they would."""

import io
import re
from datetime import timedelta
from email import message_from_bytes
from email.policy import default

import pytest
from django.core.files.storage import storages
from django.utils import timezone
from PIL import Image

from newsletter.audience import audience
from newsletter.composing import composed
from newsletter.models import Interest, Issue, IssueStory
from newsletter.preflight import remarks
from newsletter.sending.scheduling import begin_due_issues
from tests.make_issues import make_issue, make_many_readers, make_rules
from tests.make_newsletter import join
from tests.make_stories import make_photo, make_published

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(newsletter_noor, signed_in, charity):
    make_rules()
    return signed_in(newsletter_noor)


@pytest.fixture
def issue(desk) -> Issue:
    make_many_readers(3)
    return make_issue(2, preheader="Two stories from October")


def press(desk, issue: Issue, noun: str, **typed: str):
    answer = desk.post(f"/admin/newsletter/issue/{issue.pk}/{noun}/", typed)
    issue.refresh_from_db()
    return answer


def tomorrow(zone: str = "Australia/Sydney") -> dict[str, str]:
    day = timezone.localdate() + timedelta(days=1)
    return {"when": "then", "day": str(day), "time": "09:00", "zone": zone}


def blocking(issue: Issue) -> list[str]:
    return [
        str(each.sentence) for each in remarks(issue, timezone.now()) if each.blocks
    ]


def test_an_issue_is_written_with_its_stories(desk) -> None:
    story = make_published()
    typed = {
        "kind": "update",
        "title": "News",
        "slug": "",
        "subject": "News of October",
        "intro": "Good morning.",
        "ask_text": "",
        "ask_url": "/give/",
        "interests": [str(Interest.objects.get(slug="stories").pk)],
        "countries": "au, New Zealand",
        "postcode_prefixes": "20,21",
        "not_those": ["freedom-partners"],
        "places-TOTAL_FORMS": "1",
        "places-INITIAL_FORMS": "0",
        "places-0-story": str(story.pk),
        "places-0-position": "0",
        "places-0-headline": "Our own headline",
    }
    answer = desk.post("/admin/newsletter/issue/add/", typed)
    assert answer.status_code == 302, answer.context["errors"]
    issue = Issue.objects.get(slug="news")
    assert issue.countries == ["AU", "NZ"]
    assert issue.not_those == ["freedom-partners"]
    assert "Our own headline" in composed(issue, timezone.now()).html


def written(desk, **typed):
    """The form of a new issue, sent with the least it needs and `typed`."""
    return desk.post(
        "/admin/newsletter/issue/add/",
        {
            "kind": "update",
            "title": "News",
            "subject": "News of October",
            "places-TOTAL_FORMS": "0",
            "places-INITIAL_FORMS": "0",
            **typed,
        },
    )


def test_the_address_follows_the_title_and_is_free(desk) -> None:
    for _issue in range(3):
        assert written(desk).status_code == 302
    slugs = Issue.objects.order_by("pk").values_list("slug", flat=True)
    assert list(slugs) == ["news", "news-2", "news-3"]
    assert written(desk, title="រឿង").status_code == 302


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"countries": "Atlantis"}, "no country that we know"),
        ({"postcode_prefixes": "20"}, "name one"),
        (
            {"only_those": "gave-ever", "not_those": "gave-ever"},
            "Nobody can be both",
        ),
    ],
)
def test_an_audience_that_makes_no_sense_is_explained(desk, typed, sentence) -> None:
    assert sentence in written(desk, **typed).content.decode()
    assert not Issue.objects.exists()


def test_the_audience_is_counted_before_it_is_saved(desk) -> None:
    make_many_readers(3)
    asked = {"interests": str(Interest.objects.get(slug="stories").pk)}
    address = "/admin/newsletter/issue/audience/"
    assert "to 3 people" in desk.get(address, asked).content.decode()
    nowhere = desk.get(address, {**asked, "countries": "NZ"}).content.decode()
    assert "to 0 people" in nowhere
    wrong = desk.get(address, {**asked, "countries": "Atlantis"}).content.decode()
    assert "Mend what is marked" in wrong


def test_stories_stand_in_the_order_that_was_typed(desk) -> None:
    titles = "Third", "First", "Last"
    typed = {"places-TOTAL_FORMS": "4", "places-0-position": "7"}
    for row, title in enumerate(titles):
        typed[f"places-{row}-story"] = str(make_published(title=title).pk)
    typed["places-1-position"] = "2"
    assert written(desk, **typed).status_code == 302
    places = Issue.objects.get().places.select_related("story")
    assert [(each.position, each.story.title) for each in places] == [
        (1, "First"),
        (2, "Third"),
        (3, "Last"),
    ]


def test_the_picture_is_chosen_among_the_storys_own(desk, issue) -> None:
    shown, other = make_photo(), make_photo()
    story = make_published(hero=shown, slug="with-a-photo")
    place = IssueStory.objects.create(issue=issue, story=story, position=9)
    page = desk.get(f"/admin/newsletter/issue/{issue.pk}/change/").content.decode()
    offered = re.findall(r'name="places-2-picture" value="(\d+)"', page)
    assert offered == [str(shown.pk)] and other.pk != shown.pk
    assert f'placeholder="{story.title}"' in page
    assert place.picture is None


def test_without_a_script_the_newest_stories_can_be_chosen(desk) -> None:
    story = make_published(title="The newest")
    page = desk.get("/admin/newsletter/issue/add/").content.decode()
    assert f'<option value="{story.pk}">The newest</option>' in page
    assert 'name="places-2-story"' in page


def test_it_goes_as_soon_as_it_may(desk, issue) -> None:
    press(desk, issue, "scheduling", when="now", zone="Australia/Sydney")
    assert issue.state == "scheduled"
    begin_due_issues(timezone.now())
    issue.refresh_from_db()
    assert issue.state == "sending"


def test_the_look_shows_what_will_be_sent(desk, issue) -> None:
    page = desk.get(f"/admin/newsletter/issue/{issue.pk}/look/").content.decode()
    assert "3 people" in page
    for kind in ("html", "dark", "bare", "text"):
        answer = desk.get(f"/admin/newsletter/issue/{issue.pk}/mail/{kind}/")
        assert "sandbox" in answer["Content-Security-Policy"]
        assert answer["X-Frame-Options"] == "SAMEORIGIN"
        assert "@@" not in answer.content.decode()


def test_a_test_arrives_and_its_links_are_nobodys(desk, issue, sink, client) -> None:
    press(desk, issue, "test", to="colleague@example.org")
    to, raw = sink.taken[0]
    mail = message_from_bytes(raw, policy=default)
    assert (to, mail["Subject"]) == ("colleague@example.org", "[Test] " + issue.subject)
    path = mail["List-Unsubscribe"].strip("<>").partition("/newsletter/")[2]
    assert client.get(f"/newsletter/{path}").status_code == 404


def test_a_server_that_refuses_the_test_is_named(desk, issue, sink) -> None:
    sink.behaviour.refuse["a@example.org"] = "550 5.1.1 nobody"
    answer = press(desk, issue, "test", to="a@example.org")
    assert answer.status_code == 422
    assert b"5.1.1" in answer.content


def test_it_is_scheduled_where_clocks_show_it(desk, issue) -> None:
    press(desk, issue, "scheduling", **tomorrow("Asia/Phnom_Penh"))
    assert issue.state == "scheduled"
    assert issue.send_there.hour == 9
    assert issue.send_at.astimezone().tzinfo
    assert issue.frozen.subject == issue.subject


@pytest.mark.parametrize(
    ("day", "time", "sentence"),
    [
        ("2030-03-31", "02:30", "clocks are put forward"),
        ("2020-01-01", "09:00", "past"),
        ("soon", "09:00", "Enter a valid date"),
        ("", "09:00", "Say which day"),
        ("2030-03-31", "", "Say when"),
    ],
)
def test_a_time_that_is_none_is_explained(desk, issue, day, time, sentence) -> None:
    typed = {"when": "then", "day": day, "time": time, "zone": "Europe/Berlin"}
    answer = press(desk, issue, "scheduling", **typed)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert issue.state == "draft"


def test_an_empty_issue_cannot_be_scheduled(desk) -> None:
    empty = make_issue(0)
    empty.interests.clear()
    answer = press(desk, empty, "scheduling", **tomorrow())
    assert answer.status_code == 422
    assert "no story" in answer.content.decode()
    assert len(blocking(empty)) == 3


def test_a_story_withdrawn_before_its_time_holds_the_issue(
    desk, issue, editor_esi
) -> None:
    press(desk, issue, "scheduling", **tomorrow())
    issue.places.first().story.withdraw(editor_esi, "error")
    begin_due_issues(issue.send_at + timedelta(minutes=1))
    issue.refresh_from_db()
    assert issue.state == "paused"
    assert "not public" in issue.pause_reason


def test_a_story_corrected_before_its_time_is_looked_at_again(
    desk, issue, editor_esi
) -> None:
    press(desk, issue, "scheduling", **tomorrow())
    story = issue.places.first().story
    story.revise(editor_esi, title="A corrected headline")
    story.publish(editor_esi, alone_because="A name was wrong.")
    begin_due_issues(issue.send_at + timedelta(minutes=1))
    issue.refresh_from_db()
    assert "was changed" in issue.pause_reason
    press(desk, issue, "resumption")
    assert "A corrected headline" in Issue.objects.get(pk=issue.pk).frozen.html


def test_a_time_long_past_waits_for_a_person(desk, issue) -> None:
    press(desk, issue, "scheduling", **tomorrow())
    begin_due_issues(issue.send_at + timedelta(hours=3))
    issue.refresh_from_db()
    assert issue.state == "paused"
    assert issue.deliveries.count() == 0


def test_two_people_send(desk, issue, signed_in, admin_amina) -> None:
    make_rules(two_people=True)
    press(desk, issue, "scheduling", **tomorrow())
    assert press(desk, issue, "agreement").status_code == 422
    begin_due_issues(issue.send_at + timedelta(minutes=1))
    issue.refresh_from_db()
    assert issue.state == "scheduled"
    press(signed_in(admin_amina), issue, "agreement")
    begin_due_issues(issue.send_at + timedelta(minutes=1))
    issue.refresh_from_db()
    assert (issue.state, issue.audience_count) == ("sending", 3)


def test_it_is_paused_resumed_and_cancelled_with_a_reason(desk, issue) -> None:
    press(desk, issue, "scheduling", **tomorrow())
    begin_due_issues(issue.send_at + timedelta(minutes=1))
    assert press(desk, issue, "pause", why="").status_code == 422
    press(desk, issue, "pause", why="The lawyer called")
    assert (issue.state, issue.pause_reason) == ("paused", "The lawyer called")
    press(desk, issue, "resumption")
    assert issue.state == "sending"
    press(desk, issue, "cancellation", why="Wrong picture")
    assert issue.state == "cancelled"
    assert set(issue.deliveries.values_list("state", flat=True)) == {"cancelled"}
    assert issue.events.get(kind="cancelled").why == "Wrong picture"


def test_a_verb_that_comes_too_late_does_nothing(desk, issue) -> None:
    answer = press(desk, issue, "pause", why="Wait")
    assert answer.status_code == 302
    assert issue.state == "draft"


def test_the_progress_of_an_issue_is_shown(desk, issue) -> None:
    press(desk, issue, "scheduling", **tomorrow())
    begin_due_issues(issue.send_at + timedelta(minutes=1))
    page = desk.get(f"/admin/newsletter/issue/{issue.pk}/change/").content.decode()
    assert "0 of 3" in page
    part = desk.get(f"/admin/newsletter/issue/{issue.pk}/progress/").content.decode()
    assert "<html" not in part and "0 of 3" in part


def test_a_picture_chosen_for_the_issue_is_one_the_story_shows(desk, issue) -> None:
    shown, other = make_photo(), make_photo()
    story = make_published(hero=shown, slug="with-a-photo")
    IssueStory.objects.create(issue=issue, story=story, picture=other)
    html = composed(issue, timezone.now()).html
    assert shown.files["card"]["jpeg"][-1][2] in html
    assert other.files["card"]["jpeg"][-1][2] not in html


def test_a_picture_of_three_megabytes_goes_out_small(desk, issue) -> None:
    buffer = io.BytesIO()
    noise = Image.effect_noise((2400, 1800), 90).convert("RGB")
    noise.save(buffer, "JPEG", quality=93)
    assert len(buffer.getvalue()) > 3_000_000
    hero = make_photo(data=buffer.getvalue())
    story = make_published(hero=hero, slug="with-a-photo")
    IssueStory.objects.create(issue=issue, story=story)
    html = composed(issue, timezone.now()).html
    (name,) = re.findall(r'<img[^>]* src="[^"]+/media/([^"]+)"', html)
    assert storages["default"].size(name) < 500_000, "noise is the worst there is"


def test_the_audience_follows_area_and_giving(desk) -> None:
    near = join("near@example.org", "stories")
    near.change(country="AU", postcode="2042")
    far = join("far@example.org", "stories")
    far.change(country="AU", postcode="3000")
    issue = make_issue(1, countries=["AU"], postcode_prefixes=["20"])
    assert list(audience(issue)) == [near]
