"""Questions about requisitions, orders and invoices. `on` is the day asked about."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property

from django.db.models import Prefetch, Q, QuerySet

from moothall.core.models import Organisation, Person, Role, Service
from moothall.core.permission import may, organisations, require
from moothall.core.queries import services
from moothall.spend.models import Contract as Contract  # pages name them too
from moothall.spend.models import Supplier
from moothall.spend.permissions import APPROVE, MATCH, ORDER, READ, REQUEST
from moothall.spend.purchasing import rules
from moothall.spend.purchasing.duties import Duty
from moothall.spend.purchasing.left import Left, left
from moothall.spend.purchasing.life import CHANGEABLE, OVER, PLACED, WITH_ORDER, Kind, Standing, State
from moothall.spend.purchasing.models import (
    Approval,
    ApprovalLimit,
    Departure,
    Dispute,
    Doing,
    Line,
    Order,
    Tolerance,
)
from moothall.spend.purchasing.models import Invoice as Invoice
from moothall.spend.purchasing.models import Requisition as Requisition
from moothall.spend.purchasing.roster import Roster, apart, higher_words, may_words
from moothall.spend.queries import running

OPEN = tuple(it for it in State if it not in OVER)
MOST_OPEN = 300  # looked through for what waits for somebody


@dataclass(frozen=True)
class Wanted:
    """Which requisitions: by state, service, what of the rule they depart from, and words. '' is any."""

    state: str = ""
    service: str = ""
    kind: str = ""
    q: str = ""


@dataclass(frozen=True)
class Whole:
    """A requisition with all that belongs to it, as it stands on a day. Lists are of the version that stands."""

    requisition: Requisition
    on: date

    @cached_property
    def lines(self) -> list[Line]:
        return [it for it in self.requisition.lines.all() if it.version == self.requisition.version]

    @cached_property
    def departures(self) -> list[Departure]:
        return [it for it in self.requisition.departures.all() if it.version == self.requisition.version]

    @cached_property
    def approvals(self) -> list[Approval]:
        return [it for it in self.requisition.approvals.all() if it.version == self.requisition.version]

    @cached_property
    def doings(self) -> list[Doing]:
        return list(self.requisition.doings.all())

    @cached_property
    def order(self) -> Order | None:
        return getattr(self.requisition, "order", None)

    @cached_property
    def invoices(self) -> list[Invoice]:
        return list(self.order.invoices.all()) if self.order else []

    @cached_property
    def came(self) -> dict[int, Decimal]:
        """By line, how much of it came."""
        found = {it.pk: Decimal(0) for it in self.lines}
        for it in self.order.receipts.all() if self.order else ():
            found[it.line_id] += it.quantity
        return found

    @property
    def received_pence(self) -> int:
        """What came, at the order's prices."""
        return sum(rules.net(self.came[it.pk], it.unit_pence) for it in self.lines)

    @property
    def matched_pence(self) -> int:
        """What was billed for it and matched, less what credit notes gave back."""
        return sum(it.signed_pence for it in self.invoices if it.standing == Standing.MATCHED)

    @property
    def billed_pence(self) -> int:
        """The same before credit notes: a price that was lowered later still paid for as much as came."""
        return sum(max(it.signed_pence, 0) for it in self.invoices if it.standing == Standing.MATCHED)

    @property
    def creditable(self) -> list[Invoice]:
        """The bills that a credit note can be for."""
        return [it for it in self.invoices if not it.credits_id and it.standing != Standing.WITHDRAWN]

    def credit_notes(self, bill: Invoice, *standings: Standing) -> list[Invoice]:
        """The credit notes for a bill that stand so."""
        return [it for it in self.invoices if it.credits_id == bill.pk and it.standing in standings]

    @property
    def complete(self) -> bool:
        return all(self.came[it.pk] >= it.quantity for it in self.lines)

    def departs(self, kind: Kind) -> bool:
        return any(it.kind == kind for it in self.departures)

    @property
    def needed(self) -> int:
        """How many people approve it: two where it goes beyond what its contract has left."""
        return 2 if self.departs(Kind.OVER_VALUE) else 1

    @property
    def enough(self) -> bool:
        """Whether those who approved are as many, and one of them as high, as it needs."""
        limits = [it.limit_pence for it in self.approvals]
        return len(limits) >= self.needed and max(limits) >= self.requisition.net_pence

    @property
    def covered(self) -> bool:
        """Whether somebody whose limit reaches it has approved it."""
        return any(it.limit_pence >= self.requisition.net_pence for it in self.approvals)


