"""Real files, counted and summed again by the csv module and Decimal."""

import csv
from decimal import Decimal

import pytest

from moothall.engines.spend.reading import read, read_contracts

pytestmark = pytest.mark.data


def summed(path, column: int, keep=lambda row: True) -> tuple[int, Decimal]:
    with path.open(encoding="utf-8", newline="") as stream:
        rows = csv.reader(stream)
        next(rows)
        kept = [row for row in rows if any(row) and keep(row)]
    return len(kept), sum((Decimal(row[column] or 0) for row in kept), Decimal(0))


@pytest.mark.parametrize(("name", "kind", "column"), [
    ("spend/leeds_raw_2012-03.csv", "payments", 9), ("spend/salford_clean_2022-05.csv", "payments", 5),
    ("cards/trafford_government_procurement_card_transactions_2024-25.csv", "cards", 6),
])  # fmt: skip
def test_every_row_and_every_penny(ledger, data_folder, name, kind, column):
    reading = read(ledger, data_folder / name)
    (file,) = reading.files
    assert (file.kind, file.doubts, file.rejected) == (kind, [], 0)
    assert (reading.read, reading.total) == summed(data_folder / name, column)
    assert ledger.rows("SELECT count(*), sum(amount) FROM payment") == [(reading.read, reading.total)]


def test_notices_of_contracts(ledger, data_folder):
    path = data_folder / "contracts" / "contractsfinder_notices_lancashire.csv"
    reading = read_contracts(ledger, path)
    assert (reading.read, reading.files[0].total) == summed(path, 12)
    assert reading.kept == summed(path, 12, lambda row: row[5] == "awarded")[0]
    assert (
        ledger.one("SELECT count(*) FROM reject WHERE reason LIKE 'it is a notice without a contract%'")
        == reading.rejected
    )


def test_a_folder_of_all_its_years(ledger, data_folder):
    """The zip among them: its 210,068 rows; their sum is computed again in benchmarks/spend_reading.py."""
    reading = read(ledger, data_folder / "spend")
    assert [it.read for it in reading.files] == [10_325, 2_022, 210_068]
    assert (reading.rejected, len(reading.not_read)) == (0, 2)
    assert ledger.one("SELECT sum(amount) FROM payment") == reading.total
