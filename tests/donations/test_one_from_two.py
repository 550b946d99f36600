"""Two rows of one person are joined by people, for good, and lose nothing."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from donations import doubles, portal, timeline
from donations.models import Donor, LedgerEntry, NotJoinable, NotTheSame, Pledge
from donations.models.sign_in_code import PURPOSE
from ijm import links
from ijm.models import OutgoingMail
from tests.donations.test_pressing_twice import all_at_once
from tests.make_donations import make_donor, make_gift, make_running_pledge

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("charity")]


@pytest.fixture
def bel(amara) -> Donor:
    return make_donor(display_name="Bel Ito", email="bel@example.org")


def proved(donor: Donor) -> Donor:
    donor.change(email_verified_at=timezone.now())
    return donor


def whys() -> list[str]:
    return [str(pair.why) for pair in doubles.pairs()]


def test_what_looks_like_one_is_suggested_surest_first(amara):
    proved(amara)
    make_donor(display_name="Somebody else")  # the same address, only typed
    for name in ("Jun Sato", "JUN SATO"):
        make_donor(
            display_name=name, email="", postal_address="1 Long Road\nSydney 2000"
        )
    make_donor(display_name="Zephyrine Quetzal", email="")
    make_donor(display_name="Zephirine Quetzal", email="")
    assert whys() == [str(doubles.WHY[key]) for key in ("address", "place", "name")]


def test_what_does_not_is_not(amara, bel):
    make_donor(email="other@example.org", display_name="Someone")
    make_donor(display_name="Jun Sato", email="", postal_address="Sydney 2000")
    make_donor(display_name="Ada Lim", email="", postal_address="Sydney 2000")
    assert whys() == []


def test_told_apart_they_are_not_shown_again(amara, finance_femi):
    amara.change(postal_address="Sydney 2000")
    twin = make_donor(email="", postal_address="Sydney 2000")
    assert len(doubles.pairs()) == doubles.count() == 1
    for pair in ((amara, twin), (twin, amara)):
        doubles.tell_apart(*pair, finance_femi, timezone.now())
    assert doubles.pairs() == [] and NotTheSame.objects.count() == 1


def test_the_joined_and_the_erased_are_in_no_pair(amara):
    twin, third = make_donor(email=""), make_donor(email="")
    twin.merge_into(amara)
    assert len(doubles.pairs()) == 1
    from donations import forgetting

    forgetting.erase(third, timezone.now())
    assert doubles.pairs() == []


def test_the_queue_takes_as_many_queries_for_many_pairs(finance_femi, signed_in):
    desk = signed_in(finance_femi)

    def asked() -> int:
        desk.get("/admin/donations/donor/doubles/")
        with CaptureQueriesContext(connection) as queries:
            desk.get("/admin/donations/donor/doubles/")
        return len(queries)

    for _each in range(2):
        make_donor(email="")
    few = asked()
    for _each in range(10):
        make_donor(email="")
    assert asked() == few


def test_staff_join_two_and_everything_follows(amara, bel, finance_femi, signed_in):
    gift, pledge = make_gift(donor=bel), make_running_pledge(donor=bel)
    bel.write_down("note", timezone.now(), finance_femi, "Prefers letters.")
    books = list(LedgerEntry.objects.values())
    desk = signed_in(finance_femi)
    url = f"/admin/donations/donor/{amara.pk}/joining/{bel.pk}/"
    page = desk.get(url).content.decode()
    assert "bel@example.org" in page and pledge.reference in page
    assert desk.post(url, {"reason": "a call"}).status_code == 422
    desk.post(url, {"stays": str(amara.pk), "reason": "a call, 3 May"})
    for row in (bel, gift, pledge):
        row.refresh_from_db()
    assert bel.merged_into == amara and bel.display_name == "Bel Ito"
    assert pledge.donor == amara and gift.donor == bel
    assert list(LedgerEntry.objects.values()) == books
    told = " ".join(f"{m.words} {m.detail}" for m in timeline.page_of(amara).moments)
    for piece in ("$50", "Prefers letters.", "Bel Ito bel@example.org: a call, 3 May"):
        assert piece in told
    assert desk.get(url).status_code == 404


def test_the_desk_tells_apart_by_a_button(amara, finance_femi, signed_in):
    amara.change(postal_address="Sydney 2000")
    twin = make_donor(email="", postal_address="Sydney 2000")
    desk = signed_in(finance_femi)
    assert "may be one" in desk.get("/admin/").content.decode()
    url = f"/admin/donations/donor/{amara.pk}/joining/{twin.pk}/apart/"
    assert desk.get(url).status_code == 405
    desk.post(url)
    assert (
        "No two donors" in desk.get("/admin/donations/donor/doubles/").content.decode()
    )


def test_any_row_can_be_joined_to_one_named_by_a_reference(
    amara, bel, finance_femi, signed_in
):
    pledge = make_running_pledge(donor=amara)
    url = f"/admin/donations/donor/{bel.pk}/amend/joining/"
    answers = {"whose": pledge.reference, "reason": "a call"}
    assert signed_in(finance_femi).post(url, answers).status_code == 302
    bel.refresh_from_db()
    assert bel.merged_into == amara
    itself = f"/admin/donations/donor/{amara.pk}/amend/joining/"
    assert signed_in(finance_femi).post(itself, answers).status_code == 422


def test_signing_in_with_the_old_address_leads_to_the_survivor(amara, bel):
    proved(bel).merge_into(amara)
    portal.ask_for_a_link("bel@example.org")
    letter = OutgoingMail.objects.get()
    assert letter.recipient == "bel@example.org"
    client = Client(headers={"sec-fetch-site": "same-origin"})
    token = links.mint(PURPOSE, letter.about, timedelta(hours=1))
    client.post(f"/donor/sign-in/{token}/")
    assert b"Amara Okafor" in client.get("/donor/giving/").content


def test_an_address_that_was_only_typed_leads_nowhere(amara, bel):
    bel.merge_into(amara)
    portal.ask_for_a_link("bel@example.org")
    assert not OutgoingMail.objects.exists()


def test_whoever_proves_that_address_later_has_a_portal_of_their_own(amara, bel):
    proved(bel).merge_into(amara)
    other = proved(make_donor(display_name="Bel II", email="bel@example.org"))
    portal.ask_for_a_link("bel@example.org")
    assert OutgoingMail.objects.get().about == other


def test_what_was_joined_moves_on_with_what_it_was_joined_to(amara, bel):
    third = make_donor(display_name="C", email="c@example.org")
    amara.merge_into(bel)
    bel.merge_into(third)
    for row in (amara, bel):
        row.refresh_from_db()
        assert row.merged_into == third


def test_a_circle_or_a_second_joining_is_refused(amara, bel):
    amara.merge_into(bel)
    for one, other in ((bel, amara), (amara, bel), (bel, bel)):
        with pytest.raises(NotJoinable):
            one.merge_into(other)


def test_the_database_refuses_it_too(amara, bel):
    third = make_donor(email="c@example.org")
    amara.merge_into(bel)
    refusals = {
        "donor_joins_what_stands": (third, amara),
        "donor_takes_along_what_joined_it": (bel, third),
        "donor_stays_joined": (amara, None),
    }
    for name, (one, other) in refusals.items():
        with pytest.raises(IntegrityError, match=name), transaction.atomic():
            Donor.objects.filter(pk=one.pk).update(merged_into=other)
    with pytest.raises(IntegrityError, match="donor_joins_what_stands"):
        with transaction.atomic():
            make_donor(email="d@example.org", merged_into=amara)
    with pytest.raises(IntegrityError, match="not_the_same_in_order"):
        first, second = sorted((bel, third), key=lambda row: row.pk)
        with transaction.atomic():
            NotTheSame.objects.create(first=second, second=first, by_id=1)


def test_nobody_joins_somebody_erased(amara, bel):
    from donations import forgetting

    forgetting.erase(bel, timezone.now())
    with pytest.raises(NotJoinable):
        amara.merge_into(bel)
    with pytest.raises(IntegrityError, match="donor_joins_what_stands"):
        with transaction.atomic():
            Donor.objects.filter(pk=amara.pk).update(merged_into=bel)


def test_only_who_may_change_donors_sees_pairs(amara, bel, editor_esi, signed_in):
    client = signed_in(editor_esi)
    for page in ("doubles/", f"{amara.pk}/joining/{bel.pk}/"):
        assert client.get(f"/admin/donations/donor/{page}").status_code == 403


@pytest.mark.django_db(transaction=True)
def test_two_at_once_make_no_circle(charity):
    """Ten try to join two rows crosswise: one does, and one row stands."""
    rows = [make_donor(email=f"{name}@example.org") for name in "ab"]
    for row in rows:
        make_running_pledge(donor=row)
    ways = [(0, 1), (1, 0)] * 5

    def join() -> bool:
        one, other = ways.pop()
        try:
            Donor.objects.get(pk=rows[one].pk).merge_into(rows[other])
        except NotJoinable:
            return False
        return True

    assert all_at_once(join).count(True) == 1
    assert Donor.objects.standing().count() == 1
    assert Pledge.objects.filter(donor=Donor.objects.standing().get()).count() == 2


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("guarded", [True, False])
def test_the_trigger_alone_keeps_circles_out(charity, guarded):
    """Bare UPDATEs at once; without the trigger (the control) both go through."""
    from threading import Barrier

    rows = [make_donor(email=f"{name}@example.org") for name in "ab"]
    ways, met = [(0, 1), (1, 0)] * 5, Barrier(10)

    def join() -> bool:
        one, other = ways.pop()
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                if not guarded:
                    cursor.execute("SET LOCAL session_replication_role = replica")
                met.wait()
                cursor.execute(
                    "UPDATE donations_donor SET merged_into_id = %s WHERE id = %s",
                    [rows[other].pk, rows[one].pk],
                )
        except DatabaseError:
            return False
        return True

    all_at_once(join)
    standing = Donor.objects.filter(merged_into=None).count()
    assert standing == (1 if guarded else 0)
