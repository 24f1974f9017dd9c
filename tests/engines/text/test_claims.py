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
    start = time.perf_counter()
    assert len(claims(row, ())) >= 10_000
    assert time.perf_counter() - start < 20


@pytest.mark.data
def test_two_in_three_statements_are_of_the_kind_their_reader_gave(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(BENCHMARKS))
    import text_coverage

    score = text_coverage.kinds_of_claims()
    assert score.right / score.asked >= 0.66
    assert sys.modules.pop("text_coverage")
