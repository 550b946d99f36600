"""The pages that staff see most, in the light and in the dark."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, StorageState

from stories.models import Story
from tests.browser.conftest import DESK
from tests.browser.seeing import assert_no_faults
from tests.browser.world import World

pytestmark = pytest.mark.django_db

DRAWN_BY_OTHERS = (
    # CKEditor 4 draws its bars itself, with roles of its own time. We cannot mend them,
    # only replace the editor one day. What is written in it is ours and is looked at.
    ".cke_top",
    ".cke_bottom",
    ".cke_voice_label",
    ".cke_widget_drag_handler_container",
    # Django's chooser of several things puts a button straight into its <ul>.
    ".select2-selection--multiple .select2-selection__rendered",
)
# Its searchbox is named by a picture's words, and a column without words has no head.
DRAWN_BY_DJANGO = ("#searchbar", "th.original")


@pytest.fixture
def desk(
    browser: Browser, as_editor: StorageState, world: World, base_url: str
) -> Iterator[Page]:
    with browser.new_page(
        base_url=base_url,
        storage_state=as_editor,
        **DESK,
    ) as page:
        yield page


def test_the_door(page: Page, world: World) -> None:
    page.goto("/admin/login/")
    assert_no_faults(page)


def test_the_front_page(desk: Page) -> None:
    desk.goto("/admin/")
    assert_no_faults(desk)


def test_the_list_of_stories(desk: Page) -> None:
    desk.goto("/admin/stories/story/")
    assert_no_faults(desk)


def test_the_story_form(desk: Page) -> None:
    desk.goto("/admin/stories/story/")
    desk.get_by_role("link", name="What thirteen years changed").click()
    form_is_ready(desk)
    assert_no_faults(desk, without=DRAWN_BY_OTHERS)


def test_a_new_story_sent_empty(desk: Page) -> None:
    desk.goto("/admin/stories/story/add/")
    form_is_ready(desk)
    desk.get_by_role("button", name="Save", exact=True).last.click()
    desk.get_by_text("Please correct the error").wait_for()
    form_is_ready(desk)
    assert_no_faults(desk, without=DRAWN_BY_OTHERS)


def test_the_question_before_publishing(desk: Page) -> None:
    desk.goto("/admin/stories/story/?q=thirteen")
    desk.get_by_role("link", name="What thirteen years changed").click()
    desk.get_by_role("link", name="Publish", exact=True).click()
    assert_no_faults(desk)


@pytest.mark.parametrize(
    "path",
    [
        "ijm/sitesettings/1/change/",  # rows to type in, beside a row
        "newsletter/gathering/add/",  # a day and an hour
        "stories/impactfigure/",  # a list to type in
        "stories/photo/?q=court",  # something was looked for
    ],
)
def test_forms_and_lists_of_each_kind(desk: Page, path: str) -> None:
    desk.goto(f"/admin/{path}")
    assert_no_faults(desk, without=DRAWN_BY_DJANGO)


def test_how_one_signs_in(desk: Page) -> None:
    for page in ("", "app/", "passkey/"):
        desk.goto(f"/admin/my-sign-in/{page}")
        assert_no_faults(desk)


def test_what_changed_in_a_story(desk: Page) -> None:
    desk.goto("/admin/stories/story/?q=thirteen")
    desk.get_by_role("link", name="What thirteen years changed").click()
    desk.get_by_role("link", name="History", exact=True).click()
    assert_no_faults(desk)
    desk.get_by_role("link", name="What changed in 2").click()
    desk.get_by_role("heading", name="Related links").wait_for()
    assert_no_faults(desk)


def form_is_ready(desk: Page) -> None:
    """The editor stands, and the choosers have been given their names."""
    desk.locator(".cke_editable").wait_for()
    desk.get_by_role("combobox", name="Main photo").wait_for()


@pytest.mark.parametrize("noun", ["planned-publication", "comments"])
def test_planning_and_talking(desk: Page, noun: str) -> None:
    story = Story.objects.get(slug="thirteen-years-in-cambodia")
    desk.goto(f"/admin/stories/story/{story.pk}/{noun}/")
    desk.locator(".submit-row .default").click()
    desk.get_by_text("This field is required").first.wait_for()
    assert_no_faults(desk)
