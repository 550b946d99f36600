"""The form for names: typed once, shown once, then nobody can read them here."""

import pytest
from django.contrib.admin.models import LogEntry
from django.db import connection

from stories.models import ProtectedName
from tests.make_names import found_in, make_name, make_subject

pytestmark = pytest.mark.django_db
ADD = "/admin/stories/protectedname/add/"


@pytest.fixture
def desk(safeguarding_sol, signed_in, charity):
    return signed_in(safeguarding_sol)


def type_in(desk, words: str, kind: str = "person"):
    return desk.post(ADD, {"subject": make_subject().pk, "kind": kind, "words": words})


def as_read(answer, **changed: str) -> dict[str, object]:
    """What the confirming page sends back, every box as it was ticked."""
    sent: dict[str, object] = {"subject": make_subject().pk}
    readings = answer.context["readings"]
    for form in [readings.management_form, *readings]:
        for field in form:
            value = field.value()
            if value is not False:
                sent[field.html_name] = "on" if value is True else value
    return {**sent, **changed}


def test_a_persons_name_is_read_whole_and_by_its_words(desk):
    answer = type_in(desk, "Sok Dara\nសុខ ដារ៉ា")
    proposed = [form.initial for form in answer.context["readings"]]
    assert [(row["words"], row["strength"]) for row in proposed] == [
        ("Sok Dara", "blocks"),
        ("Sok", "asks"),
        ("Dara", "asks"),
        ("សុខ ដារ៉ា", "blocks"),
    ]
    assert not ProtectedName.objects.exists()


def test_confirmed_they_are_protected(desk):
    answer = type_in(desk, "Hope Sok")
    desk.post(ADD, as_read(answer))
    assert ProtectedName.objects.count() == 3
    assert found_in("hope-sok") == ["hope-sok"]
    assert found_in("There is hope.") == []


def test_what_is_unticked_is_not_kept(desk):
    sent = as_read(type_in(desk, "Sok Dara"))
    del sent["form-1-keep"]
    desk.post(ADD, sent)
    assert found_in("Sok") == []
    assert found_in("Dara") == ["Dara"]


@pytest.mark.parametrize("words", ["", "x", "\n".join(["Sok Dara"] * 21)])
def test_what_cannot_be_looked_for_is_said_and_kept_in_the_form(desk, words):
    answer = type_in(desk, words)
    assert answer.status_code == 422
    assert answer.context["form"]["words"].value() == words


def test_no_trace_of_the_words_is_left_anywhere(desk, caplog):
    desk.post(ADD, as_read(type_in(desk, "Canary Birdsong")))
    assert found_in("Canary Birdsong")
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(
                f'SELECT lower(string_agg(t::text, %s)) FROM "{table}" t', ["\n"]
            )
            rows = cursor.fetchone()[0] or ""
            assert "canary" not in rows, table
            assert "birdsong" not in rows, table
    assert "anary" not in caplog.text


def test_giving_a_name_up_is_asked_and_then_done(desk, safeguarding_sol):
    name = make_name()
    url = f"/admin/stories/protectedname/{name.pk}/end/"
    assert desk.get(url).status_code == 200
    assert found_in("Sok Dara")
    desk.post(url)
    assert not found_in("Sok Dara")
    name.refresh_from_db()
    assert name.ended_by == safeguarding_sol


def test_a_real_name_is_protected_as_it_is_sealed(desk):
    subject = make_subject()
    desk.post(
        f"/admin/stories/subject/{subject.pk}/sealed/",
        {"name": "Sok Dara", "contact": "", "notes": "", "why": "First talk"},
    )
    assert found_in("Sok Dara")
    assert not LogEntry.objects.filter(object_repr__contains="Dara").exists()
