"""Streets drawn by hand, in metres east and north of a point in no town."""

from typing import Any

from moothall.engines.rounds.network import LARGE_REFUSE, Streets, TurnPrices, VehicleClass
from moothall.engines.rounds.network.junctions import build
from moothall.engines.rounds.network.streets import metres_a_degree
from moothall.engines.rounds.network.ways import Restriction, Survey, Way

HERE = (-2.0, 52.3)
SpotXY = tuple[float, float]


def at(east: float, north: float) -> tuple[float, float]:
    """In degrees."""
    a_degree = metres_a_degree(HERE[1])
    return HERE[0] + east / a_degree[0], HERE[1] + north / a_degree[1]


def way(id: str, *spots: SpotXY, road: str = "residential", name: str | None = None, **more: Any) -> Way:
    """A street through these spots; the same spot in two streets is where they meet."""
    called = f"{id.capitalize()} Street" if name is None else name
    return Way(id, road, spots, tuple(at(*it) for it in spots), called, **more)


def streets(
    *ways: Way,
    classes: tuple[VehicleClass, ...] = (LARGE_REFUSE,),
    prices: TurnPrices | None = None,
    restrictions: tuple[Restriction, ...] = (),
    turning: tuple[SpotXY, ...] = (),
) -> Streets:
    return build(Survey(ways, restrictions, frozenset(turning)), classes, prices)


def node(drawn: Streets, spot: SpotXY) -> str:
    """The node at a spot."""
    longitude, latitude = at(*spot)
    return next(
        it.id
        for it in drawn.network.nodes
        if it.longitude == round(longitude, 7) and it.latitude == round(latitude, 7)
    )
