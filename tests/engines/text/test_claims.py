"""Statements of seven kinds in invented sentences, and what a saving says of itself."""

import sys
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from moothall.engines.text.claims import basis_of, claims
from moothall.engines.text.coverage.lexicon import sentence
from moothall.engines.text.figures import figures
from moothall.engines.text.found import Basis, Claim, ClaimKind
from moothall.kit.papers import Kind, Passage, read_bytes

BENCHMARKS = Path(__file__).resolve().parents[3] / "benchmarks"


def of(text: str) -> tuple[Claim, ...]:
    passages = read_bytes(text.encode(), "plan.md").passages
    return claims(passages, figures(passages))


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("We introduced a new customer portal built on a low-code platform.", ClaimKind.SYSTEM),
        ("Staff now use Microsoft Teams for every call.", ClaimKind.SYSTEM),
        ("Merging the two depots saved £80,000 a year.", ClaimKind.SAVING),
        ("Cashable efficiencies of 3% were delivered last year.", ClaimKind.SAVING),
        ("We invested £2.4m in the leisure centre.", ClaimKind.SPEND),
        ("We plan to redesign the benefits service.", ClaimKind.PLAN),
        ("Over the next two years we will review every contract.", ClaimKind.PLAN),
        (
            "The audit committee reviews the accounts and internal audit reports to members.",
            ClaimKind.GOVERNANCE,
        ),
        ("A lack of skilled staff prevents us from moving faster.", ClaimKind.BARRIER),
        ("Central government should simplify grant reporting requirements.", ClaimKind.ASK),
    ],
)
def test_each_kind_is_known(text: str, kind: ClaimKind) -> None:
    found = of(text)
    assert found
    assert found[0].kind is kind
    assert found[0].sentence == text


@pytest.mark.parametrize("text", ["Marlock stands on a river.", "Thank you.", "What do you plan to save?"])
def test_what_claims_nothing(text: str) -> None:
    assert of(text) == ()


def test_what_stands_under_barriers_is_a_barrier() -> None:
    listed = "Short notice of what is to come."
    assert of(listed) == ()
    under = of(f"## The barriers preventing progress that Government can help to reduce or remove\n\n- {listed}\n"
               "\n### Barriers to productivity\n\n- A shrinking pool of local builders.\n")  # fmt: skip
    assert {claim.kind for claim in under} == {ClaimKind.BARRIER}


def test_a_claim_carries_the_figures_of_its_own_sentence() -> None:
    found = of("Merging depots saved £80,000 a year. We invested £2m in new vehicles.")
    assert [(claim.kind, [figure.text for figure in claim.figures]) for claim in found] == [
        (ClaimKind.SAVING, ["£80,000"]),
        (ClaimKind.SPEND, ["£2m"]),
    ]
    assert [claim.basis for claim in found] == [Basis.UNCLEAR, None]


@pytest.mark.parametrize(
    ("text", "saved"),
    [
        ("The budget finds savings of £7m and a further £2m use of reserves.", ["£7m"]),
        ("An investment of £2m saves £80,000 each year.", ["£80,000"]),
        ("Our budget of £40m includes savings of £3m.", ["£3m"]),
        ("The scheme cost £50,000 and saved £20,000.", ["£20,000"]),
        ("We must save £4m to close a gap of £9m.", ["£4m"]),
        ("Spending fell from £3m to £2m, a saving of £1m.", ["£1m"]),
        ("Savings need an investment of between £1m and £2m.", []),
        # a budget or a cost that was brought down is a saving
        ("We reduced the budget by £3m.", ["£3m"]),
        ("Savings on agency spend of £3m were made.", ["£3m"]),
        ("A reduction in costs of £3m was delivered.", ["£3m"]),
        ("We saved £20,000 of running costs.", ["£20,000"]),
        ("We will save between £1m and £2m a year.", ["£1m", "£2m"]),
    ],
)
def test_a_saving_carries_the_amounts_that_are_the_saving(text: str, saved: list[str]) -> None:
    of_savings = [claim for claim in of(text) if claim.kind is ClaimKind.SAVING]
    assert [[figure.text for figure in claim.figures] for claim in of_savings] == [saved]


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("Ring-fencing prevents councils from moving grant to where government support falls.", False),
        ("The need for councils to hire consultants to bid for government funding.", False),
        ("The greatest barrier is that government requires short bids.", False),
        ("Government should remove the barriers to sharing data.", True),
        ("We ask government to end the restrictions on grant.", True),
    ],
)
def test_a_hindrance_is_an_ask_only_where_it_asks(text: str, asked: bool) -> None:
    for above in ("", "## What government could do to help\n\n"):
        assert (ClaimKind.ASK in {claim.kind for claim in of(above + text)}) is asked


def test_figures_after_a_question_run_into_the_passage() -> None:
    found = of("Where have you followed invest to save? Our solar panels saved £9,000 last year.")
    assert [figure.text for claim in found for figure in claim.figures] == ["£9,000"]


@pytest.mark.parametrize(
    ("text", "basis"),
    [
        ("Cashable savings of £3m.", Basis.CASHABLE),
        ("Savings of £3m were removed from the budget.", Basis.CASHABLE),
        ("Cost avoidance of £3m.", Basis.AVOIDED),
        (
            "It saved £3m that the council would have had to pay, avoiding the cost of agency staff.",
            Basis.AVOIDED,
        ),
        ("Benefits of £3m, cashable and cost avoidance.", Basis.MIXED),
        ("Cashable and non-cashable benefits of £3m.", Basis.MIXED),
        ("Savings of £3m.", Basis.UNCLEAR),
    ],
)
def test_what_a_saving_is(text: str, basis: Basis) -> None:
    assert basis_of(sentence(text)) is basis


def test_non_cashable_alone_is_not_cashable() -> None:
    assert basis_of(sentence("Non-cashable benefits of £3m.")) is not Basis.CASHABLE


def test_only_savings_have_a_basis() -> None:
    for claim in of("We plan to save £4m. We invested £2m. Recruitment is difficult."):
        assert (claim.basis is not None) == (claim.kind is ClaimKind.SAVING)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(Kind), st.text(max_size=120)), max_size=20))
def test_any_text_is_read_the_same_way_twice(rows: list[tuple[Kind, str]]) -> None:
    passages = [Passage(n, kind, text, n + 1) for n, (kind, text) in enumerate(rows)]
    once = claims(passages, figures(passages))
    assert once == claims(passages, figures(passages))
    by_number = {p.number: p for p in passages}
    assert all(claim.sentence in by_number[claim.passage].text for claim in once)


def test_a_long_plan_is_soon_read() -> None:
    row = [
        Passage(n, Kind.PARAGRAPH, "We plan to save £4m by merging depots. " * 5, n + 1) for n in range(2000)
    ]
    start = time.process_time()
    assert len(claims(row, ())) >= 10_000
    assert time.process_time() - start < 20


@pytest.mark.data
def test_two_in_three_statements_are_of_the_kind_their_reader_gave(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(BENCHMARKS))
    import text_coverage

    score = text_coverage.kinds_of_claims()
    assert score.right / score.asked >= 0.66
    assert sys.modules.pop("text_coverage")
