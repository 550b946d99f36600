"""What the editor's photo dialog does when a file is no photo, and with a paste."""

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from ijm.models import StaffMember
from stories.models import Photo
from tests.browser.conftest import DESK
from tests.cast import PASSWORD
from tests.mailbox import Mailbox
from tests.make_stories import make_photo

PASTE = """async () => {
    const canvas = new OffscreenCanvas(400, 400);
    canvas.getContext("2d").fillRect(0, 0, 400, 400);
    const transfer = new DataTransfer();
    const bytes = await canvas.convertToBlob();
    transfer.items.add(new File([bytes], "pasted.png", { type: "image/png" }));
    document.querySelector(".cke_editable").dispatchEvent(new ClipboardEvent(
        "paste", { clipboardData: transfer, bubbles: true, cancelable: true }));
}"""

SEVERAL = """async () => {
    const { choosePhotos } = await import("/static/js/desk/choose-photos.js");
    const box = document.querySelector("[data-photos]");
    window.chosen = choosePhotos(box.dataset, { several: true });
    return null;
}"""


@pytest.fixture
def form(
    house: Mailbox, editor_esi: StaffMember, new_context: Callable[..., BrowserContext]
) -> Page:
    """An empty story before Esi, its editor ready."""
    page = new_context().new_page()
    page.set_viewport_size(DESK["viewport"])
    page.goto("/admin/login/?next=/admin/stories/story/add/")
    page.locator("[name=username]").fill(editor_esi.email)
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("[type=submit]").click()
    page.locator(".cke_editable").click()
    return page


def test_a_drawing_is_refused_and_the_words_stay(form: Page) -> None:
    form.get_by_role("button", name="Photo").click()
    form.get_by_text("Send a new photo").click()
    sending = form.locator("form[data-photo-send]")
    drawing = {"name": "x.jpg", "mimeType": "image/jpeg", "buffer": b"<svg></svg>"}
    sending.get_by_label("File").set_input_files(drawing)  # type: ignore[arg-type]
    sending.get_by_label("Working title").fill("My drawing")
    sending.get_by_role("button", name="Send and put in").click()
    expect(sending).to_contain_text("not a photo we can read")
    expect(sending.get_by_label("Working title")).to_have_value("My drawing")
    assert not Photo.objects.exists()


def test_a_pasted_picture_goes_the_same_way(form: Page) -> None:
    form.evaluate(PASTE)
    file = form.locator("form[data-photo-send]").get_by_label("File")
    expect(file).to_be_visible()
    assert file.evaluate("input => input.files[0].name") == "pasted.png"


def test_the_dialog_gives_the_caret_back(form: Page) -> None:
    text = form.locator(".cke_editable")
    text.press_sequentially("Before. ")
    form.get_by_role("button", name="Photo").click()
    form.get_by_role("button", name="Close").click()
    text.press_sequentially("After.")
    expect(text).to_have_text("Before. After.")


def test_several_are_chosen_in_their_order(form: Page) -> None:
    boat, nets = make_photo(title="Boat"), make_photo(title="Nets")
    form.evaluate(SEVERAL)
    dialog = form.get_by_role("dialog")
    expect(dialog).to_contain_text("may be shown")
    dialog.get_by_role("button", name="Boat").press("Enter")
    dialog.get_by_label("Find a photo").fill("net")
    dialog.get_by_role("button", name="Find").click()
    expect(dialog.get_by_role("button", name="Boat")).to_have_count(0)
    dialog.get_by_role("button", name="Nets").click()
    expect(dialog.locator("output")).to_have_text("2")
    dialog.get_by_role("button", name="Put these in").click()
    assert form.evaluate("window.chosen") == [boat.pk, nets.pk]
