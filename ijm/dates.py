"""Dates as the charity lives them: local, whole days, months clamped at their end."""

from calendar import monthrange
from datetime import date, datetime, time

from django.utils import timezone


def today(now: datetime | None = None) -> date:
    """The date in the charity's time zone (TIME_ZONE), at `now` or at this moment."""
    return timezone.localdate(now)


def month_start(day: date) -> date:
    return day.replace(day=1)


def add_months_clamped(first: date, months: int, anchor_day: int) -> date:
    """`months` after `first`'s month, on `anchor_day` or that month's last day."""
    year, month = divmod(first.year * 12 + first.month - 1 + months, 12)
    month += 1
    return date(year, month, min(anchor_day, monthrange(year, month)[1]))


def start_of(day: date) -> datetime:
    """Midnight, in the charity's time zone, with which `day` begins."""
    return timezone.make_aware(datetime.combine(day, time.min))
