"""axe, on every page, as each role whose pages differ, wide and narrow; and nothing that scrolls sideways."""

import base64
import hashlib
import hmac
import json
import struct
import time
from collections.abc import Callable, Iterable
from re import fullmatch
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page
from tests.browser.conftest import Site, sign_in, sign_in_page
from tests.browser.main_job import MainJob
from tests.browser.plan_life import follow
from tests.browser.routes import FOLLOWED, Kind, crawl, every_route, kinds, parts

pytestmark = pytest.mark.browser

# A performance officer's pages are the administrator's, an auditor's are those without buttons.
ROLES = (
    "", "Administrator", "Service manager", "Contributor", "Democratic services", "Councillor", "Director",
)  # fmt: skip
WIDE = ("", "Administrator", "Service manager", "Director")  # whose links lead to nearly all
WIDTHS = (1280, 375)
# colours are the same at every width, and looking at them is the slowest of all
ONCE = {"color-contrast": {"enabled": False}}
RUN = {1280: {"resultTypes": ["violations"]}, 375: {"resultTypes": ["violations"], "rules": ONCE}}

# Pages that no link leads to: one is sent there.
SENT_TO = (
    "/no-such-page/",
    "/account/again/",
    "/account/council/",
    "/account/password/forgotten/",
    "/account/password/new/1-no-such-key/",
    "/account/password/sent/",
    "/account/sign-out/",
    "/plan/",
    "/committee/",
    "/decisions/",
    "/account/stopped/",
    "/account/with/cancelled/",
)

# Pages that links lead to, though not among the first few of their kind, which are all that is followed.
NOT_FIRST = (
    "/scorecard/contact-online/",  # a measure with something marked on it
    "/risks/?state=closed",
    "/risks/?only=decide",
    "/contracts/?q=C-1001",  # one with an extension, a paper and indicators
    "/contracts/?q=C-1005",  # one with social value and a decision
)

# Routes that give no page of their own to anybody here, and why.
NOT_PAGES = {
    r"api/(v1|odata)/.*|api/figures\.parquet": "for programs",
    r"healthz|readyz": "for monitors",
    r".*\.(csv|json|pdf)|.*/download/": "a file",
    r".*\.(html|docx|xlsx|pptx|zip)": "a file",
    r"(returns|account)/calendar/.*\.ics": "for calendar programs",
    r"returns/calendar/.*\.ics|sector/.*/report\..*": "a file",
    r"(committee|decisions)/.*(\.(atom|rss|ics|docx)|/files/<id:attachment>/)": "a file",
    r"jobs/<id:pk>/cancel/|.*/(confirm|publish|end|stop|restore|link|codes-off|resolve)/": "takes a POST alone",
    r"sector/.*/(withdraw|again)/|clinics/.*/(renew|close)/|quarterly/.*/approve/": "takes a POST alone",
    r"webhooks/.*/test/": "takes a POST alone",
    r"feeds/.*/(run|check|active)/|risks/settings/categories/usual/": "takes a POST alone",
    r"account/with/<slug:provider_id>/.*": "no such provider is set up",
    r"account/(app|app/remove|recovery|recovery/new|code|code/again)/": "codes from an app: the test below",
    r"account/password/set/": "for accounts without a password, who sign in elsewhere",
}


