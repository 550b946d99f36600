"""Blocks are put in by buttons; what is saved of them is a reference, nothing else."""

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from ijm.models import StaffMember
from stories.models import Story
from stories.sanitising import clean
from tests.browser.conftest import DESK, sign_in_at_the_desk
from tests.cast import PASSWORD
from tests.hostile_html import CORPUS
from tests.mailbox import Mailbox
from tests.make_enclosures import make_document, make_sound
from tests.make_stories import make_figure, make_photo, make_story
from tests.stories.test_hostile_html import faults


@pytest.fixture
def form(
    house: Mailbox, writer_wen: StaffMember, new_context: Callable[..., BrowserContext]
) -> Page:
    """Wen before a story of hers, with the library filled."""
    page = new_context().new_page()
    page.set_viewport_size(DESK["viewport"])
    sign_in_at_the_desk(page, writer_wen.email, PASSWORD)
    return page


def choose(form: Page, button: str, *names: str) -> None:
    form.get_by_role("button", name=button, exact=True).click()
    dialog = form.get_by_role("dialog")
    for name in names:
        dialog.get_by_role("checkbox", name=name).check()
    dialog.get_by_role("button", name="Put these in").click()
    expect(dialog).to_have_count(0)


def test_every_block_is_put_in_saved_and_found_again(form: Page) -> None:
    boat, nets = make_photo(title="Boat"), make_photo(title="Nets")
    trained, minors = make_figure(value="500+", label="trained"), make_figure()
    sound, report = make_sound(), make_document()
    story = make_story(body="<p>It began.</p>")
    form.goto(f"/admin/stories/story/{story.pk}/change/")
    text = form.locator(".cke_editable")
    text.get_by_text("It began.").click()
    text.press("End")

    cite(form, "A study", "https://example.org/study")
    form.get_by_role("button", name="Gallery", exact=True).click()
    for name in ("Nets", "Boat"):
        form.get_by_role("dialog").get_by_role("button", name=name).click()
    form.get_by_role("dialog").get_by_role("button", name="Put these in").click()
    choose(form, "Figures", minors.label, "500+ trained")
    choose(form, "Recording", "The knock")
    choose(form, "Documents", "Annual report 2025")
    expect(text).to_contain_text("500+ trained")
    expect(text).to_contain_text("The knock")
    expect(text.locator("figure[data-gallery] img")).to_have_count(2)

    save(form)
    cited = '<sup data-source=""><a href="https://example.org/study" rel="noopener">'
    story = Story.objects.get(pk=story.pk)
    assert f"<p>It began.{cited}A study</a></sup></p>" in story.body
    for block in (
        f'<figure data-gallery="{nets.pk} {boat.pk}"></figure>',
        f'<figure data-figures="{minors.pk} {trained.pk}"></figure>',
        f'<figure data-recording="{sound.pk}"></figure>',
        f'<figure data-documents="{report.pk}"></figure>',
    ):
        assert block in story.body

    before = story.body
    expect(form.locator(".cke_editable")).to_contain_text("The knock")
    save(form)
    assert Story.objects.get(pk=story.pk).body == before


AT_ONCE = """const slow = window.fetch;
window.fetch = (address, ...rest) => String(address).includes("?shown=")
    ? Promise.resolve(new Response("<p>500+ trained</p>"))
    : slow(address, ...rest);"""


def test_what_is_answered_before_the_editor_is_ready_is_shown(form: Page) -> None:
    story = make_story(body=f'<figure data-figures="{make_figure().pk}"></figure>')
    form.add_init_script(AT_ONCE)
    form.goto(f"/admin/stories/story/{story.pk}/change/")
    expect(form.locator(".cke_editable figure")).to_have_text("500+ trained")


def test_a_block_is_chosen_anew_by_the_keyboard(form: Page) -> None:
    first, second = make_figure(label="first"), make_figure(label="second")
    body = f'<p>One.</p><figure data-figures="{first.pk}"></figure>'
    story = make_story(body=body)
    form.goto(f"/admin/stories/story/{story.pk}/change/")
    form.locator(".cke_editable figure").dblclick()
    dialog = form.get_by_role("dialog")
    expect(dialog.get_by_role("checkbox", name="first")).to_be_checked()
    dialog.get_by_role("checkbox", name="second").press("Space")
    dialog.get_by_role("button", name="Put these in").press("Enter")
    expect(form.locator(".cke_editable figure")).to_contain_text("second")
    save(form)
    wanted = f'<figure data-figures="{first.pk} {second.pk}"></figure>'
    assert wanted in Story.objects.get(pk=story.pk).body


def cite(form: Page, words: str, address: str) -> None:
    form.get_by_role("button", name="Citation", exact=True).click()
    dialog = form.get_by_role("dialog")
    dialog.get_by_label("The source, as it is cited").fill(words)
    dialog.get_by_label("Its address").fill(address)
    dialog.get_by_role("button", name="Put it in").click()
    expect(form.locator(".cke_editable sup[data-source]")).to_have_text(words)


def save(form: Page) -> None:
    form.get_by_role("button", name="Save and continue editing").last.click()
    form.locator(".messagelist").first.wait_for()


ROUND_TRIP = """async (texts) => {
    window.alerted = 0;
    window.alert = () => { window.alerted += 1; };
    const editor = Object.values(CKEDITOR.instances)[0];
    const back = [];
    for (const [given, pasted] of texts) {
        await new Promise((done) => editor.setData(given, { callback: done }));
        if (pasted) editor.insertHtml(pasted);
        back.push(editor.getData());
    }
    await new Promise((done) => setTimeout(done, 300));
    return [back, window.alerted];
}"""


def test_nothing_hostile_runs_in_the_editor_or_comes_back_from_it(form: Page) -> None:
    form.goto(f"/admin/stories/story/{make_story().pk}/change/")
    form.locator(".cke_editable").wait_for()
    asked: list[str] = []
    form.on("request", lambda request: asked.append(request.url))
    given = [(clean(html), "") for html in CORPUS] + [("", html) for html in CORPUS]
    back, alerted = form.evaluate(ROUND_TRIP, given)
    assert alerted == 0
    assert not [url for url in asked if "evil.example" in url]
    for html in back:
        safe = clean(html)
        assert faults(safe) == [] and clean(safe) == safe
