"""Each rule of likelihood doubts what it is for, and nothing else; nothing that is right on its history is doubted."""

from decimal import Decimal as D

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moothall.performance.collection.plausible import RULES, Given, Kind, Past, computed, doubts, refusal

pytestmark = pytest.mark.once
BINS = Kind("per 100,000 collections", 1, factor=D(100_000))
SHARE = Kind("%", 1, factor=D(100), part=True)
COUNT = Kind("fly-tips", 0)
SINCE_APRIL = Kind("%", 1, adds_up=True)
APRIL = Kind("%", 1, adds_up=True, begins=True)
USUAL = tuple(Past(D(60 + n * 7 % 11), label=f"month {n}") for n in range(24))
COUNTED = tuple(Past(D(60 + n % 7), D(210 + n % 7), D(340_000), label=f"month {n}") for n in range(24))
SHARES = tuple(Past(D(90 + n % 5), D(90 + n % 5), D(100), label=f"month {n}") for n in range(24))
# two years of what grows each month since April, to September of the third
GROWING = tuple(Past(D(9 * (n % 12 + 1)), label=f"{n // 12} {n % 12}", begins=not n % 12) for n in range(30))


def said(value: Given, kind: Kind, history: tuple[Past, ...]) -> dict[str, str]:
    return {it.rule: it.words for it in doubts(value, kind, history)}


@pytest.mark.parametrize(
    ("rule", "value", "kind", "history", "words"),
    [
        (
            "more-than-the-whole",
            Given(None, D(101), D(100)),
            SHARE,
            SHARES,
            "more than the denominator (100)",
        ),
        ("more-than-the-whole", Given(D(104)), SHARE, SHARES, "104.0% is more than the whole"),
        ("below-nought", Given(D(-61)), COUNT, USUAL, "below nought, as no value before it was"),
        ("first-nought", Given(D(0)), COUNT, USUAL, "if it is not known, leave it blank"),
        ("unit-slip", Given(D(3900)), COUNT, USUAL, "about 60 times what is usual"),
        ("unit-slip", Given(D("0.65")), COUNT, USUAL, "about one part in 100 of what is usual"),
        ("many-times", Given(D(900)), COUNT, USUAL, "This is 13 times month 23"),
        ("many-times", Given(D(15)), COUNT, USUAL, "one part in"),
        ("many-times", Given(D(630)), SINCE_APRIL, GROWING, "times 1 6"),  # October's, the year before
        ("outside-limits", Given(D(110)), COUNT, USUAL, "lies outside what is usual: the last 24 values"),
        (
            "less-than-before",
            Given(D(50)),
            SINCE_APRIL,
            GROWING,
            "adds up over the year, and is less than 2 5",
        ),
        ("denominator-moved", Given(D(31), D(210), D(680_000)), BINS, COUNTED, "The denominator is 680,000"),
        ("too-many-decimals", Given(D("61.76470588")), BINS, COUNTED, "It has 8 decimals"),
    ],
)
def test_what_a_rule_doubts(
    rule: str, value: Given, kind: Kind, history: tuple[Past, ...], words: str
) -> None:
    if value.value is None:
        value = Given(computed(value, kind), value.numerator, value.denominator)
    found = said(value, kind, history)
    assert rule in found and words in found[rule], found


def test_the_same_again_and_again_is_doubted_only_where_it_moves() -> None:
    moving = (*USUAL, Past(D(64), label="a"), Past(D(64), label="b"))
    assert "the same to the last digit as in a and b" in said(Given(D(64)), COUNT, moving)["same-again"]
    still = tuple(Past(D(3), label=str(n)) for n in range(24))
    assert not said(Given(D(3)), COUNT, still)


@pytest.mark.parametrize(
    ("value", "kind", "history"),
    [
        (Given(D(64)), COUNT, USUAL),
        (Given(D("61.8"), D(210), D(340_000)), BINS, COUNTED),
        (Given(D(63)), SINCE_APRIL, GROWING),  # October, as in October
        (Given(D(9)), APRIL, GROWING[:24]),  # a year begins: less than March is right
        (Given(D(640)), COUNT, ()),  # nothing to hold it against
        (Given(None), COUNT, USUAL),  # a gap is no value
        (Given(D(3)), COUNT, (Past(D(1), label="a"),)),  # three after one is chance
    ],
)
def test_what_is_likely_is_not_doubted(value: Given, kind: Kind, history: tuple[Past, ...]) -> None:
    assert said(value, kind, history) == {}


def test_every_rule_is_tried_above() -> None:
    tried = {case[0] for case in test_what_a_rule_doubts.pytestmark[0].args[1]} | {"same-again"}  # type: ignore[attr-defined]
    assert tried == set(RULES)


@given(st.integers(1, 10**6), st.integers(1, 10**6), st.sampled_from([BINS, SHARE]))
def test_a_value_that_was_worked_out_is_never_refused(above: int, below: int, kind: Kind) -> None:
    given_ = Given(None, D(above), D(below))
    found = computed(given_, kind)
    assert found is not None and refusal(Given(found, D(above), D(below)), kind) == ""
    assert refusal(Given(found + 1, D(above), D(below)), kind) != ""


@given(st.lists(st.integers(0, 10**9), max_size=40), st.integers(0, 10**9), st.booleans(), st.booleans())
def test_any_history_can_be_judged(values: list[int], value: int, adds_up: bool, begins: bool) -> None:
    past = tuple(Past(D(it), label=str(n), begins=adds_up and not n % 12) for n, it in enumerate(values))
    for it in doubts(Given(D(value)), Kind("", 0, adds_up=adds_up, begins=begins and adds_up), past):
        assert it.words.endswith(".")
