"""A file sent to the upload page: checked, or given to a job."""

from django.core.files.uploadedfile import UploadedFile

from moothall.core.errors import NotPossible
from moothall.core.models import Job, Organisation, Person
from moothall.figures.actions import load
from moothall.figures.reading import Outcome
from moothall.figures.uploading import start_load
from moothall.web.uploads import put_aside

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
    with put_aside([file]) as [(name, path)]:
        return load(person, organisation=organisation, path=path, name=name, source=source or None, dry=True)


def begin(person: Person, organisation: Organisation, file: "UploadedFile[bytes]", source: str) -> Job:
    """Puts the file aside and starts a job that loads it. Raises NotPossible, PermissionDenied."""
    with put_aside([file], keep=True) as [(name, path)]:
        return start_load(person, organisation=organisation, path=path, name=name, source=source or None)
