"""Deciding what a file is from its content, and opening it."""

import stat
from contextlib import ExitStack
from pathlib import Path
from typing import BinaryIO

from moothall.kit.tables import archive, opendocument, text, workbook
from moothall.kit.tables.table import Table
from moothall.kit.unreadable import Unreadable

_UNSAVED = (
    "Some formulas have no saved result and are read as blank: open the file in Excel and save it again."
)

# what a file begins with -> what it is, what to do
_KINDS: list[tuple[bytes, str, str]] = [
    (b"%PDF", "a PDF", "ask for the spreadsheet it was made from and load that"),
    (b"\x89PNG", "an image", "ask for the spreadsheet it shows and load that"),
    (b"\xff\xd8\xff", "an image", "ask for the spreadsheet it shows and load that"),
    (b"GIF8", "an image", "ask for the spreadsheet it shows and load that"),
    (b"II*\0", "an image", "ask for the spreadsheet it shows and load that"),
    (b"MM\0*", "an image", "ask for the spreadsheet it shows and load that"),
    (b"RIFF", "an image, a sound or a film", "load a CSV, XLSX or ODS file"),
    (b"PAR1", "a Parquet file", "save it as CSV and load that"),
    (b"ARROW1", "an Arrow file", "save it as CSV and load that"),
    (b"SQLite format 3\0", "a database", "save the table you need as CSV and load that"),
    (b"\x1f\x8b", "a compressed file", "unpack it and load the file inside"),
    (b"7z\xbc\xaf\x27\x1c", "a compressed file", "unpack it and load the file inside"),
    (b"Rar!", "a compressed file", "unpack it and load the file inside"),
    (b"BZh", "a compressed file", "unpack it and load the file inside"),
    (b"\xfd7zXZ\0", "a compressed file", "unpack it and load the file inside"),
    (b"{\\rtf", "a Word document", "put its table in a spreadsheet and load that"),
]
_ZIPS = (b"PK\x03\x04", b"PK\x05\x06")
_MARKUP = (b"<!doctype", b"<html", b"<?xml", b"<table", b"<svg")
_OLE = bytes.fromhex("d0cf11e0a1b11ae1")  # Microsoft's container of old: .xls, .doc, and encrypted .xlsx
_OLE_CONTENTS = [  # the name of a stream inside -> what it is, what to do
    ("EncryptedPackage", "protected by a password", "save a copy without one and load that"),
    ("Workbook", "an old Excel workbook (.xls)", "save it as .xlsx and load that"),
    ("Book", "an old Excel workbook (.xls)", "save it as .xlsx and load that"),
    ("WordDocument", "a Word document", "put its table in a spreadsheet and load that"),
    ("PowerPoint Document", "a presentation", "put its table in a spreadsheet and load that"),
]


def open_table(path: Path, name: str | None = None) -> Table:
    """Open a CSV, XLSX or ODS file for reading. `name` is what the person calls it. Raises Unreadable."""
    called = f"‘{name or path.name}’"
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            raise Unreadable(f"{called} is a folder or a device, not a file: choose one file and load that.")
        stream = path.open("rb")
    except FileNotFoundError:
        raise Unreadable(f"{called} is not there: check its name and folder and try again.") from None
    except OSError:
        raise Unreadable(f"{called} cannot be opened: check that you may read it and try again.") from None
    with ExitStack() as open_files:
        open_files.enter_context(stream)
        start = stream.read(1024)
        refuse_others(start, stream, called)
        stream.seek(0)
        if start.startswith(_ZIPS):
            table = _workbook(stream, called, open_files)
            table.close = open_files.pop_all().close
        else:
            sheet, encoding, notes = text.sheet_of(path, called)
            table = Table("csv", encoding, [sheet], notes)
    return table


def _workbook(stream: BinaryIO, called: str, open_files: ExitStack) -> Table:
    zipped, kind, unsaved = archive.checked(stream, called)
    open_files.enter_context(zipped)
    if kind == "xlsx":
        stream.seek(0)
        sheets, close_book = workbook.sheets_of(stream, called)
        open_files.callback(close_book)
        table = Table("xlsx", None, sheets)
    else:
        sheets, unsaved = opendocument.sheets_of(zipped, called)
        table = Table("ods", None, sheets)
    table.notes += [_UNSAVED] if unsaved else []
    table.notes += [f"The sheet ‘{sheet.name}’ is hidden." for sheet in sheets if sheet.hidden]
    return table


def refuse_others(start: bytes, stream: BinaryIO, called: str) -> None:
    if not start:
        raise Unreadable(f"{called} is empty: check that it was saved with its rows and load it again.")
    for magic, what, remedy in _KINDS:
        # a table may well begin with plain letters such as PAR1; the formats that do are binary soon after
        if start.startswith(magic) and (b"\0" in start or not magic.isalnum()):
            raise Unreadable(f"{called} is {what}: {remedy}.")
    if start[4:8] == b"ftyp" or (start.startswith(b"BM") and b"\0" in start):
        raise Unreadable(f"{called} is an image or a film: ask for the spreadsheet it shows and load that.")
    if start.removeprefix(b"\xef\xbb\xbf").lstrip().lower().startswith(_MARKUP):
        raise Unreadable(f"{called} is a web page or XML: open it in Excel, save it as .xlsx and load that.")
    if start.startswith(_OLE):
        raise Unreadable(f"{called} is {_inside_ole(stream)}.")


def _inside_ole(stream: BinaryIO) -> str:
    names = [(name.encode("utf-16-le"), what, remedy) for name, what, remedy in _OLE_CONTENTS]
    stream.seek(0)
    found: set[bytes] = set()
    before = b""
    while chunk := stream.read(text.CHUNK):
        found |= {name for name, _, _ in names if name in before + chunk}
        before = chunk[-64:]
    for name, what, remedy in names:
        if name in found:
            return f"{what}: {remedy}"
    return "an old Microsoft Office file: save it as .xlsx and load that"
