"""The newsletter's screens, one module each; imported so that Django finds them."""

from newsletter.admin import (
    consent,
    enquiry,
    gathering,
    issue,
    subscriber,
    suppression,
)

__all__ = ["consent", "enquiry", "gathering", "issue", "subscriber", "suppression"]
