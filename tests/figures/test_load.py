"""Loading: what is kept, what is rejected and why, what a second and a corrected file do."""

import time
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from moothall.core import clock
from moothall.core.errors import NotPossible
from moothall.core.jobs import Cancelled
from moothall.core.models import AuditEntry, Organisation, Person
from moothall.figures import queries
from moothall.figures.actions import AnotherLoad, load
from moothall.figures.measures import catalogue
from moothall.figures.models import Area, Load, LoadState, Observation, Series, Succession
from moothall.figures.reading import Outcome

pytestmark = pytest.mark.django_db
RATE = "recycling-rate"
Write = Callable[..., Path]


def loaded(person: Person, council: Organisation, path: Path, **options: object) -> Outcome:
    (outcome,) = load(person, organisation=council, path=path, **options)  # type: ignore[arg-type]
    return outcome


def values(person: Person, measure: str = RATE) -> dict[tuple[str, date], Decimal | None]:
    found = queries.observations(person, catalogue()[measure])
    return {(it.series.area_id, it.start): it.value for it in found}


def test_a_row_becomes_an_observation_with_its_lineage(
    officer: Person, council: Organisation, csv_file: Write
) -> None:
    path = csv_file((RATE, "", "2022-23", "45.20%", "4,520", "10,000", "a good year"))
    outcome = loaded(officer, council, path)
    (it,) = Observation.objects.all()
    assert (it.value, it.numerator, it.denominator) == (Decimal("45.20"), Decimal(4520), Decimal(10000))
    assert str(it.value) == "45.20", "the digits as published"
    assert (it.period.iso, it.line, it.note) == ("2022-04-01/P1Y", 2, "a good year")
    assert (it.series.area_id, it.series.organisation, it.series.basis) == ("X07000001", council, "in period")
    assert (it.load.loaded_by, it.load.file_name, it.load.sha256) == (
        officer,
        "return.csv",
        outcome.load.sha256,
    )


def test_every_row_is_kept_or_rejected_with_its_line_reason_and_text(
    officer: Person, council: Organisation, tmp_path: Path
) -> None:
    path = tmp_path / "messy.csv"
    path.write_bytes(
        b"Return of Ashcombe Vale\r\n\r\nMeasure,Period,Value,,\r\n"
        b"recycling-rate,2021/22,44.1,,\r\n"
        b"No such measure,2021/22,1,,\r\n"
        b"recycling-rate,the other year,1,,\r\n"
        b"recycling-rate,2022/23,forty,,\r\n"
        b"recycling-rate,2021-22,44.2,,\r\n"
        b"recycling-rate,2020-21,\xa345,,\r\n"
        b"recycling-rate,2019-20,42,,,extra\r\n"
    )
    outcome = loaded(officer, council, path)
    assert (outcome.load.rows, outcome.load.kept, outcome.load.rejected) == (7, 1, 6)
    rejects = {line: (reason, text) for line, reason, text in outcome.rejected_rows()}
    assert sorted(rejects) == [5, 6, 7, 8, 9, 10]
    assert rejects[5] == (
        "The catalogue has no measure 'No such measure': check the name, or add the measure.",
        "No such measure,2021/22,1,,",
    )
    assert "not a period" in rejects[6][0]
    assert "not a number" in rejects[7][0]
    assert "earlier row" in rejects[8][0]
    assert "is in £" in rejects[9][0] and rejects[9][1] == "recycling-rate,2020-21,£45,,"
    assert "too many" in rejects[10][0]
    assert values(officer) == {("X07000001", date(2021, 4, 1)): Decimal("44.1")}


@pytest.mark.parametrize(
    ("cell", "missing", "reason"),
    [
        ("", "missing", "the cell is blank"),
        ("[c]", "suppressed", "suppressed as confidential"),
        ("n/a", "missing", "not available"),
        ("[z]", "not applicable", "not applicable"),
    ],
)
def test_missing_is_kept_as_missing_with_its_reason(
    officer: Person, council: Organisation, csv_file: Write, cell: str, missing: str, reason: str
) -> None:
    outcome = loaded(officer, council, csv_file((RATE, "", "2022-23", cell, "", "", "")))
    (it,) = Observation.objects.all()
    assert (it.value, it.missing, it.reason) == (None, missing, reason)
    assert (outcome.load.kept, outcome.load.missing) == (1, 1)


