"""The checker, on a round worked out by hand; and every rule broken on purpose, once."""

from dataclasses import replace
from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some
from tests.engines.rounds import worked
from tests.engines.rounds.worked import HALF_PAST_SIX, PLAN, STOPS, VILLAGE, stops

from moothall.engines.rounds import Plan, Problem, Round, Stop, Tip, check
from moothall.engines.rounds.check.ways import Leg, Place, Ways
from moothall.engines.rounds.problem import (
    ANY,
    Arc,
    Break,
    Network,
    Node,
    Prices,
    Service,
    Shift,
    Site,
    Turn,
    Window,
)
from moothall.kit.unreadable import Unreadable


def test_a_round_takes_what_it_was_worked_out_to_take() -> None:
    found = check(VILLAGE, PLAN)
    assert (found.broken, found.feasible) == ((), True)
    (out,) = found.rounds
    figures = out.figures
    assert (figures.served, figures.dead, figures.tipping) == (850, 740, 1200)
    assert (figures.waiting, figures.breaks, figures.overtime) == (0, 0, 0)
    assert figures.seconds == 2790 == out.ends - out.starts
    assert figures.unproductive == 1940
    assert (figures.metres, figures.dead_metres) == (8900, 8000)
    assert (figures.services, figures.homes, figures.tips) == (4, 85, 2)
    assert figures.kilograms == {"refuse": 7500, "glass": 500}
    assert (figures.grams, figures.millilitres) == (8900, 3560)
    assert [(it.site, it.kilograms) for it in out.trips] == [
        ("pit", {"refuse": 5500}),
        ("pit", {"refuse": 2000, "glass": 500}),
    ]
    assert [(it.arrives - HALF_PAST_SIX, it.ends - HALF_PAST_SIX) for it in out.visits] == [
        (60, 360),
        (360, 560),
        (720, 1320),
        (1480, 1730),
        (1760, 1860),
        (1980, 2580),
    ]
    assert (found.homes_moved, found.homes_with_a_day, found.homes_of_another_crew) == (20, 60, 20)


def test_it_costs_what_its_prices_say() -> None:
    priced = worked.village(
        prices=Prices(overtime=9000, day_change=50, crew_change=7, wrong_kerb=30, carbon=1_000_000)
    )
    cost = check(priced, PLAN).whole.cost
    assert (cost.vehicles, cost.time, cost.distance, cost.tipping) == (10_000, 4650, 356, 80_000)
    assert (cost.carbon, cost.overtime, cost.wrong_kerb) == (8900, 0, 0)
    assert (cost.day_changes, cost.crew_changes) == (1000, 140)
    assert cost.total == 105_046
    other_way = check(priced, stops(Stop("high", "ba"), *STOPS[1:])).whole.cost
    assert (other_way.wrong_kerb, other_way.time - cost.time) == (30, 100)  # in at B by A, and to B again


def test_overtime_is_paid_and_is_part_of_the_time() -> None:
    late = replace(worked.lorry(shift=Shift(HALF_PAST_SIX, 2700, overtime=90)), prices=Prices(overtime=9000))
    found = check(late, PLAN)
    assert found.feasible and found.whole.figures.overtime == 90 and found.seconds == 2790
    assert found.whole.cost.overtime == 225


def test_days_and_rounds_add_up_and_are_compared() -> None:
    two = Plan((Round("R1", "Monday", STOPS[:3]), Round("R2", "Tuesday", STOPS[3:])))
    found = check(worked.village(prices=Prices(imbalance=3600**2)), two)
    first, second = (it.figures.seconds for it in found.rounds)
    # R1: 560, the pit at 1320, home in 210. R2: to B in 90 and C in 40, 250, 30, 100, the pit 120 + 600, home 210
    assert (first, second) == (1530, 1440)
    assert (
        found.seconds == found.days["Monday"].figures.seconds + found.days["Tuesday"].figures.seconds == 2970
    )
    assert (found.whole.longest, found.whole.shortest, found.whole.rounds) == (1530, 1440, 2)
    assert found.whole.imbalance == pytest.approx(1530 / 1485 - 1)
    assert found.days["Monday"].imbalance == 0
    assert found.whole.cost.imbalance == 2 * 45**2
    assert found.pence == found.whole.cost.total == sum(it.cost.total for it in found.rounds) + 2 * 45**2
    nothing = check(VILLAGE, Plan(()))
    assert (nothing.whole.imbalance, nothing.whole.longest, nothing.seconds) == (None, None, 0)


