"""The matrix and the rules of risk: pure, by hand."""

from dataclasses import replace
from datetime import date

import pytest

from moothall.risks.matrix import USUAL, Band, read
from moothall.risks.rules import (
    months_after,
    movement,
    out_of_order,
    over,
    quarter_ends,
    to_escalate,
    to_lower,
)

pytestmark = pytest.mark.once


def test_the_usual_matrix_scores_every_cell_and_bands_every_score() -> None:
    scores = [[USUAL.score(likelihood, impact) for impact in range(1, 6)] for likelihood in range(1, 6)]
    assert scores[0] == [1, 2, 3, 4, 5] and scores[4] == [5, 10, 15, 20, 25]
    bands = {score: USUAL.band(score).label for row in scores for score in row}
    assert {
        4: "Low",
        5: "Moderate",
        9: "Moderate",
        10: "High",
        12: "High",
        15: "Severe",
    }.items() <= bands.items()
    assert read(USUAL.plain()) == USUAL


def test_a_council_can_weigh_impact() -> None:
    weights = tuple(tuple(likelihood + 2 * impact for impact in range(5)) for likelihood in range(1, 6))
    weighed = replace(
        USUAL, weights=weights, bands=(Band(1, "Fine", "low"), Band(6, "Bad", "high")), escalate_at=9
    )
    assert (weighed.score(5, 1), weighed.score(1, 5)) == (5, 9)
    assert weighed.band(9).label == "Bad" and weighed.highest == 13


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"likelihood": USUAL.likelihood[:2]}, "3 to 6 levels of likelihood"),
        ({"impact": (USUAL.impact[0],) * 5}, "a name of its own"),
        ({"bands": USUAL.bands[:1]}, "2 to 4 bands"),
        ({"bands": USUAL.bands[1:]}, "first band starts at 1"),
        ({"bands": (*USUAL.bands[:3], Band(26, "Never", "severe"))}, "No score reaches 26"),
        ({"escalate_at": 26}, "from 1 to 25"),
        ({"weights": ((1, 2), (3, 4))}, "5 rows of 5"),
        ({"weights": ((9, 1, 1, 1, 1),) * 5}, "cannot score less"),
        ({"weights": ((0, 1, 1, 1, 1),) * 5}, "from 1 to 100"),
    ],
)
def test_a_matrix_that_makes_no_sense_is_refused_in_words(changed: dict[str, object], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        replace(USUAL, **changed)  # type: ignore[arg-type]


def test_there_is_no_sixth_level() -> None:
    with pytest.raises(ValueError, match="from 1 to 5"):
        USUAL.score(6, 1)


def test_a_threats_scores_go_down_and_an_opportunitys_up() -> None:
    assert out_of_order("threat", {"inherent": 16, "current": 12, "target": 12}) == ""
    assert "inherent score (9) would be under" in out_of_order("threat", {"inherent": 9, "current": 12})
    assert "current score (6) would be under" in out_of_order("threat", {"current": 6, "target": 8})
    assert "would be under" in out_of_order("threat", {"inherent": 6, "target": 8})
    assert out_of_order("opportunity", {"inherent": 6, "current": 9, "target": 12}) == ""
    assert "would be over" in out_of_order("opportunity", {"current": 9, "target": 6})


def test_over_appetite_is_not_known_without_score_or_appetite() -> None:
    assert (over(10, 9), over(9, 9), over(None, 9), over(10, None)) == (True, False, None, None)


@pytest.mark.parametrize(
    ("level", "score", "most", "why"),
    [
        ("service", 15, None, "has reached 15"),
        ("service", 10, 9, "over the council’s appetite for finance risks, which ends at 9"),
        ("programme", 16, 20, "has reached 15"),
        ("service", 9, 9, ""),
        ("service", 14, None, ""),
        ("service", None, 9, ""),
        ("corporate", 25, 9, ""),
    ],
)
def test_a_risk_is_proposed_upwards_at_the_threshold_or_over_appetite(
    level: str, score: int | None, most: int | None, why: str
) -> None:
    said = to_escalate(level, score, most, 15, "finance")
    assert why in said and bool(said) == bool(why)


@pytest.mark.parametrize(
    ("home", "levels", "scores", "lower"),
    [
        ("service", ["corporate"] * 3, [8, 8, 8], True),
        ("service", ["corporate"] * 3, [8, 8, 12], False),  # over at the earlier quarter's end
        ("service", ["corporate"] * 3, [12, 8, 8], False),  # over again
        ("service", ["corporate"] * 3, [8, 8, None], False),  # nobody can say
        ("service", ["corporate", "corporate", "service"], [8, 8, 8], False),  # it went up since
        ("programme", ["programme"] * 3, [8, 8, 8], False),  # it began there
        ("service", ["service"] * 3, [8, 8, 8], False),
    ],
)
def test_a_risk_could_go_down_after_two_quarters_under(
    home: str, levels: list[str], scores: list[int | None], lower: bool
) -> None:
    assert bool(to_lower(home, levels, scores, 9, 15)) is lower


def test_movement_is_since_the_end_of_last_quarter() -> None:
    assert quarter_ends(date(2026, 11, 23)) == [date(2026, 9, 30), date(2026, 6, 30)]
    assert quarter_ends(date(2026, 1, 1)) == [date(2025, 12, 31), date(2025, 9, 30)]
    assert [movement(*it) for it in ((9, 6), (6, 9), (6, 6), (6, None), (None, 6))] == [
        "up", "down", "flat", "none", "none",
    ]  # fmt: skip


def test_months_later_stay_within_the_month() -> None:
    assert months_after(date(2026, 11, 30), 3) == date(2027, 2, 28)
    assert months_after(date(2026, 9, 30), 3) == date(2026, 12, 30)
    assert months_after(date(2026, 12, 31), 12) == date(2027, 12, 31)
