"""Questions about suppliers, contracts and notices. `on` is the day asked about: how a contract stands is worked out.

What the ledgers' room asks: `ledger_rows`, `contracts_for_ledgers`, `suppliers_for_ledgers`, `of_supplier`.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import TypeVar

from django.db.models import F, Max, OuterRef, Prefetch, Q, QuerySet, Subquery, Sum

from moothall.core.models import COMMAND_LINE, Organisation, Person, Service
from moothall.core.permission import may, organisations, require
from moothall.core.queries import services
from moothall.kit.personal_data import POSTCODE, personal
from moothall.reference.procurement_thresholds import threshold
from moothall.spend import rules
from moothall.spend.life import RUNNING, Next, State, Tie
from moothall.spend.models import Contract as Contract  # pages name them too
from moothall.spend.models import ContractDocument as ContractDocument
from moothall.spend.models import ContractTie as ContractTie
from moothall.spend.models import Delivered, IndicatorReport, Publication, Review, Version
from moothall.spend.models import Extension as Extension
from moothall.spend.models import Indicator as Indicator
from moothall.spend.models import Insurance as Insurance
from moothall.spend.models import Intake as Intake
from moothall.spend.models import ProcurementNotice as ProcurementNotice
from moothall.spend.models import Rules as Rules
from moothall.spend.models import SocialValue as SocialValue
from moothall.spend.models import Supplier as Supplier
from moothall.spend.noticing import Match as Match
from moothall.spend.noticing import asked_last as asked_last
from moothall.spend.noticing import intake as intake
from moothall.spend.noticing import intakes as intakes
from moothall.spend.noticing import matches as matches
from moothall.spend.noticing import notice as notice
from moothall.spend.noticing import notices as notices
from moothall.spend.permissions import READ, WRITE_CONTRACT
from moothall.spend.rules import Alert, Moment
from moothall.spend.spent import spent_on

Part = TypeVar("Part", Extension, ContractDocument, Indicator, SocialValue, ContractTie)


@dataclass(frozen=True)
class Wanted:
    """Which contracts: by how they stand, service, supplier, tier, and months within which they end. '' is any."""

    state: str = ""
    service: str = ""
    supplier: str = ""
    tier: str = ""
    within: str = ""
    q: str = ""


@dataclass(frozen=True)
class Row:
    """A contract as it stands on a day. `rules`: the council's, the newest first."""

    contract: Contract
    on: date
    rules: tuple[Rules, ...] = ()
    spent: int | None = None  # pence, as far as any room knows; asked for by `with_spent`

    @cached_property
    def state(self) -> State:
        it = self.contract
        return rules.state(it.starts, it.ends, it.last_day, it.terminated_on, self.on)

    @property
    def running(self) -> bool:
        return self.state in RUNNING

    @cached_property
    def options(self) -> list[Extension]:
        """Extensions that are neither used nor given up."""
        return [it for it in self.contract.extensions.all() if not it.used_on and not it.ended_on]

    @cached_property
    def used(self) -> list[Extension]:
        return [it for it in self.contract.extensions.all() if it.used_on]

    @cached_property
    def moments(self) -> list[Moment]:
        it = self.contract
        return rules.moments(it.last_day, it.notice_by, [one.notice_by for one in self.options])

    @cached_property
    def alert(self) -> Alert | None:
        """The step reached, of a contract that runs and is not terminated."""
        if not self.running or self.contract.terminated_on:
            return None
        reviewed: date | None = self.contract.reviewed  # type: ignore[attr-defined]
        own = next((it for it in self.rules if it.from_date <= self.on), None)
        return rules.alert(self.moments, reviewed, self.on, steps(own))

    @cached_property
    def value(self) -> int | None:
        """Pence over the first term and the extensions that were used; None where the first is not known."""
        first = self.contract.value_pence
        return None if first is None else first + sum(it.value_pence or 0 for it in self.used)

    @property
    def decision_pence(self) -> int | None:
        """From which value a decision was needed when it was agreed, or extended last; None where no rule held then."""
        agreed = max([self.contract.starts, *(it.used_on for it in self.used if it.used_on)])
        own = next((it for it in self.rules if it.from_date <= agreed), None)
        return own.decision_pence if own else None

    @property
    def decided(self) -> bool | None:
        """Whether a decision is tied to it; None where none is needed, or nobody knows whether one is."""
        if self.decision_pence is None or self.value is None or self.value < self.decision_pence:
            return None
        return any(it.kind in (Tie.DECISION, Tie.KEY) and not it.ended_on for it in self.contract.ties.all())


