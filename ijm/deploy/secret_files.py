"""`python3 ijm/deploy/secret_files.py`: the secret files that docker-compose.yml reads.

Writes those that are missing and touches no other; needs nothing but Python.
"""

import secrets
from pathlib import Path

FOLDER = Path(__file__).resolve().parents[2] / ".secrets"


def main() -> None:
    FOLDER.mkdir(mode=0o700, exist_ok=True)
    password = _kept("postgres_password", secrets.token_urlsafe(24))
    _kept("database_url", f"postgres://ijm:{password}@db:5432/ijm")
    _kept("secret_key", secrets.token_urlsafe(48))
    _kept("hash_pepper", secrets.token_urlsafe(48))
    _kept("sealing_key", secrets.token_urlsafe(48))
    _kept("backup_key", secrets.token_urlsafe(48))
    # The catcher of the dev profile, until a real server's address is put here.
    _kept("email_url", "smtp://mail:1025")
    for name in ("tls_certificate", "tls_key"):
        if not _kept(name, ""):
            print(f".secrets/{name} is empty: https answers once PEM is in it.")


def _kept(name: str, fresh: str) -> str:
    path = FOLDER / name
    if not path.exists():
        path.write_text(fresh + "\n", encoding="utf-8")
        # The folder is closed to others; the containers' own user must read the file.
        path.chmod(0o644)
        print(f"Wrote .secrets/{name}: keep a copy in a safe place.")
    return path.read_text(encoding="utf-8").strip()


if __name__ == "__main__":
    main()
