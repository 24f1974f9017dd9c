"""Zips that hold a document (DOCX, ODT, XLSX, ODS), judged before anything in them is parsed.

zipfile stops at the size an entry declares and then checks its CRC, so the declared sizes are what reading
costs, and a part that lies about its own is damaged. What is wrong is told as a `Fault`; each reader has its
own sentence for it.
"""

import re
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import Enum, auto

CHUNK = 1 << 20
SMALL = 8 << 20  # below this the ratio does not matter
MAX_RATIO = 600  # an ODS of nothing but noughts reaches 200; a bomb made to burst, 1,000

_DECLARED_ENCODING = re.compile(rb"""<\?xml[^>]*encoding\s*=\s*["']([^"']+)""")
_DAMAGED = (
    *(zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError),
    *(ValueError, IndexError, KeyError),
)


class Fault(Enum):
    DAMAGED = auto()
    LOCKED = auto()  # by a password
    TOO_LARGE = auto()  # once unpacked
    SWOLLEN = auto()  # unpacks to far more than its size
    DECLARES = auto()  # a DTD or an entity, which parsing could expand or fetch
    ENCODED = auto()  # in letters that would hide a DTD from a search


class Refused(Exception):
    """What is wrong with a package; for its reader to explain."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.name)
        self.fault = fault


@dataclass(frozen=True, slots=True)
class Bounds:
    """How much a package may unpack to: entries, bytes in all."""

    entries: int
    total: int


@contextmanager
def damage_told() -> Iterator[None]:
    """Tell what goes wrong inside a damaged zip as Refused(DAMAGED)."""
    try:
        yield
    except _DAMAGED:
        raise Refused(Fault.DAMAGED) from None


def refuse_locked(archive: zipfile.ZipFile) -> None:
    if any(entry.flag_bits & 1 for entry in archive.infolist()):
        raise Refused(Fault.LOCKED)


def refuse_bombs(entries: list[zipfile.ZipInfo], bounds: Bounds) -> None:
    """Judge by the directory alone, before anything is unpacked."""
    if len(entries) > bounds.entries or sum(entry.file_size for entry in entries) > bounds.total:
        raise Refused(Fault.TOO_LARGE)
    for entry in entries:
        if entry.file_size > SMALL and entry.file_size > MAX_RATIO * max(entry.compress_size, 1):
            raise Refused(Fault.SWOLLEN)


def refuse_declarations(window: bytes) -> None:
    """Refuse XML that declares a document type or an entity: none in an office document does."""
    if b"<!DOCTYPE" in window or b"<!ENTITY" in window:
        raise Refused(Fault.DECLARES)


def refuse_encodings(start: bytes) -> None:
    """The search for DOCTYPE is in ASCII, so a part in letters that hide it is refused too."""
    declared = _DECLARED_ENCODING.search(start[:300])
    if (
        start[:1] in b"\0\xfe\xff"
        or b"\0" in start[:4]
        or (declared and declared[1].lower() not in (b"utf-8", b"us-ascii"))
    ):
        raise Refused(Fault.ENCODED)