# --- requisitions ---


def requisitions(
    person: Person, organisation: Organisation, wanted: Wanted | None = None
) -> QuerySet[Requisition]:
    """A council's requisitions that fit, the newest first. Raises PermissionDenied."""
    require(person, READ, organisation)
    found = Requisition.objects.filter(organisation=organisation)
    asked = wanted or Wanted()
    if asked.state == "open":
        found = found.filter(state__in=OPEN)
    elif asked.state in State.values:
        found = found.filter(state=asked.state)
    if asked.service:
        found = found.filter(service__slug=asked.service)
    if asked.kind in Kind.values:
        found = found.filter(departures__kind=asked.kind).distinct()
    if asked.q:
        found = found.filter(
            Q(title__icontains=asked.q)
            | Q(supplier__name__icontains=asked.q)
            | Q(order__supplier__name__icontains=asked.q)
        )
    return found.select_related("organisation", "service", "supplier", "contract", "asked_by", "order")


def whole(found: QuerySet[Requisition]) -> QuerySet[Requisition]:
    """With all that `Whole` asks: nine queries, however many there are."""
    return found.select_related(
        "organisation", "service", "supplier", "contract__supplier", "asked_by", "order__supplier", "order__contract",
        "order__by",
    ).prefetch_related(
        "lines",
        Prefetch("departures", Departure.objects.select_related("by")),
        Prefetch("approvals", Approval.objects.select_related("by")),
        Prefetch("doings", Doing.objects.select_related("by")),
        Prefetch("order__invoices", Invoice.objects.select_related("match__by", "by", "credits")),
        Prefetch("order__invoices__disputes", Dispute.objects.select_related("by", "ended_by")),
        "order__receipts__by",
        "order__receipts__line",
    )  # fmt: skip


def one(person: Person, pk: int, on: date) -> Whole | None:
    """One requisition that this person may read, with all that belongs to it; else None."""
    found = Requisition.objects.filter(organisation__in=organisations(person, READ), pk=pk)
    it = whole(found).first()
    return Whole(it, on) if it else None


def waiting(person: Person, organisation: Organisation, on: date, roster: Roster) -> list[tuple[Whole, str]]:
    """What waits for somebody to do something, with what it is; the first needed first. Nine queries."""
    require(person, READ, organisation)
    mine = [it for it in (APPROVE, ORDER, REQUEST, MATCH) if may(person, it, organisation)]
    if not mine:
        return []
    to_match = Q(
        state=State.MATCHED, order__invoices__standing=Standing.WAITING
    )  # a credit note that came after
    found = Requisition.objects.filter(Q(state__in=OPEN) | to_match, organisation=organisation)
    found = found.distinct().order_by("needed_by", "pk")
    every = (Whole(it, on) for it in whole(found)[:MOST_OPEN])
    return [(it, what) for it in every if (what := turn(person, it, roster))]


def turn(person: Person, it: Whole, roster: Roster) -> str:
    """What of a requisition waits for somebody, in few words; '' where nothing does."""
    one = it.requisition
    for step, words in TURNS.get(State(one.state), ()):
        if step in ("send", "again") and one.asked_by_id != person.pk:
            continue
        if (
            step == "receive"
            and one.asked_by_id != person.pk
            and not _own(person, roster, one.service.slug, REQUEST)
        ):
            continue
        if step == "match" and not any(bill.standing == Standing.WAITING for bill in it.invoices):
            continue
        allowed = may(person, STEPS[step].permission, one.organisation_id, service=one.service.slug)
        if allowed and not bar(person, it, step, roster):
            return words
    return ""


def _own(person: Person, roster: Roster, service: str, permission: str) -> bool:
    """Whether a service is somebody's own, and not one among all."""
    return any(
        it.person_id == person.pk
        and service in it.own
        and any(one.permission == permission for one in it.role.grants.all())
        for it in roster.memberships
    )


TURNS: dict[State, tuple[tuple[str, str], ...]] = {
    State.DRAFT: (("send", "Finish and send it"),),
    State.REFUSED: (("again", "Refused: change it or give it up"),),
    State.ASKED: (("approve", "Approve or refuse it"),),
    State.APPROVED: (("order", "Place the order"),),
    State.ORDERED: (("match", "Match its invoice"), ("receive", "Say what came")),
    State.PART: (("match", "Match its invoice"), ("receive", "Say what came")),
    State.RECEIVED: (("match", "Match its invoice"),),
    State.MATCHED: (("match", "Match its credit note"),),
}


