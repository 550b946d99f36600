"""What mail programs cannot show is not used, unless the mail reads well without it.

Asked of caniemail, a linter that knows what each program supports. It finds features
that one of them lacks altogether; each must be in the table below, with the reason.
"""

import json
import subprocess

import pytest

from tests import machine
from tests.browser import validators
from tests.mailbox import part
from tests.make_issues import make_rules
from tests.reader_mails import (
    issue_as_sent,
    letters_written,
    make_full_issue,
    read,
    six_stories,
    write_every_letter,
)

pytestmark = [pytest.mark.node, pytest.mark.django_db]
PROGRAMS = ("gmail", "outlook", "apple-mail", "yahoo", "samsung-email", "protonmail")
INLINED = "said a second time on each element"
COMFORT = "dark colours, where a program knows them"
FINE_WITHOUT = {
    "<style> element": INLINED,
    "Type selector": INLINED,
    "Class selector": INLINED,
    "Descendant combinator": INLINED,
    "Chaining selectors": INLINED,
    "@media": COMFORT,
    "color-scheme CSS property": COMFORT,
    "color-scheme meta tag": COMFORT,
    "<body> element": "it becomes a div; the colours stand on a table, too",
    "display:none": "the preview line is then the first line of the mail",
    "max-height property": "the preview line is hidden by display, too",
    "overflow": "the preview line is hidden by display, too",
    "height property": "pictures have it as an attribute, too",
    "role attribute": "a reader then hears of a table with one column",
    "text-decoration": "links are underlined where they need not be",
}
LINT = """
import { caniemail } from "caniemail";
import { readFileSync } from "node:fs";
const clients = process.argv.slice(1).map((name) => `${name}.*`);
const { issues } = caniemail({ clients, html: readFileSync(0, "utf8") });
const lacking = [...issues.errors].flatMap(([_client, found]) => found);
console.log(JSON.stringify([...new Set(lacking.map((each) => each.title))]));
"""


def lacking(marked_up: str) -> set[str]:
    """Features that one of the programs does not have at all."""
    said = subprocess.run(
        [
            *(str(machine.found("node")), "--input-type=module", "-e", LINT),
            *("--", *PROGRAMS),
        ],
        cwd=validators.installed().parent,
        input=marked_up,
        capture_output=True,
        text=True,
        check=True,
    )
    return set(json.loads(said.stdout))


def test_an_issue_uses_nothing_it_cannot_do_without(charity, reader):
    make_rules()
    mail = read(issue_as_sent(make_full_issue(*six_stories()), reader))
    assert lacking(part(mail, "html")) - set(FINE_WITHOUT) == set()


def test_letters_use_nothing_they_cannot_do_without(charity, reader):
    write_every_letter(reader)
    together = "".join(part(mail, "html") for mail in letters_written().values())
    assert lacking(together) - set(FINE_WITHOUT) == set()


def test_the_linter_would_say_so():
    found = lacking("<style>p { display: flex; position: fixed }</style><p>…</p>")
    assert found - set(FINE_WITHOUT)
