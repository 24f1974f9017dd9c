"""A village drawn by hand, and a round in it worked out by hand.

Yard --Mill Lane-- A --High Street-- B --Quarry Road-- Tip
                    \\                |
                Back Lane        Church Walk
                (C to A only)  ---- C
"""

from dataclasses import replace
from typing import Any

from moothall.engines.rounds import Plan, Problem, Round, Stop, Tip
from moothall.engines.rounds.problem import (
    DEPOT,
    TIP,
    Arc,
    Network,
    Node,
    Service,
    Shift,
    Site,
    Today,
    Vehicle,
)

ARCS = (
    Arc("ya", "Y", "A", 500, 60, "Mill Lane"),
    Arc("ay", "A", "Y", 500, 60, "Mill Lane"),
    Arc("ab", "A", "B", 200, 30, "High Street"),
    Arc("ba", "B", "A", 200, 30, "High Street"),
    Arc("bc", "B", "C", 300, 40, "Church Walk"),
    Arc("cb", "C", "B", 300, 40, "Church Walk"),
    Arc("ca", "C", "A", 400, 50, "Back Lane"),
    Arc("bt", "B", "T", 1500, 120, "Quarry Road"),
    Arc("tb", "T", "B", 1500, 120, "Quarry Road"),
)
NETWORK = Network(tuple(Node(it) for it in "YABCT"), ARCS)
HIGH = Service("high", 300, ("ab", "ba"), name="High Street", load={"refuse": 3000}, homes=40)
CHURCH = Service("church", 200, ("bc",), name="Church Walk", load={"refuse": 2500}, homes=20)
BACK = Service("back", 250, ("ca",), name="Back Lane", load={"refuse": 2000}, homes=25)
BANK = Service("bank", 100, node="B", name="Bottle bank", load={"glass": 500})
HALF_PAST_SIX = 23_400
LORRY = Vehicle(
    "R1",
    "yard",
    payload={"refuse": 6000, "glass": 600},
    shift=Shift(HALF_PAST_SIX, 3600),
    pence_a_day=10_000,
    pence_an_hour=6000,
    pence_a_kilometre=40,
    grams_a_kilometre=1000,
    millilitres_a_kilometre=400,
)
VILLAGE = Problem(
    "A village",
    NETWORK,
    (
        replace(HIGH, today=Today(("Monday",), "R1")),
        replace(CHURCH, today=Today(("Tuesday",), "R2")),
        BACK,
        BANK,
    ),
    (
        Site("yard", "Y", DEPOT, "The yard"),
        Site("pit", "T", TIP, "The pit", turnaround=600, pence_a_tonne=10_000),
    ),
    (LORRY, replace(LORRY, id="R2")),
    ("Monday", "Tuesday"),
)
STOPS = (
    Stop("high", "ab"),
    Stop("church", "bc"),
    Tip("pit"),
    Stop("back", "ca"),
    Stop("bank"),
    Tip("pit"),
)
PLAN = Plan((Round("R1", "Monday", STOPS),))


def village(**changed: Any) -> Problem:
    return replace(VILLAGE, **changed)


def service(id: str, **changed: Any) -> Problem:
    """The village with one service changed."""
    return village(services=tuple(replace(it, **changed) if it.id == id else it for it in VILLAGE.services))


def lorry(**changed: Any) -> Problem:
    """The village with both lorries changed."""
    return village(vehicles=tuple(replace(it, **changed) for it in VILLAGE.vehicles))


def pit(**changed: Any) -> Problem:
    yard, tip = VILLAGE.sites
    return village(sites=(yard, replace(tip, **changed)))


def arcs(*changed: Arc, without: str = "") -> Network:
    """The village's streets, some drawn differently."""
    new = {it.id: it for it in changed}
    return replace(NETWORK, arcs=tuple(new.get(it.id, it) for it in ARCS if it.id not in without.split()))


def stops(*given: Stop | Tip) -> Plan:
    return Plan((Round("R1", "Monday", given),))
