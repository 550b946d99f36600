"""Every place that reads what comes from outside, and what it may refuse it with.

A parser has an entry with real inputs to be broken by chance. `modules` says where it
lives: test_every_parser.py finds modules that no entry names.
"""

import struct
import tarfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from zipfile import ZipFile

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.utils import timezone

from donations.bank import reading, table
from donations.bank.line import NotAStatement
from donations.bank.matching import references_in
from donations.forms.receipts import as_signature
from donations.models import Fund, GivingImport
from donations.moving_in import meaning as giving
from donations.moving_in.columns import REQUIRED, guessed
from donations.moving_in.unclear import Passed, Unclear
from donations.reference import ReferenceNotUnderstood, looks_like_ours, parse
from ijm import addresses, form_tokens, links, sealing
from ijm.backups import archive
from ijm.backups.refusal import Refused
from ijm.doctor import names
from ijm.middleware.proxies import Trust
from ijm.models import StaffMember
from ijm.money import AmountNotUnderstood, Money
from newsletter.moving_in import meaning as readers
from newsletter.moving_in import table as lists
from stories import (
    imaging,
    jigsaw,
    mp3,
    pasted,
    pdf,
    sanitising,
    signed_form,
    tame,
    updates,
)
from stories.comparing import text as comparing
from stories.imaging import NotAPhoto
from stories.moving import old_body, old_post, parcel, terms, unpacking, wxr
from stories.moving.old_body import Placed
from stories.moving.wxr_parsing import NotAnExport as WxrRefused
from tests import make_statements, make_wordpress
from tests.donations.test_moving_in import GIVEWP, PLEDGES, WRITTEN
from tests.ijm.test_sealed_backups import KEY, packed
from tests.make_files import mp3_bytes, pdf_bytes
from tests.stories.hostile_uploads import saved

HOST = "old.example"
A_TXT_RECORD = (
    b"\x12\x34\x81\x80\x00\x01\x00\x01\x00\x00\x00\x00\x07example\x03org\x00\x00\x10\x00\x01"
    b"\xc0\x0c\x00\x10\x00\x01\x00\x00\x00\x3c\x00\x0c\x0bv=spf1 -all"
)


@dataclass(frozen=True)
class Parser:
    """`read` takes what came and answers, or raises one of `refuses`."""

    name: str
    modules: tuple[str, ...]
    seeds: tuple[bytes, ...]
    read: Callable[[bytes], Any]
    refuses: tuple[type[Exception], ...] = ()
    times: int = 500
    never_answers: bool = False  # where only we can make what is let in


def text_of(data: bytes) -> str:
    """As a browser may send it: any character, NUL and halves of pairs included."""
    return data.decode("utf-8", "surrogatepass" if b"\xed" in data else "replace")


def _texts(*texts: str | bytes) -> tuple[bytes, ...]:
    return tuple(text if isinstance(text, bytes) else text.encode() for text in texts)


def _typed(read: Callable[[str], Any]) -> Callable[[bytes], Any]:
    def typed(data: bytes) -> Any:
        try:
            return read(text_of(data))
        except UnicodeDecodeError:
            return read(data.decode("latin-1"))

    return typed


def _statement(data: bytes) -> Any:
    kind = reading.kind_of(data)
    columns = table.Columns(**make_statements.COLUMNS)
    return reading.lines(kind, data, "AUD", columns)


def _givers(kind: str) -> Callable[[bytes], Any]:
    def read(data: bytes) -> None:
        headings, rows = table.opened(data)
        moving = GivingImport(kind=kind, source="old", headings=headings)
        moving.columns = {**guessed(kind, headings), **WRITTEN}
        if not set(REQUIRED[kind]) <= {*moving.columns}:
            raise NotAStatement(kind)  # as its form does: say which column that is
        moving.currency, moving.fund = "AUD", Fund(code="general")
        for _number, cells in rows[:50]:
            try:
                giving.meant(moving, cells)
            except (Unclear, Passed):
                continue

    return read


def _readers(data: bytes) -> None:
    for line, row in islice(lists.rows(BytesIO(data), len(data)), 50):
        try:
            readers.incoming(line, row, state="subscribed", groups_column="groups")
        except readers.Unclear:
            continue


def _old_site(data: bytes) -> None:
    export = wxr.Export(BytesIO(data))
    for item in export:
        if item["post_type"] == "attachment":
            old_post.attachment_of(item)
        else:
            post = old_post.post_of(item)
            old_body.rewritten(post.content, HOST, lambda picture: Placed())


def _body(html: str) -> None:
    old_body.rewritten(html, HOST, lambda picture: Placed())
    clean = sanitising.clean(html)
    assert sanitising.clean(clean) == clean
    pasted.meant(html), tame.is_tame(html)


def _archive(data: bytes) -> None:
    for member in archive.members(BytesIO(data), KEY):
        while member.content.read(65_536):
            pass


def _proxied(told: str) -> str:
    trust = Trust(["10.0.0.0/8", "fd00::/8"])
    return trust.visitor_of({"REMOTE_ADDR": "10.0.0.1", "HTTP_X_FORWARDED_FOR": told})


