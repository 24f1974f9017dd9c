"""What the main job shows, done with JavaScript off; and what a keyboard alone can do."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from tests.browser.conftest import Site, sign_in_page
from tests.browser.main_job import MainJob

from moothall.core import clock
from moothall.kit.documents.words import spoken_date

pytestmark = pytest.mark.browser


def test_a_return_becomes_a_published_plan(done: MainJob) -> None:
    words = done.life.plan.words
    assert "Of what we collected 6.4% (2025-26) could not be recycled." in words
    assert "Cabinet" in words and spoken_date(clock.today()) in words and "34" in words


def test_a_figure_leads_to_its_file_row_and_person(done: MainJob, as_role: Callable[..., Page]) -> None:
    page = as_role("Performance officer")
    page.goto(done.lineage)
    for words in ("return-6.4.csv", "return-7.1.csv", "6.4%", "7.1%", "Tom Okafor"):
        expect(page.locator("main")).to_contain_text(words)


def test_a_published_plan_keeps_its_number_and_says_there_is_a_newer_one(done: MainJob) -> None:
    assert "6.4% (2025-26)" in done.after and "7.1%" in done.after
    assert "7.1%" not in done.life.plan.words


def test_the_command_line_says_what_the_pages_say(site: Site, done: MainJob) -> None:
    shown = site.moothall("plan", "show", "productivity-plan")
    assert shown.returncode == 0 and "6.4% (2025-26)" in shown.stdout and "7.1%" in shown.stdout
    assert site.moothall("plan", "verify", "productivity-plan").returncode == 0


def test_a_keyboard_alone_reaches_everything(site: Site, as_role: Callable[..., Page]) -> None:
    page = as_role("")
    page.goto("/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent.trim()") == "Skip to main content"
    page.keyboard.press("Enter")
    page.wait_for_function(
        "document.activeElement.closest('main') !== null || location.hash === '#main-content'"
    )

    page.goto(sign_in_page(page))
    username, password = site.people["Councillor"]
    _tab_to(page, "input[name=login]")
    page.keyboard.type(username)
    _tab_to(page, "input[name=password]")
    page.keyboard.type(password)
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Sign out").wait_for()

    page.goto("/scorecard/")
    reached = _tab_round(page)
    wanted = page.locator(
        "a[href]:visible, button:visible, input:visible, select:visible, summary:visible"
    ).count()
    assert len(reached) >= wanted, "every link, button and field is reached by Tab"
    assert all(outlined for _, outlined in reached), [what for what, outlined in reached if not outlined]


def _tab_to(page: Page, selector: str) -> None:
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    pytest.fail(f"Tab never reaches {selector}")


def _tab_round(page: Page) -> list[tuple[str, bool]]:
    """What Tab reaches, from the top of the page to its end, and whether one can see that it did."""
    page.evaluate("window.scrollTo(0, 0); document.activeElement.blur()")
    reached: list[tuple[str, bool]] = []
    for _ in range(600):
        page.keyboard.press("Tab")
        here = page.evaluate(SEEN)
        if here is None:
            break
        reached.append((here["what"], here["seen"]))
    return reached


SEEN = """() => {
    const here = document.activeElement;
    if (!here || here === document.body || here.dataset.tabbed) return null;
    here.dataset.tabbed = "yes";
    const style = getComputedStyle(here);
    const seen = style.outlineStyle !== "none" || style.boxShadow !== "none"
        || style.backgroundColor !== "rgba(0, 0, 0, 0)";
    return {what: here.outerHTML.slice(0, 120), seen};
}"""