# --- who may do what ---


@dataclass(frozen=True)
class Step:
    """Something that can be done with a requisition: what it is called, what it needs, and in which states."""

    label: str
    permission: str
    states: tuple[State, ...]
    duty: Duty | None = None


STEPS: dict[str, Step] = {
    "change": Step("Change it", REQUEST, CHANGEABLE, Duty.ASK),
    "send": Step("Send it for approval", REQUEST, (State.DRAFT,), Duty.ASK),
    "again": Step("Change it and send it again", REQUEST, (State.REFUSED,), Duty.ASK),
    "approve": Step("Approve it", APPROVE, (State.ASKED,), Duty.APPROVE),
    "refuse": Step("Refuse it", APPROVE, (State.ASKED,), Duty.APPROVE),
    "order": Step("Place the order", ORDER, (State.APPROVED,), Duty.ORDER),
    "receive": Step("Say what came", REQUEST, PLACED, Duty.RECEIVE),
    "invoice": Step("Record an invoice", MATCH, PLACED, Duty.INVOICE),
    "credit": Step("Record a credit note", MATCH, (*PLACED, State.MATCHED), Duty.INVOICE),
    "match": Step("Match an invoice", MATCH, (*PLACED, State.MATCHED), Duty.MATCH),
    "short": Step("Say that the rest will not come", ORDER, (State.PART,)),
    "cancel": Step("Cancel it", REQUEST, (*CHANGEABLE, State.ORDERED)),
}


def bar(person: Person, it: Whole, step: str, roster: Roster) -> str:
    """Why somebody may not do a step that the state allows, in a sentence with who may; '' where they may."""
    one, wanted = it.requisition, STEPS[step]
    permission = ORDER if step == "cancel" and one.state == State.ORDERED else wanted.permission
    if not may(person, permission, one.organisation_id, service=one.service.slug):
        return _who(it, wanted, permission, roster)
    if wanted.duty and (said := apart(person, one, wanted.duty, it.doings, roster)):
        return said
    return limit_bar(person, it, roster) if step == "approve" else ""


def _who(it: Whole, wanted: Step, permission: str, roster: Roster) -> str:
    """Who may do a step, for somebody whose role does not let them."""
    one = it.requisition
    if wanted.duty:
        return may_words(roster.others(one, wanted.duty, it.doings), wanted.duty)
    return may_words(roster.holders(permission, one.service.slug), None)


def limit_bar(person: Person, it: Whole, roster: Roster) -> str:
    """Why somebody's approval would add nothing, or may not be given for their limit; '' where it helps."""
    one = it.requisition
    holder = roster.approver(person, one.service.slug)
    if holder is None or holder.limit is None:
        return f"No limit is set for your role, so you approve nothing yet. {higher_words(roster, one.net_pence)}"
    if it.approvals and len(it.approvals) >= it.needed and holder.limit < one.net_pence:
        return f"It is approved as far as your role’s limit goes. {higher_words(roster, one.net_pence)}"
    return ""


def offered(person: Person, it: Whole, roster: Roster) -> dict[str, str]:
    """The steps that a requisition's state allows, each with why this person may not do it: '' where they may."""
    state = State(it.requisition.state)
    return {
        name: bar(person, it, name, roster)
        for name, step in STEPS.items()
        if state in step.states
        and not (name == "match" and not any(bill.standing == Standing.WAITING for bill in it.invoices))
        and not (name == "credit" and not it.creditable)
    }


def may_request(person: Person, organisation: Organisation) -> QuerySet[Service]:
    """The services that this person asks for. Raises PermissionDenied."""
    require(person, REQUEST, organisation)
    every = services(organisation).filter(ended_on__isnull=True)
    slugs = [it.slug for it in every if may(person, REQUEST, organisation, service=it.slug)]
    return every.filter(slug__in=slugs)


def live_contracts(organisation: Organisation, on: date) -> QuerySet[Contract]:
    """The contracts that run on a day, by their title."""
    found = Contract.objects.filter(running(on), organisation=organisation)
    return found.select_related("supplier").order_by("title", "reference")