def test_a_vehicle_waits_for_a_window_and_for_a_tip_to_open() -> None:
    opens = Window(HALF_PAST_SIX + 100, HALF_PAST_SIX + 400)
    found = check(worked.service("high", window=opens), PLAN)
    assert found.feasible and found.whole.figures.waiting == 40 and found.seconds == 2830
    late_pit = worked.pit(hours=Window(HALF_PAST_SIX + 1000, HALF_PAST_SIX + 9000))
    found = check(late_pit, PLAN)
    assert found.feasible and found.whole.figures.waiting == 280 and found.seconds == 3070


@pytest.mark.parametrize(
    ("after", "at"),
    [(2790, None), (2789, 2580), (2579, 1860), (1200, 560), (359, 0)],
    ids=["not needed", "before home", "before the second tip", "before the first tip", "before it starts"],
)
def test_one_break_comes_before_the_stop_that_would_end_too_late(after: int, at: int | None) -> None:
    found = check(worked.lorry(break_=Break(after, 300)), PLAN)
    (out,) = found.rounds
    assert out.break_at == (None if at is None else HALF_PAST_SIX + at)
    assert found.seconds == 2790 + (0 if at is None else 300)
    assert found.whole.figures.breaks == (0 if at is None else 300)


def test_a_turn_costs_what_it_is_listed_at_and_a_banned_one_is_driven_round() -> None:
    dear = replace(VILLAGE, network=replace(worked.NETWORK, turns=(Turn("ab", "bc", 15),)))
    assert check(dear, PLAN).seconds == 2790 + 15
    banned = replace(VILLAGE, network=replace(worked.NETWORK, turns=(Turn("ab", "bc", None),)))
    found = check(banned, PLAN)
    # after High Street to the pit and back, where a vehicle turns: 240 more
    assert found.feasible and found.seconds == 2790 + 240 and found.whole.figures.metres == 8900 + 3000


def test_a_vehicle_class_has_its_own_speeds_and_its_own_way_round() -> None:
    slow = worked.arcs(Arc("bt", "B", "T", 1500, 120, by_class={"electric": 200}))
    found = check(replace(worked.lorry(class_="electric"), network=slow), PLAN)
    assert found.seconds == 2790 + 2 * 80
    barred = worked.arcs(Arc("cb", "C", "B", 300, 40, by_class={"electric": None}))
    found = check(replace(worked.lorry(class_="electric"), network=barred), PLAN)
    assert found.feasible and found.seconds == 2790 + 40  # from C to the pit by Back Lane and High Street


def test_compactness_is_metres_as_the_crow_flies_to_the_middle() -> None:
    nodes = (Node("Y", 0.0, 0.0), Node("N", 0.0, 0.01))
    road = Arc("yn", "Y", "N", 1200, 90), Arc("ny", "N", "Y", 1200, 90)
    points = Service("one", 10, node="Y"), Service("two", 10, node="N")
    problem = Problem(
        "Two points",
        Network(nodes, road),
        points,
        (Site("yard", "Y", "depot"),),
        (replace(worked.LORRY, payload={}),),
        prices=Prices(compactness=1000),
    )
    found = check(problem, stops(Stop("one"), Stop("two")))
    assert found.whole.figures.apart == 1112 and found.whole.cost.compactness == 1112


def test_a_home_is_astray_where_another_round_is_nearer() -> None:
    """Four points on a line, at 0, 1, 2 and 9: rounds of the first, second and last, and of the third alone."""
    nodes = tuple(Node(str(it), 0.0, it / 100) for it in (0, 1, 2, 9))
    road = [Arc(f"{a.id}>{b.id}", a.id, b.id, 1000, 60) for a, b in permutations(nodes, 2)]
    problem = Problem(
        "A line",
        Network(nodes, tuple(road)),
        tuple(Service(it.id, 10, node=it.id, homes=10 + int(it.id)) for it in nodes),
        (Site("yard", "0", "depot"),),
        (replace(worked.LORRY, payload={}), replace(worked.LORRY, id="R2", payload={})),
    )
    long, short = (Stop("0"), Stop("1"), Stop("9")), (Stop("2"),)
    found = check(problem, Plan((Round("R1", "Monday", long), Round("R2", "Monday", short))))
    # the long round's middle is at 10/3: from 1 and from 0 the other, at 2, is nearer
    assert [it.figures.astray for it in found.rounds] == [10 + 11, 0]


