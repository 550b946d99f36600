"""What a consent is, when it counts, and what the database refuses of it."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.utils import timezone

from ijm.dates import start_of, today
from stories.models import Consent
from stories.models.agreed import Use
from stories.models.deciding import AlreadyDecided, OwnConsent
from tests.make_people import (
    hand_in,
    in_days,
    make_consent,
    make_portrait,
    make_subject,
)
from tests.make_stories import make_person

pytestmark = pytest.mark.django_db
PICTURE = Use("web", frozenset({"picture"}))


@pytest.mark.parametrize(
    ("columns", "sentence"),
    [
        (
            {"given_on": date(2024, 2, 29), "expires_on": date(2027, 3, 1)},
            "three years",
        ),
        ({"given_on": date(2024, 5, 1), "expires_on": date(2024, 5, 1)}, "before"),
        ({"age": "child"}, "guardian"),
        ({"age": "child", "guardian": "An aunt"}, "guardian"),
        ({"guardian": "An aunt"}, "guardian"),
        (
            {
                "age": "child",
                "guardian": "An aunt",
                "given_on": date(2025, 5, 1),
                "turns_18_on": date(2025, 5, 1),
                "expires_on": date(2026, 5, 1),
            },
            "18 already",
        ),
        ({"channels": []}, "where"),
    ],
)
def test_the_database_and_the_form_refuse_the_same(columns, sentence) -> None:
    subject = make_subject()
    with pytest.raises(IntegrityError), transaction.atomic():
        hand_in(subject, **columns)
    kept = hand_in(subject)
    for name, value in columns.items():
        setattr(kept, name, value)
    with pytest.raises(ValidationError, match=sentence):
        kept.validate_constraints()


def test_three_years_to_the_day_are_allowed() -> None:
    consent = hand_in(
        make_subject(), given_on=date(2024, 2, 29), expires_on=date(2027, 2, 28)
    )
    assert consent.is_waiting


def test_a_childs_consent_ends_on_the_day_they_turn_18() -> None:
    consent = make_consent(
        make_subject(), age="child", guardian="An aunt", turns_18_on=in_days(40)
    )
    consent.refresh_from_db()
    assert consent.lapses_at == start_of(in_days(40))
    assert consent.is_lapsing(today())
    assert not consent.is_in_force(in_days(40))


def test_sets_and_rows_say_the_same() -> None:
    """Each adjective of the set agrees with the predicate of the row."""
    subject, by, now = make_subject(), make_person(), timezone.now()
    waiting, refused, withdrawn = (
        hand_in(subject),
        hand_in(subject),
        make_consent(subject),
    )
    refused.refuse(by, "Unreadable", now)
    withdrawn.withdraw(by, "asked", "", now)
    make_consent(subject)
    make_consent(subject, expires_on=in_days(30))
    make_consent(subject, expires_on=in_days(-1))
    every = list(Consent.objects.all())
    assert (
        {c for c in every if c.is_waiting} == {*Consent.objects.waiting()} == {waiting}
    )
    assert {c for c in every if c.is_ended} == {*Consent.objects.ended()}
    for name in ("in_force", "lapsing", "lapsed"):
        rows = {c for c in every if getattr(c, f"is_{name}")(today())}
        assert rows == {*getattr(Consent.objects, name)(today())}, name
        assert rows, name


def test_what_was_given_is_written_once() -> None:
    consent = make_consent(make_subject())
    for sql in (
        "UPDATE stories_consent SET expires_on = expires_on - 1",
        "UPDATE stories_consent SET form = 'other'",
        "UPDATE stories_consent SET verified_at = NULL, verified_by_id = NULL",
        "DELETE FROM stories_consent",
        "TRUNCATE stories_consent CASCADE",
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            connection.cursor().execute(sql)
    consent.withdraw(make_person(), "asked", "", timezone.now())
    with pytest.raises(DatabaseError), transaction.atomic():
        Consent.objects.update(
            withdrawn_at=None, withdrawn_by=None, withdrawn_reason=""
        )


def test_what_somebody_decided_stands() -> None:
    consent, by, now = hand_in(make_subject()), make_person(), timezone.now()
    Consent.objects.get(pk=consent.pk).refuse(by, "Not signed", now)
    with pytest.raises(AlreadyDecided):
        consent.verify(by, risk="None", risk_assessed_on=today(), now=now)
    with pytest.raises(AlreadyDecided):
        consent.withdraw(by, "asked", "", now)


def test_who_handed_it_in_cannot_verify_it_where_two_must_look(settings) -> None:
    settings.TWO_PEOPLE_PUBLISH = True
    consent = hand_in(make_subject())
    with pytest.raises(OwnConsent):
        consent.verify(
            consent.handed_in_by,
            risk="None",
            risk_assessed_on=today(),
            now=timezone.now(),
        )


def test_an_amendment_takes_the_place_of_the_former() -> None:
    subject = make_subject()
    former = make_consent(subject)
    make_consent(subject, amends=former, channels=["print"])
    former.refresh_from_db()
    assert former.withdrawn_reason == "replaced"
    assert subject.agrees_to(PICTURE, today()).code == "lacking"


def test_words_that_only_safeguarding_may_read_are_noise_in_the_database() -> None:
    consent = make_consent(
        make_subject(),
        age="child",
        guardian="Canary Aunt",
        turns_18_on=in_days(400),
        note="Canary note",
    )
    with connection.cursor() as cursor:
        cursor.execute("SELECT c::text FROM stories_consent c")
        assert "Canary" not in cursor.fetchone()[0]
    assert Consent.objects.get(pk=consent.pk).guardian == "Canary Aunt"


AGREES = [
    ("web", {"picture"}, "", {}),
    ("social", {"picture"}, "lacking", {"channels": ["web"]}),
    ("web", {"name"}, "lacking", {"identifiers": ["picture"]}),
    ("web", {"picture"}, "lapsed", {"expires_on": in_days(-1)}),
    ("web", set(), "", {"identifiers": []}),
]


@pytest.mark.parametrize(("channel", "by", "code", "columns"), AGREES)
def test_it_allows_what_it_names(channel, by, code, columns) -> None:
    subject = make_subject()
    make_consent(subject, **columns)
    answer = subject.agrees_to(Use(channel, frozenset(by)), today())
    assert answer.code == code
    assert bool(answer.until) == (not code)
    assert bool(answer.why) == bool(code)


def test_one_that_names_photos_allows_no_other() -> None:
    subject = make_subject()
    named, other = make_portrait(subject), make_portrait(subject)
    make_consent(subject, photos=[named])
    use = {"channel": "web", "by": frozenset({"picture"})}
    assert subject.agrees_to(Use(**use, photo=named.pk), today()).until
    assert subject.agrees_to(Use(**use, photo=other.pk), today()).code == "lacking"


def test_of_two_the_longer_counts() -> None:
    subject = make_subject()
    make_consent(subject, expires_on=in_days(10))
    make_consent(subject, expires_on=in_days(20))
    assert subject.agrees_to(PICTURE, today()).until == start_of(in_days(20))


@pytest.mark.parametrize(
    ("closed", "code"),
    [(None, "current_case"), (-300, "recent_case"), (5, "recent_case"), (-366, "")],
)
def test_while_we_work_with_them_and_a_year_after_nothing_is_allowed(
    closed, code
) -> None:
    day = closed if closed is None else today() + timedelta(days=closed)
    subject = make_subject(case_closed_on=day)
    make_consent(subject)
    assert subject.agrees_to(PICTURE, today()).code == code
