"""A story as staff edit it. Visitors never see this row: they see its `Edition`."""

from typing import ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ijm.models.changing import Changing
from stories.body import pattern
from stories.models.address import taken_words
from stories.models.authorship import Authored, Authorship
from stories.models.commenting import Commented, Commenting
from stories.models.content import Content
from stories.models.embargo import Embargo, Keeping
from stories.models.lasting import Lasting
from stories.models.planning import Planning, Plans
from stories.models.publishing import Publishing, PublishingQuerySet
from stories.models.reviewing import Reviewed, Reviewing
from stories.models.revising import Revising
from stories.models.state import State
from stories.models.triaging import Settled
from stories.models.withdrawing import Withdrawing


class StoryQuerySet(
    PublishingQuerySet,
    Reviewed,
    Keeping,
    Plans,
    Authored,
    Commented,
    Settled,
    models.QuerySet["Story"],
):
    def referring_to(self, kind: str, number: int) -> "StoryQuerySet":
        """Stories whose working copy has it in a block of that kind."""
        return self.filter(body__regex=pattern((kind,), number))


class Story(
    Publishing,
    Reviewing,
    Planning,
    Withdrawing,
    Lasting,
    State,
    Embargo,
    Authorship,
    Commenting,
    Revising,
    Content,
    Changing,
):
    class Kind(models.TextChoices):
        STORY = "story", _("story")
        PAGE = "page", _("page, like “About us”")

    kind = models.CharField(_("kind"), max_length=5, choices=Kind, default=Kind.STORY)
    translation_of = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="translations",
        verbose_name=_("translation of"),
    )
    topics = models.ManyToManyField(
        "stories.Topic", blank=True, related_name="stories", verbose_name=_("topics")
    )
    places = models.ManyToManyField(
        "stories.Place", blank=True, related_name="stories", verbose_name=_("places")
    )
    # Counts saves. A form that was opened at another number must not overwrite.
    version = models.PositiveIntegerField(default=0, editable=False)
    created_at = models.DateTimeField(_("begun"), default=timezone.now, editable=False)
    changed_at = models.DateTimeField(
        _("last saved"), default=timezone.now, editable=False
    )
    submitted_at = models.DateTimeField(
        _("handed in"), null=True, blank=True, editable=False
    )
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("handed in by"),
    )
    embargo_until = models.DateTimeField(
        _("embargo until"),
        null=True,
        blank=True,
        help_text=_("Nobody can publish it before, whoever asks."),
    )
    embargo_until_event = models.CharField(
        _("embargo until this happens"),
        max_length=200,
        blank=True,
        help_text=_("Like “The court lifts its order”. It holds until you blank it."),
    )
    readers = models.ManyToManyField(
        settings.AUTH_USER_MODEL,
        blank=True,
        related_name="+",
        verbose_name=_("only these people see it"),
        help_text=_(
            "Nobody ticked: all colleagues see the draft. Whoever guards people in "
            "stories sees it in any case."
        ),
    )
    first_told_at = models.DateTimeField(
        _("first published elsewhere"),
        null=True,
        blank=True,
        help_text=_(
            "If it was public before it came here. It then stands in lists by that "
            "day, not as new."
        ),
    )
    published_at = models.DateTimeField(
        _("first published"), null=True, blank=True, editable=False
    )
    published_version = models.PositiveIntegerField(
        _("published version"), null=True, blank=True, editable=False
    )
    withdrawn_at = models.DateTimeField(
        _("withdrawn"), null=True, blank=True, editable=False
    )
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("withdrawn by"),
    )

    objects: ClassVar[models.Manager] = StoryQuerySet.as_manager()

    class Meta:
        verbose_name = _("story")
        verbose_name_plural = _("stories")
        ordering = ["-changed_at", "-pk"]
        permissions = [
            ("publish_story", "Can publish a story"),
            ("withdraw_story", "Can withdraw a story"),
            ("safeguard_story", "Can see every story, also those kept to a few"),
        ]
        indexes = [
            models.Index(fields=["-changed_at"], name="story_last_saved"),
            models.Index(
                fields=["submitted_at"],
                name="story_in_review",
                condition=Q(submitted_at__isnull=False),
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["slug"],
                name="story_slug_once",
                violation_error_message=_(
                    "Another story has this address already. Change a word of it."
                ),
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None) | Q(published_at__isnull=False),
                name="story_withdrawn_was_published",
                violation_error_message=_("Only a published story can be withdrawn."),
            ),
            models.CheckConstraint(
                condition=Q(submitted_at=None) | Q(submitted_by__isnull=False),
                name="story_submitted_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(published_at=None) | Q(published_version__isnull=False),
                name="story_published_has_version",
            ),
            models.CheckConstraint(
                condition=Q(ask="own")
                | Q(ask_heading="", ask_text="", ask_fund="", ask_amounts=[]),
                name="story_ask_is_its_own",
                violation_error_message=_(
                    "You wrote an ask but chose another. Choose “an ask of its own”."
                ),
            ),
            models.CheckConstraint(
                condition=Q(translation_of=None) | ~Q(translation_of=F("id")),
                name="story_translates_another",
                violation_error_message=_("A story cannot translate itself."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        if self.slug and self.slug in taken_words(self.kind):
            raise ValidationError(
                {"slug": _("This word is an address of the site itself. Add another.")},
            )

    def get_absolute_url(self) -> str:
        """Where it stands, or will stand, under its present slug."""
        view = "stories:page" if self.is_page else "stories:story"
        return reverse(view, args=[self.slug])

    @property
    def is_page(self) -> bool:
        return self.kind == self.Kind.PAGE
