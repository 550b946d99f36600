"""Links of public stories: read once, looked at gently, reported after three days."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone
from django.utils.formats import date_format

from stories.links import inside, watching
from stories.links.answer import Answer
from stories.models import FormerAddress, OldAddress, ReadForLinks, WatchedLink
from tests.make_names import SOK_DARA, make_name
from tests.make_stories import PARAGRAPH, make_published, make_story

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("charity")]
DEAD, WELL, UNCLEAR = Answer(404), Answer(200), Answer(403)
NOW = datetime(2026, 3, 2, 3, tzinfo=UTC)
DESK = "/admin/stories/watchedlink/"


def leading_to(*addresses: str, **columns):
    links = "".join(f'<a href="{each}">there</a> ' for each in addresses)
    return make_published(body=f"{PARAGRAPH}<p>{links}</p>", **columns)


def known() -> set[str]:
    watching.read_links(timezone.now())
    return set(WatchedLink.objects.values_list("url", flat=True))


def failed(link: WatchedLink, *days: int, answer: Answer = DEAD) -> WatchedLink:
    for day in days:
        link.note(answer, date(2026, 3, day), NOW + timedelta(days=day))
    return link


@pytest.fixture
def link() -> WatchedLink:
    """Of a public story; nobody has looked at it."""
    leading_to("https://news.example/a", title="The harbour")
    watching.read_links(timezone.now())
    return WatchedLink.objects.get()


def reported() -> list[WatchedLink]:
    return list(WatchedLink.objects.reported(timezone.now()))


def test_links_are_read_from_public_stories_alone(editor_esi):
    leading_to(
        "https://news.example/a?x=1&amp;y=2#part",
        "https://news.example/a?x=1&amp;y=2",
        "http://localhost:8000/stories/one/",
        "/give/?fund=x",
        "../two/",
        "#here",
        "mailto:hello@example.org",
        "https://khmer.example/ព័ត៌មាន",
    )
    story = make_story(body='<p><a href="https://draft.example/">no</a></p>')
    story.links.create(title="Report", url="https://un.example/other")
    made = make_story()
    made.links.create(title="Report", url="https://un.example/report")
    made.revise(editor_esi)
    made.publish(editor_esi, now=timezone.now())
    assert known() == {
        "https://news.example/a?x=1&y=2",
        "/stories/one/",
        "/give/?fund=x",
        "/stories/two/",
        "https://khmer.example/%E1%9E%96%E1%9F%90%E1%9E%8F%E1%9F%8C%E1%9E%98%E1%9E%B6"
        "%E1%9E%93",
        "https://un.example/report",
    }


def test_what_was_decided_outlives_a_correction_but_not_the_link(editor_esi, link):
    link.leave_be(editor_esi, "They shut machines out.", NOW)
    story = link.editions.get().story
    story.dek = "Corrected."
    story.save()
    story.revise(editor_esi)
    story.publish(editor_esi, now=timezone.now())
    assert known() == {"https://news.example/a"}
    assert WatchedLink.objects.get().left_why
    assert ReadForLinks.objects.get().edition == story.live_edition
    story.withdraw(editor_esi, "error", why="Wrong.")
    assert known() == set() == set(ReadForLinks.objects.all())


def test_three_failures_on_three_days_are_reported(link):
    assert reported() == []
    failed(link, 2, 3, 3, 3)
    assert reported() == [] and not link.is_reported
    failed(link, 4)
    assert reported() == [link] and link.is_reported
    assert timezone.localdate(link.failing_since) == date(2026, 3, 4)


def test_a_success_clears_it_and_an_unclear_answer_does_not(link):
    failed(link, 2, 3)
    failed(link, 4, answer=UNCLEAR)
    assert len(link.failed_on) == 2
    failed(link, 5, answer=WELL)
    failed(link, 6, 7)
    assert reported() == []
    failed(link, 8)
    assert reported() == [link]
    failed(link, 9, answer=WELL)
    assert reported() == []


def test_what_no_visitor_can_open_any_more_is_not_reported(link, editor_esi):
    failed(link, 2, 3, 4)
    link.editions.get().story.withdraw(editor_esi, "error", why="Wrong.")
    assert reported() == []


def test_after_a_failure_it_is_looked_at_the_next_day_else_the_next_week(link):
    link.note(DEAD, date(2026, 3, 2), NOW)
    assert link.due_at == NOW + timedelta(days=1)
    link.note(WELL, date(2026, 3, 3), NOW)
    assert link.due_at == NOW + timedelta(days=7)


def test_the_worker_hurries_no_site(monkeypatch):
    asked = []

    def look(address, road, whole=False):
        asked.append((address, whole))
        return DEAD

    monkeypatch.setattr(watching.outside, "look", look)
    leading_to("https://a.example/1", "https://a.example/2", "https://b.example/1")
    now = timezone.now()
    watching.read_links(now)
    assert watching.look_at_links(now) == 2
    assert watching.look_at_links(now) == 0
    later = now + watching.REST + timedelta(seconds=1)
    assert watching.look_at_links(later) == 1
    assert watching.look_at_links(later) == 0
    assert [each for each, _whole in asked] == [
        "https://a.example/1",
        "https://b.example/1",
        "https://a.example/2",
    ]
    watching.look_at_links(now + timedelta(days=1, hours=1))
    assert asked[-1][1]  # the head was no use the last time


def test_our_own_addresses_answer_without_a_network(editor_esi):
    public = make_published()
    gone = make_published()
    gone.withdraw(editor_esi, "error", why="Wrong.")
    FormerAddress.objects.create(slug="christmas", target="/give/")
    OldAddress.objects.create(path="2015/post", story=public)
    OldAddress.objects.create(path="2015/gone", story=gone)
    answers = {
        public.live_edition.get_absolute_url(): 200,
        f"/stories/{gone.slug}/": 410,
        "/stories/never/": 404,
        "/stories/topics/no-such-topic/": 404,
        "/christmas/": 200,
        "/give/": 200,
        "/2015/post": 200,
        "/2015/gone": 410,
        "/stories/caf%C3%A9/": 404,
    }
    assert {path: inside.look(path).status for path in answers} == answers
    assert inside.look("/admin/stories/").trouble == "sign_in"


def test_a_link_inside_is_looked_at_like_the_others():
    leading_to("/stories/never/", "/give/")
    now = timezone.now()
    watching.read_links(now)
    assert watching.look_at_links(now) == 2
    assert list(WatchedLink.objects.failing().values_list("url", "status")) == [
        ("/stories/never/", 404)
    ]


def test_the_desk_tells_which_stories_since_when_and_what_was_answered(
    signed_in, writer_wen, link
):
    failed(link, 2, 3)
    desk = signed_in(writer_wen)
    assert "lead nowhere" not in desk.get("/admin/").content.decode()
    assert "The harbour" not in desk.get(DESK).content.decode()
    assert "The harbour" in desk.get(DESK, {"state": "failing"}).content.decode()
    failed(link, 4)
    assert "Links in public stories that lead nowhere" in (
        desk.get("/admin/").content.decode()
    )
    page = desk.get(DESK).content.decode()
    story = link.editions.get().story
    assert f"/admin/stories/story/{story.pk}/change/" in page
    assert "https://news.example/a" in page and "page not found (404)" in page
    since = timezone.localtime(link.failing_since)
    assert date_format(since, "DATE_FORMAT") in page


def test_it_is_left_be_with_a_reason_and_watched_again(signed_in, editor_esi, link):
    failed(link, 2, 3, 4)
    desk, leave = signed_in(editor_esi), f"{DESK}{link.pk}/leaving/"
    assert desk.get(leave).status_code == 200
    assert desk.post(leave, {"why": ""}).status_code == 422
    make_name()
    assert desk.post(leave, {"why": f"Asked {SOK_DARA}."}).status_code == 422
    assert reported() == [link]
    assert desk.post(leave, {"why": "Opens for readers."}).status_code == 302
    assert desk.post(leave, {"why": "Once more."}).status_code == 404
    assert reported() == [] and not WatchedLink.objects.due(timezone.now()).exists()
    left = desk.get(DESK, {"state": "left"}).content.decode()
    assert "Opens for readers." in left
    act(desk, "watch_again", link, state="left")
    assert reported() == [link]


def test_it_is_looked_at_again_when_somebody_asks(signed_in, editor_esi, link):
    failed(link, 2, 3, 4)
    link.change(due_at=timezone.now() + timedelta(days=1))
    said = act(signed_in(editor_esi), "look_again", link)
    assert "Only a success clears it" in said
    assert WatchedLink.objects.due(timezone.now()).get() == link
    assert reported() == [link]


def test_who_only_writes_decides_nothing(signed_in, writer_wen, link):
    answer = signed_in(writer_wen).post(f"{DESK}{link.pk}/leaving/", {"why": "x"})
    assert answer.status_code == 403 and not WatchedLink.objects.get().left_at


def act(desk, action: str, link: WatchedLink, **query) -> str:
    told = {"action": action, "_selected_action": [link.pk]}
    address = DESK + "?" + "&".join(f"{name}={each}" for name, each in query.items())
    return desk.post(address, told, follow=True).content.decode()
