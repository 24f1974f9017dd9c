"""What the life of a plan shows: five people and their steps, the same numbers everywhere, and no byte changed."""

import csv
import io
import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from decimal import Decimal
from itertools import groupby

import page as validation
import pytest
from django.db.models import Model
from docx import Document as open_docx
from lxml import html
from openpyxl import load_workbook
from playwright.sync_api import Browser
from pypdf import PdfReader
from tests.browser.conftest import Site, open_as
from tests.browser.main_job import MainJob
from tests.browser.plan_life import ACRONYM, HAPPENED, PROMISE, RECIPIENT, SAVED, PlanLife, Reading

from moothall.core import clock
from moothall.kit.documents.words import spoken_date
from moothall.plan.models import Edition, EditionPdf
from moothall.plan.progress.models import ProgressReport

pytestmark = pytest.mark.browser

NUMBER = re.compile(r"\d+(?:,\d{3})*(?:\.\d+)?")
PROFILES = (validation.ValidationProfile.PDF_UA_1, validation.ValidationProfile.PDF_A_2A)
Tables = list[list[list[str | Decimal]]]


@pytest.fixture(scope="module")
def life(done: MainJob) -> PlanLife:
    return done.life


def test_the_author_finds_figures_and_is_told_what_to_mend(life: PlanLife) -> None:
    assert "6.4% (2025-26)" in life.draft.offered, "the search finds what was loaded a moment ago"
    assert ACRONYM in life.draft.told
    assert ACRONYM not in life.draft.mended


def test_the_author_neither_signs_off_nor_endorses(life: PlanLife) -> None:
    assert life.draft.refused == {"sign-off": 403, "endorse": 403}


def test_members_are_asked_for_nothing_that_is_not_signed_off(life: PlanLife) -> None:
    assert "not signed off yet" in life.unsigned
    assert "Record the endorsement" not in life.unsigned.splitlines()[2:]


def test_five_people_each_took_their_own_step(life: PlanLife) -> None:
    steps = dict(line.split("\t")[:2] for line in life.steps.splitlines() if line.count("\t"))
    assert steps["Signed off by"].startswith("Catherine Vale")
    assert steps["Recorded by"].startswith("Helen Marsh")
    assert steps["Confirmed by"] == "Councillor Anthea Brook"
    assert steps["Sent"] == f"{spoken_date(clock.today())} to {RECIPIENT}, by e-mail"
    assert steps["Published"].endswith("by Tom Okafor")
    said = next(line for line in life.said.splitlines() if HAPPENED in line)
    assert said.endswith("Grace Hollins")


def test_a_resident_reads_what_was_promised_and_what_happened(life: PlanLife) -> None:
    assert PROMISE in life.plan.words
    for reading in (life.progress, life.report.words):
        assert PROMISE in reading and HAPPENED in reading
        assert "57,250" in reading and SAVED in reading
    then_and_now = "6.4% (2025-26) (since corrected: 7.1%)\t7.1% (2025-26)"
    assert then_and_now in life.report.words, "as the plan said, and as it is now"


@pytest.mark.parametrize("which", ["plan", "report"])
def test_the_pdf_says_the_numbers_that_the_page_says(life: PlanLife, which: str) -> None:
    reading: Reading = getattr(life, which)
    sheets = [sheet.extract_text() for sheet in PdfReader(io.BytesIO(reading.files["pdf"])).pages]
    in_pdf, on_page = _numbers(" ".join(sheets)), _numbers(_text(reading))
    assert len(on_page) > 30
    assert on_page <= in_pdf
    assert in_pdf <= on_page | _numbers(reading.words) | {str(number + 1) for number in range(len(sheets))}
    whole = _squeezed("".join(sheets))
    figures = [
        link.text_content()
        for link in html.fromstring(reading.html).xpath("//a[contains(@href, '/figures/')]")
    ]
    assert len(figures) > 20
    assert [it for it in figures if _squeezed(it) not in whole] == []


def test_every_format_of_the_report_has_the_same_tables(life: PlanLife) -> None:
    files = life.report.files
    assert set(files) == {"pdf", "docx", "xlsx", "csv"}
    on_page = _tables_of_page(life.report)
    cells = [cell for table in on_page for row in table for cell in row]
    assert {Decimal(57250), Decimal(21430), Decimal(95000)} <= set(cells)
    assert _tables_of_docx(files["docx"]) == on_page
    assert _tables_of_xlsx(files["xlsx"]) == on_page
    assert _tables_of_csv(files["csv"]) == on_page


