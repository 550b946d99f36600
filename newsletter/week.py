"""What the keeper's weekly letter says of the newsletter."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from ijm import weekly
from newsletter.models import Delivery, Subscriber


def contribute() -> None:
    for figure in (
        weekly.Figure("subscribers", _("Subscribers now"), subscribers),
        weekly.Figure("newsletters-sent", _("Newsletters sent, by recipient"), sent),
        weekly.Figure("newsletters-failed", _("Newsletters refused"), failed),
    ):
        weekly.figures.add(figure)


def subscribers(_since: datetime, _until: datetime) -> int:
    return Subscriber.objects.on_the_list().count()


def sent(since: datetime, until: datetime) -> int:
    return Delivery.objects.filter(sent_at__gte=since, sent_at__lt=until).count()


def failed(since: datetime, until: datetime) -> int:
    """Of the issues that went out in the week: a refusal itself bears no date."""
    went = Delivery.objects.filter(sent_at__gte=since, sent_at__lt=until)
    return Delivery.objects.filter(
        state=Delivery.State.FAILED, issue__in=went.values("issue")
    ).count()
