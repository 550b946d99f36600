"""Where a story stands, in words, for lists and the top of its page."""

from typing import TYPE_CHECKING, Any

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class State(models.Model):
    if TYPE_CHECKING:  # a story has them as properties

        @property
        def is_published(self) -> bool: ...
        @property
        def is_in_review(self) -> bool: ...
        @property
        def is_withdrawn(self) -> bool: ...
        @property
        def is_changed_since_published(self) -> bool: ...
        @property
        def planned_publication(self) -> Any: ...
        @property
        def failed_publication(self) -> Any: ...

    withdrawn_by_id: int | None

    class Meta:
        abstract = True

    @property
    def state(self) -> str:
        if self.failed_publication:
            return str(_("planned, but it failed"))
        return str(self._state_in_public() if self.is_published else self._hidden())

    def _state_in_public(self) -> Promise:
        if self.is_in_review:
            return _("published, changes in review")
        if self.planned_publication:
            return _("published, a text is planned")
        if self.is_changed_since_published:
            return _("published, changed since")
        return _("published")

    def _hidden(self) -> Promise:
        if self.is_in_review:
            return _("in review")
        if self.planned_publication:
            return _("planned")
        if self.is_withdrawn:
            by_itself = self.withdrawn_by_id is None
            return _("ended as planned") if by_itself else _("withdrawn")
        return _("draft")
