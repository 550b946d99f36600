"""A picture as we keep it: clean pixels in private, its words, its choices."""

import secrets
from datetime import datetime

from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ijm.models.changing import Changing
from ijm.prepared import IsAmong
from stories.imaging import TONES
from stories.models.recognisable import Recognisable
from stories.models.rendering import Rendering
from stories.models.showing import Showing

# Not answered yet, or somebody who must consent: never shown, whoever published it.
GUARDED = ("", Recognisable.SUBJECT)


def random_name() -> str:
    """What no one can guess from anything else: names of files and folders."""
    return secrets.token_hex(12)


class PhotoQuerySet(models.QuerySet["Photo"]):
    def present(self) -> "PhotoQuerySet":
        """Those that staff may put into a story."""
        return self.filter(withdrawn_at=None)

    def public(self) -> "PhotoQuerySet":
        """Those a page may show, if a public edition refers to them."""
        return self.present().exclude(recognisable__in=GUARDED)

    def used(self, now: datetime) -> "PhotoQuerySet":
        """Public ones that a public edition or the home page shows."""
        from stories.models.edition import Edition  # refers to Photo
        from stories.models.home import HomePage

        editions = Edition.objects.public(now).photo_ids()
        appeals = HomePage.objects.exclude(appeal_photo=None).values("appeal_photo")
        return self.public().filter(
            models.Q(pk__in=editions) | models.Q(pk__in=appeals)
        )

    def among(self, ids: list[int]) -> "PhotoQuerySet":
        return self.filter(IsAmong(ids))

    def with_files_for_pages(self) -> "PhotoQuerySet":
        return self.only(
            "alt", "caption", "credit", "kind", "tone", "files", "decorative"
        )


class Photo(Rendering, Showing, Changing):
    class Kind(models.TextChoices):
        DOCUMENTARY = "documentary", _("what happened, as it happened")
        PLACE = "place", _("a place, not the people of the story")
        ACTOR = "actor", _("posed by a model")
        ILLUSTRATION = "illustration", _("an illustration")

    title = models.CharField(
        _("working title"),
        max_length=120,
        help_text=_("So that colleagues find it. Visitors never see it."),
    )
    alt = models.CharField(
        _("what it shows"),
        max_length=250,
        blank=True,
        help_text=_("Read aloud to those who cannot see it. One plain sentence."),
    )
    decorative = models.BooleanField(
        _("decorative"),
        default=False,
        help_text=_(
            "It says nothing that the text does not say; screen readers skip it."
        ),
    )
    caption = models.CharField(_("caption"), max_length=300, blank=True)
    credit = models.CharField(
        _("credit"), max_length=120, help_text=_("The photographer or the archive.")
    )
    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    recognisable = models.CharField(
        _("who can be recognised"), max_length=16, choices=Recognisable, blank=True
    )
    focal_x = models.PositiveSmallIntegerField(
        _("focus, from the left"), default=50, validators=[MaxValueValidator(100)]
    )
    focal_y = models.PositiveSmallIntegerField(
        _("focus, from the top"), default=50, validators=[MaxValueValidator(100)]
    )
    folder = models.CharField(
        max_length=24, unique=True, default=random_name, editable=False
    )
    master = models.CharField(max_length=80, editable=False)
    width = models.PositiveIntegerField(_("width"), editable=False)
    height = models.PositiveIntegerField(_("height"), editable=False)
    tone = models.CharField(
        _("tone"), max_length=8, choices=[(t, t) for t in TONES], editable=False
    )
    # What pages need of the renditions, so that they read one row a photo.
    files = models.JSONField(default=dict, editable=False)
    rendered_at = models.DateTimeField(_("all sizes made"), null=True, editable=False)
    received_at = models.DateTimeField(_("received"), default=timezone.now)
    received_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        editable=False,
        verbose_name=_("received from"),
    )
    shown_at = models.DateTimeField(_("public since"), null=True, editable=False)
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, editable=False)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        editable=False,
        verbose_name=_("withdrawn by"),
    )
    withdrawn_why = models.CharField(_("why"), max_length=300, editable=False)

    objects = PhotoQuerySet.as_manager()

    # Where its files are fetched; a preview for staff puts its own address here.
    shown_under = ""

    class Meta:
        verbose_name = _("photo")
        verbose_name_plural = _("photos")
        ordering = ["-received_at", "-pk"]
        permissions = [("withdraw_photo", "Can withdraw a photo")]
        indexes = [
            models.Index(fields=["-received_at"], name="photo_newest"),
            models.Index(
                fields=["-received_at"],
                name="photo_unfinished",
                condition=models.Q(rendered_at=None),
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(decorative=True) | models.Q(alt=""),
                name="photo_alt_or_decorative",
                violation_error_message=_(
                    "Either say what the photo shows or tick “decorative”, not both."
                ),
            ),
            models.CheckConstraint(
                condition=models.Q(focal_x__lte=100, focal_y__lte=100),
                name="photo_focus_inside",
                violation_error_message=_("The focus lies outside the photo."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_public(self) -> bool:
        return self.withdrawn_at is None and self.recognisable not in GUARDED

    @property
    def has_words(self) -> bool:
        """Whether somebody decided what a screen reader says."""
        return self.decorative or bool(self.alt.strip())

    @property
    def credit_line(self) -> str:
        """Whose it is, and what it is not where it may be taken for more."""
        return str(CREDITS[self.kind]) % self.credit


CREDITS = {
    Photo.Kind.DOCUMENTARY.value: _("Photo: %s"),
    Photo.Kind.PLACE.value: _("The place, not the people of this story. Photo: %s"),
    Photo.Kind.ACTOR.value: _("Posed by a model. Photo: %s"),
    Photo.Kind.ILLUSTRATION.value: _("Illustration: %s"),
}
