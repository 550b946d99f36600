"""Codes on paper, for the day when the telephone is lost. Shown once, used once."""

import re
import secrets
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from ijm.models.second_factor import RecoveryCode

if TYPE_CHECKING:
    from ijm.models import StaffMember

HOW_MANY = 10
# No letters that look alike on paper; ten of these are 49 random bits.
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
LENGTH = 10
SHAPE = re.compile(rf"(\d\d)([a-z0-9]{{{LENGTH}}})\Z")


@transaction.atomic
def renew(person: "StaffMember", now: datetime) -> list[str]:
    """New codes, like “07 kq3n8-xw2pd”; those from before open nothing any more."""
    person.recovery_codes.all().delete()
    shown, rows = [], []
    for number in range(1, HOW_MANY + 1):
        secret = "".join(secrets.choice(LETTERS) for _ in range(LENGTH))
        row = RecoveryCode(person=person, number=number, made_at=now)
        row.keep(secret)
        rows.append(row)
        shown.append(f"{number:02d} {secret[:5]}-{secret[5:]}")
    RecoveryCode.objects.bulk_create(rows)
    return shown


def take(person: "StaffMember", typed: str) -> bool:
    """Was it a code of theirs that nobody has used? Now it is used."""
    found = SHAPE.match(re.sub(r"[\s-]", "", typed.lower()))
    if found is None:
        return False
    row = person.recovery_codes.filter(number=int(found[1]), used_at=None).first()
    return row is not None and row.take(found[2])


def left(person: "StaffMember") -> int:
    return person.recovery_codes.filter(used_at=None).count()
