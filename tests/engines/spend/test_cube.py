"""The cube: exact sums by any dimension, beside the year before, with what is not known kept apart."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from tests.engines.spend.ledgers import Row, ledger_of

from moothall.engines.spend import cube
from moothall.engines.spend.cube import Cube
from moothall.kit.periods import Period

APRIL, MARCH = date(2024, 4, 1), date(2025, 3, 1)


def _rows() -> Iterator[Row]:
    for year in (2023, 2024):
        for place in range(12):
            month = f"{year + (place > 8)}-{(place + 3) % 12 + 1:02}"
            for day in ("02", "28"):
                yield {
                    "payee": "Large Works plc", "paid": f"{month}-{day}",
                    "amount": "100.10" if year == 2023 else "110.05",
                    "service": "Highways", "category": "works/roads", "sme": False, "postcode": "M33 4AB",
                    "contract_ref": "C/1" if day == "02" else None,
                }  # fmt: skip
            yield {
                "payee": "Corner Joinery", "paid": f"{month}-15", "amount": "10.00", "service": "Housing",
                "category": "works/buildings", "sme": True, "postcode": "SK1 1AA",
            }  # fmt: skip
    yield {"payee": "New Bakery", "paid": "2024-06-05", "amount": "7.77", "kind": "card", "file": "cards.csv"}
    yield {"payee": "No Day Ltd", "amount": "1.00", "service": "Housing"}
    yield {"payee": "Large Works plc", "paid": "2024-05-02", "amount": "-50.00", "service": "Highways",
           "sme": False, "postcode": "M33 4AB", "capital": True}  # fmt: skip


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cube]:
    contracts = [
        {"reference": "c1", "title": "Roads", "supplier_name": "Large Works plc", "starts": "2024-04-01",
         "ends": "2024-09-30"},
        {"reference": "C2", "title": "Doors", "supplier_name": "Corner Joinery", "starts": "2024-04-01"},
        {"reference": "C3", "title": "Windows", "supplier_name": "Corner Joinery", "starts": "2024-10-01"},
    ]  # fmt: skip
    with ledger_of(tmp_path_factory.mktemp("cube"), _rows(), contracts=contracts) as ledger:
        yield cube.build(ledger, local=("m33",))


@pytest.mark.parametrize("by", [(), *((it,) for it in cube.DIMENSIONS), ("service", "sme", "month")])
def test_every_slice_adds_up_to_what_was_kept(made: Cube, by: tuple[str, ...]) -> None:
    kept = made.ledger.one("SELECT sum(amount) FROM payment")
    for since, until in ((None, None), (APRIL, MARCH), (date(2024, 6, 20), None)):
        found = made.slice(by, since=since, until=until)
        assert sum(it.amount for it in found.rows) == found.total.amount
        assert found.total.amount + found.outside == kept == made.total
        assert sum(it.payments for it in found.rows) == found.total.payments


def test_rows_are_set_beside_the_same_months_a_year_before(made: Cube) -> None:
    found = made.slice(("service",), since=APRIL, until=MARCH)
    by_service = {it.labels[0]: it for it in found.rows}
    assert list(by_service) == ["Highways", "Housing", "not known"]
    highways = by_service["Highways"]
    assert (highways.amount, highways.before) == (Decimal("2591.20"), Decimal("2402.40"))
    assert highways.change == Decimal("188.80") and highways.real_change is None
    assert by_service["not known"].before == 0, "the year before is there and holds nothing of it"
    assert (highways.payments, highways.suppliers) == (25, 1)
    assert found.total.change == sum(it.change or 0 for it in found.rows)
    (doubt,) = found.doubts
    assert doubt.startswith("Card payments are in the files from Jun 2024 to Jun 2024 only")


def test_a_year_that_the_files_do_not_hold_is_not_nought(made: Cube) -> None:
    found = made.slice(("service",), since=date(2023, 4, 1), until=date(2024, 3, 1))
    assert all(it.before is None and it.change is None for it in found.rows)
    assert "do not reach back" in found.doubts[0]


def test_prices_of_each_month_make_the_year_before_comparable(made: Cube) -> None:
    prices = {Period(date(2023, 4, 1), "P1Y"): Decimal(100), Period(date(2024, 4, 1), "P1Y"): Decimal(105)}
    highways = made.slice(("service",), since=APRIL, until=MARCH, prices=prices).rows[0]
    assert highways.priced == Decimal("2522.52") and highways.real_change == Decimal("68.68")
    dear = prices | {Period(date(2024, 4, 1), "P1M"): Decimal(110)}
    assert made.slice((), since=APRIL, until=MARCH, prices=dear).total.priced == Decimal("2659.03")
    short = made.slice((), since=APRIL, until=MARCH, prices={Period(date(2023, 4, 1), "P1Y"): Decimal(1)})
    assert short.total.priced is None and "cash only" in short.doubts[-1]


def test_months_are_compared_with_the_month_a_year_before(made: Cube) -> None:
    found = made.slice(("month",), since=APRIL, until=date(2024, 6, 1))
    assert [(it.labels[0], it.amount, it.before) for it in found.rows] == [
        ("Apr 2024", Decimal("230.10"), Decimal("210.20")),
        ("May 2024", Decimal("180.10"), Decimal("210.20")),
        ("Jun 2024", Decimal("237.87"), Decimal("210.20")),
    ]
    (may,) = made.slice(("month",), where={"month": date(2024, 5, 1)}, since=APRIL, until=MARCH).rows
    assert may.before == Decimal("210.20")
    years = made.slice(("year",)).rows
    assert [it.labels[0] for it in years] == ["2023-24", "2024-25", "no date"]


def test_what_is_not_known_is_never_no(made: Cube) -> None:
    local = {it.labels[0]: it.amount for it in made.slice(("local",)).rows}
    assert local == {"yes": Decimal("4993.60"), "no": Decimal("240.00"), "not known": Decimal("8.77")}
    assert {it.labels[0] for it in made.slice(("sme",)).rows} == {"yes", "no", "not known"}
    unknown = made.slice(("supplier",), where={"sme": None})
    assert [it.labels[0] for it in unknown.rows] == ["New Bakery", "No Day Ltd"]
    either = made.slice((), where={"sme": [None, True]})
    assert either.total.amount == Decimal("248.77")


def test_a_payment_belongs_to_the_contract_it_names_or_the_only_one_there_was(made: Cube) -> None:
    found = {it.labels[0]: it.amount for it in made.slice(("contract",)).rows}
    named, only = Decimal("2521.80"), 6 * Decimal("110.05") - 50
    assert found["Roads"] == named + only, "named at any time, else while it ran"
    assert found["Doors"] == Decimal("60.00"), "from October there were two, so neither"
    assert "Windows" not in found and found["no contract known"] > 0


def test_without_local_districts_nothing_is_known_to_be_local(tmp_path: Path) -> None:
    with ledger_of(tmp_path, _rows()) as ledger:
        assert [it.key for it in cube.build(ledger).slice(("local",)).rows] == [(None,)]


def test_months_with_part_of_their_payments_are_said(tmp_path: Path) -> None:
    def days(month: str, *days: int) -> list[Row]:
        return [{"payee": "A", "paid": f"{month}-{day:02}", "amount": "1"} for day in days]

    full = (1, 9, 20, 27, 28)
    rows = [
        *days("2024-01", 20, 21, 22, 28), *days("2024-02", *full), *days("2024-03", *full), *days("2024-05", *full),
        *days("2024-06", 9), *days("2024-07", *full), *days("2024-08", 1, 2, 3, 4),
        {"payee": "A", "paid": "2024-02-01", "amount": "1", "kind": "card"},
    ]  # fmt: skip
    with ledger_of(tmp_path, rows) as ledger:
        found = cube.build(ledger)
        assert [(it.month.month, it.why) for it in found.partial] == [
            (1, "payments begin on day 20"),
            (4, "no payments"),
            (6, "1 payment, where the middle month has 5"),
            (8, "payments end on day 4"),
        ]
        assert found.latest_year() == (date(2024, 1, 1), date(2024, 8, 1))
        spring = found.slice((), since=date(2024, 2, 1), until=date(2024, 4, 1), compare=None)
        assert [it.month.month for it in spring.partial] == [4]


def test_an_empty_ledger_has_an_empty_cube(tmp_path: Path) -> None:
    with ledger_of(tmp_path, []) as ledger:
        found = cube.build(ledger)
        assert found.slice(("service",)).rows == () and found.slice((), since=APRIL).total.amount == 0
        assert found.latest_year() is None and not found.holds(APRIL, MARCH)


def test_what_cannot_be_asked_is_refused(made: Cube) -> None:
    with pytest.raises(ValueError, match="no dimension 'colour'"):
        made.slice(("colour",))
    with pytest.raises(ValueError, match="year before"):
        made.slice((), compare="month before")
