"""In production a password is hashed slowly; only the suite itself is in a hurry."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SECRETS = ("SECRET_KEY", "HASH_PEPPER", "SEALING_KEY")
ASKED = """
import django; django.setup()
from django.conf import settings
from ijm.models import StaffMember
person = StaffMember(email="rosa@example.org")
person.set_password("a password of Rosa's own")
print(person.password)
print(len(settings.PASSWORD_HASHERS))
print(person.check_password("a password of Rosa's own"))
"""


def test_a_production_installation_hashes_with_argon2(tmp_path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", ASKED],
        cwd=ROOT,
        env={
            "PATH": os.environ["PATH"],
            "DJANGO_SETTINGS_MODULE": "ijm.settings",
            "MODE": "production",
            "SITE_URL": "https://charity.example",
            "DATA_DIR": str(tmp_path),
            # No password is looked up in it: the hash alone is asked for.
            "DATABASE_URL": "postgres://nobody@localhost/none",
            **{
                name: f"{name} of this test, and long enough for it" for name in SECRETS
            },
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    kept, hashers, opens = done.stdout.split()
    # RFC 9106, 4: argon2id; the memory-constrained choice asks for 64 MiB and 3 passes,
    # OWASP's cheat sheet for 19 MiB and 2 at least.
    method, kind, _version, costs, _salt, _hash = kept.split("$")
    cost = dict(each.split("=") for each in costs.split(","))
    assert (method, kind, hashers, opens) == ("argon2", "argon2id", "1", "True")
    assert int(cost["m"]) >= 65_536 and int(cost["t"]) >= 2
