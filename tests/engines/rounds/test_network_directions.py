"""The way in words."""

from tests.engines.rounds.drawn import node, streets, way

from moothall.engines.rounds.network import FREE, Place, directions, path


def told(drawn, start, end):
    arcs = path(drawn.network, Place(node=node(drawn, start)), Place(node=node(drawn, end)))
    return [it.words for it in directions(drawn, arcs)]


HIGH = way("high", (0, 0), (100, 0), (200, 0))


def test_left_right_and_straight_on():
    drawn = streets(
        HIGH,
        way("mill", (100, 0), (100, 80)),
        way("weir", (100, 80), (180, 80)),
        way("park", (200, 0), (300, 0)),
        prices=FREE,
    )
    assert told(drawn, (0, 0), (180, 80)) == [
        "go east along High Street",
        "left into Mill Street",
        "right into Weir Street",
    ]
    assert told(drawn, (0, 0), (300, 0)) == ["go east along High Street", "straight on into Park Street"]


def test_metres_and_seconds_until_the_next_step():
    drawn = streets(HIGH, way("mill", (100, 0), (100, 80)), way("weir", (200, 0), (200, 50)), prices=FREE)
    arcs = path(drawn.network, Place(node=node(drawn, (0, 0))), Place(node=node(drawn, (200, 50))))
    first, second = directions(drawn, arcs)
    assert (first.metres, first.seconds, first.street) == (200, 28, "High Street")
    assert (second.words, second.metres) == ("left into Weir Street", 50)
    assert first.arcs + second.arcs == arcs


def test_a_bend_is_not_a_turn_but_a_fork_of_the_same_street_is():
    bent = streets(way("mill", (0, 0), (100, 0), (100, 100)), prices=FREE)
    assert told(bent, (0, 0), (100, 100)) == ["go east along Mill Street"]
    forked = streets(way("mill", (0, 0), (100, 0), (100, 100)), way("weir", (100, 0), (200, 0)), prices=FREE)
    assert told(forked, (0, 0), (100, 100)) == ["go east along Mill Street", "left, still in Mill Street"]


def test_turning_round():
    drawn = streets(HIGH, way("mill", (100, 0), (100, 80)), prices=FREE)
    there = path(drawn.network, Place(node=node(drawn, (0, 0))), Place(node=node(drawn, (100, 80))))
    arcs = (*there, drawn.stretches[there[-1]].back)
    assert [it.words for it in directions(drawn, arcs)] == [
        "go east along High Street",
        "left into Mill Street",
        "turn round in Mill Street",
    ]


def test_a_roundabout_is_told_by_its_exits():
    """We go round clockwise: from the west, the north arm is the first exit and the east arm the second."""
    ring = way("ring", (0, 0), (20, 20), (40, 0), (20, -20), (0, 0), roundabout=True, backward=False)
    arms = [
        way("west", (-80, 0), (0, 0)),
        way("north", (20, 20), (20, 90)),
        way("east", (40, 0), (120, 0)),
        way("south", (20, -20), (20, -90)),
    ]
    drawn = streets(ring, *arms)
    assert told(drawn, (-80, 0), (20, 90)) == [
        "go east along West Street",
        "at the roundabout take the first exit into North Street",
    ]
    assert told(drawn, (-80, 0), (120, 0))[1] == "at the roundabout take the second exit into East Street"
    assert told(drawn, (-80, 0), (20, -90))[1] == "at the roundabout take the third exit into South Street"


def test_nothing_driven_is_nothing_said():
    assert directions(streets(HIGH), ()) == ()
