"""What several suppliers ask for what looks like the same item.

Two bills are for one item where their purposes are the same words in the same category (numbers, months and single
letters left out), and a supplier has a price for it where three bills or more of its lie within a tenth of each
other: quantities differ from bill to bill, so what varies within a supplier says nothing of its price. Care, lessons
and homes are for people, and no two of those are the same item.
"""
# ruff: noqa: S608 (queries are made of words of our own: whatever is asked for comes as a parameter)

from decimal import Decimal

from moothall.engines.spend.findings.bought import ask, chosen_by_people, plain
from moothall.engines.spend.ledger import Ledger

BILLS = 3  # of one supplier, within STEADY of each other, make a price
STEADY = 0.1
SUPPLIERS = 3  # with a price, to speak of a spread
WIDEST = 3  # times: what costs more than that beside the cheapest is another thing by the same name

# savings: what would not have been paid if who asks more than the middle price had asked the middle price
_SPREAD = f"""
    WITH named AS (
        SELECT category, supplier, amount,
               {plain("purpose")} AS item
        FROM bought WHERE amount > 0 AND purpose IS NOT NULL AND category IS NOT NULL
          AND NOT {chosen_by_people("category")}),
    priced AS (
        SELECT category, item, supplier, median(amount) AS price, count(*) AS bills,
               quantile_cont(amount, 0.9) - quantile_cont(amount, 0.1) AS width
        FROM named WHERE length(item) >= 8 AND item LIKE '% %' GROUP BY ALL
        HAVING count(*) >= {BILLS} AND width <= {STEADY} * price),
    spread AS (
        SELECT category, item, median(price) AS middle, min(price) AS least, max(price) AS most
        FROM priced GROUP BY ALL HAVING count(*) >= {SUPPLIERS} AND most <= {WIDEST} * least)
    SELECT category, count(DISTINCT item), sum(greatest(price - middle, 0) * bills)::DECIMAL(18,2) AS saving,
           max(most / least)
    FROM priced JOIN spread USING (category, item) GROUP BY category HAVING saving > 0
"""


def spreads(ledger: Ledger) -> dict[str, tuple[int, Decimal, float]]:
    """Of each category with a spread: items, pounds above the middle price, and the widest dearest-to-cheapest."""
    return {it[0]: (it[1], it[2], it[3]) for it in ask(ledger, _SPREAD)}
