"""The ledger: every payment that was read, in DuckDB, with what the later steps know of each.

Money is DECIMAL(18,2), exact. `amount` is what a payment is counted at: net where the file gives it, else gross
less VAT, else gross (file.basis says which). A credit is negative. Missing is NULL and never zero or ''.
`file` and `line` say where each payment and reject stands: `line` counts physical lines from 1, header included.
"""

from collections.abc import Iterable, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Self

TABLES = {
    # one row a table that was read: a file, a member of a zip, or a sheet of a workbook
    "file": """
        file INTEGER PRIMARY KEY, name VARCHAR NOT NULL, sheet VARCHAR, sha256 VARCHAR NOT NULL,
        kind VARCHAR NOT NULL,             -- 'payments' | 'cards' | 'contracts' | 'orders'
        encoding VARCHAR, delimiter VARCHAR, header_line BIGINT, -- NULL header_line: there was none
        layout VARCHAR NOT NULL,           -- the fingerprint of its columns, by which a mapping is remembered
        mapping JSON NOT NULL,             -- field -> column heading (or position, without a header)
        basis VARCHAR,                     -- what `amount` is: 'net' | 'gross less VAT' | 'gross'
        read BIGINT NOT NULL, kept BIGINT NOT NULL, rejected BIGINT NOT NULL""",
    "reject": "file INTEGER, line BIGINT, reason VARCHAR NOT NULL, text VARCHAR",
    # the distinct payees as they are printed; suppliers are clusters of them
    "payee": """
        payee INTEGER PRIMARY KEY, name VARCHAR, ref VARCHAR, vat_number VARCHAR, company_number VARCHAR,
        charity_number VARCHAR, postcode VARCHAR, sme BOOLEAN, vcse BOOLEAN,
        redacted BOOLEAN NOT NULL          -- kept as it is and never joined with another""",
    # ids are unique by construction (a table's are its lines, after those there were): an index of ten million of them
    # would cost memory, and nothing asks by it
    "payment": """
        id BIGINT NOT NULL, file INTEGER NOT NULL, line BIGINT NOT NULL,
        kind VARCHAR NOT NULL,             -- 'ledger' | 'card'
        body VARCHAR, service VARCHAR, payee INTEGER,
        paid DATE, invoiced DATE, received DATE, ordered DATE, -- paid is the date the file gives a payment
        transaction_no VARCHAR, invoice_no VARCHAR, order_no VARCHAR, contract_ref VARCHAR,
        amount DECIMAL(18,2) NOT NULL, net DECIMAL(18,2), gross DECIMAL(18,2), vat DECIMAL(18,2),
        irrecoverable_vat DECIMAL(18,2),
        purpose VARCHAR, account VARCHAR, account_code VARCHAR, given_category VARCHAR,
        given_category_code VARCHAR, merchant_category VARCHAR, capital BOOLEAN, raised_by VARCHAR""",
    "contract": """
        contract INTEGER PRIMARY KEY, file INTEGER, line BIGINT, reference VARCHAR, title VARCHAR,
        supplier_name VARCHAR, company_number VARCHAR, starts DATE, ends DATE, extends_to DATE,
        value DECIMAL(18,2), annual_value DECIMAL(18,2), service VARCHAR, category VARCHAR, procured VARCHAR,
        supplier INTEGER                   -- filled by suppliers.cluster""",
    "purchase_order": """
        file INTEGER, line BIGINT, order_no VARCHAR, raised DATE, supplier_name VARCHAR, amount DECIMAL(18,2),
        service VARCHAR, requested_by VARCHAR, approved_by VARCHAR, contract_ref VARCHAR, supplier INTEGER""",
    # filled by suppliers.cluster: every payee stands in exactly one supplier; a redacted one alone
    "supplier": """
        supplier INTEGER PRIMARY KEY, name VARCHAR NOT NULL, company_number VARCHAR, vat_number VARCHAR,
        postcode VARCHAR, sme BOOLEAN, vcse BOOLEAN, redacted BOOLEAN NOT NULL""",
    "payee_supplier": "payee INTEGER PRIMARY KEY, supplier INTEGER NOT NULL, confidence DOUBLE, reason VARCHAR",
    # filled by categories.classify
    "payment_category": "id BIGINT NOT NULL, category VARCHAR, sure DOUBLE, because VARCHAR",
}
VIEWS = {
    # what findings and the cube read: a payment with its payee's name, its supplier and its category
    "spending": """
        SELECT payment.*, payee.name AS payee_name, payee.ref AS payee_ref, payee.vat_number, payee.postcode,
               payee.redacted, supplier, supplier.name AS supplier_name, supplier.company_number,
               coalesce(supplier.sme, payee.sme) AS sme, coalesce(supplier.vcse, payee.vcse) AS vcse,
               category, sure AS category_sure
        FROM payment LEFT JOIN payee USING (payee) LEFT JOIN payee_supplier USING (payee)
        LEFT JOIN supplier USING (supplier) LEFT JOIN payment_category USING (id)""",
}


class Ledger:
    """A DuckDB file in a folder, with the tables above. Use as a context manager; the folder is the caller's.

    `memory` is DuckDB's bound (its word: '600MB'); what does not fit goes to the folder, not to the machine.
    """

    def __init__(self, folder: Path, *, memory: str = "600MB", threads: int = 2) -> None:
        import duckdb

        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        self.db: duckdb.DuckDBPyConnection = duckdb.connect(
            str(folder / "ledger.duckdb"),
            config={
                "memory_limit": memory,
                "threads": threads,
                "preserve_insertion_order": False,
                "temp_directory": str(folder / "spill"),
            },
        )
        made = [f"CREATE TABLE IF NOT EXISTS {name} ({columns}\n)" for name, columns in TABLES.items()]
        made += [f"CREATE OR REPLACE VIEW {name} AS {query}" for name, query in VIEWS.items()]
        self.db.execute(f"BEGIN; {'; '.join(made)}; COMMIT")  # one commit, not one a table

    def rows(self, query: str, parameters: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """All rows of a query: for answers that are small."""
        return self.db.execute(query, list(parameters)).fetchall()

    def one(self, query: str, parameters: Sequence[Any] = ()) -> Any:
        """The first value of a query's first row; None where there is none."""
        found = self.db.execute(query, list(parameters)).fetchone()
        return found[0] if found else None

    def has(self, *fields: str) -> bool:
        """Whether each field (of `payment`, or as table.field) is filled in somewhere."""
        places = [it.rpartition(".")[::2] for it in fields]
        return all(
            self.one(f"SELECT 1 FROM {table or 'payment'} WHERE {field} IS NOT NULL LIMIT 1")  # noqa: S608
            for table, field in places
        )

    def fill(self, table: str, rows: Iterable[Sequence[Any]]) -> None:
        """Adds rows to a table, in the order of its columns: as many as memory holds, a column at a time."""
        columns = list(zip(*rows, strict=True))
        if not columns:
            return
        import numpy  # DuckDB reads its arrays as it reads pandas', which takes a second to start

        arrays = {f"c{at}": numpy.empty(len(of), dtype=object) for at, of in enumerate(columns)}
        for array, of in zip(arrays.values(), columns, strict=True):
            array[:] = of
        self.db.execute(f"SET pandas_analyze_sample = {len(columns[0])}")  # types are told by every value
        self.db.register("_filled", arrays)
        self.db.execute(f"INSERT INTO {table} SELECT * FROM _filled")  # noqa: S608
        self.db.unregister("_filled")

    def close(self) -> None:
        self.db.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def quoted(text: str) -> str:
    """A text in SQL."""
    return "'" + text.replace("'", "''") + "'"
