"""The published instances as problems: invented ones to the letter, the real ones by their own counts."""

from pathlib import Path

import pytest

from moothall.engines.rounds import Plan, Round, Stop, Tip, check, faults
from moothall.engines.rounds.formats import read
from moothall.engines.rounds.problem import Shift
from moothall.kit.unreadable import Unreadable

CARP = "3\n3\n0 1 4 5\n1 2 6 0\n0 2 5 7\n2\n8\n21\n22\n"
LPR = """NAME : tiny.dat
NODES : 4
REQ_EDGES : 1
NOREQ_EDGES : 1
REQ_ARCS : 1
NOREQ_ARCS : 1
VEHICLES : 2
CAPACITY : 50
DUMPING_COST : 30
MAX_TRIP : 900
LIST_REQ_EDGES :
(1,2)   serv_cost 40    trav_cost 10    demand 30
LIST_NOREQ_EDGES :
(2,3)   cost 12
LIST_REQ_ARCS :
(3,4)   serv_cost 60   trav_cost 15    demand 45
LIST_NOREQ_ARCS :
(4,1)   cost 20
DEPOT : 1
DUMPING_SITES : 3,4"""


def test_a_carp_instance_is_a_problem_whose_pence_are_its_cost() -> None:
    it = read(CARP, "tiny")
    assert (it.lower, it.best, len(it.problem.vehicles)) == (21, 22, 2)
    assert not faults(it.problem)
    assert [(one.id, one.arcs, one.load) for one in it.problem.services] == [
        ("0-1", ("0>1", "1>0"), {"load": 5}),
        ("0-2", ("0>2", "2>0"), {"load": 7}),
    ]
    two = Plan((Round("1", "Monday", (Stop("0-1", "0>1"),)), Round("2", "Monday", (Stop("0-2", "2>0"),))))
    found = check(it.problem, two)
    assert found.feasible and found.pence == found.seconds == 4 + 4 + 5 + 5
    one = Plan((Round("1", "Monday", (Stop("0-1", "0>1"), Stop("0-2", "2>0"))),))
    found = check(it.problem, one)
    assert found.pence == 4 + 6 + 5 and [broken.rule for broken in found.broken] == ["capacity"]


def test_an_lpr_instance_has_tips_a_shift_and_one_way_arcs() -> None:
    it = read(LPR, "tiny").problem
    assert not faults(it)
    assert [(one.id, one.arcs) for one in it.services] == [("1>2", ("1>2", "2>1")), ("3>4", ("3>4",))]
    assert len(it.network.arcs) == 6 and it.vehicles[0].shift == Shift(0, 900)
    stops = Stop("1>2", "1>2"), Tip("tip 3"), Stop("3>4", "3>4"), Tip("tip 4")
    found = check(it, Plan((Round("1", "Monday", stops),)))
    assert found.feasible and found.pence == found.seconds == 40 + 12 + 30 + 60 + 30 + 20


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "its first lines must be two whole numbers"),
        ("hello", "line 1 must be of whole numbers only"),
        (CARP.replace("0 1 4 5\n", ""), "must have 3 lines of four numbers"),
        (CARP.replace("1 2 6 0", "1 2 -6 0"), "line 4 must be of whole numbers only"),
        (LPR.replace("DEPOT : 1\n", ""), "has no number for DEPOT"),
        (LPR.replace("CAPACITY : 50", "CAPACITY : lots"), "has no number for CAPACITY"),
        (LPR.replace("(4,1)   cost 20", "(4,1) twenty"), "line 18 is neither a heading nor a street"),
    ],
)
def test_a_bad_instance_is_told_in_a_sentence(text: str, said: str) -> None:
    with pytest.raises(Unreadable, match=said):
        read(text, "tiny")


@pytest.mark.data
def test_every_published_instance_is_read_whole(data_folder: Path) -> None:
    found = 0
    for path in sorted((data_folder / "rounds").glob("*carp*/*.*")):
        text = path.read_text()
        problem = read(text, path.stem).problem
        assert not faults(problem), path.stem
        if path.parent.name == "mcarptif":
            told = {key.strip(): value for key, _, value in (it.partition(":") for it in text.splitlines())}
            edges, arcs = (
                [int(told[f"{it}_{kind}"]) for it in ("REQ", "NOREQ")] for kind in ("EDGES", "ARCS")
            )
            counts = int(told["NODES"]), edges[0] + arcs[0], 2 * sum(edges) + sum(arcs)
        else:
            rows = [[int(it) for it in line.split()] for line in text.splitlines() if line]
            edges = [it for it in rows if len(it) == 4]
            counts = rows[0][0], len([it for it in edges if it[3]]), 2 * len(edges)
        network = problem.network
        assert (len(network.nodes), len(problem.services), len(network.arcs)) == counts, path.stem
        found += 1
    assert found >= 80
