"""`moothall collect`: templates written to a folder, filled in, and read back."""

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import jsonschema_rs
import openpyxl
import pytest

from moothall.cli.schemas import FOLDER
from moothall.core.actions import add_service
from moothall.core.models import Organisation
from moothall.core.queries import command_line
from moothall.performance.collection import actions
from moothall.performance.collection.models import Entry

Run = Callable[..., Any]
NAME = "ashcombe-waste-2026-10-31.xlsx"


@pytest.fixture
def asked(council: Organisation, monkeypatch: pytest.MonkeyPatch) -> None:
    """Missed bins of October 2026, on a day of November."""
    monkeypatch.setattr("moothall.core.clock.today", lambda: date(2026, 11, 20))
    root = command_line("a test")
    actions.ask(
        root,
        organisation=council,
        service=add_service(root, organisation=council, slug="waste", name="Waste"),
        measures=["missed-bins"],
        rule={"kind": "after", "number": 10, "unit": "working days"},
        first_day=date(2026, 10, 1),
    )


def shaped(name: str, said: Any) -> Any:
    data = json.loads(said.out)
    jsonschema_rs.validate(json.loads((FOLDER / f"{name}.json").read_text()), data)
    return data


def fill(path: Path, missed: object) -> None:
    book = openpyxl.load_workbook(path)
    book["Return"]["H7"], book["Return"]["J7"] = missed, 340_000
    book.save(path)


def test_out_and_back(moothall: Run, asked: None, tmp_path: Path) -> None:
    written = moothall("collect", "templates", "out", "--json", "-")
    assert written.status == 0, written.err
    (it,) = shaped("collect-templates", written)["templates"]
    assert it == {
        "file": NAME, "service": "waste", "ends": "2026-10-31", "due": "2026-11-13", "values": ["Missed bins"],
    }  # fmt: skip
    path = tmp_path / "out" / NAME
    fill(path, "=200+10")
    unsaved = moothall("collect", "read", path)
    assert unsaved.status == 1 and "formula that was never worked out" in unsaved.out
    fill(path, 210)
    checked = moothall("collect", "read", path, "--check", "--json", "-")
    assert checked.status == 0 and not Entry.objects.exists()
    (row,) = shaped("collect-read", checked)["files"][0]["rows"]
    assert (row["state"], row["value"]) == ("kept", "61.765")
    assert "kept as a draft" in moothall("collect", "read", path).out
    assert "the same as before" in moothall("collect", "read", path).out
    sent = moothall("collect", "read", path, "--submit")
    assert sent.status == 0 and "sent for sign-off" in sent.out
    assert Entry.objects.get().state == "submitted"
    assert "No value is wanted now" in moothall("collect", "templates", "out").out


def test_a_file_that_is_no_template_is_one_sentence_and_stops_no_other(
    moothall: Run, asked: None, tmp_path: Path
) -> None:
    moothall("collect", "templates", "out", "--quiet")
    fill(tmp_path / "out" / NAME, 210)
    other = tmp_path / "other.csv"
    other.write_text("Measure,Period,Value\nmissed-bins,Oct 2026,61\n", encoding="utf-8")
    said = moothall("collect", "read", other, tmp_path / "out" / NAME)
    assert said.status == 2 and "‘other.csv’ is no return template" in said.err
    assert "Traceback" not in said.err and Entry.objects.count() == 1
    gone = moothall("collect", "read", tmp_path / "gone.xlsx")
    assert gone.status == 2 and gone.err.count("\n") == 1
