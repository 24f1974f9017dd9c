"""Opening a workbook's zip safely: what it is, and that reading it cannot exhaust the machine.

Every XML part is inflated once before anything is parsed. zipfile stops at the size an entry declares and
then checks its CRC, so the sizes declared here are the sizes that reading costs, and a part that lies about
its own is damaged.
"""

import re
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO

from moothall.kit import packages
from moothall.kit.packages import CHUNK, SMALL, Fault
from moothall.kit.unreadable import Unreadable

BOUNDS = packages.Bounds(entries=10_000, total=2 << 30)
MAX_IN_MEMORY = 256 << 20  # for the parts a reader holds whole: shared strings, styles

_STREAMED = re.compile(r"xl/worksheets/[^/]+\.xml|content\.xml", re.IGNORECASE)
_UNSAVED_FORMULA = re.compile(  # but a saved result can be an empty text: <c t="str"><f>…</f><v></v></c>
    rb"""<c(?![^>]*\bt="str")[^>]*>\s*<f(?:\s[^>]*)?(?:/>|>[^<]*</f>)\s*(?:<v\s*/>|<v></v>)?\s*</c>"""
)
_OVERLAP = 10_000  # more than a formula, so that one cut by the edge of a chunk is still seen

_SENTENCES = {
    Fault.DAMAGED: "is damaged or cut short: download or save it again and load the new copy.",
    Fault.LOCKED: "is protected by a password: save a copy without one and load that.",
    Fault.TOO_LARGE: "is too large once unpacked: save each sheet as CSV and load those.",
    Fault.SWOLLEN: "unpacks to far more than it should: save the sheet as CSV and load that.",
    Fault.DECLARES: "contains what no spreadsheet needs: save it again as .xlsx and load that.",
    Fault.ENCODED: "is written in an unusual way: save it again as .xlsx and load that.",
}


@contextmanager
def damage_explained(called: str) -> Iterator[None]:
    """Turn what goes wrong inside a damaged or hostile zip into the sentence for it."""
    try:
        with packages.damage_told():
            yield
    except packages.Refused as refused:
        raise Unreadable(f"{called} {_SENTENCES[refused.fault]}") from None


def checked(stream: IO[bytes], called: str) -> tuple[zipfile.ZipFile, str, bool]:
    """The zip, its kind ('xlsx', 'ods'), and whether a formula has no saved result. Raises Unreadable."""
    with damage_explained(called):
        archive = zipfile.ZipFile(stream)
    entries = archive.infolist()
    with damage_explained(called):
        packages.refuse_locked(archive)
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
    packages.refuse_bombs(entries, BOUNDS)
    for entry in entries:
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
                packages.refuse_encodings(chunk)
            window = before + chunk
            packages.refuse_declarations(window)
            unsaved = unsaved or (b"<f" in window and _UNSAVED_FORMULA.search(window) is not None)
            before = chunk[-_OVERLAP:]
    return unsaved
