"""Every planted defect is found where it is, with its code; its clean twin is silent for every rule."""

from functools import cache

import pytest
from tests.recipes.plan_check.plans import BROKEN, CORVALE, EASTMARSH, THORNBECK, Broken, base

from moothall.kit.papers import read_bytes
from moothall.recipes.plan_check import Finding, check, rules
from moothall.recipes.plan_reading import read_plan


@cache
def found(text: str) -> tuple[Finding, ...]:
    return check(read_plan(read_bytes(text.encode(), "plan.md"))).findings


def told(findings: tuple[Finding, ...]) -> list[str]:
    return [f"{it.line} {it.code} {it.message} | {it.text[:80]}" for it in findings]


def named(it: Broken) -> str:
    return f"{it.code}-{it.plan}-{it.bad[:25] or 'taken out'}"


@pytest.mark.parametrize("plan", [THORNBECK, EASTMARSH, CORVALE])
def test_a_clean_plan_is_silent(plan: str) -> None:
    assert told(found(base(plan))) == []


@pytest.mark.parametrize("broken", BROKEN, ids=named)
def test_a_planted_defect_is_found_where_it_is(broken: Broken) -> None:
    mine = [it for it in found(broken.text) if it.code == broken.code]
    assert broken.told_at in {it.line for it in mine}, told(found(broken.text))


@pytest.mark.parametrize("broken", BROKEN, ids=named)
def test_its_clean_twin_is_silent(broken: Broken) -> None:
    assert told(found(broken.twin)) == []


def test_a_defect_does_not_set_off_rules_it_has_nothing_to_do_with() -> None:
    """Beside its own finding a defect may bring a second one of its kind, and never more than three in all."""
    many = {named(it): told(found(it.text)) for it in BROKEN if len(found(it.text)) > 4 and it.code != "L002"}
    assert many == {}


def test_there_are_at_least_sixty_and_one_for_each_rule_of_text() -> None:
    assert len(BROKEN) >= 60
    of_files = {
        "A001",
        "A002",
        "A003",
        "A004",
        "A005",
        "A007",
        "I001",
        "L201",
        "L501",
        "L502",
        "L503",
        "L504",
    }
    assert set(rules()) - of_files == {it.code for it in BROKEN}
