"""The files people gave us, kept as they came, named by the SHA-256 of their content."""

import hashlib
import os
from pathlib import Path

from django.conf import settings


def digest(path: Path) -> str:
    """The SHA-256 of a file, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def kept(sha256: str) -> Path:
    """Where the file with this digest is kept; it may not be there."""
    return settings.MOOTHALL_HOME / "files" / sha256[:2] / sha256


def keep(path: Path) -> str:
    """Keeps a copy of a file and returns its SHA-256. A file that is kept already is not written again."""
    name = digest(path)
    place = kept(name)
    if not place.exists():
        place.parent.mkdir(parents=True, exist_ok=True)
        partial = place.with_suffix(f".{os.getpid()}.part")
        try:
            with path.open("rb") as source, partial.open("wb") as copy:
                while block := source.read(2**20):
                    copy.write(block)
            partial.replace(place)
        finally:
            partial.unlink(missing_ok=True)
    return name
