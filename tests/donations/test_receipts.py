"""Tax documents: what each country asks for, which year, and the paper itself."""

from datetime import UTC, date, datetime
from hashlib import sha256

import pikepdf
import pytest
from django.core.files.storage import storages

from donations.forgetting import erase
from donations.models import Receipt
from donations.personal_data import export_donor
from donations.receipts import telling
from donations.receipts.issuer import PROFILES, DetailsMissing, Issuer, NotReady
from donations.receipts.printing import print_sheet
from ijm import dates
from ijm.models import OutgoingMail
from tests.make_donations import aud, make_donor
from tests.make_receipts import ISSUED, found_issuer, gift, make_receipt, words_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("charity")]


@pytest.fixture
def issuer() -> Issuer:
    return found_issuer("AU", singles="every", singles_from=date(2026, 7, 1))


class TestContent:
    @pytest.mark.parametrize(
        ("country", "said"),
        [
            (
                "AU",
                "Threshold Justice Ltd|ABN 00 000 000 000|received as a gift"
                "|AU-R-000001|Amara Okafor|$50.00|10 July 2026|15 July 2026",
            ),
            (
                "CA",
                "Official receipt for income tax purposes|Threshold Justice Ltd"
                "|1 Quay Street|00000 0000 RR0001|CA-R-000001|Toronto, Ontario"
                "|July 10, 2026|July 15, 2026|Amara Okafor|12 Long Lane|$50.00"
                "|Advantage received by the donor|Eligible amount of gift"
                "|Canada Revenue Agency|canada.ca/charities-giving|Ngozi Adeyemi",
            ),
            ("GB", "Threshold Justice Ltd|0000000|£50.00|10 July 2026|Gift Aid"),
            (
                "US",
                "Threshold Justice Ltd|00-0000000|$50.00|July 10, 2026"
                "|No goods or services were provided in exchange",
            ),
        ],
    )
    def test_each_country_has_on_paper_what_its_law_asks_for(self, country, said):
        currency = found_issuer(country).profile.currency
        receipt = make_receipt(gift(currency=currency))
        page = words_in(receipt)
        for words in said.split("|"):
            assert words in page, words

    def test_the_declared_gift_is_marked_and_no_other(self):
        found_issuer("GB")
        donor = make_donor()
        donor.declarations.create(
            first_name="Amara",
            last_name="Okafor",
            house="12",
            postcode="EH1 1AA",
            declared_on=date(2026, 7, 1),
            covers_from=date(2026, 7, 1),
            how="paper",
        )
        gifts = [
            gift(100, date(2026, 6, 30), donor=donor, currency="GBP"),
            gift(200, date(2026, 7, 1), donor=donor, currency="GBP"),
        ]
        rows = make_receipt(*gifts, kind=Receipt.ANNUAL).snapshot["gifts"]
        assert [row[3] for row in rows] == ["–", "Gift Aid"]

    @pytest.mark.parametrize(
        ("country", "column"),
        [("AU", "registration"), ("CA", "place"), ("CA", "signatory")],
    )
    def test_nothing_is_issued_while_the_charitys_details_are_incomplete(
        self, country, column
    ):
        found_issuer(country).rules.change(**{column: ""})
        with pytest.raises(NotReady):
            Issuer.current()

    def test_canada_wants_a_signature_and_an_address(self):
        found_issuer("CA")
        with pytest.raises(DetailsMissing, match="postal address"):
            make_receipt(gift(currency="CAD", donor=make_donor()))
        found_issuer("CA").rules.change(signature=b"")
        with pytest.raises(NotReady, match="signature"):
            Issuer.current()

    def test_no_number_is_lost_by_what_could_not_be_written(self):
        found_issuer("CA")
        with pytest.raises(DetailsMissing):
            make_receipt(gift(currency="CAD", donor=make_donor()))
        assert make_receipt(gift(600, currency="CAD")).number == "CA-R-000001"

    @pytest.mark.parametrize(
        ("typed", "printed"),
        [
            ("王小明", "王小明"),
            ("សុខា", None),
            ("สมชาย ใจดี", None),
            ("Łukasz Żółć", "Łukasz Żółć"),
            ("Nguyễn Văn Ánh", "Nguyễn Văn Ánh"),
            ("Zoë 😀 O’Neill", "Zoë O’Neill"),
            ("Ann\x1b\u202egnaL", "Anngna"),
            ("#panic() *b* $x$", "#panic() *b* $x$"),
            ('")) #panic("', '")) #panic("'),
            ("\\u{41}\\n\\", "\\u{41}\\n\\"),
        ],
    )
    def test_names_of_every_script_are_printed_and_tricks_are_not(
        self, issuer, typed, printed
    ):
        receipt = make_receipt(gift(donor=make_donor(display_name=typed)))
        assert receipt.snapshot["donor"]["name"]
        assert printed is None or printed in words_in(receipt)

    def test_a_name_of_pictures_only_is_no_name(self, issuer):
        with pytest.raises(DetailsMissing, match="name"):
            make_receipt(gift(donor=make_donor(display_name="😀👩‍👩‍👧")))


