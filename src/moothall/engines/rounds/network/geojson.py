"""Streets from GeoJSON of OpenStreetMap ways: one feature a way, its tags as properties.

As GDAL, osmextract, QGIS or Overpass write it: tags in columns of their own or together in `other_tags`, a way as
LineString or MultiLineString. Where each feature lists its `nodes`, ways join at equal nodes; else at equal points.
"""

import json
import re
from collections.abc import Hashable, Iterator
from pathlib import Path
from typing import Any

from moothall.engines.rounds.network import osm
from moothall.engines.rounds.network.grid import on_the_grid, to_degrees, why_not_degrees
from moothall.engines.rounds.network.ways import Point, Survey
from moothall.kit.unreadable import Unreadable

_PAIR = re.compile(r'"((?:[^"\\]|\\.)*)"=>"((?:[^"\\]|\\.)*)"')  # PostgreSQL's hstore, as GDAL writes it
NOTES = ("A GeoJSON file has no banned turns and no bollards: use an .osm.pbf file where they matter.",)
_DEGREES, _GRID = ("CRS84", "4326", "4258"), "27700"


def read(path: Path) -> Survey:
    """Raises Unreadable with one sentence that says what to do."""
    called = f"‘{path.name}’"
    try:
        data = json.loads(path.read_text("utf-8-sig"))
    except OSError:
        raise Unreadable(f"{called} cannot be opened: check its name and that you may read it.") from None
    except UnicodeDecodeError:
        raise Unreadable(f"{called} is not text: save it as GeoJSON in UTF-8.") from None
    except json.JSONDecodeError as fault:
        raise Unreadable(f"{called} is not GeoJSON: look at line {fault.lineno} ({fault.msg}).") from None
    features = data.get("features") if isinstance(data, dict) else None
    if not isinstance(features, list) or not all(isinstance(it, dict) for it in features):
        raise Unreadable(f"{called} is not a GeoJSON FeatureCollection: export the streets as one.")
    grid = _on_grid(data, called)
    lines = list(_lines(features, called))
    by_nodes = all(nodes is not None for *_, nodes in lines)
    ways = []
    for id, tags, line, nodes in lines:
        points = [_degrees(it, grid, called, id) for it in line]
        keys: list[Hashable] = list(nodes) if by_nodes and nodes else list(line)
        if found := osm.way(id, tags, keys, points):
            ways.append(found)
    if not ways:
        raise Unreadable(
            f"{called} has no streets: each needs a ‘highway’ property, as OpenStreetMap has it."
        )
    return Survey(tuple(ways), attribution=osm.ATTRIBUTION, notes=NOTES)


def _on_grid(data: dict[str, Any], called: str) -> bool:
    """Are its coordinates eastings and northings? Degrees are the rule (RFC 7946); older files name another."""
    try:
        name = str(data["crs"]["properties"]["name"])
    except (KeyError, TypeError):
        return False
    if _GRID in name:
        return True
    if any(it in name for it in _DEGREES):
        return False
    raise Unreadable(
        f"{called} is in coordinates of {name}: save it in degrees (EPSG:4326) or on the National Grid (EPSG:27700)."
    )


def _lines(
    features: list[dict[str, Any]], called: str
) -> Iterator[tuple[str, dict[str, str], list[Point], list[Hashable] | None]]:
    """Of each line: its way's id, its tags, its points, and the ids of its nodes where they are given."""
    for count, feature in enumerate(features):
        properties, geometry = (
            part if isinstance(part := feature.get(name), dict) else {} for name in ("properties", "geometry")
        )
        id = str(properties.get("osm_id") or properties.get("@id") or feature.get("id") or count)
        id = id.removeprefix("way/")
        tags = {key: str(value) for key, value in properties.items() if value is not None}
        tags |= dict(_PAIR.findall(tags.pop("other_tags", "")))
        kind, drawn = geometry.get("type"), geometry.get("coordinates")
        lines: list[Any] = drawn if isinstance(drawn, list) else []
        for part in lines if kind == "MultiLineString" else [lines] if kind == "LineString" else []:
            try:
                line = [(float(it[0]), float(it[1])) for it in part]
            except (TypeError, ValueError, IndexError, KeyError):
                raise Unreadable(f"{called}: way {id} has a point that is no pair of numbers.") from None
            nodes = properties.get("nodes")
            if not isinstance(nodes, list) or len(nodes) != len(line):
                nodes = None
            yield id, tags, line, nodes and [str(it) for it in nodes]


def _degrees(point: Point, grid: bool, called: str, id: str) -> Point:
    x, y = point
    if grid and on_the_grid(x, y):
        return to_degrees(x, y)
    if grid:
        raise Unreadable(
            f"{called}: way {id} is at {x:g}, {y:g}, which is not on the National Grid: check its system."
        )
    if why := why_not_degrees(x, y):
        raise Unreadable(
            f"{called}: way {id} is at {x:g}, {y:g}, which is {why}: save it in degrees (EPSG:4326), longitude first."
        )
    return x, y
