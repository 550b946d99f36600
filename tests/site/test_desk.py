"""The admin's front page tells each person what waits for them, and no more."""

import pytest
from django.urls import reverse

from ijm.contributions import Registry
from ijm.front_page import DeskAction, DeskItem, DeskLine, DeskList

pytestmark = pytest.mark.django_db


@pytest.fixture
def items(monkeypatch) -> Registry[DeskItem]:
    """A registry of the test's own, in place of the house's."""
    registry: Registry[DeskItem] = Registry()
    monkeypatch.setattr("ijm.desk.desk_items", registry)
    return registry


def item(name: str, count: int, **fields: object) -> DeskItem:
    return DeskItem(
        name,
        title=f"{name} wait",
        count=lambda person: count,
        url="/admin/there/",
        permission="ijm.change_sitesettings",
        **fields,
    )


def desk(client) -> str:
    return client.get(reverse("admin:index")).content.decode()


def test_it_lists_what_waits(items, signed_in, admin_amina) -> None:
    items.add(item("drafts", 3))
    page = desk(signed_in(admin_amina))
    assert "drafts wait" in page and ">3<" in page


def test_it_hides_what_is_empty(items, signed_in, admin_amina) -> None:
    items.add(item("drafts", 0))
    page = desk(signed_in(admin_amina))
    assert "drafts wait" not in page
    assert "Nothing is waiting" in page


def test_it_puts_alarms_first(items, signed_in, admin_amina) -> None:
    items.add(item("drafts", 3))
    items.add(item("failures", 1, tone="alarm"))
    page = desk(signed_in(admin_amina))
    assert page.index("failures wait") < page.index("drafts wait")


def test_it_shows_nobody_what_they_may_not_do(items, signed_in, plain_pia) -> None:
    items.add(item("drafts", 3))
    assert "drafts wait" not in desk(signed_in(plain_pia))


def test_it_carries_the_charity_s_name(charity, signed_in, admin_amina) -> None:
    assert "Threshold" in desk(signed_in(admin_amina))


def test_it_offers_what_a_person_may_begin(monkeypatch, signed_in, request) -> None:
    actions: Registry[DeskAction] = Registry()
    monkeypatch.setattr("ijm.desk.desk_actions", actions)
    actions.add(DeskAction("begin", "Begin", "/admin/begin/", "ijm.change_staffmember"))
    for person, offered in (("admin_amina", True), ("plain_pia", False)):
        page = desk(signed_in(request.getfixturevalue(person)))
        assert ("/admin/begin/" in page) == offered


def test_it_shows_lists_that_have_something(
    monkeypatch, signed_in, admin_amina
) -> None:
    lists: Registry[DeskList] = Registry()
    monkeypatch.setattr("ijm.desk.desk_lists", lists)
    may = "ijm.change_staffmember"
    line = DeskLine("The third thing", "/admin/third/", "tomorrow")
    lists.add(DeskList("full", "Coming up", lambda person, now: [line], may))
    lists.add(DeskList("empty", "Left off", lambda person, now: [], may))
    page = desk(signed_in(admin_amina))
    assert "Coming up" in page and "The third thing" in page and "tomorrow" in page
    assert "Left off" not in page
