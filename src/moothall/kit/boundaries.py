"""Boundaries of areas read from GeoJSON and simplified for a page: rings of whole numbers, small and quick to draw.

    found = read_boundaries(content)
    found.outlines["E07000234"]       # rings, each (x, y, x, y, ...)

Degrees of longitude and latitude become metres on a plane that is true at 53 degrees north, the middle of England;
coordinates already in metres (the National Grid) are kept. Lines are simplified by Douglas and Peucker's rule.
"""

import json
import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

from moothall.kit.unreadable import Unreadable
from moothall.reference.gss import area_type

METRES = 111_320  # in a degree of latitude
TRUE_AT = math.cos(math.radians(53))
FINENESS = 900  # the longer side of all the boundaries is this many of the least distance kept

Point = tuple[float, float]
Ring = tuple[int, ...]


@dataclass(frozen=True)
class Boundaries:
    """Outlines by area code. `planar`: the file was in metres. `skipped`: features without a code known here."""

    outlines: dict[str, tuple[Ring, ...]]
    planar: bool
    skipped: int


def read_boundaries(content: bytes) -> Boundaries:
    """The outlines of a GeoJSON FeatureCollection of polygons, each feature with a GSS code among its properties.

    Raises Unreadable with one sentence when it is not one.
    """
    try:
        data = json.loads(content)
    except (ValueError, RecursionError) as fault:
        raise Unreadable("The file is not JSON: export the boundaries as GeoJSON.") from fault
    features = data.get("features") if isinstance(data, dict) else None
    if not isinstance(features, list):
        raise Unreadable("The file is not a GeoJSON FeatureCollection: export the boundaries as GeoJSON.")
    found: dict[str, list[list[Point]]] = {}
    skipped = 0
    for feature in features:
        code = _code(feature)
        if code is None:
            skipped += 1
            continue
        found.setdefault(code, []).extend(_rings(feature, code))
    if not any(found.values()):
        raise Unreadable("No feature has both a polygon and the GSS code of an area: check its properties.")
    points = list(chain.from_iterable(chain.from_iterable(found.values())))
    planar = any(abs(x) > 180 or abs(y) > 90 for x, y in points)
    if not planar:
        found = {code: [_flattened(ring) for ring in rings] for code, rings in found.items()}
        points = list(chain.from_iterable(chain.from_iterable(found.values())))
    xs, ys = [x for x, _ in points], [y for _, y in points]
    least = max(max(xs) - min(xs), max(ys) - min(ys)) / FINENESS
    outlines = {code: tuple(_kept(rings, least)) for code, rings in sorted(found.items())}
    return Boundaries(outlines, planar, skipped)


def _code(feature: Any) -> str | None:
    properties = feature.get("properties") if isinstance(feature, dict) else None
    if not isinstance(properties, dict):
        return None
    # LAD24CD before any other property that happens to hold a code
    named = sorted(properties.items(), key=lambda it: not it[0].upper().endswith("CD"))
    return next((it for _, it in named if isinstance(it, str) and area_type(it)), None)


def _rings(feature: Any, code: str) -> Iterator[list[Point]]:
    geometry = feature.get("geometry") or {}
    parts = geometry.get("coordinates") if isinstance(geometry, dict) else None
    kind = geometry.get("type") if isinstance(geometry, dict) else None
    polygons: Any = {"Polygon": [parts], "MultiPolygon": parts}.get(str(kind)) or []
    try:
        for polygon in polygons:
            for ring in polygon:
                points = [(float(point[0]), float(point[1])) for point in ring]
                if not all(math.isfinite(x) and math.isfinite(y) for x, y in points):
                    raise ValueError
                if len(points) > 3:
                    yield points
    except (TypeError, ValueError, IndexError) as fault:
        raise Unreadable(
            f"The polygon of {code} is not made of pairs of numbers: export it again."
        ) from fault


def _flattened(ring: Iterable[Point]) -> list[Point]:
    return [(x * METRES * TRUE_AT, y * METRES) for x, y in ring]


def _kept(rings: Sequence[list[Point]], least: float) -> Iterator[Ring]:
    """The rings simplified; islands too small to see are left out, but never all of an area."""
    largest = max(rings, key=_extent, default=None)
    for ring in rings:
        if ring is not largest and _extent(ring) < 2 * least:
            continue
        points = simplified(ring, least)
        if len(points) < 4:
            points = ring[:: max(1, len(ring) // 6)]
        yield tuple(round(number) for point in points for number in point)


def _extent(ring: Sequence[Point]) -> float:
    xs, ys = [x for x, _ in ring], [y for _, y in ring]
    return max(max(xs) - min(xs), max(ys) - min(ys))


def simplified(points: Sequence[Point], least: float) -> list[Point]:
    """The line without the points that lie within `least` of the line that is left (Douglas and Peucker 1973)."""
    kept = [False] * len(points)
    kept[0] = kept[-1] = True
    # A ring begins where it ends: cut it at its far side first, for there is no line between one point.
    far = max(range(len(points)), key=lambda i: _apart(points[i], points[0], points[0]))
    kept[far] = True
    waiting = [(0, far), (far, len(points) - 1)]
    while waiting:
        first, last = waiting.pop()
        if last - first < 2:
            continue
        apart, at = max((_apart(points[i], points[first], points[last]), i) for i in range(first + 1, last))
        if apart > least:
            kept[at] = True
            waiting += [(first, at), (at, last)]
    return [point for point, stays in zip(points, kept, strict=True) if stays]


def _apart(point: Point, start: Point, end: Point) -> float:
    """How far a point is from the stretch between two others."""
    (x, y), (x1, y1), (x2, y2) = point, start, end
    across, up = x2 - x1, y2 - y1
    length = across * across + up * up
    along = max(0.0, min(1.0, ((x - x1) * across + (y - y1) * up) / length)) if length else 0.0
    return math.hypot(x - x1 - along * across, y - y1 - along * up)
