"""Among the mail that donors choose in the portal: whether we may ask for more."""

from collections.abc import Sequence

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from donations.models import Donor
from ijm.contributions import MailWishes, Wish, mail_wishes

NO_MORE = "asked-no-more"


def contribute() -> None:
    title = gettext_lazy("Letters that ask")
    mail_wishes.add(MailWishes("asking", title, words, read, choose))


def words() -> str:
    return _(
        "Now and then, at most once in three months, a letter may ask whether you "
        "could give more, or every month."
    )


def read(address: str) -> list[Wish]:
    refused = Donor.objects.opened_by(address).filter(asked_no_more_at__isnull=False)
    title = gettext_lazy("Please do not ask me")
    return [Wish(NO_MORE, title, "", refused.exists())]


def choose(address: str, slugs: Sequence[str], request: HttpRequest) -> bool:
    """No letter follows: it is done at once."""
    for donor in Donor.objects.opened_by(address):
        if NO_MORE not in slugs:
            donor.change(asked_no_more_at=None)
        elif donor.asked_no_more_at is None:
            donor.change(asked_no_more_at=timezone.now())
    return False
