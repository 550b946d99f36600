"""A module that begins to read files, JSON or days has an entry, or a reason."""

import ast
from importlib.util import find_spec
from pathlib import Path

import pytest

from tests.fuzz.parsers import PARSERS
from tests.site.test_architecture import APPS, ROOT, modules

READS = {
    *("loads", "strptime", "fromisoformat", "reader", "DictReader", "unpack"),
    *("unpack_from", "ZipFile", "ParserCreate", "BytesHeaderParser", "HTMLParser"),
    *("Cleaner", "Fernet", "MultiFernet", "Fido2Server", "construct_event"),
}
OPENS = {"Image", "pikepdf", "tarfile", "gzip"}  # `Image.open`
# What they read, this site wrote itself, or PostgreSQL did, or the code's author.
OURS = {
    *("ijm.admin.bases", "ijm.journal", "ijm.weekly", "ijm.second_factor.enrolling"),
    *("stories.comparing.table", "stories.models.sealed", "stories.moving.packing"),
    *("newsletter.moving_in.striking", "newsletter.moving_in.taking_in"),
    *("donations.moving_in.striking", "donations.moving_in.taking_in"),
    *("donations.intention", "donations.models.terms", "donations.replaying"),
    *("donations.telling", "ijm.transports"),
    "stories.management.commands.import_stories",  # hands on to `unpacking`
    "ijm.backups.about",  # inside what only BACKUP_KEY opens
    "ijm.deploy.audit",  # what pip-audit says, which is locked by hash
}
HERE, KEYS = "fuzz/test_every_address.py", "ijm/test_second_step.py"
BY_ITS_OWN_TEST = {
    "ijm.admin.second_step": f"{KEYS}::test_garbage_is_refused_and_breaks_nothing",
    "ijm.second_factor.passkeys": f"{KEYS}::test_garbage_is_refused_and_breaks_nothing",
    "ijm.policy_reports": f"{HERE}::test_no_form_breaks_a_page",
    "donations.processors.stripe.client": (
        f"{HERE}::test_no_signed_notice_of_stripe_breaks_its_door"
    ),
    "donations.forms.reports": f"{HERE}::test_no_question_in_an_address_breaks_a_page",
}


def reads(path: Path) -> set[str]:
    """Names of readers that a module calls or is a kind of."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        called = node.func if isinstance(node, ast.Call) else None
        if isinstance(called, ast.Attribute):
            owner = getattr(called.value, "id", "")
            if called.attr in READS or (called.attr == "open" and owner in OPENS):
                found.add(called.attr)
        elif isinstance(called, ast.Name) and called.id in READS:
            found.add(called.id)
        elif isinstance(node, ast.ClassDef):
            found |= READS & {getattr(base, "id", "") for base in node.bases}
    return found


def name_of(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts)


def forgotten() -> set[str]:
    named = {module for parser in PARSERS for module in parser.modules}
    return {
        name_of(path)
        for path in modules(*APPS)
        if "demo" not in path.parts and reads(path)
    } - {*named, *OURS, *BY_ITS_OWN_TEST}


def test_whatever_reads_has_an_entry_or_a_reason() -> None:
    assert forgotten() == set(), "see parsers.py, or say whose words it reads"


def test_it_sees_a_reader(tmp_path: Path) -> None:
    new = tmp_path / "new.py"
    new.write_text("import json\nx = json.loads(b'')\n", encoding="utf-8")
    assert reads(new) == {"loads"}


@pytest.mark.parametrize("name", sorted({*OURS, *BY_ITS_OWN_TEST}))
def test_no_reason_is_about_what_reads_nothing(name: str) -> None:
    assert reads(ROOT / (name.replace(".", "/") + ".py"))


@pytest.mark.parametrize("parser", PARSERS, ids=lambda parser: parser.name)
def test_no_entry_is_about_what_is_gone(parser) -> None:
    assert all(find_spec(module) for module in parser.modules)


@pytest.mark.parametrize("test", BY_ITS_OWN_TEST.values())
def test_each_such_test_exists(test: str) -> None:
    file, name = test.split("::")
    assert f"def {name}(" in (ROOT / "tests" / file).read_text(encoding="utf-8")
