"""A plan's life on the site, each step by the person whose it is: drafted, signed off, endorsed, sent, reported."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from playwright.sync_api import Locator, Page, expect

from moothall.core import clock
from moothall.kit.documents.words import spoken_date

Opener = Callable[[str], Page]  # a page signed in as a role, "" for nobody

ACRONYM = "ZBQX"  # that no plan explains
PROMISE = "We will redraw the last two rounds by March 2028 and save £57,250 a year in fuel."
HAPPENED = "One of the two rounds is redrawn."
SAVED = "21,430"
RECIPIENT = "The department for local government"


@dataclass(frozen=True)
class Draft:
    """The officer's draft: its address, and what its author saw on the way to it."""

    address: str
    offered: str  # the figures that a search found
    told: str  # what the check said of the section as first written
    mended: str  # and when it was mended
    refused: Mapping[str, int]  # the status of each page that is not for an author


@dataclass(frozen=True)
class Reading:
    """What a resident reads of one publication: its address, its page and the files that the page offers."""

    address: str
    words: str  # of the whole page
    html: str  # of the publication's own text
    files: Mapping[str, bytes]  # by the end of its name: pdf, docx


@dataclass(frozen=True)
class PlanLife:
    """Addresses of what the life of a plan left behind, and what was seen on the way."""

    draft: Draft
    unsigned: str  # the page of endorsement before a director had signed the draft off
    edition: str
    steps: str  # who did what, as the edition's page says at the end
    plan: Reading
    commitment: str  # made from the plan
    said: str  # what its page says of it, after its manager spoke
    progress: str  # the words of the public page of progress
    report: Reading


def write_section(page: Page, words: str, find: str) -> Draft:
    """Adds to the draft a promise, and a sentence whose figure is found by search; {} in `words` stands for it."""
    page.goto("/plans/")
    follow(page.locator("main").get_by_role("link", name="Productivity plan").first)
    plan = page.url
    page.goto(f"{plan}edit/services/")
    text = page.get_by_label("Text", exact=True)
    before, _, after = words.partition("{}")
    text.fill(f"{text.input_value()}\n\n{PROMISE} It is in our {ACRONYM} papers.\n\n{before.rstrip()}")
    page.get_by_label("Find a figure to show in the text").fill(find)
    follow(page.get_by_role("button", name="Find figures"))
    offered = page.locator(".app-found").first
    seen = offered.inner_text()
    follow(offered.get_by_role("button").first)
    text.fill(f"{text.input_value()}{after}\n")
    told = _check(page)
    text.fill(text.input_value().replace(f" It is in our {ACRONYM} papers.", ""))
    mended = _check(page)
    follow(page.get_by_role("button", name="Save", exact=True))
    expect(page.locator("main")).to_contain_text("The draft is whole")
    refused = {step: page.request.get(f"{plan}{step}/").status for step in ("sign-off", "endorse")}
    return Draft(plan, seen, told, mended, refused)


def _check(page: Page) -> str:
    """What the check says of the section as it stands in the box."""
    follow(page.get_by_role("button", name="Check", exact=True))
    return page.locator("#checked + *").inner_text()


def endorse_and_publish(open_page: Opener, officer: Page, draft: Draft) -> tuple[str, str, Reading]:
    """A director signs the draft off, members endorse and confirm it, the officer sends and publishes it.

    The page of endorsement before the sign-off, the edition's address, and the plan as a resident reads it.
    """
    clerk = open_page("Democratic services")
    clerk.goto(f"{draft.address}endorse/")
    unsigned = clerk.locator("main").inner_text()
    press(open_page("Director"), f"{draft.address}sign-off/", "Sign this plan off")
    _endorse(clerk, draft.address)
    edition = f"{draft.address}editions/1/"
    press(open_page("Councillor"), edition, "Confirm this edition")
    _send(officer, edition)
    press(officer, edition, "Publish this edition")
    resident = open_page("")
    resident.goto("/plan/")
    follow(resident.locator("main").get_by_role("link", name="Productivity plan").first)
    return unsigned, edition, _read(resident, ".app-plan")


