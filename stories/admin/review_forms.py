"""What is asked before a story is handed in, published or withdrawn."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from stories.models import Story
from stories.models.withdrawing import ERROR, MOVED, SAFEGUARDING


class SubmissionForm(forms.Form):
    note = forms.CharField(
        label=_("Anything the reviewer should know?"),
        required=False,
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class ReturnForm(forms.Form):
    why = forms.CharField(
        label=_("What is missing?"),
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class PublicationForm(forms.Form):
    alone_because = forms.CharField(
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

    def __init__(self, *args: Any, story: Story, alone: bool, **kwargs: Any) -> None:
        """`alone`: whoever publishes now is the one who wrote it."""
        super().__init__(*args, **kwargs)
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
        help_text=_("A path of this site, like /stories/…/, or a full https address."),
    )
    why = forms.CharField(
        label=_("Why, for colleagues"),
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Kept in the history. Do not write a protected name here."),
    )

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean() or {}
        address = cleaned.get("moved_to", "")
        if cleaned.get("reason") == MOVED:
            ours = address.startswith("/") and not address.startswith(("//", "/\\"))
            if not (ours or address.startswith("https://")):
                self.add_error(
                    "moved_to", _("Write where it moved, like /stories/the-new-one/.")
                )
        else:
            cleaned["moved_to"] = ""
        return cleaned
