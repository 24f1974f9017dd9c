"""The yearly report: kept by itself until it is frozen, the same in every format, and verified byte for byte."""

import csv
import io
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from html import unescape

import page
import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from docx import Document as open_docx
from openpyxl import load_workbook
from pypdf import PdfReader
from tests.people import World

from moothall.core import clock
from moothall.core.errors import NotPossible
from moothall.core.models import AuditEntry, Person
from moothall.direction.models import Commitment
from moothall.kit.documents.json import from_json
from moothall.kit.documents.model import Cell, Figure, plain, tables
from moothall.plan.models import Edition, Plan
from moothall.plan.progress import actions, queries
from moothall.plan.progress.models import ProgressReport, ReportFigure, ReportPdf
from moothall.plan.progress.verifying import as_published, verify
from moothall.plan.progress.years import year_of

Make = Callable[..., Commitment]
PROFILES = (page.ValidationProfile.PDF_UA_1, page.ValidationProfile.PDF_A_2A)


def year() -> int:
    return year_of(clock.today())


@pytest.fixture
def report(
    officer: Person, plan: Plan, edition: Edition, promise: Make, say: Make, give: Callable[[str], None]
) -> ProgressReport:
    food = promise(
        measure="recycling-rate",
        target=Decimal("45.0"),
        saving=12_345_00,
        basis="cashable",
        due=clock.today() + timedelta(days=400),
    )
    say(food, "Two rounds run.", saving=2_345_67, on=clock.today() - timedelta(days=100))
    promise("Buy less", theme="spend", saving=98_765_00, basis="avoided")
    give("recycling-rate,2024-25,43.21\n")
    return actions.publish(officer, plan=plan, year=year(), site="https://moothall.example", early=True)


def test_it_says_what_was_said_and_what_happened(report: ProgressReport) -> None:
    cells = [one for table in tables(from_json(report.document).blocks) for row in table.rows for one in row]
    words = " ".join(plain(one.content) for one in cells)
    for said in ("Collect food waste each week", "Two rounds run.", "12,345", "2,345.67", "43.2% (2024-25)"):
        assert said in words
    assert "Nothing said yet" in words, "what nobody spoke of is not nought"
    assert "41.3% (2022-23)" in words, "as the plan said"


def test_each_format_says_the_same_numbers(report: ProgressReport, client: Client) -> None:
    cells = [
        cell for table in tables(from_json(report.document).blocks) for row in table.rows for cell in row
    ]
    texts = {squeezed(plain(cell.content)) for cell in cells}
    numbers = {cell.number for cell in cells if cell.number is not None}
    assert {Decimal(12345), Decimal("2345.67"), Decimal(98765)} <= numbers
    where = f"/plan/testham/plan/progress/{report.year}/"
    html = squeezed(unescape(client.get(where).content.decode()).replace("<br>", ""))
    pdf = client.get(f"{where}report.pdf").content
    docx = client.get(f"{where}report.docx").content
    xlsx = client.get(f"{where}report.xlsx").content
    text = client.get(f"{where}report.csv").content.decode()

    in_pdf = squeezed("".join(sheet.extract_text() for sheet in PdfReader(io.BytesIO(pdf)).pages))
    word = open_docx(io.BytesIO(docx))
    in_docx = {squeezed(cell.text) for table in word.tables for row in table.rows for cell in row.cells}
    book = load_workbook(io.BytesIO(xlsx))
    in_xlsx = [value for sheet in book for row in sheet.iter_rows(values_only=True) for value in row]
    lines = list(csv.DictReader(io.StringIO(text)))

    figures = [squeezed(it.text) for cell in cells for it in cell.content if isinstance(it, Figure)]
    for shown in [squeezed(plain(cell.content)) for cell in cells if cell.number is not None] + figures:
        assert shown in html, shown
        assert shown in in_pdf, shown
    assert texts <= in_docx
    assert numbers <= {Decimal(str(it)) for it in in_xlsx if isinstance(it, int | float)}
    assert {squeezed(plain(c.content)) for c in cells if c.number is None} <= {
        squeezed(it) for it in in_xlsx if isinstance(it, str)
    }
    assert [squeezed(it["Value"]) for it in lines] == [squeezed(written(cell)) for cell in cells]


def written(cell: Cell) -> str:
    """A cell as CSV has it."""
    return plain(cell.content) if cell.number is None else f"{cell.number:f}"


def squeezed(text: str) -> str:
    return "".join(text.split())


def test_the_pdf_is_for_everyone_and_for_keeping(report: ProgressReport) -> None:
    content = queries.pdf(report)
    assert content
    assert [page.is_pdf_compliant_bytes(content, profile=it) for it in PROFILES] == [True, True]


