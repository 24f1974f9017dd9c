"""Runs of engines: the same is kept once, the newest is shown, and what went in can be told apart."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.test.utils import CaptureQueriesContext
from tests.people import World
from tests.people import world as world

from moothall.core.models import Run
from moothall.core.runs import digest, keep, newest, plainly

AT = datetime(2026, 11, 1, tzinfo=UTC)


def kept(world: World, subject: str = "recycling-rate", **changed: Any) -> Run:
    given: dict[str, Any] = {
        "engine": "spc",
        "version": "1",
        "parameters": {"better": "higher"},
        "input": [("2024-04", Decimal("1.10"))],
        "result": {"mean": Decimal("1.10")},
        "headline": {"variation": "common"},
        "as_at": AT,
    }
    return keep(world.root, organisation=world.council, subject=subject, **given | changed)


def test_what_says_nothing_new_is_kept_once(world: World) -> None:
    first = kept(world)
    assert kept(world).pk == first.pk
    for changed in ({"version": "2"}, {"parameters": {}}, {"input": []}, {"seed": 7}):
        assert kept(world, **changed).pk != first.pk
    assert first.result == {"mean": "1.10"}


def test_the_newest_of_each_subject_is_read_in_one_query(
    world: World, django_assert_num_queries: CaptureQueriesContext
) -> None:
    kept(world)
    second, other = kept(world, input=[]), kept(world, "missed-bins")
    with django_assert_num_queries(1):  # type: ignore[operator]
        found = newest(world.council, "spc", whole=False)
        assert {key: it.headline for key, it in found.items()} == {
            "recycling-rate": {"variation": "common"},
            "missed-bins": {"variation": "common"},
        }
    assert (found["recycling-rate"].pk, found["missed-bins"].pk) == (second.pk, other.pk)
    assert newest(world.council, "spc", ["missed-bins"]).keys() == {"missed-bins"}
    assert newest(world.other, "spc") == {}


@pytest.mark.once
def test_equal_inputs_have_equal_digests_and_unequal_ones_not() -> None:
    assert digest({"a": Decimal("1.10"), "b": date(2024, 4, 1)}) == digest({"b": "2024-04-01", "a": "1.10"})
    assert digest([Decimal("1.1")]) != digest([Decimal("1.10")])
    assert plainly({"of": (None, Decimal("1E-7"), True)}) == {"of": [None, "0.0000001", True]}
