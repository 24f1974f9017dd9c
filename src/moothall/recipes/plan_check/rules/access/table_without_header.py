"""A table has no row that names its columns.

What it does: Looks for a header row marked as one.

Why: A screen reader says the column's name with each cell (WCAG 1.3.1); without it a row is a run of bare numbers.

Bad: A table whose first row is only in bold.

Good: A table whose first row is set to 'Repeat as header row', or uses `th`.

How to mend: Mark the first row as the header in the table's properties; if the table is only for layout, do without
it.
"""

from collections.abc import Iterator

from moothall.recipes.plan_check.finding import Note, Severity
from moothall.recipes.plan_check.settings import Settings
from moothall.recipes.plan_reading import PlanReading

CODE, NAME, SEVERITY = "A007", "table-without-header", Severity.WARNING


def check(reading: PlanReading, settings: Settings) -> Iterator[Note]:
    if reading.paper.format == "text":  # nothing can be marked there
        return
    for line in reading.paper.access.tables_without_header:
        yield Note("The table has no header row: mark the row that names the columns.", line=line)
