"""What the gate answers: one sentence for the editor, and where to mend it."""

from dataclasses import dataclass

from django.utils.functional import Promise


@dataclass(frozen=True)
class Problem:
    """One that does not block asks for a second look, and lets a person decide."""

    code: str
    message: str | Promise
    url: str = ""
    blocks: bool = True

    def __str__(self) -> str:
        return str(self.message)
