"""Every test of stories keeps its files to itself."""

import pytest


@pytest.fixture(autouse=True)
def own_storages(settings, tmp_path):
    """Public and private storage of this test alone."""
    storages = {**settings.STORAGES}
    storages["default"] = {
        **storages["default"],
        "OPTIONS": {"location": tmp_path / "public"},
    }
    storages["private"] = {
        **storages["private"],
        "OPTIONS": {"location": tmp_path / "private", "base_url": None},
    }
    settings.STORAGES = storages


@pytest.fixture(autouse=True)
def one_person_publishes(settings):
    """Unless a test is about the second person."""
    settings.TWO_PEOPLE_PUBLISH = False
