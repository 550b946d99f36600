"""Clocks on walls: the moment a local time means, and what clocks show at a moment."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo, available_timezones

from django.core.exceptions import ValidationError
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy


def known_zone(name: str) -> None:
    if name not in available_timezones():
        raise ValidationError(gettext_lazy("Write a time zone like Australia/Sydney."))


def zone_choices() -> list[tuple[str, str]]:
    return [("", "–"), *((zone, zone) for zone in sorted(available_timezones()))]


def city(zone: str) -> str:
    """“Asia/Phnom_Penh” as people say it."""
    return zone.rpartition("/")[2].replace("_", " ")


class NoSuchTime(Exception):
    """Clocks are put forward over this time. Its words are for the person who typed."""

    def __init__(self, time: "WallTime") -> None:
        words = _(
            "On %(day)s no clock in %(city)s shows %(time)s: clocks are put forward "
            "over it. Choose an earlier or a later time."
        )
        super().__init__(words % time.in_words)


@dataclass(frozen=True)
class WallTime:
    """A time as somebody types it: what the clocks of `zone` show."""

    typed: datetime
    zone: str

    @property
    def moment(self) -> datetime:
        """The first moment at which they show it."""
        found = self._at(fold=0).astimezone(UTC)
        if found.astimezone(ZoneInfo(self.zone)).replace(tzinfo=None) != self.typed:
            raise NoSuchTime(self)
        return found

    @property
    def comes_twice(self) -> bool:
        """Clocks are put back over it, so that they show it once more."""
        return self._at(fold=0).utcoffset() > self._at(fold=1).utcoffset()  # type: ignore[operator]

    @property
    def in_words(self) -> dict[str, str]:
        return {
            "city": city(self.zone),
            "day": date_format(self.typed, "DATE_FORMAT"),
            "time": self.typed.strftime("%H:%M"),
        }

    def _at(self, fold: int) -> datetime:
        return self.typed.replace(tzinfo=ZoneInfo(self.zone), fold=fold)


def on_clocks(moment: datetime, zones: Iterable[str]) -> str:
    """“Phnom Penh Tue 09:00 / London Tue 03:00”."""
    local = [(zone, moment.astimezone(ZoneInfo(zone))) for zone in zones]
    return " / ".join(f"{city(zone)} {date_format(at, 'D H:i')}" for zone, at in local)


def how_long(span: timedelta) -> str:
    """“2 h 14 min”; whole minutes, rounded up, so that it is never over too early."""
    minutes = max(0, -(-int(span.total_seconds()) // 60))
    days, minutes = divmod(minutes, 24 * 60)
    hours, minutes = divmod(minutes, 60)
    if days:
        return _("%(days)d d %(hours)d h") % {"days": days, "hours": hours}
    if hours:
        return _("%(hours)d h %(minutes)d min") % {"hours": hours, "minutes": minutes}
    return _("%(minutes)d min") % {"minutes": minutes}
