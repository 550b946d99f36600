"""Static files: hashed names, compressed once, and stylesheets folded for visitors."""

import re
from collections.abc import Iterable, Iterator
from pathlib import PurePosixPath
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import InMemoryStorage, Storage
from whitenoise.storage import CompressedManifestStaticFilesStorage

# What every page has, what only texts have, what only the pages of giving have.
STYLESHEETS = ("css/site.css", "css/story.css", "css/give.css")
# CKEditor finds its own thousand files by their plain names: no hashes. Of them only
# what each writer waits for is compressed.
EDITOR = "ckeditor/ckeditor/"
OF_THE_EDITOR = ("ckeditor.js", "contents.css", "styles.js", "lang/en-au.js")
SKIN = "skins/moono-lisa/"
PART = re.compile(r'@import url\("([\w/-]+\.css)"\) layer\((\w+)\);\n?')
# Strings are matched first and kept, so that only true comments and gaps go.
TOKEN = re.compile(
    r"""("[^"\n]*"|'[^'\n]*')|/\*.*?\*/\s*|\s*([{};,>])\s*|(?<=:)\s+|(\s)\s*""",
    re.DOTALL,
)

Files = dict[str, tuple[Storage, str]]


class SiteStaticStorage(CompressedManifestStaticFilesStorage):
    support_js_module_import_aggregation = True

    def post_process(
        self, paths: Files, dry_run: bool = False, **options: Any
    ) -> Iterator[Any]:
        ours = {name: at for name, at in paths.items() if not name.startswith(EDITOR)}
        self.awaited = [name for name in paths if _is_awaited(name)]
        for sheet in filter(ours.__contains__, STYLESHEETS):
            ours[sheet] = (_kept(sheet, folded(ours, sheet)), sheet)
        yield from super().post_process(ours, dry_run=dry_run, **options)

    def compress_files(self, paths: Iterable[str]) -> Iterator[tuple[str, str]]:
        yield from super().compress_files([*paths, *self.awaited])

    def stored_name(self, name: str) -> str:
        """A file without a hash goes by its own name: no page fails over a picture."""
        return self.hashed_files.get(self.hash_key(self.clean_name(name)), name)


def _is_awaited(name: str) -> bool:
    part = name.removeprefix(EDITOR)
    of_the_skin = part.startswith(SKIN) and part.endswith(".css")
    return part != name and (part in OF_THE_EDITOR or of_the_skin)


def folded(files: Files, sheet: str) -> str:
    """A stylesheet with each imported part in its place, inside its layer."""

    def part(found: re.Match[str]) -> str:
        path, layer = found.groups()
        return f"@layer {layer}{{{_text(files, f'{here}/{path}')}}}"

    here = PurePosixPath(sheet).parent
    return tightened(PART.sub(part, _text(files, sheet)))


def tightened(css: str) -> str:
    """The same rules without comments and without white space that says nothing."""
    css = TOKEN.sub(lambda found: found[1] or found[2] or (found[3] and " ") or "", css)
    return css.replace(";}", "}").strip()


def _text(files: Files, name: str) -> str:
    storage, path = files[name]
    with storage.open(path) as file:
        return file.read().decode()


def _kept(name: str, text: str) -> Storage:
    storage = InMemoryStorage()
    storage.save(name, ContentFile(text.encode()))
    return storage
