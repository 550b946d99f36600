"""One item of an export as plain values: what it says, and where and when it stood."""

import re
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from html import unescape
from urllib.parse import unquote

from django.utils import timezone
from django.utils.text import slugify

from stories.moving.wxr_parsing import Element

NEVER = "0000-00-00"
TAG = re.compile(r"<[^<>]*>")
SPACE = re.compile(r"\s+")
OUT_OF_SIGHT = {"trash", "auto-draft", "inherit"}
# Fields that WordPress and its plug-ins keep for themselves begin like this.
HIDDEN = "_"


@dataclass(frozen=True)
class Term:
    """A category, a tag, or the like."""

    kind: str
    slug: str
    name: str


@dataclass(frozen=True)
class OldPost:
    number: str
    type: str
    status: str
    title: str
    slug: str
    link: str
    author: str
    told_at: datetime | None
    excerpt: str
    summary: str
    content: str
    thumbnail: str
    is_locked: bool
    terms: tuple[Term, ...] = ()
    old_slugs: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()
    comments: int = 0

    @property
    def is_in_sight(self) -> bool:
        return self.status not in OUT_OF_SIGHT

    @property
    def was_public(self) -> bool:
        return self.status == "publish" and not self.is_locked


@dataclass(frozen=True)
class Attachment:
    """A file of the library, with what was said of it."""

    number: str
    address: str
    title: str
    alt: str
    caption: str


@dataclass
class Meta:
    """The custom fields of an item."""

    values: dict[str, list[str]] = field(default_factory=dict)

    @classmethod
    def of(cls, item: Element) -> "Meta":
        meta = cls()
        for part in item.named("wp:postmeta"):
            meta.values.setdefault(part["wp:meta_key"], []).append(
                part["wp:meta_value"]
            )
        return meta

    def first(self, name: str) -> str:
        return next(iter(self.values.get(name, [])), "")

    @property
    def own(self) -> tuple[str, ...]:
        return tuple(key for key in self.values if key and not key.startswith(HIDDEN))


def words(html: str) -> str:
    """A line of plain words."""
    return SPACE.sub(" ", unescape(TAG.sub(" ", html))).strip()


def post_of(item: Element) -> OldPost:
    meta = Meta.of(item)
    return OldPost(
        number=item["wp:post_id"],
        type=item["wp:post_type"] or "post",
        status=item["wp:status"] or "publish",
        title=words(item["title"]),
        slug=slugify(unquote(item["wp:post_name"])),
        link=item["link"],
        author=item["dc:creator"],
        told_at=_told_at(item),
        excerpt=words(item["excerpt:encoded"]),
        summary=words(meta.first("_yoast_wpseo_metadesc")),
        content=item.texts.get("content:encoded", ""),
        thumbnail=meta.first("_thumbnail_id"),
        is_locked=bool(item["wp:post_password"]) or item["wp:status"] == "private",
        terms=tuple(_terms(item)),
        old_slugs=tuple(meta.values.get("_wp_old_slug", ())),
        fields=meta.own,
        comments=sum(1 for _part in item.named("wp:comment")),
    )


def attachment_of(item: Element) -> Attachment:
    meta = Meta.of(item)
    return Attachment(
        number=item["wp:post_id"],
        address=item["wp:attachment_url"] or meta.first("_wp_attached_file"),
        title=words(item["title"]),
        alt=words(meta.first("_wp_attachment_image_alt")),
        caption=words(item["excerpt:encoded"]),
    )


def _terms(item: Element) -> list[Term]:
    return [
        Term(
            part.attributes.get("domain", ""),
            slugify(unquote(part.attributes.get("nicename", ""))),
            words(part[""]),
        )
        for part in item.named("category")
    ]


def _told_at(item: Element) -> datetime | None:
    """By the clock of Greenwich; else of the charity's zone; else of the feed."""
    if item["wp:status"] not in ("publish", "private"):
        return None
    for name, zone in (
        ("wp:post_date_gmt", UTC),
        ("wp:post_date", timezone.get_default_timezone()),
    ):
        if item[name] and not item[name].startswith(NEVER):
            try:
                return datetime.fromisoformat(item[name]).replace(tzinfo=zone)
            except ValueError:
                continue
    try:
        said = parsedate_to_datetime(item["pubDate"])
    except (ValueError, TypeError, IndexError):
        return None
    return said if said.tzinfo and said.year > 1970 else None