def test_split_bodies_carry_each_material_by_itself() -> None:
    mixed = worked.lorry(payload={ANY: 6000})
    assert check(mixed, PLAN).feasible
    lighter = check(worked.lorry(payload={ANY: 2400}), PLAN)
    assert [it.rule for it in lighter.broken] == ["capacity"] * 2  # each trip is told of once


def without(place: int) -> Plan:
    return stops(*STOPS[:place], *STOPS[place + 1 :])


SHORT_SHIFT = worked.lorry(shift=Shift(HALF_PAST_SIX, 2700))
BARRED = replace(
    worked.lorry(class_="artic"),
    network=worked.arcs(Arc("bc", "B", "C", 300, 40, "Church Walk", {"artic": None})),
)
ISLAND = replace(
    worked.service("bank", node="Z"),
    network=replace(worked.NETWORK, nodes=(*worked.NETWORK.nodes, Node("Z"))),
)
QUARRY_BARRED = replace(
    worked.lorry(class_="artic"),
    network=worked.arcs(Arc("bt", "B", "T", 1500, 120, "Quarry Road", {"artic": None})),
)
NO_TURN = replace(
    VILLAGE,
    network=Network(worked.NETWORK.nodes, worked.ARCS, (Turn("ab", "bt", None), Turn("cb", "bt", None))),
)
TWICE_A_WEEK = worked.service("bank", patterns=(("Monday", "Tuesday"),))
BROKEN: dict[str, tuple[Problem, Plan, str, str]] = {
    "a load too heavy": (
        VILLAGE,
        stops(STOPS[0], STOPS[1], STOPS[3], Tip("pit"), *STOPS[4:]),
        "capacity",
        "Vehicle R1 on Monday: at Back Lane (back) it has 7,500 kg of refuse aboard, and it carries 6,000 kg of it "
        "(trip 1).",
    ),
    "a material with no compartment": (
        worked.lorry(payload={"refuse": 6000}),
        PLAN,
        "capacity",
        "Vehicle R1 on Monday: at Bottle bank (bank) it has 500 kg of glass aboard, and it has no place for it "
        "(trip 2).",
    ),
    "a shift too long": (
        SHORT_SHIFT,
        PLAN,
        "shift",
        "Vehicle R1 on Monday: it is back from The pit at 07:16:30, after 46 min 30 s, which is 1 min 30 s longer "
        "than it may be out.",
    ),
    "a window missed": (
        worked.service("back", window=Window(HALF_PAST_SIX, HALF_PAST_SIX + 1500)),
        PLAN,
        "window",
        "Vehicle R1 on Monday: Back Lane (back) is to be done from 06:30 to 06:55, and it is done there at 06:58:50.",
    ),
    "a tip shut for the night": (
        worked.pit(hours=Window(0, HALF_PAST_SIX + 2400)),
        PLAN,
        "tip closed",
        "Vehicle R1 on Monday: The pit is open from 00:00 to 07:10, and it is done there at 07:13.",
    ),
    "a tip shut for the day": (
        worked.pit(days=("Tuesday",)),
        stops(STOPS[0], STOPS[4], Tip("pit")),
        "tip closed",
        "Vehicle R1 on Monday: The pit is closed that day.",
    ),
    "a street barred": (
        BARRED,
        PLAN,
        "barred",
        "Vehicle R1 on Monday: Church Walk (church) is barred to its class, ‘artic’.",
    ),
    "the way barred": (
        QUARRY_BARRED,
        stops(*STOPS[:2], STOPS[3], Stop("bank"), Tip("pit")),
        "barred",
        "Vehicle R1 on Monday: it cannot drive from Bottle bank (bank) to The pit: every way is barred to its class, "
        "‘artic’.",
    ),
    "a turn banned": (
        replace(
            NO_TURN,
            network=replace(
                NO_TURN.network,
                turns=(*NO_TURN.network.turns, Turn("ab", "ba", None), Turn("ab", "bc", None)),
            ),
        ),
        stops(Stop("high", "ab"), Tip("pit")),
        "turn",
        "Vehicle R1 on Monday: it cannot drive from High Street (high) to The pit: a turn on every way is banned.",
    ),
    "no way there": (
        ISLAND,
        PLAN,
        "unreachable",
        "Vehicle R1 on Monday: it cannot drive from Back Lane (back) to Bottle bank (bank): no streets lead there.",
    ),
    "a street forgotten": (VILLAGE, without(3), "not served", "Back Lane (back) is in no round."),
    "a street done twice in a day": (
        VILLAGE,
        Plan((*PLAN.rounds, Round("R2", "Monday", (STOPS[0], Tip("pit"))))),
        "served twice",
        "High Street (high) is served more than once on Monday: by R1 and R2.",
    ),
    "a street done twice in a week": (
        VILLAGE,
        Plan((*PLAN.rounds, Round("R1", "Tuesday", (STOPS[0], Tip("pit"))))),
        "served twice",
        "High Street (high) is to be served once, and is on Monday and Tuesday.",
    ),
    "the wrong days": (
        TWICE_A_WEEK,
        PLAN,
        "days",
        "Bottle bank (bank) is served on Monday, and may be on Monday with Tuesday.",
    ),
    "a skill lacking": (
        worked.service("back", skill="narrow lanes"),
        PLAN,
        "skill",
        "Vehicle R1 on Monday: Back Lane (back) needs ‘narrow lanes’, which it has not.",
    ),
    "home with a load": (
        VILLAGE,
        without(5),
        "not emptied",
        "Vehicle R1 on Monday: it comes home with 500 kg of glass and 2,000 kg of refuse aboard: it must tip after "
        "Bottle bank (bank).",
    ),
    "a tip that takes only some": (
        worked.pit(materials=("refuse",)),
        PLAN,
        "not emptied",
        "Vehicle R1 on Monday: it comes home with 500 kg of glass aboard: it must tip after The pit.",
    ),
    "a day off": (
        worked.lorry(days=("Tuesday",)),
        PLAN,
        "vehicle day",
        "Vehicle R1 on Monday: it works on Tuesday only.",
    ),
    "a vehicle nobody has": (
        VILLAGE,
        Plan((*PLAN.rounds, Round("R9", "Monday", (Tip("pit"),)))),
        "unknown",
        "The plan has a round of vehicle ‘R9’, which the problem has not.",
    ),
    "a day nobody planned": (
        VILLAGE,
        Plan((*PLAN.rounds, Round("R1", "Sunday", (Tip("pit"),)))),
        "unknown",
        "The plan has a round of vehicle R1 on ‘Sunday’, which is not a day of the problem.",
    ),
    "two rounds of one vehicle": (
        VILLAGE,
        Plan((*PLAN.rounds, Round("R1", "Monday", (Tip("pit"),)))),
        "unknown",
        "The plan has two rounds of vehicle R1 on Monday: make them one.",
    ),
    "a service nobody has": (
        VILLAGE,
        stops(*STOPS[:5], Stop("front"), Tip("pit")),
        "unknown",
        "Vehicle R1 on Monday: there is no service ‘front’.",
    ),
    "a depot for a tip": (
        VILLAGE,
        stops(*STOPS, Tip("yard")),
        "unknown",
        "Vehicle R1 on Monday: there is no tip ‘yard’.",
    ),
    "the wrong way up a one-way street": (
        VILLAGE,
        stops(*STOPS, Stop("back", "ac")),
        "unknown",
        "Vehicle R1 on Monday: Back Lane (back) cannot be done along ‘ac’: it is ca.",
    ),
    "a street along nothing": (
        VILLAGE,
        stops(*STOPS, Stop("high")),
        "unknown",
        "Vehicle R1 on Monday: High Street (high) cannot be done without an arc: it is ab or ba.",
    ),
}


