"""Contract registers, notices of contracts, and extracts of purchase orders: their raw rows as the ledger's."""

from moothall.engines.spend.ledger import Ledger
from moothall.engines.spend.reading import raw as rawly
from moothall.engines.spend.reading.layout import Layout

# what notices say of a contract that was not made (yet): such a row is a notice, and no contract
_NOT_MADE = (
    "closed",
    "open",
    "withdrawn",
    "cancelled",
    "canceled",
    "planned",
    "planning",
    "pipeline",
    "tender",
    "unsuccessful",
    "abandoned",
)
_ENTITIES = (
    ("&amp;", "&"),
    ("&#039;", "'"),
    ("&#39;", "'"),
    ("&apos;", "'"),
    ("&quot;", '"'),
    ("&lt;", "<"),
    ("&gt;", ">"),
    ("&nbsp;", " "),
    ("&pound;", "£"),
)


def _words(name: str) -> str:
    """A text of a notice without the marks of the page it came from."""
    out = name
    for written, meant in _ENTITIES:
        quote = meant.replace("'", "''")
        out = f"replace({out}, '{written}', '{quote}')"
    return out


def contracts(ledger: Ledger, layout: Layout, file: int) -> tuple[int, list[tuple[int, str]]]:
    """Inserts the contracts of `raw`; how many, and the rows that are none. A value of nought is none stated."""
    col = lambda name: rawly.column(layout, name)  # noqa: E731
    first = ledger.one("SELECT coalesce(max(contract), 0) FROM contract")
    made = (
        f"lower({col('status')}) NOT IN ({', '.join(repr(it) for it in _NOT_MADE)})"
        if "status" in layout.mapping
        else "true"
    )
    named = " OR ".join(
        f"{col(it)} IS NOT NULL" for it in ("supplier_name", "title", "reference") if it in layout.mapping
    )
    total = (
        f"coalesce(regexp_matches(lower({col('title')}), '^(?:grand |sub ?-?)?totals?\\W*$'), false)"
        if "title" in layout.mapping
        else "false"
    )
    good = f"beyond IS NULL AND coalesce({made}, true) AND ({named}) AND NOT {total}"
    joins = rawly.dates_joined(layout)
    fields = {
        "contract": f"{first} + row_number() OVER (ORDER BY line)", "file": str(file), "line": "line", "reference": col("reference"),
        "title": _words(col("title")), "supplier_name": _words(col("supplier_name")), "company_number": col("company_number"),
        "starts": rawly.day(layout, "starts"), "ends": rawly.day(layout, "ends"), "extends_to": rawly.day(layout, "extends_to"),
        "value": f"nullif({col('value')}, 0)", "annual_value": f"nullif({col('annual_value')}, 0)", "service": col("service"),
        "category": _words(col("category")), "procured": col("procured"),
    }  # fmt: skip
    chosen = ", ".join(
        f"({value})::VARCHAR AS {name}" if value == "NULL" else f"{value} AS {name}"
        for name, value in fields.items()
    )
    ledger.db.execute(
        f"INSERT INTO contract ({', '.join(fields)}) SELECT {chosen} FROM raw {joins} WHERE {good}"
    )  # noqa: S608
    kept = ledger.one("SELECT count(*) FROM contract WHERE file = ?", [file])
    status = (
        f"'it is a notice without a contract (' || {col('status')} || ')'"
        if "status" in layout.mapping
        else "NULL"
    )
    rejected = ledger.rows(
        f"""SELECT line, CASE WHEN beyond IS NOT NULL THEN 'it has a cell too many: ‘' || left(beyond, 40) || '’ stands beyond the last column'
            WHEN NOT coalesce({made}, true) THEN {status} WHEN {total} THEN 'a total, not a contract'
            ELSE 'it has neither a title nor a supplier' END
        FROM raw WHERE NOT ({good}) ORDER BY line"""  # noqa: S608
    )
    return kept, rejected


def orders(ledger: Ledger, layout: Layout, file: int) -> tuple[int, list[tuple[int, str]]]:
    """Inserts the purchase orders of `raw`; how many, and the rows that are none."""
    col = lambda name: rawly.column(layout, name)  # noqa: E731
    good = "beyond IS NULL AND amount IS NOT NULL AND order_no IS NOT NULL"
    if "raised" in layout.mapping:
        good += " AND (raised_text IS NULL OR day_raised.day IS NOT NULL)"
    fields = {
        "file": str(file), "line": "line", "order_no": "order_no", "raised": rawly.day(layout, "raised"),
        **{it: col(it) for it in ("supplier_name", "amount", "service", "requested_by", "approved_by", "contract_ref")},
    }  # fmt: skip
    joins = rawly.dates_joined(layout)
    chosen = ", ".join(f"{value} AS {name}" for name, value in fields.items())
    ledger.db.execute(
        f"INSERT INTO purchase_order ({', '.join(fields)}) SELECT {chosen} FROM raw {joins} WHERE {good}"
    )  # noqa: S608
    kept = ledger.one("SELECT count(*) FROM purchase_order WHERE file = ?", [file])
    fault = "day_raised.fault" if "raised" in layout.mapping else "NULL"
    rejected = ledger.rows(
        f"""SELECT line, CASE WHEN beyond IS NOT NULL THEN 'it has a cell too many: ‘' || left(beyond, 40) || '’ stands beyond the last column'
            WHEN amount IS NULL AND order_no IS NULL THEN 'it has no order number and no amount'
            WHEN amount IS NULL THEN coalesce('the amount ‘' || left(amount_text, 40) || '’ is not a number', 'it has no amount')
            WHEN order_no IS NULL THEN CASE WHEN regexp_matches(lower(concat_ws(' | ', supplier_name, raised_text)), '(^|\\| )(grand |sub ?-?)?totals?\\b')
                THEN 'a total, not an order' ELSE 'it has no order number' END
            ELSE {fault} END
        FROM raw {joins} WHERE NOT coalesce({good}, false) ORDER BY line""".replace(
            "supplier_name, raised_text",
            ", ".join(
                [
                    "''",
                    *(["supplier_name"] if "supplier_name" in layout.mapping else []),
                    *(["raised_text"] if "raised" in layout.mapping else []),
                ]
            ),
        )  # noqa: S608
    )
    return kept, rejected
