"""Finance takes a statement in, finds whose money it is, sends some back, and closes.

On a phone, with scripts and without: nothing here needs them.
"""

import pytest
from playwright.sync_api import Page, expect

from donations.models import BankAccount, BankLine, MonthEvent, Refund
from tests.browser.conftest import sign_in_at_the_desk
from tests.make_donations import make_fund, make_payment
from tests.make_statements import CSV

FINANCE = ("finance@example.org", "finance-demo")


def send_statement(page: Page) -> None:
    page.goto("/admin/donations/bankfile/add/")
    page.get_by_label("Account").select_option("Everyday account")
    file = {"name": "january.csv", "mimeType": "text/csv", "buffer": CSV.encode()}
    page.get_by_label("File").set_input_files(file)
    page.get_by_role("button", name="Save", exact=True).click()
    for label, column in (("Day:", "Date"), ("Amount, with", "Amount")):
        page.get_by_label(label).select_option(column)
    page.get_by_label("Description").check()
    page.get_by_role("button", name="Read it like that").click()
    expect(page.get_by_role("cell", name="$130")).to_be_visible()
    page.get_by_role("button", name="Take it in").click()
    expect(page.get_by_text("4 lines are new; 0 found")).to_be_visible()


def match_first_gift(page: Page) -> None:
    line = BankLine.objects.unallocated().filter(amount_minor=5000)[0]
    page.goto(f"/admin/donations/bankline/{line.pk}/change/")
    page.get_by_role("link", name="Say whose it is").click()
    page.get_by_label("promised, not recorded").check()
    page.get_by_role("button", name="Say whose it is").click()
    expect(page.get_by_text("recorded by this line")).to_be_visible()


def send_some_back(page: Page) -> None:
    line = BankLine.objects.get(state="matched")
    page.goto(f"/admin/donations/payment/{line.payment_id}/change/")
    page.get_by_role("link", name="Send money back").click()
    page.get_by_label("Amount").fill("20")
    page.get_by_label("Why").fill("Sent twice")
    page.get_by_role("button", name="Send money back").click()
    refund = Refund.objects.get()
    page.goto(f"/admin/donations/refund/{refund.pk}/change/")
    page.get_by_role("link", name="It was sent").click()
    page.get_by_label("Sent on").fill("2026-01-31")
    page.get_by_label("Reference of the transfer").fill("BANK-1")
    page.get_by_role("button", name="It was sent").click()
    expect(page.get_by_text("sent back")).to_be_visible()


def close_january(page: Page) -> None:
    page.goto("/admin/donations/monthevent/month/2026/1/")
    expect(page.get_by_role("cell", name="-$20").first).to_be_attached()
    page.get_by_label("Why").fill("The auditor waits")
    page.get_by_role("button", name="Close the month").click()
    expect(page.get_by_text("Closed: no line")).to_be_visible()


def test_from_a_statement_to_a_closed_month(house, visitor, amara_promises) -> None:
    sign_in_at_the_desk(visitor, *FINANCE)
    send_statement(visitor)
    match_first_gift(visitor)
    send_some_back(visitor)
    close_january(visitor)
    assert MonthEvent.objects.get().reason == "The auditor waits"
    amara_promises.refresh_from_db()
    assert amara_promises.is_settled


@pytest.fixture
def amara_promises(house):
    """A gift of 50 that she told us of."""
    from donations.models.payment import mint_gift_reference

    BankAccount.objects.create(name="Everyday account")
    return make_payment(reference=mint_gift_reference())


def test_a_pile_is_typed_with_the_keyboard_alone(house, visitor) -> None:
    """With scripts Enter goes on to the next row; without them it keeps the draft."""
    make_fund()
    sign_in_at_the_desk(visitor, *FINANCE)
    visitor.goto("/admin/donations/giftbatch/add/")
    keys = visitor.keyboard
    visitor.get_by_label("Name").focus()
    for typed in ("Cheques of January", "2", "75"):
        keys.type(typed)
        keys.press("Tab")
    keys.press("Enter")
    for number, (amount, giver) in enumerate((("25", "+ Sokha"), ("50", "+ Dara")), 1):
        cell = visitor.get_by_label(f"Amount, {number}", exact=True)
        cell.focus()
        keys.type(amount)
        keys.press("Tab")
        keys.type(giver)
        keys.press("Enter")
        following = visitor.get_by_label(f"Amount, {number + 1}", exact=True)
        expect(following).to_be_editable()
    expect(visitor.get_by_text("Count and sum agree")).to_be_visible()
    expect(visitor.get_by_text("Kept as a draft.", exact=True)).to_be_visible()
    visitor.reload()
    assert visitor.get_by_label("From, 2", exact=True).input_value() == "+ Dara"
    visitor.get_by_role("button", name="Post to the books").focus()
    keys.press("Enter")
    expect(
        visitor.get_by_text("2 gifts, $75 together, are in the books")
    ).to_be_visible()
