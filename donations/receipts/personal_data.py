"""A person's tax documents and declarations, for the copy of their data."""

from typing import Any

from donations.models import Donor, GiftAidDeclaration, Receipt

SAID = "title subtitle donor facts gifts totals words".split()


def documents(rows: list[Donor]) -> list[dict[str, Any]]:
    """What each says; the file itself lies in the portal."""
    found = Receipt.objects.filter(donor__in=rows).select_related("voided")
    return [
        {
            "number": row.number,
            "issued on": row.issued_on.isoformat(),
            "void": row.voided.reason if row.is_void else "",
            "says": {key: row.snapshot[key] for key in SAID if key in row.snapshot},
        }
        for row in found
    ]


def declarations(rows: list[Donor]) -> list[dict[str, str]]:
    columns = "title first_name last_name house postcode how words declared_on".split()
    return [
        {column: str(getattr(row, column)) for column in columns}
        for row in GiftAidDeclaration.objects.filter(donor__in=rows)
    ]
