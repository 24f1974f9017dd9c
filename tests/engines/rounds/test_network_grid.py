"""Ordnance Survey's own worked examples."""

from math import cos, degrees, hypot, radians

import pytest

from moothall.engines.rounds.network.grid import (
    on_the_grid,
    to_degrees,
    to_grid,
    unprojected,
    why_not_degrees,
)


def test_the_worked_example_of_the_guide():
    """'A guide to coordinate systems in Great Britain', annex C: the projection, on the Airy ellipsoid."""
    latitude, longitude = (degrees(it) for it in unprojected(651_409.903, 313_177.270))
    assert latitude == pytest.approx(52 + 39 / 60 + 27.2531 / 3600, abs=1e-8)
    assert longitude == pytest.approx(1 + 43 / 60 + 4.5177 / 3600, abs=1e-8)


def test_a_surveyed_point_is_within_five_metres():
    """'Transformations and OSGM15 user guide', annex A: Caister water tower, by the exact transformation OSTN15."""
    longitude, latitude = to_degrees(651_409.804, 313_177.450)
    east = (longitude - 1.716073973) * 111_195 * cos(radians(latitude))
    north = (latitude - 52.658007833) * 111_195
    assert hypot(east, north) < 5


@pytest.mark.parametrize("place", [(-5.5, 50.1), (-2.0, 52.3), (1.7, 52.6), (-1.6, 55.7)])
def test_there_and_back(place):
    assert to_degrees(*to_grid(*place)) == pytest.approx(place, abs=2e-7)


@pytest.mark.parametrize(
    ("x", "y", "why"),
    [
        (-1.9, 52.3, ""),
        (430_000, 433_000, "an easting and a northing"),
        (52.3, -1.9, "a latitude where the longitude belongs"),
        (9e6, 9e6, "nowhere on Earth"),
    ],
)
def test_what_is_no_pair_of_degrees_is_told(x, y, why):
    assert why in why_not_degrees(x, y)
    assert bool(why) == bool(why_not_degrees(x, y))
    assert on_the_grid(x, y) == ("easting" in why)
