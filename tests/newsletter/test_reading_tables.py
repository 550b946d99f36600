"""CSV files as people have them. No database: bytes in, rows out."""

import io

import pytest

from newsletter.moving_in.meaning import Unclear, guessed_state, incoming
from newsletter.moving_in.table import NotATable, rows

PLAIN = "Email Address,OPTIN_TIME\nann@example.org,2020-05-01 10:00:00\n"


def read(data: bytes) -> list[dict[str, str]]:
    return [row for _line, row in rows(io.BytesIO(data), len(data))]


@pytest.mark.parametrize(
    "data",
    [
        PLAIN.encode(),
        PLAIN.encode("utf-8-sig"),
        PLAIN.encode("utf-16"),
        PLAIN.encode("utf-16-le"),
        PLAIN.replace(",", ";").encode(),
        PLAIN.replace(",", "\t").encode(),
        PLAIN.replace("\n", "\r\n").encode(),
        PLAIN.replace("ann", "\x00ann").encode(),
        PLAIN.replace("ann@", "'=ann@").replace("'=", "").encode(),
        b'"Email Address","OPTIN_TIME"\n"ann@example.org","2020-05-01 10:00:00"\n\n\n',
    ],
)
def test_the_same_table_in_many_files(data: bytes) -> None:
    assert read(data) == [
        {"email address": "ann@example.org", "optin_time": "2020-05-01 10:00:00"}
    ]


def test_letters_of_old_windows_are_understood() -> None:
    found = read("Email,Name\nzoe@example.org,Zoë\n".encode("cp1252"))
    assert found[0]["name"] == "Zoë"


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "empty"),
        (b"PK\x03\x04 a spreadsheet", "not a CSV"),
        (b"%PDF-1.7", "not a CSV"),
        (b'Email,Name\nann@example.org,"' + b"x" * 60_000, "cannot be read"),
    ],
)
def test_what_is_no_table_is_explained(data: bytes, sentence: str) -> None:
    with pytest.raises(NotATable) as refused:
        read(data)
    assert sentence in str(refused.value)


@pytest.mark.parametrize(
    ("row", "state"),
    [
        ({"email": "a@example.org"}, "subscribed"),
        ({"email": "a@example.org", "status": "Unsubscribed"}, "unsubscribed"),
        ({"email": "a@example.org", "status": "cleaned"}, "cleaned"),
        ({"email": "a@example.org", "unsub_time": "2021-01-01"}, "unsubscribed"),
    ],
)
def test_a_row_says_for_itself_whether_it_left(row, state) -> None:
    assert incoming(2, row, state="subscribed").state == state


@pytest.mark.parametrize("typed", ["", "a@b", "a b@example.org@x", "=1+1", "é@x.org"])
def test_what_is_no_address_is_said(typed: str) -> None:
    with pytest.raises(Unclear):
        incoming(2, {"email": typed}, state="subscribed")


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("2020-05-01 10:00:00", "2020-05-01T10:00:00+00:00"),
        ("2999-05-01 10:00:00", ""),
        ("2020-13-41 10:00:00", ""),
        ("yesterday", ""),
    ],
)
def test_the_moment_of_the_opt_in_is_kept_where_it_is_one(said, kept) -> None:
    found = incoming(2, {"email": "a@example.org", "optin_time": said}, state="x")
    assert found.joined_at == kept


def test_mailchimps_file_names_say_what_they_hold() -> None:
    assert guessed_state({}, "cleaned_segment_export.csv") == "cleaned"
    assert guessed_state({"unsub_time": ""}, "list.csv") == "unsubscribed"
    assert guessed_state({}, "subscribed_email.csv") == "subscribed"
