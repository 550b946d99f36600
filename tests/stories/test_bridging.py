"""A low-risk arrival may be public for a while: signed for, counted, and ended."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from ijm.dates import today
from stories import bridging, low_risk
from stories.models import Arrival, Bridge, BridgingAcceptance, Edition
from stories.models.publishing import NotPublishable
from stories.safeguarding import safeguarding_problems
from tests.make_names import make_name
from tests.make_people import make_subject
from tests.make_stories import (
    PARAGRAPH,
    last_event,
    make_arrival,
    make_photo,
    reference,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("charity")]
NOW = timezone.now
MONTH = timedelta(days=30)


def called(by, **columns) -> Arrival:
    arrival = make_arrival(**columns)
    bridging.call_low_risk(arrival, by, NOW())
    return arrival


def signed(by, *arrivals: Arrival, days: int = 30) -> BridgingAcceptance:
    day = today() + timedelta(days=days)
    return bridging.sign(arrivals, by, day, "Looked at each.", NOW())


def public(arrival: Arrival, by, now=None) -> Edition:
    return arrival.story.publish(by, now=now)


def reads(client, arrival: Arrival) -> int:
    return client.get(f"/stories/{arrival.story.slug}/").status_code


def codes(found) -> list[str]:
    return [problem.code for problem in found]


def test_it_is_public_until_its_day_and_no_longer(
    client, editor_esi, safeguarding_sol, time_machine
):
    arrival = called(editor_esi)
    acceptance = signed(safeguarding_sol, arrival)
    edition = public(arrival, editor_esi)
    assert edition.public_until == acceptance.ends_at
    assert reads(client, arrival) == 200
    time_machine.move_to(acceptance.ends_at + timedelta(seconds=1))
    assert reads(client, arrival) == 410  # with no worker at all


def test_without_a_signature_it_stays_a_draft(editor_esi):
    arrival = called(editor_esi)
    with pytest.raises(NotPublishable) as refused:
        public(arrival, editor_esi)
    assert codes(refused.value.problems) == ["unanswered"]


def test_its_photos_are_shown_only_as_long_and_only_those_looked_at(
    client, editor_esi, safeguarding_sol, time_machine
):
    hero, other = make_photo(recognisable=""), make_photo(recognisable="")
    arrival = called(editor_esi, hero=hero)
    acceptance = signed(safeguarding_sol, arrival)
    public(arrival, editor_esi)
    hero.refresh_from_db()
    other.refresh_from_db()
    assert hero.is_public(NOW()) and not other.is_public(NOW())
    assert f'alt="{hero.alt}"' in page_of(client, arrival)
    time_machine.move_to(acceptance.ends_at)
    assert not hero.is_public(NOW())


def page_of(client, arrival: Arrival) -> str:
    return client.get(f"/stories/{arrival.story.slug}/").content.decode()


def test_another_photo_or_another_text_is_not_covered(editor_esi, safeguarding_sol):
    arrival = called(editor_esi)
    signed(safeguarding_sol, arrival)
    story = arrival.story
    assert codes(safeguarding_problems(story.latest_revision, "web")) == []
    added = reference(make_photo(recognisable=""))
    revision = story.revise(editor_esi, body=f"<p>More.</p>{added}")
    found = codes(safeguarding_problems(revision, "web"))
    assert found == ["unanswered", "photo_unanswered"]


def test_it_holds_for_our_own_pages_and_for_no_letter(editor_esi, safeguarding_sol):
    arrival = called(editor_esi)
    signed(safeguarding_sol, arrival)
    revision = arrival.story.latest_revision
    for channel in ("newsletter", "social", "print"):
        assert codes(safeguarding_problems(revision, channel)) == ["unanswered"]


def test_answered_properly_it_has_no_end(client, editor_esi, safeguarding_sol):
    photo = make_photo(recognisable="")
    arrival = called(editor_esi, hero=photo)
    signed(safeguarding_sol, arrival)
    public(arrival, editor_esi)
    assert Bridge.objects.public(NOW()).count() == 1
    photo.change(recognisable="nobody")
    arrival.story.revise(editor_esi, recognisable="nobody")
    assert public(arrival, editor_esi).public_until is None
    assert Bridge.objects.public(NOW()).count() == 0


def test_ended_by_hand_it_is_gone_at_once(client, editor_esi, safeguarding_sol):
    hero = make_photo(recognisable="")
    arrival = called(editor_esi, hero=hero)
    acceptance = signed(safeguarding_sol, arrival)
    public(arrival, editor_esi)
    bridging.end(acceptance, safeguarding_sol, "A relative wrote.", NOW())
    assert reads(client, arrival) == 410
    hero.refresh_from_db()
    assert not hero.is_public(NOW()) and hero.bridged_until is None
    assert last_event(arrival.story).kind == "unbridged"


@pytest.mark.parametrize(
    "contradict",
    [
        lambda arrival, by: arrival.story.revise(by, recognisable="subject"),
        lambda arrival, by: arrival.put_back(by, NOW()),
    ],
    ids=["somebody from a case", "no longer low-risk"],
)
def test_contradicted_it_is_gone_with_the_workers_next_turn(
    client, editor_esi, safeguarding_sol, contradict
):
    arrival = called(editor_esi)
    signed(safeguarding_sol, arrival)
    public(arrival, editor_esi)
    contradict(arrival, editor_esi)
    assert bridging.keep_right(NOW()) == 1
    assert reads(client, arrival) == 410
    assert bridging.keep_right(NOW()) == 0


NEVER = {
    "speaks_of_somebody": [
        {"body": "<p>The girl came home.</p>"},
        {"title": "A survivor speaks"},
        {"dek": "She was 14 years old."},
        {"card_summary": "Rescued at night."},
        {"body": "<p>Aged 9, he</p>"},
    ],
    "people": [{"recognisable": "subject"}],
}


@pytest.mark.parametrize(
    ("code", "columns"),
    [(code, each) for code, many in NEVER.items() for each in many],
)
def test_children_survivors_and_cases_are_never_low_risk(editor_esi, code, columns):
    arrival = make_arrival(**columns)
    with pytest.raises(bridging.NotLowRisk) as refused:
        bridging.call_low_risk(arrival, editor_esi, NOW())
    assert code in codes(refused.value.problems)
    assert Arrival.objects.get().decision == ""


def test_nor_is_a_photo_of_somebody_nor_a_protected_name(editor_esi):
    subject = make_subject()
    guarded = make_photo(recognisable="subject")
    linked = make_photo(recognisable="")
    linked.subjects.add(subject)
    make_name("Sokha Example")
    for columns, code in (
        ({"hero": guarded}, "people"),
        ({"hero": linked}, "people"),
        ({"hero": make_photo(alt="The girl.", recognisable="")}, "speaks_of_somebody"),
        ({"body": "<p>Sokha Example came.</p>"}, "protected_name"),
    ):
        found = low_risk.against(make_arrival(**columns).story, NOW())
        assert code in codes(found), columns


def test_what_became_a_danger_since_is_not_signed_for(editor_esi, safeguarding_sol):
    changed, named, fine = called(editor_esi), called(editor_esi), called(editor_esi)
    changed.story.revise(editor_esi, title="Another")
    for arrival, code in ((changed, "changed"),):
        with pytest.raises(bridging.NotLowRisk) as refused:
            signed(safeguarding_sol, fine, arrival)
        assert codes(refused.value.problems) == [code]
    make_name("eleven days")  # it stands in every text here
    with pytest.raises(bridging.NotLowRisk):
        signed(safeguarding_sol, named)
    assert not BridgingAcceptance.objects.exists()


def test_whoever_called_it_low_risk_does_not_sign(settings, safeguarding_sol):
    arrival = called(safeguarding_sol)
    settings.TWO_PEOPLE_PUBLISH = True
    with pytest.raises(bridging.NotLowRisk) as refused:
        signed(safeguarding_sol, arrival)
    assert codes(refused.value.problems) == ["own"]


def test_a_summary_for_cards_is_taken_from_what_was_read(editor_esi):
    arrival = called(editor_esi, dek="", card_summary="", body=PARAGRAPH * 4)
    summary = arrival.story.card_summary
    assert summary.startswith("The file lay open") and len(summary) <= 240
    assert arrival.decided_at >= arrival.story.changed_at


def test_a_later_signature_carries_on(editor_esi, safeguarding_sol):
    photo = make_photo(recognisable="")
    arrival = called(editor_esi, hero=photo)
    signed(safeguarding_sol, arrival, days=10)
    public(arrival, editor_esi)
    later = signed(safeguarding_sol, arrival, days=60)
    assert arrival.story.live_edition.public_until == later.ends_at
    photo.refresh_from_db()
    assert photo.bridged_until == later.ends_at


def test_the_database_refuses_a_year_and_no_reason(safeguarding_sol):
    for wrong in ({"ends_on": today() + 12 * MONTH}, {"reason": ""}):
        columns = {"ends_on": today() + MONTH, "reason": "x", **wrong}
        with pytest.raises(IntegrityError), transaction.atomic():
            BridgingAcceptance.objects.create(signed_by=safeguarding_sol, **columns)
