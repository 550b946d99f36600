"""Signing in takes two steps: the password, and a thing that only the person has."""

import json
import re
import time
import tracemalloc
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, given
from hypothesis import settings as how
from hypothesis import strategies as st

from ijm import idling
from ijm.models import (
    AuthenticatorApp,
    Limit,
    OutgoingMail,
    Passkey,
    RecoveryCode,
    StaffMember,
)
from ijm.second_factor import enrolling, passkeys, recovery, time_codes
from tests.cast import PASSWORD
from tests.soft_key import SoftKey

pytestmark = pytest.mark.django_db
STEP, OWN = "/admin/second-step/", "/admin/my-sign-in/"


@pytest.fixture(autouse=True)
def in_production(settings) -> None:
    settings.TWO_FACTOR = True
    settings.SITE_URL = "http://localhost:8000"


def browser(**told: Any) -> Client:
    """As one says it: the request comes from a page of ours."""
    return Client(headers={"Sec-Fetch-Site": "same-origin"}, **told)


@pytest.fixture
def client() -> Client:
    return browser()


@pytest.fixture
def wen(client: Client, writer_wen: StaffMember) -> StaffMember:
    """Wen, with an app; her browser has given the password."""
    enrolling.add_app(writer_wen, SECRET, code(-1), timezone.now())
    gives_password(client, writer_wen)
    return writer_wen


SECRET = time_codes.new_secret()


def code(steps: int = 0) -> str:
    return time_codes.code(SECRET, time_codes.step_at(timezone.now()) + steps)


def gives_password(client: Client, person: StaffMember, wanted: str = "") -> Any:
    form = {"username": person.email, "password": PASSWORD, "next": wanted}
    return client.post("/admin/login/", form)


def second_step(wanted: str) -> str:
    return f"{STEP}?{urlencode({'next': wanted})}"


def is_in(client: Client) -> bool:
    return client.get("/admin/").status_code == 200


# The codes themselves


