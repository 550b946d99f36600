"""Doing what was planned, at its time: ends first, then publications.

A row is one transaction. It is done once, however many workers run; a bad one stops
nobody; what cannot be done becomes a state that people see, and a mail.
"""

import logging
import time
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from stories import consenting, freezing, telling
from stories.models import PlannedChange, Story
from stories.models.planning import PUBLISH, UNPUBLISH
from stories.models.publishing import NotPublishable

log = logging.getLogger(__name__)
SLICE = 3.0
# How long a publication may wait for what passes by itself, before it has failed.
PATIENCE = timedelta(minutes=10)


def fire_planned_changes(now: datetime) -> int:
    started, fired = time.monotonic(), 0
    for kind in (UNPUBLISH, PUBLISH):
        due = PlannedChange.objects.due(now).filter(kind=kind).order_by("due_at", "pk")
        for pk in due.values_list("pk", flat=True):
            fired += _fire(pk, now)
            if time.monotonic() - started > SLICE:
                return fired
    return fired


def _fire(pk: int, now: datetime) -> int:
    try:
        with transaction.atomic():
            consenting.stand_still()
            plan = _claim(pk, now)
            if plan is None:
                return 0
            if plan.publishes:
                _publish(plan, now)
            else:
                _end(plan, now)
        return 1
    except NotPublishable as refused:
        if not _passes(refused) or _is_overdue(pk, now):
            _fail(pk, " ".join(str(problem) for problem in refused.problems), now)
    except Exception as error:  # noqa: BLE001 - the other plans must be fired
        log.exception("Planned change %s could not be fired.", pk)
        if _is_overdue(pk, now):
            words = _("The house could not do it (%s). Try to publish it by hand.")
            _fail(pk, words % type(error).__name__, now)
    return 0


def _claim(pk: int, now: datetime) -> PlannedChange | None:
    """The plan, with its story locked before it, as everywhere; None if it is held."""
    story = (
        Story.objects.filter(planned_changes=pk)
        .select_for_update(skip_locked=True, of=("self",))
        .first()
    )
    due = PlannedChange.objects.due(now).filter(pk=pk, story=story)
    plan = due.select_for_update(skip_locked=True).first()
    if plan and story:
        plan.story = story
    return plan


def _publish(plan: PlannedChange, now: datetime) -> None:
    """The form was judged when it was planned; what may have changed since, now."""
    story, revision = plan.story, plan.revision
    assert revision
    problems = freezing.problems_by_now(story, revision, now)
    if problems:
        raise NotPublishable(problems)
    plan.change(fired_at=now)
    why = plan.alone_because or _("As planned.")
    story.make_public(
        revision,
        plan.planned_by,
        now,
        kind="forced" if plan.alone_because else "published",
        why=why,
        burn_old_address=plan.burn_old_address,
    )
    telling.tell_of_plan(telling.DONE, plan)


def _end(plan: PlannedChange, now: datetime) -> None:
    story = plan.story
    begin = story.planned_publication
    if begin and begin.due_at < plan.due_at:
        late = _("Nothing ran from %(begin)s to %(end)s, when it was to be over again.")
        begin.fail(late % {"begin": begin.clocks, "end": plan.clocks}, now)
        telling.tell_of_plan(telling.FAILED, begin)
    if story.live_edition is None:
        plan.cancel(plan.planned_by, _("It was not public when its end came."), now)
        return
    plan.change(fired_at=now)
    story.end_by_itself(plan.planned_by, _("As planned."), now)
    telling.tell_of_plan(telling.ENDED, plan)


def _fail(pk: int, why: str, now: datetime) -> None:
    """Only a publication fails. An end holds at each read, and is tried until done."""
    with transaction.atomic():
        plan = _claim(pk, now)
        if plan and plan.publishes:
            plan.fail(why, now)
            telling.tell_of_plan(telling.FAILED, plan)


def _passes(refused: NotPublishable) -> bool:
    return {problem.code for problem in refused.problems} <= freezing.PASSING


def _is_overdue(pk: int, now: datetime) -> bool:
    return PlannedChange.objects.due(now - PATIENCE).filter(pk=pk).exists()
