"""Whole charts: what is flagged and why, icons, targets, gaps, baselines, rebases, warnings and words."""

from datetime import date
from decimal import Decimal

import pytest
from tests.engines.spc.series import SEQUENCE, Figure, flagged, flags, monthly

from moothall.engines.spc import Better, Rebase, as_data, chart, describe, from_data, picture
from moothall.kit.charts import Unit
from moothall.kit.periods import Period
from moothall.kit.series import Point

CALM = [50, 52, 47, 53, 51, 49, 54, 48, 50, 52, 51, 47, 50, 53, 49, 51]
RISEN = [*CALM, 56, 55, 57, 56, 58, 55, 57]


@pytest.mark.parametrize(
    ("better", "variation"),
    [("higher", "improvement_high"), ("lower", "concern_high"), ("neither", "neutral_high")],
)
def test_the_icon_is_of_the_latest_figure_and_the_way_that_is_better(better: Better, variation: str) -> None:
    result = chart(monthly(RISEN), better)
    assert result.variation == variation
    assert flagged(result, "shift") == list(range(16, 23))
    assert {it.side for it in result.points[16:]} == {"high"}
    assert chart(monthly([100 - it for it in RISEN]), better).variation != variation


def test_low_is_the_mirror_of_high() -> None:
    fallen = chart(monthly([100 - it for it in RISEN]), "lower")
    assert (fallen.variation, fallen.points[-1].kind) == ("improvement_low", "improvement")
    assert chart(monthly(CALM), "lower").variation == "common"


def test_the_first_rule_of_a_point_gives_its_side() -> None:
    """Outside, then trend, then two in three, then shift: a fall that starts above a limit is high there."""
    falling = [*CALM, 70, 66, 63, 60, 57, 54, 51]
    result = chart(monthly(falling), "higher", baseline=16)
    assert result.points[16].flags == ("outside", "trend", "shift")
    assert [it.side for it in result.points[16:]] == ["high"] * 4 + ["low"] * 3
    assert result.points[16].kind == "improvement" and result.points[-1].kind == "concern"
    assert result.points[20].flags[0] == "trend"


def test_the_precedence_of_the_flags_of_one_point() -> None:
    close = chart(monthly([*CALM, "51.5", 52, 53, 54, 55, 58, 59]), "higher", baseline=16)
    assert close.points[-1].flags == ("trend", "two_in_three", "shift")


def test_two_close_to_opposite_limits_are_common() -> None:
    # The case of NHSRplotthedots' issue 143.
    result = chart(monthly([*[1, -1] * 7, "5.5", "-5.5"]), "higher")
    assert [it.kind for it in result.points[-2:]] == ["common", "common"]


@pytest.mark.parametrize(
    ("better", "target", "assurance"),
    [
        ("higher", "39", "consistently_passes"),
        ("higher", "64", "consistently_fails"),
        ("higher", "50", "hit_and_miss"),
        ("lower", "39", "consistently_fails"),
        ("lower", "64", "consistently_passes"),
        ("neither", "64", "none"),
        ("higher", None, "none"),
    ],
)
def test_assurance_is_the_target_against_the_limits(
    better: Better, target: str | None, assurance: str
) -> None:
    result = chart(monthly(SEQUENCE), better, None if target is None else Decimal(target))
    assert result.assurance == assurance


def test_a_target_on_a_limit_is_hit_and_miss() -> None:
    points = monthly([10, 11] * 7)  # mean 10.5, mean range 1: limits 13.16 and 7.84
    (segment,) = chart(points, "higher").segments
    assert (segment.upper, segment.lower) == (Decimal("13.16"), Decimal("7.84"))
    for edge in ("13.16", "7.84"):
        assert chart(points, "higher", Decimal(edge)).assurance == "hit_and_miss"
    assert chart(points, "higher", Decimal("13.1601")).assurance == "consistently_fails"
    assert chart(points, "higher", Decimal("7.8399")).assurance == "consistently_passes"


def test_a_target_may_change_and_the_last_one_counts() -> None:
    targets = [Decimal(30)] * 12 + [Decimal(70)]
    result = chart(monthly(SEQUENCE), "higher", targets)
    assert result.assurance == "consistently_fails"
    assert [it.target for it in result.points] == targets
    assert chart(monthly(SEQUENCE), "higher", [*targets[:12], None]).assurance == "none"


def test_a_target_of_nought_is_a_target() -> None:
    result = chart(monthly(SEQUENCE), "lower", Decimal(0))
    assert result.assurance == "consistently_fails"
    assert picture(result, "Calls", Unit()).target == (Decimal(0),) * 13


