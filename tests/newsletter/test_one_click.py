"""RFC 8058 with a plain HTTP client: what a mail program sends, header by header.

It knows the mail and nothing else: no cookie, no origin, no page of ours was read.
"""

import http.client
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from tests.make_issues import make_rules
from tests.make_newsletter import join
from tests.reader_mails import (
    issue_as_sent,
    letters_written,
    make_full_issue,
    read,
    write_every_letter,
)

FORM = "application/x-www-form-urlencoded"
PARTS = 'multipart/form-data; boundary="=_b"'
ONE_CLICK = b"List-Unsubscribe=One-Click"
IN_PARTS = (
    b'--=_b\r\nContent-Disposition: form-data; name="List-Unsubscribe"\r\n\r\n'
    b"One-Click\r\n--=_b--\r\n"
)
# What differs among mail programs: the address as they cut it, body, headers beside.
PROGRAMS: dict[str, tuple[str, bytes, dict[str, str]]] = {
    "as the standard has it": ("/", ONE_CLICK, {"Content-Type": FORM}),
    "in parts": ("/", IN_PARTS, {"Content-Type": PARTS}),
    "the last slash cut off": ("", ONE_CLICK, {"Content-Type": FORM}),
    "with a charset": (
        "/",
        ONE_CLICK,
        {"Content-Type": f"{FORM}; charset=UTF-8", "User-Agent": "Mail/16", "DNT": "1"},
    ),
    "a line break after it": ("/", ONE_CLICK + b"\r\n", {"Content-Type": FORM}),
    "with a campaign's tag": ("/?utm_source=mail", ONE_CLICK, {"Content-Type": FORM}),
    "wants another language": (
        "/",
        ONE_CLICK,
        {"Content-Type": FORM, "Accept-Language": "km", "Accept": "application/json"},
    ),
    "from a page of the provider": (
        "/",
        ONE_CLICK,
        {"Content-Type": FORM, "Referer": "https://mail.example.net/inbox"},
    ),
}


@dataclass
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes


def post(url: str, body: bytes, headers: dict[str, str]) -> Answer:
    where = urlsplit(url)
    line = http.client.HTTPConnection(str(where.hostname), where.port, timeout=20)
    target = where.path + (f"?{where.query}" if where.query else "")
    try:
        line.request("POST", target, body, headers)
        said = line.getresponse()
        names = {name.lower(): value for name, value in said.getheaders()}
        return Answer(said.status, names, said.read())
    finally:
        line.close()


def test_every_mail_program_is_understood_and_no_forger(
    transactional_db: None, live_server: Any, settings: Any
) -> None:
    settings.SITE_URL = live_server.url
    make_rules()
    readers = [
        join(f"reader{number}@example.org", "stories", "opportunities")
        for number in range(len(PROGRAMS))
    ]
    issue = make_full_issue()
    for (name, asked), reader in zip(PROGRAMS.items(), readers, strict=True):
        cut, body, headers = asked
        mail = read(issue_as_sent(issue, reader))
        leave = mail["List-Unsubscribe"].strip("<>/")
        for forged in forgeries(leave):
            assert post(f"{forged}/", ONE_CLICK, {"Content-Type": FORM}).status == 404
        assert reader.current_interests() == ["stories", "opportunities"], name
        answer = post(leave + cut, body, headers)
        assert answer.status == 200, name
        assert len(answer.body) < 40, name
        assert answer.headers["content-type"].startswith("text/plain"), name
        assert "no-store" in answer.headers["cache-control"], name
        assert not {"location", "set-cookie", "www-authenticate"} & set(answer.headers)
        # The issue was about stories; what it was not sent for stays.
        assert reader.current_interests() == ["opportunities"], name


def forgeries(leave: str) -> list[str]:
    page, _slash, token = leave.rpartition("/")
    return [f"{page}/{each}" for each in (token[:-1], f"{token}x", f"9{token}")]


def test_the_headers_of_every_mail_on_the_list(charity, reader) -> None:
    make_rules()
    write_every_letter(reader)
    issue = make_full_issue()
    mails = {**letters_written(), "issue": read(issue_as_sent(issue, reader))}
    for letter, mail in mails.items():
        leave = [each.strip() for each in mail.get_all("List-Unsubscribe", [])]
        post_ = mail.get_all("List-Unsubscribe-Post", [])
        if letter == "newsletter-confirm":  # nobody is on a list yet
            assert (leave, post_) == ([], [])
            continue
        assert len(leave) == 1 and post_ == ["List-Unsubscribe=One-Click"], letter
        assert leave[0].startswith("<http") and leave[0].endswith("/>"), letter
        assert leave[0].count("<") == 1 and " " not in leave[0], letter
        assert reader.address not in leave[0], letter
