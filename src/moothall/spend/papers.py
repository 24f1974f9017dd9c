"""What a file is, judged by its content: a contract's papers are kept for years, and opened by others."""

import zipfile
from pathlib import Path

from moothall.core.errors import NotPossible

MOST = 50 * 2**20  # bytes
# what a name ends with, and what such a file is called
KINDS = {
    ".pdf": "a PDF",
    ".docx": "a Word document",
    ".xlsx": "an Excel workbook",
    ".odt": "a text document",
    ".ods": "a spreadsheet",
    ".png": "an image",
    ".jpg": "an image",
    ".txt": "plain text",
    ".csv": "a table as plain text",
}
_BEGINNINGS = ((b"%PDF-", ".pdf"), (b"\x89PNG\r\n\x1a\n", ".png"), (b"\xff\xd8\xff", ".jpg"))
_PARTS = (("word/document.xml", ".docx"), ("xl/workbook.xml", ".xlsx"))
_OPEN = {
    b"application/vnd.oasis.opendocument.text": ".odt",
    b"application/vnd.oasis.opendocument.spreadsheet": ".ods",
}


def check_paper(path: Path, name: str) -> None:
    """Raises NotPossible unless the file is what its name says, and a kind that is kept."""
    ending = Path(name).suffix.lower().replace(".jpeg", ".jpg")
    if ending not in KINDS:
        raise NotPossible(f"‘{name}’ is not a kind of file that is kept: give one of {', '.join(KINDS)}.")
    size = path.stat().st_size
    if not size:
        raise NotPossible(f"‘{name}’ is empty: choose another file.")
    if size > MOST:
        raise NotPossible(f"‘{name}’ is larger than {MOST // 2**20} MB: give a smaller one.")
    found = _ending(path)
    if found != ending and not (found == ".txt" and ending == ".csv"):
        raise NotPossible(
            f"‘{name}’ is called {KINDS[ending]}, and is not one inside: save it anew, and send that."
        )


def _ending(path: Path) -> str:
    with path.open("rb") as file:
        start = file.read(8192)
    for beginning, ending in _BEGINNINGS:
        if start.startswith(beginning):
            return ending
    if start.startswith(b"PK"):
        return _inside(path)
    try:
        start[:8000].decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        if fault.start < 7990:  # else a letter was cut in two
            return ".txt" if b"\0" not in start and _western(start) else ""
    return (
        ""
        if b"\0" in start or start.lstrip().lower().startswith((b"<!doctype", b"<html", b"<svg"))
        else ".txt"
    )


def _western(start: bytes) -> bool:
    return all(it in (9, 10, 13) or it >= 32 for it in start)


def _inside(path: Path) -> str:
    try:
        with zipfile.ZipFile(path) as zipped:
            names = set(zipped.namelist())
            if "mimetype" in names and zipped.getinfo("mimetype").file_size < 200:
                return _OPEN.get(zipped.read("mimetype").strip(), "")
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError):
        return ""
    return next((ending for part, ending in _PARTS if part in names), "")
