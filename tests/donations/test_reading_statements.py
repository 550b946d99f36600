"""Statements as banks export them: read whole and exactly, or refused whole."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier

import pytest
from django.db import connection, connections

from donations.bank import camt, ofx, reading, taking_in
from donations.bank import table as csv_table
from donations.bank.line import Line, NotAStatement, counted, money
from donations.bank.table import Columns
from donations.models import BankFile, BankLine
from ijm.money import Money
from tests.make_donations import aud
from tests.make_statements import (
    CAMT,
    COLUMNS,
    CSV,
    OFX,
    make_account,
    make_file,
    table,
    take,
)
from tests.refused import refused

LAST = date(2026, 1, 31)
PLAIN = Columns(**{**COLUMNS, "balance": ""})


def read(text: str, columns: Columns = PLAIN, currency: str = "AUD") -> list[Line]:
    return list(csv_table.lines(text.encode(), columns, currency))


def refuses(read_it, sentence: str) -> None:
    with pytest.raises(NotAStatement) as told:
        read_it()
    assert sentence in str(told.value.message)


class TestMoney:
    @pytest.mark.parametrize(
        ("text", "currency", "minor"),
        [
            ("30", "AUD", 3000),
            ("-30.5", "AUD", -3050),
            ("+0.01", "AUD", 1),
            ("500", "JPY", 500),
            ("500.00", "JPY", 500),
            ("1.234", "KWD", 1234),
            ("12.34000", "EUR", 1234),
        ],
    )
    def test_of_every_exponent(self, text, currency, minor):
        assert money(text, currency, "Line 1") == Money(minor, currency)

    @pytest.mark.parametrize(
        ("text", "currency"),
        [
            ("", "AUD"),
            ("1,5", "AUD"),
            ("1.005", "AUD"),
            ("500.50", "JPY"),
            ("1e3", "AUD"),
            ("--5", "AUD"),
            ("٣", "AUD"),
        ],
    )
    def test_never_rounds_or_guesses(self, text, currency):
        refuses(lambda: money(text, currency, "Line 7"), "Line 7")


class TestTables:
    def test_a_sign_or_two_columns(self):
        signed = read(table("31/01/2026,-12.50,Fee,,"))
        two = "Day,In,Out,Text\n31/01/2026,,12.50,Fee\n31/01/2026,30,,Gift\n"
        columns = Columns(day="Day", paid_in="In", paid_out="Out", texts=["Text"])
        assert [line.amount for line in read(two, columns)] == [aud(-1250), aud(3000)]
        assert signed[0] == Line(LAST, aud(-1250), "Fee")

    @pytest.mark.parametrize(
        ("form", "typed"),
        [
            ("%d/%m/%Y", "31/01/2026"),
            ("%m/%d/%Y", "01/31/2026"),
            ("%d.%m.%Y", "31.01.2026"),
            ("%d %b %Y", "31 Jan 2026"),
            ("%Y%m%d", "20260131"),
        ],
    )
    def test_days_as_the_bank_writes_them(self, form, typed):
        columns = Columns(**{**PLAIN.stored, "day_form": form})
        assert read(table(f"{typed},1.00,,,"), columns)[0].booked_on == LAST

    @pytest.mark.parametrize(
        ("decimal", "typed"),
        [
            (".", "$1,234.50"),
            (".", "1234.50"),
            (",", "1.234,50"),
            (".", "1 234.5"),
        ],
    )
    def test_amounts_as_the_bank_writes_them(self, decimal, typed):
        columns = Columns(**{**PLAIN.stored, "decimal": decimal})
        found = read(table(f'31/01/2026,"{typed}",,,'), columns)
        assert found[0].amount == aud(123450)

    def test_without_headings_columns_have_numbers(self):
        headings, rows = csv_table.opened(b"31/01/2026,30.00,Gift\n31/01/2026,5,x\n")
        assert headings[1] == "Column 2" and len(rows) == 2

    def test_words_in_any_script(self):
        text = table("31/01/2026,30,ขอบคุณ 😀,王小明 សុខា,")
        assert read(text)[0].name == "王小明 សុខា"

    @pytest.mark.parametrize(
        ("row", "sentence"),
        [
            ("31/01/2026,30.00", "not as many cells"),
            ("32/01/2026,30.00,x,y,", "is no day"),
            ("2026-01-31,30.00,x,y,", "is no day"),
            ("31/01/2026,thirty,x,y,", "is no amount"),
            ("31/01/2026,30.005,x,y,", "is no amount"),
            ('31/01/2026,30.00,"x,y', "not as many cells"),
        ],
    )
    def test_one_wrong_line_refuses_the_whole(self, row, sentence):
        refuses(lambda: read(table("31/01/2026,30.00,x,y,", row)), sentence)

    @pytest.mark.parametrize("order", [1, -1])
    def test_balances_show_that_a_line_is_gone(self, order):
        rows = [
            "31/01/2026,30.00,x,y,130.00",
            "31/01/2026,50.00,x,y,180.00",
            "01/02/2026,-5.00,x,y,175.00",
        ][::order]
        columns = Columns(**COLUMNS)
        assert len(read(table(*rows), columns)) == 3
        refuses(lambda: read(table(rows[0], rows[2]), columns), "a line gone")

    def test_a_column_that_went_away(self):
        refuses(lambda: read("Day,Amount\n31/01/2026,1\n"), "no column “Date”")


class TestCamt:
    def test_lines_batches_and_names(self):
        found = list(camt.lines(CAMT.encode(), "AUD"))
        sums = [line.amount for line in found]
        assert sums == [aud(3000), aud(5000), aud(3000), aud(-1250)]
        first = Line(LAST, aud(3000), "FP-7K3Q9M-P", "Amara Okafor & Co", "REF-1")
        assert found[0] == first and found[3].text == "Fee"
        assert [line.bank_ref for line in found[1:3]] == ["A", "B"]

    def test_cut_anywhere_it_is_refused_whole(self):
        whole = CAMT.strip().encode()
        for at in range(60, len(whole), 97):
            with pytest.raises(NotAStatement):
                list(camt.lines(whole[:at], "AUD"))

    def test_sums_that_do_not_lead_from_balance_to_balance(self):
        wrong = CAMT.replace(
            '"AUD">30.00</Amt><CdtDbtInd>', '"AUD">31.00</Amt><CdtDbtInd>'
        )
        refuses(lambda: list(camt.lines(wrong.encode(), "AUD")), "do not lead")

    def test_another_currency_than_the_accounts(self):
        refuses(lambda: list(camt.lines(CAMT.encode(), "EUR")), "is in AUD")

    @pytest.mark.parametrize(
        "trick",
        [
            '<!DOCTYPE x [<!ENTITY a "aa"><!ENTITY b "&a;">]><Document>&b;</Document>',
            '<!DOCTYPE x SYSTEM "/etc/passwd"><Document/>',
            "<a>" * 5_000 + "</a>" * 5_000,
            "<html><body>Sign in</body></html>",
        ],
    )
    def test_tricks_are_no_statement(self, trick):
        refuses(lambda: list(camt.lines(trick.encode(), "AUD")), "no CAMT.053")


class TestOfx:
    def test_lines_of_version_1(self):
        found = list(ofx.lines(OFX, "AUD"))
        sums = [line.amount for line in found]
        assert sums == [aud(3000), aud(5000), aud(3000), aud(-1250)]
        first = Line(LAST, aud(3000), "FP7K3Q9MP", "Amara Okafór & Co", "1")
        assert found[0] == first

    def test_version_2_is_xml(self):
        text = (
            '<?xml version="1.0" encoding="UTF-8"?><?OFX OFXHEADER="200"?><OFX><CURDEF>'
            "AUD</CURDEF><STMTTRN><DTPOSTED>20260131</DTPOSTED><TRNAMT>30.00</TRNAMT>"
            "<FITID>9</FITID><NAME>王小明</NAME></STMTTRN></OFX>"
        )
        assert list(ofx.lines(text.encode(), "AUD"))[0].name == "王小明"

    def test_cut_anywhere_it_is_refused_whole(self):
        whole = OFX.strip()
        for at in range(20, len(whole), 41):
            with pytest.raises(NotAStatement):
                list(ofx.lines(whole[:at], "AUD"))

    def test_another_currency_than_the_accounts(self):
        refuses(lambda: list(ofx.lines(OFX, "EUR")), "is in AUD")


def test_a_file_is_known_by_what_it_begins_with():
    assert reading.kind_of(OFX) == "ofx"
    assert reading.kind_of(CAMT.encode()) == "camt"
    assert reading.kind_of(b"\xef\xbb\xbf" + CSV.encode()) == "csv"
    refuses(lambda: reading.kind_of(b" \n"), "empty")


def test_equal_lines_are_numbered():
    line = Line(LAST, aud(5000), "Gift", "B Bell")
    assert [number for _line, _found, number in counted([line, line])] == [1, 2]
    other = Line(LAST, aud(5000), "Gift", "C Bell")
    assert other.fingerprint != line.fingerprint


@pytest.mark.django_db
class TestTakingIn:
    def test_two_equal_lines_of_a_day_are_two_and_the_same_file_brings_none(self):
        first = take()
        assert (first.fresh, first.known) == (4, 0)
        assert BankLine.objects.filter(name="B Bell").count() == 2
        again = take()
        assert (again.fresh, again.known) == (0, 4)
        assert BankLine.objects.count() == 4

    def test_files_that_overlap_bring_what_is_new(self):
        lines = CSV.splitlines()
        take("\n".join((*lines[:3], "")))
        assert take().fresh == 2

    def test_the_banks_own_number_tells_lines_apart(self):
        account = make_account(columns={})
        take(OFX, account=account)
        reworded = OFX.replace(b"B Bell", b"BELL B")
        assert take(reworded, account=account).fresh == 0

    def test_what_left_is_no_gift(self):
        take()
        assert BankLine.objects.get(amount_minor=-1250).state == "discarded"
        assert BankLine.objects.unallocated().count() == 3

    @pytest.mark.parametrize("at", [80, 130, 200])
    def test_a_file_cut_in_half_brings_nothing(self, at):
        with pytest.raises(NotAStatement):
            make_file(CSV[:at])
        assert not BankFile.objects.exists() and not BankLine.objects.exists()

    def test_other_headings_than_the_account_knows_are_asked_about(self):
        file = make_file(CSV.replace("Date", "Day"))
        with pytest.raises(NotAStatement):
            taking_in.take_in(file)
        file.account.change(columns={**COLUMNS, "day": "Day"})
        assert taking_in.take_in(file).fresh == 4

    def test_its_bytes_go_when_it_is_decided_and_once_only(self):
        file = take()
        assert bytes(file.content) == b""
        for decide in (taking_in.take_in, taking_in.drop):
            with pytest.raises(taking_in.AlreadyDecided):
                decide(file)

    def test_looking_writes_no_line(self):
        look = taking_in.look(make_file())
        assert (look.fresh, look.came, look.left) == (4, aud(13000), aud(-1250))
        assert look.days == (LAST, date(2026, 2, 2))
        assert not BankLine.objects.exists()


@pytest.mark.django_db
class TestTheDatabase:
    def test_keeps_a_line_once(self):
        take()
        line = BankLine.objects.first()
        line.pk = None
        with refused("bank_line_once"):
            line.save(force_insert=True)

    @pytest.mark.parametrize(
        ("column", "value"),
        [("amount_minor", 1), ("booked_on", date(2026, 1, 1)), ("text", "x")],
    )
    def test_keeps_a_line_as_the_bank_says(self, column, value):
        take()
        with refused("Cannot update"):
            BankLine.objects.first().change(**{column: value})
        with refused("Cannot delete"), connection.cursor() as cursor:
            cursor.execute("DELETE FROM donations_bankline")

    def test_matches_a_line_with_a_payment_or_not_at_all(self):
        take()
        line, left = BankLine.objects.filter(state="new")[0], BankLine.objects.first()
        with refused("bank_line_matched_has_payment"):
            line.change(state="matched", matched_as="")
        with refused("bank_line_matched_somehow"):
            line.change(state="new", matched_as="linked")
        assert left.amount_minor < 0
        with refused("bank_line_matched"):
            left.change(state="matched")


@pytest.mark.django_db(transaction=True)
def test_the_same_statement_taken_in_by_two_at_once_is_there_once():
    files, barrier = [make_file(), make_file()], Barrier(2)

    def clerk(file: BankFile) -> int:
        try:
            barrier.wait()
            return taking_in.take_in(file).fresh
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(clerk, files)) == [0, 4]
    assert BankLine.objects.count() == 4