@pytest.mark.parametrize(
    ("second", "wanted"),
    [
        # RFC 6238, appendix B, the last six of its eight digits
        (59, "287082"),
        (1111111109, "081804"),
        (1111111111, "050471"),
        (1234567890, "005924"),
        (2000000000, "279037"),
        (20000000000, "353130"),
    ],
)
def test_codes_are_those_of_the_standard(second: int, wanted: str) -> None:
    secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
    assert time_codes.code(secret, second // 30) == wanted


def test_the_code_of_the_minute_before_last_is_too_old() -> None:
    now = timezone.now()
    fits = [
        step
        for step in range(-3, 4)
        if time_codes.matching_step(SECRET, code(step), now)
    ]
    assert fits == [-1, 0, 1]


# Half a session


def test_the_password_alone_opens_nothing(client, wen) -> None:
    assert client.get("/admin/").headers["Location"] == second_step("/admin/")
    assert client.get("/admin/login/").headers["Location"] == STEP
    answer = client.post("/admin/password_change/")
    assert answer.headers["Location"].startswith("/admin/login/")


def test_it_leads_back_to_where_they_were_going(client, wen) -> None:
    wanted = "/admin/stories/story/?q=boat"
    assert client.get(wanted).headers["Location"] == second_step(wanted)
    answer = client.post(STEP, {"code": code(), "next": wanted})
    assert answer.headers["Location"] == wanted and is_in(client)


@pytest.mark.parametrize("next_", ["//evil.example", "https://evil.example", "\\\\e"])
def test_it_never_leads_off_the_site(client, wen, next_) -> None:
    answer = client.post(STEP, {"code": code(), "next": next_})
    assert answer.headers["Location"] == "/admin/"


def test_the_session_gets_another_key(client, wen) -> None:
    before = client.session.session_key
    client.post(STEP, {"code": code()})
    assert client.session.session_key != before


def test_half_a_session_can_be_left(client, wen) -> None:
    client.post("/admin/logout/")
    assert client.get("/admin/").headers["Location"].startswith("/admin/login/")


def test_a_story_sent_by_half_a_session_is_given_back(client, wen) -> None:
    answer = client.post("/admin/stories/story/add/", {"title": "The boat"})
    assert answer.status_code == 403 and b"The boat" in answer.content


# Codes


def test_a_code_opens_once(client, wen) -> None:
    said = code()
    assert client.post(STEP, {"code": f" {said[:3]} {said[3:]} "}).status_code == 302
    again = browser()
    gives_password(again, wen)
    assert again.post(STEP, {"code": said}).status_code == 422
    assert not is_in(again)
    assert again.post(STEP, {"code": code(1)}).status_code == 302


def test_of_two_at_once_one_is_let_in(wen) -> None:
    one, other = (AuthenticatorApp.objects.get() for _ in range(2))
    step = time_codes.step_at(timezone.now())
    assert [one.take(step), other.take(step)] == [True, False]


def test_guessing_ends_soon(client, wen) -> None:
    tries = [client.post(STEP, {"code": "000000"}).status_code for _ in range(6)]
    assert tries == [422] * 5 + [429]
    assert client.post(STEP, {"code": code()}).status_code == 429
    assert not is_in(client)


def test_guessing_slowly_ends_too(client, wen) -> None:
    soon = timezone.now() + timedelta(hours=1)
    for _ in range(30):
        Limit.objects.filter(until__lt=soon).delete()  # five minutes go by
        assert client.post(STEP, {"code": "000000"}).status_code == 422
    Limit.objects.filter(until__lt=soon).delete()
    assert client.post(STEP, {"code": "000000"}).status_code == 429


def test_a_code_on_paper_opens_once_and_its_owner_hears(client, wen) -> None:
    paper = recovery.renew(wen, timezone.now())[6]
    assert client.post(STEP, {"code": paper.upper()}).status_code == 302
    again = browser()
    gives_password(again, wen)
    assert again.post(STEP, {"code": paper}).status_code == 422
    assert recovery.left(wen) == 9
    told = OutgoingMail.objects.filter(letter=enrolling.LETTER.name)
    assert "code-used" in {each.extra["what"] for each in told}


def test_nothing_kept_opens_anything(client, wen) -> None:
    """What somebody finds who reads the database."""
    papers = recovery.renew(wen, timezone.now())
    kept = " ".join(RecoveryCode.objects.values_list("hash", flat=True))
    assert not [paper for paper in papers if paper[3:].replace("-", "") in kept]
    with connection.cursor() as cursor:
        cursor.execute("SELECT secret FROM ijm_authenticatorapp")
        assert SECRET not in cursor.fetchone()[0]


def test_new_codes_end_the_old_ones(wen) -> None:
    old = recovery.renew(wen, timezone.now())[0]
    recovery.renew(wen, timezone.now())
    assert not recovery.take(wen, old)


# Setting up


def test_a_newcomer_sets_up_an_app_before_anything(client, writer_wen) -> None:
    gives_password(client, writer_wen)
    assert client.get("/admin/", follow=True).redirect_chain[-1][0] == OWN
    page = client.get(f"{OWN}app/").content.decode()
    secret = re.search(r"sign-in__secret\">([A-Z2-7 ]+)<", page)[1].replace(" ", "")
    assert "<svg" in page and "otpauth" not in page
    now = time_codes.step_at(timezone.now())
    wrong = client.post(f"{OWN}app/", {"code": "12"})
    assert wrong.status_code == 422 and secret[:4] in wrong.content.decode()
    answer = client.post(f"{OWN}app/", {"code": time_codes.code(secret, now)})
    assert answer.headers["Location"] == f"{OWN}codes/"
    assert b"sign-in__codes" not in client.get(f"{OWN}codes/").content
    shown = client.post(f"{OWN}codes/").content.decode()
    assert len(re.findall(r"<code>\d\d [a-z0-9]{5}-[a-z0-9]{5}</code>", shown)) == 10
    assert is_in(client)


def test_whoever_has_a_second_step_cannot_set_up_another_instead(client, wen) -> None:
    for place in ("", "app/", "passkey/", "codes/"):
        answer = client.get(OWN + place)
        assert answer.headers["Location"].startswith(STEP), place
    assert client.post(f"{OWN}app/removal/").headers["Location"].startswith(STEP)
    assert AuthenticatorApp.objects.exists()


def test_changing_it_wants_a_fresh_proof(client, wen) -> None:
    client.post(STEP, {"code": code()})
    assert client.get(f"{OWN}passkey/").status_code == 200
    with time_machine.travel(timedelta(minutes=11)):
        assert client.get(OWN).status_code == 200
        answer = client.get(f"{OWN}passkey/")
        assert answer.headers["Location"] == second_step(f"{OWN}passkey/")
        client.post(STEP, {"code": code()})
        assert client.get(f"{OWN}passkey/").status_code == 200


def test_a_days_work_later_it_is_asked_for_again(client, wen) -> None:
    client.post(STEP, {"code": code()})
    session, began = client.session, timezone.now()
    session.set_expiry(timedelta(days=30))
    session.save()
    # The password was given again since; the second step was not.
    for minutes, inside in ((719, True), (721, False)):
        with time_machine.travel(began + timedelta(minutes=minutes)):
            session[idling.BEGAN_AT] = session[idling.USED_AT] = time.time()
            session.save()
            assert is_in(client) is inside
            if not inside:
                assert client.get("/admin/").headers["Location"].startswith(STEP)


def test_the_last_one_stays(client, wen) -> None:
    client.post(STEP, {"code": code()})
    answer = client.post(f"{OWN}app/removal/", follow=True)
    assert b"only second step" in answer.content
    assert AuthenticatorApp.objects.exists()


def test_where_nobody_must_it_may_be_taken_away(client, wen, settings) -> None:
    settings.TWO_FACTOR = False
    assert not is_in(client)  # she has one, so she is asked for it
    client.post(STEP, {"code": code()})
    client.post(f"{OWN}app/removal/")
    wen.refresh_from_db()
    assert wen.second_factor_since is None and not RecoveryCode.objects.exists()
    again = browser()
    gives_password(again, wen)
    assert is_in(again)


def test_each_change_is_told_and_on_record(client, wen, admin_amina, signed_in) -> None:
    letter = OutgoingMail.objects.get(letter=enrolling.LETTER.name)
    assert letter.recipient == wen.email and letter.extra["what"] == "app-added"
    assert wen.logentry_set.get().change_message == str(enrolling.APP_ADDED)


# Passkeys


@pytest.fixture
def key(client: Client, writer_wen: StaffMember) -> SoftKey:
    """Wen's, set up just now; her browser is in."""
    gives_password(client, writer_wen)
    key = SoftKey()
    answer = client.post(f"{OWN}passkey/", asked(client, f"{OWN}passkey/", key.made))
    assert answer.headers["Location"] == f"{OWN}codes/"
    return key


def asked(client: Client, address: str, answer: Any, **more: str) -> dict[str, str]:
    """The form as the page's script fills it."""
    question = client.get(address).context["question"]
    return {"name": "my phone", "answer": answer(question), **more}


def test_a_passkey_opens_the_desk(client, key, writer_wen) -> None:
    assert is_in(client)
    again = browser()
    gives_password(again, writer_wen)
    assert not is_in(again)
    answer = again.post(STEP, asked(again, STEP, key.used, next="/admin/"))
    assert answer.headers["Location"] == "/admin/" and is_in(again)
    assert Passkey.objects.get().last_used_at


WRONG_KEYS = {
    "of another site": {"origin": "https://evil.example"},
    "for another host": {"host": "evil.example"},
}


@pytest.mark.parametrize("wrong", WRONG_KEYS.values(), ids=WRONG_KEYS)
def test_an_answer_given_elsewhere_is_refused(client, key, writer_wen, wrong) -> None:
    again = browser()
    gives_password(again, writer_wen)
    for name, value in wrong.items():
        setattr(key, name, value)
    assert again.post(STEP, asked(again, STEP, key.used)).status_code == 422
    assert not is_in(again)


def test_an_answer_holds_once(client, key, writer_wen) -> None:
    again = browser()
    gives_password(again, writer_wen)
    form = asked(again, STEP, key.used)
    assert again.post(STEP, form).status_code == 302
    once_more = browser()
    gives_password(once_more, writer_wen)
    assert once_more.post(STEP, form).status_code == 422
    once_more.get(STEP)
    assert once_more.post(STEP, form).status_code == 422


def test_a_copied_key_is_refused(client, key, writer_wen) -> None:
    again = browser()
    gives_password(again, writer_wen)
    again.post(STEP, asked(again, STEP, key.used))
    key.count = 0
    once_more = browser()
    gives_password(once_more, writer_wen)
    assert once_more.post(STEP, asked(once_more, STEP, key.used)).status_code == 422


def test_a_key_opens_only_for_its_owner(client, key, wen_and_esi) -> None:
    esi = browser()
    gives_password(esi, wen_and_esi)
    assert esi.post(STEP, asked(esi, STEP, key.used)).status_code == 422


@pytest.fixture
def wen_and_esi(editor_esi: StaffMember) -> StaffMember:
    """Esi, who has a key of her own."""
    question, kept = passkeys.ask_for_a_new_one(editor_esi)
    made = json.loads(SoftKey().made(question))
    enrolling.add_passkey(editor_esi, "blue", kept, made, timezone.now())
    return editor_esi


def test_a_removed_key_opens_nothing(client, key, writer_wen) -> None:
    enrolling.add_app(writer_wen, SECRET, code(), timezone.now())
    pk = Passkey.objects.get().pk
    assert client.post(f"{OWN}passkeys/{pk}/removal/").status_code == 302
    again = browser()
    gives_password(again, writer_wen)
    assert again.get(STEP).context["question"] is None


@how(
    max_examples=200,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    answer=st.recursive(
        st.none() | st.integers() | st.text(max_size=20),
        lambda each: (
            st.lists(each, max_size=3)
            | st.dictionaries(
                st.sampled_from(["id", "rawId", "response", "type", "clientDataJSON"]),
                each,
                max_size=5,
            )
        ),
        max_leaves=8,
    )
)
def test_garbage_is_refused_and_breaks_nothing(writer_wen, answer) -> None:
    for kept in (None, {"challenge": "AAAA", "user_verification": None}):
        with pytest.raises(passkeys.PasskeyRefused):
            passkeys.check(writer_wen, kept, answer, timezone.now())
        with pytest.raises(passkeys.PasskeyRefused):
            passkeys.add(writer_wen, "x", kept, answer, timezone.now())


@pytest.mark.parametrize("where", ["id", "rawId", "clientDataJSON"])
def test_a_number_in_place_of_bytes_takes_no_memory(writer_wen, where: str) -> None:
    """The library would make as many bytes; found by the test before this one."""
    answer: dict[str, Any] = {"id": "AA", "rawId": "AA", "type": "public-key"}
    answer["response"] = {"clientDataJSON": "e30", "attestationObject": "oA"}
    (answer if where in answer else answer["response"])[where] = 200_000_000
    kept = {"challenge": "AAAA", "user_verification": None}
    tracemalloc.start()
    try:
        with pytest.raises(passkeys.PasskeyRefused):
            passkeys.add(writer_wen, "x", kept, answer, timezone.now())
        with pytest.raises(passkeys.PasskeyRefused):
            passkeys.check(writer_wen, kept, answer, timezone.now())
        assert tracemalloc.get_traced_memory()[1] < 50_000_000
    finally:
        tracemalloc.stop()


# Passwords


def test_passwords_cannot_be_tried_for_ever(client, writer_wen) -> None:
    form = {"username": writer_wen.email, "password": "wrong"}
    tries = [client.post("/admin/login/", form).status_code for _ in range(11)]
    assert tries == [200] * 10 + [429]
    assert gives_password(client, writer_wen).status_code == 429
    elsewhere = browser(REMOTE_ADDR="203.0.113.9")
    assert gives_password(elsewhere, writer_wen).status_code == 302


def test_ending_the_sessions_ends_them_all(client, wen) -> None:
    client.post(STEP, {"code": code()})
    assert is_in(client)
    wen.end_sessions(timezone.now())
    assert client.get("/admin/").headers["Location"].startswith("/admin/login/")
    gives_password(client, wen)
    assert client.get("/admin/").headers["Location"].startswith(STEP)


def test_whoever_is_deactivated_is_out_at_once(client, wen) -> None:
    client.post(STEP, {"code": code()})
    StaffMember.objects.update(is_active=False)
    assert client.get("/admin/").headers["Location"].startswith("/admin/login/")