@pytest.mark.parametrize(
    ("country", "moment", "year"),
    [
        # 23:30 in London on the last of June is the first of July in Hobart.
        ("AU", datetime(2026, 6, 30, 23, 30, tzinfo=UTC), 2027),
        ("AU", datetime(2026, 6, 30, 13, 30, tzinfo=UTC), 2026),
        ("GB", datetime(2026, 4, 5, 13, 30, tzinfo=UTC), 2026),
        ("GB", datetime(2026, 4, 5, 14, 30, tzinfo=UTC), 2027),
        ("CA", datetime(2026, 12, 31, 12, 30, tzinfo=UTC), 2026),
        ("US", datetime(2026, 12, 31, 23, 30, tzinfo=UTC), 2027),
    ],
)
def test_a_tax_year_ends_by_the_charitys_own_clock(settings, country, moment, year):
    settings.TIME_ZONE = "Australia/Hobart"
    assert PROFILES[country].year_at(moment) == year
    assert PROFILES[country].year_of(dates.today(moment)) == year


@pytest.mark.parametrize("country", PROFILES)
def test_every_day_of_forty_years_is_in_exactly_one_tax_year(country):
    profile = PROFILES[country]
    for year in range(2000, 2040):
        first, last = profile.days_of(year)
        assert profile.year_of(first) == profile.year_of(last) == year
        assert profile.days_of(year + 1)[0].toordinal() == last.toordinal() + 1


def test_the_leap_day_belongs_to_the_year_it_is_in():
    years = {
        name: profile.year_of(date(2028, 2, 29)) for name, profile in PROFILES.items()
    }
    assert set(years.values()) == {2028}
    assert PROFILES["GB"].year_words(2028) == "2027–28"
    assert PROFILES["US"].year_words(2028) == "2028"


class TestPaper:
    def test_the_same_document_has_the_same_bytes(self, issuer):
        receipt = make_receipt(gift())
        stored = storages["private"].open(receipt.pdf_name).read()
        assert sha256(stored).digest() == bytes(receipt.pdf_sha256)
        assert print_sheet(receipt.snapshot, receipt.issued_on) == stored

    def test_it_is_tagged_titled_and_in_a_language(self, issuer):
        found_issuer("CA")
        receipt = make_receipt(gift(currency="CAD"))
        with pikepdf.open(storages["private"].open(receipt.pdf_name)) as pdf:
            root = pdf.Root
            assert root.MarkInfo.Marked
            assert str(root.Lang) == "en-CA"
            assert root.ViewerPreferences.DisplayDocTitle
            assert pdf.open_metadata()["pdfuaid:part"] == "1"
            assert receipt.number in pdf.open_metadata()["dc:title"]
            kinds = list(structure(root.StructTreeRoot))
        assert {"/H1", "/H2", "/Table", "/TH", "/TD", "/P"} <= {
            kind for kind, _ in kinds
        }
        alts = [element.get("/Alt") for kind, element in kinds if kind == "/Figure"]
        assert [str(alt) for alt in alts] == ["Signature of Ngozi Adeyemi"]
        assert next(kind for kind, _ in kinds if kind.startswith("/H")) == "/H1"

    def test_fifty_two_gifts_go_over_the_page_with_the_head_of_the_table(self, issuer):
        donor = make_donor()
        gifts = [
            gift(100 + n, date(2026, 7, 1), donor=donor, idempotency_key=f"w{n}")
            for n in range(52)
        ]
        receipt = make_receipt(*gifts, kind=Receipt.ANNUAL)
        page = words_in(receipt)
        assert page.count("Received") >= 2 and receipt.total == aud(
            sum(range(100, 152))
        )


def structure(node):
    """(kind, element) of every element of a tagged document, in reading order."""
    children = node.get("/K", [])
    if isinstance(children, pikepdf.Dictionary):
        children = [children]
    elif not isinstance(children, pikepdf.Array):
        return
    for child in children:
        if isinstance(child, pikepdf.Dictionary) and "/S" in child:
            yield str(child["/S"]), child
            yield from structure(child)


def test_the_copy_of_a_donors_data_has_their_documents_and_erasure_keeps_them(issuer):
    receipt = make_receipt(gift())
    telling.tell(receipt)
    receipt.refresh_from_db()
    donor, said = receipt.donor, receipt.snapshot
    (copied,) = export_donor(donor)["tax documents"]
    assert copied["number"] == receipt.number
    assert copied["says"]["donor"]["name"] == "Amara Okafor"
    erase(donor, ISSUED)
    assert Receipt.objects.get().snapshot == said
    assert not OutgoingMail.objects.filter(recipient="amara@example.org").exclude(
        letter="donor-erased"
    )
