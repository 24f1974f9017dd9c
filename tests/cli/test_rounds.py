"""`moothall rounds` as a person and as another program meet it. No database, and no Django."""

import io
import json
import signal
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
from tests.cli.conftest import Said
from tests.engines.rounds import worked
from tests.engines.rounds.worked import PLAN, STOPS, VILLAGE, stops

from moothall.cli import main
from moothall.cli.schemas import FOLDER, OF_ENGINES
from moothall.engines.rounds import Plan, Problem, check
from moothall.engines.rounds import solving as solver

pytestmark = pytest.mark.once
Run = Callable[..., Said]
CARP = "3\n3\n0 1 4 5\n1 2 6 0\n0 2 5 7\n2\n8\n21\n22\n"


@pytest.fixture
def rounds(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Run:
    """Runs the command through the real door, in a folder of its own that has the village and its plan."""
    monkeypatch.chdir(tmp_path)
    Path("village.json").write_text(json.dumps(VILLAGE.as_data()))
    Path("plan.json").write_text(json.dumps(PLAN.as_data()))

    def run(*arguments: object, stdin: str = "") -> Said:
        monkeypatch.setattr("sys.argv", ["moothall", "rounds", *map(str, arguments)])
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(stdin.encode())))
        capsys.readouterr()
        try:
            main()
        except SystemExit as end:
            return Said(int(end.code or 0), *capsys.readouterr())
        return Said(0, *capsys.readouterr())

    return run


def valid(name: str, text: str) -> dict[str, Any]:
    """The JSON, after checking it against its published schema."""
    data: dict[str, Any] = json.loads(text)
    place = OF_ENGINES.get(name, FOLDER / f"{name}.json")
    jsonschema_rs.validate(json.loads(place.read_text(encoding="utf-8")), data)
    return data


def test_a_plan_is_costed_in_words(rounds: Run) -> None:
    said = rounds("check", "village.json", "plan.json")
    assert (said.status, said.err) == (0, "")
    assert said.out == (
        "Monday, R1: 06:30 to 07:16:30, 46 min 30 s (32 min 20 s of it with nothing served), 8.9 km, 85 homes, 8.0 t, "
        "2 tips, 8.9 kg CO2e\n"
        "All 1 rounds: 46 min 30 s (32 min 20 s of it with nothing served), 8.9 km, 85 homes, 8.0 t, 2 tips, "
        "8.9 kg CO2e\n"
        "The longest is 46 min 30 s, the shortest 46 min 30 s: 0.0% over the mean.\n"
        "20 of 60 homes change their day.\n"
        "Cost: £950.06.\n"
    )
    assert rounds("check", "village.json", "plan.json", "--quiet") == (0, "", "")


def test_the_report_has_the_published_shape(rounds: Run) -> None:
    found = valid("rounds-check", rounds("check", "village.json", "plan.json", "--json", "-").out)
    assert found == {"faults": [], "report": check(VILLAGE, PLAN).as_data()}
    piped = rounds("check", "-", "plan.json", "--json", "-", stdin=json.dumps(VILLAGE.as_data()))
    assert json.loads(piped.out) == found


def test_broken_rules_are_named_and_are_findings(rounds: Run) -> None:
    Path("plan.json").write_text(json.dumps(stops(*STOPS[1:]).as_data()))
    said = rounds("check", "village.json", "plan.json", "--json", "out.json")
    assert said.status == 1 and said.err == "moothall: High Street (high) is in no round.\n"
    report = valid("rounds-check", Path("out.json").read_text())["report"]
    assert [it["rule"] for it in report["broken"]] == ["not served"] and not report["feasible"]
    many = replace(VILLAGE, services=tuple(replace(VILLAGE.services[2], id=f"s{n}") for n in range(25)))
    Path("village.json").write_text(json.dumps(many.as_data()))
    Path("plan.json").write_text('{"rounds": []}')
    said = rounds("check", "village.json", "plan.json")
    assert said.err.count("\n") == 21 and said.err.endswith("moothall: and 5 more.\n")


