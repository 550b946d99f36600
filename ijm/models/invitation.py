"""An invitation to work here; whoever accepts it becomes a member of staff."""

from django.conf import settings
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ijm import roles
from ijm.models.changing import Changing
from ijm.zones import known_zone

ADMINISTRATOR = "administrator"


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def still_open(self) -> "InvitationQuerySet":
        return self.filter(accepted_at=None, withdrawn_at=None)


class Invitation(Changing):
    ROLES = [
        *((role, role) for role in roles.ALL_ROLES),
        (ADMINISTRATOR, _("Administrator: may everything")),
    ]

    email = models.EmailField(
        _("e-mail address"), help_text=_("Also what they will sign in with.")
    )
    role = models.CharField(_("role"), max_length=20, choices=ROLES)
    language = models.CharField(
        _("language"), max_length=12, blank=True, help_text=_("Of the desk.")
    )
    time_zone = models.CharField(
        _("time zone"),
        max_length=64,
        blank=True,
        validators=[known_zone],
        help_text=_("Plans begin with their clocks. Blank: the charity's."),
    )
    # Nobody, where the command on the server invited.
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.PROTECT,
        related_name="invitations_sent",
        verbose_name=_("invited by"),
    )
    invited_at = models.DateTimeField(_("invited"), default=timezone.now)
    accepted_at = models.DateTimeField(_("accepted"), null=True)
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.PROTECT,
        related_name="invitations_accepted",
    )
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        ordering = ["-invited_at"]
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                name="invitation_open_once",
                condition=models.Q(accepted_at=None, withdrawn_at=None),
            ),
            models.CheckConstraint(
                condition=models.Q(accepted_at=None) | models.Q(withdrawn_at=None),
                name="invitation_accepted_or_withdrawn",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.email} · {self.get_role_display()}"

    @property
    def is_open(self) -> bool:
        return self.accepted_at is None and self.withdrawn_at is None
