"""Bank statements for tests, as banks write them, with made-up people."""

from typing import Any

from donations.bank import taking_in
from donations.models import BankAccount, BankFile, BankLine
from tests.make_stories import make_person

CSV = """Date,Amount,Description,Payer,Balance
31/01/2026,30.00,Thank you FP 7K3Q9M P,Amara Okafor,1030.00
31/01/2026,50.00,Gift,B Bell,1080.00
31/01/2026,50.00,Gift,B Bell,1130.00
02/02/2026,-12.50,Bank fee,,1117.50
"""
COLUMNS = {
    "day": "Date",
    "amount": "Amount",
    "texts": ["Description"],
    "name": "Payer",
    "balance": "Balance",
}


def make_account(**columns: Any) -> BankAccount:
    columns.setdefault("columns", COLUMNS)
    found = BankAccount.objects.filter(name="Everyday account").first()
    return found or BankAccount.objects.create(name="Everyday account", **columns)


def make_file(text: str | bytes = CSV, **columns: Any) -> BankFile:
    content = text.encode() if isinstance(text, str) else text
    account = columns.pop("account", None) or make_account()
    return taking_in.receive(account, "january.csv", content, make_person())


def take(text: str | bytes = CSV, **columns: Any) -> BankFile:
    return taking_in.take_in(make_file(text, **columns))


def table(*rows: str) -> str:
    """A CSV without balances: day, amount, text, payer."""
    return "\n".join(("Date,Amount,Description,Payer,Balance", *rows, ""))


def one_line(amount: str = "50.00", text: str = "Gift", name: str = "") -> BankLine:
    """One line of money that came on the last of January."""
    account = make_account()
    account.change(columns={**COLUMNS, "balance": ""})
    take(table(f"31/01/2026,{amount},{text},{name},"), account=account)
    return BankLine.objects.order_by("-pk")[0]


CAMT = """<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt>
<GrpHdr><MsgId>1</MsgId></GrpHdr><Stmt><Id>1</Id>
<Bal><Tp><CdOrPrtry><Cd>OPBD</Cd></CdOrPrtry></Tp><Amt Ccy="AUD">100.00</Amt>
<CdtDbtInd>CRDT</CdtDbtInd></Bal>
<Bal><Tp><CdOrPrtry><Cd>CLBD</Cd></CdOrPrtry></Tp><Amt Ccy="AUD">197.50</Amt>
<CdtDbtInd>CRDT</CdtDbtInd></Bal>
<Ntry><Amt Ccy="AUD">30.00</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts>
<BookgDt><Dt>2026-01-31</Dt></BookgDt><AcctSvcrRef>REF-1</AcctSvcrRef><NtryDtls><TxDtls>
<Refs><EndToEndId>NOTPROVIDED</EndToEndId></Refs><RltdPties><Dbtr><Pty>
<Nm>Amara Okafor &amp; Co</Nm></Pty></Dbtr></RltdPties>
<RmtInf><Ustrd>FP-7K3Q9M-P</Ustrd></RmtInf></TxDtls></NtryDtls></Ntry>
<Ntry><Amt Ccy="AUD">80.00</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts>BOOK</Sts>
<BookgDt><DtTm>2026-01-31T10:00:00</DtTm></BookgDt><NtryDtls>
<TxDtls><Refs><TxId>A</TxId></Refs><Amt Ccy="AUD">50.00</Amt></TxDtls>
<TxDtls><Refs><TxId>B</TxId></Refs><Amt Ccy="AUD">30.00</Amt></TxDtls>
</NtryDtls></Ntry>
<Ntry><Amt Ccy="AUD">12.50</Amt><CdtDbtInd>DBIT</CdtDbtInd><Sts>BOOK</Sts>
<BookgDt><Dt>2026-02-02</Dt></BookgDt><AddtlNtryInf>Fee</AddtlNtryInf></Ntry>
<Ntry><Amt Ccy="AUD">999.00</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts>PDNG</Sts>
<BookgDt><Dt>2026-02-03</Dt></BookgDt></Ntry>
</Stmt></BkToCstmrStmt></Document>
"""
OFX = """OFXHEADER:100
DATA:OFXSGML
VERSION:102
ENCODING:USASCII
CHARSET:1252

<OFX><BANKMSGSRSV1><STMTTRNRS><STMTRS><CURDEF>AUD<BANKTRANLIST>
<STMTTRN><TRNTYPE>CREDIT<DTPOSTED>20260131120000[+10:AEST]<TRNAMT>30.00
<FITID>1<NAME>Amara Okaf\xf3r &amp; Co<MEMO>FP7K3Q9MP</STMTTRN>
<STMTTRN><TRNTYPE>CREDIT<DTPOSTED>20260131<TRNAMT>50.00<FITID>2<NAME>B Bell</STMTTRN>
<STMTTRN><TRNTYPE>CREDIT<DTPOSTED>20260131<TRNAMT>30,00<FITID>3<NAME>B Bell</STMTTRN>
<STMTTRN><TRNTYPE>DEBIT<DTPOSTED>20260202<TRNAMT>-12.50<FITID>4<NAME>Fee</STMTTRN>
</BANKTRANLIST></STMTRS></STMTTRNRS></BANKMSGSRSV1></OFX>
""".encode("cp1252")
