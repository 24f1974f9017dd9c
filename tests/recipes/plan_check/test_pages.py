"""Every rule has its page, written from its docstring; docs/rules holds them as they are."""

import pytest
from tools.rules import FOLDER, pages

from moothall.recipes.plan_check import Rule, rules


def test_the_pages_are_what_the_rules_say() -> None:
    assert {it.name: it.read_text(encoding="utf-8") for it in FOLDER.glob("*.md")} == pages()


@pytest.mark.parametrize("rule", rules().values(), ids=list(rules()))
def test_a_page_is_whole(rule: Rule) -> None:
    assert rule.summary.endswith(".") and len(rule.summary) < 110
    assert rule.name == rule.name.lower() and " " not in rule.name
    assert rule.page["Bad"] != rule.page["Good"]


def test_codes_and_names_are_of_one_rule_each() -> None:
    assert len({it.name for it in rules().values()}) == len(rules()) >= 50
