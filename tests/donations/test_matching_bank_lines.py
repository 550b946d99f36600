"""Whose money a bank line is: by its reference at once, else by a person; with undo."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connections

from donations.bank import matching
from donations.bank.suggesting import suggestions
from donations.models import BankFile, BankLine, LedgerEntry, Payment, Refund
from donations.models.payment import mint_gift_reference
from donations.reference import written
from donations.taking_back import NotToBeTakenBack
from tests.cast import found_the_charity, hire
from tests.make_donations import (
    aud,
    make_donor,
    make_fund,
    make_gift,
    make_payment,
    make_running_pledge,
    states_of,
)
from tests.make_statements import CSV, make_account, one_line, take

PLEDGE = "FP-7K3Q9M-P"


def balance() -> int:
    return sum(LedgerEntry.objects.values_list("amount_minor", flat=True))


def promised(minor: int = 5000, **columns) -> Payment:
    return make_payment(amount_minor=minor, reference=mint_gift_reference(), **columns)


def keys(line: BankLine) -> list[str]:
    return [key for key, _words in suggestions(line)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Thank you FP-7K3Q9M-P !", [PLEDGE]),
        ("REF:fp 7k3q9m p/INVOICE", [PLEDGE]),
        ("XXFP7K3Q9MPYY", [PLEDGE]),
        ("FP-7K3Q9M-Q", []),
        ("FP-7K3Q9N-P", []),
        ("FP-7K3Q9M", []),
        (f"{PLEDGE} {PLEDGE}", [PLEDGE]),
        ("no reference", []),
    ],
)
def test_references_in_what_banks_make_of_a_text(text, found):
    assert matching.references_in(text) == found


@pytest.mark.django_db
class TestAtOnce:
    def test_a_standing_order_pays_the_nearest_unpaid_instalment(self):
        pledge = make_running_pledge(reference=PLEDGE)
        assert take().matched == 1
        assert states_of(pledge) == ["paid", "scheduled"]
        line = BankLine.objects.get(state="matched")
        assert (line.matched_as, line.matched_by) == ("recorded", None)
        assert line.payment.received_on == date(2026, 1, 31) and balance() == 3000

    def test_a_promised_gift_is_received(self):
        gift = promised()
        line = one_line(text=f"for {gift.reference.lower()}")
        gift.refresh_from_db()
        assert gift.is_settled and line.payment == gift

    @pytest.mark.parametrize(
        ("amount", "text"),
        [
            ("49.00", "{gift}"),  # another amount
            ("50.00", "{gift} {other}"),  # two references
            ("50.00", "GV-000000-1"),  # one letter wrong
        ],
    )
    def test_what_leaves_a_doubt_waits(self, amount, text):
        gift, other = promised(), promised(idempotency_key="other")
        line = one_line(amount, text.format(gift=gift.reference, other=other.reference))
        assert line.is_new and balance() == 0

    def test_ten_days_are_near_and_eleven_are_not(self):
        pledge = make_running_pledge(first=date(2026, 1, 20), reference=PLEDGE, day=20)
        assert not one_line("30.00", PLEDGE).is_matched
        pledge.instalments.filter(seq=1).update(due_on=date(2026, 1, 21))
        assert one_line("30.00", f"again {PLEDGE}").is_matched

    def test_money_that_comes_twice_waits(self):
        gift = promised()
        assert one_line(text=gift.reference).is_matched
        assert one_line(text=f"again {gift.reference}").is_new
        assert balance() == 5000

    def test_a_late_standing_order_of_a_cancelled_pledge_waits(self):
        from django.utils import timezone

        make_running_pledge(reference=PLEDGE).cancel(timezone.now())
        line = one_line("30.00", PLEDGE)
        assert line.is_new and keys(line)[0].startswith("pledge:")


@pytest.mark.django_db
class TestSuggestions:
    def test_by_amount_the_same_name_first(self):
        promised(donor=make_donor(display_name="Zoe Quill"))
        bell = promised(
            donor=make_donor(display_name="Bea Bell"), idempotency_key="bell"
        )
        line = one_line(name="BELL BEA")
        assert keys(line)[0] == f"gift:{bell.pk}" and len(keys(line)) >= 2

    def test_a_known_name_that_announced_nothing(self):
        donor = make_donor(display_name="Bea Bell")
        assert keys(one_line(name="bea  BELL")) == [f"donor:{donor.pk}"]

    def test_what_was_typed_in_before_is_the_same_money(self):
        gift = make_gift(day=date(2026, 1, 30))
        assert keys(one_line()) == [f"recorded:{gift.pk}"]

    def test_another_amount_day_or_currency_is_not_suggested(self):
        make_gift(day=date(2026, 1, 20))
        promised(4999, idempotency_key="less")
        promised(idempotency_key="other", currency="NZD")
        assert keys(one_line()) == []


@pytest.mark.django_db
class TestUndo:
    def test_takes_back_what_the_line_recorded(self, finance_femi):
        pledge = make_running_pledge(reference=PLEDGE)
        line = one_line("30.00", PLEDGE)
        matching.unmatch(line, finance_femi, "Of another Okafor")
        assert line.is_new and balance() == 0
        assert states_of(pledge)[0] in {"scheduled", "lapsed"}
        assert Payment.objects.get().state == "abandoned"
        assert matching.match_by_reference(line) and balance() == 3000

    def test_a_promised_gift_is_awaited_again_and_can_come(self, finance_femi):
        gift = promised()
        line = one_line(text=gift.reference)
        matching.unmatch(line, finance_femi, "Of another")
        gift.refresh_from_db()
        assert gift.state == "created" and balance() == 0
        assert matching.match_by_reference(line) and balance() == 5000
        assert LedgerEntry.objects.filter(kind="gift").count() == 2

    def test_leaves_what_stood_before(self, finance_femi):
        gift, line = make_gift(day=date(2026, 1, 30)), one_line()
        matching.link(line, gift, finance_femi)
        matching.unmatch(line, finance_femi, "Not the same")
        assert Payment.objects.settled().get() == gift and balance() == 5000

    def test_not_of_what_went_back(self, finance_femi):
        line = one_line(text=promised().reference)
        Refund.objects.ask(line.payment, aud(1), "Twice", finance_femi)
        with pytest.raises(NotToBeTakenBack):
            matching.unmatch(line, finance_femi, "x")
        line.refresh_from_db()
        assert line.is_matched and balance() == 5000

    def test_no_gift_and_a_gift_after_all(self, finance_femi):
        line = one_line(text="Interest")
        matching.discard(line, finance_femi)
        with pytest.raises(matching.NotNew):
            matching.discard(line, finance_femi)
        matching.consider_again(line, finance_femi)
        assert line.is_new


@pytest.mark.django_db
@pytest.mark.usefixtures("charity")
class TestAtTheDesk:
    FILES = "/admin/donations/bankfile/"

    def send(self, client, text: str | bytes, account):
        content = text.encode() if isinstance(text, str) else text
        file = SimpleUploadedFile("january.csv", content)
        answers = {"account": account.pk, "file": file}
        return client.post(f"{self.FILES}add/", answers, follow=True)

    def test_columns_are_said_once_then_it_is_taken_in(self, finance_femi, signed_in):
        client, account = signed_in(finance_femi), make_account(columns={})
        make_running_pledge(reference=PLEDGE)
        page = self.send(client, CSV, account)
        assert "Which column is which" in page.content.decode()
        assert "Take it in" not in page.content.decode()
        file = BankFile.objects.get()
        said = {
            "day": "Date",
            "day_form": "%d/%m/%Y",
            "decimal": ".",
            "texts": ["Description"],
            "name": "Payer",
        }
        columns = f"{self.FILES}{file.pk}/columns/"
        page = client.post(columns, said, follow=True)
        assert "Say where the amounts are" in page.content.decode()
        page = client.post(columns, {**said, "amount": "Amount"}, follow=True)
        assert "$130" in page.content.decode() and not BankLine.objects.exists()
        page = client.post(f"{self.FILES}{file.pk}/taking/", follow=True)
        assert "4 lines are new; 1 found" in page.content.decode()
        again = self.send(client, CSV, account).content.decode()
        assert "Which column is which" in again and "Take it in" in again

    def test_a_wrong_file_says_why_on_the_form(self, finance_femi, signed_in):
        client, account = signed_in(finance_femi), make_account()
        page = self.send(client, CSV[:120], account)
        assert "Was the file cut off?" in page.content.decode()
        page = self.send(client, b"%PDF-1.7 scan", account)
        assert "not a CSV file" in page.content.decode()
        assert not BankFile.objects.exists()

    def test_throwing_a_file_away(self, finance_femi, signed_in):
        client = signed_in(finance_femi)
        self.send(client, CSV, make_account())
        file = BankFile.objects.get()
        client.post(f"{self.FILES}{file.pk}/dropping/")
        file.refresh_from_db()
        assert (file.state, bytes(file.content)) == ("dropped", b"")

    def url(self, line: BankLine, noun: str = "match") -> str:
        return f"/admin/donations/bankline/{line.pk}/amend/{noun}/"

    def test_a_suggestion_is_chosen_and_undone(self, finance_femi, signed_in):
        gift, line = promised(), one_line()
        client, url = signed_in(finance_femi), self.url(line)
        assert "promised, not recorded" in client.get(url).content.decode()
        assert client.post(url).status_code == 422
        fund = {"fund": make_fund().pk}
        chosen = {"what": f"gift:{gift.pk}", **fund}
        assert client.post(url, chosen).status_code == 302
        line.refresh_from_db()
        assert (line.payment, line.matched_by) == (gift, finance_femi)
        undo = self.url(line, "undoing")
        assert client.post(undo, {"reason": "Of another"}).status_code == 302
        line.refresh_from_db()
        assert line.is_new and balance() == 0

    def test_another_reference_or_a_stranger(self, finance_femi, signed_in):
        client, fund = signed_in(finance_femi), make_fund().pk
        gift, line = promised(4000), one_line()
        other = {"what": "other", "fund": fund}
        wrong = client.post(self.url(line), {**other, "reference": "GV-1"})
        assert "Enter a reference like" in wrong.content.decode()
        nobody = {**other, "reference": written("GV", "ZZZZZZ")}
        page = client.post(self.url(line), nobody).content.decode()
        assert "nobody was given it" in page
        client.post(self.url(line), {**other, "reference": gift.reference})
        gift.refresh_from_db()
        assert gift.is_settled and gift.amount == aud(5000)
        second = one_line(text="Cheers", name="Q. Stranger")
        page = client.post(self.url(second), {"what": "stranger", "fund": fund})
        assert "Enter a name" in page.content.decode()
        told = {"what": "stranger", "fund": fund, "name": "Quill", "email": ""}
        client.post(self.url(second), told)
        second.refresh_from_db()
        assert str(second.payment.donor) == "Quill"

    def test_the_queue_is_on_the_desk(self, finance_femi, signed_in):
        one_line()
        client = signed_in(finance_femi)
        assert "nobody’s yet" in client.get("/admin/").content.decode()
        page = client.get("/admin/donations/bankline/?waits=match")
        assert page.context["cl"].result_count == 1


@pytest.mark.django_db(transaction=True)
def test_two_clerks_match_one_line_once():
    found_the_charity()
    line, femi = one_line(), hire("finance_femi")
    fund, barrier = make_fund(), Barrier(2)

    def clerk(number: int) -> bool:
        try:
            barrier.wait()
            own = BankLine.objects.get(pk=line.pk)
            matching.match_stranger(own, f"Clerk {number}", "", fund, femi)
        except matching.NotNew:
            return False
        finally:
            connections.close_all()
        return True

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(clerk, range(2))) == [False, True]
    assert Payment.objects.count() == 1 and balance() == 5000
