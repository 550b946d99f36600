"""extruct, with the standard reader of JSON in place of one that has no wheel.

`jstyleson` takes comments out of JSON first; ours has none. It is left out of the lock
(see `make lock`), since what is installed here is never built here.
"""

import json
import sys

sys.modules.setdefault("jstyleson", json)

import extruct  # noqa: E402

__all__ = ["extruct"]
