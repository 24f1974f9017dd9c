"""Areas and lists of neighbours: which area a name means, what a load adds and changes, and what it takes away."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from moothall.core.jobs import Cancelled
from moothall.core.models import AuditEntry, Organisation, Person
from moothall.figures import queries
from moothall.figures.actions import load
from moothall.figures.models import Area, Load, LoadState, Peer, Series, Succession

pytestmark = pytest.mark.django_db
RATE = "recycling-rate"
AREAS = ("local-authority-code", "nice-name", "gss-code", "nation", "region", "replaced-by")
NEIGHBOURS = ("areacd", *map(str, range(1, 21)))
PUBLISHED = ("area_code", "area_name", "financial_year", "metric", "value")
Write = Callable[..., Path]


def reasons(person: Person, council: Organisation, path: Path) -> dict[int, str]:
    (outcome,) = load(person, organisation=council, path=path)
    return {line: reason for line, reason, _ in outcome.rejected_rows()}


def said() -> dict[str, Any]:
    """What the audit says of the one load that was published."""
    entry = AuditEntry.objects.get(action="figures.loaded")
    assert entry.after is not None
    return dict(entry.after)


def stop(done: int, total: int, message: str) -> None:
    raise Cancelled


@pytest.fixture
def former(council: Organisation) -> Callable[..., Area]:
    """Another area called Same Name, beside the one of today."""
    Area.objects.create(code="E07000002", name="Same Name", type="district")

    def make(code: str, **dates: date) -> Area:
        return Area.objects.create(code=code, name="Same-Name", type="district", **dates)

    return make


def test_a_name_means_the_area_of_today(
    officer: Person, council: Organisation, csv_file: Write, former: Callable[..., Area]
) -> None:
    former("E06000003", ended=date(2020, 4, 1))
    former("E07000900")
    Succession.objects.create(predecessor="E07000900", successor="E07000002")
    assert reasons(officer, council, csv_file((RATE, "same name", "2022-23", "1", "", "", ""))) == {}
    assert Series.objects.get().area_id == "E07000002"
    found = queries.area(" SAME_NAME ")
    assert found is not None and found.code == "E07000002"


def test_a_name_that_two_areas_have_is_refused_with_their_codes(
    officer: Person, council: Organisation, csv_file: Write, former: Callable[..., Area]
) -> None:
    former("E06000003", ended=date(9999, 1, 1))
    said = reasons(officer, council, csv_file((RATE, "Same Name", "2022-23", "1", "", "", "")))
    assert said == {2: "'Same Name' is the name of E06000003 and E07000002: give the code instead."}
    assert queries.area("Same Name") is None


def test_a_name_of_areas_that_have_ended_is_no_name(
    officer: Person, council: Organisation, csv_file: Write
) -> None:
    Area.objects.create(code="E07000009", name="Oldham Vale", ended=date(1998, 4, 1))
    said = reasons(officer, council, csv_file((RATE, "Oldham Vale", "2022-23", "1", "", "", "")))
    assert "give its code" in said[2]


def test_a_cancelled_load_takes_the_areas_it_brought_away(
    officer: Person, council: Organisation, csv_file: Write
) -> None:
    rows = [("E07000002", "Newplace", "2022-23", RATE, "45.2"), ("X07000002", "", "2022-23", RATE, "45.2")]
    path = csv_file(*rows, header=PUBLISHED)
    with pytest.raises(Cancelled):
        load(officer, organisation=council, path=path, report=stop)
    assert not Area.objects.filter(pk="E07000002").exists()
    assert not Series.objects.filter(area="E07000002").exists()
    assert Area.objects.filter(pk="X07000002").exists(), "that one was there before"
    load(officer, organisation=council, path=path)
    assert Area.objects.get(pk="E07000002").name == "Newplace"
    assert said()["areas_added"] == 1


def test_an_area_that_somebody_uses_by_then_stays(
    officer: Person, council: Organisation, csv_file: Write
) -> None:
    def used(done: int, total: int, message: str) -> None:
        from moothall.performance.models import Target

        Target.objects.create(
            organisation=council,
            measure=RATE,
            area_id="E07000002",
            from_date=date(2026, 4, 1),
            set_by=officer,
            set_at=Load.objects.get().started_at,
        )
        raise Cancelled

    path = csv_file(("E07000002", "Newplace", "2022-23", RATE, "45.2"), header=PUBLISHED)
    with pytest.raises(Cancelled):
        load(officer, organisation=council, path=path, report=used)
    assert Area.objects.filter(pk="E07000002").exists()
    assert Load.objects.get().state == LoadState.CANCELLED


def test_a_table_of_areas_changes_nothing_until_it_is_published(
    officer: Person, council: Organisation, csv_file: Write
) -> None:
    rows = [
        ("ASH", "Ashcombe Vale", "X07000001", "Fictional", "The West", ""),
        ("OLD", "Oldplace", "X07000003", "Fictional", "", "ASH"),
    ]
    path = csv_file(*rows, header=AREAS)
    with pytest.raises(Cancelled):
        load(officer, organisation=council, path=path, report=stop)
    assert not Area.objects.filter(pk="X07000003").exists() and not Succession.objects.exists()
    assert Area.objects.get(pk="X07000001").region == ""
    (outcome,) = load(officer, organisation=council, path=path)
    assert (outcome.load.kept, outcome.load.superseded) == (2, 1)
    assert Area.objects.get(pk="X07000001").region == "The West"
    assert Succession.objects.get().successor == "X07000001"
    entry = AuditEntry.objects.get(action="figures.loaded")
    assert entry.before == {"areas": {"X07000001": {"region": ""}}}
    assert said()["areas"] == {"X07000001": {"region": "The West"}}
    assert said()["areas_added"] == 1
    (again,) = load(officer, organisation=council, path=path)
    assert (again.load.unchanged, again.load.superseded) == (2, 0)


def test_a_table_of_areas_that_was_killed_counts_as_if_it_had_not_been(
    officer: Person, council: Organisation, csv_file: Write
) -> None:
    class Killed(BaseException):
        pass

    def kill(done: int, total: int, message: str) -> None:
        raise Killed

    path = csv_file(("NEW", "Newplace", "X07000003", "Fictional", "", ""), header=AREAS)
    with pytest.raises(Killed):
        load(officer, organisation=council, path=path, report=kill)
    (outcome,) = load(officer, organisation=council, path=path)
    assert (outcome.load.kept, outcome.load.unchanged, outcome.load.superseded) == (1, 0, 0)
    assert said()["areas_added"] == 1


def test_a_second_row_for_an_area_is_rejected(
    officer: Person, council: Organisation, csv_file: Write
) -> None:
    area = ("ASH", "Ashcombe Vale", "X07000001", "Fictional", "", "")
    said = reasons(officer, council, csv_file(area, area, header=AREAS))
    assert said == {3: "Line 2 is about X07000001 too: that one was kept."}
    near = ("X07000001", "X07000002", *[""] * 19)
    said = reasons(officer, council, csv_file(near, near, header=NEIGHBOURS, name="near.csv"))
    assert said == {3: "Line 2 is about X07000001 too: that one was kept."}
    assert Peer.objects.count() == 1


def test_what_is_too_long_for_the_store_is_rejected_or_cut(
    officer: Person, council: Organisation, csv_file: Write
) -> None:
    rows = [
        ("A", "n" * 201, "X07000004", "Fictional", "", ""),
        ("B", "B", "X07000005", "n" * 41, "", ""),
        ("C", "C", "X07000006", "Fictional", "r" * 61, ""),
    ]
    said = reasons(officer, council, csv_file(*rows, header=AREAS))
    assert said == {
        2: "The name has 201 letters: write 200 or fewer.",
        3: "The nation has 41 letters: write 40 or fewer.",
        4: "The region has 61 letters: write 60 or fewer.",
    }
    named = csv_file(("X07000004", "n" * 201, "2022-23", RATE, "1"), header=PUBLISHED)
    assert reasons(officer, council, named) == {}
    assert len(Area.objects.get(pk="X07000004").name) == 200
    listed = csv_file(("X07000001", "X07000002", *[""] * 19), header=NEIGHBOURS, name=f"{'l' * 220}.csv")
    assert reasons(officer, council, listed) == {}
    assert [len(it.title) for it in queries.peer_lists()] == [200]
