"""All checks in order; what one cannot be asked without comes before it."""

import logging
from collections.abc import Callable, Iterator

from ijm.doctor import database, keys, mail, outside, storages, watchers, work
from ijm.doctor.finding import Finding, ill

log = logging.getLogger(__name__)

Check = Callable[[], Iterator[Finding]]
WITHOUT_DATABASE: tuple[Check, ...] = (
    keys.lengths,
    keys.of_services,
    storages.round_trip,
    storages.backups,
    storages.room,
    mail.senders,
    outside.site,
    watchers.error_reports,
)
WITH_DATABASE: tuple[Check, ...] = (database.set_up, database.clock)
# They read our tables, which are there once all migrations are.
WITH_TABLES: tuple[Check, ...] = (
    database.replica,
    keys.of_this_database,
    work.identity,
    work.late,
    work.backup,
    work.policy,
)


def examine(mail_to: str = "") -> Iterator[Finding]:
    answers = list(database.answers())
    yield from answers
    is_there = not any(each.how == "ill" for each in answers)
    migrated = list(_safely(database.migrations)) if is_there else []
    yield from migrated
    checks = list(WITHOUT_DATABASE)
    if is_there:
        checks += WITH_DATABASE
        if not any(each.how == "ill" for each in migrated):
            checks += WITH_TABLES
    for check in checks:
        yield from _safely(check)
    yield from _safely(lambda: mail.route(mail_to))


# Quick, and asking nobody outside: for what runs by itself.
AT_HAND: tuple[Check, ...] = (
    database.migrations,
    keys.lengths,
    keys.of_services,
    keys.of_this_database,
    storages.backups,
    storages.room,
    work.identity,
    work.late,
    work.backup,
    work.policy,
)


def at_hand() -> Iterator[Finding]:
    for check in AT_HAND:
        yield from _safely(check)


def _safely(check: Check) -> Iterator[Finding]:
    try:
        yield from check()
    except Exception as error:  # noqa: BLE001 - the other checks must be heard
        name = getattr(check, "__name__", "check")
        log.error("The check %s broke: %s", name, type(error).__name__)
        yield ill(
            name,
            f"The check itself broke ({type(error).__name__}).",
            "Mend the other faults first, then ask again.",
        )
