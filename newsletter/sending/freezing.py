"""Fixing the words of an issue, and later its audience; and asking the gate."""

from datetime import datetime

from django.db import connection, transaction
from django.db.models import Model
from django.utils.translation import gettext as _

from ijm import generation, public_words
from newsletter.audience import audience
from newsletter.composing import composed
from newsletter.models import FrozenIssue, Issue
from newsletter.telling import told
from stories.models import Edition
from stories.safeguarding import Problem, safeguarding_problems

FAN_OUT = """
    INSERT INTO newsletter_delivery
        (issue_id, subscriber_id, state, attempts, provider_id, code)
    SELECT %s, chosen.id, 'pending', 0, '', ''
    FROM ({audience}) chosen ORDER BY random()
    ON CONFLICT DO NOTHING
"""  # in no order of age or name, so that the first few stand for all


def problems(issue: Issue, now: datetime) -> list[Problem]:
    """What forbids to send it, whoever asks."""
    places = list(issue.places.select_related("story"))
    found = _not_for_public(issue, *places)
    if not places:
        found.append(Problem("no_stories", _("There is no story in this issue.")))
    if not issue.interests.exists():
        found.append(Problem("no_interests", _("Choose for which interests it is.")))
    public = {each.place.pk: each.edition for each in told(issue, now)}
    for place in places:
        edition = public.get(place.pk)
        if edition is None:
            sentence = _("“%s” is not public. Take it out of the issue.")
            found.append(Problem("not_public", sentence % place.story))
        else:
            found += safeguarding_problems(edition.revision, "newsletter")
    return found


def _not_for_public(*rows: Model) -> list[Problem]:
    """In the issue's own words; those of its stories are the gate's."""
    return [
        Problem("not_for_public", trouble.sentence)
        for row in rows
        for trouble in public_words.troubles_in(row)
    ]


@transaction.atomic
def freeze_words(issue: Issue, now: datetime) -> FrozenIssue:
    """What is approved now is what will be sent."""
    words = composed(issue, now)
    editions = [each.edition for each in told(issue, now)]
    frozen, _made = FrozenIssue.objects.update_or_create(
        issue=issue,
        defaults={
            "subject": words.subject,
            "text": words.text,
            "html": words.html,
            "told": {str(each.story_id): each.revision_id for each in editions},
            "generation": generation.current(),
            "made_at": now,
        },
    )
    return frozen


def changed_since(frozen: FrozenIssue, now: datetime) -> list[str]:
    """Stories whose public words are no longer those that were frozen."""
    public = dict(
        Edition.objects.public(now)
        .filter(story__in=frozen.told)
        .values_list("story_id", "revision_id")
    )
    changed = [
        number
        for number, revision in frozen.told.items()
        if public.get(int(number)) != revision
    ]
    editions = Edition.objects.filter(story__in=changed).order_by("updated_at")
    return list(dict(editions.values_list("story_id", "title")).values())


@transaction.atomic
def fan_out(issue: Issue, now: datetime) -> int:
    """A row for each of the audience, and the issue begins. Safe to run twice."""
    query, values = audience(issue).order_by().values("id").query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(FAN_OUT.format(audience=query), [issue.pk, *values])
    count = issue.deliveries.count()
    issue.begin(now, audience=count)
    return count
