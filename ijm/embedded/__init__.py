"""Placeholder until the launcher lands: uses EMBEDDED_HOST."""
import os
def ensure(kind):
    return {"HOST": os.environ["EMBEDDED_HOST"], "NAME": "app", "USER": "postgres"}
