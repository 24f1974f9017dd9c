"""What OpenStreetMap's tags mean for a vehicle."""

import pytest

from moothall.engines.rounds.network import CLASSES, LARGE_REFUSE, NARROW_REFUSE, osm

CAR = CLASSES["car"]
LINE = ((-2.0, 52.3), (-2.001, 52.3))


def way(**tags):
    tags = {key.replace("_", ":"): value for key, value in tags.items()}
    return osm.way("1", {"highway": "residential"} | tags, (1, 2), LINE)


@pytest.mark.parametrize(
    ("tags", "forward", "backward"),
    [
        ({}, True, True),
        ({"oneway": "yes"}, True, False),
        ({"oneway": "-1"}, False, True),
        ({"oneway": "no", "junction": "roundabout"}, True, True),
        ({"junction": "roundabout"}, True, False),
        ({"highway": "motorway"}, True, False),
        ({"highway": "motorway", "oneway": "no"}, True, True),
    ],
)
def test_one_ways(tags, forward, backward):
    found = way(**tags)
    assert (found.forward, found.backward) == (forward, backward)


@pytest.mark.parametrize(
    "tags", [{"highway": "footway"}, {"highway": "steps"}, {"area": "yes"}, {"access": "private"}]
)
def test_what_nobody_drives_is_no_way(tags):
    assert way(**tags) is None


@pytest.mark.parametrize(
    ("tags", "lorry", "car"),
    [
        ({}, True, True),
        ({"hgv": "no"}, False, True),
        ({"hgv": "destination"}, True, True),
        ({"access": "no", "hgv": "yes"}, True, False),
        ({"motor_vehicle": "no", "highway": "residential"}, False, False),
        ({"maxwidth": "2.1"}, False, True),
        ({"maxwidth": "6'6\""}, False, True),
        ({"maxheight": "3.2 m"}, False, True),
        ({"maxweight": "7.5"}, False, True),
        ({"maxweight": "default"}, True, True),
    ],
)
def test_who_may_drive(tags, lorry, car):
    found = osm.way("1", {"highway": "residential"} | tags, (1, 2), LINE)
    assert (found is not None and LARGE_REFUSE.may_drive(found)) == lorry
    assert (found is not None and CAR.may_drive(found)) == car


def test_a_weight_limit_that_excepts_access_keeps_no_collection_out():
    tags = {"highway": "residential", "maxweightrating:hgv": "7.5"}
    assert not LARGE_REFUSE.may_drive(osm.way("1", tags, (1, 2), LINE))
    tags["maxweightrating:hgv:conditional"] = "none @ destination"
    assert LARGE_REFUSE.may_drive(osm.way("1", tags, (1, 2), LINE))


def test_why_not_is_said_with_both_figures():
    narrow = osm.way("1", {"highway": "residential", "maxwidth": "2.4"}, (1, 2), LINE)
    assert LARGE_REFUSE.why_not(narrow) == "has a width limit of 2.4 m and the vehicle has 2.55 m"
    assert NARROW_REFUSE.why_not(narrow) == ""


@pytest.mark.parametrize(
    ("highway", "more", "open"),
    [
        ("pedestrian", {}, False),
        ("pedestrian", {"access": "yes"}, False),
        ("pedestrian", {"motor_vehicle": "delivery"}, True),
        ("track", {}, False),
        ("service", {}, True),
        ("service", {"service": "driveway"}, False),
        ("busway", {}, False),
    ],
)
def test_roads_that_are_closed_unless_said(highway, more, open):
    assert (osm.way("1", {"highway": highway} | more, (1, 2), LINE) is not None) == open


@pytest.mark.parametrize(
    ("text", "miles"),
    [("30 mph", 30), ("GB:nsl_single", 60), ("national", None), ("48", pytest.approx(29.83, abs=0.01))],
)
def test_posted_limits(text, miles):
    assert osm.miles_an_hour(text) == miles


def test_speeds():
    limited = way(maxspeed="20 mph")
    assert CAR.speed(limited) * 3.6 == pytest.approx(20 * 1.609344 * 0.8)
    assert CAR.speed(way()) * 3.6 == pytest.approx(25)
    fast = osm.way("1", {"highway": "trunk", "maxspeed": "60 mph"}, (1, 2), LINE)
    assert LARGE_REFUSE.speed(fast) * 3.6 == pytest.approx(50 * 1.609344 * 0.8)  # a lorry's own limit
    lane = osm.way("1", {"highway": "unclassified", "maxspeed": "60 mph"}, (1, 2), LINE)
    assert CAR.speed(lane) * 3.6 == pytest.approx(37.5)


@pytest.mark.parametrize(
    ("text", "tonnes"), [("7.5 t", 7.5), ("18000 kg", 18), ("3 st", 2.722), ("none", None)]
)
def test_weights(text, tonnes):
    assert osm.tonnes(text) == tonnes
