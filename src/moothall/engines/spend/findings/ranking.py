"""Which finding to look at first: by the pounds it may be expected to bring back, taught by what came of others.

Money that can come back (twice paid, VAT not taken: `SpendTest.comes_back`) stands before spending to look at (who
sells how much, contracts, agency staff): a hundredth of a large contract is no sum that anybody can ask for. Within
each, expected pounds are amount × likelihood × recoverable share. Outcomes move the last two, test by test:

- *Likelihood*. A test's findings are moved by one step in log-odds, so that their order stays. The step is the one
  under which what was reviewed is most probable, with ten findings of the test's prior standing beside it as if
  they had been reviewed and come out as the prior says. Where every reviewed finding had the prior as its
  likelihood this is the mean of a Beta posterior: of prior 0.5, eight true and two false make (5+8)/(10+10) = 0.65.
- *Recoverable share*. What came back over what was at stake, of those closed as recovered, with ten findings of the
  test's own share beside them. 'true' alone says nothing of it: what comes back is not known yet.
- *Supplier*. Two or more false findings of a test about one supplier, and more false than true, sink what that test
  says of it. This may change the order within a test; it is meant to.

With no outcome of a test its findings keep the likelihood and share they had, exactly. Reviewed findings keep their
outcome and stand after those that are open.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from hashlib import sha256
from math import exp, log
from typing import Literal

from moothall.engines.spend.findings.finding import LIKELY, Finding, SpendTest
from moothall.engines.spend.findings.registry import tests as all_tests
from moothall.engines.spend.ledger import Ledger

PRIOR_FINDINGS = 10  # how many reviewed findings the prior of a test weighs as much as
SUPPLIER_FALSE = 2  # from how many false ones of a test a supplier's findings sink
_LEAST = 0.001  # a likelihood is never nought or one: an outcome could not move it
_AT_ONCE = 20_000  # payments asked for in one query
_PENNY = Decimal("0.01")

Result = Literal["true", "false", "recovered"]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a finding that was reviewed.

    'true': it was right, and what comes back is not known yet. 'recovered': it was right and is closed, with the
    pounds that came back (perhaps none). 'false': it was not. `amount`, `likelihood` and `supplier` are what the
    finding said when it was reviewed; without them they are looked for among today's findings.
    """

    test: str
    key: str
    result: Result
    recovered: Decimal = Decimal(0)
    amount: Decimal | None = None
    likelihood: float | None = None
    supplier: str | None = None

    @property
    def right(self) -> bool:
        return self.result != "false"


@dataclass(frozen=True, slots=True)
class Posterior:
    """What outcomes have taught of a test: a step in log-odds, the share that comes back, and how many taught it."""

    step: float = 0.0
    share: Decimal = Decimal(0)
    right: int = 0
    wrong: int = 0
    by_supplier: Mapping[str, float] | None = None  # supplier -> a further step, never upwards

    def likelihood(self, stated: float, supplier: str = "") -> float:
        """The likelihood of a finding of this test, moved; as it was, to the last bit, where nothing was learnt."""
        step = self.step + (self.by_supplier or {}).get(supplier, 0.0)
        return stated if step == 0.0 else _odds_to(_log_odds(stated) + step)


@dataclass(frozen=True, slots=True)
class Ranked:
    """A finding in its place: its key, what is now thought of it, and what came of it if it was reviewed."""

    finding: Finding
    key: str
    supplier: str
    likelihood: float
    share: Decimal
    expected: Decimal  # pounds
    comes_back: bool  # money to be asked back, not spending to look at
    outcome: Outcome | None = None

    @property
    def open(self) -> bool:
        return self.outcome is None

    @property
    def likely(self) -> bool:
        return self.likelihood >= LIKELY


