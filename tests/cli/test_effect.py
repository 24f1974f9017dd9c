"""`moothall effect` as an analyst and another program meet it. No database, and no Django."""

import io
import json
import random
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import jsonschema_rs
import pytest
from tests.cli.conftest import Said

from moothall.cli import main
from moothall.cli.schemas import FOLDER

pytestmark = pytest.mark.once
Run = Callable[..., Said]


def rows(name: str, fall: int) -> str:
    figures = [100 + (i * 7) % 5 - (fall if i >= 24 else 0) for i in range(36)]
    return "".join(f"{name},{2022 + i // 12}-{i % 12 + 1:02},{it}\n" for i, it in enumerate(figures))


@pytest.fixture
def moothall(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Run:
    """Runs a command through the real door, in a folder of its own; without a database."""
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
def calls(tmp_path: Path) -> Path:
    path = tmp_path / "calls.csv"
    path.write_text("series,period,value\n" + rows("calls", 20))
    return path


def test_a_sentence_for_each_series_and_the_published_shape(calls: Path, moothall: Run) -> None:
    said = moothall("effect", calls, "--change", "2024-01-01", "--better", "lower")
    assert said.status == 0 and "fewer a month since January 2024" in said.out
    out = moothall("effect", calls, "--change", "Jan 2024", "--better", "lower", "--json", "-").out
    data = json.loads(out)
    jsonschema_rs.validate(json.loads((FOLDER / "effect.json").read_text(encoding="utf-8")), data)
    assert data["series"]["calls"]["verdict"] == "better" and data["rejects"] == []


def test_controls_are_set_beside_it(calls: Path, tmp_path: Path, moothall: Run) -> None:
    beside = tmp_path / "others.csv"
    rng = random.Random(3)
    others = [
        f"council {n},{2022 + i // 12}-{i % 12 + 1:02},{100 + (i * 7) % 5 + rng.randint(-3, 3)}\n"
        for n in range(4)
        for i in range(36)
    ]
    beside.write_text("series,period,value\n" + "".join(others) + rows("calls", 20))
    out = moothall("effect", calls, "--change", "2024-01-01", "--controls", beside, "--json", "-").out
    data = json.loads(out)
    jsonschema_rs.validate(json.loads((FOLDER / "effect.json").read_text(encoding="utf-8")), data)
    found = data["series"]["calls"]
    assert found["method"] == "difference in differences"
    assert set(found["weights"]) == {f"council {n}" for n in range(4)}  # never the series itself
    assert [it["method"] for it in found["beside"]] == ["interrupted time series", "synthetic control"]
    assert found["beside"][1]["verdict"] == "cannot tell" and found["beside"][1]["interval"] is None
    assert float(found["interval"]["lo95"]) < -20 < float(found["interval"]["hi95"])


def test_a_series_is_piped_and_named_in_words(
    calls: Path, moothall: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    def piped(*arguments: object) -> Said:
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(calls.read_bytes())))
        return moothall("effect", "-", "--change", "2024-01-01", *arguments)

    said = piped("--noun", "calls")
    assert said.status == 0 and "fewer calls a month" in said.out and said.err == ""
    assert piped("--controls", "-").status == 2


def test_it_needs_no_django(calls: Path) -> None:
    program = (
        "import sys\nfrom moothall.cli import app\n"
        f"try:\n    app(['effect', {str(calls)!r}, '--change', '2024-01-01'])\n"
        "except SystemExit as end:\n    assert not end.code\n"
        "print(sorted(it for it in sys.modules if it.split('.')[0] in ('django', 'pandas', 'statsmodels')))"
    )
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert ran.stdout.splitlines()[-1] == "[]" and ran.stderr == ""


def test_rejected_rows_are_named_and_bad_questions_are_one_sentence(calls: Path, moothall: Run) -> None:
    calls.write_text(calls.read_text() + "calls,never,4\n")
    said = moothall("effect", calls, "--change", "2024-01-01")
    assert said.status == 3 and "line 38 was not taken" in said.err
    for bad in (("--change", "soon"), ("--change", "2024-01-01", "--better", "bigger")):
        said = moothall("effect", calls, *bad)
        assert said.status == 2 and said.err.count("\n") == 1 and "Traceback" not in said.err
    assert moothall("effect", "not-there.csv", "--change", "2024-01-01").status == 2


def contacts(folder: Path) -> tuple[Path, Path]:
    """Two years of calls and of forms: the calls fall and the forms rise from the second April on."""
    rows = "".join(
        f"{name},{2022 + i // 12}-{i % 12 + 1:02},{1000 + (i * 7) % 11 + (moved if i >= 24 else 0)}\n"
        for name, moved in (("phone", -400), ("web", 400))
        for i in range(36)
    )
    (folder / "contacts.csv").write_text("series,period,value\n" + rows)
    (folder / "costs.csv").write_text(
        "channel,pounds,price_year,source\nphone,6.00,2023-24,Own costing\nweb,0.50,2023-24,Own costing\n"
    )
    return folder / "contacts.csv", folder / "costs.csv"


def test_what_moved_between_channels_is_priced_at_the_stated_costs(tmp_path: Path, moothall: Run) -> None:
    file, costs = contacts(tmp_path)
    said = moothall("channel-shift", file, "--change", "2024-01-01", "--costs", costs)
    assert said.status == 0 and said.err == ""
    assert "at unit costs of 2023-24" in said.out and "It is not cashable" in said.out
    assert "phone:" in said.out and "£6.00 (2023-24, Own costing)" in said.out
    out = moothall(
        "channel-shift",
        file,
        "--change",
        "2024-01-01",
        "--costs",
        costs,
        "--budget-fell",
        "1,000",
        "--json",
        "-",
    ).out
    data = json.loads(out)
    schema = json.loads((FOLDER / "channel-shift.json").read_text(encoding="utf-8"))
    jsonschema_rs.validate(schema, data)
    # every month's shares were a half: 400 of 2,000 contacts a month and more moved, at £5.50 apart
    phone, web = data["channels"]["phone"], data["channels"]["web"]
    moved = float(phone["expected"]) - float(phone["after"])
    assert float(data["avoided"]) == pytest.approx(moved * 5.5, abs=0.02)
    assert float(web["avoided"]) < 0 < float(phone["avoided"]) and data["cashable"] == "1000"
    assert len(data["window"]) == 12


@pytest.mark.parametrize(
    ("costs", "said"),
    [
        ("channel,pounds,price_year\nphone,6,2023-24\n", "no column source"),
        ("channel,pounds,price_year,source\nphone,6,2023-24,Own\n", "no unit cost for web"),
        ("channel,pounds,price_year,source\nphone,dear,2023-24,Own\n", "line 2"),
        ("channel,pounds,price_year,source\nphone,6,,Own\n", "the year of the prices"),
        ("channel,pounds,price_year,source\nphone,-6,2023-24,Own\n", "nought or more"),
    ],
)
def test_costs_that_cannot_be_read_are_one_sentence(
    costs: str, said: str, tmp_path: Path, moothall: Run
) -> None:
    file, place = contacts(tmp_path)
    place.write_text(costs)
    found = moothall("channel-shift", file, "--change", "2024-01-01", "--costs", place)
    assert found.status == 2 and said in found.err and found.err.count("\n") == 1
