"""Rows of a run, kept on disk until all of them are there.

The file is cut back to the last page that was written down in the database, so that a page half written when the
process was killed is fetched again, and never counted twice.
"""

import csv
import io
import os
import shutil
from collections.abc import Iterable, Mapping
from pathlib import Path

from django.conf import settings

from moothall.figures.sources import FIGURE_FIELDS, sources


class Spool:
    """The folder of one run: its rows as a CSV in the layout of their source, and what the plug-in downloads."""

    def __init__(self, run: int, source: str):
        self.folder: Path = settings.MOOTHALL_HOME / "feeds" / str(run)
        self.path = self.folder / "rows.csv"
        self.columns: dict[str, str] = (
            {
                field: sources()[source].columns[field][0]
                for field in FIGURE_FIELDS
                if field in sources()[source].columns
            }
            if source
            else {}
        )

    def begin(self, size: int) -> int:
        """Opens it at the size that is written down; how many bytes it has now. A new one gets its header."""
        self.folder.mkdir(parents=True, exist_ok=True)
        if size and self.path.exists() and self.path.stat().st_size >= size:
            os.truncate(self.path, size)
            return size
        with self.path.open("wb") as file:
            file.write(self._lines([tuple(self.columns.values())]))
        return self.path.stat().st_size

    def there(self, size: int) -> bool:
        """Whether as much is on disk as was written down."""
        return self.path.exists() and self.path.stat().st_size >= size

    def add(self, rows: Iterable[Mapping[str, str]]) -> int:
        """Writes rows, to the disk itself; how many bytes there are now."""
        with self.path.open("ab") as file:
            file.write(
                self._lines(tuple(_line(row.get(field, "")) for field in self.columns) for row in rows)
            )
            file.flush()
            os.fsync(file.fileno())
            return file.tell()

    def end(self) -> None:
        """Takes it away."""
        shutil.rmtree(self.folder, ignore_errors=True)

    @staticmethod
    def _lines(rows: Iterable[tuple[str, ...]]) -> bytes:
        text = io.StringIO()
        csv.writer(text, lineterminator="\n").writerows(rows)
        return text.getvalue().encode()


def _line(text: str) -> str:
    """A cell on one line, so that a row's number is its line in the file."""
    return " ".join(text.split()) if "\n" in text or "\r" in text else text.replace("\0", "")
