"""Streets from a file, by what kind of file it is."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from moothall.engines.rounds.network import arcs, geojson, junctions, open_roads, pbf
from moothall.engines.rounds.network.streets import Streets
from moothall.engines.rounds.network.turning import TurnPrices
from moothall.engines.rounds.network.vehicles import LARGE_REFUSE, VehicleClass
from moothall.engines.rounds.network.ways import Bounds, Survey
from moothall.kit.unreadable import Unreadable

KINDS = (".geojson", ".json", ".pbf", ".osm", ".gpkg", ".csv", ".xlsx", ".ods")


def read_streets(
    path: Path,
    classes: Sequence[VehicleClass] = (LARGE_REFUSE,),
    prices: TurnPrices | None = None,
    bounds: Bounds | None = None,
) -> Streets:
    """Times are those of the first class unless an arc says otherwise; `bounds`: only what lies within or crosses.

    A table has its own times, for all classes. Raises Unreadable with one sentence.
    """
    if not path.is_file():
        raise Unreadable(f"‘{path.name}’ is not there: check its name and folder and try again.")
    match path.suffix.lower():
        case ".geojson" | ".json":
            survey = geojson.read(path)
        case ".pbf" | ".osm":
            survey = pbf.read(path)
        case ".gpkg":
            survey = open_roads.read(path, bounds)
        case ".csv" | ".xlsx" | ".ods":
            return arcs.read(path, prices)
        case _:
            raise Unreadable(
                f"‘{path.name}’ is no street network that can be read: give one of {', '.join(KINDS)}."
            )
    return junctions.build(_within(survey, bounds) if bounds else survey, classes, prices)


def _within(survey: Survey, bounds: Bounds) -> Survey:
    west, south, east, north = bounds
    ways = tuple(
        way for way in survey.ways if any(west <= x <= east and south <= y <= north for x, y in way.points)
    )
    if not ways:
        raise Unreadable(
            "No street lies within the bounds: check that they are west, south, east, north in degrees."
        )
    return replace(survey, ways=ways)