def rank(
    findings: Sequence[Finding],
    outcomes: Iterable[Outcome],
    ledger: Ledger,
    *,
    tests: Mapping[str, SpendTest] | None = None,
) -> list[Ranked]:
    """Open findings of money that can come back, then of spending to look at, then those reviewed.

    Each by expected pounds, most first. `tests` are all there are unless given. Of several outcomes of one key the last
    stands. Ties go by amount, test and key, so that a scan repeats itself.
    """
    known = tests if tests is not None else all_tests()
    evidence = _evidence(ledger, findings)
    keys = _keys(findings, evidence)
    suppliers = [_supplier(it, evidence) for it in findings]
    reviewed = {(it.test, it.key): it for it in outcomes}
    today = {
        (it.test, key): (it, supplier) for it, key, supplier in zip(findings, keys, suppliers, strict=True)
    }
    learnt = posteriors([_completed(it, today) for it in reviewed.values()], known)
    ranked = []
    for finding, key, supplier in zip(findings, keys, suppliers, strict=True):
        posterior = learnt.get(finding.test) or Posterior(share=_share(known, finding.test))
        likelihood = posterior.likelihood(finding.likelihood, supplier)
        ranked.append(
            Ranked(
                finding,
                key,
                supplier,
                likelihood,
                posterior.share,
                expected(finding, posterior, supplier),
                finding.test in known and known[finding.test].comes_back,
                reviewed.get((finding.test, key)),
            )
        )
    return sorted(
        ranked,
        key=lambda it: (
            not it.open,
            not it.comes_back,
            -it.expected,
            -it.finding.amount,
            it.finding.test,
            it.key,
        ),
    )


def expected(finding: Finding, posterior: Posterior, supplier: str = "") -> Decimal:
    """Pounds that looking into a finding may be expected to bring back."""
    likelihood = Decimal(repr(posterior.likelihood(finding.likelihood, supplier)))
    return (finding.amount * likelihood * posterior.share).quantize(_PENNY)


def posteriors(outcomes: Iterable[Outcome], tests: Mapping[str, SpendTest]) -> dict[str, Posterior]:
    """What outcomes teach of each test they are of; those of tests that are no more are left out."""
    of: dict[str, list[Outcome]] = defaultdict(list)
    for outcome in outcomes:
        if outcome.test in tests:
            of[outcome.test].append(outcome)
    return {code: _posterior(tests[code], found) for code, found in of.items()}


def key(ledger: Ledger, findings: Sequence[Finding]) -> list[str]:
    """What each finding is known by in every later scan: made of what its payments say, never of their ids.

    A finding with a subject is known by that: its payments grow from month to month. Two of one test whose payments
    say the very same get a number each, in the order given.
    """
    return _keys(findings, _evidence(ledger, findings))


Evidence = Mapping[int, tuple[str, str]]  # payment -> what it says, the supplier's name


def _keys(findings: Sequence[Finding], evidence: Evidence) -> list[str]:
    seen: Counter[str] = Counter()
    keys = []
    for finding in findings:
        said = (
            [finding.subject]
            if finding.subject
            else sorted(evidence[it][0] for it in (*finding.payments, *finding.beside) if it in evidence)
        )
        found = sha256("\x1e".join((finding.test, *said)).encode()).hexdigest()
        seen[found] += 1
        if seen[found] > 1:
            found = sha256(f"{found}\x1e{seen[found]}".encode()).hexdigest()
        keys.append(found)
    return keys


def _evidence(ledger: Ledger, findings: Sequence[Finding]) -> Evidence:
    """What each payment of the findings says, so far as a key needs it: of those with a subject only the first."""
    wanted = sorted(
        {
            payment
            for it in findings
            for payment in (it.payments[:1] if it.subject else (*it.payments, *it.beside))
        }
    )
    found: dict[int, tuple[str, str]] = {}
    for begun in range(0, len(wanted), _AT_ONCE):
        for payment, said, supplier in ledger.rows(
            """
            SELECT id, concat_ws(chr(31), coalesce(payee_name, ''), coalesce(invoice_no, ''),
                                 coalesce(transaction_no, ''), coalesce(paid::VARCHAR, ''), amount::VARCHAR),
                   CASE WHEN redacted THEN '' ELSE coalesce(supplier_name, payee_name, '') END
            FROM spending WHERE id IN (SELECT unnest(?::BIGINT[]))""",
            [wanted[begun : begun + _AT_ONCE]],
        ):
            found[payment] = (said, supplier)
    return found


