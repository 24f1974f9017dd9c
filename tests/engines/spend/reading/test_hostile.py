"""What nobody should send is refused in one sentence, or read for what it is."""

import io
import zipfile
from pathlib import Path

import pytest

from moothall.engines.spend.reading import numbering as module
from moothall.engines.spend.reading import read
from moothall.kit.unreadable import Unreadable

HEAD = "Supplier,Date,Amount\n"
ROW = "Ash Ltd,25/04/2024,9.50\n"


def zip_of(**members: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return out.getvalue()


REFUSED = {
    "empty": b"",
    "blank lines": b"\r\n\r\n,,,\r\n",
    "binary": bytes(range(256)) * 40,
    "NULs": HEAD.encode() + b"Ash\0Ltd,25/04/2024,9.50\n" * 9,
    "a picture": b"\x89PNG\r\n\x1a\n" + bytes(900),
    "a web page": b"<!doctype html><html><body>Not found</body></html>",
    "a PDF": b"%PDF-1.7 and so on",
    "words": b"You may use this.\nFreely, and for anything.\n",
    "truncated zip": zip_of(a=HEAD.encode() * 500)[:-30],
    "nothing in a zip": zip_of(),
    "a zip in a zip": zip_of(a=zip_of(b=HEAD.encode())),
    "a bomb": zip_of(a=bytes(40 << 20)),
    "2,000 columns": ",".join(f"Supplier {n}" for n in range(2000)).encode() + b"\n" + b"1," * 1999 + b"1\n",
    "not amounts": b"Supplier,Date,Amount\nAsh,25/04/2024,much\nElm,25/04/2024,little\n",
}


@pytest.mark.parametrize("data", REFUSED.values(), ids=REFUSED.keys())
def test_refused_in_one_sentence(reading_of, data):
    with pytest.raises(Unreadable) as refused:
        reading_of(data)
    assert "\n" not in str(refused.value)
    assert str(refused.value).endswith(".")
    assert len(str(refused.value)) < 250


def test_headings_only(reading_of):
    reading = reading_of(HEAD)
    assert (reading.read, reading.kept) == (0, 0)


def test_no_such_file(ledger, tmp_path):
    for path in (tmp_path / "none.csv", tmp_path / "none"):
        with pytest.raises(Unreadable, match="not there"):
            read(ledger, path)
    (tmp_path / "folder").mkdir()
    with pytest.raises(Unreadable, match="nothing to read"):
        read(ledger, tmp_path / "folder")
    with pytest.raises(Unreadable, match="device"):
        read(ledger, Path("/dev/null"))


def test_one_very_long_line_is_set_aside(reading_of, ledger):
    reading = reading_of(HEAD + ROW + "x" * (2 << 20) + "\n" + ROW)
    assert (reading.kept, reading.rejected) == (2, 1)
    assert len(ledger.one("SELECT text FROM reject")) < 2100


def test_a_file_that_is_one_line(reading_of):
    with pytest.raises(Unreadable, match="line too long"):
        reading_of(HEAD.encode() + b"x" * (24 << 20))


def test_quotation_marks_that_are_never_closed(reading_of, ledger):
    reading = reading_of(
        HEAD + ROW + 'Elm "Ltd,25/04/2024,9.50\n"Oak,25/04/2024,9.50\n"Yew, "25/04/2024,9.50\n' + ROW * 300
    )
    assert reading.read == 304
    assert reading.kept >= 303
    assert ledger.one("SELECT count(*) FROM payee WHERE name LIKE 'Elm%'") == 1


def test_a_file_that_goes_away(ledger, tmp_path, monkeypatch):
    folder = tmp_path / "in"
    folder.mkdir()
    for name in ("a", "b"):
        (folder / f"{name}.csv").write_text(HEAD + ROW + name)
    real = module.refuse_others

    def gone(start, stream, called):
        (folder / "b.csv").unlink(missing_ok=True)
        real(start, stream, called)

    monkeypatch.setattr(module, "refuse_others", gone)
    reading = read(ledger, folder)
    assert reading.kept == 1
    assert [it.name for it in reading.not_read] == ["b.csv"]


def test_nothing_of_a_refused_file_is_kept(ledger, tmp_path):
    path = tmp_path / "a.csv"
    path.write_bytes((HEAD + ROW * 100_000).encode() + b"\0\0\0\n")
    with pytest.raises(Unreadable, match="not text"):
        read(ledger, path)
    assert ledger.one("SELECT count(*) FROM payment") == 0
    assert ledger.one("SELECT count(*) FROM file") == 0
    assert not list(ledger.folder.glob("reading-*"))


def test_a_formula_and_a_name_of_sql_are_only_text(reading_of, ledger):
    row = "\"=cmd|'x'!A1\",25/04/2024,9.50,'; DROP TABLE payment; --\n"
    reading = reading_of(f"{HEAD[:-1]},Purpose\n{row}Ash Ltd,25/04/2024,9.50,\n", name="a'; b.csv")
    assert reading.kept == 2
    assert ledger.one("SELECT name FROM payee ORDER BY payee") == "=cmd|'x'!A1"
