"""Where a council stands: known groups, ties, gaps, and what must hold of any group at all."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moothall.engines.peers import Member, Polarity, Result, compare


def group(**values: str | None) -> dict[str, Member]:
    return {key: Member(None if value is None else Decimal(value)) for key, value in values.items()}


def banded(**limits: tuple[str, str, str]) -> dict[str, Member]:
    return {
        key: Member(Decimal(value), Decimal(lower), Decimal(upper))
        for key, (lower, value, upper) in limits.items()
    }


FIVE = group(own="38.9", a="41", b="43", c="45", d="30")


def test_rank_counts_the_council_in_and_the_median_leaves_it_out() -> None:
    result = compare("own", FIVE, "higher")
    assert (result.rank, result.of, result.others, result.place) == (4, 5, 4, "4th of 5")
    assert result.median == Decimal("42")
    assert result.distance == Decimal("-3.1")
    assert result.spread == (Decimal("38.25"), Decimal("42"), Decimal("43.5"))
    assert result.iqr == Decimal("5.25")
    assert result.quarter == "third best quarter"
    assert result.order == ("c", "b", "a", "own", "d")


def test_polarity_turns_the_order_and_the_quarter_but_not_the_distance() -> None:
    result = compare("own", FIVE, "lower")
    assert (result.rank, result.quarter, result.distance) == (2, "second best quarter", Decimal("-3.1"))
    result = compare("own", FIVE, "neither")
    assert (result.rank, result.quarter) == (4, "third highest quarter")


def test_ties_share_a_place_and_the_next_place_is_skipped() -> None:
    values = group(own="5", a="5", b="9", c="1", d="5")
    assert compare("own", values, "higher").place == "joint 2nd of 5"
    assert compare("c", values, "higher").place == "5th of 5"


def test_a_figure_on_the_edge_of_a_quarter_is_in_the_better_one() -> None:
    values = group(own="7", a="1", b="3", c="5", d="7", e="9")
    assert compare("own", values, "higher").quarter == "best quarter"
    assert compare("own", values, "lower").quarter == "third best quarter"


def test_no_quarter_where_the_quarters_coincide() -> None:
    values = group(own="7", a="7", b="7", c="7", d="7")
    result = compare("own", values, "higher")
    assert (result.quarter, result.place) == (None, "joint 1st of 5")


def test_missing_is_neither_nought_nor_ranked() -> None:
    result = compare("own", FIVE | group(e=None, f=None), "lower")
    assert result.missing == ("e", "f")
    assert result.of == 5
    assert result.rank == 2


def test_a_council_without_a_figure_still_sees_its_group() -> None:
    result = compare("own", FIVE | group(own=None), "higher")
    assert (result.rank, result.place, result.distance, result.quarter) == (None, None, None, None)
    assert result.median == Decimal("42")
    assert result.reason == "The council itself has no figure, so it has no place."


def test_too_few_others_make_no_comparison() -> None:
    values = group(own="1", a="2", b="3", c=None)
    result = compare("own", values, "higher")
    assert (result.rank, result.median, result.quarter) == (None, None, None)
    assert result.reason == "Only 2 of the other councils have a figure; a comparison needs at least 3."
    assert compare("own", values, "higher", minimum=2).place == "3rd of 3"


def test_rank_interval_from_published_limits() -> None:
    values = banded(
        own=("38", "40", "42"),
        a=("43", "44", "45"),
        b=("41", "41.5", "44"),
        c=("35", "37", "39"),
        d=("30", "31", "32"),
    )
    result = compare("own", values, "higher")
    # a lies wholly above; b and c overlap; d lies wholly below.
    assert (result.rank, result.rank_low, result.rank_high) == (3, 2, 4)
    result = compare("own", values, "lower")
    assert (result.rank, result.rank_low, result.rank_high) == (3, 2, 4)
    assert compare("d", values, "lower").rank_high == 1


def test_intervals_that_touch_overlap() -> None:
    values = banded(own=("1", "2", "3"), a=("3", "4", "5"), b=("6", "7", "8"), c=("6", "7", "8"))
    result = compare("own", values, "higher")
    assert (result.rank_low, result.rank_high) == (3, 4)


def test_a_member_without_an_interval_is_taken_as_exact_and_named() -> None:
    values = banded(own=("38", "40", "42"), a=("43", "44", "45")) | group(b="41", c="43", d="20")
    result = compare("own", values, "higher")
    assert result.exact == ("c", "b", "d")
    assert (result.rank_low, result.rank_high) == (3, 4)


def test_no_interval_of_its_own_no_rank_interval_and_the_reason() -> None:
    result = compare("own", FIVE, "higher")
    assert (result.rank_low, result.rank_high) == (None, None)
    assert result.interval_reason == "the source gives no interval, nor counts to work one out from"


def counted(numerator: int, denominator: int, per: int, places: str) -> Member:
    value = (Decimal(numerator) / denominator * per).quantize(Decimal(places))
    return Member(value, numerator=Decimal(numerator), denominator=Decimal(denominator))


def test_intervals_worked_out_from_counts() -> None:
    values = {key: counted(n, 263, 100, "0.1") for key, n in {"own": 81, "a": 90, "b": 200, "c": 20}.items()}
    result = compare("own", values, "higher", kind="proportion")
    assert f"{result.intervals['own'].lower:.2f}" == "25.53"  # Newcombe's 81/263, as a percentage
    assert (result.rank, result.rank_low, result.rank_high) == (3, 2, 3)
    rates = {key: counted(n, 50000, 100000, "0.1") for key, n in {"own": 5, "a": 9, "b": 90, "c": 40}.items()}
    result = compare("own", rates, "lower", kind="rate", per=Decimal(100000))
    assert f"{result.intervals['own'].upper:.3f}" == "23.337"  # exact: 11.6683 events on 50,000
    assert (result.rank, result.rank_low, result.rank_high) == (1, 1, 2)


def test_tonnes_over_tonnes_is_no_sample_so_kind_none_gives_no_interval() -> None:
    values = {key: counted(n, 263, 100, "0.1") for key, n in {"own": 81, "a": 90, "b": 200, "c": 20}.items()}
    assert compare("own", values, "higher").intervals == {}


@pytest.mark.parametrize(
    ("member", "reason"),
    [
        (Member(Decimal(50), Decimal(10), Decimal(20)), "the published limits do not contain the figure"),
        (Member(Decimal(50), None, None, Decimal(30), Decimal(20)), "cannot exceed its denominator"),
        (Member(Decimal(50), None, None, Decimal(1), Decimal(0)), "denominator above nought"),
        (
            Member(Decimal(50), None, None, Decimal(9), Decimal(9000)),
            "not its numerator over its denominator",
        ),
    ],
)
def test_limits_and_counts_that_cannot_be_are_not_used_and_say_why(member: Member, reason: str) -> None:
    result = compare("own", FIVE | {"own": member}, "higher", kind="proportion")
    assert result.rank == 1
    assert result.rank_low is None
    assert result.interval_reason is not None
    assert reason in result.interval_reason


def test_a_rounded_figure_just_outside_a_very_narrow_interval_is_let_in() -> None:
    exact = counted(4_375_499, 10_000_000, 100, "0.0001")
    rounded = replace(exact, value=Decimal("44"))
    result = compare("own", FIVE | {"own": rounded}, "higher", kind="proportion")
    assert result.intervals["own"].upper == Decimal("44")
    assert result.rank_low == 2


def test_mistaken_calls_are_refused_in_a_sentence() -> None:
    with pytest.raises(ValueError, match="not in the group"):
        compare("x", FIVE, "higher")
    with pytest.raises(ValueError, match="higher, lower or neither"):
        compare("own", FIVE, "up")  # type: ignore[arg-type]


PLAIN = st.builds(Member, st.none() | st.decimals(-100, 100, places=1))
LIMITED = (
    st.tuples(*[st.decimals(-100, 100, places=1)] * 3).map(sorted).map(lambda v: Member(v[1], v[0], v[2]))
)
GROUPS = st.dictionaries(st.text("abcdefgh", min_size=1, max_size=3), PLAIN | LIMITED, max_size=12)
POLARITIES = st.sampled_from(["higher", "lower", "neither"])


@given(PLAIN | LIMITED, GROUPS, POLARITIES)
def test_a_rank_is_a_place_and_lies_in_its_interval(
    own: Member, others: dict[str, Member], way: Polarity
) -> None:
    result = compare("own", others | {"own": own}, way)
    assert len(result.order) == result.of == result.others + (own.value is not None)
    assert (result.rank is None) == (result.reason is not None)
    if result.rank is not None:
        assert 1 <= result.rank <= result.of
        assert result.order.index("own") + 1 - result.rank in range(result.shared_by)
    if result.rank_low is not None:
        assert result.rank_low <= result.rank <= result.rank_high <= result.of  # type: ignore[operator]


@given(LIMITED, GROUPS, POLARITIES, st.randoms(use_true_random=False))
def test_the_order_of_the_input_does_not_matter(own, others, way, rng) -> None:  # type: ignore[no-untyped-def]
    values = list((others | {"own": own}).items())
    shuffled = rng.sample(values, len(values))
    assert compare("own", dict(shuffled), way) == compare("own", dict(values), way)


def places(result: Result) -> tuple[int | None, int | None, int | None]:
    return result.rank, result.rank_low, result.rank_high


@given(LIMITED, GROUPS, POLARITIES)
def test_a_council_certainly_behind_changes_no_place(
    own: Member, others: dict[str, Member], way: Polarity
) -> None:
    values = others | {"own": own}
    behind = Member(Decimal(999 if way == "lower" else -999))
    before = compare("own", values, way, minimum=1)
    after = compare("own", values | {"zz": behind}, way, minimum=1)
    if before.rank is not None:
        assert places(after) == places(before)
