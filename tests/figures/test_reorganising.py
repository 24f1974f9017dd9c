"""A council out of two: what went before is put together, served apart and said to be so."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal as D
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from moothall.core.errors import NotPossible
from moothall.core.models import AuditEntry, Organisation, Person, Run
from moothall.figures import reorganising
from moothall.figures.actions import load
from moothall.figures.measures import catalogue
from moothall.figures.models import Area, Reorganisation, Succession
from moothall.figures.queries import council_series, observation
from moothall.figures.recalculating import recalculate_after
from moothall.figures.reorganising import Before, Taken, reorganise

NEW, NORTH, SOUTH = "X07000001", "X07000021", "X07000022"
FROM = date(2023, 4, 1)
RATE, COMPLAINTS, PAY = "recycling-rate", "complaints-received", "median-weekly-pay"
BOTH = (Taken(NORTH), Taken(SOUTH))
ROWS = (
    (RATE, NORTH, "2021-22", "40.0", "4000", "10000", ""),
    (RATE, SOUTH, "2021-22", "20.0", "1000", "5000", ""),
    (RATE, NORTH, "2022-23", "41.0", "4100", "10000", ""),
    (RATE, SOUTH, "2022-23", "[c]", "", "", "Too few"),
    (RATE, NEW, "2023-24", "35.0", "5600", "16000", ""),
    (COMPLAINTS, NORTH, "Feb 2023", "30", "", "", ""),
    (COMPLAINTS, SOUTH, "Feb 2023", "12", "", "", ""),
    (COMPLAINTS, NORTH, "Mar 2023", "31", "", "", ""),
    (PAY, NORTH, "2022", "600", "", "", ""),
    (PAY, SOUTH, "2022", "640", "", "", ""),
)


@pytest.fixture
def merged(council: Organisation, officer: Person, csv_file: Callable[..., Path]) -> Organisation:
    for code, name in ((NORTH, "Kestrel North"), (SOUTH, "Kestrel South")):
        Area.objects.create(code=code, name=name, type="district", nation="Fictional", ended=FROM)
        Succession.objects.create(predecessor=code, successor=NEW, from_date=FROM)
    (found,) = load(officer, organisation=council, path=csv_file(*ROWS))
    assert found.load.kept == len(ROWS)
    return council


def said(officer: Person, council: Organisation, **given: Any) -> Reorganisation:
    told = {"successor": NEW, "from_date": FROM, "taken": BOTH, "reason": "The order.", "source": "SI 2022/1"}
    return reorganise(officer, organisation=council, **(told | given))  # type: ignore[arg-type]


def found(officer: Person, it: Reorganisation, measure: str) -> Before:
    before = reorganising.before(officer, it, catalogue()[measure])
    assert before
    return before


def test_a_worked_example(merged: Organisation, officer: Person) -> None:
    """2021-22: 4,000 + 1,000 of 10,000 + 5,000 tonnes is 33.333… %. 2022-23 lacks a part, and says which and why."""
    it = said(officer, merged)
    first, second = found(officer, it, RATE).points
    assert (first.period.label, first.combined.value) == ("2021-22", D("33.333"))
    assert (first.combined.numerator, first.combined.denominator) == (D(5000), D(15000))
    assert second.combined.value is None
    assert second.combined.cause == "A part is missing (Kestrel South: suppressed as confidential)."
    # counts: 30 + 12 in February; March lacks the South's
    february, march = found(officer, it, COMPLAINTS).points
    assert (february.combined.value, march.combined.value) == (D(42), None)
    assert march.combined.cause == "A part is missing (Kestrel South: no figure)."
    # and a median never
    (pay,) = found(officer, it, PAY).points
    assert (pay.combined.value, pay.combined.cause) == (
        None,
        "A median cannot be worked out from other medians.",
    )


def test_each_figure_leads_to_those_it_was_made_of(merged: Organisation, officer: Person) -> None:
    first = found(officer, said(officer, merged), RATE).points[0]
    behind = []
    for piece in first.pieces:
        assert piece.series
        stored = observation(officer, piece.series, first.period.start)
        assert stored
        behind.append((stored.series.area_id, stored.value, piece.part.value))
    assert behind == [(NORTH, D("40.0"), D("40.0")), (SOUTH, D("20.0"), D("20.0"))]


def test_the_series_is_joined_for_whoever_asks_and_for_nobody_else(
    merged: Organisation, officer: Person
) -> None:
    it = said(officer, merged)
    joined = reorganising.joined(officer, it, catalogue()[RATE])
    assert joined
    assert [(one.period.label, one.value, one.point is not None) for one in joined.moments] == [
        ("2021-22", found(officer, it, RATE).points[0].combined.value, True),
        ("2022-23", None, True),
        ("2023-24", D("35.0"), False),
    ]
    asked = council_series(officer, merged, [catalogue()[RATE]], date(2026, 1, 1))[RATE]
    assert [one.period.label for one in asked] == ["2023-24"]


def test_a_corrected_figure_is_worked_out_again_and_nothing_else_is_kept_twice(
    merged: Organisation, officer: Person, csv_file: Callable[..., Path]
) -> None:
    it = said(officer, merged)
    count = Run.objects.count()
    row = (RATE, SOUTH, "2022-23", "22.0", "1100", "5000", "")
    (again,) = load(officer, organisation=merged, path=csv_file(row, name="corrected.csv"))
    recalculate_after(officer, [again.load.pk])
    assert found(officer, it, RATE).points[1].combined.numerator == 5200
    assert Run.objects.filter(engine=reorganising.ENGINE).count() == count + 1


def test_a_divided_county_needs_a_share(
    merged: Organisation, officer: Person, csv_file: Callable[..., Path]
) -> None:
    """A county of 1,000 complaints of which 0.54 came here: 540. Without a share nothing, and why."""
    county, elsewhere = "X10000001", "X07000002"
    Area.objects.create(code=county, name="Wendshire", type="county", nation="Fictional")
    Succession.objects.create(predecessor=county, successor=elsewhere, from_date=FROM)
    rows = [("planning-enforcement-open", county, "Feb 2023", "1000", "", "", ""),
            (COMPLAINTS, county, "Feb 2023", "7", "", "", "")]  # fmt: skip
    load(officer, organisation=merged, path=csv_file(*rows, name="county.csv"))
    it = said(officer, merged, taken=(*BOTH, Taken(county)))
    (point,) = found(officer, it, "planning-enforcement-open").points
    assert point.combined.cause == (
        "A part is missing (Wendshire: divided among 2 areas, and no share of it is stated)."
    )
    it = said(officer, merged, taken=(*BOTH, Taken(county, D("0.54"), "residents, mid-2021")))
    (point,) = found(officer, it, "planning-enforcement-open").points
    assert (point.combined.value, point.combined.estimated) == (D("540.00"), True)
    # what both tiers count is not added
    assert "Both tiers gave figures (county and district)" in found(officer, it, COMPLAINTS).causes[0]
    with pytest.raises(NotPossible, match="More than the whole"):
        said(officer, merged, successor=elsewhere, taken=[Taken(county, D("0.5"), "residents, mid-2021")])


def test_a_period_that_runs_over_the_day_is_not_worked_out(merged: Organisation, officer: Person) -> None:
    it = said(officer, merged, from_date=date(2022, 10, 1))
    assert found(officer, it, RATE).causes == ["The period runs over 1 October 2022, when the area changed."]


def test_a_recoded_predecessor_counts_by_its_older_code(
    merged: Organisation, officer: Person, csv_file: Callable[..., Path]
) -> None:
    older = "X07000031"
    Area.objects.create(code=older, name="Kestrel South", type="district", nation="Fictional")
    Succession.objects.create(predecessor=older, successor=SOUTH, from_date=date(2021, 4, 1))
    rows = [
        (RATE, NORTH, "2020-21", "30.0", "3000", "10000", ""),
        (RATE, older, "2020-21", "10.0", "500", "5000", ""),
    ]
    load(officer, organisation=merged, path=csv_file(*rows, name="older.csv"))
    assert found(officer, said(officer, merged), RATE).points[0].combined.numerator == 3500


def test_it_is_one_audited_act_that_supersedes(merged: Organisation, officer: Person) -> None:
    first = said(officer, merged)
    second = said(officer, merged, reason="The date was wrong.", from_date=date(2023, 5, 1))
    assert reorganising.said(officer, merged) == [second]
    entry = AuditEntry.objects.about("figures.reorganisation", second.pk).get()
    assert entry.before and entry.before["from"] == "2023-04-01"
    assert entry.after and entry.after["predecessors"] == {NORTH: "whole", SOUTH: "whole"}
    assert reorganising.before(officer, first, catalogue()[RATE]) is None
    said(officer, merged, taken=(), reason="It never happened.")
    assert reorganising.said(officer, merged) == []
    assert Reorganisation.objects.count() == 3


def test_the_preview_says_the_same_and_stores_nothing(merged: Organisation, officer: Person) -> None:
    seen = reorganising.preview(officer, merged, NEW, FROM, BOTH)
    assert {it.measure.id: (it.worked_out, len(it.points)) for it in seen} == {
        RATE: (1, 2), COMPLAINTS: (1, 2), PAY: (0, 1)
    }  # fmt: skip
    assert not Run.objects.filter(engine=reorganising.ENGINE).exists()
    it = said(officer, merged)
    assert {one.measure.id: one.worked_out for one in reorganising.headlines(officer, it)} == {
        RATE: 1, COMPLAINTS: 1, PAY: 0
    }  # fmt: skip


def test_what_is_not_possible(merged: Organisation, officer: Person) -> None:
    refused: tuple[tuple[dict[str, Any], str], ...] = (
        ({"taken": [Taken("X07000099")]}, "No area has the code"),
        ({"taken": [Taken(NEW)]}, "named twice"),
        ({"taken": [Taken(NORTH, D(1), "all")]}, "over 0 and under 1"),
        ({"taken": [Taken(NORTH, D("0.5"))]}, "say what it is a share of"),
        ({"source": ""}, "where it is said"),
    )
    for given, words in refused:
        with pytest.raises(NotPossible, match=f"(?i){words}"):
            said(officer, merged, **given)
    assert not Reorganisation.objects.exists()


def test_who_may(merged: Organisation, officer: Person, person: Callable[..., Person]) -> None:
    with pytest.raises(PermissionDenied):
        said(person("service-manager", own=["waste"]), merged)
    it = said(officer, merged)
    with pytest.raises(PermissionDenied):
        reorganising.before(Person.objects.create(username="nobody"), it, catalogue()[RATE])
