"""Many rows at once, on either database: `executemany` on SQLite, COPY on PostgreSQL.

Tables and columns are named by our own code only, never by what somebody sent.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection

Rows = Sequence[tuple[Any, ...]]


def insert(table: str, columns: Sequence[str], rows: Rows) -> None:
    """Adds rows to a table, inside the transaction that is open."""
    names = ", ".join(columns)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
        else:
            marks = ", ".join("?" * len(columns))
            # past Django's cursor, which would rewrite each parameter list
            connection.connection.executemany(f"INSERT INTO {table} ({names}) VALUES ({marks})", rows)  # noqa: S608


def temporary(table: str, definition: str) -> None:
    """An empty table of this connection's own; writing to it makes nobody wait."""
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TEMPORARY TABLE IF NOT EXISTS {table} ({definition})")
        cursor.execute(f"DELETE FROM {table}")  # noqa: S608


def counted_anew(tables: Iterable[str], *, settle: bool) -> None:
    """Has PostgreSQL look at what these tables have become; SQLite needs no telling.

    It plans by how large they are, and of a store that was empty a minute ago it knows nothing: ANALYZE counts. It
    reads values from an index alone only where it knows that no page of the table holds anything unsettled: VACUUM,
    where `settle` asks for it, notes that too. Inside a transaction it may only count.
    """
    if connection.vendor == "postgresql":
        how = "VACUUM (ANALYZE)" if settle and not connection.in_atomic_block else "ANALYZE"
        with connection.cursor() as cursor:
            cursor.execute(f"{how} {', '.join(tables)}")


def fetch(query: str, parameters: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
    """All rows of a query."""
    with connection.cursor() as cursor:
        cursor.execute(query, parameters)
        return list(cursor.fetchall())
