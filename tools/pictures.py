"""Make the README's pictures anew from a demonstration of its own: `python tools/pictures.py` (after `make build`).

The pictures of a published plan, of a plan checked and of a review of several are of work done by hand, and are left.
"""

import tempfile
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright
from served import demonstration

from browser import find_or_install

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "docs" / "pictures"
WIDTH = 1280
PICTURES = {  # name: who looks ('' for a resident), the address, how tall
    "scorecard": ("Performance officer", "/scorecard/", 1120),
    "measure": ("Performance officer", "/scorecard/contact-online/", 2665),
    "benchmark": ("", "/measures/recycling-rate/X07000001/", 1360),
    "map": ("", "/explore/?measure=recycling-rate&show=map", 1800),
    "finding": ("Procurement officer", "/spend/findings/1/", 1760),
}


def main() -> None:
    with (
        tempfile.TemporaryDirectory() as home,
        demonstration(Path(home)) as site,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=find_or_install(), args=["--no-sandbox"])
        for name, (role, address, height) in PICTURES.items():
            _take(browser, site.url, site.people.get(role), address, height, name)


def _take(
    browser: Browser, site: str, who: tuple[str, str] | None, address: str, height: int, name: str
) -> None:
    context = browser.new_context(base_url=site, viewport={"width": WIDTH, "height": height})
    page = context.new_page()
    if who:
        page.goto("/account/sign-in/")
        page.get_by_label("User name or e-mail address").fill(who[0])
        page.get_by_label("Password", exact=True).fill(who[1])
        page.get_by_role("button", name="Sign in").click()
        page.get_by_role("button", name="Sign out").wait_for()
    page.goto(address)
    page.screenshot(path=FOLDER / f"{name}.png")
    context.close()
    print(f"pictures: docs/pictures/{name}.png")


if __name__ == "__main__":
    main()
