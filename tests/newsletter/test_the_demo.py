"""The demo's newsletter: loaded once, true to the rules that real rows obey."""

from django.utils import timezone

from newsletter.demo.load import load
from newsletter.forgetting import forget_unconfirmed
from newsletter.models import ConsentEvent, Gathering, Issue, Subscriber, Subscription


def test_it_fills_the_newsletter_and_does_so_once(db):
    for _time in range(2):
        load()
    assert Subscriber.objects.count() == 200
    assert Issue.objects.in_archive().count() == 4
    assert Gathering.objects.public().coming(timezone.now()).count() == 5
    assert not Subscription.objects.exclude(evidence__kind="confirmed").exists()
    assert ConsentEvent.objects.filter(kind="requested").count() == 200


def test_each_issue_went_to_those_on_the_list_that_day(db):
    load()
    counts = [issue.audience_count for issue in Issue.objects.order_by("sent_at")]
    assert counts == sorted(counts) and 0 < counts[0] < counts[-1]


def test_nobody_of_it_is_forgotten_at_once(db):
    load()
    assert forget_unconfirmed(timezone.now()) == 0
    assert Subscriber.objects.on_the_list().count() > 150
