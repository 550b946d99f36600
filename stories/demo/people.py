"""The demo's protected people, invented, with consents in every state."""

import tomllib
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from ijm import roles
from ijm.dates import today
from ijm.models import StaffMember
from stories import consenting, signed_form
from stories.models import Consent, Story, Subject
from stories.models.sealed import RealDetails

HERE = Path(__file__).resolve().parent
AS_THEY_ARE = "language explained_by channels identifiers age guardian note".split()
# One empty page; what a form says is nobody's business in a demo.
SPECIMEN = b"""%PDF-1.4
1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj
2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj
3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>endobj
trailer<</Root 1 0 R>>
%%EOF
"""
Row = dict[str, Any]


def load() -> None:
    """Once, after the staff and the stories."""
    rows = tomllib.loads((HERE / "people.toml").read_text(encoding="utf-8"))
    guard = StaffMember.objects.filter(groups__name=roles.SAFEGUARDING).first()
    writer = StaffMember.objects.filter(groups__name=roles.WRITERS).first()
    if guard is None or writer is None or Subject.objects.exists():
        return
    for row in rows["subjects"]:
        subject = _subject(row, guard)
        for consent in row.get("consents", []):
            _consent(subject, consent, writer, guard)
    for row in rows["appearances"]:
        _appearance(row, writer)


def _subject(row: Row, guard: StaffMember) -> Subject:
    closed = row.get("closed_days_ago")
    subject = Subject.objects.create(
        reference=row["reference"],
        pseudonym=row["pseudonym"],
        case_closed_on=_ago(closed) if closed else None,
    )
    details = RealDetails(row["real_name"], row["contact"])
    subject.seal_details(details, guard, "Demo", timezone.now())
    return subject


def _consent(
    subject: Subject, row: Row, writer: StaffMember, guard: StaffMember
) -> None:
    given, grown, now = _ago(row["given_days_ago"]), None, timezone.now()
    if "turns_18_in_days" in row:
        grown = today() + timedelta(days=row["turns_18_in_days"])
    consent = Consent(
        subject=subject,
        given_on=given,
        expires_on=given + timedelta(days=row["lasts_days"]),
        turns_18_on=grown,
        recorded="signed",
        **{"age": "adult"} | {name: row[name] for name in AS_THEY_ARE if name in row},
    )
    form = signed_form.received(SimpleUploadedFile("specimen.pdf", SPECIMEN))
    consenting.hand_in(consent, form, ([], []), writer, now)
    if row.get("verified"):
        consent.verify(guard, risk=row["risk"], risk_assessed_on=given, now=now)
    if why := row.get("withdrawn_why"):
        consent.withdraw(guard, "asked", why, now)


def _appearance(row: Row, writer: StaffMember) -> None:
    story = Story.objects.filter(slug=row["story"]).first()
    if story:
        subject = Subject.objects.get(reference=row["subject"])
        story.appearances.create(subject=subject, known_by=row["known_by"])
        story.revise(writer, "Said who can be recognised", recognisable="subject")


def _ago(days: int) -> date:
    return today() - timedelta(days=days)
