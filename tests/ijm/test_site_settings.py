"""The form of the site's settings."""

import pytest

from ijm.models import SiteSettings

pytestmark = pytest.mark.django_db


def typed(charity: SiteSettings, **more: str) -> dict[str, object]:
    fields = {
        field.name: getattr(charity, field.name) for field in charity._meta.fields
    }
    empty = {f"{rows}-{end}": 0 for rows in ROWS for end in ENDS}
    return {**fields, "further_zones": "", **empty, **more}


ROWS, ENDS = (
    ("menu_items", "social_links", "sister_sites"),
    (
        "TOTAL_FORMS",
        "INITIAL_FORMS",
    ),
)


def test_further_clocks_are_chosen_and_kept(charity, signed_in, editor_esi, settings):
    answers = {"further_zones_0": "Asia/Phnom_Penh", "further_zones_2": "Europe/London"}
    address = "/admin/ijm/sitesettings/1/change/"
    client = signed_in(editor_esi)
    assert client.post(address, typed(charity, **answers)).status_code == 302
    zones = SiteSettings.current().zones
    assert zones == [settings.TIME_ZONE, "Asia/Phnom_Penh", "Europe/London"]


def test_a_clock_nobody_knows_is_refused(charity, signed_in, editor_esi):
    answers = typed(charity, further_zones_0="Europe/Atlantis")
    page = signed_in(editor_esi).post("/admin/ijm/sitesettings/1/change/", answers)
    assert "Select a valid choice" in page.content.decode()