def test_a_constant_series_has_limits_on_its_mean_and_no_flags() -> None:
    result = chart(monthly([7] * 20), "higher", Decimal(7))
    (segment,) = result.segments
    assert segment.mean == segment.upper == segment.lower == 7
    assert not any(flags(result)) and (result.variation, result.assurance) == ("common", "hit_and_miss")
    assert "any other figure counts as a change" in result.warnings[0]


def test_a_gap_breaks_runs_and_is_said() -> None:
    whole = chart(monthly(RISEN), "higher")
    gapped = chart(monthly([*RISEN[:19], None, *RISEN[19:]]), "higher")
    assert flagged(whole, "shift") and not flagged(gapped, "shift")
    assert gapped.points[19].kind == "missing" and gapped.points[19].upper == gapped.points[0].upper
    assert gapped.warnings == (
        "There is no figure for Nov 2024: runs stop at a gap, and no change is measured across one.",
    )
    many = chart(monthly([50, None] * 10 + [51, 52]), "higher")
    assert "There is no figure for 10 periods: " in many.warnings[-1]


def test_the_latest_figure_stands_where_the_last_periods_have_none() -> None:
    result = chart(monthly([*RISEN, None, None]), "higher", Decimal(60))
    assert (result.latest, result.variation) == (22, "improvement_high")
    assert result.words.startswith("Improving: the 7 months to Feb 2025 are all above the average of 5")


@pytest.mark.parametrize(("count", "warned"), [(12, True), (13, False)])
def test_fewer_than_thirteen_figures_make_trial_limits(count: int, warned: bool) -> None:
    warnings = chart(monthly(CALM[:count]), "higher").warnings
    assert bool(warnings) == warned
    if warned:
        assert warnings == ("The limits are on trial: they come from 12 figures, and hold with 13 or more.",)


@pytest.mark.parametrize(
    ("values", "words", "warning"),
    [
        ([None, None], "There are no figures yet.", "There are no figures."),
        (
            [5],
            "Too early to say: Apr 2023 (5) has too few figures beside it for limits.",
            "There are no limits",
        ),
        (
            [5, None, 6],
            "Too early to say: Jun 2023 (6) has too few figures beside it for limits.",
            "There are no limits",
        ),
    ],
)
def test_too_little_says_so(values: list[Figure], words: str, warning: str) -> None:
    result = chart(monthly(values), "higher", Decimal(5))
    assert (result.variation, result.assurance, result.words) == ("none", "none", words)
    assert result.warnings[0].startswith(warning)
    assert not any(flags(result))


def test_a_baseline_fixes_the_limits_for_what_follows() -> None:
    fixed, free = chart(monthly(RISEN), "higher", baseline=16), chart(monthly(RISEN), "higher")
    assert fixed.segments[0].basis == 16 and fixed.segments[0].figures == 23
    assert fixed.segments[0].mean == chart(monthly(CALM), "higher").segments[0].mean
    assert fixed.points[-1].mean == fixed.points[0].mean != free.points[0].mean
    short = chart(monthly(RISEN), "higher", baseline=30)
    assert "The baseline asks for 30 figures, and there are 23." in short.warnings
    assert "on trial" in chart(monthly(RISEN), "higher", baseline=12).warnings[0]


def test_a_rebase_starts_a_segment_with_limits_of_its_own() -> None:
    change = Rebase(date(2024, 7, 15), "New rounds")  # in July: August is the first whole month
    result = chart(monthly(RISEN), "higher", rebases=[change])
    assert [(it.first, it.last, it.rebase) for it in result.segments] == [(0, 15, None), (16, 22, change)]
    assert result.segments[1].start == Period(date(2024, 8, 1), "P1M")
    assert not any(flags(result)), "in its own segment the new level is ordinary"
    assert result.segments[0].mean == chart(monthly(CALM), "higher").segments[0].mean
    assert result.warnings == (
        "The limits from Aug 2024 to Feb 2025 are on trial: they come from 7 figures, and hold with 13 or more.",
    )


def test_rebases_are_taken_in_order_of_time_and_idle_or_unreasoned_ones_are_said() -> None:
    days = [(2024, 8, 1), (2030, 1, 1), (2023, 4, 1), (2024, 2, 1)]
    result = chart(monthly(RISEN), "higher", rebases=[Rebase(date(*it), "") for it in days])
    assert [it.first for it in result.segments] == [0, 10, 16]
    said = " ".join(result.warnings)
    assert "The rebase on 2030-01-01 changes nothing" in said
    assert "The rebase on 2023-04-01 changes nothing" in said
    assert "The rebase on 2024-08-01 gives no reason" in said and "2030-01-01 gives no reason" not in said


