"""Files that a council published: every row accounted for, and the totals those of a sum made without this code.

The year of spending is taken by its first lines, to be quick; benchmarks/spend_personal_data.py reads all of it.
"""

import csv
import io
import zipfile
from collections import defaultdict
from datetime import date
from decimal import Decimal
from itertools import islice
from pathlib import Path

import pytest

from moothall.recipes.transparency import Publication, Rules, publish
from moothall.recipes.transparency.publishing import SetResult

pytestmark = pytest.mark.data

MARCH = Rules(on=date(2026, 11, 23), first=date(2025, 3, 1), last=date(2025, 3, 31), despite=True)
LINES = 4_000
WHOLE = {
    "land": "assets/trafford_land_and_building_assets.csv",
    "organisation": "workforce/trafford_council_organisation_structure.csv",
    "pay-multiple": "workforce/trafford_pay_multiple.csv",
    "senior-pay": "workforce/trafford_senior_salaries_count.csv",
    "facility-time": "workforce/trafford_trade_union_facility_time.csv",
}
CARDS = "cards/trafford_government_procurement_card_transactions_2024-25.csv"


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def sources(data_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    spend = tmp_path_factory.mktemp("in") / "spend.csv"
    with zipfile.ZipFile(data_folder / "spend" / "trafford-supplier-spend-2024-25.zip") as zipped:
        text = io.TextIOWrapper(zipped.open(zipped.namelist()[0]), encoding="utf-8-sig", newline="")
        spend.write_text("".join(islice(text, LINES)), encoding="utf-8", newline="")
    return {
        "spend": spend,
        "cards": data_folder / CARDS,
        **{id: data_folder / it for id, it in WHOLE.items()},
    }


@pytest.fixture(scope="module")
def done(sources: dict[str, Path], tmp_path_factory: pytest.TempPathFactory) -> tuple[Publication, Path]:
    out = tmp_path_factory.mktemp("out")
    return publish(list(sources.values()), out=out, rules=MARCH), out


def result(done: tuple[Publication, Path], id: str) -> SetResult:
    return next(it for it in done[0].sets if it.set.id == id)


def test_each_file_is_taken_for_its_set(done: tuple[Publication, Path], sources: dict[str, Path]) -> None:
    assert {it.set.id: it.files for it in done[0].sets} == {id: (it.name,) for id, it in sources.items()}
    assert done[0].unread == ()


def test_the_spending_of_a_month_is_that_of_a_sum_made_without_this_code(
    done: tuple[Publication, Path], sources: dict[str, Path]
) -> None:
    given = rows_of(sources["spend"])
    sums: dict[tuple[str, ...], Decimal] = defaultdict(Decimal)
    keys = (
        "BeneficiaryName",
        "BeneficiaryOtherID",
        "VATRegistrationNumber",
        "TransactionNumber",
        "PaymentDate",
    )
    for row in given:
        sums[tuple(row[it] for it in keys)] += Decimal(row["Amount"]) + Decimal(
            row["IrrecoverableVATAmount"] or 0
        )
    wanted = [
        row
        for row in given
        if row["PaymentDate"].startswith("2025-03") and abs(sums[tuple(row[it] for it in keys)]) > 500
    ]
    spend = result(done, "spend")
    assert spend.read == len(given) and spend.read_total == sum(Decimal(it["Amount"]) for it in given)
    assert spend.rows == len(wanted) > 1000
    assert spend.total == sum(Decimal(it["Amount"]) for it in wanted)
    published = rows_of(done[1] / "published" / spend.file)
    lineage = rows_of(done[1] / "lineage" / spend.file)
    lines = dict(enumerate(given, 2))
    for row, where in zip(published, lineage, strict=True):
        assert lines[int(where["row"])]["TransactionNumber"] == row["TransactionNumber"]
        assert Decimal(lines[int(where["row"])]["Amount"]) == Decimal(row["Amount"])


def test_every_card_transaction_of_the_month_is_in(
    done: tuple[Publication, Path], sources: dict[str, Path]
) -> None:
    given = [it for it in rows_of(sources["cards"]) if it["PaymentDate"].startswith("2025-03")]
    cards = result(done, "cards")
    assert cards.rows == len(given) > 100
    assert cards.total == sum(Decimal(it["Amount"]) for it in given)


@pytest.mark.parametrize("id", sorted(WHOLE))
def test_a_register_goes_through_whole(
    id: str, done: tuple[Publication, Path], sources: dict[str, Path]
) -> None:
    given, it = rows_of(sources[id]), result(done, id)
    assert it.read == it.rows == len(given)
    published = rows_of(done[1] / "published" / it.file)
    assert len(published) == len(given)
    shared = [name for name in it.set.index if name in given[0] and it.set.field(name).kind != "text"]
    for name in shared:
        told = [row[name] if row[name] not in ("NA", "") else "" for row in given]
        if name == "EffectiveDate":
            assert [row[name] for row in published] == told
        else:
            assert [row[name] and Decimal(row[name]) for row in published] == [n and Decimal(n) for n in told]


def test_what_is_wrong_in_them_is_found(done: tuple[Publication, Path]) -> None:
    """Things seen in the files by eye: latitude and longitude the wrong way round, posts below tier 3."""
    checks = {it.set.id: {one.check: len(one.places) for one in it.problems} for it in done[0].sets}
    assert checks["land"]["coordinates"] == 1
    assert checks["organisation"]["tier"] > 0 and checks["organisation"]["band"] > 0
    assert "pay multiple" not in checks["pay-multiple"], "the printed multiples agree with their parts"
    assert not any(it.errors for it in done[0].sets if it.set.id in ("pay-multiple", "senior-pay", "cards"))
