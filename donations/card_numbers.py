"""Numbers of cards, told from other long numbers. None may ever be kept here.

PCI DSS 4.0, 3.3 and 3.5: a number that is not stored needs no protection. It is one if
it begins as the large schemes' do (ISO/IEC 7812), is as long as theirs, and its last
digit is the check digit of the others (Luhn).
"""

import re

WRITTEN = re.compile(r"\d(?:[ -]?\d){12,18}")
BEGINS = re.compile(r"4|5[1-5]|2[2-7]|3[47]|6(?:011|4[4-9]|5)")


def is_card_number(cell: str) -> bool:
    """Whether a cell of a table is one and nothing else, blanks and dashes aside."""
    if not WRITTEN.fullmatch(cell.strip()):
        return False
    digits = re.sub(r"\D", "", cell)
    return bool(BEGINS.match(digits)) and _luhn(digits)


def _luhn(digits: str) -> bool:
    doubled = [int(digit) * 2 for digit in digits[-2::-2]]
    others = [int(digit) for digit in digits[-1::-2]]
    return (sum(others) + sum(each - 9 * (each > 9) for each in doubled)) % 10 == 0
