"""References that a donor copies by hand: `FP-7K3Q9M-P`, the last letter a check.

The check is a weighted sum over the field of 32 elements: it catches every wrong
character and every exchange of two characters, wherever they stand.
"""

import re
import secrets
from typing import Any

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

PLEDGE, GIFT = "FP", "GV"
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford: no I, L, O, U
MISREAD = str.maketrans("OIL", "011")
BODY = 6
SHAPE = re.compile(rf"({PLEDGE}|{GIFT})([{ALPHABET}]{{{BODY}}})([{ALPHABET}])\Z")
MEANT = re.compile(rf"\s*({PLEDGE}|{GIFT})(?=.*[\d-])[\w\s-]*\Z", re.IGNORECASE)
POLYNOMIAL = 0b100101  # x⁵ + x² + 1 is primitive, so 2 has order 31


class ReferenceNotUnderstood(ValueError):
    """What was typed is no reference of ours; `message` says what is wrong."""

    def __init__(self, code: str, message: str | Promise) -> None:
        super().__init__(code)
        self.code = code
        self.message = message


def mint(prefix: str, taken: models.Manager[Any]) -> str:
    """A new reference that no row of `taken` has; the database has the last word."""
    body = "".join(secrets.choice(ALPHABET) for _place in range(BODY))
    found = written(prefix, body)
    return mint(prefix, taken) if taken.filter(reference=found).exists() else found


def written(prefix: str, body: str) -> str:
    return f"{prefix}-{body}-{check_letter(body)}"


def check_letter(body: str) -> str:
    total = 0
    for letter in body:
        total = _double(total ^ ALPHABET.index(letter))
    return ALPHABET[total]


def looks_like_ours(typed: str) -> bool:
    """Meant as a reference, right or with a slip; a name like “Gvozden” is not."""
    return bool(MEANT.match(typed))


def parse(typed: str) -> str:
    """The reference as we write it, whatever spaces, dashes and case were typed."""
    plain = re.sub(r"[\W_]", "", typed).upper()
    found = SHAPE.match(plain[:2] + plain[2:].translate(MISREAD))
    if not found:
        raise ReferenceNotUnderstood(
            "shape", _("Enter a reference like FP-7K3Q9M-P or GV-7K3Q9M-P.")
        )
    prefix, body, check = found.groups()
    if check_letter(body) != check:
        raise ReferenceNotUnderstood(
            "check",
            _("One character of this reference is wrong. Compare it with the letter."),
        )
    return f"{prefix}-{body}-{check}"


def _double(value: int) -> int:
    """Multiply by 2 in the field of 32 elements."""
    value <<= 1
    return value ^ POLYNOMIAL if value & 0b100000 else value
