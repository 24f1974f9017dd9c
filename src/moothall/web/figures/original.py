"""A row as it stands in the file that was loaded."""

from dataclasses import dataclass

from moothall.core import files
from moothall.figures.models import Load
from moothall.figures.sources import recognise
from moothall.kit.tables import Sheet, Unreadable, open_table

LIMIT = 2 * 2**20  # a larger file is not read for the sake of one row


@dataclass(frozen=True)
class Original:
    """The header and the row, as written in the file."""

    header: str
    row: str


def original(load: Load, line: int) -> Original | None:
    """The row at this line; None when the kept file is gone, is large, or has no such row."""
    path = files.kept(load.sha256)
    if load.size > LIMIT or not path.exists():
        return None
    try:
        with open_table(path, load.file_name) as table:
            for sheet in table.sheets:
                if (sheet.name or "") == load.sheet:
                    return _find(sheet, line)
    except Unreadable:
        return None
    return None


def _find(sheet: Sheet, line: int) -> Original | None:
    header = ""
    for at, cells in sheet.rows():
        if at == line:
            return Original(header, sheet.original())
        if not header and recognise(cells):
            header = sheet.original()
    return None
