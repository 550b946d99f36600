"""The demo charity's settings and staff, one account a role."""

import tomllib
from pathlib import Path
from typing import Any

from django.contrib.auth.models import Group
from django.db import transaction

from ijm import generation, roles
from ijm.models import MenuItem, SisterSite, SiteSettings, SocialLink, StaffMember

HERE = Path(__file__).parent
STAFF = {
    "admin": ("Amina Okafor", None),
    "editor": ("Esther Vance", roles.EDITORS),
    "writer": ("Wen Li", roles.WRITERS),
    "safeguarding": ("Sol Herrera", roles.SAFEGUARDING),
    "newsletter": ("Noor Haddad", roles.NEWSLETTER),
    "finance": ("Femi Adeyemi", roles.FINANCE),
}


@transaction.atomic
def load() -> None:
    for login, (name, role) in STAFF.items():
        _hire(login, name, role)
    if not SiteSettings.objects.exists():
        _write_settings(tomllib.loads((HERE / "site.toml").read_text(encoding="utf-8")))
        generation.bump()


def _hire(login: str, name: str, role: str | None) -> None:
    address = f"{login}@example.org"
    if StaffMember.objects.filter(email=address).exists():
        return
    person = StaffMember.objects.create_user(
        address, f"{login}-demo", full_name=name, is_superuser=role is None
    )
    if role:
        person.groups.add(Group.objects.get(name=role))


def _write_settings(written: dict[str, Any]) -> None:
    columns = {field.name for field in SiteSettings._meta.concrete_fields}
    plain = {name: value for name, value in written.items() if name in columns}
    site = SiteSettings.objects.create(**plain)
    for where in (MenuItem.HEADER, MenuItem.FOOTER):
        for position, item in enumerate(written[f"{where}_menu"]):
            site.menu_items.create(where=where, position=position, **item)
    for link in written["social_links"]:
        SocialLink.objects.create(settings=site, **link)
    for sister in written["sister_sites"]:
        SisterSite.objects.create(settings=site, **sister)