@dataclass(frozen=True)
class Social:
    """What a supplier promised and what of it was delivered: units and pence, apart from each other and from cash."""

    promise: SocialValue
    delivered_units: Decimal
    promised_pence: int
    delivered_pence: int
    rows: tuple[Delivered, ...]


@dataclass(frozen=True)
class Totals:
    """Social value in pence over some contracts: two numbers that nothing adds to savings."""

    promised: int
    delivered: int
    contracts: int


# --- the council's rules ---


def own_rules(organisation: Organisation, on: date) -> Rules | None:
    """What the council decided for its register, on a day; None where it has not."""
    return Rules.objects.filter(organisation=organisation, from_date__lte=on).first()


def every_rules(person: Person, organisation: Organisation) -> QuerySet[Rules]:
    """What was decided, the newest first. Raises PermissionDenied."""
    require(person, READ, organisation)
    return Rules.objects.filter(organisation=organisation).select_related("set_by")


def is_open(organisation: Organisation) -> bool:
    """Whether residents may read the register."""
    newest = Publication.objects.filter(organisation=organisation).first()
    return bool(newest and newest.open)


def open_registers() -> list[Organisation]:
    """The councils whose register residents may read."""
    newest = Publication.objects.filter(organisation=OuterRef("pk")).order_by("-pk")
    found = Organisation.objects.councils().annotate(open=Subquery(newest.values("open")[:1]))
    return list(found.filter(open=True))


def steps(own: Rules | None) -> tuple[int, ...]:
    """The months before its day at which somebody is told of a contract."""
    return tuple(own.months) if own and own.months else rules.STEPS


# --- contracts ---


def standing(state: str, on: date) -> Q:
    """The contracts that stand so on a day: what `rules.state` says, asked of the database."""
    gone = Q(terminated_on__isnull=False, terminated_on__lt=on)
    begun, over = Q(starts__lte=on), Q(last_day__isnull=False, last_day__lt=on)
    first_over = Q(ends__isnull=False, ends__lt=on)
    return {
        State.TERMINATED: gone,
        State.PIPELINE: ~gone & Q(starts__gt=on),
        State.ENDED: ~gone & begun & over,
        State.EXTENDED: ~gone & begun & ~over & first_over,
        State.LIVE: ~gone & begun & ~over & ~first_over,
    }[State(state)]


def running(on: date) -> Q:
    """Live and extended ones."""
    return Q(standing(State.LIVE, on)) | Q(standing(State.EXTENDED, on))


def contracts(
    person: Person, organisation: Organisation, on: date, wanted: Wanted | None = None
) -> QuerySet[Contract]:
    """A council's contracts that fit, those that end first before others. Raises PermissionDenied."""
    require(person, READ, organisation)
    found = _whole(Contract.objects.filter(organisation=organisation))
    asked = wanted or Wanted()
    if asked.state == "running":
        found = found.filter(running(on))
    elif asked.state in State.values:
        found = found.filter(standing(asked.state, on))
    if asked.service:
        found = found.filter(service__slug=asked.service)
    if asked.supplier.isdecimal():
        found = found.filter(supplier=int(asked.supplier[:18]))
    if asked.tier:
        found = found.filter(tier="" if asked.tier == "none" else asked.tier)
    if asked.within.isdecimal():
        last = rules.months_after(on, min(int(asked.within[:3]), 120))
        found = found.filter(last_day__gte=on, last_day__lte=last)
    if asked.q:
        found = found.filter(
            Q(title__icontains=asked.q)
            | Q(reference__icontains=asked.q)
            | Q(supplier__name__icontains=asked.q)
        )
    return found.order_by(F("last_day").asc(nulls_last=True), "reference")


def rows(found: Iterable[Contract], organisation: Organisation, on: date) -> list[Row]:
    """Contracts as they stand on a day. One query more."""
    own = tuple(Rules.objects.filter(organisation=organisation))
    return [Row(it, on, own) for it in found]


