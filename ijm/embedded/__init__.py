"""Placeholder until the launcher lands: uses EMBEDDED_HOST."""

import os
from pathlib import Path


def ensure(kind):
    return {
        "HOST": os.environ["EMBEDDED_HOST"],
        "NAME": "app_" + Path.cwd().name.replace("-", "_"),
        "USER": "postgres",
    }
