"""Bad networks and impossible work: each is one clear sentence that names the place, before anything is solved."""

from dataclasses import replace

import pytest
from tests.engines.rounds import worked
from tests.engines.rounds.worked import BANK, LORRY, NETWORK, VILLAGE

from moothall.engines.rounds import Problem, faults
from moothall.engines.rounds.problem import ANY, DEPOT, Arc, Node, Site, Turn, Window


def network(**changed: object) -> Problem:
    return replace(VILLAGE, network=replace(NETWORK, **changed))


def placed(*coordinates: tuple[float, float]) -> Problem:
    """The village with its first nodes at these longitudes and latitudes."""
    nodes = [Node(it.id, *here) for it, here in zip(NETWORK.nodes, coordinates, strict=False)]
    return network(nodes=(*nodes, *NETWORK.nodes[len(nodes) :]))


ISLAND = network(
    nodes=(*NETWORK.nodes, Node("Z"), Node("W")),
    arcs=(
        *NETWORK.arcs,
        Arc("zw", "Z", "W", 90, 9, "Lock Island"),
        Arc("wz", "W", "Z", 90, 9, "Lock Island"),
    ),
)
FAULTS: dict[str, tuple[Problem, str]] = {
    "a part cut off": (
        replace(ISLAND, services=(replace(worked.HIGH, id="lock", name="Lock Island", arcs=("zw", "wz")),)),
        "Lock Island (lock) cannot be driven to from The yard.",
    ),
    "a one-way trap": (
        replace(VILLAGE, network=worked.arcs(without="ca cb"), services=(worked.CHURCH,)),
        "Church Walk (church) can be driven into, but there is no way back from it to The yard.",
    ),
    "a street nobody can come into": (
        replace(VILLAGE, network=worked.arcs(without="bc"), services=(worked.BACK, BANK)),
        "Back Lane (back) cannot be driven to from The yard.",
    ),
    "a trap made by turns": (
        replace(
            network(turns=(Turn("bc", "ca", None), Turn("bc", "cb", None))), services=(worked.CHURCH,)
        ),
        "Church Walk (church) can be driven into, but there is no way back from it to The yard.",
    ),
    "a street barred to all": (
        replace(
            worked.lorry(class_="artic"),
            network=worked.arcs(Arc("bc", "B", "C", 300, 40, by_class={"artic": None})),
        ),
        "Church Walk (church) is barred to every class of vehicle at The yard.",
    ),
    "a tip cut off": (
        replace(VILLAGE, network=worked.arcs(without="tb")),
        "The tip The pit cannot be driven to and back from any depot.",
    ),
    "a depot off the network": (
        worked.village(sites=(Site("yard", "Nowhere", DEPOT, "The yard"), VILLAGE.sites[1])),
        "The depot The yard is at node ‘Nowhere’, which is not on the network.",
    ),
    "an arc of no metres": (
        replace(VILLAGE, network=worked.arcs(Arc("bt", "B", "T", 0, 120, "Quarry Road"))),
        "Arc bt (Quarry Road) is 0 metres long: give it its length, or make its ends one node.",
    ),
    "an arc of no seconds for one class": (
        replace(VILLAGE, network=worked.arcs(Arc("bt", "B", "T", 1500, 120, by_class={"artic": 0}))),
        "Arc bt is 0 seconds long: give it its length, or make its ends one node.",
    ),
    "a load above any payload": (
        worked.service("back", load={"refuse": 7000}),
        "Back Lane (back) has 7,000 kg of refuse in one visit, and no vehicle carries more than 6,000 kg of it: "
        "split it, or visit it more often.",
    ),
    "a material with no compartment": (
        worked.lorry(payload={"refuse": 6000}),
        "Bottle bank (bank) has 500 kg of glass in one visit, and no vehicle carries more than 0 kg of it: "
        "split it, or visit it more often.",
    ),
    "a material that no tip takes": (
        worked.pit(materials=("refuse",)),
        "No tip takes glass: add it to a tip’s materials.",
    ),
    "a skill nobody has": (
        worked.service("back", skill="narrow lanes"),
        "Back Lane (back) needs ‘narrow lanes’, which no vehicle has.",
    ),
    "a node twice": (
        network(nodes=(*NETWORK.nodes, Node("A"))),
        "2 nodes are called ‘A’: give each its own name.",
    ),
    "a service three times": (
        worked.village(services=(*VILLAGE.services, BANK, BANK)),
        "3 services are called ‘bank’: give each its own name.",
    ),
    "a turn twice": (
        network(turns=(Turn("ya", "ab", 1), Turn("ya", "ab", None))),
        "2 turns are called ‘ya to ab’: give each its own name.",
    ),
    "metres for degrees": (
        placed((385_000.0, 398_000.0), (385_200.0, 398_100.0)),
        "Node Y, with 1 other, is at longitude 385,000, latitude 398,000: these look like eastings and northings in "
        "metres, and should be degrees.",
    ),
    "degrees changed over": (
        placed((53.5, -2.25)),
        "Node Y is at longitude 53.5000, latitude -2.2500: these look changed over.",
    ),
    "an arc to nowhere": (
        replace(VILLAGE, network=worked.arcs(Arc("bt", "B", "X", 1500, 120, "Quarry Road"))),
        "Arc bt (Quarry Road) ends at node ‘X’, which the network has not.",
    ),
    "a turn of no arc": (
        network(turns=(Turn("ya", "xx", None),)),
        "A turn names arc ‘xx’, which the network has not.",
    ),
    "a turn between streets apart": (
        network(turns=(Turn("ya", "bt", None),)),
        "There is a turn from Arc ya (Mill Lane) into Arc bt (Quarry Road), but the one does not end where the other "
        "begins.",
    ),
    "a service of nothing": (
        worked.service("bank", node=""),
        "Bottle bank (bank) must have one arc or two, or else a node.",
    ),
    "a point off the network": (
        worked.service("bank", node="X"),
        "Bottle bank (bank) is at node ‘X’, which is not on the network.",
    ),
    "a service along no arc": (
        worked.service("back", arcs=("xx",)),
        "Back Lane (back) is along arc ‘xx’, which the network has not.",
    ),
    "a window too narrow": (
        worked.service("back", window=Window(0, 249)),
        "Back Lane (back) takes longer than its window is open: widen the window.",
    ),
    "a tip open too short": (
        worked.pit(hours=Window(0, 599)),
        "The tip The pit is not open long enough for its turnaround.",
    ),
    "a site of no kind": (worked.pit(kind="quarry"), "Site The pit must be a depot or a tip, not ‘quarry’."),
    "a vehicle of no depot": (
        worked.lorry(depot="pit"),
        "Vehicle R1 is of depot ‘pit’, which the problem has not.",
    ),
    "a day nobody planned": (
        worked.service("bank", patterns=(("Monday", "Sunday"),)),
        "Bottle bank (bank) names ‘Sunday’, which is not one of the days planned.",
    ),
    "a pattern of no days": (
        worked.service("bank", patterns=((),)),
        "Bottle bank (bank) has a pattern of no days: leave it out.",
    ),
    "no vehicles": (worked.village(vehicles=()), "The problem has no vehicles: give at least one."),
}  # fmt: skip


