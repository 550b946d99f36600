"""Evidence cannot be rewritten: not by our code, not by SQL in the ordinary role."""

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from ijm.models import AlreadyWritten
from newsletter.models import ConsentEvent, ConsentText, Subscriber, Subscription

TABLES = ("newsletter_consentevent", "newsletter_consenttext")
CHANGES = (
    "UPDATE {} SET id = id",
    "DELETE FROM {}",
    "TRUNCATE {} CASCADE",
)


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("table", TABLES)
def test_the_database_refuses(reader, table, change):
    with connection.cursor() as cursor:
        cursor.execute("SHOW session_replication_role")
        assert cursor.fetchone() == ("origin",)
        with pytest.raises(DatabaseError), transaction.atomic():
            cursor.execute(change.format(table))


def test_our_code_refuses(reader):
    for row in (ConsentEvent.objects.first(), ConsentText.objects.first()):
        with pytest.raises(AlreadyWritten):
            row.save()
        with pytest.raises(AlreadyWritten):
            row.delete()


def test_new_words_are_a_new_version(db):
    first = ConsentText.shown_at(timezone.now())
    second = ConsentText.add("Other words.", active_from=timezone.now())
    assert second.version == first.version + 1
    assert ConsentText.shown_at(timezone.now()) == second
    assert len(second.sha256) == 64 and second.sha256 != first.sha256


@pytest.mark.parametrize(
    "columns",
    [
        {"ended_at": None, "ended_reason": "unsubscribed"},
        {"ended_at": "2020-01-01T00:00Z", "ended_reason": "unsubscribed"},
        {"ended_at": timezone.now, "ended_reason": ""},
    ],
    ids=["reason without end", "ended before it began", "end without reason"],
)
def test_a_subscription_ends_once_later_and_for_a_reason(reader, columns):
    columns = {name: v() if callable(v) else v for name, v in columns.items()}
    with pytest.raises(DatabaseError), transaction.atomic():
        Subscription.objects.update(**columns)


def test_one_interest_is_on_once(reader):
    on = reader.subscriptions.first()
    on.pk = None
    with pytest.raises(DatabaseError), transaction.atomic():
        on.save(force_insert=True)


def test_a_set_and_a_row_agree_on_who_is_on_the_list(reader):
    assert list(Subscriber.objects.on_the_list()) == [reader]
    assert reader.is_on_the_list
