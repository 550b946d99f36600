"""Text for a cell of a spreadsheet, which would take some words for formulas."""

FORMULAS = ("=", "+", "-", "@", "\t", "\r")


def plain(text: str) -> str:
    return f"'{text}" if text.startswith(FORMULAS) else text
