"""The matrix and the ways driven, beside a plain search over what was driven last."""

from heapq import heappop, heappush
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from moothall.engines.rounds.network import UNREACHABLE, Paths, Place, matrix, path
from moothall.engines.rounds.problem import Arc, Network, Node, Turn

NODES = [str(number) for number in range(4)]


@st.composite
def networks(draw):
    """Up to nine arcs between four nodes: parallel ones, loops, barred ones, turns priced and banned."""
    ends = st.tuples(st.sampled_from(NODES), st.sampled_from(NODES))
    arcs = [
        Arc(
            f"a{number}",
            tail,
            head,
            metres=draw(st.integers(1, 50)),
            seconds=draw(st.integers(1, 9)),
            by_class={"lorry": None} if draw(st.integers(0, 5)) == 0 else {},
        )
        for number, (tail, head) in enumerate(draw(st.lists(ends, min_size=1, max_size=9)))
    ]
    meeting = [(one.id, other.id) for one in arcs for other in arcs if one.head == other.tail]
    turns = draw(
        st.dictionaries(st.sampled_from(meeting), st.none() | st.integers(0, 9), max_size=8)
        if meeting
        else st.just({})
    )
    return Network(
        tuple(Node(it) for it in NODES), tuple(arcs), tuple(Turn(*pair, cost) for pair, cost in turns.items())
    )


def plain(network, vehicle_class, start, end):
    """Seconds and metres by a search over arcs driven last."""
    arcs = [it for it in network.arcs if it.seconds_for(vehicle_class) is not None]
    by_id = {it.id: it for it in arcs}
    turns = {(it.from_arc, it.to_arc): it.seconds for it in network.turns}
    if (start.arc and start.arc not in by_id) or (end.arc and end.arc not in by_id):
        return None
    begin = by_id[start.arc].head if start.arc else start.node
    stop = by_id[end.arc].tail if end.arc else end.node
    waiting, best = [(0, 0, start.arc, begin)], None
    seen = set()
    while waiting:
        seconds, metres, last, node = heappop(waiting)
        if node == stop and (turn := turns.get((last, end.arc), 0)) is not None:
            best = min(best or (1 << 40, 0), (seconds + turn, metres))
        if (last, node) in seen:
            continue
        seen.add((last, node))
        for arc in arcs:
            if arc.tail == node and (turn := turns.get((last, arc.id), 0)) is not None:
                after = seconds + turn + arc.seconds_for(vehicle_class)
                heappush(waiting, (after, metres + arc.metres, arc.id, arc.head))
    return best


def driven(network, vehicle_class, start, end, arcs):
    """Seconds and metres of a way that was given, turns counted."""
    by_id = {it.id: it for it in network.arcs}
    turns = {(it.from_arc, it.to_arc): it.seconds for it in network.turns}
    steps = [start.arc, *arcs, end.arc]
    cost = sum(turns.get(pair, 0) for pair in pairwise(steps))
    return (
        cost + sum(by_id[it].seconds_for(vehicle_class) for it in arcs),
        sum(by_id[it].metres for it in arcs),
    )


@settings(max_examples=30, deadline=None)
@given(networks())
def test_as_a_plain_search_finds(network):
    places = [*(Place(node=it) for it in NODES), *(Place(arc=it.id) for it in network.arcs)]
    classes = ("", "lorry")
    found = matrix(network, places, classes)
    for number, vehicle_class in enumerate(classes):
        paths = Paths(network, vehicle_class)
        legs = [(start, end) for start in places for end in places]
        for (start, end), way in zip(legs, paths.paths(legs), strict=True):
            at = number, found.leave[places.index(start)], found.enter[places.index(end)]
            expected = plain(network, vehicle_class, start, end)
            if expected is None:
                assert (found.seconds[at], found.metres[at], way) == (UNREACHABLE, UNREACHABLE, None)
            else:
                assert (found.seconds[at], found.metres[at]) == expected
                assert driven(network, vehicle_class, start, end, way) == expected


@settings(max_examples=15, deadline=None)
@given(networks())
def test_what_is_ahead_and_what_leads_back(network):
    paths = Paths(network)
    for node in NODES:
        here = Place(node=node)
        ahead = {it.id for it in network.arcs if plain(network, "", here, Place(arc=it.id)) is not None}
        back = {it.id for it in network.arcs if plain(network, "", Place(arc=it.id), here) is not None}
        assert (paths.ahead_of(here), paths.back_to(here)) == (ahead, back)


CROSS = Network(
    tuple(Node(it) for it in "NESWX"),
    tuple(
        arc for it in "NESW" for arc in (Arc(f"{it}in", it, "X", 100, 10), Arc(f"{it}out", "X", it, 100, 10))
    ),
)


def test_without_turns_all_the_arcs_of_a_junction_are_one_place():
    found = matrix(CROSS, [Place(arc=f"{it}in") for it in "NESW"])
    assert len(set(found.leave.tolist())) == 1
    assert found.seconds.shape == (1, 1, 4)


def test_turns_part_only_the_arcs_whose_turns_differ():
    priced = Network(CROSS.nodes, CROSS.arcs, (Turn("Sin", "Eout", 20), Turn("Win", "Eout", 0)))
    leaving = matrix(priced, [Place(arc=f"{it}in") for it in "NESW"]).leave.tolist()
    assert len(set(leaving)) == 2
    assert leaving.count(leaving[2]) == 1


def test_of_two_equally_quick_ways_the_shorter():
    two = (Arc("far", "N", "S", 90, 5), Arc("near", "N", "S", 40, 5))
    network = Network((Node("N"), Node("S")), two)
    assert path(network, Place(node="N"), Place(node="S")) == ("near",)


def test_numbers_are_of_four_bytes_and_add_up_when_there_is_no_way():
    found = matrix(CROSS, [Place(node="N"), Place(node="S")])
    assert found.seconds.dtype == found.metres.dtype == np.int32
    assert np.int32(UNREACHABLE) * np.int64(3) < np.iinfo(np.int32).max


@pytest.mark.parametrize("place", [Place(node="Q"), Place(arc="Qin")])
def test_a_place_that_is_not_there(place):
    with pytest.raises(KeyError):
        matrix(CROSS, [place])


def test_a_network_too_long_for_exact_numbers_is_refused():
    long = Network(
        (Node("N"), Node("S")),
        tuple(Arc(str(it), "N", "S", 2_000_000_000, 2_000_000_000) for it in range(99)),
    )
    with pytest.raises(ValueError, match="too large"):
        Paths(long)
