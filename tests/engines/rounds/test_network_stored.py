"""Streets that were kept are the same streets."""

import json

import pytest
from tests.engines.rounds.drawn import streets, way

from moothall.engines.rounds.network import CLASSES, LARGE_REFUSE, TurnPrices
from moothall.engines.rounds.network.stored import as_data, from_data, packed, unpacked
from moothall.engines.rounds.network.ways import Limits
from moothall.kit.unreadable import Unreadable


def test_there_and_back():
    drawn = streets(
        way("high", (0, 0), (100, 0), (200, 0), road="primary", dual=True, usrn="77"),
        way("mill", (100, 0), (130, 40), (100, 80), limits=Limits(width=2.1)),
        way("loop", (200, 0), (250, 50), backward=False),
        classes=(LARGE_REFUSE, CLASSES["car"]),
        prices=TurnPrices(dead_end=None),
    )
    again = from_data(json.loads(json.dumps(as_data(drawn))))
    assert again.network == drawn.network
    assert (again.barred, again.trapped, again.notes) == (drawn.barred, drawn.trapped, drawn.notes)
    assert again.edges == drawn.edges
    for arc, stretch in drawn.stretches.items():
        kept = again.stretches[arc]
        assert [value for point in kept.line for value in point] == pytest.approx(
            [value for point in stretch.line for value in point], abs=6e-7
        )
        for name in ("street", "road", "back", "roundabout", "dual", "usrn", "dead_end"):
            assert getattr(kept, name) == getattr(stretch, name)


def test_a_line_is_its_first_point_and_the_steps_after():
    assert packed([(-2.0, 52.0), (-2.000001, 52.000003)]) == [-2_000_000, 52_000_000, -1, 3]
    assert unpacked([-2_000_000, 52_000_000, -1, 3]) == ((-2.0, 52.0), (-2.000001, 52.000003))


def test_what_is_no_network_is_told():
    with pytest.raises(Unreadable, match="The network"):
        from_data({"network": {"nodes": 1, "arcs": []}, "stretches": [], "barred": []})
