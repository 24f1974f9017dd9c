"""Files given as evidence: judged by what is in them, never by their name; small ones only; kept as they came."""

import zipfile
from pathlib import Path

from moothall.core.errors import NotPossible

MOST_BYTES = 10 * 2**20
_START = 4096
_MOST_MEMBERS = 5_000

# what a file begins with, and what it is then
_BEGINNINGS = (
    (b"%PDF-", "application/pdf"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
)
# a member that a package has, and what it is then
_MEMBERS = (
    ("word/document.xml", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    ("xl/workbook.xml", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
)
_OPEN_DOCUMENT = {"application/vnd.oasis.opendocument.text", "application/vnd.oasis.opendocument.spreadsheet"}
_MARKUP = ("<!doctype", "<html", "<?xml", "<svg", "<script")
TEXT = "text/plain"


def judged(path: Path, name: str) -> str:
    """What the file is, as a media type. Raises NotPossible for any other, one too large or one with macros."""
    size = path.stat().st_size
    if not size:
        raise NotPossible(f"‘{name}’ is empty: choose the file that shows the return went.")
    if size > MOST_BYTES:
        raise NotPossible(
            f"‘{name}’ is over {MOST_BYTES // 2**20} MB: send the receipt alone, or say it in words."
        )
    with path.open("rb") as file:
        start = file.read(_START)
    for beginning, kind in _BEGINNINGS:
        if start.startswith(beginning):
            return kind
    found = _package(path, name) if start.startswith(b"PK\x03\x04") else _text(path)
    if not found:
        raise NotPossible(
            f"‘{name}’ is not a file that is kept as evidence: give a PDF, a picture (PNG or JPEG), a Word, Excel "
            "or OpenDocument file, or plain text."
        )
    return found


def _package(path: Path, name: str) -> str | None:
    try:
        with zipfile.ZipFile(path) as package:
            members = {it.filename: it for it in package.infolist()[: _MOST_MEMBERS + 1]}
            kind = members.get("mimetype")
            said = package.read(kind).decode("ascii", "replace") if kind and kind.file_size < 200 else ""
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, ValueError):
        return None
    if any(it.lower().endswith("vbaproject.bin") for it in members):
        raise NotPossible(f"‘{name}’ has macros in it: save it without them and send that.")
    if len(members) > _MOST_MEMBERS:
        return None
    if said in _OPEN_DOCUMENT:
        return said
    return next((kind for member, kind in _MEMBERS if member in members), None)


def _text(path: Path) -> str | None:
    """Plain text in UTF-8 without control characters, and nothing that a browser would run."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        return None
    if any(it < " " and it not in "\t\r\n\f" for it in text) or text.lstrip()[:20].lower().startswith(
        _MARKUP
    ):
        return None
    return TEXT
