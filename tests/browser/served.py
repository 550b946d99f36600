"""The site as `ijm.wsgi` serves it, by a process that outlives emptied tables.

Between tests the content types are written anew under new numbers; a site in use
never sees that, so its processes keep them for good.
"""

from collections.abc import Callable, Iterable
from typing import Any

from django.apps import apps

from ijm.wsgi import application as site

content_types = apps.get_model("contenttypes", "ContentType").objects


def application(
    environ: dict[str, Any], start_response: Callable[..., Any]
) -> Iterable[bytes]:
    content_types.clear_cache()
    return site(environ, start_response)
