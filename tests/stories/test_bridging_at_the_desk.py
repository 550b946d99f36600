"""Calling, signing, publishing and ending, as staff do it on their screens."""

from datetime import timedelta

import pytest

from ijm.dates import today
from stories.models import Arrival, BridgingAcceptance
from tests.make_stories import make_arrival, make_photo

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("charity")]
DESK, LOW_RISK = "/admin/stories/arrival/", "/admin/stories/arrival/low-risk/"
SIGN = "/admin/stories/bridgingacceptance/add/"
LOOKED = {"nobody": "on", "no_child": "on", "no_survivor": "on"}
LATER = (today() + timedelta(days=30)).isoformat()
NO_BRIDGES = {"bridges-TOTAL_FORMS": 0, "bridges-INITIAL_FORMS": 0}


def call(client, *arrivals: Arrival, **said):
    ids = [arrival.pk for arrival in arrivals]
    return client.post(LOW_RISK, {"ids": ids, **said}, follow=True)


def sign(client, *arrivals: Arrival, ends_on: str = LATER, reason: str = "Looked."):
    ids = [arrival.pk for arrival in arrivals]
    typed = {"ends_on": ends_on, "reason": reason, "arrivals": ids, **NO_BRIDGES}
    return client.post(SIGN, typed, follow=True)


def test_from_the_old_site_to_the_public_and_out_again(
    signed_in, client, editor_esi, safeguarding_sol
):
    arrival = make_arrival(title="Our new roof", hero=make_photo(recognisable=""))
    editor, guard = signed_in(editor_esi), signed_in(safeguarding_sol)
    asked = editor.post(
        DESK, {"action": "low_risk", "_selected_action": [arrival.pk]}, follow=True
    )
    assert "Our new roof" in asked.content.decode() and "The file lay open" in (
        asked.content.decode()
    )
    assert (
        "waits for Safeguarding to sign"
        in call(editor, arrival, **LOOKED).content.decode()
    )
    front = guard.get("/admin/").content.decode()
    assert "Low-risk stories from the old site to sign for" in front
    sign(guard, arrival)
    ticked = {"action": "publish", "_selected_action": [arrival.pk]}
    said = editor.post(f"{DESK}?decision=low_risk", ticked, follow=True)
    assert "1 story is public" in said.content.decode()
    page = f"/stories/{arrival.story.slug}/"
    assert client.get(page).status_code == 200
    assert "Public for a while only" in guard.get("/admin/").content.decode()
    acceptance = BridgingAcceptance.objects.get()
    here = f"/admin/stories/bridgingacceptance/{acceptance.pk}"
    assert "public, to answer properly" in guard.get(f"{here}/change/").content.decode()
    guard.post(f"{here}/ending/", {"why": "Somebody wrote to us."})
    assert client.get(page).status_code == 410
    assert "Public for a while only" not in guard.get("/admin/").content.decode()


def test_each_statement_is_asked_for_and_a_child_is_never_among_them(
    signed_in, editor_esi
):
    fine = make_arrival(title="Our new roof")
    never = make_arrival(title="The girl at the door")
    desk = signed_in(editor_esi)
    page = desk.get(LOW_RISK, {"ids": [fine.pk, never.pk]}).content.decode()
    assert "It may speak of a child or of a survivor (“girl”)" in page
    assert f'value="{never.pk}"' not in page
    for missing in LOOKED:
        said = {name: on for name, on in LOOKED.items() if name != missing}
        refused = call(desk, fine, **said)
        assert refused.status_code == 422
        assert "Tick this only when you have looked" in refused.content.decode()
    call(desk, fine, never, **LOOKED)
    assert [a.story.title for a in Arrival.objects.filter(decision="low_risk")] == [
        "Our new roof"
    ]


def test_what_is_typed_wrongly_is_said_and_nothing_is_signed(
    signed_in, editor_esi, safeguarding_sol
):
    arrival = make_arrival()
    call(signed_in(editor_esi), arrival, **LOOKED)
    guard = signed_in(safeguarding_sol)
    far = (today() + timedelta(days=400)).isoformat()
    for given, sentence in (
        ({"ends_on": far}, "within the next half year"),
        ({"ends_on": today().isoformat()}, "within the next half year"),
        ({"reason": " "}, "required"),
    ):
        assert sentence in sign(guard, arrival, **given).content.decode()
    arrival.story.revise(editor_esi, title="Changed since")
    said = sign(guard, arrival).content.decode()
    assert "It was changed since it was called low-risk" in said
    assert not BridgingAcceptance.objects.exists()


@pytest.mark.parametrize("person", ["editor_esi", "writer_wen", "newsletter_noor"])
def test_only_safeguarding_signs(request, signed_in, admin_amina, person):
    arrival = make_arrival()
    call(signed_in(admin_amina), arrival, **LOOKED)
    client = signed_in(request.getfixturevalue(person))
    assert sign(client, arrival).status_code == 403
    assert not BridgingAcceptance.objects.exists()


def test_a_story_kept_from_me_is_not_called_anything_by_me(
    signed_in, editor_esi, admin_amina
):
    arrival = make_arrival(title="Sealed by a court")
    arrival.story.readers.add(admin_amina)
    desk = signed_in(editor_esi)
    assert "Sealed" not in desk.get(LOW_RISK, {"ids": [arrival.pk]}).content.decode()
    call(desk, arrival, **LOOKED)
    assert Arrival.objects.get().decision == ""
