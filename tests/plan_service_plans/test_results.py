"""Scores of a round: fewer than three are never shown, in any way, nor worked out from what is."""

from decimal import Decimal
from itertools import product

import pytest

from moothall.plan.service_plans.asked import question_sets
from moothall.plan.service_plans.life import Group
from moothall.plan.service_plans.results import EVERYONE, FEWEST, NAMED, Results, changed, results

QUESTIONS = question_sets()["transformation"]
FIRST = QUESTIONS.statements[0].id


def scored(**levels: list[int | None]) -> Results:
    """A round in which each person gave every statement the same level."""
    answers = {
        group: [{it.id: level for it in QUESTIONS.statements} for level in some]
        for group, some in levels.items()
    }
    return results(QUESTIONS, answers)


def test_the_shipped_questions_hold_together() -> None:
    assert len(QUESTIONS.themes) == 5 and len(QUESTIONS.statements) == 10
    assert all(len(it.levels) == 5 and len(set(it.levels)) == 5 for it in QUESTIONS.statements)


def test_three_are_shown_and_two_are_not() -> None:
    made = scored(staff=[1, 2, 4], peers=[0, 4])
    assert made.statements[FIRST][Group.STAFF].mean == Decimal("2.3")
    assert made.statements[FIRST][Group.PEERS].mean is None
    assert made.statements[FIRST][Group.SELF].mean is None
    assert made.people == {"staff": 3, "peers": None}


def test_everyone_leaves_out_what_subtraction_would_show() -> None:
    one = scored(staff=[2, 2, 2], peers=[4])
    two = scored(staff=[2, 2, 2], peers=[4, 0])
    assert one.statements[FIRST][EVERYONE].mean == two.statements[FIRST][EVERYONE].mean == Decimal("2.0")
    three = scored(staff=[4, 4], peers=[1], self=[0])
    assert three.statements[FIRST][EVERYONE].mean == Decimal("2.3"), "three together are three"
    assert scored(staff=[4, 4], self=[0]).statements[FIRST][EVERYONE].mean is None, "it would show the staff"
    assert scored(staff=[4, 4], self=[0]).themes["leadership"][EVERYONE].mean is None


def test_the_head_and_the_manager_are_shown_by_their_role() -> None:
    made = scored(self=[4], manager=[2], peers=[1, 1, 1], staff=[0])
    assert made.groups() == [Group.SELF, Group.MANAGER, Group.PEERS, EVERYONE]
    assert (
        made.statements[FIRST][Group.SELF].mean
        == made.themes["leadership"][Group.SELF].mean
        == Decimal("4.0")
    )
    assert made.statements[FIRST][Group.MANAGER].mean == Decimal("2.0")
    assert made.statements[FIRST][EVERYONE].mean == Decimal("1.8"), (
        "9 of five; the one of the staff is left out"
    )
    assert scored(self=[None]).statements[FIRST][Group.SELF].mean is None


def test_named_answers_do_not_make_enough_for_how_far_apart_the_unnamed_are() -> None:
    assert scored(self=[4], manager=[4], peers=[0, 0, 0]).statements[FIRST][EVERYONE].spread == ""


@pytest.mark.parametrize("sizes", list(product(range(5), repeat=4)))
def test_no_small_group_decides_anything_that_is_shown(sizes: tuple[int, ...]) -> None:
    """Whatever one or two people outside the shown groups answered, everything shown is the same."""
    groups = dict(zip(Group.values, sizes, strict=True))
    small = [group for group, size in groups.items() if 0 < size < FEWEST and group not in NAMED]
    if not small or sum(groups[group] for group in small) >= FEWEST:
        return
    seen = set()
    for level in (0, 4):
        answers = {group: [level if group in small else 2] * size for group, size in groups.items()}
        made = scored(**answers)  # type: ignore[arg-type]
        seen.add(repr((made.statements, made.themes, made.people)))
    assert len(seen) == 1


def test_who_cannot_say_is_no_nought_and_can_make_a_group_too_small() -> None:
    made = scored(staff=[4, 4, 4, None])
    assert made.statements[FIRST][Group.STAFF].mean == Decimal("4.0")
    hidden = scored(staff=[4, 4, None])
    assert hidden.statements[FIRST][Group.STAFF].mean is None
    assert hidden.people == {"staff": 3}


def test_a_theme_is_made_of_what_is_shown_alone() -> None:
    theme = QUESTIONS.themes[0]
    first, second = (it.id for it in theme.statements)
    blank = {it.id: None for it in QUESTIONS.statements}
    people = [{**blank, first: 2, second: 4}, {**blank, first: 2, second: 4}, {**blank, first: 2}]
    assert results(QUESTIONS, {"staff": people}).themes[theme.id][Group.STAFF].mean == Decimal("2.0")


def test_how_far_apart_is_said_of_five_or_more() -> None:
    assert scored(staff=[0, 4, 0, 4]).statements[FIRST][Group.STAFF].spread == ""
    assert scored(staff=[2, 2, 2, 2, 3]).statements[FIRST][Group.STAFF].spread == "close together"
    assert scored(staff=[1, 2, 3, 2, 4]).statements[FIRST][Group.STAFF].spread == "mixed"
    assert scored(staff=[0, 4, 0, 4, 2]).statements[FIRST][Group.STAFF].spread == "far apart"


def test_a_change_is_of_what_both_show() -> None:
    before, after = scored(staff=[1, 1, 2]), scored(staff=[3, 3, 3])
    then, now = before.statements[FIRST], after.statements[FIRST]
    assert changed(then[EVERYONE], now[EVERYONE]) == Decimal("1.7")
    assert changed(then[Group.SELF], now[Group.STAFF]) is None