def test_the_same_file_twice_changes_nothing(officer: Person, council: Organisation, csv_file: Write) -> None:
    path = csv_file(
        (RATE, "", "2022-23", "45.2", "", "", ""), (RATE, "X07000002", "2022-23", "[x]", "", "", "")
    )
    loaded(officer, council, path)
    before = list(Observation.objects.values())
    again = loaded(officer, council, path)
    assert (again.load.kept, again.load.unchanged, again.load.superseded) == (2, 2, 0)
    assert list(Observation.objects.values()) == before


def test_a_corrected_file_supersedes_and_the_old_value_stays_as_at_its_date(
    officer: Person, council: Organisation, csv_file: Write
) -> None:
    loaded(officer, council, csv_file((RATE, "", "2022-23", "45.2", "", "", "")))
    then = clock.now()
    outcome = loaded(
        officer, council, csv_file((RATE, "", "2022-23", "44.9", "", "", "recount"), name="b.csv")
    )
    assert (outcome.load.superseded, outcome.load.unchanged) == (1, 0)
    assert list(values(officer).values()) == [Decimal("44.9")]
    series = Series.objects.get()
    (before,) = queries.observations(officer, catalogue()[RATE], as_at=then)
    assert before.value == Decimal("45.2")
    now = queries.observation(officer, series.pk, date(2022, 4, 1))
    assert now is not None
    assert [(it.value, it.load.file_name) for it in queries.versions(officer, now)] == [
        (Decimal("44.9"), "b.csv"),
        (Decimal("45.2"), "return.csv"),
    ]


def test_going_back_to_the_first_file_supersedes_again(
    officer: Person, council: Organisation, csv_file: Write
) -> None:
    for name, value in (("a.csv", "1"), ("b.csv", "2"), ("a.csv", "1")):
        outcome = loaded(officer, council, csv_file((RATE, "", "2022-23", value, "", "", ""), name=name))
    assert outcome.load.superseded == 1
    assert list(values(officer).values()) == [Decimal(1)]
    assert Observation.objects.count() == 3


def test_a_dry_run_says_what_would_happen_and_changes_nothing(
    officer: Person, council: Organisation, csv_file: Write
) -> None:
    loaded(officer, council, csv_file((RATE, "", "2022-23", "45.2", "", "", "")))
    entries, loads = AuditEntry.objects.count(), Load.objects.count()
    path = csv_file(
        (RATE, "", "2022-23", "44.9", "", "", ""), (RATE, "", "2023-24", "?!", "", "", ""), name="b.csv"
    )
    outcome = loaded(officer, council, path, dry=True)
    assert (outcome.load.kept, outcome.load.superseded, outcome.load.rejected) == (1, 1, 1)
    assert [line for line, _, _ in outcome.rejected_rows()] == [3]
    assert list(values(officer).values()) == [Decimal("45.2")]
    assert (AuditEntry.objects.count(), Load.objects.count()) == (entries, loads)


def test_breakdowns_are_series_of_their_own(officer: Person, council: Organisation, csv_file: Write) -> None:
    header = ("Measure", "Ward", "Period", "Value")
    path = csv_file((RATE, "Ashdown", "2022-23", "40"), (RATE, "", "2022-23", "45"), header=header)
    loaded(officer, council, path)
    assert sorted(Series.objects.values_list("breakdown", flat=True)) == ["", "ward=Ashdown"]
    assert list(values(officer).values()) == [Decimal(45)]


def test_a_load_writes_one_audit_entry(officer: Person, council: Organisation, csv_file: Write) -> None:
    officer.address = "192.0.2.7"
    outcome = loaded(officer, council, csv_file((RATE, "", "2022-23", "45.2", "", "", "")))
    (entry,) = AuditEntry.objects.filter(action="figures.loaded")
    assert (entry.person, entry.address, entry.organisation) == (officer, "192.0.2.7", council)
    assert entry.after["sha256"] == outcome.load.sha256


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "empty"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 64, "image"),
        (b"%PDF-1.7\n", "PDF"),
        (b"PK\x03\x04" + b"\0" * 40, "damaged|cut|zip|not"),
        (b"a,b,c\n1,2,3\n", "Measure, Period and Value"),
    ],
)
def test_an_impossible_file_gets_one_sentence_and_changes_nothing(
    officer: Person, council: Organisation, tmp_path: Path, content: bytes, why: str
) -> None:
    path = tmp_path / "return.csv"
    path.write_bytes(content)
    with pytest.raises(NotPossible, match=why) as refusal:
        loaded(officer, council, path)
    assert "\n" not in str(refusal.value)
    assert not Load.objects.exists()


