"""Cards that Stripe charges for an old system are charged from here: never by both."""

from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from donations.card_numbers import is_card_number
from donations.collecting import taking
from donations.models import CardMove, GivingImport, Moved, Pledge, StoredMethod
from donations.moving_in import cards as moving_cards
from donations.moving_in import taking_in
from donations.moving_in.columns import guessed
from ijm import letters
from ijm.models import OutgoingMail
from tests.donations.cards import NOON
from tests.donations.test_moving_in import received, taken
from tests.left_anywhere import files
from tests.make_donations import at, make_donor, make_pledge, states_of
from tests.make_stories import make_person
from tests.stripe_double import cards, methods

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("charity")]
CUT_OVER = date(2026, 1, 20)
HOUR = timedelta(hours=1)


@pytest.fixture
def old(double):
    """A pledge whose card Stripe charges by its own plan, paid until the 31st."""
    return an_old_one(double)


def an_old_one(double, first: date = date(2026, 1, 31)) -> CardMove:
    pledge = make_pledge(first=first, day=first.day, state=Pledge.PENDING)
    customer = double.books.customer()["id"]
    method = double.books.method(customer)
    plan = methods.subscription(double.books, customer, at(first).timestamp())
    return CardMove.objects.create(
        key=f"old:card:{pledge.reference}",
        came_by=GivingImport.objects.create(
            kind="cards", source="old", file_name="c.csv", made_by=make_person()
        ),
        pledge=pledge,
        customer_ref=customer,
        method_ref=method["id"],
        plan_ref=plan["id"],
        cut_over=CUT_OVER,
    )


def cancel(double, move: CardMove) -> None:
    double.books.find(move.plan_ref)["status"] = "canceled"


def again(move: CardMove) -> CardMove:
    move.refresh_from_db()
    move.pledge.refresh_from_db()
    return move


def test_nothing_is_taken_while_the_old_plan_runs(double, old):
    assert moving_cards.move_cards(at(CUT_OVER - timedelta(days=1))) == 0
    assert moving_cards.move_cards(at(CUT_OVER)) == 1
    assert (again(old).state, old.said) == ("waiting", "active")
    assert old.pledge.state == Pledge.PENDING and not StoredMethod.objects.exists()
    assert moving_cards.move_cards(at(CUT_OVER)) == 0, "it was asked a moment ago"
    cancel(double, old)
    moving_cards.move_cards(at(CUT_OVER) + HOUR + HOUR)
    assert again(old).state == "moved"
    pledge = old.pledge
    assert (pledge.state, pledge.processor) == (Pledge.ACTIVE, "stripe")
    method = pledge.stored_method
    assert (method.processor_ref, method.last4) == (old.method_ref, "4242")
    due = pledge.instalments.get(seq=1)
    assert taking.collect(due.pk, NOON)
    assert [each["amount"] for each in double.books.captured()] == [3000]


def test_its_donor_is_told_from_when_on_and_that_nothing_is_taken_twice(double, old):
    cancel(double, old)
    moving_cards.move_cards(at(CUT_OVER))
    letter = letters.compose(OutgoingMail.objects.get())
    assert "next on 31 January 2026" in letter.text and "Visa ···· 4242" in letter.text


def test_what_the_old_plan_was_paid_for_is_not_taken_again(double):
    """It took January's gift on the 14th; ours would be due on the 22nd."""
    old = an_old_one(double, first=date(2026, 1, 22))
    plan = double.books.find(old.plan_ref)
    paid_until = at(date(2026, 2, 14)).timestamp()
    plan["items"]["data"][0]["current_period_end"] = int(paid_until)
    cancel(double, old)
    moving_cards.move_cards(at(CUT_OVER))
    assert again(old).state == "moved"
    assert states_of(old.pledge) == ["lapsed", "scheduled"]


def test_what_fell_due_before_is_left_out_and_the_next_has_its_notice(double):
    old = an_old_one(double, first=date(2026, 1, 12))
    cancel(double, old)
    moving_cards.move_cards(at(CUT_OVER + timedelta(days=21)))  # 10 February
    rows = again(old).pledge.instalments.order_by("seq")
    assert [row.state for row in rows] == ["lapsed", "scheduled", "scheduled"]
    assert rows[1].due_on == date(2026, 2, 12)
    assert rows[1].next_attempt_on == date(2026, 2, 17)


@pytest.mark.parametrize(
    ("columns", "said"),
    [
        ({"plan_ref": "sub_of_nobody"}, "resource_missing"),
        ({"plan_ref": "", "customer_ref": "cus_without_any"}, "no_plan_found"),
    ],
)
def test_what_cannot_be_seen_has_not_ended(double, old, columns, said, finance_femi):
    CardMove.objects.update(**columns)
    moving_cards.move_cards(at(CUT_OVER))
    assert (again(old).state, old.said) == ("waiting", said)
    old.release(finance_femi, "Our own script charged it; it is off")
    CardMove.objects.update(customer_ref=double.books.find(old.method_ref)["customer"])
    moving_cards.move_cards(at(CUT_OVER))
    assert again(old).state == "moved"


def test_without_a_number_every_plan_of_the_customer_must_have_ended(double, old):
    methods.subscription(double.books, old.customer_ref, at(CUT_OVER).timestamp())
    CardMove.objects.update(plan_ref="")
    cancel(double, old)
    moving_cards.move_cards(at(CUT_OVER))
    assert (again(old).state, old.said) == ("waiting", "active")


