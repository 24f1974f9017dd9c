"""A finding: what one test says of some payments, with the money at stake and how likely it is to be right."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from moothall.engines.spend.ledger import Ledger

LIKELY = 0.5  # at or over this a finding is called likely; under it, worth a look
COMES_BACK = Decimal("0.5")  # of the amount, from which a test is about money to be asked back


@dataclass(frozen=True, slots=True)
class Finding:
    """What a test says. `amount` is pounds at stake; `likelihood` the probability that it is what the test says.

    `payments` are ids of the ledger's payments that the finding is about, `beside` those it is set beside (the
    first payment, where `payments` are the second). Never personal data in `explanation`: it is printed.
    """

    test: str
    payments: tuple[int, ...]
    amount: Decimal
    likelihood: float
    explanation: str
    beside: tuple[int, ...] = ()
    facts: Mapping[str, str] = field(default_factory=dict)  # label -> value, as a reviewer would want them
    contract: int | None = None
    subject: str = (
        ""  # what it is about where that is no single payments: a supplier, a service and a year; its key
    )

    @property
    def likely(self) -> bool:
        return self.likelihood >= LIKELY


@dataclass(frozen=True, slots=True)
class Settings:
    """What a council decides about its own spending. Money in pounds; `as_at` is the day it is looked at from."""

    as_at: date
    thresholds: tuple[Decimal, ...] = (
        Decimal(5_000),
        Decimal(25_000),
        Decimal(200_000),
    )  # of approval or tender
    contract_needed_from: Decimal = Decimal(5_000)  # a year, from which spending should have a contract
    local_postcodes: tuple[str, ...] = ()  # districts, such as 'M33'
    bank_holidays: frozenset[date] = frozenset()
    bank_rate: tuple[tuple[date, Decimal], ...] = ()  # from when, per cent: Bank Rate, for statutory interest


@dataclass(frozen=True, slots=True)
class SpendTest:
    """One test. `needs` are the ledger's fields without which it cannot be run (and says so)."""

    code: str  # 'duplicate-same-invoice'
    title: str  # 'Same supplier, invoice number and amount'
    family: str  # the folder's name: 'duplicates'
    about: str  # the rule in prose, for its page
    recoverable: (
        Decimal  # the share of `amount` that comes back when a finding is right, before outcomes teach it
    )
    find: Callable[[Ledger, Settings], Iterator[Finding]]
    needs: frozenset[str] = frozenset()
    prior: float = 0.5  # how often such findings turn out true, before outcomes teach it

    @property
    def comes_back(self) -> bool:
        """Whether a right finding is money to be asked back, rather than spending that might be done otherwise."""
        return self.recoverable >= COMES_BACK
