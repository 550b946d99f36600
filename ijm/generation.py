"""The generation of public pages: read before rendering, bumped by every change.

A page rendered under an older generation is never served once a process has seen
the newer one; see `ijm.page_cache`.
"""

from django.db import connection
from django.db.models import F

from ijm.models.generation import Generation


def bump() -> None:
    """Forget every cached page, as of the commit of the transaction around this."""
    if not Generation.objects.filter(pk=1).update(number=F("number") + 1):
        Generation.objects.bulk_create([Generation(pk=1)], ignore_conflicts=True)
        Generation.objects.filter(pk=1).update(number=F("number") + 1)


def current() -> int:
    """The number committed last, by one query on the caller's connection."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT number FROM ijm_generation WHERE id = 1")
        row = cursor.fetchone()
    return row[0] if row else 0
