"""What the pages say by example is so: the test that docs/add adds, and the worked example of duplicates."""

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from tests.docs.pages import DOCS, fenced
from tests.engines.spend.findings.duplicates.councils import row
from tests.engines.spend.ledgers import ledger_of

from moothall.engines.spend.findings.duplicates.same_invoice import find
from moothall.engines.spend.findings.finding import Settings, SpendTest

pytestmark = pytest.mark.once

SETTINGS = Settings(as_at=date(2025, 4, 1))


def test_the_test_of_the_page_can_be_added_and_run(tmp_path: Path) -> None:
    source = fenced(DOCS / "add" / "spend-test.md", "python")
    there: dict[str, Any] = {"__name__": "pennies"}
    exec(compile(source, "pennies.py", "exec"), there)
    test: SpendTest = there["TEST"]
    rows = [{**row("Ash Ltd", 1, "0.45", "1"), "transaction_no": "T1"}, row("Ash Ltd", 2, "45.00", "2")]
    with ledger_of(tmp_path, rows) as ledger:
        (found,) = test.find(ledger, SETTINGS)
    assert (found.test, found.payments, found.amount) == ("paid-in-pennies", (1,), Decimal("0.45"))
    assert test.about.startswith("Documents that were paid for less than a pound.")


@pytest.mark.parametrize(("again", "likelihood"), [(0, 0.982), (3, 0.558)])
def test_the_worked_example_of_duplicates(again: int, likelihood: float, tmp_path: Path) -> None:
    """24 bills with a number each, of which three may stand twice; one more paid twice."""
    numbers = [str(30_000 + 83 * (at - 12 if at < 12 + again and at >= 12 else at)) for at in range(24)]
    rows = [
        row("Bellfield Joinery Ltd", 14 * at, f"{500 + 37 * at}.{10 + at}", number)
        for at, number in enumerate(numbers)
    ]
    rows += [row("Bellfield Joinery Ltd", day, "713.45", "21990") for day in (100, 117)]
    with ledger_of(tmp_path, [{**it, "transaction_no": f"T{at}"} for at, it in enumerate(rows)]) as ledger:
        (found,) = (it for it in find(ledger, SETTINGS) if it.facts["First number"] == "21990")
    assert found.likelihood == pytest.approx(likelihood, abs=0.0015)
    assert "the number is a long one" in found.facts["Speaks for it"]
