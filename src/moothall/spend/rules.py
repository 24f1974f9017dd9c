"""The rules of the contract register that are worked out, never stored. Pure: days and amounts in, answers out.

Each rule's source is in docs/methods/contract-register.md. Money is whole pence.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

from moothall.reference.committee import latest_notice, notice_period
from moothall.reference.procurement_thresholds import notice, threshold, works
from moothall.spend.life import THRESHOLD, Kind, Route, State

STEPS = (12, 9, 6, 3)  # months before a day at which somebody is told
PIPELINE_MONTHS = 18  # Procurement Act 2023 s93
ACT_FROM = date(2025, 2, 24)
MONITORED_FROM = date(2026, 1, 1)  # s71
PAYMENTS_FROM = date(2026, 4, 1)  # s70
KPIS = 3  # a contract above the threshold has so many indicators at least
PER_MILLE = Decimal(1000)
DAY = timedelta(days=1)


def months_after(day: date, months: int) -> date:
    """The same day so many months later, or earlier below nought; the last of the month where there is none such."""
    month = day.year * 12 + day.month - 1 + months
    last = (date(month // 12 + (month % 12 == 11), (month + 1) % 12 + 1, 1) - DAY).day
    return date(month // 12, month % 12 + 1, min(day.day, last))


def state(starts: date, ends: date | None, last: date | None, terminated: date | None, on: date) -> State:
    """How a contract stands on a day: `ends` is its first term's last day, `last` the last with what was extended.

    None: no end is set. `terminated` is its last day where it was cut short; it stands until that day is over.
    """
    if terminated is not None and terminated < on:
        return State.TERMINATED
    if on < starts:
        return State.PIPELINE
    if last is not None and last < on:
        return State.ENDED
    return State.EXTENDED if ends is not None and ends < on else State.LIVE


@dataclass(frozen=True)
class Moment:
    """A day of a contract by which something must be settled: 'notice', 'extension' or 'end'."""

    what: str
    day: date
    words: str


@dataclass(frozen=True)
class Alert:
    """The step of a contract's nearest moment that has been reached: so many months before it.

    `answered`: somebody recorded a review of the contract since.
    """

    moment: Moment
    months: int
    reached: date
    answered: bool

    @property
    def key(self) -> str:
        """Tells steps of one contract apart: 'notice-6'."""
        return f"{self.moment.what}-{self.months}"


def moments(last: date | None, notice_by: date | None, options: Iterable[date | None]) -> list[Moment]:
    """What is to be settled by when, the nearest first. `options`: by when each unused extension must be taken up."""
    found = [
        *([Moment("notice", notice_by, "notice must be given")] if notice_by else []),
        *(Moment("extension", it, "an extension must be taken up") for it in options if it),
        *([Moment("end", last, "it ends")] if last else []),
    ]
    return sorted(found, key=lambda it: it.day)


def alert(
    found: Sequence[Moment], reviewed: date | None, on: date, steps: Sequence[int] = STEPS
) -> Alert | None:
    """The one step that the nearest moment still to come has reached; None before the first step."""
    moment = next((it for it in found if it.day >= on), None)
    if moment is None:
        return None
    for months in sorted(steps):
        reached = months_after(moment.day, -months)
        if reached <= on:
            return Alert(moment, months, reached, reviewed is not None and reviewed >= reached)
    return None


@dataclass(frozen=True)
class Step:
    """Something to do before a new contract starts, at the latest on a day. `ours`: a length to plan by, no rule."""

    key: str
    title: str
    by: date
    ours: bool

    def late(self, on: date) -> bool:
        """Whether that day has gone by."""
        return self.by < on


def working_back(last: date, *, large: bool, key_decision: bool) -> list[Step]:
    """What must be done by when so that a new contract starts the day after the old one's last, the first thing first.

    `large`: from the threshold of the Act on. `key_decision`: the award is one, so that its notice is 28 clear days
    before the decision.
    """
    days = {"": last + DAY}
    found = [Step("start", "The new contract starts", last + DAY, False)]
    for it in works("large" if large else "small"):
        since = days[it.before]
        by = (
            latest_notice(since, it.working_days, working_days=True)
            if it.working_days
            else since - it.days * DAY
        )
        days[it.key] = by
        if not it.before:
            days[""] = by
        found.append(Step(it.key, it.title, by, it.ours))
        if it.key == "decide" and key_decision:
            notice_by = latest_notice(by, notice_period("key-decision", by).clear_days)
            found.append(Step("forward-plan", "The key decision is in the forward plan", notice_by, False))
    return sorted(found, key=lambda it: it.by)


def with_vat(pence: int) -> Decimal:
    """A register's value, which is without VAT, as the thresholds count: with VAT at 20%, the cautious side."""
    return Decimal(pence) * 6 / 5