def test_assurance_is_of_the_last_segment() -> None:
    # The case of NHSRplotthedots' issue 172: failing, then improved and rebased.
    points, target = monthly(RISEN), Decimal(57)
    rebased = chart(points, "higher", target, rebases=[Rebase(date(2024, 8, 1), "A new team")])
    assert rebased.assurance == "hit_and_miss"
    assert chart(points[:16], "higher", Decimal(65)).assurance == "consistently_fails"


WORDS = [
    (RISEN, "higher", "Improving: the last 7 months are all above the average of 52.2."),
    (RISEN, "lower", "Getting worse: the last 7 months are all above the average of 52.2."),
    (RISEN, "neither", "Higher than usual: the last 7 months are all above the average of 52.2."),
    (
        [*CALM, 46, 47, 48, 49, 50, 51, 52, 53],
        "higher",
        "Improving: each of the last 7 months is higher than the one before.",
    ),
    (
        [*CALM, 53, 52, 51, 50, 49, 48, 47],
        "neither",
        "Falling: each of the last 6 months is lower than the one before.",
    ),
    ([*CALM, 70], "lower", "Unusually poor: Aug 2024 (70) is above the upper limit of 60.3."),
    ([*CALM, 30], "neither", "Unusually low: Aug 2024 (30) is below the lower limit of 40.5."),
    (
        [*CALM, 60, 53, 60],
        "lower",
        "Getting worse: 2 of the last 3 months are close to the upper limit of 62.2.",
    ),
    (
        CALM,
        "higher",
        "No real change: Jul 2024 (51) is within the usual range of 41.7 to 59.1, with no run or trend.",
    ),
    ([7] * 14, "higher", "No real change: May 2024 (7) is at the average."),
]


@pytest.mark.parametrize(("values", "better", "words"), WORDS)
def test_what_a_resident_reads(values: list[Figure], better: Better, words: str) -> None:
    assert chart(monthly(values), better).words == words


def test_the_target_in_words() -> None:
    def said(target: int) -> str:
        return chart(monthly(CALM), "higher", Decimal(target)).words.partition("trend. ")[2]

    assert said(30) == "The target of 30 can be expected to be met every month."
    assert said(50) == "The target of 50 can be expected to be met in some months and missed in others."
    assert said(80) == "The target of 80 cannot be expected to be met unless something changes."


def test_words_in_the_measures_own_unit_and_length_of_period() -> None:
    first = Period(date(2020, 4, 1), "P3M")
    points = [Point(first.moved(i), Decimal(it)) for i, it in enumerate(RISEN)]
    result = chart(points, "lower")
    assert describe(result, Unit(suffix="%").text).startswith(
        "Getting worse: the last 7 quarters are all above"
    )
    assert "average of 52.2%" in describe(result, Unit(suffix="%").text)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"points": []}, "no points"),
        ({"better": "up"}, "higher, lower or neither"),
        ({"baseline": 1}, "two figures or more"),
        ({"target": [Decimal(1)]}, "1 targets for 13 points"),
        ({"target": Decimal("nan")}, "must be a number"),
        ({"points": monthly([1, 2])[::-1]}, "every period in turn"),
        ({"points": [monthly([1, 2, 3])[0], monthly([1, 2, 3])[2]]}, "every period in turn"),
        ({"points": monthly(["Infinity"])}, "must be a number"),
    ],
)
def test_what_cannot_be_charted(change: dict[str, object], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        chart(**({"points": monthly(SEQUENCE), "better": "higher"} | change))  # type: ignore[arg-type]


def test_a_result_is_kept_as_data_and_comes_back() -> None:
    rebases = [Rebase(date(2024, 8, 1), "New rounds"), Rebase(date(2024, 2, 1))]
    result = chart(monthly([*RISEN, None, 90]), "lower", Decimal("52.5"), rebases=rebases)
    assert from_data(as_data(result), "monthly") == result
    ambiguous = chart(monthly(SEQUENCE, date(2010, 4, 1)), "higher")  # '2010-11' is a month here
    assert from_data(as_data(ambiguous), "monthly") == ambiguous


def test_the_picture_shows_what_was_found() -> None:
    rebase = Rebase(date(2023, 12, 1), "New rounds")
    result = chart(monthly([*CALM, 90]), "lower", rebases=[rebase], baseline=8)
    drawn = picture(result, "Missed bins", Unit())
    assert [(it.first, it.last, it.opened) for it in drawn.stretches] == [
        (0, 7, ""),
        (8, 16, "1 December 2023, New rounds"),
    ]
    assert [(it.place, it.kind, it.words) for it in drawn.signals] == [
        (16, "concern", "Concern: above the upper limit")
    ]
    assert drawn.target == () and drawn.verdict.startswith("Unusually poor: Aug 2024 (90.0) is above")
