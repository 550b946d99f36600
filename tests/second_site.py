"""An installation of its own beside the suite's: a database, folders, commands."""

import hashlib
import os
import subprocess
import sys
from pathlib import Path
from typing import Any
from urllib.parse import quote

import psycopg2
from django.conf import settings
from django.db import connection

ROOT = Path(__file__).resolve().parents[1]
TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1"
# Each row by its own digest, so that their order on the disk does not matter.
SUM = """
    SELECT count(*), md5(string_agg(md5(t::text), '' ORDER BY md5(t::text))) FROM "{}" t
"""
Sums = dict[str, tuple[int, str]]
Done = subprocess.CompletedProcess[str]


class SecondSite:
    def __init__(self, folder: Path) -> None:
        self.name = f"{connection.settings_dict['NAME']}_second"
        self.data = folder / "second"
        self.environment: dict[str, str] = {}
        self.drop()
        self.make()

    def make(self, like: str = "") -> None:
        self._serve(f'CREATE DATABASE "{self.name}" {like}')

    def run(self, *words: str, **environment: str) -> Done:
        """`manage.py` as its keeper would call it."""
        return subprocess.run(
            [sys.executable, "manage.py", *words],
            cwd=ROOT,
            env={
                **os.environ,
                "MODE": "test",
                "LOG_LEVEL": "ERROR",
                "DATA_DIR": str(self.data),
                "BACKUP_DIR": str(settings.BACKUP_DIR),
                "DATABASE_URL": self._address(),
                **self.environment,
                **environment,
            },
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )

    def ask(self, sql: str) -> list[tuple[Any, ...]]:
        told = connection.get_connection_params()
        known = {k: told[k] for k in ("host", "port", "user", "password") if k in told}
        with psycopg2.connect(dbname=self.name, **known) as own, own.cursor() as cursor:
            cursor.execute(sql)
            found = cursor.fetchall() if cursor.description else []
        own.close()
        return found

    def sums(self) -> Sums:
        return {table: self.ask(SUM.format(table))[0] for (table,) in self.ask(TABLES)}

    def files(self) -> dict[str, str]:
        return digests(self.data / "media")

    def drop(self) -> None:
        self._serve(f'DROP DATABASE IF EXISTS "{self.name}" WITH (FORCE)')

    def _serve(self, sql: str) -> None:
        with connection._nodb_cursor() as cursor:
            cursor.execute(sql)

    def _address(self) -> str:
        found = connection.settings_dict
        host, port = quote(str(found["HOST"]), safe=""), found.get("PORT") or ""
        secret = f":{quote(found['PASSWORD'])}" if found["PASSWORD"] else ""
        at = f"{host}{f':{port}' if port else ''}"
        return f"postgres://{quote(found['USER'])}{secret}@{at}/{self.name}"


def sums_here() -> Sums:
    with connection.cursor() as cursor:
        cursor.execute(TABLES)
        tables = [row[0] for row in cursor.fetchall()]
        found = {}
        for table in tables:
            cursor.execute(SUM.format(table))
            found[table] = cursor.fetchone()
    return found


def digests(folder: Path) -> dict[str, str]:
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