def above(kind: str, pence: int | None, on: date) -> bool | None:
    """Whether a value without VAT reaches the threshold of a kind of contract; None where one of them is not known."""
    try:
        limit = threshold(THRESHOLD[Kind(kind)], on).pounds * 100
    except LookupError:
        return None
    return None if pence is None else with_vat(pence) >= limit


@dataclass(frozen=True)
class Wanted:
    """A notice that a contract needs: by when (None where the day depends on what happens), and why."""

    code: str
    title: str
    by: date | None
    why: str


def wanted(
    *,
    route: str,
    kind: str,
    pence: int | None,
    starts: date,
    last: date | None,
    terminated: date | None,
    on: date,
) -> list[Wanted]:
    """The notices that a contract bought under the Act needs, by their number; none for any other route.

    `pence` is the whole value without VAT. A value that is not known gives the notices of a contract above the
    threshold, for nobody can say that they are not needed.
    """
    if route != Route.ACT:
        return []
    over = above(kind, pence, starts)
    light = kind == Kind.LIGHT_TOUCH
    gross = None if pence is None else with_vat(pence) / 100
    if over is False:
        low = threshold("below-threshold", max(starts, ACT_FROM)).pounds
        return list(_below(starts)) if gross is not None and gross >= low else []
    return list(_over(light, gross, starts, last, terminated, on))


def _below(starts: date) -> Iterator[Wanted]:
    yield _of("UK4", None, "where it is advertised, below the threshold")
    yield _of("UK7", None, "as soon as reasonably practicable, for it is £30,000 or more")


def _over(
    light: bool,
    gross: Decimal | None,
    starts: date,
    last: date | None,
    terminated: date | None,
    on: date,
) -> Iterator[Wanted]:
    yield _of(
        "UK4", starts - notice("UK4").days * DAY, "at least 25 days to bid; UK5 instead of a direct award"
    )
    yield _of(
        "UK6", latest_notice(starts, notice("UK6").days, working_days=True), "eight working days before"
    )
    details = notice("UK7")
    days = details.light_touch_days if light else details.days
    yield _of(
        "UK7", starts + days * DAY, f"within {days} days of entering into it, as we count from its start"
    )
    if starts >= PAYMENTS_FROM:
        yield _of("UK8", quarter_after(max(on, starts)), "each payment of more than £30,000, by quarter")
    large = threshold("indicators", max(starts, ACT_FROM)).pounds
    if starts >= MONITORED_FROM and (gross is None or gross > large):
        yield _of("UK9", _anniversary(starts, on), "its indicators, once a year")
    yield _of("UK10", None, "before it is changed, where the change matters")
    end = terminated or last
    yield _of("UK11", end + notice("UK11").days * DAY if end else None, "within 30 days of its end")


def _of(code: str, by: date | None, why: str) -> Wanted:
    return Wanted(code, notice(code).title, by, why)


def quarter_after(on: date) -> date:
    """The thirtieth day after the end of the quarter that a day is in: when its payments must be published."""
    first = date(on.year, (on.month - 1) // 3 * 3 + 1, 1)
    return months_after(first, 3) - DAY + 30 * DAY


def _anniversary(starts: date, on: date) -> date:
    years = max(on.year - starts.year, 1)
    found = months_after(starts, 12 * years)
    return found if found >= on else months_after(starts, 12 * (years + 1))


def social_value(
    units: Decimal, proxy_pence: int, deadweight: int, attribution: int, displacement: int
) -> int:
    """What units of social value are worth in pence.

    units × proxy × (1 − deadweight) × attribution × (1 − displacement), the three shares per mille. It is no cash:
    nothing adds it to savings.
    """
    share = (1 - deadweight / PER_MILLE) * (attribution / PER_MILLE) * (1 - displacement / PER_MILLE)
    return int((units * proxy_pence * share).quantize(Decimal(1), rounding=ROUND_HALF_UP))
