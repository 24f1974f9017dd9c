"""Ways become arcs: split where they meet, joined where they do not."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.engines.rounds.drawn import at, node, streets, way

from moothall.engines.rounds.network import CLASSES, LARGE_REFUSE
from moothall.engines.rounds.network.ways import Limits
from moothall.kit.unreadable import Unreadable

CAR = CLASSES["car"]


def arcs(drawn):
    return {it.id: it for it in drawn.network.arcs}


def test_a_way_is_split_where_another_meets_it():
    drawn = streets(way("high", (0, 0), (100, 0), (200, 0)), way("mill", (100, 0), (100, 80)))
    assert len(drawn.network.nodes) == 4
    assert {(it.street, it.metres) for it in drawn.network.arcs} == {
        ("High Street", 100),
        ("Mill Street", 80),
    }
    assert len(drawn.network.arcs) == 6


def test_ways_that_cross_without_a_common_point_do_not_meet():
    drawn = streets(way("high", (0, 0), (200, 0)), way("over", (100, -50), (100, 50)))
    assert len(drawn.network.nodes) == 4
    assert len(drawn.network.arcs) == 4


def test_where_nothing_meets_a_bend_is_part_of_the_line():
    drawn = streets(
        way("a", (0, 0), (100, 0), name="Mill Lane"), way("b", (100, 100), (100, 0), name="Mill Lane")
    )
    assert len(drawn.network.nodes) == 2
    (there, back) = drawn.network.arcs
    assert there.metres == back.metres == 200
    assert len(drawn.stretches[there.id].line) == 3
    assert drawn.stretches[there.id].line == drawn.stretches[back.id].line[::-1]
    assert drawn.stretches[there.id].back == back.id


@pytest.mark.parametrize(
    "other",
    [
        {"name": "Mill Close"},
        {"posted": 20.0},
        {"backward": False},
        {"limits": Limits(width=2.0)},
        {"road": "service"},
    ],
)
def test_streets_that_differ_stay_apart(other):
    second = {"name": "Mill Lane"} | other
    drawn = streets(
        way("a", (0, 0), (100, 0), name="Mill Lane"), way("b", (100, 0), (200, 0), **second), classes=(CAR,)
    )
    assert len(drawn.network.nodes) == 3


def test_a_one_way_drawn_against_its_direction():
    drawn = streets(way("a", (0, 0), (100, 0), forward=False))
    (arc,) = drawn.network.arcs
    assert (arc.tail, arc.head) == (node(drawn, (100, 0)), node(drawn, (0, 0)))
    assert drawn.stretches[arc.id].back == ""
    assert drawn.edges == ((arc.id,),)


def test_one_ways_are_joined_whichever_way_they_are_drawn():
    first = way("a", (0, 0), (100, 0), backward=False, name="Mill Lane")
    second = way("b", (200, 0), (100, 0), forward=False, name="Mill Lane")
    (arc,) = streets(first, second).network.arcs
    assert arc.metres == 200


def test_a_ring_without_a_junction_keeps_a_node():
    drawn = streets(way("ring", (0, 0), (100, 0), (100, 100), (0, 0)))
    assert len(drawn.network.nodes) == 1
    assert {(it.tail == it.head, it.metres) for it in drawn.network.arcs} == {(True, 341)}


def test_a_class_that_may_not_drive_has_no_time_and_a_reason():
    narrow = way("ginnel", (100, 0), (100, 90), limits=Limits(width=2.1))
    drawn = streets(way("high", (0, 0), (100, 0), (200, 0)), narrow, classes=(LARGE_REFUSE, CAR))
    ginnel = next(it for it in drawn.network.arcs if it.street == "Ginnel Street")
    assert ginnel.seconds_for(LARGE_REFUSE.name) is None
    assert ginnel.seconds_for("car") == round(90 / (25 / 3.6))
    assert "width limit of 2.1 m" in drawn.barred[LARGE_REFUSE.name, ginnel.id]


def test_what_no_class_may_drive_is_left_out_and_counted():
    drawn = streets(way("high", (0, 0), (100, 0)), way("low", (100, 0), (100, 90), limits=Limits(height=2.0)))
    assert len(drawn.network.arcs) == 2
    assert drawn.notes == ("1 of 2 ways are closed to every vehicle class and are left out.",)


def test_where_nobody_may_drive_there_is_no_network():
    with pytest.raises(Unreadable, match="large refuse"):
        streets(way("low", (0, 0), (100, 0), limits=Limits(height=2.0)))


def test_a_stretch_without_length_is_told_by_name():
    same = way("here", (0, 0), (0, 0.0001), name="Nil Street")
    drawn = streets(way("high", (-100, 0), (0, 0)), same, way("on", (0, 0.0001), (100, 0)))
    assert all(it.metres >= 1 and it.seconds >= 1 for it in drawn.network.arcs)
    squeezed = streets(
        way("high", (-100, 0), (0, 0)),
        way("nil", (0, 0), (1, 1), name="Nil Street", metres=(0.0,)),
        way("on", (1, 1), (100, 0)),
    )
    assert "Nil Street" in squeezed.notes[0]


def test_an_unnamed_road_is_called_after_the_street_it_leaves():
    drawn = streets(
        way("high", (0, 0), (100, 0), (200, 0)), way("x", (100, 0), (100, 50), road="service", name="")
    )
    assert "unnamed service road off High Street" in {it.street for it in drawn.network.arcs}


def test_arc_ids_do_not_depend_on_the_order_of_the_file():
    ways = [way("high", (0, 0), (100, 0), (200, 0)), way("mill", (100, 0), (100, 80))]
    assert set(arcs(streets(*ways))) == set(arcs(streets(*reversed(ways))))


SIDES = [((x, y), spot) for x in range(4) for y in range(3) for spot in ((x + 1, y), (x, y + 1))]


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.sampled_from(SIDES), min_size=1, max_size=14, unique=True), st.randoms(use_true_random=False)
)
def test_nothing_is_lost_or_added(sides, chance):
    """A street of one or two sides of squares at a time, in either direction, some of them alike: every side is in
    one line, the lengths add up, and what met before meets still."""
    ways = []
    for number, (start, end) in enumerate(sides):
        spots = [(100 * x, 100 * y) for x, y in chance.sample((start, end), 2)]
        ways.append(way(str(number), *spots, name=chance.choice(("Mill Lane", "High Street"))))
    drawn = streets(*ways)
    metres = {it.id: it.metres for it in drawn.network.arcs}
    assert sum(metres[edge[0]] for edge in drawn.edges) == 100 * len(sides)
    lines = [drawn.stretches[edge[0]].line for edge in drawn.edges]
    steps = [frozenset(step) for line in lines for step in pairwise(line)]
    assert sorted(map(sorted, steps)) == sorted(sorted((at(*a), at(*b))) for it in ways for a, b in [it.keys])
    for line in lines:  # no stretch runs through a place where three sides meet
        inner = set(line[1:-1])
        assert all(sum(point in step for step in steps) == 2 for point in inner)
