"""What is asked before a story is handed in, published or withdrawn."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from stories.admin.kept_words import KeptWords
from stories.dead_ends import dead_end
from stories.models import Story
from stories.models.withdrawing import ERROR, MOVED, SAFEGUARDING


class SubmissionForm(forms.Form):
    note = KeptWords(
        label=_("Anything the reviewer should know?"),
        required=False,
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class ReturnForm(forms.Form):
    why = KeptWords(
        label=_("What is missing?"),
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class PublicationForm(forms.Form):
    alone_because = KeptWords(
        label=_("Why it cannot wait for a colleague"),
        required=False,
        max_length=400,
        help_text=_(
            "You wrote or handed in this text yourself. If you publish it alone, a "
            "colleague is asked to look at it afterwards."
        ),
    )
    burn_old_address = forms.BooleanField(
        label=_("The old address must not lead here"),
        required=False,
        help_text=_("Tick this if a word in it must vanish. Links to it will end."),
    )

    weighed_because = KeptWords(
        label=_("Why these may stand together"),
        required=False,
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_(
            "You have weighed it: whoever knows the place cannot tell who it is, or "
            "they agreed to it. Coarser words are safer."
        ),
    )

    def __init__(
        self,
        *args: Any,
        story: Story,
        alone: bool,
        to_weigh: bool = False,
        **kwargs: Any,
    ) -> None:
        """`alone`: whoever publishes now is the one who wrote it."""
        super().__init__(*args, **kwargs)
        if not to_weigh:
            del self.fields["weighed_because"]
        if not alone:
            del self.fields["alone_because"]
        live = story.live_edition
        if live is None or live.slug == story.slug:
            del self.fields["burn_old_address"]


class WithdrawalForm(forms.Form):
    reason = forms.ChoiceField(
        label=_("What should visitors find?"),
        widget=forms.RadioSelect,
        choices=[
            (SAFEGUARDING, _("Nothing at all: somebody must be protected.")),
            (ERROR, _("A short notice that it was published in error.")),
            (MOVED, _("Another page, which has the story now.")),
        ],
    )
    moved_to = forms.CharField(
        label=_("That page"),
        required=False,
        max_length=200,
        help_text=_(
            "A path of this site, like /stories/…/, or a full https address. It must "
            "be a page that readers can open now."
        ),
    )
    why = KeptWords(
        label=_("Why, for colleagues"),
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Kept in the history. Do not write a protected name here."),
    )

    def __init__(self, *args: Any, story: Story, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.story = story

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean() or {}
        if cleaned.get("reason") != MOVED:
            cleaned["moved_to"] = ""
        elif "moved_to" in cleaned:
            problem = dead_end(cleaned["moved_to"], self.story, timezone.now())
            if problem:
                self.add_error("moved_to", str(problem))
        return cleaned


class ReleaseForm(forms.Form):
    why = KeptWords(
        label=_("Why it may be public again"),
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Kept in the history. Do not write a protected name here."),
    )
