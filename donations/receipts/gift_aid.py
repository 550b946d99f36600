"""Gift Aid claims: gifts that a declaration covers, each once, in HMRC's columns.

The columns and their lengths are those of HMRC's schedule (gov.uk, “Schedule
spreadsheet to claim back tax on Gift Aid donations”): a thousand rows at most, dates as
DD/MM/YY. What went back to donors since is entered in the form's own box for tax
claimed too much, so it stands beside the rows and not among them.
"""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from django.db import connection, transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet, Sum
from django.db.models.functions import Coalesce

from donations.models import (
    GiftAidClaim,
    GiftAidClaimLine,
    GiftAidDeclaration,
    Payment,
)
from donations.models.gift_aid import CLAIMABLE_FOR_YEARS
from donations.receipts import britain
from ijm import dates
from ijm.models import StaffMember
from ijm.money import Money

COLUMNS = (
    "Title",
    "First name",
    "Last name",
    "House name or number",
    "Postcode",
    "Aggregated donations",
    "Sponsored event",
    "Donation date",
    "Amount",
)
MOST_ROWS = 1_000
# A spoken declaration may be taken back for so long after our written record of it.
SPOKEN_WAITS = timedelta(days=30)
GIVER = Coalesce("donor__merged_into", "donor")
LOCK = 0x67617964  # of advisory locks: one claim is made at a time


class NothingToClaim(Exception):
    """No gift waits, and none went back."""


def claimable(now: datetime) -> QuerySet[Payment]:
    """Settled, covered by a declaration in force that day, and in no claim yet."""
    today = dates.today(now)
    first, _last = britain.PROFILE.days_of(britain.PROFILE.year_of(today))
    oldest = first.replace(year=first.year - CLAIMABLE_FOR_YEARS)
    claimed = GiftAidClaimLine.objects.filter(payment=OuterRef("pk"))
    return at_rest(
        Payment.objects.annotate(giver=GIVER).filter(
            ~Exists(claimed),
            Exists(_covering(today)),
            currency="GBP",
            receipted_elsewhere=False,
            received_on__gte=oldest,
            amount_minor__gt=F("refunded_minor") + F("disputed_minor"),
        )
    ).order_by("received_on", "created_at")


def _covering(today: date) -> QuerySet[GiftAidDeclaration]:
    """For payments that know their `giver`: declarations of any row of that person."""
    day = OuterRef("received_on")
    return GiftAidDeclaration.objects.annotate(giver=GIVER).filter(
        Q(covers_until=None) | Q(covers_until__gte=day),
        Q(cancelled_on=None) | Q(cancelled_on__gt=day),
        ~Q(how="spoken") | Q(declared_on__lte=today - SPOKEN_WAITS),
        covers_from__lte=day,
        giver=OuterRef("giver"),
    )


def at_rest(payments: QuerySet[Payment]) -> QuerySet[Payment]:
    """No refund and no dispute of theirs is undecided."""
    return payments.filter(state=Payment.SUCCEEDED).exclude(
        Q(refunds__state__in=["requested", "pending"])
        | Q(disputes__state__in=["inquiry", "open"])
    )


def make_claim(by: StaffMember, now: datetime) -> GiftAidClaim:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
        gifts = list(claimable(now).select_related("donor__merged_into")[:MOST_ROWS])
        gone = _gone_since()
        if not gifts and not gone:
            raise NothingToClaim
        claim = GiftAidClaim.objects.create(made_at=now, made_by=by)
        GiftAidClaimLine.objects.bulk_create(
            [
                *(_gift_line(claim, gift, dates.today(now)) for gift in gifts),
                *(_adjustment(claim, line, minor) for line, minor in gone),
            ]
        )
    return claim


def rows(claim: GiftAidClaim) -> Iterator[tuple[str, ...]]:
    """For HMRC's schedule."""
    lines = claim.lines.filter(kind=GiftAidClaimLine.GIFT)
    for line in lines.select_related("declaration", "payment").order_by("pk"):
        declared, received = line.declaration, line.payment.received_on
        assert received is not None
        yield (
            declared.title,
            declared.first_name,
            declared.last_name,
            declared.house,
            declared.postcode,
            "",
            "",
            f"{received:%d/%m/%y}",
            _pounds(line.amount),
        )


def overclaimed_tax(claim: GiftAidClaim) -> Money:
    """Basic rate: a quarter of what the gifts were, to be entered as an adjustment."""
    return Money(claim.taken_back.minor // 4, "GBP")


def _gift_line(claim: GiftAidClaim, gift: Payment, today: date) -> GiftAidClaimLine:
    assert gift.received_on is not None
    donor = gift.donor.merged_into or gift.donor
    covering = GiftAidDeclaration.objects.in_force(gift.received_on).filter(
        ~Q(how="spoken") | Q(declared_on__lte=today - SPOKEN_WAITS),
        donor__in=donor.and_joined(),
    )
    return GiftAidClaimLine(
        claim=claim,
        payment=gift,
        declaration=covering.order_by("-declared_on", "-pk")[0],
        amount_minor=gift.left.minor,
    )


def _gone_since() -> list[tuple[GiftAidClaimLine, int]]:
    """Claimed gifts of which less is left than claims say, and by how much."""
    adjusted = (
        GiftAidClaimLine.objects.filter(payment=OuterRef("payment"))
        .order_by()
        .values("payment")
        .annotate(sum=Sum("amount_minor"))
        .values("sum")
    )
    left = F("payment__amount_minor") - F("payment__refunded_minor")
    claimed = (
        GiftAidClaimLine.objects.filter(kind=GiftAidClaimLine.GIFT)
        .filter(payment__in=at_rest(Payment.objects.all()).values("pk"))
        .annotate(said=adjusted, left=left - F("payment__disputed_minor"))
        .filter(said__gt=F("left"))
    )
    return [(line, line.said - line.left) for line in claimed]


def _adjustment(
    claim: GiftAidClaim, line: GiftAidClaimLine, minor: int
) -> GiftAidClaimLine:
    return GiftAidClaimLine(
        claim=claim,
        payment=line.payment,
        declaration=line.declaration,
        kind=GiftAidClaimLine.ADJUSTMENT,
        amount_minor=-minor,
    )


def _pounds(money: Money) -> str:
    pounds, pence = divmod(money.minor, 100)
    return f"{pounds}.{pence:02}"
