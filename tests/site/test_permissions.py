"""Role × every address of the admin, on rows that exist and on rows that do not.

Generated from the resolver and the admin's registry: an address, a model, a chooser or
an action that nobody decided on in rights.py fails here.
"""

import re
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.contrib import admin
from django.contrib.admin.exceptions import DisallowedModelAdminLookup
from django.db import models, transaction
from django.test import Client, override_settings
from django.urls import NoReverseMatch, reverse

from stories.models import Story
from tests import make_stories
from tests.cast import CAST, found_the_charity, hire
from tests.site import rights
from tests.site.addresses import every_address, model_addresses
from tests.site.doors import STRANGER, Answer, factory, knock
from tests.site.one_of_each import a_row

pytestmark = pytest.mark.django_db
NOT_BEHIND_SIGN_IN = {
    "admin:login",
    "admin:logout",
    "admin:view_on_site",
    "admin:app_list",
}
# Where half a session may come; tests/ijm/test_second_step.py says what it finds.
SECOND_STEP = {
    "admin:logout",
    "admin:second_step",
    "admin:own_sign_in",
    "admin:own_app",
    "admin:own_passkey",
}
DOORS = ("/admin/login/", "/admin/second-step/")
# Each letter of rights.MODELS, and all the ways to try it. They must agree.
WAYS: dict[str, tuple[tuple[str, str, str], ...]] = {
    "v": (
        ("get", "changelist", ""),
        ("get", "changelist", "?_popup=1"),
        ("get", "history", ""),
    ),
    "a": (("get", "add", ""), ("get", "add", "?_popup=1"), ("post", "add", "")),
    "c": (
        ("get", "change", ""),
        ("get", "change", "?_popup=1"),
        ("get", "change missing", ""),
    ),
    "s": (("post", "change", ""),),
    "d": (("get", "delete", ""), ("get", "delete missing", ""), ("post", "delete", "")),
}
# A popup asks the same permissions by the same code, so fewer people try it.
BY_POPUP = ("plain_pia", "writer_wen", "admin_amina")
# Django's own: the address of an object without its verb, and the admin's catch-all.
DJANGOS = re.compile(r"admin/(\w+/\w+/<path:object_id>/|\(\?P<url>\.\*\)\$)$")
REGISTRY = sorted(admin.site._registry.items(), key=lambda each: each[0]._meta.label)
SEALED = "Sealed by the court"


@dataclass
class House:
    """One set of people and rows, for every cell."""

    people: dict[str, Any]
    kept: Story
    rows: dict[type[models.Model], Any]
    tried: int = 0

    def knock(self, who: str, method: str, address: str, told: Any = None) -> Answer:
        self.tried += 1
        return knock(self.people.get(who, STRANGER), method, address, told)


@pytest.fixture(scope="module")
def house(django_db_setup, django_db_blocker, tmp_path_factory) -> Iterator[House]:
    folder = tmp_path_factory.mktemp("files")
    storages = make_stories.storages_in(folder)
    with (
        django_db_blocker.unblock(),
        override_settings(STORAGES=storages, TWO_PEOPLE_PUBLISH=False),
        transaction.atomic(),
    ):
        found_the_charity()
        people = {name: hire(name) for name in CAST}
        kept = make_stories.make_story(title=SEALED, by=people[rights.WRITER])
        kept.readers.add(people[rights.WRITER])
        rows = {Story: make_stories.make_published()}
        rows |= {model: a_row(model) for model, _screen in REGISTRY if model != Story}
        house = House(people, kept, rows)
        yield house
        print(f"{house.tried} doors were tried")
        transaction.set_rollback(True)


def stem(model: type[models.Model]) -> str:
    return f"admin:{model._meta.app_label}_{model._meta.model_name}"


STORYS = "admin:stories_story_"


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


def ways_in(house: House, model: type[models.Model]) -> Iterator[tuple[str, str, str]]:
    """(letter, method, address) of a model's own screens."""
    for letter, ways in WAYS.items():
        for method, place, query in ways:
            action, _space, missing = place.partition(" ")
            pk = nobody(model) if missing else house.rows[model].pk
            args = [] if action in {"changelist", "add"} else [pk]
            try:
                address = reverse(f"{stem(model)}_{action}", args=args)
            except NoReverseMatch:
                continue
            yield letter, method, address + query


def test_each_model_opens_for_whom_it_should(house) -> None:
    wrong = []
    for model, _screen in REGISTRY:
        allowed = rights.MODELS[model._meta.label]
        for letter, method, address in ways_in(house, model):
            for who in BY_POPUP if "_popup" in address else CAST:
                answer = house.knock(who, method, address)
                if not answer.is_right(letter in allowed.get(who, "")):
                    wrong.append(f"{who} {method} {address}: {answer.status}")
                if answer.location == "/admin/" and "/0" not in address:
                    wrong.append(f"{who} {method} {address}: its row is not there")
                assert answer.status in {200, 302, 403, 409, 422}, (who, address)
    assert not wrong, "\n".join(wrong)