def _endorse(page: Page, plan: str) -> None:
    """Records that Cabinet endorsed the draft."""
    page.goto(f"{plan}endorse/")
    page.get_by_label("Meeting", exact=True).fill("Cabinet")
    _day(page, clock.today())
    page.get_by_label("Minute number").fill("34")
    page.get_by_label("Resolution").fill("That the plan be endorsed.")
    follow(page.get_by_role("button", name="Record the endorsement"))


def _send(page: Page, edition: str) -> None:
    """Records that the edition was sent to whoever asked for it."""
    page.goto(edition)
    follow(page.get_by_role("link", name="Record that it was sent"))
    page.get_by_label("Sent to").fill(RECIPIENT)
    _day(page, clock.today())
    page.get_by_label("by e-mail").check()
    follow(page.get_by_role("button").filter(has_text="ecord"))
    expect(page.locator("main")).to_contain_text(f"{spoken_date(clock.today())} to {RECIPIENT}")


def _day(page: Page, day: date) -> None:
    """A day in the three boxes of a form."""
    for part, value in (("Day", day.day), ("Month", day.month), ("Year", day.year)):
        page.get_by_label(part, exact=True).fill(str(value))


def report_progress(open_page: Opener, officer: Page, public: str) -> tuple[str, str, str, Reading]:
    """The officer tracks a promise of the plan, its manager says how it goes, and the year's report is frozen.

    The commitment's address and its page, the public page of progress, and the report as a resident reads it.
    """
    officer.goto("/progress/")
    follow(officer.get_by_role("link", name="Find promises to track in edition 1"))
    officer.get_by_label(PROMISE).check()
    officer.get_by_label("Service").select_option("Waste and recycling")
    _day(officer, date(2028, 3, 31))
    follow(officer.get_by_role("button", name="Track those ticked"))

    manager = open_page("Service manager")
    manager.goto("/progress/")
    follow(manager.locator("main").get_by_role("link", name=PROMISE))
    commitment = manager.url
    follow(manager.get_by_role("link", name="Say how it goes"))
    manager.get_by_label("Under way").check()
    manager.get_by_label("What happened").fill(HAPPENED)
    manager.get_by_label("Saved so far, in pounds").fill(SAVED)
    follow(manager.get_by_role("button", name="Save update"))
    said = manager.locator("main").inner_text()

    officer.goto("/progress/")
    follow(officer.locator("main").get_by_role("link", name="Report on 2").first)
    report = officer.url
    follow(officer.get_by_role("button", name="Publish this report"))
    expect(officer.locator("main")).to_contain_text("its report is published once")
    officer.goto(report)
    officer.get_by_label("Publish it before its year has ended").check()
    follow(officer.get_by_role("button", name="Publish this report"))
    expect(officer.get_by_role("button", name="Publish this report")).to_have_count(0)

    resident = open_page("")
    resident.goto(public)
    follow(resident.get_by_role("link", name="What was promised and what happened"))
    progress = resident.locator("main").inner_text()
    follow(resident.get_by_role("link", name="Progress in 2").first)
    return commitment, said, progress, _read(resident, ".app-prose")


def _read(page: Page, text: str) -> Reading:
    """A publication's page, its own text (a selector) and every file that it offers."""
    offered = page.locator("main a").filter(has_text="Download this")
    addresses = [it.get_attribute("href") or "" for it in offered.all()]
    return Reading(
        page.url,
        page.locator("main").inner_text(),
        page.locator(text).first.inner_html(),
        {address.rpartition(".")[2]: page.request.get(address).body() for address in addresses},
    )


def press(page: Page, address: str, button: str) -> None:
    """Opens a page and presses a button that is not there afterwards."""
    page.goto(address)
    follow(page.get_by_role("button", name=button))
    expect(page.get_by_role("button", name=button)).to_have_count(0)


def follow(leads: Locator) -> None:
    """Presses what leads to another page, and waits until that page is whole.

    A click by itself ends when the first bytes of the page have come, and what is read then may be half of it.
    """
    with leads.page.expect_navigation():
        leads.click()
