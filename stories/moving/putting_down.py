"""One row of an export as a row of ours, asked all that its columns ask of people."""

import re
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator, validate_email
from django.db.models import Field, JSONField, Model

from ijm.models import StaffMember
from stories.models import Revision
from stories.moving.carried import Table, is_reference
from stories.sanitising import clean

Numbers = dict[type[Model], dict[int, int]]
OURS_OR_SAFE = re.compile(r"/(?![/\\])[^\s]*\Z|https://[^\s]+\Z")
# Columns that pages make links of; columns of type URL check themselves.
LEADING = {"target", "moved_to", "appeal_url"}
web_address = URLValidator(schemes=("http", "https"))


class NotAsItShould(Exception):
    """What is wrong with a row, in words that name the column."""


def person(row: dict[str, Any]) -> tuple[StaffMember, bool]:
    """Whoever has this address here; else their name alone, who can never sign in."""
    email, name = _text(row, "email"), _text(row, "full_name")
    try:
        validate_email(email)
    except ValidationError as wrong:
        raise NotAsItShould("email: not an address.") from wrong
    found = StaffMember.objects.filter(email__iexact=email).first()
    if found:
        return found, False
    made = StaffMember(email=email, full_name=name[:150])
    made.is_active = made.is_staff = False
    made.set_unusable_password()
    made.save()
    return made, True


def row_of(
    table: Table, row: dict[str, Any], numbers: Numbers
) -> tuple[Model, dict[str, list[int]]]:
    """The row, not saved, and its lists. Raises NotAsItShould."""
    known = {column.name for column in table.columns} | {m.name for m in table.lists}
    if unknown := sorted(row.keys() - known):
        raise NotAsItShould(f"{', '.join(unknown)}: not known here.")
    found = table.model()
    for column in table.columns:
        if column.name in row:
            _put(found, table, column, row[column.name], numbers)
    return found, {each.name: _list(each, row, numbers) for each in table.lists}


def _put(
    found: Model, table: Table, column: Field, value: Any, numbers: Numbers
) -> None:
    if is_reference(column):
        return setattr(found, column.attname, _referred(column, value, numbers))
    try:
        if column.name in table.refers:
            value = table.refers[column.name](value, numbers)
        if isinstance(column, JSONField):
            value = _json(column.name, value)
        else:
            value = None if value is None else column.to_python(value)
        _ask(column, value)
    except (ValidationError, TypeError, ValueError, KeyError, AttributeError) as wrong:
        raise NotAsItShould(f"{column.name}: {_why(wrong)}") from wrong
    return setattr(found, column.attname, value)


def _referred(column: Field, value: Any, numbers: Numbers) -> int | None:
    """None for what is not there; a story that comes later is put in at the end."""
    model: Any = column.related_model
    there = numbers.get(model, {}).get(value) if isinstance(value, int) else None
    if value is not None and there is None and not column.null:
        raise NotAsItShould(f"{column.name}: there is no number {value}.")
    return there


def _list(each: Any, row: dict[str, Any], numbers: Numbers) -> list[int]:
    known, given = numbers[each.related_model], row.get(each.name) or []
    if not isinstance(given, list):
        raise NotAsItShould(f"{each.name}: not a list.")
    return [known[number] for number in given if number in known]


def _ask(column: Field, value: Any) -> None:
    """What a form would ask of it, save that it may be blank."""
    if value is None:
        if not column.null:
            raise ValidationError("it is missing.")
        return
    if value in ("", [], {}):
        return
    column.run_validators(value)
    if column.choices and value not in dict(column.flatchoices):  # type: ignore[attr-defined]
        raise ValidationError(f"“{value}” is not one of the choices.")
    if column.name in LEADING and not OURS_OR_SAFE.match(value):
        raise ValidationError("it leads to no page of ours and to no https address.")


def _json(name: str, value: Any) -> Any:
    """Columns of plain values. What is printed as HTML is cleaned, links are asked."""
    if name == "content":
        links = _json("links", value.get("links", []))
        kept = {**value, "body": clean(value["body"]), "links": links}
        _ = Revision(content=kept).appearances  # whether they are such
        return kept
    if name == "links":
        for link in value:
            web_address(link["url"])
    return value


def _text(row: dict[str, Any], name: str) -> str:
    value = row.get(name)
    if not isinstance(value, str):
        raise NotAsItShould(f"{name}: it is missing.")
    return value.strip()


def _why(wrong: Exception) -> str:
    if isinstance(wrong, ValidationError):
        return " ".join(str(each) for each in wrong.messages)
    return "not as it should be."