def arguments(house: House, name: str) -> tuple[object, ...]:
    """Those of an address beside a model's own, of a row that exists."""
    args = rights.EXTRA[name][0]
    if name in rights.OF_A_STORYS:
        model = rights.OF_A_STORYS[name]
        return of_the_storys(model, house.rows[Story], house)
    found = (m for m, _screen in REGISTRY if name.startswith(f"{stem(m)}_"))
    model = next(found, None)
    takes_a_row = model and args and args[0] in {0, nobody(model)}
    return (house.rows[model].pk, *args[1:]) if takes_a_row else args


def of_the_storys(make: Callable[..., Any], story: Story, house: House) -> Any:
    return (story.pk, make(story, house.people[rights.EDITOR]).pk)


def methods_of(house: House, address: str) -> list[str]:
    """Those that the view takes at all."""
    return [
        method
        for method in ("get", "post")
        if house.knock(rights.ADMIN, method, address).status != 405
    ]


def test_other_admin_addresses_open_for_whom_they_should(house) -> None:
    """By GET and by POST, for a row that is there and for one that is not."""
    wrong = []
    for name, (missing, allowed) in sorted(rights.EXTRA.items()):
        existing = arguments(house, name)
        for args in dict.fromkeys([missing, existing]):
            address = reverse(name, args=args)
            for method in methods_of(house, address):
                fewer = rights.FEWER_DO.get(name) if method == "post" else None
                let_in = fewer if fewer and args == existing else allowed
                for who in CAST:
                    answer = house.knock(who, method, address)
                    if not answer.is_right(who in let_in):
                        wrong.append(f"{who} {method} {address}: {answer.status}")
    assert not wrong, "\n".join(wrong)


def test_a_story_kept_to_readers_is_not_there_for_others(house) -> None:
    """Whatever the address of a story: 404, as if it had never been."""
    kept, wrong = house.kept, []
    of_stories = (each for each in rights.EXTRA if each.startswith(STORYS))
    names = [
        name
        for name in of_stories
        if rights.EXTRA[name][0] and name not in rights.OF_NO_STORY
    ]
    for name in names:
        make = rights.OF_A_STORYS.get(name)
        args = of_the_storys(make, kept, house) if make else (kept.pk,)
        address, told = reverse(name, args=args), rights.ASKED_WITH.get(name)
        for method in methods_of(house, address):
            for who in rights.EXTRA[name][1]:
                if method == "post" and who not in rights.FEWER_DO.get(name, {who}):
                    continue
                sees = who in {rights.WRITER, rights.GUARD, rights.ADMIN}
                status = house.knock(who, method, address, told).status
                if (status == 404) == sees:
                    wrong.append(f"{who} {method} {address}: {status}")
    for action in ("change", "history"):
        address = reverse(f"admin:stories_story_{action}", args=[kept.pk])
        for query in ("", "?_popup=1"):
            answer = house.knock(rights.EDITOR, "get", address + query)
            if answer.location != "/admin/":
                wrong.append(f"{action}{query}: {answer.status}")
    assert not wrong, "\n".join(wrong)


def choosers() -> Iterator[tuple[str, type[models.Model]]]:
    """The address behind every chooser of the admin, and the model it looks in."""
    for model, screen in REGISTRY:
        beside = [inline(model, admin.site) for inline in screen.inlines]
        for owner in (screen, *beside):
            for name in owner.autocomplete_fields:
                meta = owner.model._meta
                query = (
                    f"?app_label={meta.app_label}&model_name={meta.model_name}"
                    f"&field_name={name}&term=sealed"
                )
                target = meta.get_field(name).remote_field.model
                yield reverse("admin:autocomplete") + query, target


def test_a_chooser_shows_only_what_its_list_would(house) -> None:
    wrong = []
    for address, target in choosers():
        for who in CAST:
            sees = "v" in rights.MODELS[target._meta.label].get(who, "")
            if not house.knock(who, "get", address).is_right(sees):
                wrong.append(f"{who} {address}")
    assert not wrong, "\n".join(wrong)


def reaches_into(model: type[models.Model]) -> Iterator[str]:
    """Every question that the address of its list could ask of a table beside it."""
    for relation in model._meta.get_fields():
        beside = relation.related_model if relation.is_relation else None
        if beside and beside != "self" and not relation.name.endswith("+"):
            columns = (c for c in beside._meta.concrete_fields if not c.primary_key)
            for column in columns:  # a key is a number; it tells nothing
                yield f"{relation.name}__{column.name}__startswith"


