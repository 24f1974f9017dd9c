"""The worked example of docs/methods/spend-categories.md, read from the page and computed again."""

from decimal import Decimal
from pathlib import Path

from tests.docs.pages import DOCS, rows

from moothall.engines.spend.categories import FLOOR, classify, taxonomy
from moothall.engines.spend.categories.learning import BELIEVED, ENOUGH
from moothall.engines.spend.categories.wording import FIELDS
from moothall.engines.spend.ledger import Ledger

PAGE = DOCS / "methods" / "spend-categories.md"


def test_the_table_is_what_the_engine_gives(tmp_path: Path) -> None:
    table = [row for row in rows(PAGE) if len(row) == 5 and (row[3] in taxonomy() or "nothing" in row[4])]
    assert len(table) == 7
    with Ledger(tmp_path) as ledger:
        for number, (account, purpose, payee, *_) in enumerate(table, 1):
            ledger.db.execute(
                "INSERT INTO payee (payee, name, redacted) VALUES (?, ?, ?)",
                [number, payee, payee == "Redacted"],
            )
            ledger.db.execute(
                "INSERT INTO payment (id, file, line, kind, payee, amount, account, purpose) "
                "VALUES (?, 1, ?, 'ledger', ?, ?, ?, ?)",
                [number, number, number, Decimal(1), account or None, purpose or None],
            )
        classify(ledger)
        found = ledger.rows("SELECT category, because, sure FROM payment_category ORDER BY id")
    assert [(category or "", because) for category, because, _ in found] == [
        (row[3], row[4]) for row in table
    ]
    assert f"**{found[-1][2]:.0%} sure**" in PAGE.read_text(encoding="utf-8")


def test_the_limits_are_those_of_the_code() -> None:
    prose = " ".join(PAGE.read_text(encoding="utf-8").split())
    assert f"Under {FLOOR:.0%} a payment has **no category**" in prose
    assert f"at least {ENOUGH} kinds are coded" in prose
    assert BELIEVED == 12 and "Twelve supposed answers" in prose
    weights = {name: weight for name, (weight, _) in FIELDS.items()}
    said = (weights[it] for it in ("purpose", "supplier", "service"))
    assert "purpose {}, the supplier's name {}, the service {}".format(*said) in prose
    assert weights["account"] == weights["merchant"] == 1
