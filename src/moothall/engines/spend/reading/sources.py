"""The files that were given, found and opened: files, folders of years, and zips, each table on its own.

A folder is walked in the order of names. A zip is unpacked member by member into the working folder, by numbers
and never by the names in it, and within bounds judged before anything is unpacked.
"""

import errno
import hashlib
import os
import stat
import zipfile
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from moothall.kit import packages
from moothall.kit.packages import CHUNK, Fault
from moothall.kit.unreadable import Unreadable

FULL = (errno.ENOSPC, errno.EDQUOT)  # what the system says of a disk without room
BOUNDS = packages.Bounds(entries=10_000, total=32 << 30)
_ZIPS = (b"PK\x03\x04", b"PK\x05\x06")
_WORKBOOKS = ("[Content_Types].xml", "mimetype", "xl/workbook.bin", "word/document.xml")
_SENTENCES = {
    Fault.DAMAGED: "is damaged or cut short: download or save it again and read the new copy.",
    Fault.LOCKED: "is protected by a password: unpack it and read the files inside.",
    Fault.TOO_LARGE: "holds too much to unpack: read the files inside one by one.",
    Fault.SWOLLEN: "unpacks to far more than it should: unpack it, look at it and read the files inside.",
}


@dataclass(frozen=True, slots=True)
class Source:
    """One file to read: what people call it, where it lies, its digest; `scratch`: delete it when it is read."""

    name: str
    path: Path
    sha256: str
    size: int
    scratch: bool = False

    def done(self) -> None:
        if self.scratch:
            self.path.unlink(missing_ok=True)


@dataclass(frozen=True, slots=True)
class NotRead:
    """A file that was found and not read, and why, in one sentence."""

    name: str
    reason: str


@dataclass(frozen=True, slots=True)
class Found:
    """A file that stands to be read. `named`: a person named it, so failing to read it is their business."""

    name: str
    path: Path
    named: bool


def find(paths: list[Path], apart: Path | None = None) -> Iterator[Found]:
    """The files that were named, and those in the folders that were, in the order of their names.

    `apart` is a folder that is left out wherever it lies: the one that the caller writes to.
    """
    left = apart.resolve() if apart is not None else None
    for path in paths:
        if path.is_dir():
            for folder, folders, names in os.walk(path):
                folders[:] = sorted(
                    it
                    for it in folders
                    if not _hidden(it) and (left is None or (Path(folder) / it).resolve() != left)
                )
                for name in sorted(names):
                    if not _hidden(name):
                        at = Path(folder) / name
                        yield Found(str(at.relative_to(path)), at, named=False)
        else:
            yield Found(path.name, path, named=True)


def weight(paths: list[Path], apart: Path | None = None) -> int:
    """How many bytes there are to read, as far as one can tell: only for progress."""
    total = 0
    for found in find(paths, apart):
        with suppress(OSError):
            total += found.path.stat().st_size
    return total


def open_sources(found: Found, folder: Path) -> Iterator[Source | NotRead]:
    """The file, or each file in it where it is a zip. Raises Unreadable where the whole of it cannot be read."""
    called = f"‘{found.name}’"
    try:
        if not stat.S_ISREG(found.path.stat().st_mode):
            raise Unreadable(f"{called} is a device and not a file: name a file or a folder.")
        with found.path.open("rb") as stream:
            zipped = stream.read(4) in _ZIPS
            if not zipped:
                stream.seek(0)
                digest = hashlib.file_digest(stream, "sha256").hexdigest()
                yield Source(found.name, found.path, digest, found.path.stat().st_size)
                return
            stream.seek(0)
            digest = hashlib.file_digest(stream, "sha256").hexdigest()
    except FileNotFoundError:
        raise Unreadable(f"{called} is not there: check its name and folder and try again.") from None
    except OSError:
        raise Unreadable(f"{called} cannot be opened: check that you may read it and try again.") from None
    try:
        with packages.damage_told():
            archive = zipfile.ZipFile(found.path)
        with archive:
            if any(name in archive.namelist() for name in _WORKBOOKS):
                yield Source(found.name, found.path, digest, found.path.stat().st_size)
                return
            packages.refuse_locked(archive)
            packages.refuse_bombs(archive.infolist(), BOUNDS)
            yield from _members(archive, found.name, folder)
    except packages.Refused as refused:
        raise Unreadable(f"{called} {_SENTENCES[refused.fault]}") from None


def _members(archive: zipfile.ZipFile, name: str, folder: Path) -> Iterator[Source | NotRead]:
    entries = [
        entry
        for entry in sorted(archive.infolist(), key=lambda it: it.filename)
        if not entry.is_dir() and not any(_hidden(part) for part in entry.filename.split("/"))
    ]
    if not entries:
        raise Unreadable(f"‘{name}’ is a zip with nothing in it: check that it is the right file.")
    folder.mkdir(parents=True, exist_ok=True)
    for number, entry in enumerate(entries):
        called = f"{name}/{entry.filename}"
        path = folder / f"member-{number}"
        digest = hashlib.sha256()
        try:
            with packages.damage_told(), archive.open(entry) as part, path.open("wb") as out:
                while chunk := part.read(CHUNK):
                    digest.update(chunk)
                    out.write(chunk)
        except packages.Refused as refused:
            if isinstance(refused.__context__, OSError) and refused.__context__.errno in FULL:
                raise refused.__context__ from None  # the disk's fault, not the file's
            raise
        with path.open("rb") as stream:
            nested = stream.read(4) in _ZIPS and not _is_workbook(path)
        if nested:
            path.unlink()
            yield NotRead(called, "It is a zip within a zip: unpack it and read the files inside.")
            continue
        yield Source(called, path, digest.hexdigest(), entry.file_size, scratch=True)


def _is_workbook(path: Path) -> bool:
    try:
        with packages.damage_told(), zipfile.ZipFile(path) as archive:
            return any(name in archive.namelist() for name in _WORKBOOKS)
    except packages.Refused:
        return False


def _hidden(name: str) -> bool:
    """What systems leave beside people's files: .DS_Store, __MACOSX, Excel's lock ~$name, Thumbs.db."""
    return name.startswith((".", "__MACOSX", "~$")) or name in ("Thumbs.db", "desktop.ini")
