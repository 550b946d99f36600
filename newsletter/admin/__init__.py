"""The newsletter's screens, one module each; imported so that Django finds them."""

from newsletter.admin import (
    consent,
    enquiry,
    gathering,
    issue,
    list_import,
    readership,
    sending_rules,
    subscriber,
    suppression,
    welcome,
)

__all__ = [
    "consent",
    "enquiry",
    "gathering",
    "issue",
    "list_import",
    "readership",
    "sending_rules",
    "subscriber",
    "suppression",
    "welcome",
]