def with_spent(found: Sequence[Row]) -> list[Row]:
    """The same with what was spent on each. One query a room that knows."""
    known = spent_on([row.contract.pk for row in found])
    return [replace(row, spent=known.get(row.contract.pk)) for row in found]


def _whole(found: QuerySet[Contract]) -> QuerySet[Contract]:
    """With all that a row of a list asks: three queries, however many there are."""
    return (
        found.select_related("organisation", "supplier", "service", "owner")
        .annotate(reviewed=Max("reviews__on"))
        .prefetch_related(Prefetch("extensions", Extension.objects.select_related("decision")), "ties")
    )


def contract(person: Person, pk: int) -> Contract | None:
    """One contract that this person may read; else None."""
    found = Contract.objects.filter(organisation__in=organisations(person, READ), pk=pk)
    return _whole(found).first()


def one(person: Person, pk: int, on: date) -> Row | None:
    """One contract with all that belongs to it, as it stands on a day; None where the person may not read it."""
    found = Contract.objects.filter(organisation__in=organisations(person, READ), pk=pk)
    reports = Prefetch("reports", IndicatorReport.objects.select_related("by"))
    delivered = Prefetch("delivered", Delivered.objects.select_related("by"))
    it = (
        _whole(found)
        .prefetch_related(
            Prefetch(
                "documents", ContractDocument.objects.filter(ended_on__isnull=True).select_related("added_by")
            ),
            Prefetch("insurances", Insurance.objects.filter(replaced_by__isnull=True)),
            Prefetch("indicators", Indicator.objects.prefetch_related(reports)),
            Prefetch("social_values", SocialValue.objects.prefetch_related(delivered)),
            Prefetch("reviews", Review.objects.select_related("by")),
            Prefetch("versions", Version.objects.select_related("by")),
            "notices",
        )
        .first()
    )
    return rows([it], it.organisation, on)[0] if it else None


def social(it: Contract) -> list[Social]:
    """What the supplier promised for its neighbourhood, and what was delivered."""
    return [_social(one) for one in it.social_values.all()]


def social_totals(person: Person, organisation: Organisation) -> Totals:
    """Social value promised and delivered over all contracts: two queries. Raises PermissionDenied."""
    require(person, READ, organisation)
    found = SocialValue.objects.filter(contract__organisation=organisation).prefetch_related("delivered")
    each = [_social(it) for it in found]
    return Totals(
        sum(it.promised_pence for it in each),
        sum(it.delivered_pence for it in each),
        len({it.promise.contract_id for it in each}),
    )


def _social(it: SocialValue) -> Social:
    def worth(units: Decimal) -> int:
        return rules.social_value(units, it.proxy_pence, it.deadweight, it.attribution, it.displacement)

    delivered = sum((one.units for one in it.delivered.all()), Decimal(0))
    return Social(it, delivered, worth(it.units), worth(delivered), tuple(it.delivered.all()))


def wanted_notices(row: Row) -> list[rules.Wanted]:
    """The notices that a contract needs, by when and why."""
    it = row.contract
    return rules.wanted(
        route=it.route,
        kind=it.kind,
        pence=row.value,
        starts=it.starts,
        last=it.last_day,
        terminated=it.terminated_on,
        on=row.on,
    )


def few_indicators(row: Row) -> bool:
    """Whether a contract under the Act of more than £5 million has fewer than three indicators."""
    needs = any(it.code == "UK9" for it in wanted_notices(row)) and row.value is not None
    return needs and sum(it.ended_on is None for it in row.contract.indicators.all()) < rules.KPIS


def decisions(it: Contract) -> list[ContractTie]:
    """The decisions that a contract is tied to."""
    return [one for one in it.ties.all() if one.kind != Tie.RISK and not one.ended_on]


def extension(person: Person, pk: int) -> Extension | None:
    """One extension of a contract that this person may read; else None."""
    return _belonging(Extension.objects.all(), person, pk)


def document(person: Person, pk: int) -> ContractDocument | None:
    """One paper of a contract that this person may read; else None."""
    return _belonging(ContractDocument.objects.filter(ended_on__isnull=True), person, pk)


def indicator(person: Person, pk: int) -> Indicator | None:
    """One indicator of a contract that this person may read; else None."""
    return _belonging(Indicator.objects.all(), person, pk)


