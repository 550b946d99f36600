"""What an address answered, and what that says about the page behind it."""

from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext_lazy as _

# Said to machines, or for a while: a reader may find the page all the same.
ABOUT_US = frozenset({401, 403, 407, 425, 429, 451, 503, 999})


class Trouble(models.TextChoices):
    NAME = "name", _("there is no such site")
    PRIVATE = "private", _("it leads into a private network")
    SILENT = "silent", _("no answer in time")
    BROKEN = "broken", _("the connection failed")
    CERTIFICATE = "certificate", _("browsers warn of its certificate")
    CIRCLE = "circle", _("it leads on and on, to no page")
    MALFORMED = "malformed", _("this is no address that can be opened")
    SIGN_IN = "sign_in", _("it is behind our sign-in")
    UNKNOWN = "unknown", _("our own network gave no answer")
    UNTRIED = "untried", _("not tried: an unusual port")


@dataclass(frozen=True)
class Answer:
    """Either a status of HTTP, or the trouble in getting one."""

    status: int | None = None
    trouble: str = ""

    @property
    def is_well(self) -> bool:
        return self.status is not None and self.status < 400

    @property
    def is_unclear(self) -> bool:
        """It proves neither that the page is there nor that it is not."""
        untold = (Trouble.UNKNOWN, Trouble.UNTRIED)
        return self.status in ABOUT_US or self.trouble in untold

    @property
    def is_dead(self) -> bool:
        return not (self.is_well or self.is_unclear)
