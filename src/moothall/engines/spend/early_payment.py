"""Early payment: what a supplier gives to be paid before the due day, and whether that pays the council.

The rebate falls in a straight line from an agreed share of the invoice on an agreed day to nothing on the day it is
due (dynamic discounting, as programmes of English councils publish it). The money leaves earlier, so the council
loses the interest it would have had: what is left after that and the cost of running it is the net saving.

Prompt payment is owed to small suppliers and is not for sale to them: those known to be small or medium, or
voluntary, are never offered terms here, and those whose size nobody recorded are asked that first.
Money is in pounds, shares are parts of one ('0.01' is 1%), days are counted from receipt of the invoice. The method:
docs/methods/early-payment.md.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

from moothall.engines.spend.categories import taxonomy
from moothall.engines.spend.ledger import Ledger
from moothall.engines.spend.settled import PUBLIC_BODY

YEAR = 365  # days, for interest and for a yield
DRAWS = 2_000
_PENNY = Decimal("0.01")
_NOTHING = Decimal("0.00")


@dataclass(frozen=True, slots=True)
class Terms:
    """`rate` is given on `anchor_day` and falls to nothing on `due_day`; `cap` bounds it for payment still earlier.

    Raises ValueError for terms that are none.
    """

    rate: Decimal = Decimal("0.01")
    anchor_day: int = 10
    due_day: int = 30
    cap: Decimal | None = None

    def __post_init__(self) -> None:
        if not 0 < self.rate < 1 or (self.cap is not None and not 0 < self.cap < 1):
            raise ValueError("A rebate is a share between 0 and 1: write 1% as 0.01.")
        if not 0 <= self.anchor_day < self.due_day:
            raise ValueError("The agreed day must come before the day on which the invoice is due.")


def rebate(invoice: Decimal, paid_day: int, terms: Terms) -> Decimal:
    """What is taken off a net invoice paid on this day after receipt, to the penny; a credit gives its own back.

    >>> rebate(Decimal("10000.00"), 15, Terms())
    Decimal('75.00')
    """
    days = days_early(paid_day, terms)
    whole, parts = terms.rate * days, terms.due_day - terms.anchor_day
    if terms.cap is not None and whole > terms.cap * parts:
        whole, parts = terms.cap, 1
    return _pence(invoice * whole / parts)


def days_early(paid_day: int, terms: Terms) -> int:
    """Days between payment and the due day; none where payment is on that day or after it."""
    return max(0, terms.due_day - paid_day)


def share_at(paid_day: int, terms: Terms) -> Decimal:
    """The rebate as a share of the invoice on this day."""
    at = terms.rate * days_early(paid_day, terms) / (terms.due_day - terms.anchor_day)
    return at if terms.cap is None else min(at, terms.cap)


def annual_yield(paid_day: int, terms: Terms) -> Decimal | None:
    """The rebate as simple interest a year on the money paid early; None where nothing is early.

    >>> annual_yield(10, Terms())
    Decimal('0.1825')
    """
    days = days_early(paid_day, terms)
    return share_at(paid_day, terms) * YEAR / days if days else None


def lost_interest(invoice: Decimal, days_sooner: int, deposit_rate: Decimal) -> Decimal:
    """What the money would have earned on deposit (a share a year) in the days it now leaves sooner."""
    return _pence(invoice * deposit_rate * max(0, days_sooner) / YEAR)


@dataclass(frozen=True, slots=True)
class Programme:
    """An early-payment programme as it would be offered. All but the terms are assumptions to be replaced.

    `deposit_rate` is what the treasury earns a year; `admin` pounds a year; `fee` the share of rebates that whoever
    runs it keeps; `take_up` the share of the suppliers asked who join, by scenario, the smallest first.
    """

    terms: Terms = field(default_factory=Terms)
    paid_day: int = 10
    deposit_rate: Decimal = Decimal("0.04")
    admin: Decimal = Decimal(0)
    fee: Decimal = Decimal(0)
    take_up: Mapping[str, Decimal] = field(
        default_factory=lambda: {"low": Decimal("0.1"), "central": Decimal("0.25"), "high": Decimal("0.4")}
    )


@dataclass(frozen=True, slots=True)
class Rules:
    """Who is worth asking. `least_spend` in pounds and `least_invoices` in number are of the year looked at."""

    least_spend: Decimal = Decimal(20_000)
    least_invoices: int = 12
    least_days: int = 3  # fewer days to offer than these are none


class Standing(StrEnum):
    """Whether a supplier may be asked; the words are what a reader sees."""

    ASK = "could be asked"
    SIZE_UNKNOWN = "size not recorded: find out first"
    SMALL = "small, medium or voluntary: prompt payment is theirs without a charge"
    PUBLIC = "public body"
    HIDDEN = "name withheld"
    LATE = "paid late now: pay on time first"
    FAST = "paid this early already"
    FEW = "too little spending or too few invoices"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A supplier, what it was paid in the year and how, and what the terms would bring if every invoice were early.

    `days_now` is the middle number of days from receipt (else the invoice's date) to payment; None where the files
    give no such dates. `lost` then counts every day up to the due day: the most it can be.
    """

    supplier: int
    name: str
    spend: Decimal
    invoices: int
    days_now: int | None
    standing: Standing
    rebate: Decimal = _NOTHING
    lost: Decimal = _NOTHING

    @property
    def gain(self) -> Decimal:
        """Rebate less lost interest, before the cost of running it."""
        return self.rebate - self.lost


