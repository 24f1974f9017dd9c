"""Properties put on streets, and what a street asks of a round."""

import pytest
from tests.engines.rounds.drawn import at, streets, way

from moothall.engines.rounds.network import (
    CLASSES,
    LARGE_REFUSE,
    Property,
    Rate,
    TurnPrices,
    place,
    read_properties,
    services,
)
from moothall.engines.rounds.network.grid import to_grid
from moothall.engines.rounds.network.placing import plain
from moothall.engines.rounds.network.ways import Limits
from moothall.engines.rounds.problem import Today
from moothall.kit.unreadable import Unreadable

HIGH = way("high", (0, 0), (100, 0), (200, 0), road="primary")
MILL = way("mill", (100, 0), (100, 80))
TOWN = streets(HIGH, MILL)
RATES = {"bin": Rate("refuse", seconds=10, kilograms=8), "caddy": Rate("food", 5, 3, set_out=0.5)}
NUMBERS = iter(range(1, 10_000))


def home(east, north, street="", container="bin", **more):
    return Property(str(next(NUMBERS)), at(east, north), street, container=container, **more)


def one(*properties, town=TOWN):
    placed, lost = place(town, properties)
    assert not lost
    return placed


def street_of(town, placed):
    return town.stretches[town.edges[placed.edge][0]].street


def test_on_the_nearest_stretch_of_its_own_street():
    """Ten metres from Mill Street but thirty from its own, High Street."""
    (placed,) = one(home(110, 30, "High Street"))
    assert street_of(TOWN, placed) == "High Street"
    assert placed.metres == 30
    (by_nearness,) = one(home(110, 30, "Elsewhere Road"))
    assert street_of(TOWN, by_nearness) == "Mill Street"


@pytest.mark.parametrize("name", ["MILL ST", "Mill St.", "mill street"])
def test_names_are_compared_as_people_write_them(name):
    assert street_of(TOWN, one(home(140, 30, name))[0]) == "Mill Street"


@pytest.mark.parametrize(
    ("one", "other"),
    [("St John's Rd", "Saint Johns Road"), ("Orchard-Way", "Orchard Way"), ("A & B Cl", "A and B Close")],
)
def test_names_that_are_the_same(one, other):
    assert plain(one) == plain(other)


def test_names_that_are_not():
    assert plain("Mill Lane") != plain("Mill Close")
    assert plain("St Street") == "st street"


def test_the_number_of_a_street_goes_before_its_name():
    town = streets(HIGH, way("mill", (100, 0), (100, 80), usrn="4401"))
    (placed,) = one(home(110, 10, "High Street", usrn="04401"), town=town)
    assert street_of(town, placed) == "Mill Street"


@pytest.mark.parametrize(
    ("spot", "street", "why"),
    [
        ((100, 900), "High Street", "is 900 m from the nearest High Street"),
        (
            (100, 900),
            "Nowhere Lane",
            "no such street is in the network, and the nearest, Mill Street, is 820 m away",
        ),
        ((100, 900), "", "names no street"),
        ((90_000, 0), "High Street", "is 89.8 km from every street: check the coordinates"),
    ],
)
def test_what_cannot_be_placed_is_listed_with_its_reason(spot, street, why):
    placed, (lost,) = place(TOWN, [home(*spot, street)])
    assert placed == []
    assert why in lost.why
    assert lost.why.startswith(f"UPRN {lost.property.uprn}")


def test_each_side_of_a_main_road_is_its_own_service():
    placed = one(home(20, 10, "High Street"), home(30, 10, "High Street"), home(40, -10, "High Street"))
    made = services(TOWN, placed, rates=RATES).services
    drive = round(100 / (65 / 3.6))
    assert sorted((it.homes, it.load, it.seconds) for it in made) == [
        (1, {"refuse": 8}, drive + 10),
        (2, {"refuse": 16}, drive + 20),
    ]
    north, south = sorted(made, key=lambda it: -it.homes)
    assert len(north.arcs) == len(south.arcs) == 1
    # on the left of whoever drives east are the homes to the north
    (west_end, *_, east_end) = TOWN.stretches[north.arcs[0]].line
    assert west_end[0] < east_end[0]
    assert TOWN.stretches[north.arcs[0]].back == south.arcs[0]


def test_a_quiet_street_is_done_in_one_pass_first_along_the_kerb_of_most_homes():
    placed = one(home(110, 20, "Mill Street"), home(110, 40, "Mill Street"), home(90, 40, "Mill Street"))
    (made,) = services(TOWN, placed, rates=RATES).services
    assert (made.name, made.homes, made.load) == ("Mill Street", 3, {"refuse": 24})
    # two of three homes are on the east side: the left of whoever drives south
    line = TOWN.stretches[made.arcs[0]].line
    assert line[0][1] > line[-1][1]
    assert made.arcs[1] == TOWN.stretches[made.arcs[0]].back


