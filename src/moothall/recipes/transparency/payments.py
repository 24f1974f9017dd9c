"""The rows of the sets that are payments, out of a ledger: spending over the threshold, and every card transaction.

A payment is judged by its transaction: the lines of one file with the same payee, number and day are one transaction,
and the sum of them is what is more than the threshold or not. Where there is no number the line is the transaction.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from moothall.engines.spend.ledger import Ledger
from moothall.recipes.transparency.checks import ERROR, WARNING, is_marker, looks_redacted
from moothall.recipes.transparency.problems import Place, Problem, Severity
from moothall.recipes.transparency.rules import Rules
from moothall.recipes.transparency.template import Row, TransparencySet, Value
from moothall.reference.transparency_code import redacted_name

NOTICE = Severity.NOTICE
_QUOTED = re.compile(r" ?‘[^’]*’")  # words of the row: nobody has searched them for personal data
# as the reader says it of totals, headings that stand again, and notices of a contract that was never made
_NO_ROW = re.compile(r", not a payment$|^it is a notice without a contract")
_STRAY = Decimal(
    "0.05"
)  # a smaller share of a file outside the period is a mistake in those rows, not another period

# what of a payment the sets use, beside the ledger's own columns
_COLUMNS = {
    "body": "p.body",
    "service": "p.service",
    "payee_name": "payee.name",
    "payee_ref": "payee.ref",
    "paid": "p.paid",
    "transaction_no": "coalesce(p.transaction_no, p.invoice_no)",
    "amount": "p.amount",
    "irrecoverable_vat": "p.irrecoverable_vat",
    "said": "coalesce(p.purpose, p.account)",
    "contract_ref": "p.contract_ref",
}
_ACCOUNT = "CASE WHEN p.purpose IS NOT NULL THEN p.account END"  # else it is the purpose already
_CATEGORY = {
    "ledger": {
        "category_name": f"coalesce(p.given_category, {_ACCOUNT}, p.merchant_category)",
        "category_code": "coalesce(p.given_category_code, p.account_code)",
    },
    "card": {
        "category_name": f"coalesce(p.merchant_category, p.given_category, {_ACCOUNT})",
        "category_code": "p.given_category_code",
    },
}


@dataclass
class LeftOut:
    """Rows that were read and are not published, by why, with their pounds."""

    rows: Counter[str] = field(default_factory=Counter)
    totals: dict[str, Decimal] = field(default_factory=dict)

    def add(self, why: str, amount: Decimal) -> None:
        self.rows[why] += 1
        self.totals[why] = self.totals.get(why, Decimal(0)) + amount


@dataclass
class Chosen:
    """What of a ledger goes into a set: its rows, what was left out and why, and what was wrong in reading."""

    rows: list[Row]
    left_out: LeftOut
    read: int
    rejected: int
    total: Decimal  # of all that was read
    problems: list[Problem]
    bases: tuple[str, ...]  # what `amount` is, in each file


def choose(ledger: Ledger, one: TransparencySet, rules: Rules) -> Chosen:
    """The rows of a set of payments, in the order of the files."""
    found = Chosen([], LeftOut(), 0, 0, Decimal(0), [], _bases(ledger, one))
    kept: list[tuple[Place, dict[str, Any]]] = []
    outside: dict[str, list[Place]] = {}
    counts: Counter[str] = Counter()
    sums = _transactions(ledger, one, rules) if one.reads == "ledger" else {}
    for place, payment in _payments(ledger, one):
        found.read += 1
        counts[place.file] += 1
        amount = payment["amount"]
        found.total += amount
        if payment["paid"] is not None and not rules.covers(payment["paid"]):
            found.left_out.add("outside the period", amount)
            outside.setdefault(place.file, []).append(place)
        elif one.reads == "ledger" and abs(sums[payment["transaction"]]) <= rules.above:
            found.left_out.add(f"not more than £{rules.above:,}", amount)
        else:
            kept.append((place, payment))
    odd = tuple(place for place, it in kept if _marked_oddly(it))
    if odd:
        said = f"The payee is redacted in a spelling that is not on the list; '{redacted_name()}' is written."
        found.problems.append(
            Problem("redaction marker", NOTICE, said, "Nothing needs doing.", odd, "BeneficiaryName")
        )
    found.problems += _stray(outside, counts)
    found.rows = [one.row(place, _values(one, payment, rules)) for place, payment in kept]
    rejects = list(_rejects(ledger, one))
    found.rejected = sum(len(it.places) for it in rejects)
    found.problems += rejects
    return found


def bears(ledger: Ledger, one: TransparencySet) -> bool:
    """Whether a ledger holds any payment, or any file, of the kind that a set is made of."""
    kind = kind_of(one)
    return bool(
        ledger.one("SELECT 1 FROM payment WHERE kind = ? LIMIT 1", [one.reads])
        or ledger.one("SELECT 1 FROM file WHERE kind = ? LIMIT 1", [kind])
    )


def register(ledger: Ledger, one: TransparencySet) -> tuple[list[Row], list[Problem]]:
    """The rows of a register that the spend engine read by its own headings, and those that it could not."""
    columns_of = "SELECT column_name FROM information_schema.columns WHERE table_name = ?"
    known = {it[0] for it in ledger.rows(columns_of, [one.register])}
    names = [it.name for it in one.fields if it.ledger in known]
    columns = ", ".join(f"r.{it.ledger}" for it in one.fields if it.ledger in known)
    found = ledger.rows(
        f"SELECT coalesce(file.name, 'the register'), file.sheet, r.line, {columns} "  # noqa: S608
        f"FROM {one.register} r LEFT JOIN file USING (file) ORDER BY r.file, r.line"
    )
    rows = [
        one.row(Place(name, sheet or "", line), dict(zip(names, values, strict=True)))
        for name, sheet, line, *values in found
    ]
    return rows, list(_rejects(ledger, one))


def _payments(ledger: Ledger, one: TransparencySet) -> Iterator[tuple[Place, dict[str, Any]]]:
    columns = {**_COLUMNS, **_CATEGORY[one.reads]}
    listed = ", ".join(f"{query} AS {name}" for name, query in columns.items())
    said = ledger.db.execute(
        f"SELECT file.name, file.sheet, p.line, {_KEY} AS transaction, coalesce(payee.redacted, false), {listed} "  # noqa: S608
        "FROM payment p JOIN file USING (file) LEFT JOIN payee USING (payee) WHERE p.kind = ? ORDER BY p.file, p.line",
        [one.reads],
    )
    names = ("transaction", "redacted", *columns)
    while block := said.fetchmany(5000):
        for name, sheet, line, *values in block:
            yield Place(name, sheet or "", line), dict(zip(names, values, strict=True))


_KEY = (
    "CASE WHEN coalesce(p.transaction_no, p.invoice_no) IS NULL THEN CAST(p.id AS VARCHAR) ELSE concat_ws('|', p.file, "
    "coalesce(p.payee, -1), coalesce(p.transaction_no, p.invoice_no), coalesce(CAST(p.paid AS VARCHAR), '')) END"
)


def _transactions(ledger: Ledger, one: TransparencySet, rules: Rules) -> dict[str, Decimal]:
    """What each transaction comes to: net, with the VAT that cannot be recovered."""
    return dict(
        ledger.db.execute(
            f"SELECT {_KEY}, sum(p.amount + coalesce(p.irrecoverable_vat, 0)) "  # noqa: S608
            "FROM payment p WHERE p.kind = ? GROUP BY 1",
            [one.reads],
        ).fetchall()
    )


def _values(one: TransparencySet, payment: dict[str, Any], rules: Rules) -> dict[str, Value]:
    values: dict[str, Value] = {it.name: payment[it.ledger] for it in one.fields if it.ledger}
    if _marked_oddly(payment):
        values["BeneficiaryName"] = redacted_name()
    if payment["redacted"] or looks_redacted(payment["payee_name"] or ""):
        values["BeneficiaryOtherID"] = None  # the same number on every payment would join them up again
    paid = payment["paid"]
    values["EffectiveDate"] = rules.last or (_month_end(paid) if paid else None)
    return values


def _marked_oddly(payment: dict[str, Any]) -> bool:
    name = payment["payee_name"] or ""
    return not is_marker(name) and (payment["redacted"] or looks_redacted(name))


def kind_of(one: TransparencySet) -> str:
    """What the ledger calls the files that a set is made of."""
    return {"ledger": "payments", "card": "cards"}.get(one.reads, "contracts")


def _month_end(day: date) -> date:
    following = (day.replace(day=28) + timedelta(days=4)).replace(day=1)
    return following - timedelta(days=1)


def _bases(ledger: Ledger, one: TransparencySet) -> tuple[str, ...]:
    kind = kind_of(one)
    found = ledger.rows(
        "SELECT DISTINCT basis FROM file WHERE kind = ? AND basis IS NOT NULL ORDER BY 1", [kind]
    )
    return tuple(it[0] for it in found)


def _rejects(ledger: Ledger, one: TransparencySet) -> Iterator[Problem]:
    """Rows that could not be read: by reason. Their text is not repeated, since nobody has searched it."""
    kind = kind_of(one)
    reasons: dict[str, list[Place]] = {}
    for name, sheet, line, reason in ledger.rows(
        "SELECT file.name, file.sheet, reject.line, reason FROM reject JOIN file USING (file) WHERE kind = ? "
        "ORDER BY file, line",
        [kind],
    ):
        reasons.setdefault(_QUOTED.sub("", reason).rstrip("."), []).append(Place(name, sheet or "", line))
    for reason, places in reasons.items():
        if _NO_ROW.search(reason):
            yield Problem(
                "row left out",
                NOTICE,
                f"The row is no entry: {reason}.",
                "Nothing needs doing.",
                tuple(places),
            )
            continue
        said = f"The row could not be read: {reason}."
        mend = "Correct it in the extract, or take it out if it is no payment."
        yield Problem("row not read", ERROR, said, mend, tuple(places))


def _stray(outside: dict[str, list[Place]], counts: Counter[str]) -> Iterator[Problem]:
    for file, places in outside.items():
        if Decimal(len(places)) / counts[file] < _STRAY:
            said = "The date is outside the period, and nearly all of the file is inside it; the row was left out."
            yield Problem(
                "date outside the period", WARNING, said, "Correct the date if it is wrong.", tuple(places)
            )
