"""Ranking: exactly the prior without outcomes, taught by them, order within a test kept, keys that last."""

from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from random import Random

import pytest
from tests.engines.spend.ledgers import ledger_of

from moothall.engines.spend.findings.finding import Finding, SpendTest
from moothall.engines.spend.findings.ranking import Outcome, Posterior, expected, key, posteriors, rank
from moothall.engines.spend.ledger import Ledger

pytestmark = pytest.mark.once

PAYEES = ("Alder", "Birch", "Cedar", "Damson")


def spend_test(code: str, prior: float = 0.5, share: str = "0.8") -> SpendTest:
    return SpendTest(
        code, code, "made-up", code, Decimal(share), lambda _ledger, _settings: iter(()), prior=prior
    )


TESTS = {it.code: it for it in (spend_test("twice"), spend_test("late", 0.3, "0.05"))}


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Sequence[Ledger]:
    rows = [
        {"payee": payee, "paid": "2024-05-01", "amount": f"{100 + at}.00", "invoice_no": f"{payee}{at}"}
        for payee in PAYEES
        for at in range(5)
    ]
    with ledger_of(tmp_path_factory.mktemp("ranking"), rows) as made:
        yield made


def finding(
    payment: int, *, amount: int = 100, likelihood: float = 0.5, test: str = "twice", **more: object
) -> Finding:
    return Finding(test, (payment,), Decimal(amount), likelihood, "", **more)  # type: ignore[arg-type]


def outcomes(right: int, wrong: int, test: str = "twice", **more: object) -> list[Outcome]:
    """Outcomes of findings that are in no scan any more."""
    return [
        Outcome(test, f"gone {at}", "true" if at < right else "false", **more)  # type: ignore[arg-type]
        for at in range(right + wrong)
    ]


def test_without_outcomes_everything_is_as_it_was(ledger: Ledger) -> None:
    dice = Random(1)
    some = [finding(at + 1, amount=dice.randrange(1, 900), likelihood=dice.random()) for at in range(20)]
    ranked = rank(some, [], ledger, tests=TESTS)
    assert {it.finding.payments: it.likelihood for it in ranked} == {
        it.payments: it.likelihood for it in some
    }
    assert all(it.share == Decimal("0.8") for it in ranked)
    assert [it.expected for it in ranked] == sorted((it.expected for it in ranked), reverse=True)
    for it in ranked:
        stated = it.finding.amount * Decimal(repr(it.finding.likelihood)) * Decimal("0.8")
        assert it.expected == stated.quantize(Decimal("0.01"))


def test_what_can_come_back_stands_before_what_is_only_looked_at(ledger: Ledger) -> None:
    some = [finding(1, amount=1_000_000, test="late"), finding(2, amount=5), finding(3, amount=90)]
    ranked = rank(some, [], ledger, tests=TESTS)
    assert [it.finding.amount for it in ranked] == [90, 5, 1_000_000]
    assert [it.comes_back for it in ranked] == [True, True, False]


def test_outcomes_of_another_test_change_nothing(ledger: Ledger) -> None:
    (it,) = rank([finding(1, likelihood=0.37)], outcomes(9, 3, "late"), ledger, tests=TESTS)
    assert it.likelihood == 0.37


def test_at_the_prior_it_is_the_mean_of_a_beta_posterior() -> None:
    for right, wrong in ((8, 2), (0, 5), (3, 3), (40, 0)):
        for code, prior in (("twice", 0.5), ("late", 0.3)):
            learnt = posteriors(outcomes(right, wrong, code), TESTS)[code]
            mean = (10 * prior + right) / (10 + right + wrong)
            assert learnt.likelihood(prior) == pytest.approx(mean, abs=1e-6)
            assert (learnt.right, learnt.wrong) == (right, wrong)


def test_findings_that_come_out_as_they_said_teach_nothing() -> None:
    """Nine of ten that said 0.9 were true: 0.9 stays 0.9, where a mean of the prior would have raised it."""
    learnt = posteriors(outcomes(9, 1, likelihood=0.9), TESTS)["twice"]
    assert learnt.likelihood(0.9) == pytest.approx(0.9, abs=1e-6)


def test_more_true_outcomes_never_lower_a_test_and_more_false_never_raise_it() -> None:
    dice = Random(2)
    for _ in range(30):
        told = [
            Outcome("twice", str(at), dice.choice(("true", "false")), likelihood=dice.random())
            for at in range(dice.randrange(25))
        ]
        stated = dice.random()
        before = posteriors(told, TESTS).get("twice", Posterior()).likelihood(stated)
        for result, sign in (("true", 1), ("recovered", 1), ("false", -1)):
            more = [*told, Outcome("twice", "one more", result, likelihood=dice.random())]  # type: ignore[arg-type]
            assert (posteriors(more, TESTS)["twice"].likelihood(stated) - before) * sign >= -1e-8


