"""What nobody could have bought elsewhere, by category, by what is said and by whom it is paid to."""

import duckdb
import pytest

from moothall.engines.spend.categories import ids, taxonomy
from moothall.engines.spend.settled import TABLE, settled, unbilled

CASES = {  # category, what the payment says, payee -> settled, and without a bill
    ("taxes/paye", "", "Ash Ltd"): (True, True),
    ("people/refunds", "", "Ash Ltd"): (True, False),
    ("vehicles/tax-insurance", "", "Ash Ltd"): (True, False),
    (None, "parish precept 2024", "Ash"): (True, True),
    (None, "", "teachers' pension contributions"): (True, True),
    (None, "foster carers allowances", "Ash"): (True, True),
    (None, "business rates refund", "Ash"): (True, True),
    (None, "business rates depot", "Ash"): (True, False),
    (None, "grant payments", "Ash voices"): (True, False),
    (None, "recharge of staff", "upper ash borough council"): (True, False),
    # sold by somebody
    ("works/repairs", "roof repairs", "Ash Roofing Ltd"): (False, False),
    (None, "audit fees", "grant ash llp"): (False, False),
    (None, "", ""): (False, False),
}


@pytest.fixture(scope="module")
def told() -> list[tuple[bool, bool]]:
    rows = ", ".join("(?, ?, ?)" for _ in CASES)
    asked = (settled("category", "said", "payee"), unbilled("category", "said", "payee"))
    return duckdb.execute(
        f"SELECT {', '.join(asked)} FROM (VALUES {rows}) AS it(category, said, payee)",
        [value for case in CASES for value in case],
    ).fetchall()


def test_each_is_told_for_what_it_is(told: list[tuple[bool, bool]]) -> None:
    assert dict(zip(CASES, told, strict=True)) == CASES


def test_the_table_speaks_of_categories_that_are_not_contestable() -> None:
    known = taxonomy()
    for it in TABLE:
        among = [category for category in known.categories if ids.within(category, it.categories)]
        assert among and not [category for category in among if known.contestable(category)], it.why
