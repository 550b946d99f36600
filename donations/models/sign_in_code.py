"""The six digits beside a mailed link, for whoever reads mail on another machine."""

import hmac
import secrets

from django.db import models
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from donations.models.donor import Donor
from ijm import links
from ijm.keyed_hash import digest
from ijm.models import Link

TRIES = 5


class CodeWrong(Exception):
    """Not the digits of any letter still valid."""


class SignInCode(models.Model):
    """Lives and dies with its link: using either uses up both."""

    link = models.OneToOneField(Link, on_delete=models.CASCADE, primary_key=True)
    donor = models.ForeignKey(Donor, on_delete=models.CASCADE)
    digest = models.BinaryField(max_length=32)
    tries = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("sign-in code")
        verbose_name_plural = _("sign-in codes")

    def __str__(self) -> str:
        return f"{self.donor_id}"

    @classmethod
    def mint(cls, donor: Donor, token: str) -> str:
        """Six digits for the letter that carries `token`."""
        code = f"{secrets.randbelow(10**6):06d}"
        link = links.find(PURPOSE, token)
        cls.objects.create(link=link, donor=donor, digest=cls._digest(donor, code))
        return code

    @classmethod
    def use(cls, donor: Donor, code: str) -> None:
        """Consume the link whose code this is; each wrong try counts on all of them."""
        living = cls.objects.filter(
            donor=donor,
            link__consumed_at=None,
            link__expires_at__gt=timezone.now(),
            tries__lt=TRIES,
        )
        wanted = cls._digest(donor, code)
        for row in list(living.select_related("link")):
            # Counted before it is compared, so that parallel guesses count too.
            counted = cls.objects.filter(pk=row.pk, tries__lt=TRIES)
            if counted.update(tries=F("tries") + 1) != 1:
                continue
            if hmac.compare_digest(bytes(row.digest), wanted):
                row.link.consume()
                return
        raise CodeWrong

    @staticmethod
    def _digest(donor: Donor, code: str) -> bytes:
        return digest(f"{donor.pk}:{code}", "donations.code")


PURPOSE = "donor-sign-in"
