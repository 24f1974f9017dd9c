"""What becomes of rejected rows at a terminal, and what is said when something cannot be written or answered."""

import csv
import io
import json
import tracemalloc
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest
from django.db import DataError, IntegrityError, InterfaceError, OperationalError, ProgrammingError
from tests.cli.conftest import Said

from moothall.cli.door import sentence
from moothall.core.models import Organisation
from moothall.figures.models import Load, Observation

Run = Callable[..., Said]


def many(path: Path, rows: int) -> Path:
    """A return of which no row can be taken."""
    with path.open("w") as file:
        file.write("Measure,Period,Value\n")
        file.writelines(f"recycling-rate,2022-23,oops {n} {'x' * 80}\n" for n in range(rows))
    return path


@pytest.mark.parametrize("option", ["--rejects", "--json"])
@pytest.mark.parametrize("place", ["nowhere/at/all.csv", "."])
def test_a_place_that_cannot_be_written_is_refused_before_anything_is_loaded(
    moothall: Run, council: Organisation, kpi_return: Path, option: str, place: str
) -> None:
    said = moothall("load", kpi_return, option, place)
    assert said.status == 2 and said.err.count("\n") == 1
    assert f"{place} cannot be written" in said.err
    assert not Load.objects.exists()


def test_a_check_writes_no_rejects_unless_asked(
    moothall: Run, council: Organisation, kpi_return: Path
) -> None:
    kept = Path("rejects.csv")
    kept.write_text("of an earlier load")
    said = moothall("load", "--check", kpi_return)
    assert (said.status, kept.read_text()) == (3, "of an earlier load")
    assert "--rejects FILE" in said.err
    assert moothall("load", "--check", kpi_return, "--rejects", "asked.csv").status == 3
    (row,) = csv.DictReader(io.StringIO(Path("asked.csv").read_text()))
    assert (row["file"], row["line"], row["text"]) == ("return.csv", "4", "recycling-rate,someday,1,,")


@pytest.mark.parametrize("check", [(), ("--check",)])
def test_every_reject_is_written_and_few_are_held_in_memory(
    moothall: Run, council: Organisation, tmp_path: Path, check: tuple[str, ...]
) -> None:
    rows = 30_000
    path = many(tmp_path / "bad.csv", rows)
    moothall("load", "--quiet", many(tmp_path / "warm.csv", 10))
    tracemalloc.start()
    try:
        said = moothall("load", *check, path, "--rejects", "all.csv")
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert said.status == 3 and said.out.count("not a number") == 20
    with Path("all.csv").open() as file:
        assert sum(1 for _ in csv.reader(file)) == rows + 1
    assert peak < 18 * 2**20, "a batch of ten thousand, not all of them"


def test_the_json_has_every_reject_of_a_check(moothall: Run, council: Organisation, tmp_path: Path) -> None:
    said = moothall("load", "--check", many(tmp_path / "bad.csv", 50), "--json", "-")
    (file,) = json.loads(said.out)["files"]
    assert [it["line"] for it in file["rejects"]] == list(range(2, 52))


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        (OperationalError("connection refused"), "The database does not answer (connection refused)"),
        (InterfaceError("connection already closed"), "The database does not answer"),
        (OperationalError("no such table: core_person"), "moothall migrate"),
        (ProgrammingError('relation "core_person" does not exist'), "moothall migrate"),
        (ProgrammingError("syntax error"), None),
        (IntegrityError("UNIQUE constraint failed"), None),
        (DataError("value too long"), None),
    ],
)
def test_only_a_database_that_does_not_answer_is_said_not_to(fault: Exception, said: str | None) -> None:
    found = sentence(fault)
    assert (found is None) if said is None else (found is not None and said in found)


def test_a_fault_of_the_disk_claims_nothing_of_what_was_done() -> None:
    said = sentence(OSError(28, "No space left on device", "rejects.csv"))
    assert said == "No space left on device: rejects.csv."


def test_a_small_number_is_written_without_an_exponent(
    moothall: Run, council: Organisation, tmp_path: Path
) -> None:
    path = tmp_path / "small.csv"
    path.write_text("Measure,Period,Value\nrecycling-rate,2022-23,0.0000001\n")
    assert moothall("load", path).status == 0
    assert Observation.objects.get().value == Decimal("1E-7")
    said = moothall("measure", "show", "recycling-rate", "--area", "X07000001", "--json", "-")
    assert json.loads(said.out)["observations"][0]["value"] == "0.0000001"
