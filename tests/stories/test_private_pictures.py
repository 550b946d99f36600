"""Must show: what is not public answers nobody who may not see it, by any address."""

import pytest
from django.core.files.storage import storages
from django.test import Client

from tests.make_stories import make_photo, make_published, make_story

pytestmark = pytest.mark.django_db
AROUND = (
    "/media/{}",
    "/media/../private/{}",
    "/media/%2e%2e/private/{}",
    "/media/..%2fprivate%2f{}",
    "/media/private/{}",
    "/private/{}",
    "/static/../media/private/{}",
)


@pytest.fixture(autouse=True)
def served(settings, own_storages):
    settings.MEDIA_ROOT = own_storages / "public"


def names_of(photo) -> list[str]:
    return [photo.master, *photo.renditions.values_list("name", flat=True)]


def is_the_file(answer, name: str) -> bool:
    body = b"".join(answer) if answer.streaming else answer.content
    with storages["private"].open(name) as file:
        return body == file.read()


@pytest.mark.parametrize("where", ["unused", "in a draft", "withdrawn"])
def test_no_address_leads_a_visitor_to_a_private_picture(
    where, editor_esi, django_capture_on_commit_callbacks
):
    photo = make_photo()
    if where == "in a draft":
        make_story(hero=photo)
    if where == "withdrawn":
        make_published(hero=photo)
        with django_capture_on_commit_callbacks(execute=True):
            photo.withdraw(editor_esi, "Asked us to")
    for name in names_of(photo):
        assert not storages["default"].exists(name)
        for path in AROUND:
            answer = Client().get(path.format(name))
            assert answer.status_code in {301, 400, 404}, path
            assert not is_the_file(answer, name)


def test_a_master_is_out_of_reach_though_its_photo_is_public():
    photo = make_photo()
    make_published(hero=photo)
    shown = photo.renditions.filter(format="webp").last().name
    assert Client().get(f"/media/{shown}").status_code == 200
    assert Client().get(f"/media/{photo.master}").status_code == 404


@pytest.mark.parametrize(
    ("person", "status"),
    [(None, 302), ("plain_pia", 403), ("finance_femi", 403), ("writer_wen", 200)],
)
def test_at_the_desk_only_those_who_may_see_photos_do(
    request, signed_in, person, status
):
    photo = make_photo()
    client = signed_in(request.getfixturevalue(person)) if person else Client()
    name = photo.renditions.first().name
    for path in (f"file/{name}", f"{photo.pk}/preview/", f"{photo.pk}/preview/?open=1"):
        assert client.get(f"/admin/stories/photo/{path}").status_code == status


def test_nobody_gets_a_master_at_the_desk(signed_in, admin_amina):
    photo, client = make_photo(), signed_in(admin_amina)
    for name in (photo.master, f"../{photo.master}", f"%2e%2e/{photo.master}"):
        assert client.get(f"/admin/stories/photo/file/{name}").status_code in {301, 404}
