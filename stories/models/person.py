"""Who did it: the column beside each date on which somebody acted."""

from typing import Any

from django.conf import settings
from django.db import models


def person(label: object, **more: Any) -> models.ForeignKey:
    columns = {"null": True, "related_name": "+", "verbose_name": label, **more}
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, **columns
    )
