"""Excel templates: made for each service, sent by e-mail, filled in, and read back without retyping anything."""

import io
import zipfile
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from email import message_from_string, policy
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from tests.people import World
from tests.performance_collection.conftest import OCTOBER, TODAY, ask_for
from tests.plan_returns.test_reminding import Post, post

from moothall.core import files
from moothall.core.errors import NotPossible
from moothall.core.models import AuditEntry, Service
from moothall.core.reminding import remind
from moothall.performance.collection import actions, queries, returning, templates
from moothall.performance.collection.coming import Item
from moothall.performance.collection.models import Ask, Entry
from moothall.performance.collection.template import (
    DENOMINATOR,
    GAP,
    HIDDEN,
    KEY,
    MEASURE,
    NUMERATOR,
    PERIOD,
    REASON,
    VALUE,
    Template,
    write,
)

__all__ = ["post"]
TOP = 7  # the first row of values, counted as Excel does
Fill = dict[tuple[int, int], object]  # row (0 is the first value) and column: what is written there


def october(world: World, service: str = "waste") -> Template:
    found = templates.templates(world.root, world.council, TODAY, service=service)
    return next(it for it in found if it.ends == date(2026, 10, 31))


def filled(
    it: Template | bytes, cells: Fill, change: Callable[[openpyxl.Workbook], None] | None = None
) -> bytes:
    """The template as somebody fills it in and saves it."""
    book = openpyxl.load_workbook(io.BytesIO(it if isinstance(it, bytes) else write(it, TODAY)))
    page = book["Return"]
    for (row, column), value in cells.items():
        page.cell(TOP + row, column + 1).value = value  # type: ignore[assignment]
    if change:
        change(book)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def drafted(world: World) -> list[Item]:
    """The waste manager's drafts."""
    manager = world.person["service-manager"]
    return templates.drafts(manager, queries.collected(manager, world.council, TODAY))


@pytest.fixture
def back(world: World, tmp_path: Path) -> Callable[..., returning.TakenBack]:
    """Sends a file back, as the waste manager."""

    def send(content: bytes, who: str = "service-manager", **more: bool) -> returning.TakenBack:
        path = tmp_path / "filled.xlsx"
        path.write_bytes(content)
        return returning.take_back(
            world.person[who], organisation=world.council, path=path, name="October.xlsx", **more
        )

    return send


Back = Callable[..., returning.TakenBack]
COUNTS: Fill = {(0, NUMERATOR): 210, (0, DENOMINATOR): 340000}


# --- what a template is ---


def test_a_template_says_what_is_asked_and_takes_nothing_but_what_is_filled_in(
    world: World, asked: Ask
) -> None:
    it = october(world)
    assert it.file_name == "testham-waste-2026-10-31.xlsx" and it.period == "Oct 2026"
    content = write(it, TODAY)
    assert content == write(october(world), TODAY), "the same rows on the same day give the same bytes"
    book = openpyxl.load_workbook(io.BytesIO(content))
    page = book["Return"]
    row = [cell.value for cell in page[TOP]]
    assert row[:6] == ["Missed bins", "Oct 2026", "per 100,000 collections", "13 November 2026",
                       "62.1 per 100,000 collections (Aug 2026)", "None set"]  # fmt: skip
    assert row[6] == "Collections reported as missed" and row[VALUE] is None
    assert book[HIDDEN].sheet_state == "veryHidden" and page.column_dimensions["O"].hidden
    assert page.protection.sheet
    free = {cell.column - 1 for line in page.iter_rows() for cell in line if not cell.protection.locked}
    assert free == {NUMERATOR, DENOMINATOR, VALUE, GAP, REASON, 13}
    checked = {str(it.sqref): it.type for it in page.data_validations.dataValidation}
    assert checked == {"H7": "decimal", "J7": "decimal", "K7": "decimal", "L7": "list", "M7": "textLength",
                       "N7": "textLength"}  # fmt: skip


def test_a_measure_without_counts_takes_its_value_alone_and_text_never_runs(
    world: World, waste: Service
) -> None:
    ask_for(world, waste, "garden-waste-subscriptions", parts=["=1+1"])
    page = openpyxl.load_workbook(io.BytesIO(write(october(world), TODAY)))["Return"]
    assert (
        page.cell(TOP, NUMERATOR + 1).protection.locked and page.cell(TOP, DENOMINATOR + 1).protection.locked
    )
    assert all(cell.data_type != "f" for line in page.iter_rows() for cell in line)
    assert page.cell(TOP, 1).value == "Garden waste subscriptions (=1+1)"