def test_a_one_way_street_is_done_once_for_both_sides():
    town = streets(
        HIGH, way("mill", (100, 0), (100, 80), road="primary", backward=False), way("up", (100, 80), (0, 0))
    )
    placed = one(home(110, 40, "Mill Street"), home(90, 40, "Mill Street"), town=town)
    (made,) = services(town, placed, rates=RATES).services
    assert (len(made.arcs), made.homes) == (1, 2)


def test_seconds_and_kilograms():
    """Set-out, assisted collections, two containers at one home, a block of flats."""
    placed = one(
        home(110, 20, "Mill Street", container="caddy"),
        home(110, 30, "Mill Street", container="caddy", assisted=True),
        home(110, 40, "Mill Street", container="bin", homes=12),
    )
    (made,) = services(TOWN, placed, rates=RATES).services
    drive = round(80 / (25 / 3.6))
    assert made.seconds == drive + 19  # 2.5 + 2.5 × 2.5 + 10 = 18.75
    assert made.load == {"food": 3, "refuse": 8}
    assert made.homes == 14


def test_a_home_with_two_containers_is_one_home():
    first = home(110, 20, "Mill Street")
    placed = one(first, Property(first.uprn, first.point, first.street, container="caddy"))
    demand = services(TOWN, placed, rates=RATES)
    assert demand.services[0].homes == 1
    assert demand.services[0].load == {"food": 2, "refuse": 8}


def test_today_is_what_most_homes_have():
    homes = [home(110, 10 * it, "Mill Street", day="Tuesday", round="R2") for it in range(1, 4)]
    placed = one(*homes, home(110, 50, "Mill Street", day="Friday", round="R9"))
    (made,) = services(TOWN, placed, rates=RATES).services
    assert made.today == Today(("Tuesday",), "R2")


def test_what_the_vehicle_cannot_serve_is_lost_by_name():
    ginnel = way("ginnel", (200, 0), (200, 90), limits=Limits(width=2.1))
    town = streets(
        HIGH, MILL, ginnel, classes=(LARGE_REFUSE, CLASSES["cage"]), prices=TurnPrices(dead_end=None)
    )
    placed = one(
        home(210, 50, "Ginnel Street"), home(110, 50, "Mill Street"), home(50, 5, container="tub"), town=town
    )
    lost = [it.why for it in services(town, placed, rates=RATES, vehicle_class=LARGE_REFUSE.name).lost]
    assert any("Ginnel Street has a width limit of 2.1 m" in it for it in lost)
    assert any("Mill Street is a dead end where the vehicle may not turn round" in it for it in lost)
    assert any("has tub, not one of bin, caddy" in it for it in lost)


def table(tmp_path, text):
    path = tmp_path / "properties.csv"
    path.write_text(text)
    return read_properties(path)


def test_properties_from_a_table(tmp_path):
    east, north = to_grid(*at(110, 30))
    found = table(
        tmp_path,
        "UPRN,Street_Name,X_COORDINATE,Y_COORDINATE,Bin Type,Assisted,Day,Round\n"
        f"00100012,Mill Street,{east},{north},bin,Yes,Monday,R1\n",
    )
    (row,) = found.rows
    assert row.point == pytest.approx(at(110, 30), abs=1e-6)
    assert (row.uprn, row.street, row.container, row.assisted, row.day, row.round) == (
        "100012",
        "Mill Street",
        "bin",
        True,
        "Monday",
        "R1",
    )


@pytest.mark.parametrize(
    ("row", "why"),
    [
        ("x,-2,52.3,,", "is no UPRN"),
        ("7,,,,", "has no coordinates"),
        ("7,-2,north,,", "are no coordinates"),
        ("7,52.3,-2,,", "a latitude where the longitude belongs"),
        ("7,430000,250000,,", "an easting and a northing"),
        ("7,-2,52.3,perhaps,", "say yes or no to an assisted collection"),
        ("7,-2,52.3,no,few", "is no number of homes"),
        ("1,-2,52.3,,", "is there twice"),
    ],
)
def test_a_row_that_cannot_be_read_is_kept_with_its_reason(tmp_path, row, why):
    found = table(tmp_path, f"uprn,longitude,latitude,assisted,homes\n1,-2,52.3,,\n{row}\n")
    assert len(found.rows) == 1
    ((line, told),) = found.refused
    assert line == 3
    assert why in told


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("street,longitude,latitude\nA,-2,52\n", "has no column ‘UPRN’"),
        ("uprn,street\n1,A\n", "does not say where properties are"),
        ("uprn,longitude,latitude\n", "only a heading"),
        ("uprn,longitude,latitude\n1,,\n", "UPRN 1 has no coordinates"),
    ],
)
def test_a_table_that_cannot_be_read(tmp_path, text, why):
    with pytest.raises(Unreadable, match=why):
        table(tmp_path, text)
