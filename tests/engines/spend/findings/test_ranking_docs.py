"""The worked examples of docs/methods/spend-findings.md, read from the page and computed again."""

import re
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from moothall.engines.spend.findings.finding import Finding, SpendTest
from moothall.engines.spend.findings.ranking import Outcome, Posterior, expected, posteriors
from moothall.engines.spend.findings.registry import tests as all_tests
from moothall.reference import late_payment as law

pytestmark = pytest.mark.once

PAGE = " ".join(
    (Path(__file__).parents[4] / "docs/methods/spend-findings.md").read_text(encoding="utf-8").split()
)


def told(begin: str, end: str) -> list[str]:
    """What is printed bold between two headings."""
    return re.findall(r"\*\*([^*]+)\*\*", PAGE.partition(begin)[2].partition(end)[0])


def test_statutory_interest() -> None:
    owed = law.interest(Decimal(1_200), date(2024, 3, 1), date(2024, 4, 29))
    assert owed is not None
    assert told("## Statutory interest, worked", "## What to look at first") == [
        f"{owed.days}",
        f"{owed.per_cent}%",
        f"£{owed.interest}",
        f"£{owed.fixed_sum}",
    ]
    assert f"may claim £{owed.total}" in PAGE


def test_ranking() -> None:
    made_up = {"it": SpendTest("it", "It", "made-up", "", Decimal("0.8"), lambda _l, _s: iter(()), prior=0.5)}
    finding = Finding("it", (1,), Decimal(1_000), 0.5, "")
    assert expected(finding, Posterior(share=Decimal("0.8"))) == 400
    reviewed = [Outcome("it", str(at), "true" if at < 8 else "false", likelihood=0.5) for at in range(10)]
    one = posteriors(reviewed, made_up)["it"]
    closed = [
        Outcome("it", str(at), "recovered", Decimal(300), Decimal(1_000), likelihood=0.5) for at in range(4)
    ]
    two = posteriors([*closed, *reviewed[4:]], made_up)["it"]
    false = [Outcome("it", f"x{at}", "false", likelihood=0.5, supplier="Alder") for at in range(2)]
    sunk = posteriors([*closed, *reviewed[4:8], *false], made_up)["it"]
    assert told("**A worked example.** A test has prior", "**Keys.**") == [
        f"{one.likelihood(0.5):.2f}",
        f"£{expected(finding, one)}",
        f"{two.share:.4f}",
        f"£{expected(finding, two)}",
        f"{sunk.likelihood(0.5, 'Alder'):.4f}",
    ]


def test_the_page_names_every_test_of_its_four_families() -> None:
    families = {"contracts", "buying", "paying", "staffing"}
    named = set(
        re.findall(r"`([a-z-]+)`", PAGE.partition("## The tests")[2].partition("Each module's own")[0])
    )
    assert {it.code for it in all_tests().values() if it.family in families} <= named
