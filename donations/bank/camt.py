"""CAMT.053, the XML statement of ISO 20022: refused unless whole and adding up.

No document type is read, so no entity can unfold and nothing outside is fetched.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from xml.parsers import expat

from django.utils.translation import gettext_lazy as _

from donations.bank.line import LONGEST_NAME, Line, NotAStatement, money, tidy
from ijm.money import Money

DEEPEST = 40
NOT_CAMT = _("This is no CAMT.053 statement. Choose that format at your bank.")
CUT = _("This file ends before its end. Nothing of it was taken in; export it again.")
OTHER_CURRENCY = _("This statement is in %(theirs)s, the account in %(ours)s.")
NOT_ADDING_UP = _(
    "The lines do not lead from the balance at the start to that at the end. Nothing "
    "was taken in; export it again."
)


@dataclass
class Node:
    name: str
    attributes: dict[str, str] = field(default_factory=dict)
    parts: list["Node"] = field(default_factory=list)
    words: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "".join(self.words).strip()

    def all(self, path: str) -> Iterator["Node"]:
        name, _slash, rest = path.partition("/")
        for part in self.parts:
            if part.name == name:
                yield from part.all(rest) if rest else (part,)

    def one(self, *paths: str) -> "Node | None":
        """The first that is there, of several ways to say it."""
        return next((node for path in paths for node in self.all(path)), None)

    def said(self, *paths: str) -> str:
        found = self.one(*paths)
        return found.text if found else ""


def lines(content: bytes, currency: str) -> Iterator[Line]:
    root = _parsed(content)
    statements = list(root.all("BkToCstmrStmt/Stmt"))
    if root.name != "Document" or not statements:
        raise NotAStatement(NOT_CAMT)
    for statement in statements:
        booked = [each for each in statement.all("Ntry") if _is_booked(each)]
        found = [line for entry in booked for line in _of(entry, currency)]
        _add_up(statement, found, currency)
        yield from found


def _of(entry: Node, currency: str) -> Iterator[Line]:
    """One line, or each part of a batch where the parts have amounts that add up."""
    whole = _amount(entry, currency)
    parts = list(entry.all("NtryDtls/TxDtls"))
    sums = [_amount(part, currency, entry) for part in parts if _has_amount(part)]
    split = len(parts) > 1 and len(sums) == len(parts)
    if split and sum(sums, Money(0, currency)) == whole:
        for part, amount in zip(parts, sums, strict=True):
            yield _line(entry, part, amount)
    else:
        only = parts[0] if len(parts) == 1 else Node("TxDtls")
        yield _line(entry, only, whole)


def _line(entry: Node, part: Node, amount: Money) -> Line:
    end_to_end = part.said("Refs/EndToEndId")
    texts = [each.text for each in part.all("RmtInf/Ustrd")]
    texts += [each.text for each in part.all("RmtInf/Strd/CdtrRefInf/Ref")]
    texts += [end_to_end if end_to_end != "NOTPROVIDED" else ""]
    texts += [entry.said("AddtlNtryInf")] if not any(texts) else []
    party = (
        ("Dbtr/Nm", "Dbtr/Pty/Nm") if amount.minor > 0 else ("Cdtr/Nm", "Cdtr/Pty/Nm")
    )
    name = part.said(*(f"RltdPties/{each}" for each in party))
    own = part.said("Refs/AcctSvcrRef", "Refs/TxId") or entry.said("AcctSvcrRef")
    return Line(
        _day(entry.said("BookgDt/Dt", "BookgDt/DtTm", "ValDt/Dt", "ValDt/DtTm")),
        amount,
        tidy(" ".join(filter(None, texts))),
        tidy(name, LONGEST_NAME),
        tidy(own, LONGEST_NAME),
    )


def _is_booked(entry: Node) -> bool:
    return entry.said("Sts/Cd", "Sts") in {"BOOK", ""}


def _has_amount(part: Node) -> bool:
    return part.one("Amt", "AmtDtls/TxAmt/Amt") is not None


def _amount(node: Node, currency: str, outer: Node | None = None) -> Money:
    """A part of a batch has its entry's direction unless it says its own."""
    found = node.one("Amt", "AmtDtls/TxAmt/Amt")
    if found is None:
        raise NotAStatement(NOT_CAMT)
    theirs = found.attributes.get("Ccy", "")
    if theirs != currency:
        values = {"theirs": theirs, "ours": currency}
        raise NotAStatement(str(OTHER_CURRENCY) % values)
    direction = node.said("CdtDbtInd") or (outer.said("CdtDbtInd") if outer else "")
    if direction not in {"CRDT", "DBIT"}:
        raise NotAStatement(NOT_CAMT)
    amount = money(found.text, currency, found.name)
    return amount if direction == "CRDT" else amount * -1


def _add_up(statement: Node, found: list[Line], currency: str) -> None:
    balances = {
        each.said("Tp/CdOrPrtry/Cd"): _amount(each, currency)
        for each in statement.all("Bal")
    }
    begin, end = balances.get("OPBD", balances.get("PRCD")), balances.get("CLBD")
    if begin is None or end is None:
        return
    if sum((line.amount for line in found), begin) != end:
        raise NotAStatement(NOT_ADDING_UP)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text[:10])
    except ValueError as wrong:
        raise NotAStatement(NOT_CAMT) from wrong


def _parsed(content: bytes) -> Node:
    top = Node("")
    path = [top]

    def start(name: str, attributes: dict[str, str]) -> None:
        if len(path) > DEEPEST:
            raise NotAStatement(NOT_CAMT)
        node = Node(name.rpartition(" ")[2], attributes)
        path[-1].parts.append(node)
        path.append(node)

    def refuse(*_declared: Any) -> None:
        raise NotAStatement(NOT_CAMT)

    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = refuse
    parser.StartElementHandler = start
    parser.EndElementHandler = lambda name: path.pop()
    parser.CharacterDataHandler = lambda text: path[-1].words.append(text)
    try:
        parser.Parse(content, True)
    except expat.ExpatError as broken:
        raise NotAStatement(CUT) from broken
    except LookupError as letters:  # it names an encoding that nobody knows
        raise NotAStatement(NOT_CAMT) from letters
    return top.parts[0]