@pytest.mark.parametrize("which", ["plan", "report"])
def test_the_pdf_is_for_everybody_and_for_keeping(life: PlanLife, which: str) -> None:
    content = getattr(life, which).files["pdf"]
    assert content.startswith(b"%PDF-")
    for profile in PROFILES:
        assert not validation.validate_pdf_bytes(content, profile=profile).failures


def test_what_was_published_verifies_and_one_changed_byte_does_not(
    site: Site, life: PlanLife, browser: Browser
) -> None:
    edition, report = "Productivity plan, edition 1", "Productivity plan: progress in 2026-27"
    assert _verified(site) == (0, {edition: [], report: []})
    page = open_as(site, browser, "")
    with _changed(site, Edition, "document", b"6.4%", b"6.5%"):
        status, found = _verified(site)
        assert (status, found[report]) == (1, [])
        assert found[edition][0].startswith("The document (")
        assert page.request.get(life.plan.address).status == 503, "nor is it shown to anybody"
    with _changed(site, EditionPdf, "content", b"endstream", b"endstreaM"):
        status, found = _verified(site)
        assert (status, found[report]) == (1, [])
        assert found[edition][0].startswith("The PDF (")
    with _changed(site, ProgressReport, "document", SAVED.encode(), SAVED.replace("0", "1").encode()):
        status, found = _verified(site)
        assert (status, found[edition]) == (1, [])
        assert found[report][0].startswith("The document (")
        assert page.request.get(life.report.address).status == 503
    page.context.close()
    assert _verified(site)[0] == 0, "all is as it was"


def _verified(site: Site) -> tuple[int, dict[str, list[str]]]:
    """The exit status of `moothall plan verify`, and its findings by edition and report."""
    done = site.moothall("plan", "verify", "productivity-plan")
    assert done.stderr == ""
    found: dict[str, list[str]] = {}
    name = ""
    for line in done.stdout.splitlines():
        if line.startswith("  "):
            found[name].append(line.strip())
        else:
            name = line.rpartition(": ")[0]
            found[name] = []
    return done.returncode, found


@contextmanager
def _changed(site: Site, model: type[Model], column: str, was: bytes, now: bytes) -> Iterator[None]:
    """One byte of the only row's column is another, as somebody with the database in hand would do it."""
    table = model._meta.db_table
    assert len(was) == len(now) and sum(a != b for a, b in zip(was, now, strict=True)) == 1
    with closing(sqlite3.connect(site.home / "moothall.sqlite3", timeout=20)) as database:
        ((kept,),) = database.execute(f"select {column} from {table}").fetchall()
        whole = kept.encode() if isinstance(kept, str) else kept
        changed = whole.replace(was, now, 1)
        assert changed != whole
        try:
            _put(database, table, column, changed.decode() if isinstance(kept, str) else changed)
            yield
        finally:
            _put(database, table, column, kept)


def _put(database: sqlite3.Connection, table: str, column: str, content: str | bytes) -> None:
    with database:
        database.execute(f"update {table} set {column} = ?", [content])


def _text(reading: Reading) -> str:
    return " ".join(html.fromstring(reading.html).itertext())


def _numbers(text: str) -> set[str]:
    return set(NUMBER.findall(text))


def _squeezed(text: str) -> str:
    return "".join(text.split())


def _cell(value: object) -> str | Decimal:
    """A cell as each format means it: a number where it is nothing else, else its words."""
    words = " ".join(str(value).split())
    return Decimal(words.replace(",", "")) if NUMBER.fullmatch(words) else words


def _tables_of_page(reading: Reading) -> Tables:
    tables = html.fromstring(reading.html).iter("table")
    return [
        [[_cell(it.text_content()) for it in row.xpath("td|th")] for row in table.iter("tr")]
        for table in tables
    ]


def _tables_of_docx(content: bytes) -> Tables:
    tables = open_docx(io.BytesIO(content)).tables
    return [[[_cell(it.text) for it in row.cells] for row in table.rows] for table in tables]


def _tables_of_xlsx(content: bytes) -> Tables:
    sheets = [it for it in load_workbook(io.BytesIO(content)) if it.title != "Sources"]
    return [[[_cell(it) for it in row] for row in sheet.iter_rows(values_only=True)] for sheet in sheets]


def _tables_of_csv(content: bytes) -> Tables:
    """Each table of the one file; its header is the names of its columns."""
    lines = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))
    tables: Tables = []
    for _, table in groupby(lines, key=lambda it: it["Table"]):
        rows = [list(row) for _, row in groupby(table, key=lambda it: it["Row"])]
        tables.append([[_cell(it["Column"]) for it in rows[0]]])
        tables[-1] += [[_cell(it["Value"]) for it in row] for row in rows]
    return tables
