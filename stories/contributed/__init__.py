"""What stories give to the rest of the house, one module for each subject."""

from stories.contributed import (
    beginning,
    bridging,
    comments,
    consents,
    desk,
    enclosures,
    figures,
    finding,
    in_hand,
    lending,
    links,
    moved,
    names,
    periods,
    photos,
    rights,
    takedowns,
    time,
    triage,
    unsaved,
    week,
)

# One a line, so that two people can add.
PARTS = (
    beginning,
    bridging,
    comments,
    consents,
    rights,
    photos,
    finding,
    desk,
    enclosures,
    in_hand,
    lending,
    links,
    figures,
    moved,
    time,
    names,
    triage,
    unsaved,
    takedowns,
    week,
    periods,
)


def contribute() -> None:
    for part in PARTS:
        part.contribute()