def test_there_is_one_for_each_service_and_end_of_periods_that_are_wanted(
    world: World, waste: Service
) -> None:
    ask_for(world, waste, "missed-bins", "missed-bins-put-right")
    homes = Service.objects.get(organisation=world.council, slug="homes")
    ask_for(world, homes, "temporary-accommodation")
    found = templates.templates(world.root, world.council, TODAY)
    assert [(it.service, it.ends.isoformat(), len(it.rows)) for it in found] == [
        ("homes", "2026-09-30", 1), ("homes", "2026-10-31", 1),
        ("waste", "2026-09-30", 2), ("waste", "2026-10-31", 2),
    ]  # fmt: skip
    own = templates.templates(world.person["service-manager"], world.council, TODAY, mine=True)
    assert {it.service for it in own} == {"waste"}


def test_the_questions_are_as_many_however_many_rows(
    world: World, waste: Service, asked: Ask, django_assert_num_queries: Callable[..., object]
) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    counts = []
    for more in ((), ("missed-bins-put-right", "garden-waste-subscriptions")):
        if more:
            ask_for(world, waste, *more)
        with CaptureQueriesContext(connection) as asked_for:
            templates.templates(world.root, world.council, TODAY)
        counts.append(len(asked_for))
    assert counts[0] == counts[1] < 15, counts


RESILIENCE = (
    "phishing-tests-clicked", "critical-systems-downtime", "risky-systems-audited", "carbon-scope-1-2",
    "carbon-per-floor-area", "carbon-per-fleet-mile", "proactive-work-time",
)  # fmt: skip


@pytest.mark.parametrize("measure", RESILIENCE)
def test_a_measure_of_resilience_carbon_or_time_is_asked_for_on_the_pages_and_its_template_reads_back(
    measure: str, world: World, people: dict[str, Client], back: Back
) -> None:
    from moothall.core.actions import add_service

    add_service(world.root, organisation=world.council, slug="corporate", name="Corporate services")
    form = {"measures": [measure], "parts": "Depot\nTown hall\n", "number": "10", "unit": "working days"}
    day = {"first_day_day": "5", "first_day_month": "9", "first_day_year": "2026"}
    officer = people["performance-officer"]
    answer = officer.post(reverse("collection-ask-add", args=["corporate"]), {**form, **day})
    assert answer.status_code == 302, answer.content.decode()
    page = officer.get(reverse("collection-service", args=["corporate"])).content.decode()
    (it, *_more) = templates.templates(world.root, world.council, TODAY, service="corporate")
    assert reverse("collection-template", args=["corporate", it.ends]) in page
    assert [row.breakdown for row in it.rows] == ["Depot", "Town hall"]
    counts = {NUMERATOR: 40, DENOMINATOR: 50} if it.rows[0].numerator else {VALUE: 12.5}
    cells: Fill = {(0, column): number for column, number in counts.items()}
    came = back(filled(it, cells), who="performance-officer")
    assert not came.faults and came.blank == 1 and came.kept[0].entry
    assert came.kept[0].entry.ask.breakdown == "Depot"


# --- sent back ---


def test_what_was_filled_in_becomes_a_draft_and_goes_the_way_of_a_typed_value(
    world: World, asked: Ask, back: Back
) -> None:
    content = filled(october(world), {**COUNTS, (0, 13): "Two rounds were late."})
    came = back(content)
    (kept,) = came.kept
    assert kept.entry and (kept.entry.value, kept.entry.note) == (Decimal("61.765"), "Two rounds were late.")
    assert kept.entry.state == "draft" and not kept.doubts and not came.faults
    assert files.kept(kept.entry.file_sha256).read_bytes() == content, "the file is kept as it came"
    again = back(content)
    assert again.kept[0].known == ("The same stood there already.",) and Entry.objects.count() == 1
    found = drafted(world)
    assert returning.submit_all(world.person["service-manager"], found=found, because={}) == (1, 0)
    entry = Entry.objects.get()
    actions.sign_off(world.person["performance-officer"], organisation=world.council, entries=[entry])
    entry.refresh_from_db()
    assert entry.state == "signed off" and entry.load


