"""Gift Aid: claimed once, in HMRC's columns; what goes back is taken off later."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine

from donations.models import Donor, GiftAidClaim, GiftAidDeclaration, Refund
from donations.receipts import gift_aid
from ijm.money import Money
from tests.cast import hire
from tests.make_donations import make_donor
from tests.make_receipts import DAY, ISSUED, found_issuer, gift

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("british")]


@pytest.fixture
def british(giving_charity):
    found_issuer("GB")
    with time_machine.travel(ISSUED, tick=False):
        yield


@pytest.fixture
def donor() -> Donor:
    return make_donor()


def pounds(minor: int) -> Money:
    return Money(minor, "GBP")


def gave(donor: Donor, minor: int = 5000, day: date = DAY, **columns):
    return gift(minor, day, donor=donor, currency="GBP", **columns)


def declared(donor: Donor, **columns) -> GiftAidDeclaration:
    said = {
        "title": "Ms",
        "first_name": "Amara",
        "last_name": "Okafor",
        "house": "12a",
        "postcode": "EH1 1AA",
        "declared_on": DAY,
        "covers_from": DAY,
        "how": "paper",
    }
    return donor.declarations.create(**{**said, **columns})


def claimed(claim: GiftAidClaim) -> list[tuple[str, ...]]:
    return list(gift_aid.rows(claim))


def test_a_claim_has_hmrcs_columns(donor, finance_femi):
    declared(donor)
    gave(donor, 12345)
    claim = gift_aid.make_claim(finance_femi, ISSUED)
    assert claimed(claim) == [
        ("Ms", "Amara", "Okafor", "12a", "EH1 1AA", "", "", "10/07/26", "123.45")
    ]
    assert len(gift_aid.COLUMNS) == len(claimed(claim)[0])
    assert claim.gifts == pounds(12345)


def test_a_gift_is_claimed_once(donor, finance_femi):
    declared(donor)
    gave(donor)
    gift_aid.make_claim(finance_femi, ISSUED)
    with pytest.raises(gift_aid.NothingToClaim):
        gift_aid.make_claim(finance_femi, ISSUED)


@pytest.mark.parametrize(
    ("said", "day", "counts"),
    [
        ({}, date(2026, 7, 9), False),
        ({}, DAY, True),
        ({"covers_from": date(2026, 1, 1)}, date(2026, 1, 1), True),
        ({"covers_until": DAY}, DAY, True),
        ({"covers_until": DAY}, date(2026, 7, 11), False),
        ({"cancelled_on": date(2026, 7, 11)}, DAY, True),
        ({"cancelled_on": DAY}, DAY, False),
        # Spoken, it may be taken back for thirty days.
        ({"how": "spoken"}, DAY, False),
        ({"how": "spoken", "declared_on": date(2026, 6, 15)}, DAY, True),
    ],
)
def test_only_gifts_that_the_declaration_covers(donor, said, day, counts):
    declaration = declared(donor, **said)
    gave(donor, day=day)
    assert gift_aid.claimable(ISSUED).count() == counts
    if declaration.how != "spoken":
        assert declaration.covers(day) == counts
        assert donor.declarations.in_force(day).exists() == counts


def test_what_is_not_ours_to_claim(donor, finance_femi):
    declared(donor)
    gave(donor, 100, receipted_elsewhere=True)
    gift(200, donor=donor, currency="AUD")
    gave(make_donor(), 300)
    moving = gave(donor, 400)
    Refund.objects.ask(moving, pounds(100), "Asked for", finance_femi)
    old = date(2021, 4, 6)
    declared(donor, declared_on=old, covers_from=old)
    gave(donor, 500, date(2022, 4, 5))
    in_time = gave(donor, 600, date(2022, 4, 6))
    assert list(gift_aid.claimable(ISSUED)) == [in_time]


def test_rows_joined_to_a_donor_share_their_declarations(donor):
    joined = make_donor()
    declared(joined)
    gave(donor, 100)
    joined.merge_into(donor)
    gave(joined, 200)
    assert gift_aid.claimable(ISSUED).count() == 2


def test_what_went_back_since_is_taken_off_a_later_claim(donor, finance_femi):
    declared(donor)
    paid = gave(donor)
    first = gift_aid.make_claim(finance_femi, ISSUED)
    refund = Refund.objects.ask(paid, pounds(2000), "Asked for", finance_femi)
    refund.approve(hire("admin_amina"), ISSUED)
    refund.pay(date(2026, 7, 20), "R1")
    second = gift_aid.make_claim(finance_femi, ISSUED)
    assert claimed(second) == []
    assert second.taken_back == pounds(2000)
    assert gift_aid.overclaimed_tax(second) == pounds(500)
    assert first.gifts == pounds(5000)
    with pytest.raises(gift_aid.NothingToClaim):
        gift_aid.make_claim(finance_femi, ISSUED)


def test_a_claim_holds_a_thousand_rows_and_the_next_the_rest(
    donor, finance_femi, monkeypatch
):
    monkeypatch.setattr(gift_aid, "MOST_ROWS", 2)
    declared(donor)
    for number, minor in enumerate((100, 200, 300)):
        gave(donor, minor, DAY + timedelta(days=number))
    sums = [gift_aid.make_claim(finance_femi, ISSUED).gifts for _each in range(2)]
    assert sums == [pounds(300), pounds(300)]


class TestAtTheDesk:
    def test_a_declaration_claim_and_schedule_by_finance(
        self, donor, signed_in, finance_femi
    ):
        desk = signed_in(finance_femi)
        form = {
            "donor": str(donor.pk),
            "title": "Ms",
            "first_name": "Amara",
            "last_name": "Okafor",
            "house": "12a",
            "postcode": "eh11aa",
            "declared_on": "2026-07-10",
            "how": "paper",
            "covers_from": "2022-07-09",
        }
        page = desk.post("/admin/donations/giftaiddeclaration/add/", form)
        assert "four years at most" in page.content.decode()
        form["covers_from"] = "2026-07-10"
        desk.post("/admin/donations/giftaiddeclaration/add/", form)
        made = GiftAidDeclaration.objects.get()
        assert made.postcode == "EH1 1AA" and made.recorded_by == finance_femi
        assert "Threshold Justice Ltd" in made.words
        gave(donor)
        answer = desk.post("/admin/donations/giftaidclaim/making/")
        claim = GiftAidClaim.objects.get()
        assert answer["Location"].endswith(f"/{claim.pk}/change/")
        assert str(claim.gifts) in desk.get(answer["Location"]).content.decode()
        sheet = desk.get(f"/admin/donations/giftaidclaim/{claim.pk}/schedule/")
        assert (
            "Ms,Amara,Okafor,12a,EH1 1AA,,,10/07/26,50.00"
            in b"".join(sheet.streaming_content).decode()
        )

    def test_an_organisation_cannot_declare(self, signed_in, finance_femi):
        form = {"donor": str(make_donor(kind="organisation").pk)}
        page = signed_in(finance_femi).post(
            "/admin/donations/giftaiddeclaration/add/", form
        )
        assert "an organisation cannot declare" in page.content.decode()

    def test_cancelled_from_a_day_on(self, donor, signed_in, finance_femi):
        made = declared(donor)
        signed_in(finance_femi).post(
            f"/admin/donations/giftaiddeclaration/{made.pk}/amend/cancellation/",
            {"cancelled_on": "2026-07-12"},
        )
        made.refresh_from_db()
        assert not made.covers(date(2026, 7, 12)) and made.covers(date(2026, 7, 11))


def test_a_claim_is_called_by_the_charitys_day_not_londons():
    made = datetime(2026, 7, 14, 20, tzinfo=UTC)  # the 15th where the charity is
    assert str(GiftAidClaim(pk=3, made_at=made)) == "3 · 15 Jul 2026"
