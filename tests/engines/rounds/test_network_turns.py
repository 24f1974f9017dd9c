"""Turns: what they cost on the left, and which are banned."""

import pytest
from tests.engines.rounds.drawn import streets, way

from moothall.engines.rounds.network import FREE, TurnPrices
from moothall.engines.rounds.network.turning import angle_between
from moothall.engines.rounds.network.ways import Restriction

MAIN = way("main", (-100, 0), (0, 0), (100, 0), road="primary")
SIDE = way("side", (0, 0), (0, -80))


def turns(drawn):
    """Seconds by the two streets and the way each is driven, as east, west, north and south."""
    arcs = {it.id: it for it in drawn.network.arcs}

    def heading(id):
        (x0, y0), *_, (x1, y1) = drawn.stretches[id].line
        return "EW"[x1 < x0] if abs(x1 - x0) > abs(y1 - y0) else "NS"[y1 < y0]

    return {
        (
            arcs[it.from_arc].street[0] + heading(it.from_arc),
            arcs[it.to_arc].street[0] + heading(it.to_arc),
        ): it.seconds
        for it in drawn.network.turns
    }


def test_a_right_turn_across_a_main_road_costs_and_a_left_one_does_not():
    found = turns(streets(MAIN, SIDE))
    assert found["ME", "SS"] == 20  # heading east, right into the side road: across those who come towards
    assert ("MW", "SS") not in found  # heading west, left into it
    assert found["SN", "ME"] == 20  # out of it, right: across those who come from the right
    assert ("SN", "MW") not in found
    assert ("ME", "ME") not in found  # straight on


def test_right_turns_between_quiet_streets_are_free():
    quiet = way("quiet", (-100, 0), (0, 0), (100, 0))
    assert set(turns(streets(quiet, SIDE, prices=TurnPrices(dead_end=0)))) == set()


def test_from_one_one_way_street_into_another_there_is_nobody_to_cross():
    one = way("main", (-100, 0), (0, 0), (100, 0), road="primary", backward=False)
    assert turns(streets(one, way("side", (0, 0), (0, -80), backward=False))) == {}
    assert turns(streets(one, SIDE))["ME", "SS"] == 20


def test_turning_round():
    found = turns(streets(MAIN, SIDE))
    assert found["SN", "SS"] == 90  # at the junction
    assert found["SS", "SN"] == 40  # at the end of the dead end
    circle = turns(streets(MAIN, SIDE, turning=((0, -80),)))
    assert circle["SS", "SN"] == 15


def test_a_hairpin_is_turning_round():
    fork = way("fork", (0, 0), (100, 10), road="tertiary")
    found = turns(streets(way("high", (100, 0), (0, 0), (-100, 0)), fork))
    assert found["HW", "FE"] == 60


def test_turning_round_at_a_quiet_junction_is_priced_where_it_is_asked_for():
    quiet = way("quiet", (-100, 0), (0, 0), (100, 0))
    assert ("SN", "SS") not in turns(streets(quiet, SIDE))
    asked = TurnPrices(round={"residential": 30})
    assert turns(streets(quiet, SIDE, prices=asked))["SN", "SS"] == 30


def test_where_reversing_is_not_allowed_a_dead_end_is_a_trap():
    drawn = streets(MAIN, SIDE, prices=TurnPrices(dead_end=None))
    assert turns(drawn)["SS", "SN"] is None
    trapped = {it.street for it in drawn.network.arcs if it.id in drawn.trapped}
    assert trapped == {"Main Street", "Side Street"}  # the main road's ends are dead ends of this small map
    assert streets(MAIN, SIDE, prices=TurnPrices(dead_end=None), turning=((0, -80),)).trapped != drawn.trapped


def test_a_dead_end_too_long_to_reverse_out_of_is_a_trap():
    mews = way("mews", (0, 0), (0, 30))
    found = turns(streets(MAIN, SIDE, mews, prices=TurnPrices(longest=40)))
    assert (found["SS", "SN"], found["MN", "MS"]) == (None, 40)
    circle = turns(streets(MAIN, SIDE, mews, prices=TurnPrices(longest=40), turning=((0, -80),)))
    assert circle["SS", "SN"] == 15


def test_a_banned_turn():
    ban = Restriction("main", (0, 0), "side")
    drawn = streets(MAIN, SIDE, prices=FREE, restrictions=(ban,))
    assert turns(drawn) == {("ME", "SS"): None, ("MW", "SS"): None}


def test_the_only_turn_allowed_bans_the_others():
    only = Restriction("side", (0, 0), "main", only=True)
    drawn = streets(MAIN, SIDE, prices=FREE, restrictions=(only,))
    assert turns(drawn) == {("SN", "SS"): None}


def test_no_turning_round_does_not_ban_going_straight_on():
    drawn = streets(MAIN, SIDE, prices=FREE, restrictions=(Restriction("main", (0, 0), "main"),))
    assert turns(drawn) == {("ME", "MW"): None, ("MW", "ME"): None}


def test_a_ban_that_names_a_way_that_is_not_there_bans_nothing():
    drawn = streets(MAIN, SIDE, prices=FREE, restrictions=(Restriction("main", (0, 0), "gone", only=True),))
    assert drawn.network.turns == ()


def test_at_a_roundabout_no_turn_costs():
    ring = way(
        "ring", (0, 0), (20, 20), (40, 0), (20, -20), (0, 0), road="primary", roundabout=True, backward=False
    )
    arms = (way("west", (-80, 0), (0, 0), road="primary"), way("east", (40, 0), (120, 0), road="primary"))
    drawn = streets(ring, *arms)
    ring_arcs = {it.id for it in drawn.network.arcs if it.street == "Ring Street"}
    assert not [it for it in drawn.network.turns if {it.from_arc, it.to_arc} & ring_arcs]


@pytest.mark.parametrize(
    ("end", "angle"),
    [((100, 0), 0), ((0, 100), -90), ((0, -100), 90), ((-100, 1), -179.4), ((100, 100), -45)],
)
def test_angles(end, angle):
    from tests.engines.rounds.drawn import at

    assert angle_between((at(-100, 0), at(0, 0)), (at(0, 0), at(*end))) == pytest.approx(angle, abs=0.5)


def test_a_splay_at_the_junction_does_not_hide_the_turn():
    """A side road drawn with its first three metres along the main road."""
    splayed = way("side", (0, 0), (3, -0.5), (4, -80))
    assert turns(streets(MAIN, splayed))["ME", "SS"] == 20
