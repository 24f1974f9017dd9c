"""From streets and properties to a problem: without faults, and costed by the checker as the matrix says."""

from tests.engines.rounds.drawn import at, node, streets, way

from moothall.engines.rounds import Plan, Problem, Round, Stop, check, faults
from moothall.engines.rounds.network import LARGE_REFUSE, Place, Property, matrix, place, services
from moothall.engines.rounds.problem import DEPOT, Site, Vehicle

TOWN = streets(
    way("main", (-200, 0), (0, 0), (100, 0), (200, 0), road="primary"),
    way("mill", (0, 0), (0, -120)),
    way("weir", (100, 0), (100, 90), (0, 90), (0, 0)),
    way("park", (100, 0), (100, -120), (0, -120), road="tertiary", backward=False),
)
HOMES = [
    Property(str(number), at(*spot), f"{street} Street", container="refuse bin")
    for number, (spot, street) in enumerate(
        [
            ((-8, -40), "Mill"),
            ((8, -60), "Mill"),
            ((-50, 9), "Main"),
            ((50, -9), "Main"),
            ((90, 60), "Weir"),
            ((50, -110), "Park"),
        ]
    )
]


def test_a_town_is_a_problem_without_faults_and_the_checker_drives_as_the_matrix_says():
    placed, lost = place(TOWN, HOMES)
    demand = services(TOWN, placed, vehicle_class=LARGE_REFUSE.name)
    assert (lost, demand.lost) == ([], ())
    yard = node(TOWN, (-200, 0))
    problem = Problem(
        name="Town",
        network=TOWN.network,
        services=demand.services,
        sites=(Site("yard", yard, DEPOT),),
        vehicles=(Vehicle("R1", "yard", LARGE_REFUSE.name),),
    )
    assert faults(problem) == ()

    stops = tuple(Stop(it.id, it.arcs[-1]) for it in demand.services)
    report = check(problem, Plan((Round("R1", "Monday", stops),)))
    assert report.feasible, report.broken
    places = [Place(node=yard), *(Place(arc=it.arc) for it in stops), Place(node=yard)]
    found = matrix(TOWN.network, places, [LARGE_REFUSE.name])
    driven = sum(
        int(found.seconds[0, found.leave[number], found.enter[number + 1]])
        for number in range(len(places) - 1)
    )
    assert report.seconds == driven + sum(it.seconds for it in demand.services)
    assert any(it.seconds for it in TOWN.network.turns)
