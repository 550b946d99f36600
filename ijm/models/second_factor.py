"""What proves somebody beside the password: an app, passkeys, codes on paper."""

from django.conf import settings
from django.contrib.auth.hashers import check_password, make_password
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ijm.models.sealed_text import SealedTextField


class AuthenticatorApp(models.Model):
    """Shows another code each half minute; see `second_factor.time_codes`."""

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="authenticator_app",
    )
    secret = SealedTextField()
    # The half minute whose code was taken last: no code of it or before opens again.
    last_step = models.BigIntegerField(default=0)
    added_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"App of {self.person_id}"

    def take(self, step: int) -> bool:
        """Use up the code of a half minute. Of two tries at once, one succeeds."""
        before = AuthenticatorApp.objects.filter(pk=self.pk, last_step__lt=step)
        return before.update(last_step=step) == 1


class Passkey(models.Model):
    """A key that a person's device keeps, and of which we know the public half."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="passkeys"
    )
    name = models.CharField(
        _("name"),
        max_length=60,
        help_text=_("So that you know it again: “my phone”, “blue key”."),
    )
    credential_id = models.BinaryField(max_length=1023, unique=True)
    credential = models.BinaryField()
    sign_count = models.BigIntegerField(default=0)
    added_at = models.DateTimeField(default=timezone.now)
    last_used_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["added_at", "pk"]

    def __str__(self) -> str:
        return self.name


class RecoveryCode(models.Model):
    """A code on paper, for one use; only its slow, salted hash is kept (ASVS 6.5.2)."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="recovery_codes",
    )
    # Part of the code, so that only one hash needs to be compared.
    number = models.PositiveSmallIntegerField()
    hash = models.CharField(max_length=128)
    made_at = models.DateTimeField(default=timezone.now)
    used_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "number"], name="recovery_code_number_once"
            )
        ]

    def __str__(self) -> str:
        return f"Code {self.number} of {self.person_id}"

    def keep(self, secret: str) -> None:
        self.hash = make_password(secret)

    def take(self, secret: str) -> bool:
        """Use it up, if it is this one. Of two tries at once, one succeeds."""
        if not check_password(secret, self.hash):
            return False
        unused = RecoveryCode.objects.filter(pk=self.pk, used_at=None)
        return unused.update(used_at=timezone.now()) == 1
