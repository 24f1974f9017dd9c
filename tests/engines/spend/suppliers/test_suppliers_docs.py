"""The worked example of docs/methods/spend-suppliers.md, read from the page and computed again."""

from pathlib import Path

from tests.docs.pages import DOCS, rows

from moothall.engines.spend.ledger import Ledger
from moothall.engines.spend.suppliers import cluster

PAGE = DOCS / "methods" / "spend-suppliers.md"


def test_the_table_is_what_the_engine_gives(tmp_path: Path) -> None:
    table = [row for row in rows(PAGE) if row[0].isdigit()]
    assert len(table) == 14
    with Ledger(tmp_path) as ledger:
        for payee, name, ref, vat, postcode, *_ in table:
            ledger.db.execute(
                "INSERT INTO payee (payee, name, ref, vat_number, postcode, redacted) VALUES (?, ?, ?, ?, ?, false)",
                [int(payee), name, ref, vat or None, postcode or None],
            )
        done = cluster(ledger)
        answers = dict(ledger.rows("SELECT payee, supplier FROM payee_supplier"))
    assert answers == {int(row[0]): int(row[5]) for row in table}
    assert (7, 8) in {(it.payee, it.other) for it in done.review}


def test_the_limits_are_those_of_the_code() -> None:
    from moothall.engines.spend.suppliers import DOUBTFUL, SURE, facts

    prose = " ".join(PAGE.read_text(encoding="utf-8").split())
    assert f"Pairs of {SURE:.0%} or more are joined" in prose
    assert f"pairs between {DOUBTFUL:.0%} and {SURE:.0%}" in prose
    assert f"the same VAT number +{facts.SAME_VAT}, another −{-facts.OTHER_VAT:.0f}" in prose
    assert f"the same postcode +{facts.SAME_POSTCODE}, another −{-facts.OTHER_POSTCODE}" in prose
    assert facts.NUMBER_UNLIKE == 8 and "more than eight unlike names" in prose
