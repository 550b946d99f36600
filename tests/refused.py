"""Writes that PostgreSQL itself must refuse."""

from typing import Any

from django.db import IntegrityError, InternalError, transaction


class refused:
    """The write inside fails with this constraint's name, and undoes nothing else."""

    def __init__(self, name: str) -> None:
        self.name, self.savepoint = name, transaction.atomic()

    def __enter__(self) -> None:
        self.savepoint.__enter__()

    def __exit__(self, kind: Any, error: Any, trace: Any) -> bool:
        self.savepoint.__exit__(kind, error, trace)
        assert error is not None, f"{self.name} did not refuse"
        assert isinstance(error, IntegrityError | InternalError), error
        assert self.name in str(error)
        return True