def test_history_doubts_it_as_it_doubts_a_typed_one(world: World, asked: Ask, back: Back) -> None:
    came = back(filled(october(world), {(0, NUMERATOR): 3000, (0, DENOMINATOR): 340000}))
    assert any("14 times Aug 2026" in it for it in came.kept[0].doubts), came.kept[0].doubts
    manager = world.person["service-manager"]
    found = drafted(world)
    assert returning.submit_all(manager, found=found, because={}) == (0, 1)
    entry = Entry.objects.get()
    why = {entry.pk: "A strike all month."}
    assert returning.submit_all(manager, found=found, because=why) == (1, 0)
    entry.refresh_from_db()
    assert entry.because == "A strike all month." and entry.state == "submitted"


def test_a_draft_and_what_was_sent_back_stand_in_the_next_template(
    world: World, asked: Ask, back: Back
) -> None:
    back(filled(october(world), {**COUNTS, (0, 13): "Begun"}))
    page = openpyxl.load_workbook(io.BytesIO(write(october(world), TODAY)))["Return"]
    row = [cell.value for cell in page[TOP]]
    assert (row[NUMERATOR], row[DENOMINATOR], row[VALUE], row[13]) == (210, 340000, None, "Begun")


def test_a_gap_has_its_reason_and_a_blank_row_changes_nothing(
    world: World, waste: Service, back: Back
) -> None:
    ask_for(world, waste, "missed-bins", "missed-bins-put-right")
    came = back(filled(october(world), {(0, GAP): "It is not known", (0, REASON): "The counter broke."}))
    assert came.blank == 1 and [it.entry and it.entry.missing for it in came.kept] == ["missing"]
    came = back(filled(october(world), {(1, GAP): "Perhaps"}))
    assert "not in the list" in came.faults[0].fault


def test_a_check_says_the_same_and_changes_nothing(world: World, asked: Ask, back: Back) -> None:
    came = back(filled(october(world), COUNTS), dry=True)
    assert came.kept[0].entry and came.kept[0].entry.value == Decimal("61.765")
    assert not Entry.objects.exists() and not AuditEntry.objects.filter(action="collection.entered").exists()


# --- formulas ---


def test_a_formula_without_a_saved_result_is_said_and_the_other_rows_are_taken(
    world: World, waste: Service, back: Back
) -> None:
    ask_for(world, waste, "missed-bins", "missed-bins-put-right")
    cells: Fill = {
        (0, NUMERATOR): "=200+10",
        (0, DENOMINATOR): 340000,
        (1, NUMERATOR): 90,
        (1, DENOMINATOR): 100,
    }
    came = back(filled(october(world), cells))
    assert [it.fault for it in came.faults] == [
        "The numerator is a formula that was never worked out: open the file in Excel and save it, or write the number "
        "itself."
    ]
    assert [it.entry and it.entry.numerator for it in came.kept] == [90]


def test_a_formulas_saved_result_is_read_and_never_worked_out(world: World, asked: Ask, back: Back) -> None:
    it = october(world)
    given = openpyxl.load_workbook(io.BytesIO(write(it, TODAY)))
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out)
    for sheet in given.worksheets:
        page = book.add_worksheet(sheet.title)
        for line in sheet.iter_rows():
            for cell in line:
                if cell.value is not None:
                    page.write(cell.row - 1, cell.column - 1, cell.value)
        if sheet.title == "Return":
            page.write_formula(TOP - 1, NUMERATOR, "=1+1", None, 210)  # Excel would say 2: it saved 210
            page.write(TOP - 1, DENOMINATOR, 340000)
    book.close()
    (kept,) = back(out.getvalue()).kept
    assert kept.entry and kept.entry.numerator == 210
    assert kept.known == ("The numerator is a formula: its saved result was read.",)


# --- what is not, or no longer, what was asked ---


def test_another_councils_template_is_refused_whole(world: World, asked: Ask, back: Back) -> None:
    from dataclasses import replace

    with pytest.raises(
        NotPossible, match=r"template of another council \(otherham\), not of Testham: nothing"
    ):
        back(filled(replace(october(world), council="otherham"), COUNTS))
    assert not Entry.objects.exists()


def test_an_older_asks_row_is_said_and_the_others_are_taken(
    world: World, waste: Service, back: Back, monkeypatch: pytest.MonkeyPatch
) -> None:
    from dataclasses import replace

    ask_for(world, waste, "missed-bins", "missed-bins-put-right")
    it = october(world)
    old = replace(it, rows=(replace(it.rows[0], unit="per 1,000 collections"), it.rows[1]))
    cells: Fill = {**COUNTS, (1, NUMERATOR): 90, (1, DENOMINATOR): 100}
    came = back(filled(old, cells))
    assert "asked otherwise than when this template was made" in came.faults[0].fault and len(came.kept) == 1
    for ask in Ask.objects.all():
        actions.end_ask(world.person["performance-officer"], ask=ask, on=date(2026, 9, 30))
    came = back(filled(it, cells))
    assert [one.fault.partition(",")[0] for one in came.faults] == ["It is not asked for any more"] * 2


