"""What the charity tells. Read `content`, `story`, its verbs, then `edition`.

Imports run: body, imaging ← photo ← revision ← story ← edition ← freezing.
"""

from stories.models.address import FormerAddress
from stories.models.address_visits import AddressVisits
from stories.models.appearance import Appearance
from stories.models.arrival import Arrival, Leftover, OldFile
from stories.models.bridge import Bridge, BridgingAcceptance
from stories.models.buffer import Buffer
from stories.models.comment import Comment
from stories.models.consent import Consent
from stories.models.edition import Edition
from stories.models.enclosure import Document, Enclosure, Recording
from stories.models.event import StoryEvent
from stories.models.figure import ImpactFigure
from stories.models.home import HomePage
from stories.models.link import RelatedLink, RelatedStory
from stories.models.neighbour import Neighbour
from stories.models.old_address import OldAddress
from stories.models.photo import Photo
from stories.models.photo_event import PhotoEvent
from stories.models.planned_change import PlannedChange
from stories.models.presence import Presence
from stories.models.preview_link import PreviewLink
from stories.models.protected_name import (
    NameAcceptance,
    NameForm,
    ProtectedName,
)
from stories.models.rendition import Rendition
from stories.models.revision import Revision
from stories.models.sealed import SealedDetails, SealedLook
from stories.models.story import Story
from stories.models.stray import StrayFile
from stories.models.subject import Subject
from stories.models.takedown import TakeDown, TakeDownItem, TakeDownStep
from stories.models.tally import Tally
from stories.models.telltale import Telltale
from stories.models.topic import Place, Topic
from stories.models.watched_link import ReadForLinks, WatchedLink

__all__ = [
    "AddressVisits",
    "Appearance",
    "Consent",
    "Arrival",
    "Bridge",
    "BridgingAcceptance",
    "Comment",
    "Document",
    "Buffer",
    "Presence",
    "Edition",
    "Enclosure",
    "FormerAddress",
    "HomePage",
    "ImpactFigure",
    "Leftover",
    "NameAcceptance",
    "NameForm",
    "Neighbour",
    "OldAddress",
    "OldFile",
    "Photo",
    "PhotoEvent",
    "Place",
    "PlannedChange",
    "PreviewLink",
    "ProtectedName",
    "Recording",
    "RelatedLink",
    "RelatedStory",
    "ReadForLinks",
    "Rendition",
    "Revision",
    "SealedDetails",
    "SealedLook",
    "Story",
    "StoryEvent",
    "StrayFile",
    "Subject",
    "TakeDown",
    "TakeDownItem",
    "TakeDownStep",
    "Tally",
    "Telltale",
    "Topic",
    "WatchedLink",
]
