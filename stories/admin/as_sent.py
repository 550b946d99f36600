"""What a form sends, as a browser would say it: from saved rows, and rebuilt."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms.widgets import CheckboxInput, ChoiceWidget, MultiWidget
from django.http import QueryDict

Row = dict[str, list[str]]


def as_sent(form: forms.BaseForm, name: str) -> dict[str, list[str]]:
    """What one field of an unbound form would send if nobody touched it."""
    bound = form[name]
    return dict(_sent(bound.field.widget, bound.html_name, bound.value()))


def names_sent(form: forms.BaseForm, name: str) -> list[str]:
    """A date has a day and an hour, each sent by a name of its own."""
    widget: Any = form.fields[name].widget
    if hasattr(widget, "widgets_names"):
        return [f"{form.add_prefix(name)}{end}" for end in widget.widgets_names]
    return [form.add_prefix(name)]


def _sent(widget: Any, name: str, value: Any) -> Iterator[tuple[str, list[str]]]:
    widget = getattr(widget, "widget", widget)  # that of the admin is wrapped around
    if isinstance(widget, MultiWidget):
        for part in widget.get_context(name, value, {})["widget"]["subwidgets"]:
            yield part["name"], [part["value"] or ""]
    elif isinstance(widget, CheckboxInput):
        yield name, ["on"] if widget.check_test(value) else []
    elif isinstance(widget, ChoiceWidget):
        yield name, [str(each) for each in widget.format_value(value)]
    else:
        said = widget.format_value(value)
        yield name, ["" if said is None else str(said)]


@dataclass(frozen=True)
class Rows:
    """The rows of one inline, as they were or would be sent."""

    prefix: str
    rows: tuple[Row, ...]

    @classmethod
    def sent(cls, data: QueryDict, prefix: str) -> "Rows":
        found: dict[int, Row] = {}
        for name, values in data.lists():
            if part := re.fullmatch(rf"{re.escape(prefix)}-(\d{{1,4}})-(\w+)", name):
                found.setdefault(int(part[1]), {})[part[2]] = [*map(str, values)]
        rows = [found[number] for number in sorted(found)]
        return cls(prefix, tuple(row for row in rows if any(map(any, row.values()))))

    @classmethod
    def saved(cls, formset: Any) -> "Rows":
        """As an unbound formset shows them."""
        return cls(formset.prefix, tuple(_row(form) for form in formset.initial_forms))

    @property
    def standing(self) -> list[Row]:
        """Those that stay, in the order their numbers give them."""
        stay = [row for row in self.rows if not one(row, "DELETE")]
        return sorted(stay, key=_position)

    def over(self, saved: "Rows") -> "Rows":
        """These rows as they can be saved upon `saved`.

        One that somebody deleted meanwhile becomes a new one; one that somebody added
        is shown, too.
        """
        there = {one(row, "id") for row in saved.rows}
        ours = {one(row, "id") for row in self.rows}
        known = [row for row in self.rows if one(row, "id") in there]
        added = [row for row in saved.rows if one(row, "id") not in ours]
        fresh = [
            {**row, "id": [""]}
            for row in self.rows
            if one(row, "id") not in there and not one(row, "DELETE")
        ]
        return Rows(self.prefix, (*known, *added, *fresh))

    def put_into(self, data: QueryDict) -> None:
        """In place of whatever `data` had for this inline."""
        for name in [each for each in data if each.startswith(f"{self.prefix}-")]:
            del data[name]
        known = sum(1 for row in self.rows if one(row, "id"))
        data[f"{self.prefix}-TOTAL_FORMS"] = str(len(self.rows))
        data[f"{self.prefix}-INITIAL_FORMS"] = str(known)
        for n, row in enumerate(self.rows):
            for name, values in row.items():
                data.setlist(f"{self.prefix}-{n}-{name}", values)


def one(row: Row, name: str) -> str:
    """What a row has under a name that is sent once."""
    return next(iter(row.get(name, ())), "")


def _row(form: forms.BaseForm) -> Row:
    return {
        name.removeprefix(f"{form.prefix}-"): values
        for field in form.fields
        for name, values in as_sent(form, field).items()
    }


def _position(row: Row) -> int:
    number = one(row, "position")
    return int(number) if number.isdecimal() else 0
