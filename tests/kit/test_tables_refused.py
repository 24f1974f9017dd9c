"""Files that must be refused: each with one sentence that says what to do, quickly, and in little memory."""

import os
import struct
import tracemalloc
import zipfile
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.kit.books import ODS_TYPE, ods, row, said, table, zipped

from moothall.kit.tables import Unreadable, open_table

CONTENT_TYPES = "[Content_Types].xml"
SHEET = "xl/worksheets/sheet1.xml"


def refusal(path: Path) -> str:
    """The sentence with which this file is refused, on opening or while reading; its form is checked here."""
    with pytest.raises(Unreadable) as caught, open_table(path, "July return.xlsx") as opened:
        for sheet in opened.sheets:
            for _ in sheet.rows():
                pass
    sentence = str(caught.value)
    assert sentence.startswith("‘July return.xlsx’ ")
    assert sentence.endswith(".")
    assert sentence.count(". ") == 0
    assert "\n" not in sentence
    return sentence


def written(tmp_path: Path, content: bytes) -> Path:
    path = tmp_path / "sent.csv"
    path.write_bytes(content)
    return path


def book_parts(tmp_path: Path) -> dict[str, bytes]:
    """The parts of a sound workbook of a hundred rows."""
    book = openpyxl.Workbook()
    for number in range(100):
        book.active.append([f"area {number}", number])
    book.save(tmp_path / "sound.xlsx")
    with zipfile.ZipFile(tmp_path / "sound.xlsx") as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def ole(*names: str) -> bytes:
    """A stand-in for Microsoft's old container: its first bytes, then stream names as it spells them."""
    padding = bytes(500)
    return (
        bytes.fromhex("d0cf11e0a1b11ae1")
        + b"".join(padding + name.encode("utf-16-le") for name in names)
        + padding
    )


@pytest.mark.parametrize(
    ("content", "advice"),
    [
        (b"", "is empty"),
        (b"\x89PNG\r\n\x1a\n" + bytes(100), "is an image"),
        (b"\xff\xd8\xff\xe0" + bytes(100), "is an image"),
        (b"GIF89a" + bytes(100), "is an image"),
        (b"BM" + bytes(100), "is an image"),
        (bytes(4) + b"ftypheic" + bytes(100), "is an image"),
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3", "is a PDF"),
        (b"PAR1" + bytes(100) + b"PAR1", "is a Parquet file"),
        (b"SQLite format 3\0", "is a database"),
        (b"\x1f\x8b\x08\x00rest", "is a compressed file"),
        (b"7z\xbc\xaf\x27\x1crest", "is a compressed file"),
        (b"{\\rtf1 text}", "is a Word document"),
        (b"<!DOCTYPE html><table></table>", "is a web page"),
        (b"\xef\xbb\xbf <HTML>", "is a web page"),
        (b"<?xml version='1.0'?><Workbook/>", "is a web page or XML"),
        (ole("Workbook"), "is an old Excel workbook"),
        (ole("Book"), "is an old Excel workbook"),
        (ole("WordDocument"), "is a Word document"),
        (ole("EncryptionInfo", "EncryptedPackage"), "is protected by a password"),
        (ole("Contents"), "is an old Microsoft Office file"),
        (b"PK\x03\x04" + bytes(100), "is damaged or cut short"),
        (b"PK\x05\x06" + bytes(18), "is a zip file, not a table"),
        (bytes(1000), "is not text"),
    ],
)
def test_other_kinds_of_file_are_named(tmp_path: Path, content: bytes, advice: str) -> None:
    assert advice in refusal(written(tmp_path, content))


@pytest.mark.parametrize(
    ("parts", "advice"),
    [
        ({"july.csv": "a,b"}, "is a zip file, not a table: unzip it"),
        ({CONTENT_TYPES: "<x/>", "word/document.xml": "<x/>"}, "is a Word document"),
        ({CONTENT_TYPES: "<x/>", "ppt/presentation.xml": "<x/>"}, "is a presentation"),
        ({CONTENT_TYPES: "<x/>", "xl/workbook.bin": b"\0"}, "is a binary workbook"),
        ({"mimetype": "application/vnd.oasis.opendocument.text"}, "is a Word document"),
        ({"mimetype": ODS_TYPE}, "is damaged or cut short"),
        ({"mimetype": ODS_TYPE, "content.xml": "<x>"}, "is damaged or cut short"),
        ({"mimetype": ODS_TYPE, "content.xml": "<x/>"}, "has no sheets"),
        ({CONTENT_TYPES: "<x/>", "xl/workbook.xml": "<x/>"}, "is not a sound workbook"),
        ({CONTENT_TYPES: "not xml", "xl/workbook.xml": "<x/>"}, "is not a sound workbook"),
    ],
)
def test_other_kinds_of_zip_are_named(tmp_path: Path, parts: dict[str, str | bytes], advice: str) -> None:
    assert advice in refusal(zipped(tmp_path / "sent.csv", parts))


