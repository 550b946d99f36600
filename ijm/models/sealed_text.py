"""A column whose words are noise to whoever reads the database without the key."""

from typing import Any

from django.db import models

from ijm import sealing


class SealedTextField(models.TextField):
    """Sealed on its way in, opened on its way out. Blank stays blank, so that it can be
    asked for; nothing else of it can be searched or sorted.
    """

    def get_prep_value(self, value: Any) -> Any:
        text = super().get_prep_value(value)
        return sealing.seal(text.encode()).decode() if text else text

    def from_db_value(self, value: str | None, *_: Any) -> str | None:
        return sealing.opened(value.encode()).decode() if value else value
