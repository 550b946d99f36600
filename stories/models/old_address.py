"""Addresses of the site that was here before. They lead to what is public of it now."""

from urllib.parse import parse_qs, unquote, urlsplit

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

LONGEST = 400
# WordPress finds anything by its number, whichever of these names it.
NUMBERS = ("p", "page_id", "attachment_id")


def old_path(address: str) -> str:
    """One spelling for all of an address: `/2015/03/Post/` and `/2015/03/post`.

    Empty for the front page, and for what no old site can have had.
    """
    try:
        parts = urlsplit(address)
        asked = parse_qs(parts.query)
    except ValueError:
        return ""
    path = unquote(parts.path).strip("/").lower()
    number = next((asked[name][0] for name in NUMBERS if name in asked), "")
    if not path and number.isascii() and number.isdigit():
        return f"?p={number}"
    return path if len(path) <= LONGEST and "\x00" not in path else ""


class OldAddress(models.Model):
    path = models.CharField(
        _("address"),
        max_length=LONGEST,
        unique=True,
        help_text=_("Of the site before this one, like /2015/03/our-new-office.html."),
    )
    story = models.ForeignKey(
        "stories.Story",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="old_addresses",
        verbose_name=_("story"),
    )
    target = models.CharField(
        _("leads to"),
        max_length=200,
        blank=True,
        help_text=_("A path of this site, like /stories/topics/forced-labour/."),
    )

    class Meta:
        verbose_name = _("old address")
        verbose_name_plural = _("old addresses")
        ordering = ["path"]
        constraints = [
            models.CheckConstraint(
                condition=Q(story__isnull=False, target="")
                | (Q(story=None) & ~Q(target="")),
                name="old_address_leads_to_one",
                violation_error_message=_(
                    "Choose a story or write a path: one of them."
                ),
            )
        ]

    def __str__(self) -> str:
        return f"/{self.path}"

    def clean(self) -> None:
        self.path = old_path(f"/{self.path.lstrip('/')}")
        if not self.path:
            raise ValidationError({"path": _("Write an address of the old site.")})