def test_a_folder_a_device_and_a_missing_file(tmp_path: Path) -> None:
    assert "is a folder" in refusal(tmp_path)
    assert "is not there" in refusal(tmp_path / "nowhere.csv")
    os.mkfifo(tmp_path / "pipe")  # opening one to read would wait for ever
    assert "is a folder or a device" in refusal(tmp_path / "pipe")


def test_a_file_one_may_not_read(tmp_path: Path) -> None:
    path = written(tmp_path, b"a,b")
    path.chmod(0)
    root = os.geteuid() == 0
    if root:  # root may read anything: be nobody for a moment
        os.seteuid(65534)
    try:
        assert "cannot be opened: check that you may read it" in refusal(path)
    finally:
        if root:
            os.seteuid(0)


@pytest.mark.parametrize("kept", [30, 300, 0.5, -22, -1])
def test_a_workbook_cut_short(tmp_path: Path, kept: float) -> None:
    whole = zipped(tmp_path / "whole", book_parts(tmp_path)).read_bytes()
    end = int(len(whole) * kept) if isinstance(kept, float) else kept
    assert "is damaged or cut short" in refusal(written(tmp_path, whole[:end]))


def test_a_workbook_with_a_byte_changed_inside(tmp_path: Path) -> None:
    whole = bytearray(zipped(tmp_path / "whole", book_parts(tmp_path)).read_bytes())
    with zipfile.ZipFile(tmp_path / "whole") as archive:
        entry = archive.getinfo(SHEET)
    whole[entry.header_offset + 200] ^= 0xFF
    assert "is damaged or cut short" in refusal(written(tmp_path, bytes(whole)))


def test_passwords(tmp_path: Path) -> None:
    manifest = '<manifest:file-entry><manifest:encryption-data manifest:checksum="x"/></manifest:file-entry>'
    assert "protected by a password" in refusal(ods(tmp_path / "a", table("A"), manifest=manifest))
    whole = bytearray(zipped(tmp_path / "b", {"july.csv": "a,b"}).read_bytes())
    directory = whole.index(b"PK\x01\x02")
    whole[directory + 8] |= 1  # the flag of a zip entry made with a password
    assert "protected by a password" in refusal(written(tmp_path, bytes(whole)))


def bomb(path: Path, parts: dict[str, bytes], megabytes: int, name: str = SHEET) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for other, content in parts.items():
            if other != name:
                archive.writestr(other, content)
        with archive.open(name, "w") as part:
            for _ in range(megabytes):
                part.write(b" " * (1 << 20))
    return path


def test_a_bomb_is_refused_without_being_unpacked(tmp_path: Path) -> None:
    path = bomb(tmp_path / "bomb", book_parts(tmp_path), 300)
    assert path.stat().st_size < 500_000
    tracemalloc.start()
    assert "unpacks to far more than it should" in refusal(path)
    assert tracemalloc.get_traced_memory()[1] < 8_000_000
    tracemalloc.stop()


def restated(path: Path, name: str, size: int) -> Path:
    """The same zip, its directory declaring another unpacked size for one entry."""
    whole = bytearray(path.read_bytes())
    place = whole.index(b"PK\x01\x02")
    while whole[place + 46 : place + 46 + len(name)] != name.encode():
        place = whole.index(b"PK\x01\x02", place + 4)
    whole[place + 24 : place + 28] = struct.pack("<I", size)
    path.write_bytes(whole)
    return path


def test_a_bomb_that_understates_its_size_stops_there(tmp_path: Path) -> None:
    path = restated(bomb(tmp_path / "bomb", book_parts(tmp_path), 300), SHEET, 1000)
    tracemalloc.start()
    assert "is damaged or cut short" in refusal(path)
    assert tracemalloc.get_traced_memory()[1] < 8_000_000
    tracemalloc.stop()


def test_sizes_beyond_any_table(tmp_path: Path) -> None:
    parts = book_parts(tmp_path)
    sheets = {f"xl/worksheets/sheet{number}.xml": b"<x/>" for number in range(10_001)}
    assert "too large once unpacked" in refusal(zipped(tmp_path / "many", {**parts, **sheets}))
    huge = restated(zipped(tmp_path / "huge", parts), SHEET, (2 << 30) + 1)
    assert "too large once unpacked" in refusal(huge)


