"""From a list, photos and enclosures leave the public for a reason that is kept."""

import pytest

from stories.models import Enclosure, Photo, PhotoEvent
from tests.make_enclosures import make_document, make_sound
from tests.make_stories import make_bare_photo

pytestmark = pytest.mark.django_db
SCREENS = {
    "photo": make_bare_photo,
    "document": make_document,
    "recording": make_sound,
}


@pytest.mark.parametrize("screen", SCREENS)
def test_a_reason_is_asked_for_and_kept(signed_in, editor_esi, charity, screen):
    one, other, third = (SCREENS[screen]() for _ in range(3))
    kind = Photo if screen == "photo" else Enclosure
    desk = signed_in(editor_esi)
    ticked = {"action": "withdraw", "_selected_action": [one.pk, other.pk]}
    asking = desk.post(f"/admin/stories/{screen}/", ticked).url
    assert one.title in desk.get(asking).content.decode()
    assert desk.post(asking, {"why": " "}).status_code == 422
    assert not kind.objects.exclude(withdrawn_at=None)
    assert desk.post(asking, {"why": "They asked"}).status_code == 302
    gone = kind.objects.exclude(withdrawn_at=None)
    assert {each.pk: each.withdrawn_why for each in gone} == {
        one.pk: "They asked",
        other.pk: "They asked",
    }
    assert third.pk not in {each.pk for each in gone}
    assert desk.get(asking).status_code == 302  # none is left to ask about
    if kind is Photo:
        assert {each.why for each in PhotoEvent.objects.all()} == {"They asked"}


@pytest.mark.parametrize("ids", ["", "?ids=x&ids=-1&ids=99999999999999999999"])
def test_odd_numbers_are_nobody(signed_in, editor_esi, ids):
    asked = signed_in(editor_esi).get(f"/admin/stories/photo/withdrawals/{ids}")
    assert asked.status_code == 302