def test_every_page_at_both_widths(site: Site, done: MainJob, as_role: Callable[..., Page]) -> None:
    known = [
        urlsplit(address).path
        for address in (
            done.job,
            done.load,
            done.lineage,
            done.life.edition,
            done.life.plan.address,
            done.life.report.address,
        )
    ]
    pages = {role: as_role(role) for role in ROLES}
    read: dict[str, dict[str, dict[str, str]]] = {}  # role to route to address to the text of the page
    samples: dict[str, list[str]] = {}
    files: set[Kind] = set()
    for role, page in pages.items():
        followed = (
            FOLLOWED if role in WIDE else 1
        )  # few: the rest is asked for as each, as others were led to it
        read[role] = crawl(page.context.request, site.url, [*known, *NOT_FIRST, *SENT_TO], followed, files)
        for route, texts in read[role].items():
            samples.setdefault(route, []).extend(it for it in texts if it not in samples.get(route, []))
    unopened = [
        route
        for route in every_route()
        if route not in samples and not any(fullmatch(it, route) for it in NOT_PAGES)
    ]
    assert not unopened, f"no page of these routes was opened; add an address, or say why not: {unopened}"

    seen: set[str] = set()
    made: set[str] = set()
    faults: list[str] = []
    for role, page in pages.items():
        complaints: list[str] = []
        page.on(
            "console",
            lambda message, kept=complaints: kept.append(message.text) if message.type == "error" else None,
        )
        texts = {address: text for found in read[role].values() for address, text in found.items()}
        unlinked = [addresses[0] for route, addresses in samples.items() if route not in read[role]]
        for address in [SENT_TO[0], *texts, *unlinked]:
            text = texts.get(address)
            if text is None:
                response = page.context.request.get(site.url + address)
                text = response.text()
                if response.status >= 500:
                    faults.append(f"{role}: {address}: status {response.status}")
            if _are_new(kinds(text), made):  # what differs in its words alone is not drawn again
                faults += _faults(page, role, address, seen)
        faults += [
            f"{role}: console: {text}" for text in complaints if "404" not in text and "403" not in text
        ]
    assert not faults, "\n".join(faults)
    assert len(seen) > len(ROLES) * 10, "far too few pages were looked at"


def test_the_pages_of_codes_from_an_app(site: Site, as_role: Callable[..., Page]) -> None:
    page, seen = as_role(""), set[str]()
    username, password = site.people["Contributor"]
    sign_in(page, username, password)
    faults: list[str] = []

    def look(address: str) -> None:
        faults.extend(_faults(page, "Contributor", address, seen))
        if page.get_by_role("heading", name="Enter your password again").count():
            page.get_by_label("Password", exact=True).fill(password)
            follow(page.get_by_role("button", name="Continue"))
            faults.extend(_faults(page, "Contributor", address, seen))

    look("/account/app/")
    secret = page.locator("code").first.inner_text().replace(" ", "")
    page.get_by_label("Code").fill(_code(secret))
    follow(page.get_by_role("button").filter(has_text="Turn codes on"))
    for address in (
        "/account/recovery/",
        "/account/recovery/new/",
        "/account/app/remove/",
        "/account/code/again/",
    ):
        look(address)
    page.goto("/account/")
    follow(page.get_by_role("button", name="Sign out"))
    page.goto(sign_in_page(page))
    page.get_by_label("User name or e-mail address").fill(username)
    page.get_by_label("Password", exact=True).fill(password)
    follow(page.get_by_role("button", name="Sign in"))
    assert urlsplit(page.url).path == "/account/code/"
    look("/account/code/")
    assert not faults, "\n".join(faults)
    assert len(seen) >= 6, "the pages of the second factor were looked at"


def _code(secret: str) -> str:
    """The code that an app shows now for this secret (RFC 6238)."""
    counter = int(time.time()) // 30
    digest = hmac.digest(base64.b32decode(secret), struct.pack(">Q", counter), "sha1")
    place = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[place : place + 4])[0] & 0x7FFFFFFF) % 1_000_000:06}"


def _faults(page: Page, role: str, address: str, seen: set[str]) -> list[str]:
    """What is wrong with one page as one role; nothing when its frame and its content were both seen before."""
    response = page.goto(address)
    assert response is not None
    if response.status >= 500:
        return [f"{role}: {address}: status {response.status}"]
    if not _are_new(parts(page.content()), seen):
        return []
    faults = []
    page.evaluate(AXE_SCRIPT)
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        for violation in page.evaluate(f"axe.run({json.dumps(RUN[width])})")["violations"]:
            places = "; ".join(node["html"][:160] for node in violation["nodes"][:3])
            faults.append(f"{role}: {address} at {width}: {violation['id']}: {violation['help']}: {places}")
        wide = page.evaluate("document.documentElement.scrollWidth")
        if wide > width:
            faults.append(f"{role}: {address}: is {wide} px wide at {width}")
    return faults


def _are_new(marks_of: Iterable[str], seen: set[str]) -> bool:
    """Whether anything of a page was not seen before; all of it is from now on."""
    marks = {hashlib.sha256(it.encode()).hexdigest() for it in marks_of}
    new = not marks <= seen
    seen |= marks
    return new
