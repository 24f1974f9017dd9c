"""Rejected rows of a dry run: kept on disk, as a file can be long and nothing of it be taken."""

import json
import tempfile
from collections.abc import Iterable, Iterator

from moothall.figures.intake import Reject

IN_MEMORY = 2**20  # bytes; more goes to a temporary file


class Spool:
    """Rows that can be added, and read from the first as often as need be."""

    def __init__(self) -> None:
        self._file = tempfile.SpooledTemporaryFile(IN_MEMORY, "w+", encoding="utf-8")  # noqa: SIM115  (__del__)

    def __del__(self) -> None:
        self._file.close()

    def add(self, rejects: Iterable[Reject]) -> None:
        self._file.seek(0, 2)
        self._file.writelines(json.dumps(reject) + "\n" for reject in rejects)

    def __iter__(self) -> Iterator[Reject]:
        self._file.seek(0)
        while text := self._file.readline():
            line, reason, original = json.loads(text)
            yield line, reason, original
