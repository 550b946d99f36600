"""Somebody outside reads one revision for a week, and nothing else, and no longer."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from stories import previewing
from stories.models import PreviewLink, Story
from tests.make_stories import make_photo, make_published, make_story, reference

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("charity")]
WEEK = timedelta(days=7)
NOW = timezone.now


def lent(
    story: Story, by, recipient: str = "the law office"
) -> tuple[PreviewLink, str]:
    link, token = previewing.lend(story, recipient, by, NOW())
    return link, f"/stories/preview/{token}/"


def illustrated(**columns) -> tuple[Story, list]:
    hero, inner, other = make_photo(), make_photo(), make_photo()
    story = make_story(
        hero=hero, body=f"<p>Eleven days.</p>{reference(inner)}", **columns
    )
    return story, [hero, inner, other]


def file_of(photo) -> str:
    return photo.files["whole"]["webp"][0][2]


def test_an_outsider_reads_the_draft_and_its_photos(client, editor_esi):
    story, (hero, inner, other) = illustrated(title="The eleventh day")
    _link, address = lent(story, editor_esi)
    answer = client.get(address)
    page = answer.content.decode()
    assert "The eleventh day" in page and "DRAFT for the law office" in page
    assert "Esi Editor" in page
    for photo in (hero, inner):
        assert f"{address}{file_of(photo)}" in page
        assert client.get(f"{address}{file_of(photo)}").status_code == 200
    assert client.get(f"{address}{file_of(other)}").status_code == 404
    assert client.get(f"/media/{file_of(hero)}").status_code == 404


def test_nobody_keeps_it_finds_it_or_is_told_of_it(client, editor_esi):
    story, (hero, *_rest) = illustrated()
    _link, address = lent(story, editor_esi)
    for path in (address, f"{address}{file_of(hero)}", "/stories/preview/no/"):
        answer = client.get(path)
        assert answer["Cache-Control"] == "private, no-store", path
        assert answer["Referrer-Policy"] == "no-referrer"
        assert answer["X-Robots-Tag"].startswith("noindex")
        assert not answer.cookies
    page = client.get(address).content.decode()
    head = page.partition("</head>")[0]
    assert "noindex" in head
    assert (
        story.title not in head and "og:title" not in head and "canonical" not in head
    )
    assert story.slug not in page  # no address that is not public yet, no share links


def test_only_the_hash_of_the_token_is_kept(editor_esi):
    link, address = lent(make_story(), editor_esi)
    token = address.split("/")[3]
    assert len(token) == 43
    kept = PreviewLink.objects.values().get(pk=link.pk)
    assert token not in str(kept) and bytes(kept["digest"]) != token.encode()


def test_it_shows_its_own_revision_whatever_is_saved_later(client, editor_esi):
    story = make_story(title="As it was")
    _link, address = lent(story, editor_esi)
    story.revise(editor_esi, title="As it became")
    page = client.get(address).content.decode()
    assert "As it was" in page and "As it became" not in page


def test_its_history_says_who_let_it_out_and_who_ended_it(editor_esi, admin_amina):
    story = make_story()
    link, _address = lent(story, editor_esi)
    link.revoke(admin_amina, NOW())
    link.revoke(editor_esi, NOW())
    told = list(story.events.values_list("kind", "by__full_name")[:2])
    assert told == [("unshared", "Amina Admin"), ("shared", "Esi Editor")]
    assert "law office" not in str(list(story.events.values_list("why", flat=True)))
    assert link.revoked_by == admin_amina


def revoked(story, link, photo, by):
    link.revoke(by, NOW())


def run_out(story, link, photo, by):
    PreviewLink.objects.filter(pk=link.pk).update(
        made_at=NOW() - WEEK, expires_at=NOW() - timedelta(seconds=1)
    )


def embargoed(story, link, photo, by):
    story.change(embargo_until=NOW() + WEEK)


def embargoed_until_something_happens(story, link, photo, by):
    story.change(embargo_until_event="the verdict")


def kept_to_a_few(story, link, photo, by):
    story.readers.add(by)


def photo_withdrawn(story, link, photo, by):
    photo.withdraw(by, "asked")


def photo_needs_consent(story, link, photo, by):
    photo.change(recognisable="subject")


def photo_unanswered(story, link, photo, by):
    photo.change(recognisable="")


def taken_back(story, link, photo, by):
    story.publish(by)
    story.withdraw(by, "safeguarding")


@pytest.mark.parametrize(
    "what_happens",
    [
        revoked,
        run_out,
        embargoed,
        embargoed_until_something_happens,
        kept_to_a_few,
        photo_withdrawn,
        photo_needs_consent,
        photo_unanswered,
        taken_back,
    ],
)
def test_it_is_refused_calmly_once(client, editor_esi, what_happens):
    story, (hero, *_rest) = illustrated(title="The eleventh day")
    link, address = lent(story, editor_esi)
    what_happens(story, link, hero, editor_esi)
    answer = client.get(address)
    page = answer.content.decode()
    assert answer.status_code == 410
    assert (
        "This draft cannot be read here" in page and "Esi Editor made this link" in page
    )
    assert "The eleventh day" not in page and "law office" not in page
    assert client.get(f"{address}{file_of(hero)}").status_code == 404
    assert answer["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize("token", ["short", "A" * 43, "A" * 44, "é" * 43])
def test_a_link_that_was_never_ours_says_whom_to_ask(client, token):
    answer = client.get(f"/stories/preview/{token}/")
    assert answer.status_code == 404
    assert "ask the person who sent it" in answer.content.decode()


@pytest.mark.parametrize(
    ("columns", "code"),
    [
        ({"embargo_until": NOW() + WEEK}, "embargo"),
        ({"recognisable": ""}, "unanswered"),
        ({"recognisable": "subject"}, "no_subject"),
    ],
)
def test_no_link_is_made_while_it_would_be_refused(editor_esi, columns, code):
    with pytest.raises(previewing.NotLendable) as refused:
        lent(make_story(**columns), editor_esi)
    assert code in [problem.code for problem in refused.value.problems]
    assert not PreviewLink.objects.exists()


def test_a_draft_that_still_lacks_words_may_be_read(client, editor_esi):
    photo = make_photo(alt="")
    _link, address = lent(make_story(hero=photo, card_summary=""), editor_esi)
    assert client.get(address).status_code == 200


def test_readers_are_counted_and_machines_are_not(client, editor_esi):
    link, address = lent(make_story(title="The eleventh day"), editor_esi)
    client.get(
        address, headers={"User-Agent": "Mozilla/5.0 (Linux; Android 14) Chrome"}
    )
    client.get(address)
    client.head(address)
    client.get(address, headers={"Sec-Purpose": "prefetch"})
    for name in (
        "WhatsApp/2.23",
        "facebookexternalhit/1.1",
        "Slackbot-LinkExpanding 1",
    ):
        fetched = client.get(address, headers={"User-Agent": name})
        assert "The eleventh day" not in fetched.content.decode(), name
    link.refresh_from_db()
    assert link.opened == 2 and link.last_opened_at


def test_the_database_refuses_a_longer_or_a_nameless_link(editor_esi):
    link, _address = lent(make_story(), editor_esi)
    for wrong in ({"expires_at": link.made_at + 2 * WEEK}, {"recipient": ""}):
        with pytest.raises(IntegrityError), transaction.atomic():
            PreviewLink.objects.filter(pk=link.pk).update(**wrong)


def test_an_editor_makes_copies_and_ends_one(signed_in, client, editor_esi):
    story = make_story()
    desk = signed_in(editor_esi)
    page = f"/admin/stories/story/{story.pk}/previews/"
    made = desk.post(page, {"recipient": "the <b>translator</b>"})
    link = PreviewLink.objects.get()
    address = made.content.decode().split('data-url="http')[1].split('"')[0]
    assert made.status_code == 201 and made["Cache-Control"].endswith("private")
    path = "/stories/" + address.split("/stories/")[1]
    assert "DRAFT for the &lt;b&gt;translator" in client.get(path).content.decode()
    assert address not in desk.get(page).content.decode()
    ended = desk.post(f"/admin/stories/previewlink/{link.pk}/revocation/", follow=True)
    assert "opens nothing any more" in ended.content.decode()
    assert client.get(path).status_code == 410


def test_what_stands_in_the_way_is_said_at_the_desk(signed_in, editor_esi):
    story = make_story(recognisable="")
    page = f"/admin/stories/story/{story.pk}/previews/"
    answer = signed_in(editor_esi).post(page, {"recipient": "somebody"})
    assert answer.status_code == 422
    assert "Say who can be recognised" in answer.content.decode()
    nameless = signed_in(editor_esi).post(page, {"recipient": " "})
    assert nameless.status_code == 422 and not PreviewLink.objects.exists()


@pytest.mark.parametrize(
    ("person", "may"),
    [
        ("writer_wen", {"see"}),
        ("editor_esi", {"see", "make", "end"}),
        ("safeguarding_sol", {"see", "end"}),
        ("newsletter_noor", set()),
    ],
)
def test_each_role_has_its_part(request, signed_in, admin_amina, person, may):
    story = make_published()
    link, _address = lent(story, admin_amina)
    client = signed_in(request.getfixturevalue(person))
    page = f"/admin/stories/story/{story.pk}/previews/"
    tried = {
        "see": client.get(page),
        "make": client.post(page, {"recipient": "x"}),
        "end": client.post(f"/admin/stories/previewlink/{link.pk}/revocation/"),
    }
    assert {name for name, answer in tried.items() if answer.status_code < 400} == may


def test_a_link_to_a_story_kept_from_me_is_not_there(
    signed_in, editor_esi, admin_amina
):
    story = make_story()
    link, _address = lent(story, admin_amina)
    story.readers.add(admin_amina)
    desk = signed_in(editor_esi)
    assert desk.get(f"/admin/stories/story/{story.pk}/previews/").status_code == 404
    ending = f"/admin/stories/previewlink/{link.pk}/revocation/"
    assert desk.post(ending).status_code == 404
    assert story.title not in desk.get("/admin/stories/previewlink/").content.decode()


def test_the_list_of_all_links_ends_many(signed_in, safeguarding_sol, editor_esi):
    links = [lent(make_story(), editor_esi)[0] for _ in range(2)]
    desk = signed_in(safeguarding_sol)
    found = desk.get("/admin/stories/previewlink/", {"state": "open"})
    assert found.content.decode().count("the law office") >= 2
    ticked = [link.pk for link in links]
    desk.post(
        "/admin/stories/previewlink/",
        {"action": "revoke", "_selected_action": ticked},
    )
    assert not PreviewLink.objects.current(NOW()).exists()
