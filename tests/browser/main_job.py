"""The main job, done on the site by its people: a return goes in, a published plan comes out."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Page, expect

# a figure that neither the demonstration's returns nor its draft plan have
MEASURE, PERIOD = "recycling-contamination-rate", "2019-20"
REFERENCE = f'figure("{MEASURE}", period="{PERIOD}")'


@dataclass(frozen=True)
class MainJob:
    """Addresses of what the main job left behind, and what was seen on the way."""

    job: str
    load: str
    plan: str
    edition: str
    public: str
    lineage: str
    pdf: bytes
    before: str  # the words of the published plan as it was published
    after: str  # and when a figure in it had been corrected since
    report: str  # the progress report
    reported: str  # its words


def do_main_job(open_page: Callable[[str], Page], folder: Path) -> MainJob:
    """Loads a return, shows its figure in the plan, endorses, confirms and publishes it, then corrects the figure."""
    officer = open_page("Performance officer")
    job, load = _load(officer, _return(folder, "6.4"))
    plan = _write(officer)
    _press(open_page("Director"), f"{plan}sign-off/", "Sign this plan off")
    _endorse(open_page("Democratic services"), plan)
    edition = f"{plan}editions/1/"
    _press(open_page("Councillor"), edition, "Confirm this edition")
    _press(officer, edition, "Publish this edition")

    resident = open_page("")
    resident.goto("/plan/")
    resident.locator("main").get_by_role("link", name="Productivity plan").first.click()
    public = resident.url
    before = resident.locator("main").inner_text()
    pdf = resident.request.get(
        resident.locator("main a[href$='plan.pdf']").first.get_attribute("href") or ""
    ).body()
    resident.get_by_role("link", name="6.4%").first.click()
    lineage = resident.url

    _load(officer, _return(folder, "7.1"))
    resident.goto(public)
    after = resident.locator("main").inner_text()
    _update(open_page("Service manager"))
    _publish_report(officer)
    resident.get_by_role("link", name="What was promised and what happened").click()
    resident.get_by_role("link", name="Progress in 2").first.click()
    return MainJob(
        job,
        load,
        plan,
        edition,
        public,
        lineage,
        pdf,
        before,
        after,
        report=resident.url,
        reported=resident.locator("main").inner_text(),
    )


def _return(folder: Path, value: str) -> Path:
    """A council's own return with one good row and one that cannot be taken."""
    path = folder / f"return-{value}.csv"
    path.write_text(f"Measure,Period,Value\n{MEASURE},{PERIOD},{value}%\n{MEASURE},someday,1\n")
    return path


def _load(page: Page, path: Path) -> tuple[str, str]:
    """Uploads a file and follows its job to the end; the addresses of the job and of the load's report."""
    page.goto("/loads/")
    page.locator("main").get_by_text("Load a file").first.click()
    page.get_by_label("File", exact=True).set_input_files(path)
    page.get_by_role("button", name="Continue").click()
    job = page.url
    for _ in range(100):
        if page.get_by_role("heading", name="Done", level=1).count():
            break
        page.wait_for_timeout(200)
        page.get_by_role("link", name="Check again").click()
    page.get_by_role("link", name=path.name).click()
    expect(page.locator("main")).to_contain_text("someday")
    return job, page.url


def _write(page: Page) -> str:
    """Adds a sentence with the figure to the draft; the plan's address."""
    page.goto("/plans/")
    page.locator("main").get_by_role("link", name="Productivity plan").first.click()
    plan = page.url
    page.goto(f"{plan}edit/services/")
    text = page.get_by_label("Text", exact=True)
    text.fill(f"{text.input_value()}\n\nOf what we collected {{{{ {REFERENCE} }}}} could not be recycled.\n")
    page.get_by_role("button", name="Save").click()
    return plan


def _endorse(page: Page, plan: str) -> None:
    """Records that Cabinet endorsed the draft."""
    page.goto(f"{plan}endorse/")
    page.get_by_label("Meeting", exact=True).fill("Cabinet")
    for part, value in (("Day", "16"), ("Month", "7"), ("Year", "2026")):
        page.get_by_label(part, exact=True).fill(value)
    page.get_by_label("Minute number").fill("34")
    page.get_by_label("Resolution").fill("That the plan be endorsed.")
    page.get_by_role("button", name="Record the endorsement").click()


def _update(page: Page) -> None:
    """A manager says how a promise of their own service goes."""
    page.goto("/progress/")
    page.locator("main").get_by_role("link", name="Update commitment").first.click()
    page.get_by_label("Under way").check()
    page.get_by_label("What happened").fill("A fourth round is redrawn.")
    page.get_by_label("Saved so far, in pounds").fill("57,250")
    page.get_by_role("button", name="Save update").click()
    expect(page.locator("main")).to_contain_text("A fourth round is redrawn.")


def _publish_report(page: Page) -> None:
    """The progress report of the newest year, frozen and public."""
    page.goto("/progress/")
    page.locator("main").get_by_role("link", name="Report on 2").first.click()
    page.get_by_role("button", name="Publish this report").click()
    expect(page.get_by_role("button", name="Publish this report")).to_have_count(0)


def _press(page: Page, address: str, button: str) -> None:
    page.goto(address)
    page.get_by_role("button", name=button).click()
    expect(page.get_by_role("button", name=button)).to_have_count(0)
