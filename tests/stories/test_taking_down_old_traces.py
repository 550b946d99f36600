"""A take-down looks into addresses as well, and into what an import left over."""

import pytest
from django.utils import timezone

from stories.models import FormerAddress, Leftover, OldAddress, OldFile
from stories.takedown.withdrawing import still_public, take_down
from tests.make_names import make_name
from tests.make_stories import make_arrival, make_photo, make_published
from tests.make_takedowns import begin_take_down, listed, officer, redacted

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("charity")]


@pytest.fixture(autouse=True)
def her_name() -> None:
    make_name()


def press(case) -> None:
    take_down(case, officer(), timezone.now())


def test_an_address_with_a_name_is_burned_and_its_story_stays(client):
    story = make_published(title="The harbour", slug="the-harbour")
    FormerAddress.objects.create(slug="sok-dara-speaks", story=story)
    FormerAddress.objects.create(slug="sok-dara", target="/give/")
    case = begin_take_down()
    assert listed(case) == {"/sok-dara-speaks": "named", "/sok-dara": "named"}
    assert len(still_public(case, timezone.now())) == 2
    press(case)
    assert still_public(case, timezone.now()) == []
    for gone in ("/sok-dara/", "/stories/sok-dara-speaks/"):
        assert client.get(gone).status_code == 410
    assert client.get(story.get_absolute_url()).status_code == 200
    redacted(case)
    assert not FormerAddress.objects.filter(slug__contains="sok").exists()


def test_addresses_of_the_old_site_lose_the_name_at_once(client):
    story = make_published(title="The harbour")
    OldAddress.objects.create(path="2015/sok-dara", story=story)
    OldAddress.objects.create(path="2015/sok_dara", story=story)
    OldAddress.objects.create(path="2015/harbour", story=story)
    case = begin_take_down()
    assert listed(case) == {"/2015/sok-dara": "named", "/2015/sok_dara": "named"}
    press(case)
    assert client.get("/2015/sok-dara/").status_code == 404
    assert client.get("/2015/harbour/").status_code == 301
    assert not OldAddress.objects.filter(path__contains="dara").exists()


def test_what_an_import_did_not_understand_is_found_and_scrubbed():
    arrival = make_arrival(title="The old boat")
    for words in ("Sok Dara", "Sok  Dara", "[map]"):
        Leftover.objects.create(
            source="old.example", arrival=arrival, code="shortcode", words=words
        )
    Leftover.objects.create(source="old.example", code="menu", words="Sok Dara")
    case = begin_take_down()
    assert sorted(listed(case).values()) == ["may_be", "named", "named", "named"]
    assert listed(case)["The old boat"] == "may_be"
    press(case)
    kept = list(Leftover.objects.values_list("words", flat=True))
    assert len(kept) == 4 and "[map]" in kept
    assert not [words for words in kept if "Dara" in words]
    arrival.story.refresh_from_db()
    assert arrival.story.title == "The old boat"


def test_what_the_old_site_said_of_its_files_leads_to_their_photos():
    photo = make_photo(title="Boat 7")
    OldFile.objects.create(
        source="old.example", path="2015/sok-dara.jpg", title="Sok Dara", photo=photo
    )
    OldFile.objects.create(
        source="old.example", path="2015/sokdara.pdf", caption="With Sok Dara."
    )
    case = begin_take_down()
    found = listed(case)
    assert found["Boat 7"] == "may_be"
    assert found["2015/sok-dara.jpg"] == found["2015/sokdara.pdf"] == "named"
    press(case)
    for file in OldFile.objects.all():
        assert "ara" not in f"{file.path} {file.title} {file.caption}".lower()
    photo.refresh_from_db()
    assert photo.withdrawn_at is None


def test_whom_a_draft_is_lent_to_is_kept_without_a_protected_name(
    signed_in, editor_esi
):
    story = make_published()
    desk, address = signed_in(editor_esi), f"/admin/stories/story/{story.pk}/previews/"
    answer = desk.post(address, {"recipient": "The lawyer of Sok Dara"})
    assert answer.status_code == 422
    assert "leave the protected name out of it" in answer.content.decode()
    assert not story.preview_links.exists()
    assert desk.post(address, {"recipient": "The law office"}).status_code == 201
    assert desk.post(address, {"recipient": ""}).status_code == 422