def social_value(person: Person, pk: int) -> SocialValue | None:
    """One promise of social value of a contract that this person may read; else None."""
    return _belonging(SocialValue.objects.all(), person, pk)


def tie(person: Person, pk: int) -> ContractTie | None:
    """One tie of a contract that this person may read; else None."""
    return _belonging(ContractTie.objects.filter(ended_on__isnull=True), person, pk)


def _belonging(found: QuerySet[Part], person: Person, pk: int) -> Part | None:
    theirs = found.filter(contract__organisation__in=organisations(person, READ), pk=pk)
    return theirs.select_related(
        "contract__organisation", "contract__service", "contract__supplier", "contract__owner"
    ).first()


def may_write(person: Person, it: Contract) -> bool:
    """Whether the person keeps this contract: it may be of another's service."""
    return may(person, WRITE_CONTRACT, it.organisation_id, service=it.service.slug)


def writable(person: Person, organisation: Organisation) -> QuerySet[Service]:
    """The services whose contracts this person keeps. Raises PermissionDenied."""
    require(person, WRITE_CONTRACT, organisation)
    every = services(organisation).filter(ended_on__isnull=True)
    slugs = [it.slug for it in every if may(person, WRITE_CONTRACT, organisation, service=it.slug)]
    return every.filter(slug__in=slugs)


def people(person: Person, organisation: Organisation) -> QuerySet[Person]:
    """The people who can own a contract: those with a role here now. Raises PermissionDenied."""
    require(person, WRITE_CONTRACT, organisation)
    here = Person.objects.filter(
        is_active=True, memberships__organisation=organisation, memberships__ended_at__isnull=True
    )
    return here.exclude(username=COMMAND_LINE).distinct().order_by("name", "username")


# --- suppliers ---


def suppliers(person: Person, organisation: Organisation) -> QuerySet[Supplier]:
    """The suppliers that stand, by name. Raises PermissionDenied."""
    require(person, READ, organisation)
    return Supplier.objects.filter(organisation=organisation, replaced_by__isnull=True)


def supplier(person: Person, pk: int) -> Supplier | None:
    """One supplier that this person may read; else None."""
    found = Supplier.objects.filter(organisation__in=organisations(person, READ), pk=pk)
    return found.select_related("organisation", "replaced_by").first()


def of_supplier(it: Supplier, on: date) -> list[Row]:
    """A supplier's contracts, those that end first before others."""
    found = _whole(Contract.objects.filter(supplier=it))
    every = rows(found.order_by(F("last_day").asc(nulls_last=True), "reference"), it.organisation, on)
    return with_spent(every)


# --- what is coming ---


@dataclass(frozen=True)
class Coming:
    """A contract that ends soon, and what must be done by when for the one after it."""

    row: Row
    steps: tuple[rules.Step, ...]  # none where it is to end, or to be extended
    noticed: bool  # in the pipeline notice: more than £2 million with VAT

    @property
    def extend_by(self) -> date | None:
        """The day to take an extension up by, where a review said so."""
        if self.row.contract.next != Next.EXTEND or not self.row.options:
            return None
        first = self.row.options[0]
        return first.notice_by or self.row.contract.last_day

    @property
    def next_step(self) -> rules.Step | None:
        """The first thing whose day has not gone by."""
        return next((it for it in self.steps if not it.late(self.row.on)), None)

    @property
    def late(self) -> tuple[rules.Step, ...]:
        """What should have begun already."""
        return tuple(it for it in self.steps if it.late(self.row.on))


def pipeline(person: Person, organisation: Organisation, on: date) -> list[Coming]:
    """Contracts that end within 18 months, the first to end first; four queries. Raises PermissionDenied."""
    last = rules.months_after(on, rules.PIPELINE_MONTHS)
    found = contracts(person, organisation, on).filter(
        running(on), last_day__lte=last, terminated_on__isnull=True
    )
    limit = threshold("pipeline-contract", on).pounds * 100
    own = own_rules(organisation, on)
    least = own.decision_pence if own else None
    made = []
    for row in rows(found, organisation, on):
        it, value = row.contract, row.value
        assert it.last_day
        again = it.next != Next.STOP and not (it.next == Next.EXTEND and row.options)
        steps_back = rules.working_back(
            it.last_day,
            large=rules.above(it.kind, value, on) is not False,
            key_decision=least is not None and value is not None and value >= least,
        )
        noticed = value is not None and rules.with_vat(value) > limit
        made.append(Coming(row, tuple(steps_back) if again else (), noticed))
    return made


