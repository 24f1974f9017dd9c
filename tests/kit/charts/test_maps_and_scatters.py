"""A map's classes, what a map and a scatter say in words, and what they refuse to draw."""

from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.kit.charts.examples import PERCENT, area_map, scatter, square

from moothall.kit.charts import AreaMap, Axis, Chart, Dot, Scatter, Shape
from moothall.kit.charts.classes import classes

pytestmark = pytest.mark.once


def test_classes_hold_about_as_many_areas_each() -> None:
    found = classes([Decimal(it) for it in range(1, 11)])
    assert [(it.letter, it.low, it.high, it.count) for it in found] == [
        ("A", 1, 2, 2), ("B", 3, 4, 2), ("C", 5, 6, 2), ("D", 7, 8, 2), ("E", 9, 10, 2)
    ]  # fmt: skip


def test_equal_figures_are_never_told_apart() -> None:
    found = classes([Decimal(it) for it in (0, 0, 0, 0, 5, 5, 9)])
    assert [(it.letter, it.low, it.high, it.count) for it in found] == [
        ("A", 0, 0, 4), ("B", 5, 5, 2), ("C", 9, 9, 1)
    ]  # fmt: skip
    assert classes([]) == ()


@given(st.lists(st.integers(-50, 50).map(Decimal), min_size=1, max_size=60))
def test_every_figure_is_in_one_class_and_classes_do_not_meet(values: list[Decimal]) -> None:
    found = classes(values)
    assert 1 <= len(found) <= 5 and sum(it.count for it in found) == len(values)
    assert all(sum(it.holds(value) for it in found) == 1 for value in values)
    assert all(above.high < below.low for above, below in pairwise(found))


def test_a_map_says_its_classes_and_where_the_council_is() -> None:
    said = Chart("Recycling", "Invented", area_map()).description
    assert said.startswith("Recycling: a map of 9 areas in 5 classes. A: 30.0% to 31.0% (2 areas).")
    assert (
        "Bromsgrove is in class E, at 38.9% % of household waste." in said
        or "Bromsgrove is in class E" in said
    )
    assert said.endswith("No figure for Ashfield.")
    rows = area_map().table().rows
    assert rows[0] == ("Bromsgrove", "38.9%", "E: 38.9%")
    assert rows[-1] == ("Ashfield", "suppressed", "–")


def test_figures_that_read_the_same_are_coloured_the_same() -> None:
    shapes = tuple(
        Shape(name, (square(at, 0),), Decimal(value))
        for at, (name, value) in enumerate({"a": "1.04", "b": "1.01", "c": "2"}.items())
    )
    assert [it.count for it in AreaMap("2022", shapes, "a", PERCENT).classes] == [2, 1]


def test_a_hole_is_not_filled_and_letters_stand_where_there_is_room() -> None:
    drawn = Chart("Recycling", "Invented", area_map()).svg
    assert 'fill-rule="evenodd"' in drawn
    assert drawn.count(">E</text>") == 2, "in the key and in the one area of the class"


@pytest.mark.parametrize(
    "shapes", [(), (Shape("a", (), Decimal(1)),), (Shape("a", (square(0, 0),), None),)], ids=str
)
def test_no_map_without_an_outline_and_a_figure(shapes: tuple[Shape, ...]) -> None:
    with pytest.raises(ValueError, match="say so in words"):
        AreaMap("2022", shapes, "a")


def test_a_scatter_in_words_and_rows() -> None:
    said = Chart("Recycling against cost", "Invented", scatter()).description
    assert said == (
        "Recycling against cost: 13 councils. Bromsgrove: £66 and 38.9%. "
        "The medians of the others: £75 and 40.0%. "
        "Two figures that go together do not show that one causes the other."
    )
    assert scatter().table().rows[0] == ("Bromsgrove", "£66", "38.9%")
    assert len(scatter().table().rows) == 13


def test_a_council_without_both_figures_is_not_drawn_and_that_is_said() -> None:
    alone = Scatter(Axis("Cost"), Axis("Rate"), (Dot("A", Decimal(1), Decimal(2)),), "B")
    svg = Chart("Rate against cost", "Invented", alone).svg
    assert "B lacks one of the two figures, so it is not drawn." in svg.replace("\n", " ")


def test_what_a_scatter_refuses() -> None:
    dot = Dot("A", Decimal(1), Decimal(2))
    for dots, words in (((), "not one council"), ((dot, dot), "share a name"),
                        ((Dot("A", Decimal("NaN"), Decimal(1)),), "must be a number")):  # fmt: skip
        with pytest.raises(ValueError, match=words):
            Scatter(Axis("Cost"), Axis("Rate"), dots, "A")