def test_a_published_report_stays_while_the_preview_moves_on(
    world: World, officer: Person, plan: Plan, report: ProgressReport, say: Make, client: Client
) -> None:
    before = report.document
    say(Commitment.objects.earliest("pk"), "All rounds run.", state="done")
    live = queries.preview(officer, plan, report.year, clock.today())
    assert "All rounds run." in str(live.document)
    report.refresh_from_db()
    assert report.document == before
    assert "All rounds run." not in client.get(f"/plan/testham/plan/progress/{report.year}/").content.decode()
    assert "All rounds run." in client.get("/plan/testham/plan/progress/").content.decode()
    with pytest.raises(NotPossible, match="stays as it was"):
        actions.publish(officer, plan=plan, year=report.year, early=True)
    assert ProgressReport.objects.count() == 1


def test_it_keeps_the_very_figures_it_showed_and_they_are_public(
    report: ProgressReport, client: Client, give: Callable[[str], None]
) -> None:
    kept = ReportFigure.objects.get(report=report)
    assert (kept.shown, kept.observation.value) == ("43.2% (2024-25)", Decimal("43.21"))
    assert client.get(kept.href).status_code == 200
    give("recycling-rate,2024-25,44.50\n")
    assert "43.2%" in client.get(kept.href).content.decode()
    assert verify(report).intact


def test_it_verifies_and_one_changed_byte_does_not(report: ProgressReport, client: Client) -> None:
    assert verify(report).intact and as_published(report)
    pdf = ReportPdf.objects.get(report=report)
    whole = bytes(pdf.content)
    pdf.content = whole[:-9] + bytes([whole[-9] ^ 1]) + whole[-8:]
    pdf.save()
    findings = verify(report).findings
    assert len(findings) == 1 and findings[0].startswith("The PDF")
    pdf.content = whole
    pdf.save()
    report.document = report.document.replace("12,345", "12,346", 1)
    report.save()
    assert any(it.startswith("The document") for it in verify(report).findings)
    where = f"/plan/testham/plan/progress/{report.year}/"
    assert client.get(where).status_code == 503
    assert client.get(f"{where}report.csv").status_code == 404


def test_a_figure_taken_away_is_found(report: ProgressReport) -> None:
    ReportFigure.objects.all().delete()
    assert verify(report).findings == ("The report has 0 figures; the audit wrote 1.",)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"as_at": date(2026, 1, 2)}, "The as at is kept as '2026-01-02'"),
        ({"title": "All is well"}, "The title is kept as 'All is well'"),
    ],
)
def test_what_is_said_of_a_report_is_verified_too(
    report: ProgressReport, change: dict[str, object], words: str
) -> None:
    ProgressReport.objects.update(**change)
    assert any(words in it for it in verify(ProgressReport.objects.get()).findings)


def test_a_figure_said_otherwise_is_found(report: ProgressReport) -> None:
    ReportFigure.objects.update(shown="99.9% (2024-25)")
    said = "The words or the versions of its figures are not those that the audit wrote."
    assert verify(report).findings == (said,)


def test_a_year_that_still_runs_is_published_only_on_purpose(
    officer: Person, plan: Plan, edition: Edition
) -> None:
    with pytest.raises(NotPossible, match=r"runs until 31 March .* tick the box"):
        actions.publish(officer, plan=plan, year=year())
    assert not ProgressReport.objects.exists()


def test_only_a_published_plan_and_a_year_that_has_begun_are_reported_on(
    world: World, officer: Person, plan: Plan, endorsed: Edition
) -> None:
    with pytest.raises(NotPossible, match="is not published"):
        queries.preview(officer, plan, year(), clock.today())
    from moothall.plan import actions as plans

    plans.publish(officer, edition=endorsed)
    with pytest.raises(NotPossible, match="has not begun"):
        queries.preview(officer, plan, year() + 1, clock.today())
    with pytest.raises(NotPossible, match="ended before"):
        queries.preview(officer, plan, year() - 1, clock.today())
    with pytest.raises(PermissionDenied):
        actions.publish(world.person["service-manager"], plan=plan, year=year())
    assert not ProgressReport.objects.exists()


def test_a_report_with_nothing_tracked_says_so(officer: Person, plan: Plan, edition: Edition) -> None:
    made = queries.preview(officer, plan, year(), clock.today())
    assert "No commitment of this plan is tracked yet." in str(made.document)


def test_the_audit_says_what_was_published(report: ProgressReport) -> None:
    entry = AuditEntry.objects.get(action="progress.published")
    assert entry.after
    assert entry.after["document_sha256"] == report.document_sha256
    assert entry.after["address"] == f"https://moothall.example/plan/testham/plan/progress/{report.year}/"


def test_a_letter_the_fonts_lack_is_a_sentence_and_publishes_nothing(
    officer: Person, plan: Plan, edition: Edition, promise: Make
) -> None:
    promise("Recycle more 🎉")
    with pytest.raises(NotPossible, match="cannot be printed"):
        actions.publish(officer, plan=plan, year=year(), early=True)
    assert not ProgressReport.objects.exists()
