"""A mailed link that opens one thing: only the hash of its token is kept."""

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Link(models.Model):
    purpose = models.CharField(_("purpose"), max_length=40)
    digest = models.BinaryField(_("hash of the token"), max_length=32, unique=True)
    content_type = models.ForeignKey(ContentType, on_delete=models.CASCADE)
    object_id = models.CharField(max_length=64)
    created_at = models.DateTimeField(_("made"), default=timezone.now)
    expires_at = models.DateTimeField(_("expires"))
    consumed_at = models.DateTimeField(_("used"), null=True, blank=True)

    class Meta:
        verbose_name = _("mailed link")
        verbose_name_plural = _("mailed links")
        indexes = [
            models.Index(fields=["content_type", "object_id"], name="link_about"),
            models.Index(fields=["expires_at"], name="link_expiry"),
        ]

    def __str__(self) -> str:
        return f"{self.purpose} {self.object_id}"

    @property
    def about(self) -> Any:
        return self.content_type.model_class()._default_manager.get(pk=self.object_id)  # type: ignore[union-attr]

    def consume(self) -> None:
        """Use the link up. Of two at once, one gets `LinkUsed`."""
        from ijm.links import LinkUsed  # links imports this model

        unused = Link.objects.filter(pk=self.pk, consumed_at=None)
        self.consumed_at = timezone.now()
        if unused.update(consumed_at=self.consumed_at) != 1:
            raise LinkUsed
