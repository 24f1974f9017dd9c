"""Files sent to the site, put aside under random names for as long as they are looked at."""

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from django.core.files.uploadedfile import UploadedFile


@contextmanager
def put_aside(sent: "Sequence[UploadedFile[bytes]]") -> Iterator[list[tuple[str, Path]]]:
    """What each file is called and where its copy is, for the block."""
    with tempfile.TemporaryDirectory(prefix="moothall-") as folder:
        aside = []
        for number, file in enumerate(sent):
            path = Path(folder) / str(number)
            with path.open("wb") as copy:
                for block in file.chunks():
                    copy.write(block)
            aside.append((file.name or "the file", path))
        yield aside
