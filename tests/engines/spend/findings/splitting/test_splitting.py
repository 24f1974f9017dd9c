"""Split orders are found where they were put, and random data has next to none however many look like it."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import Any

import pytest
from tests.engines.spend.ledgers import ledger_of

from moothall.engines.spend.findings.finding import Finding, Settings
from moothall.engines.spend.findings.registry import tests as all_tests
from moothall.engines.spend.findings.running import find
from moothall.engines.spend.findings.splitting.clusters import at_least

pytestmark = pytest.mark.once

Row = dict[str, Any]
BEGIN = date(2024, 4, 1)
SETTINGS = Settings(as_at=date(2025, 4, 1))
CODES = [code for code, it in all_tests().items() if it.family == "splitting"]
SERVICES = ("Parks", "Roads", "Libraries", "Housing")


def bills(count: int, seed: int, suppliers: int = 200) -> list[Row]:
    """Amounts and days by chance alone."""
    dice = Random(seed)
    return [
        bill(
            f"Supplier {dice.randrange(suppliers)}",
            dice.randrange(365),
            f"{dice.lognormvariate(7.5, 1.2):.2f}",
            f"{at}-{dice.randrange(10**6)}",
            dice.choice(SERVICES),
        )
        for at in range(count)
    ]


def bill(payee: str, day: int, amount: str, number: str, service: str = "Parks", **more: Any) -> Row:
    paid = BEGIN + timedelta(days=day)
    return {
        "payee": payee, "paid": paid, "amount": amount, "invoice_no": number, "service": service,
        "transaction_no": number, **more,
    }  # fmt: skip


def found(folder: Path, rows: Sequence[Row], only: Sequence[str] = CODES) -> list[Finding]:
    with ledger_of(folder, rows) as ledger:
        return [it.finding for it in find(ledger, SETTINGS, only=only).findings]


def put_in() -> Iterator[Row]:
    """Ten splits, and what only looks like one: a price under the threshold, and parts on one order."""
    dice = Random(9)
    for case in range(10):
        day = dice.randrange(340)
        for part in range(3):
            amount = f"{dice.uniform(4500, 4995):.2f}"
            yield bill(f"Quick Works {case}", day + 3 * part, amount, f"Q{case}/{part}")
    for case in range(5):
        for month in range(12):
            for child in range(3):
                yield bill(f"Placement {case}", 30 * month + child, "4850.00", f"P{case}-{month}-{child}")
    for case in range(6):
        for part in range(3):
            day = 40 * case + part
            yield bill(f"Stages {case}", day, "4800.00", f"S{case}-{part}", order_no=f"PO{case}")
    for _ in range(1_000):
        shop, amount = f"Shop {dice.randrange(100)}", f"{dice.lognormvariate(4.5, 1):.2f}"
        yield {**bill(shop, dice.randrange(365), amount, ""), "kind": "card", "invoice_no": None}
    for case in range(4):
        for part in range(2):
            amount = f"{930 + 13 * part + case}.49"
            yield {**bill(f"Tool Shop {case}", 50 * case, amount, ""), "kind": "card", "invoice_no": None}


@pytest.fixture(scope="module")
def among_random(tmp_path_factory: pytest.TempPathFactory) -> list[tuple[Finding, set[str]]]:
    """What is found where all that was put among random data, each with the payees it is about."""
    rows = [*bills(3_000, 9), *put_in()]
    told = found(tmp_path_factory.mktemp("splits"), rows)
    return [(it, {rows[id - 1]["payee"] for id in it.payments}) for it in told]


def test_random_data_has_next_to_none(tmp_path: Path) -> None:
    """A rule that reports every week with two bills under £5,000 and over it together fires a hundred times here."""
    rows = bills(4_000, 1)
    near = [it for it in rows if 3_750 <= Decimal(it["amount"]) < 5_000]
    assert len(near) > 200
    assert len(found(tmp_path, rows)) <= 3


def test_splits_are_found_among_random_data(among_random: list[tuple[Finding, set[str]]]) -> None:
    told = [(it, who) for it, who in among_random if it.test == "split-orders"]
    right = [it for it, who in told if all(name.startswith("Quick Works") for name in who)]
    assert len(right) >= 9 and len(told) <= 12
    assert all(it.likely for it in right)
    assert right[0].facts["Limit"] == "£5,000" and float(right[0].facts["Chance of as many (p)"]) < 0.01
    assert right[0].amount > 13_500


@pytest.mark.parametrize("name", ["Placement", "Stages"])
def test_a_price_and_parts_of_one_order_are_nobodys_design(
    name: str, among_random: list[tuple[Finding, set[str]]]
) -> None:
    told = [who for it, who in among_random if it.test == "split-orders"]
    assert not [who for who in told if any(it.startswith(name) for it in who)]


def test_a_purchase_split_over_one_card_is_found(among_random: list[tuple[Finding, set[str]]]) -> None:
    told = [who for it, who in among_random if it.test == "split-by-card"]
    assert sorted(name for who in told for name in who) == [f"Tool Shop {case}" for case in range(4)]


def test_a_service_whose_bills_bunch_is_found_and_no_other(tmp_path: Path) -> None:
    dice, rows = Random(8), bills(3_000, 8)
    rows += [
        bill(f"Bunch {at}", dice.randrange(365), f"{dice.uniform(4600, 4999):.2f}", f"B{at}", "Housing")
        for at in range(25)
    ]
    (told,) = found(tmp_path, rows, ["bunched-under-threshold"])
    assert told.facts["Service"] == "Housing" and told.facts["Threshold"] == "£5,000"
    assert told.likelihood > 0.3 and told.subject == "Housing £5000"


def test_the_chances_against_hand_worked_ones() -> None:
    """None seen beside, in as many: the negative binomial of size 0.5, P(0) = sqrt(1/2), P(1) = P(0) x 0.5 x 0.5."""
    assert at_least(0, 0, 1.0) == 1.0
    assert at_least(1, 0, 1.0) == pytest.approx(1 - 0.5**0.5, abs=1e-9)
    assert at_least(2, 0, 1.0) == pytest.approx(1 - 1.25 * 0.5**0.5, abs=1e-9)
    assert at_least(5, 10_000, 0.0002) == pytest.approx(0.0527, abs=1e-3), (
        "many beside: the Poisson of mean 2"
    )
