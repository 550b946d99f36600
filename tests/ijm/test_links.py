"""Links that carry a right: one purpose, a time, once where asked."""

import threading
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from ijm import links
from ijm.chores import forget_dead_links
from ijm.models import Link

HOUR = timedelta(hours=1)


def test_a_token_opens_what_it_was_minted_for(writer_wen) -> None:
    token = links.mint("sign-in", writer_wen, HOUR)
    assert len(token) == 43
    assert links.find("sign-in", token).about == writer_wen


def test_only_the_hash_of_a_token_is_kept(writer_wen) -> None:
    token = links.mint("sign-in", writer_wen, HOUR)
    row = Link.objects.values().get()
    assert token not in str(row)
    assert len(bytes(row["digest"])) == 32


@pytest.mark.parametrize(
    "twist",
    [
        lambda token: token[:-1],
        lambda token: token + "A",
        lambda token: token[:-1] + ("A" if token[-1] != "A" else "B"),
        lambda token: "",
        lambda token: "\x00" * 43,
        lambda token: "é" * 43,
        lambda token: token + "\n",
    ],
)
def test_a_twisted_token_opens_nothing(twist, writer_wen) -> None:
    token = links.mint("sign-in", writer_wen, HOUR)
    with pytest.raises(links.LinkUnknown):
        links.find("sign-in", twist(token))


def test_a_token_for_one_purpose_is_unknown_to_another(writer_wen) -> None:
    token = links.mint("preferences", writer_wen, HOUR)
    with pytest.raises(links.LinkUnknown):
        links.find("sign-in", token)


def test_a_token_dies_on_the_minute(writer_wen, time_machine) -> None:
    time_machine.move_to("2026-03-01 12:00:00+00:00", tick=False)
    token = links.mint("sign-in", writer_wen, HOUR)
    time_machine.move_to("2026-03-01 12:59:59+00:00", tick=False)
    assert links.find("sign-in", token)
    time_machine.move_to("2026-03-01 13:00:00+00:00", tick=False)
    with pytest.raises(links.LinkExpired):
        links.find("sign-in", token)


def test_a_used_token_says_so(writer_wen) -> None:
    token = links.mint("sign-in", writer_wen, HOUR)
    links.find("sign-in", token).consume()
    with pytest.raises(links.LinkUsed):
        links.find("sign-in", token)


@pytest.mark.django_db(transaction=True)
def test_of_many_who_use_a_token_at_once_one_may(writer_wen) -> None:
    token = links.mint("sign-in", writer_wen, HOUR)
    found = [links.find("sign-in", token) for _ in range(6)]
    outcomes: list[str] = []

    def use(link: Link) -> None:
        try:
            link.consume()
            outcomes.append("in")
        except links.LinkUsed:
            outcomes.append("refused")
        connection.close()

    threads = [threading.Thread(target=use, args=[link]) for link in found]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["in"] + ["refused"] * 5


def test_every_refusal_tells_the_visitor_what_to_do() -> None:
    for refusal in (links.LinkUnknown, links.LinkExpired, links.LinkUsed):
        assert issubclass(refusal, links.LinkRefused)
        assert "sk for a new one" in str(refusal.message)


def test_a_signed_value_comes_back_and_only_for_its_purpose() -> None:
    token = links.sign("unsubscribe", "17")
    assert links.unsign("unsubscribe", token) == "17"
    for purpose, forged in [("confirm", token), ("unsubscribe", token[:-1]), ("x", "")]:
        with pytest.raises(links.LinkUnknown):
            links.unsign(purpose, forged)


def test_a_signed_value_may_grow_old(time_machine) -> None:
    time_machine.move_to("2026-03-01 12:00:00+00:00")
    token = links.sign("unsubscribe", "17")
    time_machine.move_to("2026-03-03 12:00:00+00:00")
    assert links.unsign("unsubscribe", token) == "17"
    with pytest.raises(links.LinkExpired):
        links.unsign("unsubscribe", token, max_age=timedelta(days=1))


def test_a_dead_link_is_remembered_for_a_month(writer_wen) -> None:
    links.mint("sign-in", writer_wen, HOUR)
    assert forget_dead_links(timezone.now() + timedelta(days=30)) == 0
    assert forget_dead_links(timezone.now() + timedelta(days=31)) == 1
