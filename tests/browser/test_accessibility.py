"""axe, on every page, as each role that may open it, wide and narrow; and nothing that scrolls sideways."""

import hashlib
from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page
from tests.browser.conftest import Site
from tests.browser.routes import crawl, every_route, normalised

pytestmark = pytest.mark.browser

ROLES = (
    "", "Administrator", "Performance officer", "Service manager", "Contributor",
    "Democratic services", "Councillor", "Auditor",
)  # fmt: skip
WIDTHS = (1280, 375)

# Pages that no link leads to, and an address by which each is opened.
UNLINKED = ("/no-such-page/",)

# Routes that are not pages: files, forms that only take a POST, and what programs ask for.
NOT_PAGES: dict[str, str] = {}


def test_every_page_at_both_widths(site: Site, as_role: Callable[..., Page]) -> None:
    samples: dict[str, list[str]] = {}
    for role in ROLES:
        page = as_role(role)
        for route, addresses in crawl(page.context.request, site.url).items():
            known = samples.setdefault(route, [])
            known += [address for address in addresses if address not in known]
    never_opened = set(every_route()) - set(samples) - set(NOT_PAGES)
    assert not never_opened, (
        f"no link leads to these routes; add an address or say why not: {sorted(never_opened)}"
    )

    seen: set[str] = set()
    faults: list[str] = []
    for role in ROLES:
        page = as_role(role)
        complaints: list[str] = []
        page.on(
            "console",
            lambda message, kept=complaints: kept.append(message.text) if message.type == "error" else None,
        )
        for address in [*UNLINKED, *(one for addresses in samples.values() for one in addresses)]:
            faults += _faults(page, role, address, seen)
        faults += [
            f"{role}: console: {text}" for text in complaints if "404" not in text and "403" not in text
        ]
    assert not faults, "\n".join(faults)
    assert len(seen) > len(ROLES) * 10, "far too few pages were looked at"


def _faults(page: Page, role: str, address: str, seen: set[str]) -> list[str]:
    """What is wrong with one page as one role; nothing when they may not open it, or it was seen as another role."""
    response = page.goto(address)
    assert response is not None
    if response.status >= 500:
        return [f"{role}: {address}: status {response.status}"]
    mark = hashlib.sha256(normalised(page.content()).encode()).hexdigest()
    if mark in seen:
        return []
    seen.add(mark)
    faults = []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        for violation in Axe().run(page).response["violations"]:
            places = "; ".join(node["html"][:160] for node in violation["nodes"][:3])
            faults.append(f"{role}: {address} at {width}: {violation['id']}: {violation['help']}: {places}")
        wide = page.evaluate("document.documentElement.scrollWidth")
        if wide > width:
            faults.append(f"{role}: {address}: is {wide} px wide at {width}")
    return faults
