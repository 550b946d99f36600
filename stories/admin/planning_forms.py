"""When something is to happen by itself: a day, a time, and whose clocks show it."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ijm.models import SiteSettings
from ijm.zones import NoSuchTime, WallTime, city
from stories.admin.kept_words import KeptWords
from stories.admin.review_forms import PublicationForm
from stories.models import PlannedChange, Story


class TimeForm(forms.Form):
    day = forms.DateField(
        label=gettext_lazy("Day"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    time = forms.TimeField(
        label=gettext_lazy("Time"),
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
    )
    zone = forms.ChoiceField(label=gettext_lazy("On the clocks of"))

    def __init__(
        self,
        *args: Any,
        plan: PlannedChange | None = None,
        own_zone: str = "",
        **kwargs: Any,
    ) -> None:
        """`plan` is what stands now; the form begins with its time.

        Else with the clocks of whoever plans: `own_zone`, blank for the charity's.
        """
        super().__init__(*args, **kwargs)
        near = SiteSettings.current().zones
        zones = list(dict.fromkeys([own_zone or near[0], *near]))
        if plan:
            zones = list(dict.fromkeys([plan.zone, *zones]))
            self.initial = {**self.initial, "zone": plan.zone, **_day_and_time(plan)}
        field = self.fields["zone"]
        field.choices = [(zone, city(zone)) for zone in zones]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean() or {}
        if {"day", "time", "zone"} <= set(cleaned):
            try:
                cleaned["due_at"] = self._wall_time(cleaned).moment
            except NoSuchTime as gap:
                self.add_error("time", str(gap))
        return cleaned

    @property
    def due_at(self) -> datetime:
        return self.cleaned_data["due_at"]

    @property
    def remark(self) -> str:
        """What the person should know about the time they typed."""
        time = self._wall_time(self.cleaned_data)
        if not time.comes_twice:
            return ""
        words = _(
            "On %(day)s the clocks in %(city)s show %(time)s twice. The first is meant."
        )
        return words % time.in_words

    def _wall_time(self, cleaned: dict[str, Any]) -> WallTime:
        return WallTime(
            datetime.combine(cleaned["day"], cleaned["time"]), cleaned["zone"]
        )


def _day_and_time(plan: PlannedChange) -> dict[str, Any]:
    local = plan.local_due_at
    return {"day": local.date(), "time": local.time()}


class PublicationPlanForm(TimeForm, PublicationForm):
    which = forms.TypedChoiceField(
        label=gettext_lazy("What goes public"), widget=forms.RadioSelect, coerce=int
    )
    field_order = ("day", "time", "zone", "which", "weighed_because", "alone_because")

    def __init__(
        self,
        *args: Any,
        story: Story,
        alone: bool,
        plan: PlannedChange | None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, story=story, alone=alone, plan=plan, **kwargs)
        latest, pinned = story.latest_revision, plan and plan.revision
        if not (latest and pinned) or latest == pinned:
            del self.fields["which"]
            return
        words = {"pinned": pinned.number, "latest": latest.number, "by": latest.by}
        self.initial["which"] = pinned.number
        self.fields["which"].choices = [  # type: ignore[attr-defined]
            (pinned.number, _("Revision %(pinned)s, as it was planned") % words),
            (latest.number, _("The newest, revision %(latest)s by %(by)s") % words),
        ]


class CancellationForm(forms.Form):
    why = KeptWords(
        label=gettext_lazy("Why, for colleagues"),
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Kept in the history."),
    )
