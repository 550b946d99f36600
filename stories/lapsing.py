"""What the calendar does to consents: people are told ahead, and rows are put right."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ijm import generation, mail, roles
from ijm.contributions import Filled, Letter, Tag
from ijm.dates import today
from ijm.models import OutgoingMail, SiteSettings, StaffMember
from stories import consenting
from stories.models import Consent, Edition, Enclosure, Photo
from stories.models.recognisable import Recognisable

DAYS_AHEAD = (60, 30, 7)
LAPSES, VERIFIED, REFUSED = "consent-lapses", "consent-verified", "consent-refused"
AT_ONCE = 100


def tell_of_lapses(now: datetime) -> int:
    """Each owner once 60, 30 and 7 days ahead; says how many letters are new."""
    day = today(now)
    wanted = {
        f"{LAPSES}-{consent.pk}-{ahead}-{person.pk}": (consent, person)
        for consent in Consent.objects.lapsing(day).select_related("subject")
        if not consent.is_outlasted(day)
        for ahead in [min(d for d in DAYS_AHEAD if consent.lapses_on <= _in(day, d))]
        for person in owners(consent)
    }
    told = OutgoingMail.objects.filter(cause__in=wanted).values_list("cause", flat=True)
    fresh = wanted.keys() - set(told)
    for cause in sorted(fresh):
        consent, person = wanted[cause]
        mail.post(LAPSES, to=person.email, about=consent, cause=cause)
    return len(fresh)


def owners(consent: Consent) -> Iterable[StaffMember]:
    """Who handed it in, who verified it, and all of Safeguarding."""
    guards = StaffMember.objects.filter(groups__name=roles.SAFEGUARDING)
    people = {consent.handed_in_by, consent.verified_by, *guards}
    return [person for person in people if person and person.is_active]


def tell_of_decision(consent: Consent) -> None:
    """To whoever handed it in, who cannot look it up."""
    letter = REFUSED if consent.refused_at else VERIFIED
    person = consent.handed_in_by
    if person.is_active:
        cause = f"{letter}-{consent.pk}"
        mail.post(letter, to=person.email, about=consent, cause=cause)


def put_consents_right(now: datetime) -> int:
    """What follows from consents and the calendar, should a row say otherwise."""
    moved = _put_right(Photo, now) + _put_right(Enclosure, now)
    return moved + _put_editions_right(now)


def _put_right(model: type[Photo | Enclosure], now: datetime) -> int:
    """Some at a time, so that nobody waits long to publish."""
    of_people = model.objects.filter(recognisable=Recognisable.SUBJECT)
    ids = list(of_people.order_by("pk").values_list("pk", flat=True))
    parts = (ids[at : at + AT_ONCE] for at in range(0, len(ids), AT_ONCE))
    return sum(
        _put_some_right(model.objects.filter(pk__in=part), now) for part in parts
    )


def _put_some_right(things: Any, now: datetime) -> int:
    with transaction.atomic():
        consenting.alone()
        moved = things.reconsider(now)
        if moved:
            generation.bump()
    return moved


def _put_editions_right(now: datetime) -> int:
    """Some of them each time; a longer list is gone through in turns."""
    live = Edition.objects.public(now).of_subjects().order_by("pk")
    turns = max(1, -(-live.count() // AT_ONCE))
    first = int(now.timestamp() / 60) % turns * AT_ONCE
    stories = [each.story for each in live.select_related("story")[first:][:AT_ONCE]]
    return sum(story.refreeze(now) is not None for story in stories)


def _in(day: date, days: int) -> date:
    return date.fromordinal(day.toordinal() + days)


def _filled(consent: Consent, _extra: Mapping[str, Any]) -> Filled:
    subject = consent.subject
    return {
        "charity": SiteSettings.current().name,
        "who": subject.reference,
        "day": date_format(consent.lapses_on),
        "why": consent.refused_why,
        "photos": str(subject.photos.filter(withdrawn_at=None).count()),
        "recordings": str(subject.enclosures.filter(withdrawn_at=None).count()),
        "stories": str(subject.appearances.count()),
        "subject_link": settings.SITE_URL + subject.desk_url,
    }


TAGS = (
    Tag("charity", _("The charity’s name"), sample="Threshold"),
    Tag("who", _("The subject’s reference"), sample="S-014"),
    Tag("day", _("The day on which it ends"), sample="3 May 2027"),
    Tag("why", _("Why it was refused"), sample="The date is missing."),
    Tag("photos", _("How many photos show this subject"), sample="2"),
    Tag("recordings", _("How many recordings or documents hold them"), sample="1"),
    Tag("stories", _("In how many stories they appear"), sample="1"),
    Tag(
        "subject_link",
        _("The subject at the desk"),
        kind="button",
        label=_("Open at the desk"),
        sample="https://example.org/admin/stories/subject/14/change/",
    ),
)


def _letter(name: str, title: Promise, subject: Promise, body: Promise) -> Letter:
    return Letter(name, title, subject, body, _filled, TAGS)


LETTERS = (
    _letter(
        LAPSES,
        _("To colleagues: a consent ends soon"),
        _("The consent of {who} ends on {day}"),
        _(
            "From {day} on nothing may be shown that rests on this consent of {who}: "
            "photos ({photos}), recordings and documents ({recordings}) and stories "
            "({stories}) leave the site then.\n\n"
            "If it is safe, ask them again and hand in the new form.\n\n{subject_link}"
        ),
    ),
    _letter(
        VERIFIED,
        _("To colleagues: a consent was verified"),
        _("The consent of {who} counts now"),
        _(
            "Safeguarding has verified the consent of {who} that you handed in. It "
            "counts until {day}.\n\n{subject_link}"
        ),
    ),
    _letter(
        REFUSED,
        _("To colleagues: a consent was refused"),
        _("The consent of {who} was not accepted"),
        _(
            "Safeguarding could not accept the consent of {who} that you handed in:\n\n"
            "{why}\n\n{subject_link}"
        ),
    ),
)
