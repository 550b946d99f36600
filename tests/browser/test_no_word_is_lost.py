"""What people type into a story outlives a second saver, a lost line, an ended session
and a browser that is killed."""

import re
from collections.abc import Callable
from contextlib import AbstractContextManager, suppress
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import BrowserContext, BrowserType, Error, Page, expect

from ijm.models import StaffMember
from stories.models import Buffer, Story
from tests.browser.conftest import DESK, sign_in_at_the_desk
from tests.browser.own_browser import Line, own_browser
from tests.cast import PASSWORD
from tests.mailbox import Mailbox
from tests.make_stories import make_story

A_POOR_LINE = 30_000  # may take so long, in milliseconds, for what is asked of it
# When each copy that this browser holds was written.
COPIES = """() => new Promise((done) => {
    const asked = indexedDB.open("unsaved-words", 1);
    asked.onsuccess = () => {
        const work = asked.result.transaction("unsaved-words");
        const all = work.objectStore("unsaved-words").getAll();
        all.onsuccess = () => {
            asked.result.close();
            done(all.result.map((copy) => copy.at));
        };
    };
})"""
# What is said of the words before may stand there still.
COPIED_SINCE = f"async (moment) => (await ({COPIES})()).some((at) => at > moment)"


@pytest.fixture
def at_a_desk(house: Mailbox, new_context: Callable[..., BrowserContext]):
    """`at_a_desk(person)`: a page of their own browser, signed in."""

    def come(person: StaffMember) -> Page:
        page = new_context().new_page()
        page.set_viewport_size(DESK["viewport"])
        sign_in_at_the_desk(page, person.email, PASSWORD)
        return page

    return come


@pytest.fixture
def a_laptop(
    house: Mailbox,
    browser_type: BrowserType,
    browser_type_launch_args: dict[str, Any],
    base_url: str,
    tmp_path: Path,
) -> Callable[[], AbstractContextManager[Page]]:
    """`with a_laptop()`: it starts as its battery left it, and ends the same way."""
    how = {**browser_type_launch_args, **DESK, "base_url": base_url}
    return partial(own_browser, browser_type, tmp_path / "profile", **how)


def opens(page: Page, story: Story | None) -> None:
    where = f"{story.pk}/change" if story else "add"
    page.goto(f"/admin/stories/story/{where}/")
    expect(page.locator("[data-count]")).to_be_visible(timeout=A_POOR_LINE)


def crashes(page: Page) -> None:
    """At once: a tab that is closed may send its words in its last moment."""
    with page.expect_event("crash"), suppress(Error):
        page.goto("chrome://crash")
    page.close()


def types(page: Page, words: str) -> None:
    page.locator(".cke_editable").click()
    page.keyboard.press("Control+End")
    page.keyboard.type(words)


def says(page: Page, words: str) -> None:
    state = page.locator("[data-state]")
    expect(state).to_contain_text(re.compile(words), timeout=A_POOR_LINE)


def saves(page: Page) -> None:
    page.get_by_role("button", name="Save and continue editing").click()


def hands_in(page: Page) -> None:
    page.get_by_role("link", name="Hand in for review").click()
    page.get_by_role("button", name="Hand in").click()
    waits = page.get_by_text("now waits for a second person")
    expect(waits).to_be_visible(timeout=A_POOR_LINE)


def test_two_editors_save_one_story(at_a_desk, editor_esi, writer_wen) -> None:
    story = make_story(body="<p>As it was.</p>")
    wen, esi = at_a_desk(writer_wen), at_a_desk(editor_esi)
    opens(wen, story), opens(esi, story)
    types(wen, " Wen was here."), saves(wen)
    expect(wen.get_by_text("was changed successfully")).to_be_visible()
    types(esi, " Esi was here."), saves(esi)
    both = esi.get_by_role("region", name="Wen Writer saved this story")
    expect(both.get_by_label("Theirs, saved: story")).to_contain_text("Wen was here.")
    expect(esi.locator(".cke_editable")).to_contain_text("Esi was here.")
    types(esi, " So was Wen."), saves(esi)
    expect(esi.get_by_text("was changed successfully")).to_be_visible()
    bodies = [revision["body"] for revision in story.revisions.all()]
    assert "Esi was here. So was Wen." in bodies[0]
    assert "Wen was here." in bodies[1]