# --- for residents and for the ledgers ---


@dataclass(frozen=True)
class Public:
    """What residents read: the contracts, and how many running ones are left out and why."""

    contracts: Sequence[Contract]
    withheld: int
    unvalued: int
    personal: int  # whose words may hold personal data: nobody reads them before they are mended


def public_contracts(organisation: Organisation, on: date) -> Public:
    """Running contracts above the Transparency Code's £5,000 (in whole or a year), by title: one query."""
    found = _public(Contract.objects.filter(running(on), organisation=organisation), on)
    clean = [it for it in found.contracts if not personal_words(it)]
    return replace(found, contracts=clean, personal=len(found.contracts) - len(clean))


def personal_words(it: Contract) -> list[str]:
    """The kinds of personal data that the words of a contract seem to hold; a postcode is that of a place."""
    words = f"{it.title}\n{it.description}\n{it.supplier.name}"
    return sorted({one.kind for one in personal(words)} - {POSTCODE})


def contracts_to_publish(organisation: Organisation, first: date, last: date) -> Public:
    """Those that ran on any day of a span, for a check that finds personal data itself: one query."""
    ran = Q(starts__lte=last) & (Q(last_day__isnull=True) | Q(last_day__gte=first))
    return _public(Contract.objects.filter(ran, organisation=organisation), last)


def _public(found: QuerySet[Contract], on: date) -> Public:
    limit = threshold("transparency-code", on).pounds * 100
    found = (
        found.select_related("supplier", "service")
        .annotate(more=Sum("extensions__value_pence", filter=Q(extensions__used_on__isnull=False)))
        .order_by("title", "reference")
    )
    every = list(found)
    valued = [it for it in every if it.value_pence is not None or it.annual_pence is not None]
    over = [it for it in valued if max((it.value_pence or 0) + (it.more or 0), it.annual_pence or 0) > limit]
    shown = [it for it in over if not it.withheld_because]
    return Public(shown, len(over) - len(shown), len(every) - len(valued), 0)


def contracts_for_ledgers(person: Person, organisation: Organisation) -> QuerySet[Contract]:
    """Every contract with its supplier, service and extensions, by reference: what payments are held against.

    Raises PermissionDenied. `value_pence` is that of the first term; `Row.value` adds extensions that were used.
    """
    require(person, READ, organisation)
    return _whole(Contract.objects.filter(organisation=organisation)).order_by("reference")


def suppliers_for_ledgers(person: Person, organisation: Organisation) -> QuerySet[Supplier]:
    """Every supplier, superseded ones too, with what each is now: what payees are joined to."""
    require(person, READ, organisation)
    return Supplier.objects.filter(organisation=organisation).select_related("replaced_by")


@dataclass(frozen=True)
class LedgerRow:
    """A contract in the columns of the spend engine's table `contract`. Amounts are pounds, with used extensions.

    `ends` is its last day as it stands, `extends_to` the last that an option left could bring it to.
    """

    reference: str
    title: str
    supplier_name: str
    company_number: str
    starts: date
    ends: date | None
    extends_to: date | None
    value: Decimal | None
    annual_value: Decimal | None
    service: str
    category: str
    procured: str


def ledger_rows(person: Person, organisation: Organisation, on: date) -> list[LedgerRow]:
    """The register for a scan of payments, by reference; as many queries as for one. Raises PermissionDenied."""
    found = rows(contracts_for_ledgers(person, organisation), organisation, on)
    return [
        LedgerRow(
            row.contract.reference,
            row.contract.title,
            row.contract.supplier.name,
            row.contract.supplier.company_number,
            row.contract.starts,
            row.contract.last_day,
            max((it.until for it in row.options), default=None),
            _decimal(row.value),
            _decimal(row.contract.annual_pence),
            row.contract.service.name,
            row.contract.category,
            row.contract.get_route_display() if row.contract.route else "",
        )
        for row in found
    ]


def _decimal(pence: int | None) -> Decimal | None:
    return None if pence is None else Decimal(pence).scaleb(-2)
