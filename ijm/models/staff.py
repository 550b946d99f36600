"""The people who work here. They sign in with their e-mail address."""

from datetime import datetime
from typing import Any

from django.contrib.auth.models import AbstractUser, UserManager
from django.db import models
from django.db.models.functions import Lower
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from ijm.zones import known_zone


class StaffManager(UserManager["StaffMember"]):
    """Makes people by address; there is no user name in this house."""

    def _create_user(  # type: ignore[override]
        self, email: str, password: str | None, **fields: Any
    ) -> "StaffMember":
        if not email:
            raise ValueError("A staff member needs an e-mail address.")
        person = self.model(email=self.normalize_email(email), **fields)
        person.set_password(password)
        person.save(using=self._db)
        return person

    def create_user(  # type: ignore[override]
        self, email: str, password: str | None = None, **fields: Any
    ) -> "StaffMember":
        fields.setdefault("is_staff", True)
        return self._create_user(email, password, **fields)

    def create_superuser(  # type: ignore[override]
        self, email: str, password: str | None = None, **fields: Any
    ) -> "StaffMember":
        return self._create_user(
            email, password, **{**fields, "is_staff": True, "is_superuser": True}
        )

    def get_by_natural_key(self, username: str | None) -> "StaffMember":
        return self.get(email__iexact=username)


class StaffMember(AbstractUser):
    username = None  # type: ignore[assignment]
    email = models.EmailField(_("e-mail address"), unique=True)
    full_name = models.CharField(
        _("name"),
        max_length=150,
        help_text=_("As colleagues and the history of a story should show it."),
    )
    first_name = last_name = None  # type: ignore[assignment]
    second_factor_since = models.DateTimeField(
        _("two-step sign-in since"), null=True, blank=True
    )
    language = models.CharField(_("language"), max_length=12, blank=True)
    time_zone = models.CharField(
        _("time zone"), max_length=64, blank=True, validators=[known_zone]
    )
    sessions_ended_at = models.DateTimeField(null=True, editable=False)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["full_name"]

    objects = StaffManager()  # type: ignore[misc]

    class Meta:
        verbose_name = _("staff member")
        verbose_name_plural = _("staff")
        ordering = ["full_name"]
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                name="staff_email_once",
                violation_error_message=_("Somebody here already has this address."),
            )
        ]

    def __str__(self) -> str:
        return self.full_name or self.email

    def get_full_name(self) -> str:
        return str(self)

    def get_short_name(self) -> str:
        return str(self).split(" ")[0]

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        """A session opened before `end_sessions` is of nobody, on every machine."""
        by_password = super()._get_session_auth_hash(secret=secret)  # type: ignore[misc]
        if self.sessions_ended_at is None:
            return by_password
        ended = f"{by_password}{self.sessions_ended_at.timestamp()}"
        keyed = salted_hmac("ijm.sessions", ended, secret=secret, algorithm="sha256")
        return keyed.hexdigest()

    def end_sessions(self, now: datetime) -> None:
        self.sessions_ended_at = now
        self.save(update_fields=["sessions_ended_at"])

    def has_role(self, role: str) -> bool:
        return self.is_superuser or self.groups.filter(name=role).exists()
