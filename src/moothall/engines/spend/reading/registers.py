"""Contract registers, notices of contracts, and extracts of purchase orders: their raw rows as the ledger's."""

from functools import partial

from moothall.engines.spend.ledger import Ledger, quoted
from moothall.engines.spend.reading import faults as faulty
from moothall.engines.spend.reading import raw as rawly
from moothall.engines.spend.reading.faults import CELL_TOO_MANY, IS_TOTAL, SAYS_TOTAL, Fault, Rejected
from moothall.engines.spend.reading.layout import Layout

# what notices say of a contract that was not made (yet): such a row is a notice, and no contract
_NOT_MADE = (
    *("closed", "open", "withdrawn", "cancelled", "canceled", "planned", "planning", "pipeline", "tender"),
    *("unsuccessful", "abandoned"),
)
_ENTITIES = (  # left in the words of notices by the pages they came from
    *(("&#039;", "'"), ("&#39;", "'"), ("&apos;", "'"), ("&quot;", '"'), ("&pound;", "£"), ("&nbsp;", " ")),
    *(("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&")),
)


def contracts(ledger: Ledger, layout: Layout, file: int) -> tuple[int, Rejected]:
    """Inserts the contracts of `raw`; how many, and the rows that are none. A value of nought is none stated."""
    col = partial(rawly.column, layout)
    has = layout.mapping.keys()
    named = " OR ".join(f"{it} IS NOT NULL" for it in ("supplier_name", "title", "reference") if it in has)
    faults: list[Fault] = [CELL_TOO_MANY]
    if "status" in has:
        made = f"lower(status) IN ({', '.join(quoted(it) for it in _NOT_MADE)})"
        faults.append((made, "'it is a notice without a contract (' || status || ')'"))
    for it in ("title", "reference", "supplier_name"):
        if it in has:
            faults.append((f"regexp_matches(lower({it}), {IS_TOTAL})", "'a total, not a contract'"))
    faults.append((f"NOT ({named})", "'it has neither a title nor a supplier'"))
    first = ledger.one("SELECT coalesce(max(contract), 0) FROM contract")
    _insert(
        ledger,
        "contract",
        layout,
        faults,
        {
            "contract": f"{first} + row_number() OVER (ORDER BY line)",
            "file": str(file),
            "line": "line",
            **{it: col(it) for it in ("reference", "company_number", "service", "procured")},
            **{it: _words(col(it)) for it in ("title", "supplier_name", "category")},
            **{it: rawly.day(layout, it) for it in ("starts", "ends", "extends_to")},
            **{it: f"nullif({col(it)}, 0)" for it in ("value", "annual_value")},
        },
    )
    kept = ledger.one("SELECT count(*) FROM contract WHERE file = ?", [file])
    return kept, faulty.rejected(ledger, faults, rawly.dates_joined(layout))


def orders(ledger: Ledger, layout: Layout, file: int) -> tuple[int, Rejected]:
    """Inserts the purchase orders of `raw`; how many, and the rows that are none."""
    col = partial(rawly.column, layout)
    columns = {"supplier_name": "supplier_name", "service": "service", "raised": "raised_text"}
    texts = ", ".join(column for it, column in columns.items() if it in layout.mapping)
    faults: list[Fault] = [
        CELL_TOO_MANY,
        (
            f"order_no IS NULL AND regexp_matches(lower(concat_ws(' | ', {texts or 'NULL'})), {SAYS_TOTAL})",
            "'a total, not an order'",
        ),
        (f"regexp_matches(lower(order_no), {IS_TOTAL})", "'a total, not an order'"),
        ("order_no IS NULL", "'it has no order number'"),
        faulty.no_amount("amount", ["amount_text"]),
        *faulty.impossible(layout, "raised"),
    ]
    _insert(
        ledger,
        "purchase_order",
        layout,
        faults,
        {
            "file": str(file),
            "line": "line",
            "raised": rawly.day(layout, "raised"),
            **{
                it: col(it)
                for it in (
                    "order_no",
                    "supplier_name",
                    "amount",
                    "service",
                    "requested_by",
                    "approved_by",
                    "contract_ref",
                )
            },
        },
    )
    kept = ledger.one("SELECT count(*) FROM purchase_order WHERE file = ?", [file])
    return kept, faulty.rejected(ledger, faults, rawly.dates_joined(layout))


def _insert(ledger: Ledger, table: str, layout: Layout, faults: list[Fault], fields: dict[str, str]) -> None:
    chosen = ", ".join(f"{value} AS {name}" for name, value in fields.items())
    ledger.db.execute(
        f"INSERT INTO {table} ({', '.join(fields)}) SELECT {chosen} FROM raw {rawly.dates_joined(layout)}"  # noqa: S608
        f" WHERE {faulty.good(faults)}"
    )


def _words(text: str) -> str:
    """In SQL: a text of a notice without the marks of the page it came from."""
    for written, meant in _ENTITIES if text != "NULL" else ():
        text = f"replace({text}, {quoted(written)}, {quoted(meant)})"
    return text
