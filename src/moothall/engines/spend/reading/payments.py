"""Payments: the raw rows of a table as payments of the ledger, and why the others are none."""

from dataclasses import dataclass
from decimal import Decimal

from moothall.engines.spend.ledger import Ledger, quoted
from moothall.engines.spend.reading import faults as faulty
from moothall.engines.spend.reading import raw as rawly
from moothall.engines.spend.reading.faults import IS_TOTAL, SAYS_TOTAL, Fault, Rejected
from moothall.engines.spend.reading.layout import Layout, card_marks
from moothall.engines.spend.reading.typing_sql import redacted

_TEXTS = ("payee", "purpose", "service", "body", "account", "given_category", "ref")
_MARKS = ("vat_number", "company_number", "charity_number", "postcode", "sme", "vcse")
_AS_READ = (
    *(
        "body",
        "service",
        "transaction_no",
        "invoice_no",
        "order_no",
        "contract_ref",
        "vat",
        "irrecoverable_vat",
    ),
    *("purpose", "account", "account_code", "given_category", "capital", "raised_by"),
)


@dataclass(frozen=True, slots=True)
class Loaded:
    kept: int
    total: Decimal | None
    basis: str
    doubts: list[str]
    rejected: Rejected


@dataclass(frozen=True, slots=True)
class Basis:
    """What a payment is counted at, in SQL, and what may be said of its net, gross and VAT."""

    word: str  # as file.basis has it
    amount: str
    net: str
    gross: str


def load(ledger: Ledger, layout: Layout, file: int) -> Loaded:
    """Inserts the payees and the payments of `raw`. A payment's id is its line, after the ids there were before."""
    doubts: list[str] = []
    basis = _basis(ledger, layout, doubts)
    faults = _faults(layout, basis)
    good, joins = faulty.good(faults), rawly.dates_joined(layout)
    _payees(ledger, layout, good)
    fields = {
        "id": f"{ledger.one('SELECT coalesce(max(id), 0) FROM payment')} + line",  # noqa: S608
        "file": str(file),
        "line": "line",
        "kind": _kind(layout),
        "payee": "number",
        **{it: rawly.day(layout, it) for it in ("paid", "invoiced", "received", "ordered")},
        **{it: rawly.column(layout, it) for it in _AS_READ},
        "amount": basis.amount,
        "net": basis.net,
        "gross": basis.gross,
        "merchant_category": _either(layout, "merchant_category", "merchant_category_code"),
        "given_category_code": _either(layout, "given_category_code", "merchant_category_code"),
    }
    name, ref = _name(layout), _ref(layout)
    numbers = "(SELECT payee AS number, name AS known_name, ref AS known_ref FROM payee)"
    joins += f" LEFT JOIN {numbers} ON known_name IS NOT DISTINCT FROM {name} AND known_ref IS NOT DISTINCT FROM {ref}"
    chosen = ", ".join(f"{value} AS {name}" for name, value in fields.items())
    into = f"INSERT INTO payment ({', '.join(fields)})"
    ledger.db.execute(f"{into} SELECT {chosen} FROM raw {joins} WHERE {good}")  # noqa: S608
    rows, kept, total = ledger.rows(
        "SELECT (SELECT count(*) FROM raw), count(*), sum(amount) FROM payment WHERE file = ?", [file]
    )[0]
    rejected = faulty.rejected(ledger, faults, rawly.dates_joined(layout)) if kept < rows else []
    return Loaded(kept, total, basis.word, doubts, rejected)


def _kind(layout: Layout) -> str:
    """Whether a payment was made by card: all of a file of cards, else as the row says."""
    if layout.kind == "cards":
        return "'card'"
    if "card" not in layout.mapping:
        return "'ledger'"
    marks = ", ".join(quoted(it) for it in sorted(card_marks(layout.columns[layout.mapping["card"]])))
    return f"CASE WHEN lower(card) IN ({marks}) THEN 'card' ELSE 'ledger' END"


def _either(layout: Layout, *names: str) -> str:
    return f"coalesce({', '.join(rawly.column(layout, it) for it in names)}, NULL)"


def _name(layout: Layout) -> str:
    return "raw.payee" if "payee" in layout.mapping else "NULL"


def _ref(layout: Layout) -> str:
    return "raw.ref" if "ref" in layout.mapping else "NULL"


def _payees(ledger: Ledger, layout: Layout, good: str) -> None:
    """The payees this table adds. One is known by its name and number; its other marks are the ones most rows have."""
    if not {"payee", "ref"} & layout.mapping.keys():
        return
    marks = ", ".join(f"mode({it}) AS {it}" if it in layout.mapping else f"NULL AS {it}" for it in _MARKS)
    unless_redacted = ", ".join(f"CASE WHEN NOT redacted THEN {it} END" for it in _MARKS)
    dated = "LEFT JOIN day_paid ON paid_text = day_paid.text" if "paid" in layout.mapping else ""
    first = ledger.one("SELECT coalesce(max(payee), 0) FROM payee")
    ledger.db.execute(
        f"""INSERT INTO payee
        WITH found AS (
            SELECT {_name(layout)} AS name, {_ref(layout)} AS ref, min(line) AS line, {marks}
            FROM raw {dated} WHERE {good} GROUP BY 1, 2),
        told AS (SELECT *, coalesce({redacted()}, false) AS redacted FROM found
                 WHERE (name IS NOT NULL OR ref IS NOT NULL) AND NOT EXISTS (
                    SELECT 1 FROM payee
                    WHERE payee.name IS NOT DISTINCT FROM found.name AND payee.ref IS NOT DISTINCT FROM found.ref))
        SELECT {first} + row_number() OVER (ORDER BY line), name, ref, {unless_redacted}, redacted
        FROM told"""  # noqa: S608
    )


