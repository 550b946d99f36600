"""`make audit`: the bill of materials, and known faults where the registry tells them.

pip-audit, by its own lock and in an environment of its own, asks the registry's
database of faults for each locked package. Silence is never taken for good news.
"""

import json
import subprocess
import sys
import tempfile
import tomllib
import venv
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ijm.deploy import bill

CHECKOUT = Path(__file__).resolve().parents[2]
LOCKS = ("requirements.txt", "requirements-demo.txt", "requirements-test.txt")
FAULTS, UNANSWERED = 1, 2
AGAIN = (
    "Run `make audit` on a machine that reaches the registry, or give the bill of"
    " materials to a scanner of your own; until then nothing is known."
)


@dataclass(frozen=True)
class Verdict:
    code: int
    words: str


def main() -> None:
    project = tomllib.loads((CHECKOUT / "pyproject.toml").read_text())["project"]
    path = bill.write(CHECKOUT, project["name"], project["version"])
    print(f"{path.relative_to(CHECKOUT)} says what we are made of.", flush=True)
    with tempfile.TemporaryDirectory(prefix="audit-") as folder:
        verdict = asked(Path(folder))
    print(verdict.words)
    sys.exit(verdict.code)


def asked(folder: Path) -> Verdict:
    venv.create(folder, with_pip=True)
    pip = (folder / "bin" / "pip", "install", "--quiet", "--require-hashes", "-r")
    lock = CHECKOUT / "requirements-audit.txt"
    if subprocess.run([*pip, lock], check=False).returncode:
        return Verdict(UNANSWERED, f"The auditing program did not come. {AGAIN}")
    return verdict(ask(folder / "bin" / "pip-audit"))


def ask(program: Path) -> str:
    """Its answer in JSON; empty where there was none."""
    files = [word for name in LOCKS for word in ("-r", str(CHECKOUT / name))]
    quiet = ("--disable-pip", "--require-hashes", "--progress-spinner", "off")
    done = subprocess.run(
        [program, *quiet, "--format", "json", *files],
        capture_output=True,
        text=True,
        check=False,
    )
    return done.stdout


def verdict(answer: str) -> Verdict:
    try:
        packages: list[dict[str, Any]] = json.loads(answer)["dependencies"]
    except (ValueError, KeyError, TypeError):
        return Verdict(
            UNANSWERED, f"The registry's faults cannot be asked for. {AGAIN}"
        )
    silent = [each["name"] for each in packages if "vulns" not in each]
    faults = [line for each in packages for line in _faults(each)]
    words = [*faults]
    if silent or not packages:
        words.append(f"No answer about {_some(silent)}. {AGAIN}")
    if faults:
        words.append("Mend: raise what is named in requirements*.in, then `make lock`.")
        return Verdict(FAULTS, "\n".join(words))
    if words:
        return Verdict(UNANSWERED, "\n".join(words))
    return Verdict(0, f"{len(packages)} packages, no known fault.")


def _faults(package: dict[str, Any]) -> Iterable[str]:
    for fault in package.get("vulns", ()):
        fixed = ", ".join(fault.get("fix_versions") or ["no version yet"])
        named = f"{package['name']} {package['version']}"
        yield f"{named}: {fault['id']}, mended in {fixed}"


def _some(names: list[str]) -> str:
    shown = ", ".join(names[:5])
    return f"{len(names)} packages ({shown} …)" if names[5:] else shown or "anything"


if __name__ == "__main__":
    main()
