"""Static files: hashed names, compressed once, and one stylesheet for visitors."""

import re
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import InMemoryStorage, Storage
from whitenoise.storage import CompressedManifestStaticFilesStorage

STYLESHEET = "css/site.css"
# CKEditor finds its own thousand files by their plain names: no hashes, no compressing.
EDITOR = "ckeditor/ckeditor/"
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
        if STYLESHEET in ours:
            ours[STYLESHEET] = (_kept(STYLESHEET, folded(ours)), STYLESHEET)
        yield from super().post_process(ours, dry_run=dry_run, **options)

    def stored_name(self, name: str) -> str:
        """A file without a hash goes by its own name: no page fails over a picture."""
        return self.hashed_files.get(self.hash_key(self.clean_name(name)), name)


def folded(files: Files) -> str:
    """The stylesheet with each imported part in its place, inside its layer."""

    def part(found: re.Match[str]) -> str:
        path, layer = found.groups()
        return f"@layer {layer}{{{_text(files, f'{here}/{path}')}}}"

    here = PurePosixPath(STYLESHEET).parent
    return tightened(PART.sub(part, _text(files, STYLESHEET)))


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
