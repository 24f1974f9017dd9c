"""A file sent to the upload page: put aside, looked at, then checked or given to a job."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile

from moothall.core.errors import NotPossible
from moothall.core.models import Job, Organisation, Person
from moothall.figures.actions import load
from moothall.figures.reading import Outcome
from moothall.figures.uploading import start_load

CHECK_LIMIT = 5 * 2**20  # a check is done while the person waits


def check(
    person: Person, organisation: Organisation, file: "UploadedFile[bytes]", source: str
) -> list[Outcome]:
    """What loading the file would do. Nothing is changed. Raises NotPossible with a sentence."""
    if (file.size or 0) > CHECK_LIMIT:
        raise NotPossible(
            f"Files over {CHECK_LIMIT // 2**20} MB are checked with the command ‘moothall load --check’; "
            "or load it here, and see what was not taken."
        )
    with _put_aside(file) as path:
        return load(
            person, organisation=organisation, path=path, name=_name(file), source=source or None, dry=True
        )


def begin(person: Person, organisation: Organisation, file: "UploadedFile[bytes]", source: str) -> Job:
    """Puts the file aside and starts a job that loads it. Raises NotPossible, PermissionDenied."""
    with _put_aside(file, keep=True) as path:
        return start_load(
            person, organisation=organisation, path=path, name=_name(file), source=source or None
        )


def _name(file: "UploadedFile[bytes]") -> str:
    return file.name or "the file"


@contextmanager
def _put_aside(file: "UploadedFile[bytes]", keep: bool = False) -> Iterator[Path]:
    """A copy under a random name, for the block; kept after it only if asked and nothing went wrong."""
    folder = settings.MOOTHALL_HOME / "uploads"
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / secrets.token_hex(16)
    try:
        with path.open("wb") as copy:
            for block in file.chunks():
                copy.write(block)
        yield path
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    if not keep:
        path.unlink(missing_ok=True)
