"""Every test of stories keeps its files to itself."""

import pytest

from tests.make_stories import storages_in


@pytest.fixture(autouse=True)
def own_storages(settings, tmp_path):
    """Public and private storage of this test alone."""
    settings.STORAGES = storages_in(tmp_path)
    return tmp_path


@pytest.fixture(autouse=True)
def one_person_publishes(settings):
    """Unless a test is about the second person."""
    settings.TWO_PEOPLE_PUBLISH = False
