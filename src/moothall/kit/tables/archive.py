"""Opening a workbook's zip safely: what it is, and that reading it cannot exhaust the machine.

Every XML part is inflated once before anything is parsed. zipfile stops at the size an entry declares and
then checks its CRC, so the sizes declared here are the sizes that reading costs, and a part that lies about
its own is damaged.
"""

import re
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO

from moothall.kit.tables.table import Unreadable

CHUNK = 1 << 20
MAX_ENTRIES = 10_000
MAX_TOTAL = 2 << 30
MAX_RATIO = 600  # an ODS of nothing but noughts reaches 200; a bomb made to burst, 1,000
MAX_IN_MEMORY = 256 << 20  # for the parts a reader holds whole: shared strings, styles
SMALL = 8 << 20  # below this the ratio does not matter

_STREAMED = re.compile(r"xl/worksheets/[^/]+\.xml|content\.xml", re.IGNORECASE)
_DECLARED_ENCODING = re.compile(rb"""<\?xml[^>]*encoding\s*=\s*["']([^"']+)""")
_UNSAVED_FORMULA = re.compile(  # but a saved result can be an empty text: <c t="str"><f>…</f><v></v></c>
    rb"""<c(?![^>]*\bt="str")[^>]*>\s*<f(?:\s[^>]*)?(?:/>|>[^<]*</f>)\s*(?:<v\s*/>|<v></v>)?\s*</c>"""
)
_OVERLAP = 10_000  # more than a formula, so that one cut by the edge of a chunk is still seen

_DAMAGED = (
    *(zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError),
    *(ValueError, IndexError, KeyError),
)


@contextmanager
def damage_explained(called: str) -> Iterator[None]:
    """Turn what goes wrong inside a damaged zip into the sentence for it."""
    try:
        yield
    except _DAMAGED:
        raise Unreadable(
            f"{called} is damaged or cut short: download or save it again and load the new copy."
        ) from None


def checked(stream: IO[bytes], called: str) -> tuple[zipfile.ZipFile, str, bool]:
    """The zip, its kind ('xlsx', 'ods'), and whether a formula has no saved result. Raises Unreadable."""
    with damage_explained(called):
        archive = zipfile.ZipFile(stream)
    entries = archive.infolist()
    if any(entry.flag_bits & 1 for entry in entries):
        raise Unreadable(f"{called} is protected by a password: save a copy without one and load that.")
    with damage_explained(called):
        kind = _kind(archive, called)
        _refuse_bombs(entries, called)
        unsaved = [
            _inspect(archive, entry, called)
            for entry in entries
            if entry.filename.endswith((".xml", ".rels"))
        ]
    return archive, kind, any(unsaved)


def _kind(archive: zipfile.ZipFile, called: str) -> str:
    names = set(archive.namelist())
    mimetype = (
        archive.open("mimetype").read(200).decode("ascii", "replace").strip() if "mimetype" in names else ""
    )
    if mimetype.startswith("application/vnd.oasis.opendocument.spreadsheet"):
        manifest = (
            archive.open("META-INF/manifest.xml").read(SMALL) if "META-INF/manifest.xml" in names else b""
        )
        if b"encryption-data" in manifest or "encrypted-package" in names:
            raise Unreadable(f"{called} is protected by a password: save a copy without one and load that.")
        return "ods"
    if "xl/workbook.bin" in names:
        raise Unreadable(f"{called} is a binary workbook (.xlsb): save it as .xlsx and load that.")
    if "[Content_Types].xml" in names and any(name.startswith("xl/") for name in names):
        return "xlsx"
    if any(name.startswith("word/") for name in names) or "opendocument.text" in mimetype:
        raise Unreadable(f"{called} is a Word document: put its table in a spreadsheet and load that.")
    if any(name.startswith("ppt/") for name in names) or "opendocument.presentation" in mimetype:
        raise Unreadable(f"{called} is a presentation: put its table in a spreadsheet and load that.")
    raise Unreadable(f"{called} is a zip file, not a table: unzip it and load the files inside one by one.")


def _refuse_bombs(entries: list[zipfile.ZipInfo], called: str) -> None:
    if len(entries) > MAX_ENTRIES or sum(entry.file_size for entry in entries) > MAX_TOTAL:
        raise Unreadable(f"{called} is too large once unpacked: save each sheet as CSV and load those.")
    for entry in entries:
        if entry.file_size > SMALL and entry.file_size > MAX_RATIO * max(entry.compress_size, 1):
            raise Unreadable(
                f"{called} unpacks to far more than it should: save the sheet as CSV and load that."
            )
        if entry.file_size > MAX_IN_MEMORY and not _STREAMED.fullmatch(entry.filename):
            raise Unreadable(
                f"{called} holds too much text to read as a workbook: save the sheet as CSV and load that."
            )


def _inspect(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, called: str) -> bool:
    """Inflate one part and refuse what parsing could expand; whether a formula in it has no saved result."""
    unsaved, before = False, b""
    with archive.open(entry) as part:
        while chunk := part.read(CHUNK):
            if not before:
                _refuse_encodings(chunk, called)
            window = before + chunk
            if b"<!DOCTYPE" in window or b"<!ENTITY" in window:
                raise Unreadable(
                    f"{called} contains what no spreadsheet needs: save it again as .xlsx and load that."
                )
            unsaved = unsaved or (b"<f" in window and _UNSAVED_FORMULA.search(window) is not None)
            before = chunk[-_OVERLAP:]
    return unsaved


def _refuse_encodings(start: bytes, called: str) -> None:
    """The search for DOCTYPE is in ASCII, so a part in letters that hide it is refused too."""
    declared = _DECLARED_ENCODING.search(start[:300])
    if (
        start[:1] in b"\0\xfe\xff"
        or b"\0" in start[:4]
        or (declared and declared[1].lower() not in (b"utf-8", b"us-ascii"))
    ):
        raise Unreadable(f"{called} is written in an unusual way: save it again as .xlsx and load that.")
