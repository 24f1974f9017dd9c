"""A small ledger from a list of dicts, as the reading and the clustering would leave it.

A dict has columns of `payment` by name, its payee under `payee` (a name; None for none), and what is known of that
payee under `ref`, `vat_number`, `company_number`, `charity_number`, `postcode`, `sme`, `vcse`, `redacted`. `supplier`
joins payees under one name; without it a payee's name is its supplier, and a redacted payee is its own.
`category` and `sure` say what `categories` would have. `file` is the name of a file ('ledger.csv'; its kind is the
payment's). Dates are ISO words or dates, money words, whole numbers or Decimals. Without `line` rows follow each other.

    with ledger_of(tmp_path, [{"payee": "Ash & Co Ltd", "paid": "2024-05-01", "amount": "120.00"}]) as ledger: ...
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from moothall.engines.spend.ledger import TABLES, VIEWS, Ledger

Row = Mapping[str, Any]

_OF_PAYEE = ("name", "ref", "vat_number", "company_number", "charity_number", "postcode", "sme", "vcse")
_OF_PAYMENT = (
    *("id", "file", "line", "kind", "body", "service", "payee"),
    *("paid", "invoiced", "received", "ordered"),
    *("transaction_no", "invoice_no", "order_no", "contract_ref"),
    *("amount", "net", "gross", "vat", "irrecoverable_vat"),
    *("purpose", "account", "account_code", "given_category", "given_category_code", "merchant_category"),
    *("capital", "raised_by"),
)
_OF_CONTRACT = (
    *("contract", "file", "line", "reference", "title", "supplier_name", "company_number"),
    *("starts", "ends", "extends_to", "value", "annual_value", "service", "category", "procured", "supplier"),
)
_OF_ORDER = (
    *("file", "line", "order_no", "raised", "supplier_name", "amount", "service"),
    *("requested_by", "approved_by", "contract_ref", "supplier"),
)
_EXTRA = {"supplier", "redacted", "category", "sure", *_OF_PAYEE, *_OF_PAYMENT} - {"name"}


def ledger_of(
    folder: Path, rows: Iterable[Row], *, contracts: Iterable[Row] = (), orders: Iterable[Row] = ()
) -> Ledger:
    """The ledger of these rows; `contracts` and `orders` name their supplier by `supplier_name`, as a payee would be.

    Ids are 1, 2, 3 … in the order given. Raises ValueError for a key that is no column: a slip of the test's.
    """
    payees: dict[tuple[Any, ...], int] = {}
    suppliers: dict[str, int] = {}
    files: dict[tuple[str, str], int] = {}
    paid: list[dict[str, Any]] = []
    payee_rows: list[Sequence[Any]] = []
    payee_supplier: list[Sequence[Any]] = []
    supplier_rows: list[Sequence[Any]] = []
    category_rows: list[Sequence[Any]] = []
    lines: dict[int, int] = {}
    for number, row in enumerate(rows, start=1):
        if strange := row.keys() - _EXTRA:
            raise ValueError(f"no such column: {', '.join(sorted(strange))}")
        kind = row.get("kind", "ledger")
        file = files.setdefault((row.get("file", f"{kind}.csv"), kind), len(files) + 1)
        lines[file] = lines.get(file, 1) + 1
        name, payee = row.get("payee"), None
        if name is not None:
            hidden = bool(row.get("redacted", "redacted" in str(name).casefold()))
            of = (name, *(row.get(it) for it in _OF_PAYEE[1:]), hidden)
            if of not in payees:
                payees[of] = len(payees) + 1
                called = str(row.get("supplier", name))
                if called not in suppliers or hidden:
                    suppliers[called] = len(supplier_rows) + 1
                    about = (
                        row.get(it) for it in ("company_number", "vat_number", "postcode", "sme", "vcse")
                    )
                    supplier_rows.append((suppliers[called], called, *about, hidden))
                payee_rows.append((payees[of], *of))
                payee_supplier.append((payees[of], suppliers[called], 1.0, "the test says so"))
            payee = payees[of]
        paid.append({"line": lines[file], **row, "id": number, "file": file, "kind": kind, "payee": payee})
        if "category" in row:
            category_rows.append((number, row["category"], row.get("sure", 1.0), "the test says so"))
    ledger = _FREE.pop() if _FREE else _Lent(folder, threads=1)
    counted = Counter(it["file"] for it in paid)
    _fill(ledger, "file", [_file(number, *of, read=counted[number]) for of, number in files.items()])
    _fill(ledger, "payee", payee_rows)
    _fill(ledger, "payment", [[it.get(name) for name in _OF_PAYMENT] for it in paid])
    _fill(ledger, "supplier", supplier_rows)
    _fill(ledger, "payee_supplier", payee_supplier)
    _fill(ledger, "payment_category", category_rows)
    for table, columns, given in (
        ("contract", _OF_CONTRACT, contracts),
        ("purchase_order", _OF_ORDER, orders),
    ):
        _fill(
            ledger,
            table,
            [
                [
                    {
                        "contract": number,
                        "line": number + 1,
                        "supplier": suppliers.get(str(row.get("supplier_name"))),
                        **row,
                    }.get(name)
                    for name in columns
                ]
                for number, row in enumerate(given, start=1)
            ],
        )
    return ledger


class _Lent(Ledger):
    """A ledger that is emptied when it is closed, and lent again: opening one takes longer than most tests."""

    def close(self) -> None:
        made = self.rows(
            "SELECT table_name, 'TABLE', temporary FROM duckdb_tables() UNION ALL "
            "SELECT view_name, 'VIEW', temporary FROM duckdb_views() WHERE NOT internal"
        )
        drop = [
            f"DROP {what} {'temp.' * temporary}{name}"
            for name, what, temporary in sorted(made, key=lambda it: it[1], reverse=True)
            if temporary or name not in {*TABLES, *VIEWS}
        ]
        emptied = [f"DELETE FROM {it}" for it in TABLES]
        self.db.execute("; ".join(["BEGIN", *drop, *emptied, "COMMIT"]))
        _FREE.append(self)


_FREE: list[_Lent] = []


def _file(number: int, name: str, kind: str, *, read: int) -> tuple[Any, ...]:
    kinds = {"ledger": "payments", "card": "cards"}
    return (number, name, None, "0" * 64, kinds[kind], "utf-8", ",", 1, "layout", "{}", "net", read, read, 0)


def _fill(ledger: Ledger, table: str, rows: Sequence[Sequence[Any]]) -> None:
    """A column at a time and as words, which DuckDB takes a hundred times quicker than row by row."""
    if rows:
        assert table in TABLES
        words = [[None if it is None else str(it) for it in column] for column in zip(*rows, strict=True)]
        marks = ", ".join("unnest(?::VARCHAR[])" for _ in words)
        ledger.db.execute(f"INSERT INTO {table} SELECT {marks}", words)