def standing_suppliers(organisation: Organisation) -> QuerySet[Supplier]:
    """The suppliers that stand, by name."""
    return Supplier.objects.filter(organisation=organisation, replaced_by__isnull=True)


def left_of(it: Requisition, on: date) -> Left | None:
    """What the contract of a requisition has left without its own order; None where it has none."""
    if it.contract is None:
        return None
    order = getattr(it, "order", None)
    return left(it.contract, on, but=order.pk if order else None)


def same_number(organisation: Organisation, supplier: Supplier, number: str) -> Invoice | None:
    """An invoice of the same supplier, by whatever name, with the same number; None where there is none."""
    names = Q(supplier=supplier) | Q(supplier__replaced_by=supplier)
    if supplier.replaced_by_id:
        names |= Q(supplier=supplier.replaced_by_id)
    found = Invoice.objects.filter(names, organisation=organisation, plain_number=rules.plain_number(number))
    return found.exclude(standing=Standing.WITHDRAWN).select_related("order__requisition", "supplier").first()


# --- limits ---


def limits(person: Person, organisation: Organisation) -> list[ApprovalLimit]:
    """Every limit that was set, the newest first. Raises PermissionDenied."""
    require(person, READ, organisation)
    return list(
        ApprovalLimit.objects.filter(organisation=organisation).select_related("role", "set_by", "organisation")
    )  # fmt: skip


def tolerances(person: Person, organisation: Organisation) -> list[Tolerance]:
    """Every tolerance that was set, the newest first. Raises PermissionDenied."""
    require(person, READ, organisation)
    return list(Tolerance.objects.filter(organisation=organisation).select_related("set_by"))


def tolerance(organisation: Organisation, on: date) -> Tolerance | None:
    """By how much a bill may be above what came, on a day; None, which is by nothing, where none was set."""
    return Tolerance.objects.filter(organisation=organisation, from_date__lte=on).first()


def approving_roles() -> QuerySet[Role]:
    """The roles that can have a limit: those that approve."""
    return Role.objects.filter(grants__permission=APPROVE).distinct()


# --- exceptions ---

HIGHER = "higher"  # besides the kinds of departure: above the limit of who approved first


@dataclass(frozen=True)
class Exceptional:
    """An order that departs from the rule: of which kind, and for what reason."""

    kind: str
    reason: str
    order: Order
    words: str


@dataclass(frozen=True)
class Exceptions:
    """The orders of a financial year, and those that depart from the rule. An order may stand under several kinds."""

    year: int
    orders: Sequence[Order]
    found: Sequence[Exceptional]
    unvalued: int  # orders against a contract without a recorded value

    def of(self, kind: str) -> list[Exceptional]:
        return [it for it in self.found if it.kind == kind]


KINDS = {**{it.value: it.label for it in Kind}, HIGHER: "above the first approver’s limit"}


def orders_of(organisation: Organisation, first: date, last: date) -> QuerySet[Order]:
    """The orders placed from a day to another, cancelled ones left out."""
    found = Order.objects.filter(
        organisation=organisation, on__gte=first, on__lte=last, requisition__state__in=WITH_ORDER
    )
    return found.order_by("on", "pk")


def exceptions(person: Person, organisation: Organisation, year: int) -> Exceptions:
    """What departed from the rule in a financial year: three queries. Raises PermissionDenied."""
    require(person, READ, organisation)
    found = orders_of(organisation, date(year, rules.APRIL, 1), date(year + 1, rules.APRIL - 1, 31))
    orders = list(
        found.select_related("requisition__service", "supplier", "contract").prefetch_related(
            "requisition__departures", "requisition__approvals"
        )
    )
    rows = [row for it in orders for row in _exceptional(it)]
    unvalued = sum(it.contract is not None and it.contract.value_pence is None for it in orders)
    return Exceptions(year, orders, rows, unvalued)


def _exceptional(order: Order) -> Iterable[Exceptional]:
    it = order.requisition
    for one in it.departures.all():
        if one.version == it.version:
            yield Exceptional(
                one.kind, one.get_reason_display() if one.reason else "in words", order, one.words
            )
    given = [one for one in it.approvals.all() if one.version == it.version]
    if given and given[0].limit_pence < it.net_pence:
        top = max(given, key=lambda one: one.limit_pence)
        yield Exceptional(HIGHER, "a higher approval", order, f"{given[0].role}, then {top.role}")
