"""What a scan adds up for pages and figures: sums by month, service, category and supplier; early payment; measures.

Amounts are whole pence. `figures` has a numerator and a denominator for each measure and month: a rate is never
averaged, so quarters and years add these up.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from moothall.engines.spend.categories import taxonomy
from moothall.engines.spend.early_payment import Standing, is_public
from moothall.engines.spend.findings import bought
from moothall.engines.spend.findings.staffing.kinds import STAFFED
from moothall.spend.ledgers.models import Payee, Scan
from moothall.spend.ledgers.scanning import Scanned

TOP = 15  # services, categories and suppliers that the overview names
MOST_ASKED = 400  # suppliers that early payment is worked out for, the largest spending first
LATEST = "month > (SELECT max(month) - INTERVAL 12 MONTH FROM cube)"  # the latest twelve months

# measure: what is added above, and below, over `bought` (documents that could have been bought otherwise)
_OF_BOUGHT = {
    "spend-under-contract": ("sum(amount) FILTER (contracted)", "sum(amount)", "contract.contract"),
    "spend-with-order": ("sum(amount) FILTER (order_no IS NOT NULL)", "sum(amount)", "order_no"),
    "spend-by-card": ("sum(amount) FILTER (kind = 'card')", "sum(amount)", "kind=card"),
    "spend-local": ("sum(amount) FILTER (local)", "sum(amount) FILTER (local IS NOT NULL)", "local"),
    "spend-with-smes": ("sum(amount) FILTER (sme)", "sum(amount) FILTER (sme IS NOT NULL)", "supplier.sme"),
}


def sum_up(scan: Scan, found: Scanned, payees: Mapping[int, Payee]) -> None:
    """Fills what a scan says in short. It is saved by the caller."""
    ledger = found.ledger
    scan.total_pence = int(found.cube.total * 100)
    scan.first, scan.last = found.cube.first, found.cube.last
    scan.tests = {
        **{code: {"findings": 0, "likely": 0, "pence": 0} for code in found.found.ran},
        **{code: {"why": why} for code, why in found.found.not_run.items()},
    }
    for it in found.found.findings:
        told = scan.tests[it.finding.test]
        told["findings"] += 1
        told["likely"] += it.likely
        told["pence"] += int(it.finding.amount * 100)
    scan.summary = {
        "suppliers": _first(ledger, "count(DISTINCT supplier)"),
        "months": [
            [month.isoformat(), pence, payments]
            for month, pence, payments in ledger.rows(
                "SELECT month, (sum(amount) * 100)::BIGINT, sum(payments)::BIGINT FROM cube "
                "WHERE month IS NOT NULL GROUP BY month ORDER BY month"
            )
        ],
        "undated": int((ledger.one("SELECT sum(amount) FROM cube WHERE month IS NULL") or 0) * 100),
        "latest": _first(ledger, "sum(amount) * 100"),
        "services": _top(ledger, "coalesce(service, '')"),
        "categories": _top(ledger, "coalesce(split_part(category, '/', 1), '')"),
        "payees": [
            [payees[supplier].pk, payees[supplier].name, pence]
            for supplier, pence in _top(ledger, "supplier", "AND supplier IS NOT NULL")
        ],
        "partial": [[it.month.isoformat(), it.why] for it in found.cube.partial],
    }
    scan.early = _early(found, payees)
    bought.prepare(ledger)  # it is there already where the tests that need it were run
    scan.figures = [list(it) for it in _figures(found)]


def _first(ledger: Any, what: str) -> int:
    return int(ledger.one(f"SELECT {what} FROM cube WHERE {LATEST}") or 0)  # noqa: S608


def _top(ledger: Any, by: str, more: str = "") -> list[tuple[Any, int]]:
    """The largest of the latest twelve months."""
    return [
        (value, int(pence))
        for value, pence in ledger.rows(
            f"SELECT {by}, (sum(amount) * 100)::BIGINT AS pence FROM cube WHERE {LATEST} {more} "  # noqa: S608
            f"GROUP BY 1 ORDER BY pence DESC, 1 LIMIT {TOP}"
        )
    ]


def _early(found: Scanned, payees: Mapping[int, Payee]) -> dict[str, Any]:
    """What early payment is worked out from: who was paid how much, on how many invoices, after how many days."""
    it = found.early
    if it is None:
        return {}
    closed = (Standing.HIDDEN, Standing.FEW)
    candidates = [one for one in it.candidates if one.standing not in closed and not is_public(one.name)][
        :MOST_ASKED
    ]
    return {
        "since": it.since.isoformat(),
        "until": it.until.isoformat(),
        "dated": it.dated,
        "candidates": [
            [
                payees[one.supplier].pk,
                one.name,
                int(one.spend * 100),
                one.invoices,
                one.days_now,
                _small(one.standing),
            ]
            for one in candidates
        ],
        "others": len(it.candidates) - len(candidates),
        "taken": [
            [payees[one.supplier].pk, one.name, one.rebates, int(one.amount * 100), one.invoices]
            for one in it.taken
        ],
    }


def _small(standing: str) -> bool | None:
    """Whether a supplier is known to be small or voluntary, as its standing says; None where nobody recorded it."""
    return {Standing.SMALL: True, Standing.SIZE_UNKNOWN: None}.get(Standing(standing), False)


def _figures(found: Scanned) -> Iterator[tuple[str, str, int, int]]:
    """Measure, month, and what stands above and below, in pence or invoices. Without its field it has none."""
    ledger = found.ledger
    there = {
        "contract.contract": bool(ledger.one("SELECT 1 FROM contract LIMIT 1")),
        "order_no": ledger.has("order_no"),
        "kind=card": bool(ledger.one("SELECT 1 FROM payment WHERE kind = 'card' LIMIT 1")),
        "local": bool(found.settings.local_postcodes),
        "supplier.sme": ledger.has("supplier.sme"),
    }
    for measure, (above, below, need) in _OF_BOUGHT.items():
        if not there[need]:
            continue
        for month, over, under in ledger.rows(
            f"""SELECT date_trunc('month', paid)::DATE, (coalesce({above}, 0) * 100)::BIGINT,
                       (coalesce({below}, 0) * 100)::BIGINT
                FROM ({_BOUGHT}) WHERE paid IS NOT NULL GROUP BY 1 ORDER BY 1"""  # noqa: S608
        ):
            yield measure, month.isoformat(), over, under
    if ledger.has("invoiced"):
        for month, over, under in ledger.rows(
            """SELECT date_trunc('month', paid)::DATE, count(*) FILTER (paid - invoiced <= 30), count(*)
               FROM document WHERE kind = 'ledger' AND amount > 0 AND paid >= invoiced GROUP BY 1 ORDER BY 1"""
        ):
            yield "spend-paid-in-30-days", month.isoformat(), over, under
    for sort, month, over in ledger.rows(
        f"""SELECT sort, date_trunc('month', paid)::DATE, (sum(amount) * 100)::BIGINT FROM ({STAFFED})
            WHERE paid IS NOT NULL GROUP BY 1, 2 ORDER BY 1, 2"""  # noqa: S608
    ):
        yield sort, month.isoformat(), over, 0


_BOUGHT = """
    SELECT bought.*, supplier.sme, contracted, CASE WHEN cube_local.known THEN local END AS local
    FROM bought JOIN supplier USING (supplier)
    LEFT JOIN (SELECT DISTINCT document, true AS contracted FROM document_of JOIN payment_contract USING (id))
        USING (document)
    LEFT JOIN (SELECT supplier, bool_or(local) AS local, true AS known FROM cube
               WHERE local IS NOT NULL GROUP BY supplier) AS cube_local USING (supplier)"""


def category_title(category: str) -> str:
    """What a category, or a group of them, is called; 'Not sorted' where there is none."""
    known = taxonomy()
    if not category:
        return "Not sorted"
    if category in known:
        return known[category].title
    return next((it.group_title for it in known.categories.values() if it.group == category), category)
