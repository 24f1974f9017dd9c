"""Real files, every row accounted for, counted and summed again by the csv module and Decimal."""

import csv
import io
import zipfile
from collections.abc import Iterable
from decimal import Decimal

import pytest

from moothall.engines.spend.reading import read, read_contracts

pytestmark = pytest.mark.data


def summed(lines: Iterable[str], heading: str, only=lambda row: True) -> tuple[int, Decimal]:
    rows = csv.reader(lines)
    heads = next(rows)
    column = heads.index(heading)
    amounts = [Decimal(row[column] or 0) for row in rows if any(row) and only(row)]
    return len(amounts), sum(amounts)


def test_a_folder_of_spend(ledger, data_folder):
    folder = data_folder / "spend"
    reading = read(ledger, folder)
    leeds, salford, trafford = reading.files
    with zipfile.ZipFile(folder / "trafford-supplier-spend-2024-25.zip") as archive:
        (member,) = archive.namelist()
        with io.TextIOWrapper(archive.open(member), "utf-8", newline="") as lines:
            assert (trafford.read, trafford.total) == summed(lines, "Amount")
    for file, name, heading in (
        (leeds, "leeds_raw_2012-03.csv", "Net amount"),
        (salford, "salford_clean_2022-05.csv", "Net"),
    ):
        with (folder / name).open(encoding="utf-8", newline="") as lines:
            assert (file.read, file.total) == summed(lines, heading)
    assert [it.kind for it in reading.files] == ["payments"] * 3
    assert (reading.rejected, reading.doubts) == (0, [])
    assert len(reading.not_read) == 2
    assert ledger.rows("SELECT count(*), sum(amount) FROM payment") == [(reading.read, reading.total)]
    assert ledger.one("SELECT count(*) FROM payment WHERE paid IS NULL OR payee IS NULL") == 0


def test_card_purchases(ledger, data_folder):
    (path,) = (data_folder / "cards").glob("*.csv")
    reading = read(ledger, path)
    with path.open(encoding="utf-8", newline="") as lines:
        assert (reading.kept, reading.total) == summed(lines, "Amount")
    assert (reading.files[0].kind, reading.files[0].doubts) == ("cards", [])
    assert (
        ledger.one("SELECT count(*) FROM payment WHERE given_category_code SIMILAR TO '[0-9]{4}'")
        == reading.kept
    )


def test_notices_of_contracts(ledger, data_folder):
    (path,) = (data_folder / "contracts").glob("*.csv")
    reading = read_contracts(ledger, path)
    with path.open(encoding="utf-8", newline="") as lines:
        assert (reading.read, reading.files[0].total) == summed(lines, "awarded_value")
    with path.open(encoding="utf-8", newline="") as lines:
        assert reading.kept == summed(lines, "awarded_value", lambda row: "awarded" in row)[0]
    told = "SELECT count(*) FROM reject WHERE reason LIKE 'it is a notice without a contract%'"
    assert ledger.one(told) == reading.rejected
