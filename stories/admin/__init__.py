"""The desk of stories, one module a screen."""

from stories.admin import address, figure, home, photo, story, topic

__all__ = ["address", "figure", "home", "photo", "story", "topic"]
