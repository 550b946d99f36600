"""What the charity tells. Read `content`, `story`, its verbs, then `edition`.

Imports run: body, imaging ← photo ← revision ← story ← edition ← freezing.
"""

from stories.models.address import FormerAddress
from stories.models.edition import Edition
from stories.models.event import StoryEvent
from stories.models.figure import ImpactFigure
from stories.models.home import HomePage
from stories.models.link import RelatedLink, RelatedStory
from stories.models.photo import Photo
from stories.models.rendition import Rendition
from stories.models.revision import Revision
from stories.models.story import Story
from stories.models.subject import Subject
from stories.models.topic import Place, Topic

__all__ = [
    "Edition",
    "FormerAddress",
    "HomePage",
    "ImpactFigure",
    "Photo",
    "Place",
    "RelatedLink",
    "RelatedStory",
    "Rendition",
    "Revision",
    "Story",
    "StoryEvent",
    "Subject",
    "Topic",
]
