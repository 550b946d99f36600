"""A picture as we keep it: clean pixels in private, its words, its choices."""

from datetime import datetime

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models.functions import Concat, Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ijm.models.changing import Changing
from stories.imaging import TONES
from stories.models.consented import Pictured, Reconsidering, shown_at
from stories.models.describing import NEEDS_WORDS, Describing, says_something
from stories.models.library import LibraryQuerySet
from stories.models.recognisable import RELEASE_HELP, Recognisable
from stories.models.redacting import Redacting
from stories.models.rendering import Rendering
from stories.models.replacing import Replacing, random_name
from stories.models.standing import Standing

SPACE = models.Value(" ")


class PhotoQuerySet(LibraryQuerySet, Reconsidering, models.QuerySet["Photo"]):
    def present(self) -> "PhotoQuerySet":
        """Those that staff may put into a story."""
        return self.filter(withdrawn_at=None)

    def public(self, now: datetime) -> "PhotoQuerySet":
        """Those a page may show, if a public edition refers to them."""
        return self.present().described().filter(shown_at(now))

    def used(self, now: datetime) -> "PhotoQuerySet":
        """Public ones that a public edition or the home page shows."""
        from stories.models.edition import Edition  # refers to Photo
        from stories.models.enclosure import Enclosure
        from stories.models.home import HomePage

        editions = Edition.objects.public(now).photo_ids()
        appeals = HomePage.objects.exclude(appeal_photo=None).values("appeal_photo")
        posters = Enclosure.objects.used(now).exclude(poster=None).values("poster")
        return self.public(now).filter(
            models.Q(pk__in=editions)
            | models.Q(pk__in=appeals)
            | models.Q(pk__in=posters)
        )


class Photo(
    Rendering,
    Replacing,
    Redacting,
    Pictured,
    Describing,
    Standing,
    Changing,
):
    class Kind(models.TextChoices):
        DOCUMENTARY = "documentary", _("what happened, as it happened")
        PLACE = "place", _("a place, not the people of the story")
        ACTOR = "actor", _("posed by a model")
        ILLUSTRATION = "illustration", _("an illustration")

    class ToLookAt(models.TextChoices):
        EASY = "easy", _("easy to look at")
        HARD = "hard", _("hard to look at: injuries, violence, distress")

    title = models.CharField(
        _("working title"),
        max_length=120,
        help_text=_("So that colleagues find it. Visitors never see it."),
    )
    alt = models.CharField(
        _("what it shows"),
        max_length=250,
        blank=True,
        validators=[says_something],
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
        _("credit"),
        max_length=120,
        blank=True,
        help_text=_("The photographer or the archive."),
    )
    kind = models.CharField(_("kind"), max_length=12, choices=Kind, blank=True)
    recognisable = models.CharField(
        _("who can be recognised"), max_length=16, choices=Recognisable, blank=True
    )
    # What colleagues search in; see `LibraryQuerySet.mentioning`.
    said = models.GeneratedField(
        expression=Lower(
            Concat("title", SPACE, "alt", SPACE, "caption", SPACE, "credit")
        ),
        output_field=models.TextField(),
        db_persist=True,
    )
    to_look_at = models.CharField(
        _("to look at"),
        max_length=4,
        choices=ToLookAt,
        blank=True,
        help_text=_("What is hard to look at is veiled at the desk until you open it."),
    )
    release = models.CharField(
        _("release or notice"), max_length=200, blank=True, help_text=RELEASE_HELP
    )
    subjects = models.ManyToManyField(
        "stories.Subject",
        blank=True,
        related_name="photos",
        verbose_name=_("protected people in it"),
        help_text=_("By their references, also where they cannot be recognised."),
    )
    # Both follow from the subjects' consents; see stories/models/consented.py.
    web_until = models.DateTimeField(null=True, editable=False)
    # While nobody has answered who can be recognised: see stories.bridging.
    bridged_until = models.DateTimeField(null=True, editable=False)
    social_until = models.DateTimeField(null=True, editable=False)
    focal_x = models.PositiveSmallIntegerField(
        _("focus, from the left"), default=50, validators=[MaxValueValidator(100)]
    )
    focal_y = models.PositiveSmallIntegerField(
        _("focus, from the top"), default=50, validators=[MaxValueValidator(100)]
    )
    # Names the pixels: other pixels in its place get another.
    folder = models.CharField(
        max_length=24, unique=True, default=random_name, editable=False
    )
    master = models.CharField(max_length=80, editable=False)
    # As it was before parts of it were covered; see stories/models/redacting.py.
    unredacted = models.CharField(max_length=80, blank=True, editable=False)
    # See stories.likeness: equal pixels, and pictures alike.
    fingerprint = models.CharField(max_length=40, editable=False)
    likeness = models.BigIntegerField(null=True, editable=False)
    width = models.PositiveIntegerField(_("width"), editable=False)
    height = models.PositiveIntegerField(_("height"), editable=False)
    tone = models.CharField(
        _("tone"), max_length=8, choices=[(t, t) for t in TONES], editable=False
    )
    # What pages need of the renditions, so that they read one row a photo.
    files = models.JSONField(default=dict, editable=False)
    ready_at = models.DateTimeField(_("JPEG and WebP made"), null=True, editable=False)
    rendered_at = models.DateTimeField(_("all sizes made"), null=True, editable=False)
    failed_at = models.DateTimeField(
        _("its sizes could not be made"), null=True, editable=False
    )
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
        permissions = [
            ("withdraw_photo", "Can withdraw a photo"),
            ("replace_photo", "Can put another picture in a photo’s place"),
            ("redact_photo", "Can cover parts of a photo"),
            ("see_unredacted_photo", "Can see a photo before it was covered"),
        ]
        indexes = [
            models.Index(fields=["-received_at"], name="photo_newest"),
            models.Index(
                fields=["-received_at"],
                name="photo_unfinished",
                condition=models.Q(rendered_at=None),
            ),
            GinIndex(OpClass("said", "gin_trgm_ops"), name="photo_said"),
            models.Index(fields=["fingerprint"], name="photo_same_pixels"),
            models.Index(
                fields=["web_until"],
                name="photo_of_subjects",
                condition=models.Q(recognisable="subject"),
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
            models.CheckConstraint(
                condition=models.Q(shown_at=None)
                | (
                    ~models.Q(kind="")
                    & ~models.Q(credit="")
                    & (models.Q(decorative=True) | ~models.Q(alt=""))
                ),
                name="photo_shown_is_described",
                violation_error_message=NEEDS_WORDS,
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        """The constraint's own words: forms that leave `shown_at` out skip it."""
        if self.shown_at and not self.is_described:
            raise ValidationError(NEEDS_WORDS, code="shown")

    def is_public(self, now: datetime) -> bool:
        there = self.is_described and self.withdrawn_at is None
        return there and self.is_agreed(now)
