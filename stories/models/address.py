"""Addresses that are no longer, or never were, a story's own: forwarded, or burned."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ijm import generation

if TYPE_CHECKING:
    from ijm.models import StaffMember

# First words of addresses that the site itself answers; tests/stories keep it in step.
SITE_WORDS = frozenset(
    "admin donations donor events exit give healthz media metrics newsletter readyz "
    "reports search static stories sitemap robots favicon well-known".split()
)
STORY_WORDS = frozenset("topics places preview feed".split())


def taken_words(kind: str) -> frozenset[str]:
    """Words that can be no slug for this kind of story."""
    return SITE_WORDS if kind == "page" else STORY_WORDS


class FormerAddress(models.Model):
    """`slug` used to lead to `story` (301), leads to `target`, or is burned (410).

    Staff make short addresses (`/christmas`) as rows with a target.
    """

    slug = models.SlugField(
        _("address"),
        max_length=90,
        unique=True,
        help_text=_("The word alone, like “christmas”. Capitals make no difference."),
    )
    story = models.ForeignKey(
        "stories.Story",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="former_addresses",
        verbose_name=_("story"),
    )
    target = models.CharField(
        _("leads to"),
        max_length=200,
        blank=True,
        help_text=_("A path of this site, like /give/?fund=christmas."),
    )
    burned_at = models.DateTimeField(_("burned"), null=True, blank=True, editable=False)
    burned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
    )
    made_at = models.DateTimeField(_("made"), default=timezone.now, editable=False)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
    )

    class Meta:
        verbose_name = _("short or former address")
        verbose_name_plural = _("short and former addresses")
        ordering = ["slug"]
        permissions = [("burn_formeraddress", "Can burn an address")]
        constraints = [
            models.CheckConstraint(
                condition=Q(burned_at__isnull=False)
                | Q(story__isnull=False, target="")
                | (Q(story=None) & ~Q(target="")),
                name="former_address_leads_to_one",
                violation_error_message=_(
                    "Choose a story or write a path: one of them."
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"/{self.slug}"

    def clean(self) -> None:
        self.slug = self.slug.lower()
        if self.slug in SITE_WORDS:
            raise ValidationError(
                {"slug": _("This word is an address of the site itself. Add another.")}
            )
        inside = self.target.startswith("/") and self.target[1:2] not in ("/", "\\")
        if self.target and not inside:
            raise ValidationError(
                {"target": _("Write a path of this site that begins with one slash.")}
            )
        if self.target and self.end is None:
            raise ValidationError(
                {"target": _("This leads in a circle, back to the same address.")}
            )

    @property
    def is_short(self) -> bool:
        """Made by staff, not left behind by a story."""
        return bool(self.target)

    @property
    def end(self) -> str | None:
        """Where a short address leads to, through others; None in a circle."""
        passed, target = {self.slug}, self.target
        while slug := _word_of(target):
            if slug in passed:
                return None
            nearer = FormerAddress.objects.filter(slug=slug).exclude(target="").first()
            if nearer is None:
                break
            passed.add(slug)
            target = nearer.target
        return target

    def burn(self, by: "StaffMember", now: datetime) -> None:
        """Gone for good: 410, and never anybody's address again."""
        with transaction.atomic():
            self.burned_at, self.burned_by, self.target = now, by, ""
            self.save(update_fields=["burned_at", "burned_by", "target"])
            generation.bump()


def _word_of(target: str) -> str:
    """The one word of a path at the root, as a short address has it."""
    word = target.partition("?")[0].partition("#")[0].strip("/").lower()
    return "" if "/" in word else word
