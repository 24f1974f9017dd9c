"""Street networks: read from OpenStreetMap, OS Open Roads or a table; ways through them; what they ask of a round.

    streets = read_streets(Path("district.osm.pbf"), [LARGE_REFUSE, NARROW_REFUSE])
    streets.network, streets.stretches, streets.notes       # for the problem, for the map, for a person
    depot = nearest_node(streets, (-2.06, 52.33), "The depot")
    unreached(streets, depot.id)                            # by name, before anything is planned
    placed, lost = place(streets, read_properties(Path("properties.csv")).rows)
    services(streets, placed).services                      # seconds, kilograms and homes by street
    matrix(streets.network, [Place(node=depot.id), Place(arc=...)])     # int32 seconds and metres, turns counted
    directions(streets, path(streets.network, start, end))  # 'left into Mill Lane'

The rules, their sources and a worked example: docs/methods/street-network.md.
"""

from moothall.engines.rounds.network.demand import RATES, Demand, Rate, services
from moothall.engines.rounds.network.directions import Step, directions
from moothall.engines.rounds.network.paths import UNREACHABLE, Matrix, Paths, Place, matrix, path
from moothall.engines.rounds.network.placing import Lost, Placed, place
from moothall.engines.rounds.network.properties import Properties, Property
from moothall.engines.rounds.network.properties import read as read_properties
from moothall.engines.rounds.network.reach import Unreached, nearest_node, unreached
from moothall.engines.rounds.network.reading import read_streets
from moothall.engines.rounds.network.streets import Streets, Stretch
from moothall.engines.rounds.network.turning import FREE, TurnPrices
from moothall.engines.rounds.network.vehicles import CLASSES, LARGE_REFUSE, NARROW_REFUSE, VehicleClass

__all__ = [
    "CLASSES",
    "FREE",
    "LARGE_REFUSE",
    "NARROW_REFUSE",
    "RATES",
    "UNREACHABLE",
    "Demand",
    "Lost",
    "Matrix",
    "Paths",
    "Place",
    "Placed",
    "Properties",
    "Property",
    "Rate",
    "Step",
    "Streets",
    "Stretch",
    "TurnPrices",
    "Unreached",
    "VehicleClass",
    "directions",
    "matrix",
    "nearest_node",
    "path",
    "place",
    "read_properties",
    "read_streets",
    "services",
    "unreached",
]