def test_rows_that_were_sorted_find_their_value_and_rows_that_were_altered_are_said(
    world: World, waste: Service, back: Back
) -> None:
    ask_for(world, waste, "missed-bins", "missed-bins-put-right")
    it = october(world)

    def swap(book: openpyxl.Workbook) -> None:
        page = book["Return"]
        for column in range(1, KEY + 2):
            one, two = page.cell(TOP, column), page.cell(TOP + 1, column)
            one.value, two.value = two.value, one.value

    came = back(filled(it, COUNTS, swap))
    assert [(one.title, one.entry and one.entry.numerator) for one in came.kept] == [("Missed bins", 210)]
    altered = {
        "where ‘Missed bins, Oct 2026’ was asked": {(0, PERIOD): "Sep 2026"},
        "says ‘Bins we missed, Oct 2026’": {(0, MEASURE): "Bins we missed"},
        "Row 7 was not in the template": {(0, KEY): ""},
        "altered where it says what was asked": {(0, KEY): it.rows[0].key.replace("|0|", "|9|")},
        "Rows 7 and 8 are the same value": {(1, KEY): it.rows[0].key},
        "Row 9 was not in the template": {(2, NUMERATOR): 4},
        "Row 8 was not in the template": {(1, NUMERATOR): 4, (1, KEY): f"1|2026-10-01|{'9' * 5000}|abc"},
        "Numerator: ‘lots’ is not a number": {(0, NUMERATOR): "lots"},
        "the value says 75": {(0, VALUE): 75},
    }  # fmt: skip
    for words, cells in altered.items():
        came = back(filled(it, {**COUNTS, (0, NUMERATOR): 222, **cells}))
        assert any(words in one.fault for one in came.faults), (words, [one.fault for one in came.faults])
    gone = back(filled(it, COUNTS, lambda book: book["Return"].delete_rows(TOP + 1)))
    assert gone.absent == 1 and not gone.faults


def test_what_was_returned_otherwise_meanwhile_is_not_written_over(
    world: World, asked: Ask, back: Back
) -> None:
    it, manager = october(world), world.person["service-manager"]
    entry = actions.enter(
        manager, ask=asked, start=OCTOBER, numerator=Decimal(230), denominator=Decimal(340_000)
    )
    actions.submit(manager, entry=entry)
    came = back(filled(it, COUNTS))
    assert "returned otherwise since this template was made (waiting for sign-off" in came.faults[0].fault
    assert back(filled(it, {**COUNTS, (0, NUMERATOR): 230})).kept[0].known == (
        "The same stood there already.",
    )
    assert Entry.objects.count() == 1


@pytest.mark.parametrize(
    ("what", "said"),
    [
        (b"%PDF-1.7 no", "is a PDF"),
        (b"Measure,Period,Value\nmissed-bins,Oct 2026,61\n", "is no return template"),
        (b"", "is empty"),
    ],
)
def test_what_is_no_template_is_refused_with_a_sentence(
    world: World, asked: Ask, back: Back, what: bytes, said: str
) -> None:
    with pytest.raises(NotPossible, match=said):
        back(what)


def test_a_template_whose_frame_was_altered_is_refused_with_a_sentence(
    world: World, asked: Ask, back: Back
) -> None:
    def without(book: openpyxl.Workbook) -> None:
        del book[HIDDEN]

    def later(book: openpyxl.Workbook) -> None:
        told = book[HIDDEN]["A1"].value
        book[HIDDEN]["A1"].value = str(told).replace("2026-10-31", "2026-11-30")

    def titled(book: openpyxl.Workbook) -> None:
        book["Return"].title = "October"

    def renamed(book: openpyxl.Workbook) -> None:
        book["Return"].cell(TOP - 1, NUMERATOR + 1).value = "Denominator"

    for change, said in (
        (titled, "has lost its sheet ‘Return’"), (without, "lost what it was made for"), (later, "was altered where"),
        (renamed, "has a column ‘Denominator’ where ‘Numerator’ was"),
        (lambda book: book["Return"].delete_rows(TOP - 1), "lost the row of its headers"),
    ):  # fmt: skip
        with pytest.raises(NotPossible, match=said):
            back(filled(october(world), COUNTS, change))


