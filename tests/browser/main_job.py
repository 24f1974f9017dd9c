"""The main job, done on the site by its people: a return goes in, a published plan and its progress come out."""

from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Page, expect
from tests.browser.plan_life import (
    Opener,
    PlanLife,
    endorse_and_publish,
    follow,
    report_progress,
    write_section,
)

# the newest figure of its measure, which nothing but this job shows in a plan
MEASURE, PERIOD = "recycling-contamination-rate", "2025-26"
SENTENCE = "Of what we collected {} could not be recycled."


@dataclass(frozen=True)
class MainJob:
    """Addresses of what the main job left behind, and what was seen on the way."""

    job: str
    load: str
    lineage: str
    life: PlanLife
    after: str  # the words of the published plan when a figure in it had been corrected since


def do_main_job(open_page: Opener, folder: Path) -> MainJob:
    """Loads a return, puts its figure in the plan and publishes it, corrects the figure, and reports progress."""
    officer = open_page("Performance officer")
    job, load = _load(officer, _return(folder, "6.4"))
    draft = write_section(officer, SENTENCE, "recycling contamination")
    unsigned, edition, plan = endorse_and_publish(open_page, officer, draft)

    resident = open_page("")
    resident.goto(plan.address)
    follow(resident.get_by_role("link", name="6.4%").first)
    lineage = resident.url
    _load(officer, _return(folder, "7.1"))
    resident.goto(plan.address)
    after = resident.locator("main").inner_text()

    commitment, said, progress, report = report_progress(open_page, officer, plan.address)
    officer.goto(edition)
    steps = officer.locator("main").inner_text()
    life = PlanLife(draft, unsigned, edition, steps, plan, commitment, said, progress, report)
    return MainJob(job, load, lineage, life, after)


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
    follow(page.get_by_role("button", name="Continue"))
    job, again = page.url, page.get_by_role("link", name="Check again")
    for _ in range(200):
        if not again.count():
            break
        page.wait_for_timeout(200)
        follow(again)
    expect(page.locator("main")).to_contain_text("Done")
    follow(page.get_by_role("link", name=path.name))
    expect(page.locator("main")).to_contain_text("someday")
    return job, page.url
