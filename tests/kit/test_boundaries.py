"""Boundaries: read from GeoJSON, made flat, made simple; what cannot be read is one sentence."""

import json
import math

import pytest

from moothall.kit.boundaries import read_boundaries, simplified
from moothall.kit.unreadable import Unreadable

pytestmark = pytest.mark.once


def feature(code: str, *rings: list[list[float]], kind: str = "Polygon") -> dict[str, object]:
    coordinates = list(rings) if kind == "Polygon" else [[ring] for ring in rings]
    return {
        "type": "Feature",
        "properties": {"LAD24CD": code, "LAD24NM": code},
        "geometry": {"type": kind, "coordinates": coordinates},
    }


def collection(*features: object) -> bytes:
    return json.dumps({"type": "FeatureCollection", "features": features}).encode()


def square(x: float, y: float, side: float) -> list[list[float]]:
    return [[x, y], [x + side, y], [x + side, y + side], [x, y + side], [x, y]]


def test_degrees_are_made_flat_where_england_lies() -> None:
    found = read_boundaries(collection(feature("E07000001", square(-1, 52, 1))))
    (ring,) = found.outlines["E07000001"]
    xs, ys = ring[::2], ring[1::2]
    assert not found.planar and len(ring) == 10
    assert (max(xs) - min(xs)) / (max(ys) - min(ys)) == pytest.approx(math.cos(math.radians(53)), rel=1e-4)


def test_metres_are_kept_and_specks_left_out() -> None:
    content = collection(
        feature("E07000001", square(400000, 300000, 20000), square(430000, 300000, 10), kind="MultiPolygon"),
        feature("E07000002", square(420000, 300000, 10)),
        feature("somewhere", square(420000, 300000, 10)),
    )
    found = read_boundaries(content)
    assert found.planar and found.skipped == 1
    assert [len(found.outlines[it]) for it in ("E07000001", "E07000002")] == [1, 1], "never all of an area"
    assert found.outlines["E07000001"][0][:2] == (400000, 300000)


def test_a_line_is_simplified_within_its_limit() -> None:
    circle = [(math.cos(i / 100 * math.tau), math.sin(i / 100 * math.tau)) for i in range(100)]
    circle.append(circle[0])
    kept = simplified(circle, 0.02)
    assert kept[0] == kept[-1] and 8 < len(kept) < 40
    assert simplified(circle, 0.0) == circle


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"no", "not JSON"),
        (b"[]", "FeatureCollection"),
        (collection(), "No feature"),
        (collection({"properties": {"LAD24CD": "E07000001"}, "geometry": None}), "No feature"),
        (collection(feature("E07000001", [[float("nan"), 1]] * 4)), "E07000001"),
    ],
)
def test_what_is_no_boundary_is_said(content: bytes, said: str) -> None:
    with pytest.raises(Unreadable, match=said):
        read_boundaries(content)