def test_a_fault_of_the_problem_is_a_finding_and_stops_the_solver(rounds: Run) -> None:
    heavy = worked.service("back", load={"refuse": 7000})
    Path("village.json").write_text(json.dumps(heavy.as_data()))
    said = rounds("check", "village.json", "plan.json", "--json", "out.json")
    (sentence,) = valid("rounds-check", Path("out.json").read_text())["faults"]
    assert said.status == 1 and "no vehicle carries more than 6,000 kg" in sentence
    said = rounds("solve", "village.json", "--out", "new.json")
    assert (said.status, said.err) == (2, f"moothall: {sentence}\n") and not Path("new.json").exists()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("check", "nowhere.json", "plan.json"), "nowhere.json: No such file or directory."),
        (("check", "plan.json", "plan.json"), "The problem has ‘rounds’, which is not known there"),
        (("check", "village.json", "village.json"), "The plan has ‘network’, which is not known there"),
        (("solve", "village.json", "--out", "p.json", "--iterations", "5", "--seconds", "5"), "not both"),
        (("solve", "village.json", "--out", "p.json", "--from", "village.json"), "The plan has ‘network’"),
        (("solve", "village.json", "--out", "no/p.json"), "no/p.json cannot be written"),
        (("convert", "plan.json"), "plan is not a CARP instance"),
    ],
)
def test_what_cannot_be_done_is_one_sentence(rounds: Run, arguments: tuple[str, ...], said: str) -> None:
    found = rounds(*arguments)
    assert found.status == 2 and said in found.err and found.err.count("\n") == 1


def test_the_same_seed_and_iterations_write_the_same_plan(rounds: Run) -> None:
    asked = ("solve", "village.json", "--seed", "3", "--iterations", "300")
    said = rounds(*asked, "--out", "one.json", "--json", "run.json")
    assert (said.status, said.err) == (0, "")
    assert said.out.endswith("Written to one.json: seed 3, of 300 iterations.\n")
    run = valid("rounds-solve", Path("run.json").read_text())
    assert (run["seed"], run["iterations"], run["interrupted"], run["left_out"]) == (3, 300, False, [])
    plan = valid("rounds-plan", Path("one.json").read_text())
    assert run["report"] == check(VILLAGE, Plan.from_data(plan)).as_data() and run["report"]["feasible"]
    rounds(*asked, "--out", "two.json", "--quiet")
    assert Path("two.json").read_text() == Path("one.json").read_text()


def test_it_begins_from_a_plan_and_has_a_minute_unless_told(
    rounds: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: dict[str, Any] = {}

    def solve(problem: Problem, **given: Any) -> solver.Result:
        asked.update(given)
        given["report"](solver.Progress(1, 2, 100.0, 0))
        return solver.Result(given["start"], 0.0, (), given["seed"], 7, False, ())

    monkeypatch.setattr(solver, "solve", solve)
    assert rounds("solve", "village.json", "--out", "new.json", "--from", "plan.json").status == 0
    assert (asked["seconds"], asked["iterations"], asked["start"]) == (60, None, PLAN)
    assert asked["clock"]() <= asked["clock"]()
    assert Plan.from_json(Path("new.json").read_text()) == PLAN


def test_ctrl_c_writes_the_best_plan_so_far(rounds: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def solve(problem: Problem, *, stop: Callable[[], bool], **given: Any) -> solver.Result:
        assert not stop()
        signal.raise_signal(signal.SIGINT)
        assert stop()
        return solver.Result(PLAN, 0.0, (), 1, 40, True, ())

    monkeypatch.setattr(solver, "solve", solve)
    before = signal.getsignal(signal.SIGINT)
    said = rounds("solve", "village.json", "--out", "new.json", "--json", "run.json")
    assert said.status == 0 and said.out.endswith("seed 1, stopped after 40 iterations.\n")
    assert Plan.from_json(Path("new.json").read_text()) == PLAN
    assert valid("rounds-solve", Path("run.json").read_text())["interrupted"] is True
    assert signal.getsignal(signal.SIGINT) == before


def test_what_finds_no_room_is_told_with_what_would_help(rounds: Run) -> None:
    short = worked.lorry(shift=replace(worked.LORRY.shift, seconds=1200))  # type: ignore[type-var]
    Path("village.json").write_text(json.dumps(short.as_data()))
    said = rounds("solve", "village.json", "--out", "new.json", "--iterations", "100", "--json", "run.json")
    run = valid("rounds-solve", Path("run.json").read_text())
    assert said.status == 1 and run["left_out"] and not run["report"]["feasible"]
    assert run["why"] and all(it["remedy"] in said.err for it in run["why"])


def test_an_instance_becomes_a_problem(rounds: Run) -> None:
    Path("tiny.dat").write_text(CARP)
    shown = rounds("convert", "tiny.dat")
    assert shown.status == 0
    problem = Problem.from_data(valid("rounds-problem", shown.out))
    assert (problem.name, len(problem.services), len(problem.vehicles)) == ("tiny", 2, 2)
    assert rounds("convert", "-", "--out", "tiny.json", stdin=CARP) == (0, "", "")
    assert Problem.from_json(Path("tiny.json").read_text()).services == problem.services
