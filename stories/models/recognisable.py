"""Who can be recognised in a text or a picture. Typed by a person, never defaulted."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Recognisable(models.TextChoices):
    NOBODY = "nobody", _("nobody")
    PUBLIC_FIGURE = "public_figure", _("a public figure in a public role")
    STAFF = "staff", _("our staff, who signed a release")
    CROWD = "crowd", _("a crowd at an event with a photography notice")
    SUBJECT = "subject", _("somebody from a case, who must consent")

    @property
    def rests_on_a_paper(self) -> bool:
        """A release or a notice, of which a sentence is kept."""
        return self in (Recognisable.STAFF, Recognisable.CROWD)


RELEASE_HELP = _(
    "For our staff or a crowd: where the release is kept, or what the notice said and "
    "where it hung."
)