def test_somebody_elses_rows_are_not_theirs_to_return(world: World, asked: Ask, back: Back) -> None:
    came = back(filled(october(world), COUNTS), who="contributor")
    assert [it.fault for it in came.faults] == ["It is not yours to return."] and not Entry.objects.exists()


# --- sent out ---


def attachments(message: str) -> dict[str, bytes]:
    parsed = message_from_string(message, policy=policy.default)
    return {str(it.get_filename()): it.get_content() for it in parsed.iter_attachments()}  # type: ignore[attr-defined]


def test_a_reminder_brings_the_template_and_it_reads_back(
    world: World, asked: Ask, post: Post, back: Back
) -> None:
    remind(world.root, organisation=world.council, on=TODAY)
    ((to, message),) = post.taken
    assert to == ["service-manager@example.test"]
    found = attachments(message)
    assert set(found) == {"testham-waste-2026-09-30.xlsx", "testham-waste-2026-10-31.xlsx"}
    assert back(filled(found["testham-waste-2026-10-31.xlsx"], COUNTS)).kept[0].entry


def test_the_collector_sends_them_when_they_like(world: World, asked: Ask, post: Post) -> None:
    officer = world.person["performance-officer"]
    (told,) = returning.send_templates(officer, organisation=world.council, on=TODAY)
    assert told.sent and len(attachments(post.taken[0][1])) == 2
    assert AuditEntry.objects.get(action="collection.templates_sent").after["sent"] == ["service-manager"]
    post.refuses = True
    (told,) = returning.send_templates(officer, organisation=world.council, on=TODAY)
    assert not told.sent and "not taken" in told.why_not


# --- pages ---


def test_the_page_of_a_service_asks_as_many_questions_however_many_values(
    world: World, people: dict[str, Client], waste: Service, asked: Ask
) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    counts, page = [], reverse("collection-service", args=["waste"])
    people["performance-officer"].get(page)
    for more in ((), ("missed-bins-put-right", "garden-waste-subscriptions")):
        if more:
            ask_for(world, waste, *more)
        with CaptureQueriesContext(connection) as asked_for:
            assert people["performance-officer"].get(page).status_code == 200
        counts.append(len(asked_for))
    assert counts[0] == counts[1] < 25, counts


def test_the_way_of_a_template_on_the_pages(
    world: World, people: dict[str, Client], asked: Ask, post: Post
) -> None:
    manager, officer = people["service-manager"], people["performance-officer"]
    page = reverse("collection-service", args=["waste"])
    link = reverse("collection-template", args=["waste", "2026-10-31"])
    assert link in manager.get(page).content.decode() and page in manager.get("/collection/").content.decode()
    answer = manager.get(link)
    assert answer["Content-Disposition"] == 'attachment; filename="testham-waste-2026-10-31.xlsx"'
    assert manager.get(reverse("collection-template", args=["waste", "2026-12-31"])).status_code == 404

    def send(content: bytes, name: str = "x.xlsx") -> tuple[int, str]:
        sent = manager.post(page, {"doing": "file", "file": SimpleUploadedFile(name, content)})
        return sent.status_code, sent.content.decode()

    status, said = send(filled(answer.content, {(0, NUMERATOR): 3000, (0, DENOMINATOR): 340000}))
    assert status == 200 and "14 times Aug 2026" in said and "Drafts to send for sign-off" in said
    status, said = send(b"%PDF-1.7")
    assert status == 422 and "is a PDF" in said
    assert manager.post(page, {"doing": "file"}).status_code == 422, "no file was chosen"
    entry = Entry.objects.get()
    kept = manager.post(page, {"doing": "drafts"}, follow=True).content.decode()
    assert "1 kept back" in kept
    done = manager.post(page, {"doing": "drafts", f"because_{entry.pk}": "A strike."}, follow=True)
    assert "1 value sent for sign-off" in done.content.decode()
    whole = officer.get(reverse("collection-templates"))
    with zipfile.ZipFile(io.BytesIO(whole.content)) as archive:
        assert archive.namelist() == ["testham-waste-2026-09-30.xlsx"], "October waits for sign-off now"
    send_page = reverse("collection-send")
    assert "service-manager@example.test" in officer.get(send_page).content.decode()
    assert "Templates were sent to Service Manager" in officer.post(send_page, follow=True).content.decode()
    assert len(post.taken) == 1
