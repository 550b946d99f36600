"""Every address × every role, from the resolver; an address nobody decided on fails."""

import re
import uuid

import pytest
from django.contrib import admin
from django.db import models
from django.urls import NoReverseMatch, reverse

from tests.site import rights
from tests.site.addresses import every_address, model_addresses

pytestmark = pytest.mark.django_db
PEOPLE = (
    "plain_pia",
    "writer_wen",
    "editor_esi",
    "safeguarding_sol",
    "newsletter_noor",
    "finance_femi",
    "admin_amina",
)
NOT_BEHIND_SIGN_IN = {
    "admin:login",
    "admin:logout",
    "admin:view_on_site",
    "admin:app_list",
}
ACTIONS = {"changelist": "v", "add": "a", "change": "c", "delete": "d"}
# Django's own: the address of an object without its verb, and the admin's catch-all.
DJANGOS = re.compile(r"admin/(\w+/\w+/<path:object_id>/|\(\?P<url>\.\*\)\$)$")


@pytest.fixture
def clients(request, signed_in, charity):
    """One signed-in client for each member of the cast."""
    return {name: signed_in(request.getfixturevalue(name)) for name in PEOPLE}


def nobody(model: type[models.Model]) -> str:
    """A key that no row has."""
    return (
        str(uuid.UUID(int=0)) if isinstance(model._meta.pk, models.UUIDField) else "0"
    )


def test_every_address_is_decided_on() -> None:
    decided = (
        set(model_addresses())
        | set(rights.EXTRA)
        | rights.STAFF_DOORS
        | rights.PUBLIC
        | rights.DONORS
    )
    found = {each.name for each in every_address() if not DJANGOS.match(each.route)}
    assert found - decided == set(), "say in tests/site/rights.py who may see these"
    assert decided - found == set(model_addresses()) - found, "these are gone"


@pytest.mark.parametrize(
    "model", sorted(admin.site._registry, key=lambda m: m._meta.label), ids=str
)
def test_a_model_opens_for_whom_it_should(clients, model) -> None:
    stem = f"admin:{model._meta.app_label}_{model._meta.model_name}"
    allowed = rights.MODELS[model._meta.label]
    for person, client in clients.items():
        found = ""
        for action, letter in ACTIONS.items():
            args = [nobody(model)] if action in {"change", "delete"} else []
            try:
                answer = client.get(reverse(f"{stem}_{action}", args=args))
            except NoReverseMatch:
                continue
            assert answer.status_code in {200, 302, 403}, (person, action)
            found += letter if answer.status_code != 403 else ""
        assert found == allowed.get(person, ""), person


@pytest.mark.parametrize("name", sorted(rights.EXTRA))
def test_other_admin_addresses_open_for_whom_they_should(clients, name) -> None:
    args, allowed = rights.EXTRA[name]
    for person, client in clients.items():
        answer = client.get(reverse(name, args=args))
        if answer.status_code == 405:
            answer = client.post(reverse(name, args=args))
        assert (answer.status_code != 403) == (person in allowed), person


def staff_only() -> list[str]:
    doors = rights.STAFF_DOORS - NOT_BEHIND_SIGN_IN
    return sorted(doors | {f"{name}" for name in rights.EXTRA})


@pytest.mark.parametrize("name", staff_only())
def test_a_stranger_is_sent_to_sign_in(client, charity, name) -> None:
    args = rights.EXTRA[name][0] if name in rights.EXTRA else ()
    answer = client.get(reverse(name, args=args))
    assert answer.status_code == 302
    assert answer["Location"].startswith("/admin/login/")


@pytest.mark.parametrize("name", sorted(rights.DONORS))
def test_a_stranger_does_not_reach_a_donors_pages(client, charity, name) -> None:
    takes_key = name.startswith("donations:pledge")
    args = [uuid.UUID(int=0)] if takes_key else []
    answer = client.get(reverse(name, args=args))
    assert answer.status_code == 302
    assert answer["Location"].startswith("/donor/")
