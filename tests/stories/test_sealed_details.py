"""Who a subject is: encrypted, opened by Safeguarding alone, and never unnoticed."""

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from ijm import sealing
from stories.models import SealedDetails, SealedLook
from stories.models.sealed import RealDetails
from stories.models.sealing import NotForYou
from tests.make_people import PDF, make_consent, make_subject

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("charity")]
NAME = "Canary Marigold Fairweather"


@pytest.fixture
def sealed(safeguarding_sol):
    """A subject whose real name is known to the database as noise."""
    subject = make_subject()
    subject.seal_details(
        RealDetails(NAME, "by a friend"), safeguarding_sol, "told us", timezone.now()
    )
    return subject


def address(subject) -> str:
    return reverse("admin:stories_subject_sealed", args=[subject.pk])


def test_no_table_holds_the_name(sealed) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name FROM information_schema.tables"
            " WHERE table_schema = 'public' AND table_name LIKE 'stories_s%'"
        )
        for (table,) in cursor.fetchall():
            cursor.execute(
                f'SELECT count(*) FROM "{table}" t WHERE t::text ~ %s', [NAME]
            )
            assert cursor.fetchone() == (0,), table


def test_a_reason_opens_them_and_the_look_is_kept(
    sealed, signed_in, safeguarding_sol
) -> None:
    sol = signed_in(safeguarding_sol)
    assert NAME not in sol.get(address(sealed)).content.decode()
    page = sol.post(address(sealed), {"why": "She rang about her picture"})
    assert NAME in page.content.decode()
    assert "no-store" in page["Cache-Control"]
    look = sealed.looks.first()
    assert (look.by, look.kind, look.why) == (
        safeguarding_sol,
        "read",
        "She rang about her picture",
    )


def test_without_a_reason_nothing_is_shown(sealed, signed_in, safeguarding_sol) -> None:
    page = signed_in(safeguarding_sol).post(address(sealed), {"why": " "})
    assert page.status_code == 422
    assert NAME not in page.content.decode()
    assert not sealed.looks.filter(kind="read").exists()


def test_what_is_written_replaces_what_was_known(
    sealed, signed_in, safeguarding_sol
) -> None:
    typed = {"name": "Another Name", "contact": "", "notes": "", "why": "spelling"}
    answer = signed_in(safeguarding_sol).post(address(sealed), typed)
    assert answer.status_code == 302
    found = sealed.open_details(safeguarding_sol, "to see", timezone.now())
    assert found.name == "Another Name"


def test_a_slip_loses_nothing_that_was_typed(
    sealed, signed_in, safeguarding_sol
) -> None:
    typed = {"name": "", "contact": "the third house", "notes": "", "why": "moved"}
    page = signed_in(safeguarding_sol).post(address(sealed), typed)
    assert page.status_code == 422
    assert "the third house" in page.content.decode()


def test_an_administrator_is_not_let_in(sealed, signed_in, admin_amina) -> None:
    assert signed_in(admin_amina).post(address(sealed), {"why": "x"}).status_code == 403
    with pytest.raises(NotForYou):
        sealed.open_details(admin_amina, "curious", timezone.now())
    assert SealedLook.objects.count() == 1  # the writing


def test_no_screen_of_the_desk_shows_them(sealed, signed_in, admin_amina) -> None:
    amina = signed_in(admin_amina)
    for name, args in (
        ("changelist", []),
        ("change", [sealed.pk]),
        ("history", [sealed.pk]),
    ):
        page = amina.get(reverse(f"admin:stories_subject_{name}", args=args))
        assert NAME not in page.content.decode()
    assert NAME not in repr(RealDetails(NAME))


def test_a_new_key_opens_what_the_former_sealed(
    sealed, settings, safeguarding_sol
) -> None:
    make_consent(sealed, note="Call before noon")
    former, settings.SEALING_KEY = settings.SEALING_KEY, "a fresh key, long and random"
    settings.SEALING_KEY_FALLBACKS = [former]
    call_command("reseal")
    settings.SEALING_KEY_FALLBACKS = []
    now = timezone.now()
    found = sealed.open_details(safeguarding_sol, "after the change", now)
    assert found.name == NAME
    consent = sealed.consents.get()
    assert consent.note == "Call before noon"
    assert consent.open_form(safeguarding_sol, now).data == PDF


def test_a_lost_key_gets_a_sentence_and_loses_nothing(
    sealed, settings, signed_in, safeguarding_sol
) -> None:
    former, settings.SEALING_KEY = settings.SEALING_KEY, "not the key"
    page = signed_in(safeguarding_sol).post(address(sealed), {"why": "to see"})
    assert "SEALING_KEY_FALLBACKS" in page.content.decode()
    with pytest.raises(CommandError, match="SEALING_KEY_FALLBACKS"):
        call_command("reseal")
    settings.SEALING_KEY = former
    kept = SealedDetails.objects.get(subject=sealed)
    assert kept.opened().name == NAME


def test_the_same_words_are_never_sealed_alike() -> None:
    assert sealing.seal(b"twice") != sealing.seal(b"twice")
