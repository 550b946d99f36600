"""How long the public copy lasts. Each read judges it, with or without a worker."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import models, transaction

from ijm import generation

if TYPE_CHECKING:
    from stories.models.edition import Edition

# A copy of an edition has these of its own.
ITS_OWN = {"id", "search", "public_until", "ended_at", "ended_reason", "moved_to"}


class Lasting(models.Model):
    live_edition: Any
    lock: Any

    class Meta:
        abstract = True

    def refreeze(self, now: datetime) -> "Edition | None":
        """Have the live edition last as long as it may now; None if it does already.

        To be called after anything that moves its end: a plan, a consent. An edition
        never changes, so an equal one takes its place. Readers see no difference.
        """
        from stories import freezing  # it makes editions of stories

        with transaction.atomic():
            self.lock()
            live = self.live_edition
            if live is None:
                return None
            until = freezing.public_until(self, live.revision, now)  # type: ignore[arg-type]
            if until == live.public_until:
                return None
            live.end(live.Ended.REPLACED, now)
            again = copy_of(live, public_until=until)
            again.save()
            generation.bump()
        return again


def copy_of(edition: "Edition", **changes: Any) -> "Edition":
    """To be saved in its place, once that one has ended."""
    columns = {
        field.attname: getattr(edition, field.attname)
        for field in edition._meta.concrete_fields
        if field.name not in ITS_OWN
    }
    columns["public_until"] = edition.public_until
    return type(edition)(**{**columns, **changes})