def _signed(token: str) -> None:
    form_tokens.age("newsletter", token)
    links.unsign("subscriber", token)


def _reference(typed: str) -> str:
    looks_like_ours(typed), references_in(typed)
    return parse(typed)


def _export(data: bytes) -> None:
    """Into a house that has stories; what is put down is taken back."""
    keeper, _new = StaffMember.objects.get_or_create(email="keeper@example.org")
    with on_disk(data) as path, parcel.open_parcel(path) as found:
        unpacking.unpack(found, keeper, timezone.now(), merge=True)
        transaction.set_rollback(True)


def _terms(data: bytes) -> Any:
    with on_disk(data) as path:
        return terms.Terms.read(path)


@contextmanager
def on_disk(data: bytes) -> Iterator[Path]:
    with TemporaryDirectory() as folder, transaction.atomic():
        path = Path(folder) / "sent"
        path.write_bytes(data)
        yield path


def an_export(pack: Callable[[BytesIO, dict[str, bytes]], None]) -> bytes:
    rows = {
        "manifest.json": b'{"format": "ijm-stories", "version": 1}\n',
        "people.jsonl": b'{"email": "a@example.org", "full_name": "A"}\n',
        "topic.jsonl": b'{"name": "Courts", "slug": "courts"}\n',
    }
    made = BytesIO()
    pack(made, rows)
    return made.getvalue()


def _zipped(made: BytesIO, rows: dict[str, bytes]) -> None:
    with ZipFile(made, "w") as archive:
        for name, content in rows.items():
            archive.writestr(name, content)


def _tarred(made: BytesIO, rows: dict[str, bytes]) -> None:
    with tarfile.open(fileobj=made, mode="w:gz") as archive:
        for name, content in rows.items():
            member = tarfile.TarInfo(name)
            member.size = len(content)
            archive.addfile(member, BytesIO(content))


def _form(data: bytes) -> Any:
    return signed_form.received(SimpleUploadedFile("form.pdf", data))


def _signature(data: bytes) -> Any:
    return as_signature(SimpleUploadedFile("signature.png", data))


FIELD = addresses.EmailAddressField()


def _address(typed: str) -> None:
    address = FIELD.clean(typed)
    addresses.normalise(address), addresses.spellings(address), addresses.mask(address)
    addresses.without_addresses(typed)
    addresses.deliverable(address)


def _picture(data: bytes) -> Any:
    return imaging.receive(BytesIO(data), len(data))