def _supplier(finding: Finding, evidence: Evidence) -> str:
    return next((evidence[it][1] for it in finding.payments if it in evidence), "")


def _completed(outcome: Outcome, today: Mapping[tuple[str, str], tuple[Finding, str]]) -> Outcome:
    """An outcome with what it does not say of its finding filled in from the same finding today."""
    if (outcome.test, outcome.key) not in today:
        return outcome
    finding, supplier = today[outcome.test, outcome.key]
    return Outcome(
        outcome.test,
        outcome.key,
        outcome.result,
        outcome.recovered,
        finding.amount if outcome.amount is None else outcome.amount,
        finding.likelihood if outcome.likelihood is None else outcome.likelihood,
        supplier if outcome.supplier is None else outcome.supplier,
    )


def _posterior(test: SpendTest, outcomes: Sequence[Outcome]) -> Posterior:
    wrong = sum(not it.right for it in outcomes)
    return Posterior(
        step=_step(test.prior, outcomes),
        share=_recovered_share(test.recoverable, outcomes),
        right=len(outcomes) - wrong,
        wrong=wrong,
        by_supplier=_by_supplier(outcomes),
    )


def _step(prior: float, outcomes: Sequence[Outcome]) -> float:
    """The step in log-odds under which prior and outcomes are most probable: where the excess is nought."""
    told = [
        (_log_odds(prior if it.likelihood is None else it.likelihood), float(it.right)) for it in outcomes
    ]
    begun = _log_odds(prior)

    def excess(step: float) -> float:
        return PRIOR_FINDINGS * (_odds_to(begun) - _odds_to(begun + step)) + sum(
            right - _odds_to(odds + step) for odds, right in told
        )

    low, high = -20.0, 20.0  # excess falls as the step grows
    while high - low > 1e-9:
        middle = (low + high) / 2
        low, high = (middle, high) if excess(middle) > 0 else (low, middle)
    return (low + high) / 2


def _recovered_share(share: Decimal, outcomes: Sequence[Outcome]) -> Decimal:
    closed = [
        (it.amount, min(max(it.recovered, Decimal(0)), it.amount))
        for it in outcomes
        if it.result == "recovered" and it.amount is not None and it.amount > 0
    ]
    if not closed:
        return share
    stake = sum((it[0] for it in closed), Decimal(0))
    back = sum((it[1] for it in closed), Decimal(0))
    prior = PRIOR_FINDINGS * stake / len(closed)  # ten findings of the size that these have
    return (share * prior + back) / (prior + stake)


def _by_supplier(outcomes: Iterable[Outcome]) -> dict[str, float]:
    """For each supplier often found false, the log-odds of a finding about it being right, from even chances."""
    counted: dict[str, Counter[bool]] = defaultdict(Counter)
    for it in outcomes:
        if it.supplier:
            counted[it.supplier][it.right] += 1
    return {
        supplier: log((of[True] + 1) / (of[False] + 1))
        for supplier, of in counted.items()
        if of[False] >= SUPPLIER_FALSE and of[False] > of[True]
    }


def _share(tests: Mapping[str, SpendTest], code: str) -> Decimal:
    return tests[code].recoverable if code in tests else Decimal(0)


def _log_odds(chance: float) -> float:
    kept = min(max(chance, _LEAST), 1 - _LEAST)
    return log(kept / (1 - kept))


def _odds_to(log_odds: float) -> float:
    return 1 / (1 + exp(-log_odds))
