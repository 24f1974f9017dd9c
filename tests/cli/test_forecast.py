"""`moothall forecast` as an analyst meets it: a file in, a table out, with no database behind it."""

import csv
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

Run = Callable[..., Said]
COLUMNS = "series,period,mean,lo80,hi80,lo95,hi95,model,mase_backtest,coverage95_backtest"
SEASON = (0, 4, 9, 12, 9, 4, 0, -4, -9, -12, -9, -4)
ODD = (1, -2, 0, 3, -1, 2, -3)


@pytest.fixture
def moothall(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Run:
    """Runs a command through the real door, in a folder of its own."""
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


def valid(text: str) -> dict[str, Any]:
    data: dict[str, Any] = json.loads(text)
    jsonschema_rs.validate(json.loads((FOLDER / "forecast.json").read_text(encoding="utf-8")), data)
    return data


def rows(name: str = "calls", months: int = 40) -> list[str]:
    """Months from January 2019: 200, a season, and a little besides."""
    return [
        f"{name},{2019 + n // 12}-{n % 12 + 1:02},{200 + SEASON[n % 12] + ODD[n % 7]}" for n in range(months)
    ]


def file(folder: Path, lines: list[str]) -> Path:
    path = folder / "series.csv"
    path.write_text("\n".join(["series,period,value", *lines]) + "\n", encoding="utf-8")
    return path


def test_every_period_to_come_has_a_row(moothall: Run, tmp_path: Path) -> None:
    said = moothall(
        "forecast", file(tmp_path, rows() + rows("letters", 8)), "--horizon", 3, "--out", "f.csv",
        "--workers", 1, "--json", "f.json",
    )  # fmt: skip
    assert said.status == 0
    text = (tmp_path / "f.csv").read_text()
    assert text.splitlines()[0] == COLUMNS
    table = list(csv.DictReader(io.StringIO(text)))
    periods = [(it["series"], it["period"]) for it in table]
    assert periods[:3] == [("calls", "2022-05"), ("calls", "2022-06"), ("calls", "2022-07")]
    assert periods[3:] == [("letters", "2019-09"), ("letters", "2019-10"), ("letters", "2019-11")]
    assert 195 < float(table[0]["mean"]) < 220 and float(table[0]["lo95"]) < float(table[0]["mean"])
    assert float(table[0]["mase_backtest"]) > 0 and 0 <= float(table[0]["coverage95_backtest"]) <= 1
    assert "letters: naive (the last value), because there are only 8 months." in said.out
    assert "too few to fit and test a model" in said.out
    found = valid((tmp_path / "f.json").read_text())
    assert found["horizon"] == 3 and found["series"]["letters"]["findings"][0]["kind"] == "short"
    assert found["series"]["calls"]["points"][0]["mean"] == table[0]["mean"]
    assert sum(it["chosen"] for it in found["series"]["calls"]["candidates"]) == 1


def test_the_table_or_the_json_can_go_to_the_screen(moothall: Run, tmp_path: Path) -> None:
    path = file(tmp_path, rows(months=6))
    said = moothall("forecast", path, "--horizon", 1, "--out", "-")
    assert said.out.splitlines()[0] == COLUMNS and len(said.out.splitlines()) == 2 and not said.err
    assert valid(moothall("forecast", path, "--horizon", 1, "--out", "o.csv", "--json", "-").out)
    both = moothall("forecast", path, "--horizon", 1, "--out", "-", "--json", "-")
    assert both.status == 2 and both.err.count("\n") == 1


def test_what_was_not_taken_is_named_and_the_rest_is_forecast(moothall: Run, tmp_path: Path) -> None:
    lines = [*rows(months=6), "calls,2019-03,many", "weekly,2019-01-07/P1W,4", "blank,2019-01,"]
    said = moothall("forecast", file(tmp_path, lines), "--horizon", 2, "--out", "-")
    assert said.status == 3 and len(said.out.splitlines()) == 3
    assert "line 8 was not taken" in said.err
    assert "‘weekly’ is weekly" in said.err and "‘blank’ has no values" in said.err


def test_the_frequency_settles_a_spelling_and_leaves_other_series_out(moothall: Run, tmp_path: Path) -> None:
    lines = [f"spend,20{n:02}-{n + 1:02},{n}" for n in range(5, 12)] + ["calls,Mar 2019,4"]
    said = moothall("forecast", file(tmp_path, lines), "--horizon", 1, "--out", "-", "--frequency", "a")
    assert said.status == 3
    assert said.out.splitlines()[1].startswith("spend,2012-04-01/P1Y,11")
    assert "‘calls’ is monthly, not what --frequency says" in said.err


def test_months_that_could_be_years_are_months_among_months(moothall: Run, tmp_path: Path) -> None:
    lines = [f"calls,2010-{n:02},{n}" for n in range(1, 13)]
    said = moothall("forecast", file(tmp_path, lines), "--horizon", 1, "--out", "-")
    assert (said.status, said.err) == (0, "")
    assert said.out.splitlines()[1].startswith("calls,2011-01,")


@pytest.mark.parametrize(
    ("lines", "options", "words"),
    [
        (["calls,2019-01,4"], ("--frequency", "W"), "There is no frequency 'W'"),
        (["calls,soon,4"], (), "no series that can be read"),
        (["calls,2019-01-07/P1W,4"], (), "only monthly, quarterly and annual"),
        (["calls,2019-01,4"], ("--json", "nowhere/at/all.json"), "cannot be written"),
    ],
)
def test_what_cannot_be_done_is_one_sentence(
    moothall: Run, tmp_path: Path, lines: list[str], options: tuple[str, ...], words: str
) -> None:
    said = moothall("forecast", file(tmp_path, lines), "--horizon", 1, "--out", "f.csv", *options)
    assert said.status == 2 and words in said.err and said.err.count("\n") == 1
    assert not (tmp_path / "f.csv").exists()


def test_a_file_that_is_not_there_is_one_sentence(moothall: Run) -> None:
    said = moothall("forecast", "nothing.csv", "--horizon", 1, "--out", "-")
    assert said.status == 2 and said.err.count("\n") == 1 and "nothing.csv" in said.err


def test_it_reads_a_pipe_and_needs_neither_settings_nor_django(tmp_path: Path) -> None:
    code = (
        "import sys; from moothall.cli import app; app(['forecast', '-', '--horizon', '2', '--out', '-'],"
        " standalone_mode=False); sys.exit(any(it.startswith('django.db') for it in sys.modules))"
    )
    given = "series,period,value\n" + "\n".join(rows(months=14)) + "\n"
    done = subprocess.run([sys.executable, "-c", code], input=given, capture_output=True, text=True)
    assert done.returncode == 0 and done.stderr == ""
    assert done.stdout.splitlines()[1].startswith("calls,2020-03,")