def judge(
    supplier: int,
    name: str,
    *,
    spend: Decimal,
    invoices: int,
    days_now: int | None,
    small: bool | None,
    hidden: bool,
    programme: Programme,
    rules: Rules,
) -> Candidate:
    """One supplier against the rules. `small`: an SME or a voluntary body; None where neither was recorded."""
    standing = _standing(name, spend, invoices, days_now, small, hidden, programme, rules)
    if standing not in (Standing.ASK, Standing.SIZE_UNKNOWN):
        return Candidate(supplier, name, spend, invoices, days_now, standing)
    sooner = (programme.terms.due_day if days_now is None else days_now) - programme.paid_day
    return Candidate(
        supplier,
        name,
        spend,
        invoices,
        days_now,
        standing,
        rebate(spend, programme.paid_day, programme.terms),
        lost_interest(spend, sooner, programme.deposit_rate),
    )


def _standing(
    name: str,
    spend: Decimal,
    invoices: int,
    days_now: int | None,
    small: bool | None,
    hidden: bool,
    programme: Programme,
    rules: Rules,
) -> Standing:
    days = days_now if days_now is not None else programme.terms.due_day
    table = (
        (hidden, Standing.HIDDEN),
        (bool(small), Standing.SMALL),
        (is_public(name), Standing.PUBLIC),
        (spend < rules.least_spend or invoices < rules.least_invoices, Standing.FEW),
        (days > programme.terms.due_day, Standing.LATE),
        (days - programme.paid_day < rules.least_days, Standing.FAST),
        (small is None, Standing.SIZE_UNKNOWN),
    )
    return next((standing for holds, standing in table if holds), Standing.ASK)


_PUBLIC = re.compile(
    rf"{PUBLIC_BODY}|\b(council|borough|hm ?r ?& ?c|hm (prison|land registry)|ministry|university|college|school|"
    r"academy|academies|integrated care|national highways|transport for)\b"
)


def is_public(name: str) -> bool:
    """Whether the name is of a council, a school, the NHS, a department or the like, which is not asked for a rebate.

    >>> is_public("Wexborough County Council"), is_public("Councillor Catering Ltd")
    (True, False)
    """
    return _PUBLIC.search(name.casefold()) is not None


@dataclass(frozen=True, slots=True)
class Scenario:
    """What a programme brings in the year when this share of the suppliers asked joins.

    The sums are what is to be expected; who joins is chance, and `net_low` to `net_high` is where nine results in
    ten fall when each supplier decides for itself.
    """

    name: str
    take_up: Decimal
    suppliers: Decimal
    spend: Decimal
    rebate: Decimal
    lost: Decimal
    admin: Decimal
    net: Decimal
    net_low: Decimal
    net_high: Decimal


