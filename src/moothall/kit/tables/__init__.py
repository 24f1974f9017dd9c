"""Reading the tables people send: CSV, XLSX and ODS, judged by what is in the file and never by its name.

    with open_table(path) as table:
        for sheet in table.sheets:
            for line, cells in sheet.rows():
                ...  # sheet.original() is the text of this row as it was sent

Every cell is text, as a person would read it: 35.9% and not 0.359, 2024-04-01 and not 45383. Rows come one at
a time. `Unreadable` (one sentence saying what to do) is raised on opening, or while iterating when a file
goes wrong later on; stage what you read, and keep nothing of a file that raised it.
"""

from moothall.kit.tables.opening import open_table
from moothall.kit.tables.table import Sheet, Table
from moothall.kit.unreadable import Unreadable

__all__ = ["Sheet", "Table", "Unreadable", "open_table"]