def _basis(ledger: Ledger, layout: Layout, doubts: list[str]) -> Basis:
    """Which of the columns a payment is counted at."""
    has = layout.mapping.keys()
    net, gross = ("net" if "net" in has else "NULL"), ("gross" if "gross" in has else "NULL")
    if "net" in has:
        less = "gross - vat" if {"gross", "vat"} <= has else "NULL"
        if {"gross", "vat"} <= has:
            wrong = ledger.one("SELECT count(*) FROM raw WHERE abs(net + vat - gross) > 0.02")
            if wrong:
                doubts.append(
                    f"Net and VAT do not make up gross in {wrong:,} row{'s' if wrong > 1 else ''}: the net was counted."
                )
        return Basis("net", f"coalesce(net, {less}, {gross})", net, gross)
    if "gross" in has:
        if "vat" in has:
            return Basis("gross less VAT", "gross - coalesce(vat, 0)", "gross - vat", gross)
        return Basis("gross", "gross", net, gross)
    if "amount" in has:
        heading = layout.columns[layout.mapping["amount"]]
        if "vat" in has:
            on_top, within = ledger.rows(
                """SELECT count(*) FILTER (abs(vat - amount * 0.2) < 0.02),
                    count(*) FILTER (abs(vat - amount / 6) < 0.02) FROM raw WHERE vat <> 0"""
            )[0]
            if within > on_top:
                doubts.append(f"‘{heading}’ was taken to include VAT, for the VAT is a sixth of it.")
                return Basis("gross less VAT", "amount - coalesce(vat, 0)", "amount - vat", "amount")
            return Basis("net", "amount", "amount", "amount + vat")
        if "irrecoverable_vat" in has:  # the Code's template: net of recoverable VAT
            return Basis("net", "amount", "amount", "NULL")
        doubts.append(f"‘{heading}’ does not say whether it includes VAT: it was taken to be net of it.")
        return Basis("net", "amount", "NULL", "NULL")
    sign = "-"
    if "credit" in has and ledger.one(
        "SELECT count(*) FILTER (credit < 0) > count(*) FILTER (credit > 0) FROM raw"
    ):
        sign = "+"  # its amounts have theirs already
    debit = "coalesce(debit, 0)" if "debit" in has else "0"
    credit = f"{sign} coalesce(credit, 0)" if "credit" in has else ""
    given = " OR ".join(f"{it} IS NOT NULL" for it in ("debit", "credit") if it in has)
    return Basis("net", f"CASE WHEN {given} THEN ({debit} {credit})::DECIMAL(18,2) END", "NULL", "NULL")


def _faults(layout: Layout, basis: Basis) -> list[Fault]:
    """What makes a row no payment, in the order in which it is said."""
    counted = [it for it in ("net", "gross", "amount", "debit", "credit") if it in layout.mapping]
    again = " OR ".join(
        f"lower({it}_text) = {quoted(layout.columns[layout.mapping[it]].casefold())}" for it in counted
    )
    return [
        (again, "'the headings again, not a payment'"),
        (_is_total(layout), "'a total, not a payment'"),
        faulty.CELL_TOO_MANY,
        faulty.no_amount(basis.amount, [f"{it}_text" for it in counted]),
        *faulty.impossible(layout, "paid"),
    ]


def _is_total(layout: Layout) -> str:
    """A line that sums others: it lacks a payee or a date, has no number of its own, and says total or nothing."""
    has = layout.mapping.keys()
    keys = {"payee": "payee IS NULL", "paid": "paid_text IS NULL"}
    blank = [condition for it, condition in keys.items() if it in has]
    numbers = [it for it in ("transaction_no", "invoice_no") if it in has]
    unnumbered = [f"{it} IS NULL" for it in numbers]
    texts = [it for it in _TEXTS if it in has] + (["paid_text"] if "paid" in has else [])
    says = f"regexp_matches(lower(concat_ws(' | ', {', '.join(texts)})), {SAYS_TOTAL})"
    lacking = f"({' OR '.join(blank)})"
    ways = [f"{lacking} AND {' AND '.join([*unnumbered, says])}"]
    ways += [f"{lacking} AND regexp_matches(lower({it}), {IS_TOTAL})" for it in numbers]
    if "paid" in has:
        ways.append(f"regexp_matches(lower(paid_text), {IS_TOTAL})")
    if len(blank) == 2:
        ways.append(" AND ".join([*(f"{it} IS NULL" for it in texts if it != "body"), *unnumbered]))
    return " OR ".join(f"coalesce({it}, false)" for it in ways)
