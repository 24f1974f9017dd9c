"""Several areas' figures as one: worked by hand, and the same as pooling what the areas counted."""

from decimal import Decimal as D
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moothall.figures.measures import SHIPPED, BadMeasure, catalogue, read
from moothall.figures.recombining import COMBINE, Part, combine

pytestmark = pytest.mark.once


def test_a_ratio_by_hand() -> None:
    """4,000 of 10,000 tonnes and 1,000 of 5,000: 5,000 of 15,000, which is 33.333 %, and not the mean of 40 and 20."""
    parts = [Part("North", D(40), D(4000), D(10000)), Part("South", D(20), D(1000), D(5000))]
    found = combine("ratio", parts, factor=D(100), places=3)
    assert (found.value, found.numerator, found.denominator) == (D("33.333"), D(5000), D(15000))
    assert (found.cause, found.estimated) == ("", False)


def test_a_divided_area_brings_its_share_and_makes_an_estimate() -> None:
    """0.54 of 1,000 and all of 300 are 540 + 300 = 840."""
    found = combine("sum", [Part("County", D(1000), share=D("0.54")), Part("Borough", D(300))])
    assert (found.value, found.estimated) == (D("840.00"), True)


@pytest.mark.parametrize(
    ("how", "parts", "said"),
    [
        ("sum", [Part("A", D(1)), Part("B", why="suppressed")], "A part is missing (B: suppressed)."),
        ("ratio", [Part("A", D(1), D(1), D(2)), Part("B", D(3))],
         "A part came without its numerator and denominator (B)."),
        ("ratio", [Part("A", None, D(0), D(0))], "The denominators add up to nought."),
        ("sum", [], "A part is missing (there is none)."),
        ("cannot", [Part("A", D(1))], "Such a figure cannot be put together from those of several areas."),
    ],
)  # fmt: skip
def test_where_it_cannot_be_the_cause_is_said(how: str, parts: list[Part], said: str) -> None:
    found = combine(how, parts)
    assert (found.value, found.cause) == (None, said)


numbers = st.integers(0, 10**9)
people = st.lists(
    st.tuples(st.booleans(), st.integers(0, 4)), min_size=1, max_size=80
)  # served or not, and of which area


@given(people)
def test_recombining_is_counting_everybody_at_once(everybody: list[tuple[bool, int]]) -> None:
    """Each area publishes how many it served of how many; together they are what one count of all would have been."""
    parts = []
    for area in sorted({it for _, it in everybody}):
        served = [yes for yes, it in everybody if it == area]
        above, below = D(sum(served)), D(len(served))
        parts.append(Part(str(area), (100 * above / below).quantize(D("0.1")), above, below))
    found = combine("ratio", parts, factor=D(100), places=2)
    pooled = [yes for yes, _ in everybody]
    assert found.numerator == sum(pooled) and found.denominator == len(pooled)
    assert found.value is not None
    assert abs(found.value - D(100) * sum(pooled) / len(pooled)) <= D("0.005")
    counted = combine("sum", [Part(it.name, it.numerator) for it in parts])
    assert counted.value == sum(pooled)


@given(st.lists(st.tuples(numbers, st.integers(1, 10**9)), min_size=1, max_size=8), st.randoms())
def test_the_order_of_the_parts_says_nothing_and_a_ratio_lies_between_them(
    pairs: list[tuple[int, int]], order: object
) -> None:
    parts = [Part(str(n), D(above) / below, D(above), D(below)) for n, (above, below) in enumerate(pairs)]
    shuffled = list(parts)
    order.shuffle(shuffled)  # type: ignore[attr-defined]
    first, second = (combine("ratio", some, places=6) for some in (parts, shuffled))
    assert first == second
    rates = [D(above) / below for above, below in pairs]
    assert first.value is not None
    assert min(rates) - D("0.000001") <= first.value <= max(rates) + D("0.000001")


@given(st.lists(st.tuples(numbers, st.integers(1, 99)), min_size=1, max_size=6))
def test_shares_that_make_a_whole_give_the_whole_back(given_: list[tuple[int, int]]) -> None:
    """What goes to one successor and what goes to the other are what there was."""
    one, other = (
        combine(
            "sum",
            [
                Part(str(n), D(number), share=D(abs(whole - share)) / 100)
                for n, (number, share) in enumerate(given_)
            ],
        )
        for whole in (0, 100)
    )
    assert one.value is not None and other.value is not None
    assert one.value + other.value == sum(number for number, _ in given_)


def test_every_measure_says_how_it_combines_and_why_not() -> None:
    for it in catalogue().values():
        how, why = it.combining
        assert how in COMBINE
        assert bool(why) is (how == "cannot")


@pytest.mark.parametrize(
    ("measure", "how"),
    [
        ("recycling-rate", "ratio"), ("missed-bins", "ratio"), ("complaints-received", "sum"),
        ("spend-total-services", "sum"), ("median-weekly-pay", "cannot"), ("claimant-count", "cannot"),
        ("social-care-quality-of-life", "cannot"), ("carer-quality-of-life", "cannot"),
        ("ev-chargers", "cannot"), ("land-searches-turnaround", "ratio"),
    ],
)  # fmt: skip
def test_how_the_shipped_measures_combine(measure: str, how: str) -> None:
    assert catalogue()[measure].combining[0] == how


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ('combines = "cannot"', "cannot"),
        ('combines = "sum"', "sum"),
        ("", "ratio"),
        ('combines = "mean"', "write sum, ratio or cannot"),
    ],
)
def test_a_file_may_say_how_its_measure_combines(tmp_path: Path, line: str, found: str) -> None:
    path = tmp_path / "one-more.toml"
    shipped = (SHIPPED / "waste" / "recycling-rate.toml").read_text(encoding="utf-8")
    path.write_text(f"{line}\n{shipped}", encoding="utf-8")
    try:
        assert read(path).combining[0] == found
    except BadMeasure as fault:
        assert found in str(fault)