def test_a_file_that_fails_half_way_leaves_nothing(
    officer: Person, council: Organisation, tmp_path: Path
) -> None:
    path = tmp_path / "return.csv"
    good = "".join(f"recycling-rate,{year}/{(year + 1) % 100:02},1\n" for year in range(1950, 1990))
    path.write_text(f'Measure,Period,Value\n{good}recycling-rate,"2022/23,1\n' + "x\n" * 10)
    with pytest.raises(NotPossible):
        loaded(officer, council, path)
    assert not Observation.objects.exists()
    assert not Load.objects.exclude(state=LoadState.CANCELLED).exists()


def test_cancelling_takes_away_what_was_staged(
    officer: Person, council: Organisation, csv_file: Write
) -> None:
    def stop(done: int, total: int, message: str) -> None:
        assert Observation.objects.count() == 1, "it was staged"
        raise Cancelled

    with pytest.raises(Cancelled):
        loaded(officer, council, csv_file((RATE, "", "2022-23", "45.2", "", "", "")), report=stop)
    assert not Observation.objects.exists()
    assert values(officer) == {}


def test_nobody_sees_a_load_before_it_is_published(
    officer: Person, council: Organisation, csv_file: Write
) -> None:
    seen = []

    def look(done: int, total: int, message: str) -> None:
        seen.append((Observation.objects.count(), values(officer)))

    loaded(officer, council, csv_file((RATE, "", "2022-23", "45.2", "", "", "")), report=look)
    assert seen[0] == (1, {})
    assert len(values(officer)) == 1


def test_two_loads_at_once_are_refused(
    officer: Person, council: Organisation, csv_file: Write, another_process: Callable[..., Any]
) -> None:
    path = csv_file((RATE, "", "2022-23", "45.2", "", "", ""))
    holder = another_process(
        "import sys\nfrom moothall.core.locks import exclusive\n"
        "with exclusive('load', ''):\n    print('held', flush=True)\n    sys.stdin.read()"
    )
    assert holder.stdout.readline() == "held\n"
    with pytest.raises(NotPossible, match="Another load is running"):
        loaded(officer, council, path)
    holder.kill()
    holder.wait()
    assert _loaded_when_free(officer, council, path).load.kept == 1, "the lock died with its holder"


def _loaded_when_free(person: Person, council: Organisation, path: Path) -> Outcome:
    """PostgreSQL lets a dead client's lock go a moment after its death, when that client's process notices."""
    for _ in range(600):
        try:
            return loaded(person, council, path)
        except AnotherLoad:
            time.sleep(0.1)
    pytest.fail("the lock outlived its holder by a minute")


@pytest.mark.parametrize(
    ("role", "own", "may"),
    [
        ("performance-officer", [], True),
        ("service-manager", ["waste"], True),
        ("service-manager", ["housing"], False),
        ("contributor", [RATE], True),
        ("contributor", ["claimant-count"], False),
    ],
)
def test_a_narrow_role_loads_only_what_is_its_own(
    person: Callable[..., Person],
    council: Organisation,
    csv_file: Write,
    role: str,
    own: list[str],
    may: bool,
) -> None:
    outcome = loaded(person(role, own), council, csv_file((RATE, "", "2022-23", "45.2", "", "", "")))
    assert outcome.load.kept == int(may)
    if not may:
        ((_, reason, _),) = outcome.rejected_rows()
        assert reason.startswith("You may not load")


@pytest.mark.parametrize("role", ["councillor", "auditor", "democratic-services"])
def test_others_may_not_load(
    person: Callable[..., Person], council: Organisation, csv_file: Write, role: str
) -> None:
    with pytest.raises(PermissionDenied):
        loaded(person(role), council, csv_file((RATE, "", "2022-23", "45.2", "", "", "")))
    assert not Load.objects.exists()


def test_published_statistics_need_more(
    person: Callable[..., Person], council: Organisation, csv_file: Write
) -> None:
    header = ("area_code", "area_name", "financial_year", "metric", "value")
    path = csv_file(
        ("X07000001", "Ashcombe", "2022-23", "Household waste recycling rate", "45.2"), header=header
    )
    with pytest.raises(PermissionDenied):
        loaded(person("service-manager", ["waste"]), council, path)
    outcome = loaded(person("performance-officer"), council, path)
    assert outcome.load.organisation.slug == "published"


def test_own_figures_are_for_members_and_published_ones_for_all(
    officer: Person, council: Organisation, csv_file: Write
) -> None:
    loaded(officer, council, csv_file((RATE, "", "2022-23", "45.2", "", "", "")))
    stranger = Person.objects.create(username="stranger", name="Stranger")
    assert values(stranger) == {}
    assert len(values(officer)) == 1


