"""What a text encloses by reference: a document to fetch, a recording to hear or watch.

Its file lies in the private storage, and in the public one while a public page has it.
"""

from datetime import datetime

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.files.storage import storages
from django.db import models
from django.db.models import Q
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ijm.models.changing import Changing
from stories.hosts import Hosted
from stories.models.agreed import Identifies
from stories.models.consented import Reconsidering, Recorded, agreed_at
from stories.models.recognisable import RELEASE_HELP, Recognisable
from stories.models.showing import Showing


class EnclosureQuerySet(Reconsidering, models.QuerySet["Enclosure"]):
    def present(self) -> "EnclosureQuerySet":
        """Those that staff may put into a story."""
        return self.filter(withdrawn_at=None)

    def of_people(self) -> "EnclosureQuerySet":
        """Somebody from a case can be recognised, or nobody has answered yet."""
        return self.filter(recognisable__in=("", Recognisable.SUBJECT))

    def public(self, now: datetime) -> "EnclosureQuerySet":
        """Those a page may show, if a public edition refers to them."""
        return self.present().filter(agreed_at(now))

    def used(self, now: datetime) -> "EnclosureQuerySet":
        """Public ones that a public edition encloses."""
        from stories.models.edition import Edition  # what shows them is built of them

        return self.public(now).filter(
            pk__in=Edition.objects.public(now).enclosure_ids()
        )

    def posters(self, ids: list[int]) -> list[int]:
        """The photos that stand before these."""
        found = self.filter(pk__in=ids).exclude(poster=None) if ids else self.none()
        return list(found.values_list("poster", flat=True))


class Enclosure(Showing, Recorded, Changing):
    class Kind(models.TextChoices):
        DOCUMENT = "document", _("document")
        AUDIO = "audio", _("sound")
        VIDEO = "video", _("video")

    kind = models.CharField(_("kind"), max_length=8, choices=Kind)
    title = models.CharField(_("title"), max_length=120)
    about = models.CharField(
        _("what it is"),
        max_length=300,
        blank=True,
        help_text=_("One sentence beside it, for those who wonder whether to open it."),
    )
    credit = models.CharField(_("credit"), max_length=120, blank=True)
    recognisable = models.CharField(
        _("who can be recognised"),
        max_length=16,
        choices=Recognisable,
        blank=True,
        help_text=_("By face, voice or words. No page can have it unanswered."),
    )
    release = models.CharField(
        _("release or notice"), max_length=200, blank=True, help_text=RELEASE_HELP
    )
    subjects = models.ManyToManyField(
        "stories.Subject",
        blank=True,
        related_name="enclosures",
        verbose_name=_("protected people in it"),
        help_text=_("By their references, also where they cannot be recognised."),
    )
    known_by = ArrayField(
        models.CharField(max_length=8, choices=Identifies),
        default=list,
        blank=True,
        verbose_name=_("they can be recognised by"),
    )
    # Follows from the subjects' consents; see stories/models/consented.py.
    web_until = models.DateTimeField(null=True, editable=False)
    transcript = models.TextField(
        _("transcript"),
        blank=True,
        help_text=_(
            "All that is said, and what is heard or seen that matters. A blank line "
            "begins a new paragraph."
        ),
    )
    poster = models.ForeignKey(
        "stories.Photo",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("still picture"),
        help_text=_(
            "A photo of our own that stands there until somebody presses play."
        ),
    )
    poster_id: int | None
    host = models.CharField(max_length=8, blank=True, editable=False)
    host_id = models.CharField(max_length=40, blank=True, editable=False)
    name = models.CharField(max_length=200, blank=True, editable=False)
    size = models.PositiveIntegerField(_("bytes"), default=0, editable=False)
    pages = models.PositiveIntegerField(_("pages"), default=0, editable=False)
    seconds = models.PositiveIntegerField(_("seconds"), default=0, editable=False)
    received_at = models.DateTimeField(
        _("received"), default=timezone.now, editable=False
    )
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

    objects = EnclosureQuerySet.as_manager()

    # Where its file is fetched; a preview puts its own address here, or none.
    shown_under: str | None = ""

    class Meta:
        verbose_name = _("enclosure")
        verbose_name_plural = _("enclosures")
        ordering = ["-received_at", "-pk"]
        permissions = [("withdraw_enclosure", "Can withdraw a document or recording")]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="video", name="", poster__isnull=False)
                & ~Q(host="")
                & ~Q(host_id="")
                | ~Q(kind="video") & ~Q(name="") & Q(host="", host_id="", size__gt=0),
                name="enclosure_lies_somewhere",
                violation_error_message=_(
                    "A video needs its address and a still picture; all else, a file."
                ),
            ),
            models.CheckConstraint(
                condition=Q(kind="document") | ~Q(transcript="") & Q(seconds__gt=0),
                name="enclosure_can_be_read",
                violation_error_message=_(
                    "Write down what is said, for those who cannot hear it, and how "
                    "long it lasts."
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def is_public(self, now: datetime) -> bool:
        return self.withdrawn_at is None and self.is_agreed(now)

    @property
    def is_recording(self) -> bool:
        return self.kind != self.Kind.DOCUMENT

    @property
    def desk_url(self) -> str:
        screen = "recording" if self.is_recording else "document"
        return reverse(f"admin:stories_{screen}_change", args=[self.pk])

    @property
    def hosted(self) -> Hosted | None:
        return Hosted(self.host, self.host_id) if self.host else None

    @property
    def address(self) -> str:
        """Where visitors fetch the file; empty where they cannot yet."""
        if self.shown_under is None or not self.name:
            return ""
        if self.shown_under:
            return self.shown_under + self.name
        return storages["default"].url(self.name)

    @property
    def file_name(self) -> str:
        """What it is called once it is fetched: the random part is left behind."""
        return self.name.rpartition("/")[2].partition("-")[2]

    @property
    def weight(self) -> str:
        return filesizeformat(self.size)

    @property
    def lasts(self) -> str:
        """As players write it: 3:05."""
        return f"{self.seconds // 60}:{self.seconds % 60:02}"

    def _names(self) -> list[str]:
        return [self.name] if self.name else []


class Document(Enclosure):
    """A PDF to fetch: a report, a kit for the press."""

    class Meta:
        proxy = True
        verbose_name = _("document")
        verbose_name_plural = _("documents")


class Recording(Enclosure):
    """Sound of our own, or a video that lies at one of two hosts."""

    class Meta:
        proxy = True
        verbose_name = _("recording")
        verbose_name_plural = _("recordings")
