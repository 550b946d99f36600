"""An address that public stories lead to, and whether readers still find a page there.

One bad day says nothing: it is reported after three failures on three different days.
"""

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ijm.models.changing import Changing
from stories.links.answer import Answer, Trouble
from stories.models.edition import Edition
from stories.models.person import person

if TYPE_CHECKING:
    from ijm.models import StaffMember

DAYS = 3
AGAIN = timedelta(days=7)
AFTER_A_FAILURE = timedelta(days=1)
# A look that kills its worker is not the first thing the next one tries.
UNDER_WAY = timedelta(hours=1)


class WatchedLinkQuerySet(models.QuerySet["WatchedLink"]):
    def of_the_public(self, now: datetime) -> "WatchedLinkQuerySet":
        """A page that visitors can open leads there."""
        through = WatchedLink.editions.through.objects
        public = Edition.objects.public(now).values("pk")
        here = through.filter(watchedlink=OuterRef("pk"), edition__in=public)
        return self.filter(Exists(here))

    def watched(self) -> "WatchedLinkQuerySet":
        return self.filter(left_at=None)

    def reported(self, now: datetime) -> "WatchedLinkQuerySet":
        """Those somebody should mend."""
        dead = self.watched().filter(failed_on__len__gte=DAYS)
        return dead.of_the_public(now)

    def failing(self) -> "WatchedLinkQuerySet":
        """On some day, not yet on enough of them."""
        days = {"failed_on__len__gt": 0, "failed_on__len__lt": DAYS}
        return self.watched().filter(**days)

    def due(self, now: datetime) -> "WatchedLinkQuerySet":
        return self.watched().filter(due_at__lte=now).order_by("due_at", "pk")


class WatchedLink(Changing):
    url = models.CharField(_("address"), max_length=2_000, unique=True)
    # Empty for one of our own.
    host = models.CharField(max_length=255, blank=True)
    editions = models.ManyToManyField(
        "stories.Edition", related_name="+", verbose_name=_("stories")
    )
    found_at = models.DateTimeField(_("found"), default=timezone.now)
    due_at = models.DateTimeField(_("next look"), default=timezone.now)
    looked_at = models.DateTimeField(_("last look"), null=True)
    status = models.PositiveSmallIntegerField(_("status"), null=True)
    trouble = models.CharField(
        _("trouble"), max_length=12, choices=Trouble, blank=True, default=""
    )
    failing_since = models.DateTimeField(_("failing since"), null=True)
    # The latest different days without a success between them.
    failed_on = ArrayField(models.DateField(), default=list)
    left_at = models.DateTimeField(_("left be"), null=True)
    left_by = person(_("left be by"))
    left_why = models.CharField(_("why"), max_length=300, blank=True)

    objects = WatchedLinkQuerySet.as_manager()

    class Meta:
        verbose_name = _("watched link")
        verbose_name_plural = _("links of public stories")
        ordering = ["failing_since", "url"]
        permissions = [
            ("tend_watchedlink", "Can have links looked at again, or leave them be")
        ]
        indexes = [
            models.Index(
                fields=["due_at"], name="watched_link_due", condition=Q(left_at=None)
            ),
            models.Index(fields=["host", "looked_at"], name="watched_link_of_a_host"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(left_at=None, left_by=None, left_why="")
                | (Q(left_at__isnull=False, left_by__isnull=False) & ~Q(left_why="")),
                name="watched_link_left_with_reason",
            ),
            models.CheckConstraint(
                condition=Q(failing_since=None, failed_on=[])
                | (Q(failing_since__isnull=False) & ~Q(failed_on=[])),
                name="watched_link_fails_since_a_day",
            ),
        ]

    def __str__(self) -> str:
        return self.url

    @property
    def is_reported(self) -> bool:
        return self.left_at is None and len(self.failed_on) >= DAYS

    @property
    def answer(self) -> Answer | None:
        said = self.status or self.trouble
        return Answer(self.status, self.trouble) if said else None

    @property
    def answer_in_words(self) -> str:
        if self.answer is None:
            return str(_("not looked at yet"))
        if self.trouble:
            return str(Trouble(self.trouble).label)
        known = {404: _("page not found (404)"), 410: _("page gone for good (410)")}
        if words := known.get(self.status or 0):
            return str(words)
        sentence = _("refuses machines (%s)") if self.answer.is_unclear else _("%s")
        return str(sentence) % self.status

    def note(self, answer: Answer, day: date, now: datetime) -> None:
        """A success clears everything; an unclear answer changes nothing."""
        columns: dict[str, Any] = {
            "looked_at": now,
            "status": answer.status,
            "trouble": answer.trouble,
            "due_at": now + (AFTER_A_FAILURE if answer.is_dead else AGAIN),
        }
        if answer.is_well:
            columns |= {"failing_since": None, "failed_on": []}
        elif answer.is_dead:
            days = sorted({*self.failed_on, day})[-DAYS:]
            columns |= {"failing_since": self.failing_since or now, "failed_on": days}
        self.change(**columns)

    def look_again(self, now: datetime) -> None:
        """The worker does, as soon as it comes to it."""
        self.change(due_at=now)

    def leave_be(self, by: "StaffMember", why: str, now: datetime) -> None:
        """Nobody is told of it any more, and it is not looked at."""
        self.change(left_at=now, left_by=by, left_why=why)

    def watch_again(self, now: datetime) -> None:
        self.change(left_at=None, left_by=None, left_why="", due_at=now)


class ReadForLinks(models.Model):
    """An edition never changes, so its links are read once."""

    edition = models.OneToOneField(
        "stories.Edition",
        on_delete=models.CASCADE,
        primary_key=True,
        related_name="read_for_links",
    )

    class Meta:
        verbose_name = _("edition read for links")
        verbose_name_plural = _("editions read for links")

    def __str__(self) -> str:
        return str(self.edition_id)