def test_an_area_is_made_on_first_sight_and_a_note_tells_of_its_successor(
    officer: Person, council: Organisation, csv_file: Write
) -> None:
    header = ("areacd", "areanm", "indicator", "period", "observation", "notes")
    note = "Obsolete code since 2025 (replaced by E08000038 Barnsley)"
    path = csv_file(
        ("E08000016", "Barnsley", "Claimant Count", "2020-01-01/P1Y", "4.1", note),
        ("Z99", "Nowhere", "Claimant Count", "2020-01-01/P1Y", "4.1", ""),
        header=header,
    )
    outcome = loaded(officer, council, path)
    assert outcome.load.rejected == 1
    assert Area.objects.get(pk="E08000016").type == "metropolitan-district"
    assert list(Succession.objects.values_list("predecessor", "successor")) == [("E08000016", "E08000038")]


def test_each_sheet_of_a_workbook_is_a_table_of_its_own(
    officer: Person, council: Organisation, tmp_path: Path
) -> None:
    from openpyxl import Workbook

    book = Workbook()
    first = book.active
    assert first is not None
    first.title = "About"
    first.append(["This return is for the year"])
    for title, value in (("Waste", 0.452), ("Planning", 12)):
        sheet = book.create_sheet(title)
        sheet.append(["Measure", "Period", "Value"])
        sheet.append([RATE if title == "Waste" else "residual-household-waste", "2022-23", value])
    book["Waste"]["C2"].number_format = "0.0%"
    path = tmp_path / "return.xlsx"
    book.save(path)
    outcomes = load(officer, organisation=council, path=path)
    assert [(it.load.sheet, it.load.kept) for it in outcomes] == [("Waste", 1), ("Planning", 1)]
    assert values(officer) == {("X07000001", date(2022, 4, 1)): Decimal("45.2")}


def test_a_councils_own_area_needs_no_table_of_areas(
    officer: Person, council: Organisation, csv_file: Write
) -> None:
    council.area_code = "X07000077"
    council.save()
    loaded(officer, council, csv_file((RATE, "", "2022-23", "45.2", "", "", "")))
    assert values(officer) == {("X07000077", date(2022, 4, 1)): Decimal("45.2")}
    assert Area.objects.get(pk="X07000077").name == "Ashcombe Vale Council"


def test_a_return_of_no_council_is_not_everybodys(officer: Person, csv_file: Write) -> None:
    path = csv_file((RATE, "X07000001", "2022-23", "45.2", "", "", ""))
    with pytest.raises((NotPossible, PermissionDenied)):
        load(officer, organisation=Organisation.objects.published(), path=path)
    assert not Load.objects.exists()


def test_a_hidden_sheet_is_not_loaded_and_a_figure_given_on_two_sheets_is_kept_once(
    officer: Person, council: Organisation, tmp_path: Path
) -> None:
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.worksheets[0])
    for title, value in (("First", 10), ("Second", 20), ("Old", 99)):
        sheet = book.create_sheet(title)
        sheet.append(["Measure", "Period", "Value"])
        sheet.append([RATE, "2022-23", value])
    book["Old"].sheet_state = "hidden"
    path = tmp_path / "return.xlsx"
    book.save(path)
    first, second = load(officer, organisation=council, path=path)
    assert (first.load.kept, second.load.kept, second.load.rejected) == (1, 0, 1)
    assert list(values(officer).values()) == [Decimal(10)]
    assert any("‘Old’ is hidden" in note for note in first.load.notes)


def test_a_job_waits_for_another_load(
    officer: Person, council: Organisation, csv_file: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    from moothall.core.models import Job
    from moothall.figures import jobs

    path = csv_file((RATE, "", "2022-23", "45.2", "", "", ""))
    said: list[str] = []
    real = jobs.load
    tries = iter([True, False])

    def busy_once(*args: Any, **options: Any) -> list[Outcome]:
        if next(tries):
            raise jobs.AnotherLoad("busy")
        return real(*args, **options)

    monkeypatch.setattr(jobs, "load", busy_once)
    monkeypatch.setattr(jobs, "LOOK_AGAIN", 0)
    job = Job.objects.create(
        kind="load", title="x", organisation=council, person=officer, created_at=clock.now(),
        arguments={"path": str(path), "name": "return.csv"},
    )  # fmt: skip
    jobs.run(job, lambda done, total, message: said.append(message))
    assert said[0] == "Waiting for another load to end"
    assert len(values(officer)) == 1
