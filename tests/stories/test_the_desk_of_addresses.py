"""Staff make short addresses, see which are followed, and burn them."""

import pytest
from django.urls import reverse

from stories.models import AddressVisits, FormerAddress, OldAddress
from tests.make_stories import make_published

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("charity")]
ADD = reverse("admin:stories_formeraddress_add")


@pytest.fixture
def desk(signed_in, editor_esi):
    return signed_in(editor_esi)


def made(desk, **columns):
    return desk.post(ADD, {"slug": "winter", "target": "", "story": "", **columns})


def test_a_short_address_is_made_in_small_letters_by_somebody(desk, editor_esi):
    assert made(desk, slug="Winter", target="/give/?fund=x").status_code == 302
    address = FormerAddress.objects.get()
    assert (address.slug, address.made_by) == ("winter", editor_esi)


def test_a_whole_address_of_ours_is_understood(desk, settings):
    made(desk, target=f"{settings.SITE_URL}/stories/?year=2024")
    assert FormerAddress.objects.get().target == "/stories/?year=2024"


def test_what_leads_nowhere_is_refused_in_a_sentence(desk):
    make_published(kind="page", slug="about", title="About us")
    for columns, sentence in (
        ({"target": "https://example.com/"}, "a path of this site"),
        ({"target": "/\t/evil.example/"}, "a path of this site"),
        ({"target": "/stories/never-written/"}, "Readers would find nothing"),
        ({"target": "/admin/"}, "not for readers"),
        ({"target": "/winter/"}, "Readers would find nothing"),
        ({}, "Choose a story or write a path"),
        ({"slug": "give", "target": "/stories/"}, "an address of the site itself"),
        ({"slug": "About", "target": "/stories/"}, "A page of ours stands"),
    ):
        page = made(desk, **columns).content.decode()
        assert sentence in page, columns
    assert not FormerAddress.objects.exists()


def test_burning_is_for_good(desk, client, editor_esi):
    made(desk, target="/give/")
    address = FormerAddress.objects.get()
    burning = reverse("admin:stories_formeraddress_burning", args=[address.pk])
    assert "cannot be undone" in desk.get(burning).content.decode()
    desk.post(burning)
    address.refresh_from_db()
    assert (address.burned_by, address.target) == (editor_esi, "")
    assert client.get("/winter/").status_code == 410
    assert desk.post(burning).status_code == 404
    change = reverse("admin:stories_formeraddress_change", args=[address.pk])
    assert desk.post(change, {"slug": "winter", "target": "/"}).status_code == 403


def test_whoever_guards_people_may_burn_a_former_address(
    signed_in, safeguarding_sol, client
):
    story = make_published(slug="her-name")
    FormerAddress.objects.create(slug="her-full-name", story=story)
    guard = signed_in(safeguarding_sol)
    address = FormerAddress.objects.get()
    guard.post(reverse("admin:stories_formeraddress_burning", args=[address.pk]))
    assert client.get("/stories/her-full-name/").status_code == 410


def test_the_list_says_how_often_each_is_followed(desk, client):
    made(desk, target="/give/")
    for _time in range(3):
        client.get("/winter/")
    page = desk.get(reverse("admin:stories_formeraddress_changelist")).content.decode()
    assert '<td class="field-visits">3</td>' in page
    assert AddressVisits.objects.count() == 1


def test_an_address_of_the_old_site_is_kept_in_one_spelling(desk, client):
    add = reverse("admin:stories_oldaddress_add")
    asked = {"path": "/2015/03/Our%20Post/", "target": "/stories/", "story": ""}
    assert desk.post(add, asked).status_code == 302
    assert OldAddress.objects.get().path == "2015/03/our post"
    assert client.get("/2015/03/Our%20post")["Location"] == "/stories/"
    refused = desk.post(add, {"path": "/give/", "target": "/", "story": ""})
    assert "answers that address itself" in refused.content.decode()
