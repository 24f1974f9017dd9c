"""`moothall spc` as an analyst and as another program meet it. No database, and no Django."""

import io
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
from tests.cli.conftest import Said

from moothall.cli import main
from moothall.cli.schemas import FOLDER

pytestmark = pytest.mark.once

FIGURES = [50, 52, 47, 53, 51, 49, 55, 48, 50, 52, 51, 46, 60]
GOOD = "series,period,value\n" + "".join(
    f"Missed bins,2023-{month:02},{figure}\n" for month, figure in enumerate(FIGURES[:12], 1)
)
GOOD += "Missed bins,2024-01,60\n"


@pytest.fixture
def spc(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> Callable[..., Said]:
    """Runs the command through the real door, in a folder of its own."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "bins.csv").write_text(GOOD)

    def run(*arguments: object, stdin: str = "") -> Said:
        monkeypatch.setattr("sys.argv", ["moothall", "spc", *map(str, arguments)])
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(stdin.encode())))
        capsys.readouterr()
        try:
            main()
        except SystemExit as end:
            return Said(int(end.code or 0), *capsys.readouterr())
        return Said(0, *capsys.readouterr())

    return run


def valid(text: str) -> dict[str, Any]:
    data: dict[str, Any] = json.loads(text)
    jsonschema_rs.validate(json.loads((FOLDER / "spc.json").read_text(encoding="utf-8")), data)
    return data


def test_one_line_for_each_series(spc: Callable[..., Said]) -> None:
    said = spc("bins.csv", "--better", "lower", "--target", "55")
    assert (said.status, said.err) == (0, "")
    assert said.out == (
        "Missed bins: No real change: Jan 2024 (60) is within the usual range of 39.1 to 63.0, with no run or trend. "
        "The target of 55 can be expected to be met in some months and missed in others.\n"
    )
    assert spc("bins.csv", "--quiet").out == ""


def test_the_json_has_the_published_shape(spc: Callable[..., Said], tmp_path: Path) -> None:
    rebase = "2023-07-01:A fourth crew"
    said = spc(
        "bins.csv", "--better", "lower", "--target", "55", "--rebase", rebase, "--json", "out.json", "--quiet"
    )
    assert said == (0, "", "")
    found = valid((tmp_path / "out.json").read_text(encoding="utf-8"))
    assert found == valid(
        spc("bins.csv", "--better", "lower", "--target", "55", "--rebase", rebase, "--json", "-").out
    )
    one = found["series"]["Missed bins"]
    assert [(it["start"], it["end"]) for it in one["segments"]] == [
        ("2023-01", "2023-06"),
        ("2023-07", "2024-01"),
    ]
    assert one["segments"][1]["rebase"] == {"on": "2023-07-01", "reason": "A fourth crew"}
    assert one["points"][0]["value"] == "50" and one["points"][0]["target"] == "55"
    assert len(one["points"]) == 13 and len(one["warnings"]) == 2
    whole = valid(spc("bins.csv", "--json", "-").out)["series"]["Missed bins"]["segments"][0]
    assert (whole["mean"], whole["upper"], whole["lower"]) == ("51.076923", "63.046923", "39.106923")


def test_it_reads_what_is_piped(spc: Callable[..., Said]) -> None:
    said = spc("-", "--json", "-", stdin=GOOD)
    assert said.status == 0 and list(valid(said.out)["series"]) == ["Missed bins"]


def test_rows_that_were_not_taken_are_named_and_the_status_is_three(spc: Callable[..., Said]) -> None:
    rows = GOOD + "Missed bins,someday,5\nMissed bins,2023-02,9\nMissed bins,2024-03,\n"
    said = spc("-", "--json", "-", stdin=rows)
    assert said.status == 3
    assert "line 15 was not taken: ‘someday’ is not a period" in said.err
    found = valid(said.out)
    assert [it["line"] for it in found["rejects"]] == [15, 16]
    points = found["series"]["Missed bins"]["points"]
    assert [(it["period"], it["kind"]) for it in points[-2:]] == [
        ("2024-02", "missing"),
        ("2024-03", "missing"),
    ]


def test_the_options_change_the_limits(spc: Callable[..., Said]) -> None:
    def segment(*options: str) -> dict[str, Any]:
        rows = GOOD.replace("2023-06,49", "2023-06,149")
        found = valid(spc("-", *options, "--json", "-", stdin=rows).out)
        return found["series"]["Missed bins"]["segments"][0]  # type: ignore[no-any-return]

    assert segment()["screened"] == ["2023-06", "2023-07"] and segment("--no-screen")["screened"] == []
    assert segment("--baseline", "5")["basis"] == 5
    assert segment("--no-screen", "--floor", "10")["lower"] == "10"
    assert segment("--no-screen", "--ceiling", "100")["upper"] == "100"


def test_a_rebase_without_a_reason_is_said(spc: Callable[..., Said]) -> None:
    assert "The rebase on 2023-07-01 gives no reason" in spc("bins.csv", "--rebase", "2023-07-01").out
    assert "The rebase on 2023-07-01 gives no reason" in spc("bins.csv", "--rebase", "July 2023").out
    assert "gives no reason" not in spc("bins.csv", "--rebase", "July 2023: new rounds").out


def test_months_that_could_be_years_are_settled(spc: Callable[..., Said]) -> None:
    rows = "series,period,value\nA,2010-11,5\nA,2011-12,6\n"
    assert spc("-", stdin=rows).status == 2, "not one row could be read"
    (months,) = valid(spc("-", "--frequency", "M", "--json", "-", stdin=rows).out)["series"].values()
    (years,) = valid(spc("-", "--frequency", "A", "--json", "-", stdin=rows).out)["series"].values()
    assert (len(months["points"]), len(years["points"])) == (14, 2)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("nowhere.csv",), "‘nowhere.csv’ is not there"),
        (("bins.csv", "--better", "up"), "--better is one of higher, lower, neither"),
        (("bins.csv", "--target", "a lot"), "--target: ‘a lot’ is not a number"),
        (("bins.csv", "--rebase", "2023-13"), "--rebase: ‘2023-13’ is not a period"),
        (("bins.csv", "--frequency", "W"), "There is no frequency 'W'"),
        (("bins.csv", "--floor", "5", "--ceiling", "5"), "The floor must be below the ceiling."),
        (("bins.csv", "--json", "nowhere/out.json"), "nowhere/out.json cannot be written"),
        (("-",), "standard input"),
    ],
)
def test_what_cannot_be_done_is_one_sentence(
    spc: Callable[..., Said], arguments: tuple[str, ...], said: str
) -> None:
    found = spc(*arguments, stdin="a,b\n1,2\n")
    assert (found.status, found.out) == (2, "")
    assert said in found.err and found.err.count("\n") == 1


def test_it_needs_no_django(tmp_path: Path) -> None:
    (tmp_path / "bins.csv").write_text(GOOD)
    call = (
        "import sys; from typer.testing import CliRunner; from moothall.cli import app;"
        "said = CliRunner().invoke(app, ['spc', 'bins.csv']); assert said.exit_code == 0, said.output;"
        "print('django' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", call], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    assert done.stdout == "False\n"
