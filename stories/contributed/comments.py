"""Comments on stories: who is written to."""

from ijm.contributions import letters
from stories.telling import COMMENT_LETTER


def contribute() -> None:
    letters.add(COMMENT_LETTER)