def scenarios(asked: Sequence[Candidate], programme: Programme, *, seed: int = 1) -> tuple[Scenario, ...]:
    """The programme's year at each take-up. The same seed gives the same spread."""
    keep = 1 - programme.fee
    spend, given, lost = (
        sum((getattr(it, name) for it in asked), _NOTHING) for name in ("spend", "rebate", "lost")
    )
    made = []
    for name, share in programme.take_up.items():
        gains = [float(it.rebate * keep - it.lost) for it in asked]
        low, high = _spread(gains, float(share), seed)
        admin = programme.admin + _pence(given * share * programme.fee)
        made.append(
            Scenario(
                name,
                share,
                len(asked) * share,
                _pence(spend * share),
                _pence(given * share),
                _pence(lost * share),
                admin,
                _pence(given * share) - _pence(lost * share) - admin,
                _pence(low) - programme.admin,
                _pence(high) - programme.admin,
            )
        )
    return tuple(made)


def _spread(gains: Sequence[float], share: float, seed: int) -> tuple[Decimal, Decimal]:
    """The 5th and 95th percentile of what suppliers bring who join or not by themselves."""
    import numpy

    if not gains:
        return _NOTHING, _NOTHING
    chance = numpy.random.default_rng(seed)
    each = numpy.asarray(gains)
    sums = [(chance.random(len(each)) < share) @ each for _ in range(DRAWS)]
    low, high = numpy.quantile(sums, (0.05, 0.95))
    return Decimal(str(round(float(low), 2))), Decimal(str(round(float(high), 2)))


@dataclass(frozen=True, slots=True)
class Taken:
    """The rebates a supplier gave already, as the ledger shows them.

    `invoices` and `spend` are all it billed from its first rebate to its last; `with_rebate` those a rebate names.
    """

    supplier: int
    name: str
    rebates: int
    amount: Decimal  # pounds taken, positive
    with_rebate: int
    billed_with: Decimal  # pounds of the invoices named
    invoices: int
    spend: Decimal

    @property
    def share(self) -> Decimal | None:
        """The rebate as a share of the invoices named; None where none was found."""
        return self.amount / self.billed_with if self.billed_with > 0 else None


@dataclass(frozen=True, slots=True)
class Assessment:
    """Early payment in a ledger: who could be asked, what it would bring, and what was taken already.

    `since` to `until` is the year looked at (the last in the ledger, or as much as there is of it); nothing is scaled
    up to a year. `dated`: whether files give the day of an invoice or of its receipt.
    """

    since: date
    until: date
    dated: bool
    programme: Programme
    candidates: tuple[Candidate, ...]  # the largest spending first
    taken: tuple[Taken, ...]  # the largest rebates first

    def standing(self, *of: Standing) -> tuple[Candidate, ...]:
        return tuple(it for it in self.candidates if it.standing in of)

    def scenarios(self, *, size_unknown: bool = False, seed: int = 1) -> tuple[Scenario, ...]:
        """For the suppliers that could be asked; with `size_unknown`, as if none of unrecorded size were small."""
        of = (Standing.ASK, Standing.SIZE_UNKNOWN) if size_unknown else (Standing.ASK,)
        return scenarios(self.standing(*of), self.programme, seed=seed)

    def by_rate(
        self, rates: Iterable[Decimal], *, size_unknown: bool = False
    ) -> tuple[tuple[Decimal, Decimal], ...]:
        """Each rate at the agreed day, and what it would bring in rebates if all who could be asked joined."""
        of = (Standing.ASK, Standing.SIZE_UNKNOWN) if size_unknown else (Standing.ASK,)
        terms, spend = self.programme.terms, sum((it.spend for it in self.standing(*of)), _NOTHING)
        return tuple(
            (
                rate,
                rebate(
                    spend, self.programme.paid_day, Terms(rate, terms.anchor_day, terms.due_day, terms.cap)
                ),
            )
            for rate in rates
        )


def assess(
    ledger: Ledger, programme: Programme | None = None, rules: Rules | None = None
) -> Assessment | None:
    """Early payment in the last year of the ledger; None where no payment bears a date.

    Needs suppliers. An invoice is judged whole, whatever number of lines it was coded to; credits lower what their
    supplier was paid. Left out are card spending, which was paid at once, and what nobody could have bought otherwise
    (grants, taxes, levies), for which there is no invoice.
    """
    programme, rules = programme or Programme(), rules or Rules()
    until = ledger.one("SELECT max(paid) FROM payment WHERE kind = 'ledger'")
    if until is None:
        return None
    since = ledger.one(
        "SELECT min(paid) FROM payment WHERE kind = 'ledger' AND paid > ?::DATE - INTERVAL 1 YEAR", [until]
    )
    found = ledger.rows(_SUPPLIERS, [since, until, list(taxonomy().not_contestable)])
    candidates = (
        judge(
            supplier,
            name,
            spend=spend,
            invoices=invoices,
            days_now=None if days is None else int(days),
            small=small,
            hidden=hidden,
            programme=programme,
            rules=rules,
        )
        for supplier, name, hidden, small, spend, invoices, days in found
    )
    ordered = tuple(sorted(candidates, key=lambda it: (-it.spend, it.supplier)))
    dated = any(it.days_now is not None for it in ordered)
    return Assessment(since, until, dated, programme, ordered, taken(ledger))


