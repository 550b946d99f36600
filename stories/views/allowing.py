"""What one page needs of the content policy beyond the strict one that all have."""

from csp.constants import SELF
from django.http import HttpResponse

from stories.reading import StoryPage


def allow_what_plays(response: HttpResponse, page: StoryPage) -> HttpResponse:
    """Frames of the hosts whose videos it has, sound of our own; nothing elsewhere."""
    wanted: dict[str, list[str]] = {}
    if page.material.frames:
        wanted["frame-src"] = sorted(page.material.frames)
    if page.material.has_sound:
        wanted["media-src"] = [SELF]
    if wanted:
        response._csp_update = wanted  # type: ignore[attr-defined]
    return response
