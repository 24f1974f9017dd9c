"""`moothall spend publish` as an officer meets it: files in, the Code's files out, with no database behind it."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import typer
from tests.cli.test_commands import valid
from tests.recipes.transparency.samples import GOOD
from typer.testing import CliRunner, Result

from moothall.cli import spend_publish

pytestmark = pytest.mark.once

LEDGER = """Supplier Name,Payment Date,Net Amount,Irrecoverable VAT,Description,Doc No,Directorate,Category
Ash & Elm Ltd,05/01/2026,"1,700.00",0,Coal,1,Places,Fuel
Birch Ltd,06/01/2026,(800.00),0,Credit for salt,2,Places,Salt
Cedar Ltd,07/01/2026,12.00,0,Ink,3,Places,Office
Dogwood CIC,07/04/2026,900.00,0,Advice,4,Places,Advice
"""
QUARTER = ("--quarter", "2026-Q1", "--date", "2026-04-20", "--council", "Wendale Council")
Run = Callable[..., Result]


@pytest.fixture
def publish(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Run:
    """Runs the command in a folder that holds a ledger and a file of each set."""
    (tmp_path / "ledger.csv").write_text(LEDGER)
    for id, text in GOOD.items():
        (tmp_path / f"{id}.csv").write_text(text)
    monkeypatch.chdir(tmp_path)
    app = typer.Typer()
    spend_publish.register(app)
    app.command("other")(lambda: None)  # one command alone would not be named

    def run(*arguments: object) -> Result:
        return CliRunner().invoke(app, ["publish", *map(str, arguments)])

    return run


def test_a_quarter_in_the_published_shape(publish: Run, tmp_path: Path) -> None:
    said = publish("ledger.csv", *(f"{id}.csv" for id in GOOD), "--out", "out", *QUARTER, "--json", "-")
    assert said.exit_code == 0, said.output
    found = valid("spend-publish", said.stdout)
    sets = {it["set"]: it for it in found["sets"]}
    assert sets.keys() == {*GOOD, "spend"}
    assert sets["spend"]["rows"] == {
        "read": 4,
        "ready": 2,
        "published": 2,
        "rejected": 0,
        "left_out": [
            {"why": "not more than £500", "rows": 1, "total": "12.00"},
            {"why": "outside the period", "rows": 1, "total": "900.00"},
        ],
    }
    assert (sets["spend"]["total"], sets["spend"]["read_total"]) == ("900.00", "1812.00")
    assert json.loads((tmp_path / "out" / "validation.json").read_text()) == found
    assert "Every row accounted for" in (tmp_path / "out" / "validation.html").read_text()
    assert {it.name for it in (tmp_path / "out" / "published").iterdir()} == {
        *(it["file"] for it in found["sets"]),
        "index.csv",
        "index.json",
    }


def test_findings_are_exit_status_1_and_despite_publishes(publish: Run, tmp_path: Path) -> None:
    (tmp_path / "fraud.csv").write_text(GOOD["fraud"].replace("3,2.2", "3,4.2"))
    said = publish("fraud.csv", "grants.csv", "--out", "out", *QUARTER)
    assert said.exit_code == 1
    assert "Fraud: not published (1 row; 1 error)." in said.output
    assert publish("fraud.csv", "--out", "out", *QUARTER, "--despite").exit_code == 1
    assert (tmp_path / "out" / "published" / "fraud.csv").exists()


def test_redaction_and_a_threshold_of_ones_own(publish: Run, tmp_path: Path) -> None:
    (tmp_path / "ledger.csv").write_text(LEDGER.replace("Ink", "Ink - kit.lowe@post.example"))
    given = ("ledger.csv", "--out", "out", *QUARTER, "--threshold", "£0")
    assert publish(*given).exit_code == 1
    assert publish(*given, "--redact", "--quiet").output == ""
    assert "Ink - [redacted]" in (tmp_path / "out" / "published" / "spend-2026-Q1.csv").read_text()
    assert "kit.lowe" in (tmp_path / "out" / "private" / "redacted-spend-2026-Q1.csv").read_text()


def test_a_file_can_be_named_as_a_set(publish: Run, tmp_path: Path) -> None:
    (tmp_path / "plain.csv").write_text(
        "Date awarded,Beneficiary,Amount,Purpose\n2026-01-05,Fern Larder,500,Food\n"
    )
    said = publish(
        "grants=plain.csv", "cards=ledger.csv", "--out", "out", *QUARTER, "--quiet", "--json", "a.json"
    )
    assert said.exit_code == 0, said.output
    found = json.loads((tmp_path / "a.json").read_text())["sets"]
    assert [(it["set"], it["rows"]["ready"]) for it in found] == [("cards", 3), ("grants", 1)]


@pytest.mark.parametrize(
    "arguments",
    [
        ("ledger.csv", "--out", "out", "--quarter", "2026"),
        ("ledger.csv", "--out", "out", "--quarter", "soon"),
        ("ledger.csv", "--out", "out", "--quarter", "2026-Q1", "--from", "2026-01-01"),
        ("ledger.csv", "--out", "out", "--from", "2026-02-01", "--to", "2026-01-01"),
        ("ledger.csv", "--out", "out", "--threshold", "some"),
        ("ledger.csv", "--out", "out", "--threshold", "-5"),
        ("ledger.csv", "--out", "out", "--mapping", "absent.json"),
    ],
)
def test_what_cannot_be_meant_is_one_sentence(publish: Run, arguments: tuple[str, ...]) -> None:
    said = publish(*arguments)
    assert said.exit_code == 2
    assert said.output.count("\n") == 1 and said.output.startswith("moothall: ")


@pytest.mark.parametrize(
    "arguments",
    [("absent.csv", "--out", "out"), ("empty", "--out", "out"), ("ledger.csv", "--out", "a-file")],
)
def test_what_cannot_be_read_is_a_sentence_at_the_door(
    publish: Run, tmp_path: Path, arguments: tuple[str, ...]
) -> None:
    from moothall.cli.door import sentence

    (tmp_path / "empty").mkdir()
    (tmp_path / "a-file").write_text("here")
    fault: Any = publish(*arguments).exception
    assert (sentence(fault) or "").endswith(".")
