"""Tests of jobs and permissions commit, and Django empties every table after each."""

from collections.abc import Iterator

import pytest
from django.db.backends.postgresql.operations import DatabaseOperations


@pytest.fixture(scope="package", autouse=True)
def quick_to_empty() -> Iterator[None]:
    """PostgreSQL's TRUNCATE makes new files for each of some 170 tables, which takes a second; DELETE takes none.

    Foreign keys are looked at when the transaction ends, so the order does not matter.
    """

    def deletes(self: DatabaseOperations, style: object, tables: list[str], **_: object) -> list[str]:
        return [f"DELETE FROM {self.quote_name(table)};" for table in tables]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(DatabaseOperations, "sql_flush", deletes)
        yield
