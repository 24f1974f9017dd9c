"""The product as it is served: the demonstration council, a real server and worker, a real browser."""

from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright
from tests.browser.main_job import MainJob, do_main_job
from tools.served import Site, demonstration

QUIET = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
)  # fmt: skip
PATIENCE = 60_000  # milliseconds until what was to come is given up: many times what a busy machine takes
expect.set_options(timeout=PATIENCE)


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with demonstration(tmp_path_factory.mktemp("site")) as served:
        yield served


@pytest.fixture(scope="session")
def browser(chromium: Path) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=list(QUIET))
        yield browser
        browser.close()


def open_as(site: Site, browser: Browser, role: str, **options: object) -> Page:
    """A page signed in as a role, "" for nobody; close its context when done."""
    context = browser.new_context(
        base_url=site.url,
        viewport={"width": 1280, "height": 900},
        storage_state=_state(site, browser, role),  # type: ignore[arg-type]
        **options,  # type: ignore[arg-type]
    )
    context.set_default_timeout(PATIENCE)
    return context.new_page()


@pytest.fixture
def as_role(site: Site, browser: Browser) -> Iterator[Callable[..., Page]]:
    """Opens a page as a role: as_role("Auditor", java_script_enabled=False)."""
    opened: list[BrowserContext] = []

    def open_page(role: str, **options: object) -> Page:
        page = open_as(site, browser, role, **options)
        opened.append(page.context)
        return page

    yield open_page
    for context in opened:
        context.close()


@pytest.fixture(scope="session")
def done(site: Site, browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> MainJob:
    """The main job, done once on the site with JavaScript off: it leaves every kind of page behind."""
    return do_main_job(
        lambda role: open_as(site, browser, role, java_script_enabled=False),
        tmp_path_factory.mktemp("returns"),
    )


@cache
def _state(site: Site, browser: Browser, role: str) -> object:
    """The cookies of somebody signed in through the sign-in page; each role signs in once."""
    if not role:
        return None
    context = browser.new_context(base_url=site.url)
    sign_in(context.new_page(), *site.people[role])
    state = context.storage_state()
    context.close()
    return state


def sign_in(page: Page, username: str, password: str) -> None:
    """Signs in by the form, as a person does."""
    page.goto(sign_in_page(page))
    page.get_by_label("User name or e-mail address").fill(username)
    page.get_by_label("Password", exact=True).fill(password)
    page.get_by_role("button", name="Sign in").click()
    page.get_by_role("button", name="Sign out").wait_for()


def sign_in_page(page: Page) -> str:
    """The address of the sign-in page, as the front page gives it."""
    page.goto("/")
    return page.get_by_role("link", name="Sign in").first.get_attribute("href") or ""
