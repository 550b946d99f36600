"""The fixed cast: who comes to the house, and with which rights.

Loaded as a pytest plugin, so every test may simply name a person.
"""

import pytest
from django.contrib.auth.models import Group
from django.test import Client

from ijm import generation, kept, roles
from ijm.models import SiteSettings, StaffMember

PASSWORD = "a long password of the cast"


def _hire(email: str, name: str, role: str | None = None) -> StaffMember:
    person = StaffMember.objects.create_user(email, PASSWORD, full_name=name)
    if role:
        person.groups.add(Group.objects.get(name=role))
    return person


@pytest.fixture
def admin_amina(db) -> StaffMember:
    """May everything."""
    return StaffMember.objects.create_superuser(
        "amina@example.org", PASSWORD, full_name="Amina Admin"
    )


@pytest.fixture
def writer_wen(db) -> StaffMember:
    """Writes and hands in; cannot publish."""
    return _hire("wen@example.org", "Wen Writer", roles.WRITERS)


@pytest.fixture
def editor_esi(db) -> StaffMember:
    """Publishes and withdraws."""
    return _hire("esi@example.org", "Esi Editor", roles.EDITORS)


@pytest.fixture
def safeguarding_sol(db) -> StaffMember:
    """Guards the people in the stories."""
    return _hire("sol@example.org", "Sol Safeguarding", roles.SAFEGUARDING)


@pytest.fixture
def newsletter_noor(db) -> StaffMember:
    """Writes to subscribers."""
    return _hire("noor@example.org", "Noor Newsletter", roles.NEWSLETTER)


@pytest.fixture
def finance_femi(db) -> StaffMember:
    """Keeps the books."""
    return _hire("femi@example.org", "Femi Finance", roles.FINANCE)


@pytest.fixture
def plain_pia(db) -> StaffMember:
    """On the staff, with no role at all."""
    return _hire("pia@example.org", "Pia Plain")


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
