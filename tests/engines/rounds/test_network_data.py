"""Two real extracts of OpenStreetMap streets: they import, are routed, and what cannot be reached is named."""

import pytest

from moothall.engines.rounds.network import (
    CLASSES,
    LARGE_REFUSE,
    UNREACHABLE,
    Paths,
    Place,
    directions,
    matrix,
    read_streets,
    unreached,
)

pytestmark = pytest.mark.data


def best_depot(streets):
    """The node from which most streets are reached and come back from, and their arcs."""
    paths = Paths(streets.network)
    found = {
        it.id: paths.ahead_of(Place(node=it.id)) & paths.back_to(Place(node=it.id))
        for it in streets.network.nodes
    }
    node = max(found, key=lambda it: (len(found[it]), it))
    return node, found[node]


@pytest.mark.parametrize(
    ("name", "nodes", "arcs", "joined"),
    [("leeds_university_osm_highways", 113, 223, 98), ("london_kingscross_ATI_osm", 234, 446, 387)],
)
def test_an_extract_is_imported_and_routed(data_folder, name, nodes, arcs, joined):
    """`joined`: the arcs that a lorry can drive from the best-placed depot and come back from."""
    streets = read_streets(data_folder / "streets" / f"{name}.geojson", (LARGE_REFUSE, CLASSES["car"]))
    network = streets.network
    assert (len(network.nodes), len(network.arcs)) == (nodes, arcs)
    assert all(it.metres > 0 and it.seconds > 0 for it in network.arcs)
    assert all(it.street for it in network.arcs)
    depot, good = best_depot(streets)
    assert len(good) == joined
    cut_off = unreached(streets, depot)
    assert good.isdisjoint(arc for it in cut_off for arc in it.arcs)
    edges = sum(not set(edge) & good for edge in streets.edges)
    assert sum(len(it.arcs) for it in cut_off) == edges
    assert all(it.words.startswith(it.street) and it.words.endswith(".") for it in cut_off)

    places = [Place(node=depot), *(Place(arc=it) for it in sorted(good))]
    found = matrix(network, places)
    seconds = found.seconds[0][found.leave[:, None], found.enter[None, :]]
    assert (seconds[0] < UNREACHABLE).all()
    assert (seconds[:, 0] < UNREACHABLE).all()
    far = int(seconds[0].argmax())
    way = Paths(network).path(places[0], places[far])
    assert way
    known = {it.id: it for it in network.arcs}
    turns = {(it.from_arc, it.to_arc): it.seconds or 0 for it in network.turns}
    driven = sum(known[it].seconds for it in way)
    turned = sum(turns.get(pair, 0) for pair in zip(way, (*way[1:], places[far].arc), strict=True))
    assert driven + turned == seconds[0, far]
    steps = directions(streets, way)
    assert sum(it.metres for it in steps) == sum(known[it].metres for it in way)
