"""The product as it is served: the demonstration council, a real server and worker, a real browser."""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright
from tests.browser.main_job import MainJob, do_main_job

QUIET = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
)  # fmt: skip


@dataclass
class Site:
    """Where the site is, and who can sign in: role name to user name and password."""

    url: str
    home: Path
    people: dict[str, tuple[str, str]]
    states: dict[str, object] = field(default_factory=dict)

    def moothall(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Runs a command on the site's own installation."""
        return subprocess.run(
            [sys.executable, "-m", "moothall", *arguments],
            env=environment(self.home),
            capture_output=True,
            text=True,
        )


def environment(home: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    return {**kept, "MOOTHALL_HOME": str(home), "MOOTHALL_LOG_LEVEL": "WARNING"}


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """`moothall demo`, then `moothall serve`, as `make run` does it."""
    home = tmp_path_factory.mktemp("site")
    demo = subprocess.run(
        [sys.executable, "-m", "moothall", "demo"],
        env=environment(home),
        capture_output=True,
        text=True,
        check=True,
    )
    people = {role: (name, password) for role, name, password in _signs_in(demo.stdout)}
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    env = {**environment(home), "PORT": str(port)}
    with (home / "server.log").open("w") as log:
        server = subprocess.Popen(
            [sys.executable, "-m", "moothall", "serve"], env=env, stdout=log, stderr=log
        )
    try:
        url = f"http://127.0.0.1:{port}"
        _wait_for(f"{url}/readyz", server)
        yield Site(url, home, people)
    finally:
        server.terminate()
        server.wait(timeout=20)


def _signs_in(printed: str) -> Iterator[list[str]]:
    """The sign-ins among the lines printed: role, user name, password."""
    for line in printed.splitlines():
        if len(parts := line.split("\t")) == 3:
            yield parts


def _wait_for(url: str, server: subprocess.Popen[bytes]) -> None:
    for _ in range(200):
        assert server.poll() is None, "the server stopped as it started"
        try:
            with urllib.request.urlopen(url, timeout=10):
                return
        except OSError:
            time.sleep(0.1)
    pytest.fail(f"{url} did not answer in 20 seconds")


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
    context.set_default_timeout(15_000)
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


def _state(site: Site, browser: Browser, role: str) -> object:
    """The cookies of somebody signed in through the sign-in page; each role signs in once."""
    if role and role not in site.states:
        context = browser.new_context(base_url=site.url)
        sign_in(context.new_page(), *site.people[role])
        site.states[role] = context.storage_state()
        context.close()
    return site.states.get(role)


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
