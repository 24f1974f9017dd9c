"""`moothall spend scan` as an analyst meets it: files in, a report out, with no database behind it."""

import io
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.cli.conftest import Said
from tests.cli.test_commands import valid
from tests.recipes.spend_scan import made

from moothall.cli import main

pytestmark = pytest.mark.once

Run = Callable[..., Said]
WRITTEN = ["findings.json", "findings.xlsx", "mapping.json", "rejects.csv", "report.html"]


@pytest.fixture
def moothall(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Run:
    """Runs a command through the real door, with no database."""
    monkeypatch.chdir(tmp_path)

    def run(*arguments: object) -> Said:
        monkeypatch.setattr("sys.argv", ["moothall", *map(str, arguments)])
        capsys.readouterr()
        try:
            main()
        except SystemExit as end:
            return Said(int(end.code or 0), *capsys.readouterr())
        return Said(0, *capsys.readouterr())

    return run


@pytest.fixture
def files(tmp_path: Path) -> Path:
    return made.write(tmp_path)


def names(folder: Path) -> list[str]:
    return sorted(it.name for it in folder.iterdir())


def test_a_scan_in_the_published_shape_and_in_five_files_with_no_django(files: Path, tmp_path: Path) -> None:
    """Into a folder within the one that is read: what stands there already is no payments.

    In a process of its own, and `spend publish` after it: neither needs Django, and help loads no engine.
    """
    out = files / "report"
    shutil.copytree(files, out)
    before = names(out)
    asked = ("--contracts", tmp_path / "contracts.csv", "--date", "2025-04-30", "--local", "m33")
    scan = ("scan", files, "--out", out, *asked, "--threshold", "5,000", "--json", tmp_path / "scan.json")
    publish = (
        "publish",
        files / made.LEDGERS[0],
        "--out",
        tmp_path / "sets",
        "--quarter",
        "2024-Q1",
        "--council",
        "W",
    )
    program = (
        "import sys, moothall.cli\n"
        "heavy = {'duckdb', 'numpy', 'pandas', 'moothall.recipes.spend_scan'} & set(sys.modules)\n"
        "assert not heavy, heavy\n"
        f"for status, command in ((3, {[*map(str, scan)]}), (0, {[*map(str, publish)]})):\n"
        "    sys.argv = ['moothall', 'spend', *command]\n"
        "    try:\n        moothall.cli.main()\n        assert not status\n"
        "    except SystemExit as end:\n        assert (end.code or 0) == status, (command, end.code)\n"
        "assert 'django' not in sys.modules, 'Django was loaded'\n"
    )
    run = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        text=True,
        timeout=120,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    )
    assert run.returncode == 0, run.stderr
    found = valid("spend-scan", (tmp_path / "scan.json").read_text())
    assert names(out) == sorted((*before, *WRITTEN))
    assert json.loads((out / "findings.json").read_text()) == found
    assert found["rows"] == {"read": 306, "kept": 305, "rejected": 1} and found["date"] == "2025-04-30"
    assert {it["file"] for it in found["files"]} == {*made.LEDGERS, "cards.csv", "contracts.csv"}
    assert "30 April 2025" in (out / "report.html").read_text()


def test_what_is_said_on_the_screen_and_corrections_that_are_kept(
    moothall: Run, files: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of standard input: the screen, and the shape on it where it is asked for."""
    out = tmp_path / "out"
    (out / f".scan-{2**22 + 1}").mkdir(parents=True)  # what a killed run left: no process has this number
    corrected = {"another": {"columns": {"purpose": "Service"}}}
    (tmp_path / "kept.json").write_text(json.dumps({"layouts": corrected}))
    ledger = io.TextIOWrapper(io.BytesIO((files / made.LEDGERS[0]).read_bytes()))
    monkeypatch.setattr("sys.stdin", ledger)
    said = moothall("spend", "scan", "-", "--out", out, "--mapping", "kept.json", "--json", "scan.json")
    assert said.status == 0 and "144 rows read, 144 kept" in said.out and str(out / "report.html") in said.out
    assert "could not be run" in said.out
    assert valid("spend-scan", (tmp_path / "scan.json").read_text())["rows"]["rejected"] == 0
    kept = json.loads((tmp_path / "kept.json").read_text())["layouts"]
    assert kept.items() > corrected.items() and len(kept) == 2
    assert names(out) == WRITTEN
    assert "standard input" in (out / "report.html").read_text()


@pytest.mark.parametrize(
    "arguments",
    [
        ("absent.csv", "--out", "out"),
        ("files", "--out", "a-file"),
        ("a-file", "--out", "out"),
        ("files", "--out", "out", "--contracts", "absent.csv"),
        ("files", "--out", "out", "--orders", "contracts.csv"),
        ("files", "--out", "out", "--mapping", "a-file"),
        ("files", "--out", "out", "--outcomes", "a-file"),
        ("files", "--out", "out", "--prices", "absent.csv"),
        ("files", "--out", "out", "--threshold", "many"),
        ("files", "--out", "out", "--threshold", "-5"),
        ("files", "--out", "out", "--local", "everywhere"),
        ("files", "--out", "files"),
        ("files", "--out", "out", "--json", "absent/scan.json"),
    ],
)
def test_what_cannot_be_done_is_said_in_one_sentence(
    moothall: Run, files: Path, tmp_path: Path, arguments: tuple[str, ...]
) -> None:
    (tmp_path / "a-file").write_text("here\n")
    said = moothall("spend", "scan", *arguments)
    assert said.status == 2
    assert said.err.count("\n") == 1 and said.err.startswith("moothall: ")
    assert not (tmp_path / "out").exists() or names(tmp_path / "out") == []


@pytest.mark.parametrize(
    ("fault", "status", "words"),
    [
        (KeyboardInterrupt(), 130, "Stopped"),
        (OSError(28, "No space left on device"), 2, "disk is full"),
        ("IO Error: Could not write all bytes to file: No space left on device", 2, "disk is full"),
    ],
)
def test_stopped_or_out_of_disk_is_one_sentence_and_leaves_the_last_report(
    moothall: Run,
    files: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    fault: BaseException | str,
    status: int,
    words: str,
) -> None:
    import duckdb

    def stop(*_: object, **__: object) -> None:
        raise duckdb.IOException(fault) if isinstance(fault, str) else fault

    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "report.html").write_text("the report before")
    monkeypatch.setattr("moothall.recipes.spend_scan.scanning.cluster", stop)
    said = moothall("spend", "scan", files / made.LEDGERS[0], "--out", "out")
    assert said.status == status
    assert words in said.err and said.err.count("\n") == 1
    assert names(tmp_path / "out") == ["report.html"]
