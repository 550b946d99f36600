"""Makers: an export of WordPress and its uploads, small or broken as a test asks."""

import zipfile
from collections.abc import Iterable
from html import escape
from pathlib import Path
from typing import Any

from tests.make_stories import picture_bytes

HOST = "old.example"
HEAD = f"""<?xml version="1.0" encoding="UTF-8" ?>
<rss version="2.0" xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/"
 xmlns:content="http://purl.org/rss/1.0/modules/content/"
 xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:wp="http://wordpress.org/export/1.2/">
<channel><title>Old &amp; good&hellip;</title><link>https://www.{HOST}</link>
<language>en-US</language><wp:wxr_version>1.2</wp:wxr_version>
<wp:base_blog_url>https://www.{HOST}</wp:base_blog_url>
<wp:author><wp:author_login>rosa</wp:author_login>
<wp:author_email>rosa@private.example</wp:author_email>
<wp:author_display_name><![CDATA[Rosa Writer]]></wp:author_display_name></wp:author>
"""
FOOT = "</channel></rss>\n"


def cdata(text: str) -> str:
    return f"<![CDATA[{text.replace(']]>', ']]]]><![CDATA[>')}]]>"


def term(name: str, domain: str = "category", slug: str = "") -> str:
    slug = slug or name.lower().replace(" ", "-")
    return f'<category domain="{domain}" nicename="{slug}">{cdata(name)}</category>'


def meta(key: str, value: str) -> str:
    return (
        f"<wp:postmeta><wp:meta_key>{cdata(key)}</wp:meta_key>"
        f"<wp:meta_value>{cdata(value)}</wp:meta_value></wp:postmeta>"
    )


def post(
    number: int, body: str = "<p>It was.</p>", inside: str = "", **given: Any
) -> str:
    """An item. `inside` is what else stands in it: terms, meta, comments."""
    slug = given.get("slug", f"post-{number}")
    values = {
        "title": f"Post {number}",
        "link": f"https://www.{HOST}/2015/03/{slug}/",
        "guid": f"https://www.{HOST}/?p={number}",
        "dc:creator": "rosa",
        "excerpt:encoded": "",
        "wp:post_id": number,
        "wp:post_date_gmt": "2015-03-01 10:00:00",
        "wp:post_name": slug,
        "wp:status": "publish",
        "wp:post_type": "post",
        "wp:post_password": "",
        **{name.replace("__", ":"): value for name, value in given.items()},
    }
    values.pop("slug", None)
    told = "".join(f"<{name}>{escape(str(v))}</{name}>" for name, v in values.items())
    content = f"<content:encoded>{cdata(body)}</content:encoded>"
    return f"<item>{told}{content}{inside}</item>\n"


def attachment(number: int, path: str, alt: str = "", caption: str = "") -> str:
    address = f"https://www.{HOST}/wp-content/uploads/{path}"
    inside = f"<wp:attachment_url>{address}</wp:attachment_url>"
    if alt:
        inside += meta("_wp_attachment_image_alt", alt)
    words = {"excerpt__encoded": caption, "title": "A file"}
    return post(number, "", inside, wp__post_type="attachment", **words)


def image(path: str, number: int | None = None, alt: str = "") -> str:
    named = f' class="wp-image-{number}"' if number else ""
    address = f"https://www.{HOST}/wp-content/uploads/{path}"
    return f'<img{named} src="{address}" alt="{alt}">'


def export(*items: str, head: str = HEAD) -> str:
    return head + "".join(items) + FOOT


def written(folder: Path, *items: str, name: str = "old.xml") -> Path:
    """The export as a file."""
    path = folder / name
    path.write_text(export(*items), encoding="utf-8")
    return path


def uploads(folder: Path, names: Iterable[str]) -> Path:
    """The uploads as a folder, each file a picture of its own."""
    root = folder / "uploads"
    for number, name in enumerate(names):
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_bytes(picture_bytes((300 + number, 200)))
    return root


def zipped(folder: Path, names: dict[str, bytes], file: str = "uploads.zip") -> Path:
    with zipfile.ZipFile(folder / file, "w") as archive:
        for name, data in names.items():
            archive.writestr(name, data)
    return folder / file
