"""The words and choices of a story, as staff edit them. No verbs here."""

from typing import Any

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from stories.models.recognisable import RELEASE_HELP, Recognisable
from stories.models.sanitised import SanitisedHTMLField
from stories.updates import validate_updates

CASE_STRIP_ROWS = 6


def validate_case_strip(rows: Any) -> None:
    """A list of at most six {"label", "value"}, both short and not blank."""
    shaped = isinstance(rows, list) and all(
        isinstance(row, dict)
        and set(row) == {"label", "value"}
        and all(isinstance(part, str) and part.strip() for part in row.values())
        for row in rows
    )
    if not shaped:
        raise ValidationError(
            _("Write each line as “Label: value”, like “Place: Phnom Penh”."),
            code="shape",
        )
    if len(rows) > CASE_STRIP_ROWS:
        raise ValidationError(_("At most six lines fit the strip."), code="rows")
    if any(len(row["label"]) > 40 or len(row["value"]) > 120 for row in rows):
        raise ValidationError(
            _("A label has at most 40 letters, a value at most 120."), code="long"
        )


class Ask(models.TextChoices):
    TOPIC = "topic", _("the topic’s ask, or the usual one")
    OWN = "own", _("an ask of its own")
    NONE = "none", _("no ask in this story")


class WhenConsentEnds(models.TextChoices):
    HIDE = "hide", _("the photo or recording goes, the story stays")
    WITHDRAW = "withdraw", _("the whole story goes")


class Content(models.Model):
    language = models.CharField(
        _("language"), max_length=12, default=settings.LANGUAGE_CODE
    )
    slug = models.SlugField(
        _("address"),
        max_length=90,
        help_text=_(
            "The last part of the page’s address. Never a real name of somebody we "
            "protect: addresses are copied and kept by others."
        ),
    )
    title = models.CharField(_("headline"), max_length=160)
    kicker = models.CharField(
        _("kicker"),
        max_length=60,
        blank=True,
        help_text=_("Two or three words above the headline, like “Cambodia”."),
    )
    dek = models.TextField(
        _("standfirst"),
        max_length=400,
        blank=True,
        help_text=_("One or two sentences under the headline."),
    )
    card_summary = models.TextField(
        _("summary for cards"),
        max_length=240,
        blank=True,
        help_text=_(
            "Shown in lists, feeds, mail and when the story is shared, where readers "
            "have not chosen to read it. Keep it safe for a child to see."
        ),
    )
    body = SanitisedHTMLField(
        _("story"),
        blank=True,
        help_text=_(
            "Put pictures in with the Photo button. A quotation becomes a pull quote; "
            "begin its last paragraph with a dash to name who said it."
        ),
    )
    byline = models.CharField(_("byline"), max_length=120, blank=True)
    hero = models.ForeignKey(
        "stories.Photo",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("main photo"),
        help_text=_("Without one the page shows a woven pattern, which is fine."),
    )
    recognisable = models.CharField(
        _("who can be recognised"),
        max_length=16,
        choices=Recognisable,
        blank=True,
        help_text=_("In the words of the story. It cannot be published unanswered."),
    )
    release = models.CharField(
        _("release or notice"), max_length=200, blank=True, help_text=RELEASE_HELP
    )
    when_consent_ends = models.CharField(
        _("when a consent ends"),
        max_length=8,
        choices=WhenConsentEnds,
        default=WhenConsentEnds.HIDE,
        help_text=_(
            "Of somebody in a photo. Of somebody in the words the story goes always."
        ),
    )
    content_note = models.CharField(
        _("note on content"),
        max_length=200,
        blank=True,
        help_text=_(
            "Says calmly what follows, like “This story speaks of violence against "
            "children”. Not a warning sign."
        ),
    )
    reader_at_risk = models.BooleanField(
        _("readers may be at risk"),
        default=False,
        help_text=_(
            "Shows “Exit this page” on top and leaves the forms away, for somebody who "
            "reads this beside the person they fear. For help pages, not for stories."
        ),
    )
    how_told = models.TextField(
        _("how we tell this story"),
        blank=True,
        help_text=_("If names were changed, say so here. Blank shows the site’s own."),
    )
    case_strip = models.JSONField(
        _("case strip"), default=list, blank=True, validators=[validate_case_strip]
    )
    updates = models.JSONField(
        _("updates and corrections"),
        default=list,
        blank=True,
        validators=[validate_updates],
    )
    ask = models.CharField(_("ask"), max_length=5, choices=Ask, default=Ask.TOPIC)
    ask_heading = models.CharField(_("heading of the ask"), max_length=90, blank=True)
    ask_text = models.CharField(
        _("words of the ask"),
        max_length=240,
        blank=True,
        help_text=_("One sentence that says what a gift makes possible here."),
    )
    ask_fund = models.SlugField(_("fund code"), max_length=40, blank=True)
    ask_amounts = ArrayField(
        models.PositiveBigIntegerField(),
        verbose_name=_("amounts"),
        default=list,
        blank=True,
        size=6,
    )
    canonical_elsewhere = models.URLField(
        _("first published at"),
        blank=True,
        help_text=_("When another site has the original: its full address."),
    )

    class Meta:
        abstract = True
