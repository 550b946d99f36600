"""What a row of such a table says: whose address, since when, for what, or gone."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from ijm.addresses import EmailAddressField

ADDRESS = (
    "email address",
    "email",
    "e-mail",
    "e-mail address",
    "mail",
    "email_address",
)
JOINED = ("confirm_time", "optin_time", "timestamp_opt", "subscribed at", "created at")
LEFT = ("unsub_time", "clean_time", "unsubscribed at")
STATUS = ("status", "state", "subscribed")
COUNTRY = ("country", "cc", "country code")
POSTCODE = ("postcode", "zip", "postal code", "post code")
GONE = {"unsubscribed", "unsub", "no", "false", "0", "opted out", "opt-out"}
DEAD = {"cleaned", "bounced", "hard bounce", "dead"}
FIELD = EmailAddressField()
EARLIEST = datetime(1995, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Incoming:
    """One person of the file. `joined_at` is the moment the file gives, if any."""

    line: int
    address: str
    state: str  # "subscribed", "unsubscribed" or "cleaned"
    joined_at: str = ""
    groups: str = ""
    country: str = ""
    postcode: str = ""

    def as_row(self) -> dict[str, object]:
        return asdict(self)


class Unclear(Exception):
    """This row cannot be taken in; `str()` says why."""


def incoming(
    line: int, row: Mapping[str, str], *, state: str, groups_column: str = ""
) -> Incoming:
    """`state` is what the whole file is of; a column of the row may say otherwise.

    Raises Unclear.
    """
    try:
        address = FIELD.clean(_first(row, ADDRESS))
    except ValidationError as wrong:
        raise Unclear(str(wrong.messages[0])) from wrong
    country = _first(row, COUNTRY).upper()
    is_country = len(country) == 2 and country.isalpha()
    return Incoming(
        line=line,
        address=address,
        state=_state(row, state),
        joined_at=_moment(_first(row, JOINED)),
        groups=row.get(groups_column.strip().lower(), "") if groups_column else "",
        country=country if is_country else "",
        postcode=_first(row, POSTCODE).upper()[:12] if is_country else "",
    )


def guessed_state(columns: Mapping[str, str], file_name: str) -> str:
    """What the file is of, by Mailchimp's columns and names."""
    name = file_name.lower()
    if "clean_time" in columns or name.startswith("cleaned"):
        return "cleaned"
    if "unsub_time" in columns or name.startswith("unsubscribed"):
        return "unsubscribed"
    return "subscribed"


def _state(row: Mapping[str, str], state: str) -> str:
    said = _first(row, STATUS).lower()
    if said in DEAD:
        return "cleaned"
    if said in GONE or (state == "subscribed" and _first(row, LEFT)):
        return "unsubscribed"
    return state


def _first(row: Mapping[str, str], names: tuple[str, ...]) -> str:
    return next((row[name] for name in names if row.get(name)), "")


def _moment(said: str) -> str:
    """ISO 8601; UTC where no zone is said, as in Mailchimp's. Nothing for nonsense."""
    try:
        found = parse_datetime(said)
    except ValueError:
        return ""
    if found is None:
        return ""
    moment = found if found.tzinfo else found.replace(tzinfo=UTC)
    return moment.isoformat() if EARLIEST < moment < timezone.now() else ""