def test_order_within_a_test_is_kept(ledger: Ledger) -> None:
    dice = Random(3)
    stated = sorted(dice.random() for _ in range(20))
    some = [finding(at + 1, likelihood=it) for at, it in enumerate(stated)]
    for told in (outcomes(7, 1), outcomes(0, 12), outcomes(30, 30, likelihood=0.2)):
        after = {it.finding.payments[0]: it.likelihood for it in rank(some, told, ledger, tests=TESTS)}
        assert [after[at + 1] for at in range(20)] == sorted(after.values())
        assert all(0 < it < 1 for it in after.values())


def test_recovered_pounds_teach_the_share_and_true_alone_does_not() -> None:
    assert posteriors(outcomes(9, 0), TESTS)["twice"].share == Decimal("0.8")
    closed = [
        Outcome("twice", str(at), "recovered", recovered=Decimal(30), amount=Decimal(100)) for at in range(10)
    ]
    assert posteriors(closed, TESTS)["twice"].share == Decimal("0.55")  # ten at 0.8 and ten at 0.3
    too_much = [Outcome("twice", "1", "recovered", recovered=Decimal(500), amount=Decimal(100))]
    assert posteriors(too_much, TESTS)["twice"].share < 1


def test_expected_pounds() -> None:
    assert expected(finding(1, amount=1_000, likelihood=0.25), Posterior(share=Decimal("0.8"))) == 200


def test_a_pattern_found_false_again_and_again_sinks_for_its_supplier(ledger: Ledger) -> None:
    some = [finding(at, amount=100) for at in range(1, 21)]
    keys = key(ledger, some)
    told = [Outcome("twice", keys[at], "false") for at in range(3)]  # three of Alder's five
    ranked = rank(some, told, ledger, tests=TESTS)
    chances = {it.finding.payments[0]: it.likelihood for it in ranked}
    assert chances[4] == chances[5] < chances[6] == chances[20] < 0.5
    still_open = [it for it in ranked if it.open]
    assert [it.supplier for it in still_open[-2:]] == ["Alder", "Alder"]


def test_one_false_finding_of_a_supplier_is_no_pattern(ledger: Ledger) -> None:
    some = [finding(at) for at in range(1, 21)]
    ranked = rank(some, [Outcome("twice", key(ledger, some)[0], "false")], ledger, tests=TESTS)
    assert len({it.likelihood for it in ranked}) == 1


def test_withheld_payees_are_never_one_supplier(tmp_path: Path) -> None:
    rows = [
        {"payee": "REDACTED", "redacted": True, "amount": at, "invoice_no": str(at)} for at in range(1, 6)
    ]
    with ledger_of(tmp_path, rows) as withheld:
        some = [finding(at) for at in range(1, 6)]
        keys = key(withheld, some)
        ranked = rank(some, [Outcome("twice", it, "false") for it in keys[:3]], withheld, tests=TESTS)
        assert len({it.likelihood for it in ranked}) == 1


def test_what_was_reviewed_keeps_its_outcome_and_stands_after_what_is_open(ledger: Ledger) -> None:
    some = [finding(1, amount=9_000), finding(7), finding(12)]
    told = [
        Outcome("twice", key(ledger, some)[0], "true"),
        Outcome("twice", key(ledger, some)[0], "recovered", Decimal(70)),
    ]
    ranked = rank(some, told, ledger, tests=TESTS)
    assert [it.open for it in ranked] == [True, True, False]
    assert ranked[-1].outcome == told[1]
    assert ranked[0].share < Decimal("0.8")  # £70 of £9,000 came back: taken from today's finding


def test_keys_last_from_scan_to_scan(tmp_path: Path, ledger: Ledger) -> None:
    rows = [
        {"payee": payee, "paid": "2024-05-01", "amount": f"{100 + at}.00", "invoice_no": f"{payee}{at}"}
        for payee in reversed(PAYEES)
        for at in range(5)
    ]
    with ledger_of(tmp_path, [{"payee": "New", "amount": 1}, *rows]) as later:
        # Alder's first two, and Damson's first, under the ids they have in each ledger
        once = [finding(1, beside=(2,)), finding(16), finding(16, test="late")]
        again = [finding(18, beside=(17,)), finding(2), finding(2, test="late")]
        assert key(ledger, once) == key(later, again)
    assert len(set(key(ledger, once))) == 3


def test_a_subject_is_its_key_whatever_its_payments(ledger: Ledger) -> None:
    grown = [finding(1, subject="Alder"), Finding("twice", (1, 2, 3), Decimal(9), 0.5, "", subject="Alder")]
    first, second = key(ledger, grown[:1]), key(ledger, grown[1:])
    assert first == second


def test_two_that_say_the_very_same_have_two_keys(ledger: Ledger) -> None:
    twins = [finding(1), finding(1)]
    assert len(set(key(ledger, twins))) == 2
    assert key(ledger, twins) == key(ledger, twins)