PARSERS = (
    Parser(
        "amount",
        ("ijm.money",),
        _texts("30", "$30.50", "1,200", "0.01", "１０", "A$ 5", "12.345", "-3", "1e3"),
        _typed(lambda typed: Money.parse(typed, "AUD")),
        (AmountNotUnderstood,),
    ),
    Parser(
        "reference",
        ("donations.reference", "donations.bank.matching"),
        _texts("FP-7K3Q9M-P", "gv 7k3q9m p", "Gvozden", "FP7K3Q9MPFP-7K3Q9M-P"),
        _typed(
            lambda typed: (looks_like_ours(typed), references_in(typed), parse(typed))
        ),
        (ReferenceNotUnderstood,),
    ),
    Parser(
        "e-mail address",
        ("ijm.addresses",),
        _texts("amara@example.org", "a+b@bücher.example", "x@[127.0.0.1]", "@", "a@b"),
        _typed(_address),
        (ValidationError, ValueError),
    ),
    Parser(
        "bank statement",
        ("donations.bank.reading", "donations.bank.camt", "donations.bank.ofx"),
        (
            *_texts(make_statements.CSV, make_statements.CAMT, make_statements.OFX),
            make_statements.CAMT.encode().replace(b"UTF-8", b"UTTF-8"),
        ),
        _statement,
        (NotAStatement,),
    ),
    Parser(
        "gifts of an old system",
        ("donations.bank.table", "donations.moving_in.meaning"),
        _texts(GIVEWP),
        _givers("gifts"),
        (NotAStatement,),
    ),
    Parser(
        "pledges of an old system",
        ("donations.moving_in.columns",),
        _texts(PLEDGES),
        _givers("pledges"),
        (NotAStatement,),
    ),
    Parser(
        "cards of an old system",
        ("donations.moving_in.card_rows",),
        _texts(
            "reference,Customer ID,Payment Method\nFP-7K3Q9M-P,cus_1,pm_1\n", PLEDGES
        ),
        _givers("cards"),
        (NotAStatement,),
    ),
    Parser(
        "list of readers",
        ("newsletter.moving_in.table", "newsletter.moving_in.meaning"),
        _texts(
            "Email Address,First Name,TAGS,OPTIN_TIME\na@example.org,A,x,2021-01-31\n",
            "email;groups;country;postcode\nb@example.org;Ä;AU;2000\n",
        ),
        _readers,
        (lists.NotATable,),
    ),
    Parser(
        "export of an old site",
        (
            *("stories.moving.wxr", "stories.moving.wxr_parsing"),
            *("stories.moving.xml_text", "stories.moving.old_post"),
        ),
        _texts(
            make_wordpress.export(
                make_wordpress.post(1, body="<p>It began.</p>[caption]x[/caption]"),
                make_wordpress.attachment(2, "a.jpg", "An alt"),
            )
        ),
        _old_site,
        (WxrRefused,),
        times=300,
    ),
    Parser(
        "body of a story",
        (
            *("stories.moving.old_body", "stories.moving.shortcodes"),
            *("stories.moving.classic", "stories.sanitising", "stories.pasted"),
            "stories.tame",
        ),
        _texts(
            "<p>It <b>began</b></p><ul><li>on <a href='https://a.example/'>Monday</a>",
            '[caption id="a"]<img src="/wp-content/uploads/a.jpg"> x[/caption]',
            "<!-- wp:image --><figure><img src=x onerror=alert(1)></figure>",
            "<table><tr><td>She is 14, of Sandy Bay</td></tr></table>",
        ),
        _typed(_body),
        times=300,
    ),
    Parser(
        "words that may tell who somebody is",
        ("stories.jigsaw",),
        _texts(
            "She is 14, of Sandy Bay, and was found on Monday 3 May 2024 at 7 a.m.",
            "The second of four daughters, a teacher, drove a red Hilux in Kampot.",
        ),
        _typed(lambda words: jigsaw.telltales_in({"body": words})),
        times=60,
    ),
    Parser(
        "stories of another house",
        ("stories.moving.parcel", "stories.moving.unpacking"),
        (an_export(_zipped), an_export(_tarred)),
        _export,
        (parcel.NotAParcel, unpacking.CannotUnpack),
        times=60,
    ),
    Parser(
        "terms of an old site",
        ("stories.moving.terms",),
        _texts("kind,term,name,posts,becomes\ncategory,news,News,3,topic: Courts\n"),
        _terms,
        (terms.TermsNotUnderstood,),
        times=100,
    ),
    Parser(
        "two bodies compared",
        ("stories.comparing.text",),
        _texts("<p>It <b>began</b><ul><li>on <a href=x>a</a><table><td>b", "<h2>A<hr>"),
        _typed(lambda html: list(comparing.blocks(sanitising.clean(html)))),
        times=300,
    ),
    Parser(
        "updates of a story",
        ("stories.updates",),
        _texts("2026-01-31 The court sat again.\n31 January 2026: It rose.\n"),
        _typed(lambda typed: updates.read(typed)),
        (ValidationError,),
    ),
    Parser(
        "signed form",
        ("stories.signed_form",),
        (pdf_bytes(), saved("JPEG")),
        _form,
        (signed_form.NotAForm,),
        times=60,
    ),
    Parser(
        "drawn signature",
        ("donations.forms.receipts",),
        (saved("PNG"), saved("JPEG")),
        _signature,
        (ValidationError,),
        times=60,
    ),
    Parser(
        "answer of a name server",
        ("ijm.doctor.names",),
        (A_TXT_RECORD,),
        lambda data: list(names._texts(data)),
        (names.Offline, struct.error, IndexError),  # the last two, `texts` turns
    ),
    Parser(
        "photo",
        ("stories.imaging", "stories.picture_bytes"),
        tuple(map(saved, ("JPEG", "PNG", "WEBP", "GIF", "TIFF"))),
        _picture,
        (NotAPhoto,),
        times=60,
    ),
    Parser(
        "document",
        ("stories.pdf",),
        (pdf_bytes(),),
        lambda data: pdf.receive(BytesIO(data), len(data), "A title"),
        (pdf.NotCleanable,),
        times=60,
    ),
    Parser(
        "recording",
        ("stories.mp3",),
        (mp3_bytes(20), b"ID3\x04\x00\x00\x00\x00\x00\x0aabcdefghij" + mp3_bytes(20)),
        lambda data: mp3.receive(BytesIO(data), len(data)),
        (mp3.NotSound,),
    ),
    Parser(
        "backup",
        ("ijm.backups.archive", "ijm.backups.sealed_file"),
        (packed(about=b"me", database=b"x" * 300_000),),
        _archive,
        (Refused,),
        times=10,  # each derives a key, slowly on purpose
    ),
    Parser(
        "sealed text",
        ("ijm.sealing",),
        (b"gAAAAABn",),
        lambda data: sealing.opened(data),
        (sealing.CannotOpen,),
        never_answers=True,
    ),
    Parser(
        "signed link",
        ("ijm.links", "ijm.form_tokens"),
        _texts("newsletter:1tNXYZ:abc", "a:b:c", "1:1tNXYZ:0123456789_-"),
        _typed(_signed),
        (links.LinkRefused,),
        never_answers=True,
    ),
    Parser(
        "forwarded addresses",
        ("ijm.middleware.proxies",),
        _texts("203.0.113.7, 10.0.0.2", "::ffff:10.0.0.3, fd00::1", "unknown, _x"),
        _typed(_proxied),
    ),
)