def test_no_list_answers_questions_about_what_it_does_not_show(house) -> None:
    """`?donor__email__startswith=a`, letter by letter, would read a hidden column."""
    request = factory.get("/admin/")
    request.user = house.people[rights.ADMIN]
    answered = set()
    for model, screen in REGISTRY:
        for lookup in reaches_into(model):
            house.tried += 1
            if screen.lookup_allowed(lookup, "a", request):
                answered.add(f"{model._meta.label} {lookup}")
    assert answered == rights.ANSWERED
    wanted = "/admin/donations/payment/?donor__email__startswith=a"
    with pytest.raises(DisallowedModelAdminLookup):
        house.knock(rights.MONEY, "get", wanted)
    with pytest.raises(DisallowedModelAdminLookup):
        wanted = "/admin/ijm/staffmember/?password__startswith=a"
        house.knock(rights.ADMIN, "get", wanted)


def test_no_screen_tells_the_name_of_a_story_kept_from_a_person(house) -> None:
    lists = [reverse(f"{stem(model)}_changelist") for model, _screen in REGISTRY]
    addresses = ["/admin/", *lists, *(address for address, _target in choosers())]
    told = []
    for who in (rights.EDITOR, rights.LETTERS):
        client = Client(headers={"Sec-Fetch-Site": "same-origin"})
        client.force_login(house.people[who])
        for address in addresses:
            house.tried += 1
            if SEALED in client.get(address, follow=True).content.decode():
                told.append(f"{who} {address}")
    assert not told, "\n".join(told)


def test_each_action_of_a_list_is_for_whom_it_should_be(house) -> None:
    found: dict[str, set[str]] = {}
    for model, screen in REGISTRY:
        for who in CAST:
            request = factory.get("/admin/")
            request.user = house.people[who]
            for name in screen.get_actions(request):
                found.setdefault(f"{model._meta.label}.{name}", set()).add(who)
            house.tried += 1
    deleting = {
        f"{label}.delete_selected": {who for who, may in people.items() if "d" in may}
        for label, people in rights.MODELS.items()
    }
    decided = {**rights.ACTIONS, **{key: who for key, who in deleting.items() if who}}
    assert found == decided, "say in tests/site/rights.py who may do these"


def test_a_stranger_is_sent_to_sign_in(house) -> None:
    doors = dict.fromkeys(rights.STAFF_DOORS - NOT_BEHIND_SIGN_IN, ())
    doors |= {name: arguments(house, name) for name in rights.EXTRA}
    addresses = [reverse(name, args=args) for name, args in doors.items()]
    for model, _screen in REGISTRY:
        addresses += [address for _letter, _method, address in ways_in(house, model)]
    for address in addresses:
        for method in ("get", "post"):
            answer = house.knock("a stranger", method, address)
            # 403 gives back what was typed into a story when the session had ended.
            kept_out = answer.sends_to_sign_in or answer.status in {403, 405}
            assert kept_out, (method, address)


def test_after_the_password_alone_no_address_opens(house, settings) -> None:
    """Every address leads to the second step, choosers, popups and exports as well."""
    settings.TWO_FACTOR = True
    client = Client(headers={"Sec-Fetch-Site": "same-origin"})
    client.force_login(house.people[rights.ADMIN])
    doors = dict.fromkeys(rights.STAFF_DOORS - SECOND_STEP, ())
    doors["admin:view_on_site"], doors["admin:app_list"] = (1, 1), ("stories",)
    doors |= {name: args for name, (args, _who) in rights.EXTRA.items()}
    addresses = [reverse(name, args=args) for name, args in doors.items()]
    addresses += [address for address, _target in choosers()]
    for model, _screen in REGISTRY:
        addresses += [address for _letter, _method, address in ways_in(house, model)]
    wrong = []
    for address in dict.fromkeys(addresses):
        house.tried += 2
        looked, sent = client.get(address), client.post(address)
        if not looked.headers.get("Location", "").startswith("/admin/second-step/"):
            wrong.append(f"get {address}: {looked.status_code}")
        kept_out = sent.headers.get("Location", "").startswith(DOORS)
        if not (
            kept_out or address == "/admin/login/" or sent.status_code in {403, 405}
        ):
            wrong.append(f"post {address}: {sent.status_code}")
    assert not wrong, "\n".join(wrong)


TAKES: dict[str, list[object]] = {
    "donations:donor-wishes": ["newsletter"],
    "donations:statements": [2026],
    "donations:statement": [2026, uuid.UUID(int=0)],
}


def test_a_stranger_does_not_reach_a_donors_pages(house) -> None:
    for name in sorted(rights.DONORS):
        takes_key = name.startswith("donations:pledge")
        args = [uuid.UUID(int=0)] if takes_key else TAKES.get(name, [])
        answer = Client().get(reverse(name, args=args))
        assert answer.status_code == 302, name
        assert answer["Location"].startswith("/donor/"), name