# One row a supplier: an invoice is its transaction, else its number and day, else the line.
_INVOICES = """
    SELECT supplier, any_value(supplier_name) AS name, bool_or(redacted) AS redacted,
           CASE WHEN bool_or(sme) OR bool_or(vcse) THEN true WHEN bool_or(NOT sme) THEN false END AS small,
           sum(amount) AS amount, max(date_diff('day', coalesce(received, invoiced), paid)) AS days
    FROM spending
    WHERE kind = 'ledger' AND supplier IS NOT NULL AND paid BETWEEN ? AND ?
        AND NOT coalesce(list_contains(?::VARCHAR[], category), false)
    GROUP BY supplier, coalesce(transaction_no, invoice_no || ' ' || paid, 'line ' || id)"""
_SUPPLIERS = f"""
    SELECT supplier, any_value(name), bool_or(redacted), bool_or(small), sum(amount)::DECIMAL(18,2),
           count(*) FILTER (amount > 0), quantile_disc(days, 0.5) FILTER (amount > 0 AND days >= 0)
    FROM ({_INVOICES}) GROUP BY supplier HAVING sum(amount) > 0 ORDER BY supplier"""  # noqa: S608

_SAID = "concat_ws(' ', service, purpose, account, given_category)"
_REBATE = "(cash|settlement|dynamic) disc|(prompt|early) pay(ment)? (disc|rebate)"


def taken(ledger: Ledger) -> tuple[Taken, ...]:
    """Rebates for early payment that stand in the ledger: credits whose text says so, with the invoices they name.

    Those that were given back are taken off.
    A rebate names an invoice by giving, as its own invoice number, that invoice's transaction or invoice number.
    """
    found = ledger.rows(_TAKEN, [_REBATE, _REBATE])
    return tuple(Taken(*row) for row in found)


_TAKEN = f"""
    WITH rebate AS (
        SELECT supplier, supplier_name, paid, amount, invoice_no FROM spending
        WHERE kind = 'ledger' AND supplier IS NOT NULL AND regexp_matches(lower({_SAID}), ?)),
    giver AS (
        SELECT supplier, any_value(supplier_name) AS name, count(*) FILTER (amount < 0) AS rebates,
               -sum(amount) AS amount, min(paid) AS first, max(paid) AS last
        FROM rebate GROUP BY supplier HAVING sum(amount) < 0),
    billed AS (
        SELECT supplier, any_value(transaction_no) AS transaction_no, any_value(invoice_no) AS invoice_no,
               sum(spending.amount) AS amount
        FROM spending JOIN giver USING (supplier)
        WHERE kind = 'ledger' AND paid BETWEEN first AND last AND spending.amount > 0
            AND NOT regexp_matches(lower({_SAID}), ?)
        GROUP BY supplier, coalesce(transaction_no, invoice_no || ' ' || paid, 'line ' || id)),
    told AS (
        SELECT supplier, amount,
               coalesce((supplier, transaction_no) IN (SELECT (supplier, invoice_no) FROM rebate), false)
               OR coalesce((supplier, invoice_no) IN (SELECT (supplier, invoice_no) FROM rebate), false) AS named
        FROM billed)
    SELECT giver.supplier, any_value(giver.name), any_value(giver.rebates),
           any_value(giver.amount)::DECIMAL(18,2), count(*) FILTER (named),
           coalesce(sum(told.amount) FILTER (named), 0)::DECIMAL(18,2),
           count(told.amount), coalesce(sum(told.amount), 0)::DECIMAL(18,2)
    FROM giver LEFT JOIN told USING (supplier) GROUP BY giver.supplier ORDER BY 4 DESC, 1"""  # noqa: S608


def _pence(value: Decimal) -> Decimal:
    return value.quantize(_PENNY, ROUND_HALF_UP)
