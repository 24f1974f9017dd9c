"""Files of a ledger: kept once, read, corrected, replaced and withdrawn; the rows set aside can be had."""

from pathlib import Path

import pytest
from django.core.exceptions import PermissionDenied
from tests.people import World
from tests.spend_ledgers.making import ledger, load

from moothall.core import files
from moothall.core.errors import NotPossible
from moothall.core.jobs import run_job
from moothall.spend.ledgers import actions, scanning
from moothall.spend.ledgers.models import LedgerFile, Remembered


def test_the_same_bytes_are_refused_whatever_they_are_called(world: World, tmp_path: Path) -> None:
    path = ledger(tmp_path / "ledger.csv")
    person = world.person["data-officer"]
    with pytest.raises(NotPossible, match=r"the same file as ‘ledger\.csv’, byte for byte"):
        actions.add_file(person, organisation=world.council, path=path, name="other.csv")
    path.write_text("")
    with pytest.raises(NotPossible, match="empty"):
        actions.add_file(person, organisation=world.council, path=path, name="other.csv")
    with pytest.raises(PermissionDenied):
        actions.add_file(world.person["auditor"], organisation=world.council, path=path, name="other.csv")


def test_a_file_says_how_it_was_read_and_what_was_set_aside(world: World) -> None:
    table = LedgerFile.objects.get().tables.get(superseded_at=None)
    assert (table.read, table.kept, table.rejected, table.kind) == (59, 58, 1, "payments")
    assert table.mapping["net"] == "Net amount"
    assert table.columns[0] == {
        "name": "Supplier",
        "samples": [
            "The Skip Company Ltd",
            "Brightwork Staffing Ltd",
            "Vale Paper & Print",
            "REDACTED PERSONAL DATA",
        ],
    }
    rejected = files.kept(table.rejects).read_text().splitlines()
    assert rejected[0] == "Line,Reason,Row" and rejected[1].startswith("60,")


def test_a_correction_is_remembered_for_the_layout(world: World, tmp_path: Path) -> None:
    person = world.person["procurement-officer"]
    file = LedgerFile.objects.get()
    table = file.tables.get(superseded_at=None)
    for fault, columns in (
        ("no column ‘Nothing’", {"purpose": "Nothing"}),
        ("for two fields", {"purpose": "Service", "service": "Service"}),
    ):
        with pytest.raises(NotPossible, match=fault):
            actions.correct_mapping(person, table=table, columns=columns)
    job = actions.correct_mapping(person, table=table, columns={"purpose": None, "account": "Purpose"})
    run_job.func(job.pk)
    again = file.tables.get(superseded_at=None)
    assert again.pk != table.pk and again.mapping["account"] == "Purpose" and "purpose" not in again.mapping
    later = load(
        world, ledger(tmp_path / "later.csv", ("Hedge & Sons,Waste,2/6/2026,1/6/2026,H1,90.00,Hedges,",))
    )
    assert later.tables.get().mapping["account"] == "Purpose"
    assert Remembered.objects.count() == 1


def test_a_newer_extract_replaces_an_older_one_and_nothing_is_lost(world: World, tmp_path: Path) -> None:
    file = LedgerFile.objects.get()
    newer = load(
        world,
        ledger(tmp_path / "newer.csv", ("Hedge & Sons,Waste,2/6/2026,1/6/2026,H1,90.00,Hedges,",)),
        replaces=file,
    )
    file.refresh_from_db()
    assert newer.replaces == file and file.withdrawn_why == "Replaced by ‘newer.csv’."
    assert files.kept(file.sha256).exists()
    assert scanning.standing_files(world.council) == [newer]
    with pytest.raises(NotPossible, match="withdrawn before"):
        actions.withdraw_file(world.person["procurement-officer"], file=file, why="Twice.")


def test_what_is_no_ledger_is_refused_on_its_page(world: World, tmp_path: Path) -> None:
    path = tmp_path / "letter.csv"
    path.write_text("Dear Sir,\nthank you for your letter\n")
    it = load(world, path)
    assert "not a table of payments" in it.refused and not it.tables.exists()
    assert it not in scanning.standing_files(world.council)  # and a scan goes without it