def test_a_card_that_cannot_be_charged_is_said_to_staff(
    double, old, finance_femi, signed_in
):
    cancel(double, old)
    methods.detach(double.books, double.books.find(old.method_ref))
    moving_cards.move_cards(at(CUT_OVER))
    assert (again(old).state, old.said) == ("refused", "detached")
    client = signed_in(finance_femi)
    assert "cards of an old system" in client.get("/admin/").content.decode()
    double.books.find(old.method_ref)["customer"] = old.customer_ref
    client.post(f"/admin/donations/cardmove/{old.pk}/amend/again/")
    client.post(f"/admin/donations/cardmove/{old.pk}/amend/asking/")
    assert again(old).state == "moved"


def test_a_card_that_has_ended_here_pays_for_nothing_more(double, old):
    """Disputed before, say; Stripe has it still, and we would never charge it."""
    cancel(double, old)
    StoredMethod.objects.create(
        donor=old.pledge.donor,
        customer_ref=old.customer_ref,
        processor_ref=old.method_ref,
    ).end("disputed", NOON)
    moving_cards.move_cards(at(CUT_OVER))
    assert (again(old).state, old.said) == ("refused", "ended: disputed")
    assert old.pledge.state == Pledge.PENDING and not OutgoingMail.objects.exists()


def test_a_pledge_that_ended_meanwhile_is_left_alone(double, old):
    cancel(double, old)
    old.pledge.cancel(at(CUT_OVER))
    moving_cards.move_cards(at(CUT_OVER))
    assert (again(old).state, old.said) == ("refused", "pledge_ended")
    assert not StoredMethod.objects.exists()


def test_a_stripe_that_does_not_answer_is_asked_an_hour_later(double, old):
    cancel(double, old)
    double.faults.add("reset before", "GET /v1/subscriptions/.*")
    moving_cards.move_cards(at(CUT_OVER))
    assert again(old).is_waiting
    moving_cards.move_cards(at(CUT_OVER) + HOUR * 2)
    assert again(old).state == "moved"


class TestTheFile:
    HEADINGS = "Subscription ID,Customer ID,Payment Method,Subscription,Reference"

    def text(self, *lines: str) -> str:
        return "\n".join([self.HEADINGS, *lines])

    def moving(self, by, *lines: str) -> GivingImport:
        return received(by, self.text(*lines), "cards", cut_over="2026-01-20")

    def test_rows_find_their_pledge_by_old_number_or_our_reference(self, finance_femi):
        here, there = make_pledge(), make_pledge(donor=make_donor())
        came_by = GivingImport.objects.create(
            kind="pledges", source="givewp", file_name="p.csv", made_by=finance_femi
        )
        Moved.objects.create(key="givewp:pledge:7", came_by=came_by, pledge=there)
        lines = (
            "7,cus_7,pm_7,sub_7,",
            f",cus_8,pm_8,,{here.reference}",
            "9,cus_9,pm_9,,",
            f",cus_8,mandate 8,,{here.reference}",
            f",cus_8,pm_8,nothing,{here.reference}",
        )
        moving = taken(self.moving(finance_femi, *lines))
        assert moving.counted == {"new": 2, "unclear": 3}
        first, second = CardMove.objects.order_by("pk")
        assert (first.pledge, first.plan_ref) == (there, "sub_7")
        assert (second.pledge, second.cut_over) == (here, CUT_OVER)
        assert "new" not in self.moving(finance_femi, *lines).foreseen

    def test_one_card_of_two_pledges_is_for_people(self, finance_femi):
        """Only one can be charged by it; the other would wait in silence."""
        both = make_pledge(), make_pledge()
        lines = [f",cus_8,pm_8,,{pledge.reference}" for pledge in both]
        moving = taken(self.moving(finance_femi, *lines))
        assert moving.counted == {"new": 1, "unclear": 1}

    @pytest.mark.parametrize(
        "number", ["4242424242424242", " 5555 5555-5555 4444", "378282246310005"]
    )
    def test_of_a_file_with_the_number_of_a_card_nothing_is_kept(
        self, finance_femi, signed_in, number
    ):
        file = SimpleUploadedFile("c.csv", self.text(f",cus_8,{number},,").encode())
        answers = {"kind": "cards", "source": "givewp", "file": file}
        url = "/admin/donations/givingimport/add/"
        page = signed_in(finance_femi).post(url, answers).content.decode()
        assert "Line 2 has the number of a card under “Payment Method”" in page
        assert not GivingImport.objects.exists()
        assert not any(number.encode() in words for words in files().values())

    @pytest.mark.parametrize(
        "cell", ["4242424242424241", "1234567812345670", "4242", "x4242424242424242"]
    )
    def test_other_long_numbers_are_none(self, cell):
        assert not is_card_number(cell)

    def test_the_day_of_the_cut_over_is_asked_for(self, finance_femi, signed_in):
        client, url = signed_in(finance_femi), "/admin/donations/givingimport/"
        file = SimpleUploadedFile("c.csv", self.text("7,cus_7,pm_7,,").encode())
        answers = {"kind": "cards", "source": "givewp", "file": file}
        assert client.post(f"{url}add/", answers).status_code == 302
        moving = GivingImport.objects.get()
        said = guessed("cards", moving.headings)
        assert said["method"] == "Payment Method"
        address = f"{url}{moving.pk}/columns/"
        page = client.post(address, said, follow=True).content.decode()
        assert "Choose the day." in page
        client.post(address, {**said, "cut_over": "2026-01-20"})
        taking_in.go_on(timezone.now())
        moving.refresh_from_db()
        assert (moving.columns["cut_over"], moving.state) == ("2026-01-20", "looked")


def test_a_debit_moves_as_well(double, old):
    account = double.books.method(old.customer_ref, cards.BANK_ACCOUNT)
    CardMove.objects.update(method_ref=account["id"])
    cancel(double, old)
    moving_cards.move_cards(at(CUT_OVER))
    assert StoredMethod.objects.get().kind == "debit"