@pytest.mark.parametrize("part", [SHEET, "xl/workbook.xml", CONTENT_TYPES])
@pytest.mark.parametrize("late", [False, True])
def test_entities_are_refused_wherever_they_stand(tmp_path: Path, part: str, late: bool) -> None:
    parts = book_parts(tmp_path)
    laughs = b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    comment = b"<!-- " + os.urandom(800_000).hex().encode() + b" -->" if late else b""
    bare = parts[part].split(b"?>", 1)[-1]
    path = zipped(tmp_path / "sent", {**parts, part: b'<?xml version="1.0"?>' + comment + laughs + bare})
    assert "contains what no spreadsheet needs" in refusal(path)


def test_entities_in_an_ods_and_letters_that_would_hide_them(tmp_path: Path) -> None:
    laughs = '<!DOCTYPE x [<!ENTITY a "ha">]>'
    assert "contains what no spreadsheet needs" in refusal(ods(tmp_path / "a", table("A"), before=laughs))
    for hidden in (laughs.encode("utf-16"), b'<?xml version="1.0" encoding="utf-7"?>+ADwAIQ-DOCTYPE x>'):
        parts: dict[str, str | bytes] = {**book_parts(tmp_path), SHEET: hidden}
        assert "is written in an unusual way" in refusal(zipped(tmp_path / "b", parts))


@pytest.mark.parametrize(
    ("old", "new", "advice"),
    [
        (b'<row r="100"', b'<row r="99999999999"', "too many cells"),
        (b'<row r="100"', b'<row r="one"', "is not a sound workbook"),
        (b'r="A100"', b'r="!!"', "is not a sound workbook"),
        (b't="n"><v>5<', b't="s"><v>5<', "is not a sound workbook"),
        (b"<v>5</v>", b"<v>five</v>", "is not a sound workbook"),
        (b"</sheetData>", b"", "is not a sound workbook"),
    ],
)
def test_a_workbook_that_breaks_its_own_rules(tmp_path: Path, old: bytes, new: bytes, advice: str) -> None:
    parts = book_parts(tmp_path)
    assert old in parts[SHEET]
    assert advice in refusal(zipped(tmp_path / "sent", {**parts, SHEET: parts[SHEET].replace(old, new, 1)}))


@pytest.mark.parametrize(
    "rows",
    [
        row(said("x"), times=1_048_577),
        row(said("x", times=16_384), times=1_000_000),
        row(said(times=16_384), times=1_048_576) + row(said("x")),
        row(said("x", times=99_999_999)),
    ],
)
def test_an_ods_that_repeats_itself_without_end(tmp_path: Path, rows: str) -> None:
    tracemalloc.start()
    assert "too many c" in refusal(ods(tmp_path / "sent", table("A", rows)))
    assert tracemalloc.get_traced_memory()[1] < 8_000_000
    tracemalloc.stop()


CHANGES = st.lists(
    st.tuples(st.integers(0, 10**6), st.integers(0, 12), st.binary(max_size=12)), min_size=1, max_size=4
)


@pytest.mark.parametrize("part", [SHEET, "xl/workbook.xml", "xl/styles.xml", "content.xml", None])
@settings(max_examples=40, deadline=None)
@given(changes=CHANGES)
def test_a_file_changed_anywhere_is_read_or_refused(
    tmp_path_factory: pytest.TempPathFactory, part: str | None, changes: list[tuple[int, int, bytes]]
) -> None:
    folder = tmp_path_factory.mktemp("changed")
    sound = ods(folder / "ods", table("A", row(said("x"), said("y"), times=3)))
    with zipfile.ZipFile(sound) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    if part != "content.xml":
        parts = book_parts(folder)
    content = parts[part] if part else zipped(folder / "whole", parts).read_bytes()
    for place, cut, pasted in changes:
        place %= len(content) + 1
        content = content[:place] + pasted + content[place + cut :]
    path = zipped(folder / "sent", {**parts, part: content}) if part else written(folder, content)
    try:
        with open_table(path) as opened:
            assert all(cells for sheet in opened.sheets for _, cells in sheet.rows())
    except Unreadable as sentence:
        assert str(sentence).endswith(".")


def test_the_file_is_let_go_when_it_is_refused(tmp_path: Path) -> None:
    descriptors = Path("/proc/self/fd")
    if descriptors.exists():
        before = len(list(descriptors.iterdir()))
        for content in (ole("Book"), b"PK\x03\x04", b"\0"):
            refusal(written(tmp_path, content))
        assert len(list(descriptors.iterdir())) == before
