"""The desk of stories, one module a screen."""

from stories.admin import (
    address,
    bridging,
    consent,
    enclosing,
    figure,
    home,
    photo,
    previews,
    protected_name,
    story,
    subject,
    takedown,
    telltale,
    topic,
    triage,
    watched_link,
)

__all__ = [
    "address",
    "bridging",
    "consent",
    "enclosing",
    "figure",
    "home",
    "photo",
    "previews",
    "protected_name",
    "story",
    "subject",
    "takedown",
    "telltale",
    "topic",
    "triage",
    "watched_link",
]
