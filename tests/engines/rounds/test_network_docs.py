"""The worked example and the tables of docs/methods/street-network.md."""

from pathlib import Path

from tests.engines.rounds.drawn import at, node, streets, way

from moothall.engines.rounds.network import (
    CLASSES,
    RATES,
    Place,
    Property,
    directions,
    matrix,
    path,
    place,
    services,
)
from moothall.engines.rounds.network.turning import ACROSS, ROUND

PAGE = (Path(__file__).parents[3] / "docs" / "methods" / "street-network.md").read_text()
TOWN = streets(
    way("main", (-100, 0), (0, 0), (100, 0), road="primary"),
    way("side", (0, 0), (0, -80)),
)


def test_the_worked_example():
    homes = [
        Property(
            str(number), at(5, -20 * number), "Side Street", container="refuse bin", assisted=number == 3
        )
        for number in (1, 2, 3)
    ]
    placed, _ = place(TOWN, homes)
    (service,) = services(TOWN, placed).services
    assert (service.seconds, service.load) == (81, {"refuse": 31})

    depot = Place(node=node(TOWN, (-100, 0)))
    down = next(it.id for it in TOWN.network.arcs if it.head == node(TOWN, (0, -80)))
    places = [depot, Place(arc=down)]
    found = matrix(TOWN.network, places)
    out = 0, found.leave[0], found.enter[1]
    back = 0, found.leave[1], found.enter[0]
    assert (found.seconds[out], found.metres[out]) == (26, 100)
    assert (found.seconds[back], found.metres[back]) == (58, 180)
    assert found.seconds[out] + service.seconds + found.seconds[back] == 165

    driven = (*path(TOWN.network, *places), down, *path(TOWN.network, *reversed(places)))
    words = "; ".join(it.words for it in directions(TOWN, driven))
    assert f"In words: {words}." in " ".join(PAGE.split())


def test_the_tables():
    for it in CLASSES.values():
        sizes = f"{it.width:g} | {it.height:g} | {it.length:.1f} | {it.weight:g}"
        row = next(line for line in PAGE.splitlines() if line.startswith(f"| {it.name} |"))
        assert row.replace(".0 |", " |") == (
            f"| {it.name} | {it.mode} | {sizes} | {it.single} / {it.dual} |".replace(".0 |", " |")
        )
    for name, it in RATES.items():
        row = f"| {name} | {it.material} | {it.seconds:g} | {it.kilograms:g} | {it.set_out:.0%} |"
        assert row in PAGE
        assert it.assisted == 2.5
    assert "trunk 30, primary 20, secondary 15, tertiary 8, else 0" in PAGE
    assert ACROSS == {"motorway": 30, "trunk": 30, "primary": 20, "secondary": 15, "tertiary": 8}
    assert set(ROUND.values()) == {60, 90}
