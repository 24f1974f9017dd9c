"""A chart of the kit as a block of a document: the same picture, words, table and source."""

from moothall.kit.charts import Chart as Drawn
from moothall.kit.documents.model import Chart, Column, Table, cell


def charted(drawn: Drawn) -> Chart:
    """The chart, with the table behind it; all its columns but the first are figures."""
    first, *others = drawn.table.columns
    columns = (Column(first), *(Column(name, numeric=True) for name in others))
    rows = tuple(tuple(cell(text) for text in row) for row in drawn.table.rows)
    return Chart(
        drawn.title, str(drawn.svg), drawn.description, Table(drawn.title, columns, rows), drawn.source
    )
