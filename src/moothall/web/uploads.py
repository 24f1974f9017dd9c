"""Files sent to the site, put aside under random names for as long as they are looked at."""

import secrets
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile


@contextmanager
def put_aside(
    sent: "Iterable[UploadedFile[bytes]]", *, keep: bool = False
) -> Iterator[list[tuple[str, Path]]]:
    """What each file is called and where its copy is, for the block; kept after it only if asked and nothing failed."""
    folder = settings.MOOTHALL_HOME / "uploads"
    folder.mkdir(parents=True, exist_ok=True)
    aside: list[tuple[str, Path]] = []
    try:
        for file in sent:
            path = folder / secrets.token_hex(16)
            aside.append((file.name or "the file", path))
            with path.open("wb") as copy:
                for block in file.chunks():
                    copy.write(block)
        yield aside
    except BaseException:
        keep = False
        raise
    finally:
        if not keep:
            for _name, path in aside:
                path.unlink(missing_ok=True)