def test_a_writers_day_on_a_poor_line(
    a_laptop: Callable[[], AbstractContextManager[Page]], writer_wen: StaffMember
) -> None:
    story = make_story(body="<p>As it was.</p>")
    with a_laptop() as page:
        line = Line(page)
        page.clock.install()
        sign_in_at_the_desk(page, writer_wen.email, PASSWORD)
        line.is_poor()
        opens(page, story), types(page, " Far from town.")
        says(page, "Kept at")
        assert "Far from town." in Buffer.objects.get().typed["body"][0]
        line.is_cut()
        types(page, " On the train.")
        says(page, "No line .* kept in this browser")
        page.clock.fast_forward("10:00")
        types(page, " In the tunnel.")
        page.clock.fast_forward("10:00")
        saves(page)
        says(page, "save again in a moment")
    # The battery was empty.
    with a_laptop() as page:
        page.context.clear_cookies()
        sign_in_at_the_desk(page, writer_wen.email, PASSWORD)
        opens(page, story)
        Line(page).is_poor()
        page.get_by_role("button", name="Put them back").click()
        says(page, "Kept at")
        Session.objects.all().delete()
        types(page, " At home."), saves(page)
        signs_in_beside(page, writer_wen)
        saved = page.get_by_text("was changed successfully")
        expect(saved).to_be_visible(timeout=A_POOR_LINE)
        said = "As it was. Far from town. On the train. In the tunnel. At home."
        assert said in Story.objects.get().body
        assert not Buffer.objects.exists()
        assert page.evaluate(COPIES) == []
        hands_in(page)


def test_older_words_put_back_first_cost_none_of_the_newer(
    at_a_desk, writer_wen
) -> None:
    story = make_story(body="<p>As it was.</p>")
    page = at_a_desk(writer_wen)
    opens(page, story), types(page, " First.")
    says(page, "Kept at")
    page.context.set_offline(True)
    types(page, " Second.")
    page.wait_for_function(COPIED_SINCE, arg=page.evaluate("Date.now()"))
    says(page, "kept in this browser")
    again = page.context.new_page()
    crashes(page)
    again.context.set_offline(False)
    opens(again, story)
    expect(again.get_by_text("newer than those the server has")).to_be_visible()
    again.get_by_role("link", name="Put them back").click()
    says(again, "Kept at")
    again.get_by_role("button", name="Put them back").click()
    expect(again.locator(".cke_editable")).to_contain_text("First. Second.")
    saves(again)
    expect(again.get_by_text("was changed successfully")).to_be_visible()
    assert "As it was. First. Second." in Story.objects.get().body


def test_a_browser_that_has_no_room(at_a_desk, writer_wen, base_url) -> None:
    page = at_a_desk(writer_wen)
    opens(page, make_story())
    wire = page.context.new_cdp_session(page)
    wire.send("Storage.overrideQuotaForOrigin", {"origin": base_url, "quotaSize": 1})
    page.context.set_offline(True)
    types(page, " Too much for it.")
    says(page, "No line .* no room left for a copy")
    with page.expect_event("dialog", lambda asked: asked.type == "beforeunload"):
        page.on("dialog", lambda asked: asked.dismiss())
        page.close(run_before_unload=True)
    page.context.set_offline(False)
    says(page, "Kept at")
    assert "Too much for it." in Buffer.objects.get().typed["body"][0]


def signs_in_beside(page: Page, person: StaffMember) -> None:
    dialog = page.get_by_role("dialog", name="You were signed out")
    with page.expect_popup() as opened:
        dialog.get_by_role("link", name="Sign in, in a new tab").click()
    door = opened.value
    door.get_by_label("E-mail address").fill(person.email)
    door.get_by_label("Password").fill(PASSWORD)
    door.get_by_role("button", name="Log in").click()
