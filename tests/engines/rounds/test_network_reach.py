"""What cannot be reached is told by name and reason, before anything is planned."""

import pytest
from tests.engines.rounds.drawn import at, node, streets, way

from moothall.engines.rounds.network import CLASSES, LARGE_REFUSE, TurnPrices, nearest_node, unreached
from moothall.engines.rounds.network.ways import Limits
from moothall.kit.unreadable import Unreadable

HIGH = way("high", (0, 0), (100, 0), (200, 0))
FULL = TurnPrices(dead_end=None)


def told(drawn, depot=(0, 0), vehicle_class=""):
    return [it.words for it in unreached(drawn, node(drawn, depot), vehicle_class)]


def test_where_all_is_joined_nothing_is_told():
    assert told(streets(HIGH, way("mill", (100, 0), (100, 80)))) == []


def test_an_island():
    island = way("lock", (500, 0), (600, 0)), way("weir", (600, 0), (600, 70))
    assert told(streets(HIGH, *island)) == [
        "Lock Street (100 m) is joined to no street that leads to the depot.",
        "Weir Street (70 m) is joined to no street that leads to the depot.",
    ]


def test_a_one_way_trap_and_a_street_that_nothing_leads_into():
    trap, spring = (
        way("trap", (100, 0), (100, 80), backward=False),
        way("spring", (200, 50), (200, 0), backward=False),
    )
    assert told(streets(HIGH, trap, spring)) == [
        "Trap Street (80 m) can be driven into but not out of again: look at its one-way streets.",
        "Spring Street (50 m) can be driven out of but not into: look at its one-way streets.",
    ]


def test_a_street_too_narrow_for_this_class_alone():
    ginnel = way("ginnel", (100, 0), (100, 80), limits=Limits(width=2.1))
    drawn = streets(HIGH, ginnel, classes=(LARGE_REFUSE, CLASSES["cage"]))
    assert told(drawn, vehicle_class=LARGE_REFUSE.name) == [
        "Ginnel Street (80 m) has a width limit of 2.1 m and the vehicle has 2.55 m."
    ]
    assert told(drawn, vehicle_class="cage") == []


def test_a_dead_end_where_nobody_may_turn_round():
    loop = way("loop", (0, 0), (0, 90), (200, 90), (200, 0))
    drawn = streets(HIGH, loop, way("mews", (100, 0), (100, -60)), prices=FULL)
    assert told(drawn) == ["Mews Street (60 m) is a dead end where the vehicle may not turn round."]


def test_longest_first_and_stretches_of_one_street_together():
    island = (
        way("lock", (500, 0), (600, 0)),
        way("ann", (550, 0), (550, 300)),
        way("lock", (500, 0), (500, 10)),
    )
    drawn = streets(HIGH, *island)
    assert [(it.street, it.metres) for it in unreached(drawn, node(drawn, (0, 0)))] == [
        ("Ann Street", 300),
        ("Lock Street", 110),
    ]


def test_the_depot_is_put_on_the_nearest_junction_that_it_can_be_left_from():
    drawn = streets(HIGH, way("spring", (200, 50), (200, 0), backward=False))
    assert nearest_node(drawn, at(210, 45), "The depot").id == node(drawn, (200, 0))


def test_the_depot_is_not_put_on_an_island():
    park = way("park", (210, 5), (230, 5), road="service")
    drawn = streets(HIGH, park)
    assert nearest_node(drawn, at(215, 5), "The depot").id == node(drawn, (200, 0))


def test_a_depot_off_the_network_is_told():
    with pytest.raises(Unreadable, match=r"The depot at Dyers Yard is 9\.8 km from the nearest street"):
        nearest_node(streets(HIGH), at(10_000, 0), "The depot at Dyers Yard")