@pytest.mark.parametrize("name", BROKEN)
def test_each_rule_broken_is_found_and_named(name: str) -> None:
    problem, plan, rule, sentence = BROKEN[name]
    found = {it.sentence: it for it in check(problem, plan).broken}
    assert sentence in found, list(found)
    assert found[sentence].rule == rule


def test_every_rule_there_is_has_been_broken() -> None:
    rules = {rule for _, _, rule, _ in BROKEN.values()}
    assert rules == {
        "barred", "capacity", "days", "not emptied", "not served", "served twice", "shift", "skill", "tip closed",
        "turn", "unknown", "unreachable", "vehicle day", "window",
    }  # fmt: skip


def test_a_problem_that_does_not_hang_together_is_not_checked() -> None:
    with pytest.raises(Unreadable, match="Back Lane \\(back\\) is along arc ‘xx’, which the network has not"):
        check(worked.service("back", arcs=("xx",)), PLAN)


def test_the_report_as_data_says_all() -> None:
    data = check(VILLAGE, PLAN).as_data()
    assert data["feasible"] is True and data["whole"]["seconds"] == 2790
    assert data["days"]["Tuesday"]["rounds"] == 0
    (out,) = data["rounds"]
    assert out["visits"][2] == {
        "site": "pit",
        "arrives": HALF_PAST_SIX + 720,
        "begins": HALF_PAST_SIX + 720,
        "ends": HALF_PAST_SIX + 1320,
        "dead": 160,
        "dead_metres": 1800,
    }