def test_a_good_problem_has_none() -> None:
    assert faults(VILLAGE) == ()
    assert faults(worked.lorry(payload={})) == ()
    assert faults(worked.lorry(payload={ANY: 9000})) == ()
    assert faults(placed((-2.25, 53.5), (-2.26, 53.51))) == ()


@pytest.mark.parametrize("name", FAULTS)
def test_each_fault_is_told_and_names_the_place(name: str) -> None:
    problem, sentence = FAULTS[name]
    assert sentence in [it.sentence for it in faults(problem)]


def test_what_one_vehicle_cannot_reach_another_may() -> None:
    narrow = worked.arcs(Arc("bc", "B", "C", 300, 40, by_class={"artic": None}))
    mixed = worked.village(network=narrow, vehicles=(replace(LORRY, class_="artic"), replace(LORRY, id="R2")))
    assert faults(mixed) == ()
    with_lift = replace(mixed, services=tuple(replace(it, skill="lift") for it in mixed.services))
    only = tuple(replace(it, skills=("lift",) if it.class_ else ()) for it in mixed.vehicles)
    assert [it.sentence for it in faults(replace(with_lift, vehicles=only))] == [
        "Church Walk (church) is barred to every class of vehicle at The yard (only a vehicle with ‘lift’ may do it).",
        "Back Lane (back) cannot be driven to from The yard (only a vehicle with ‘lift’ may do it).",
    ]
