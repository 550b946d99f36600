"""The fixed cast: who comes to the house, and with which rights.

Loaded as a pytest plugin, so every test may simply name a person.
"""

import pytest
from django.contrib.auth.models import Group
from django.test import Client

from ijm import generation, kept, roles
from ijm.models import SiteSettings, StaffMember

PASSWORD = "a long password of the cast"


# Name in tests: address, name, role.
CAST = {
    "admin_amina": ("amina@example.org", "Amina Admin", None),
    "writer_wen": ("wen@example.org", "Wen Writer", roles.WRITERS),
    "editor_esi": ("esi@example.org", "Esi Editor", roles.EDITORS),
    "safeguarding_sol": ("sol@example.org", "Sol Safeguarding", roles.SAFEGUARDING),
    "newsletter_noor": ("noor@example.org", "Noor Newsletter", roles.NEWSLETTER),
    "finance_femi": ("femi@example.org", "Femi Finance", roles.FINANCE),
    "plain_pia": ("pia@example.org", "Pia Plain", None),
}


def hire(name: str) -> StaffMember:
    email, full_name, role = CAST[name]
    if name == "admin_amina":
        return StaffMember.objects.create_superuser(
            email, PASSWORD, full_name=full_name
        )
    person = StaffMember.objects.create_user(email, PASSWORD, full_name=full_name)
    if role:
        person.groups.add(Group.objects.get(name=role))
    return person


@pytest.fixture
def admin_amina(db) -> StaffMember:
    """May everything."""
    return hire("admin_amina")


@pytest.fixture
def writer_wen(db) -> StaffMember:
    """Writes and hands in; cannot publish."""
    return hire("writer_wen")


@pytest.fixture
def editor_esi(db) -> StaffMember:
    """Publishes and withdraws."""
    return hire("editor_esi")


@pytest.fixture
def safeguarding_sol(db) -> StaffMember:
    """Guards the people in the stories."""
    return hire("safeguarding_sol")


@pytest.fixture
def newsletter_noor(db) -> StaffMember:
    """Writes to subscribers."""
    return hire("newsletter_noor")


@pytest.fixture
def finance_femi(db) -> StaffMember:
    """Keeps the books."""
    return hire("finance_femi")


@pytest.fixture
def plain_pia(db) -> StaffMember:
    """On the staff, with no role at all."""
    return hire("plain_pia")


@pytest.fixture
def signed_in():
    """`signed_in(person)`: a client with that person's session."""

    def sign_in(person: StaffMember) -> Client:
        # As a browser says it: the request comes from a page of ours.
        client = Client(headers={"Sec-Fetch-Site": "same-origin"})
        client.force_login(person)
        return client

    return sign_in


@pytest.fixture
def charity(db) -> SiteSettings:
    """The charity's settings, as an ordinary installation has them."""
    return found_the_charity()


def found_the_charity() -> SiteSettings:
    settings = SiteSettings.unwritten()
    settings.name, settings.legal_name = "Threshold", "Threshold Justice Ltd"
    settings.bank_details = "Account name: Threshold Justice Ltd\nBSB: 000-000"
    settings.save()
    generation.bump()
    return settings


@pytest.fixture(autouse=True)
def nothing_remembered() -> None:
    """What a process keeps by generation; a rolled-back test repeats the numbers."""
    kept.forget()