# The ways, against the plainest reckoning there is: relax every pair of arcs until nothing changes.

ENDS = some.sampled_from("abcde")
STREETS = some.lists(some.tuples(ENDS, ENDS, some.integers(1, 9), some.booleans()), min_size=3, max_size=9)
TURNS = some.lists(some.tuples(some.integers(0, 8), some.integers(0, 8), some.none() | some.integers(0, 9)))


def plainly(network: Network, start: str, end: str) -> int | None:
    """Seconds from one node to another for the class 'wide'."""
    turns = {(it.from_arc, it.to_arc): it.seconds for it in network.turns}
    times = {it.id: it.seconds for it in network.arcs if "wide" not in it.by_class}
    arcs = [it for it in network.arcs if it.id in times]
    best = {it.id: times[it.id] for it in arcs if it.tail == start}
    for _ in arcs:
        for one in arcs:
            for two in arcs:
                turn = turns.get((one.id, two.id), 0)
                if one.id in best and one.head == two.tail and turn is not None:
                    best[two.id] = min(best.get(two.id, 10**9), best[one.id] + turn + times[two.id])
    there = [best[it.id] for it in arcs if it.head == end and it.id in best]
    return 0 if start == end else min(there, default=None)


@settings(max_examples=40, deadline=None, derandomize=True)
@given(STREETS, TURNS)
def test_the_ways_are_the_quickest(
    streets: list[tuple[str, str, int, bool]], turning: list[tuple[int, int, int | None]]
) -> None:
    arcs = tuple(
        Arc(str(number), tail, head, seconds, seconds, by_class={"wide": None} if barred else {})
        for number, (tail, head, seconds, barred) in enumerate(streets)
    )
    pairs = {(one, two): cost for one, two, cost in turning if max(one, two) < len(arcs)}
    network = Network(
        tuple(Node(it) for it in "abcde"),
        arcs,
        tuple(Turn(str(one), str(two), cost) for (one, two), cost in pairs.items()),
    )
    ways = Ways(network, "wide")
    for start in "abc":
        to_nodes, _ = ways.driven_from(start)
        for end in "abcde":
            found, expected = ways.leg(Place(start), Place(end)), plainly(network, start, end)
            assert (found and found.seconds) == expected
            assert (end in to_nodes) == (found is not None)
            assert (start in ways.driven_to(end)[0]) == (found is not None)


def test_of_two_ways_equally_quick_the_shorter_is_driven() -> None:
    network = Network(
        (Node("a"), Node("b")), (Arc("long", "a", "b", 900, 10), Arc("short", "a", "b", 800, 10))
    )
    assert Ways(network, "").leg(Place("a"), Place("b")) == Leg(10, 800)
