"""What is due from whom on a day: the periods of each ask, and how each stands. Pure: rows and days in, values out."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import cache
from typing import TYPE_CHECKING

from django.utils import timezone

from moothall.figures.measures import Measure
from moothall.kit.periods import Period
from moothall.performance.collection.life import State as EntryState
from moothall.reference.statutory_returns.due import months_after
from moothall.reference.statutory_returns.holidays import between

if TYPE_CHECKING:
    from moothall.core.models import Person
    from moothall.performance.collection.models import Ask, Entry

HELD = 24  # months back that are looked at: what nobody returned before then is no longer asked for
_MONTHS = {"P1M": 1, "P3M": 3, "P1Y": 12}


class State(StrEnum):
    """How one period of an ask stands, in the order in which lists show them."""

    LATE = "late"
    RETURNED = "sent back"
    OPEN = "to be returned"
    ENTERED = "waiting for sign-off"
    NOT_YET = "not over yet"
    SIGNED_OFF = "signed off"
    LOADED = "loaded from a file"  # in the store already by another way

    @property
    def done(self) -> bool:
        return self in (State.SIGNED_OFF, State.LOADED)

    @property
    def wanted(self) -> bool:
        """Whether somebody is to return a value now."""
        return self in (State.LATE, State.RETURNED, State.OPEN)


@dataclass(frozen=True)
class Item:
    """One period of one ask on one day. `entry` is the one that stands; `people` are whom it is due from."""

    ask: "Ask"
    measure: Measure
    period: Period
    due: date
    state: State
    on: date
    entry: "Entry | None" = None
    done_on: date | None = None  # the day it first was signed off or loaded
    people: tuple["Person", ...] = ()

    @property
    def title(self) -> str:
        part = f" ({self.ask.breakdown})" if self.ask.breakdown else ""
        return f"{self.measure.title}{part}, {self.period.label}"

    @property
    def overdue(self) -> bool:
        """Its due day has gone by and it is not signed off, whoever it waits for."""
        return not self.state.done and self.due < self.on

    @property
    def drafted(self) -> bool:
        """Somebody began it, and it has not been sent for sign-off."""
        return self.entry is not None and self.entry.state == EntryState.DRAFT

    @property
    def in_time(self) -> bool | None:
        """Whether it was signed off by its due day; None while that day is still to come and it is not."""
        if self.done_on:
            return self.done_on <= self.due
        return False if self.due < self.on else None


def first_of(length: str, day: date) -> Period:
    """The period of a length that a day falls in: financial quarters and years."""
    months = _MONTHS[length]
    return Period(months_after(day.replace(day=1), -((day.month - 4) % months)), length)


def periods(it: "Ask", on: date, held: int = HELD) -> Iterator[Period]:
    """From the first asked for (or `held` months back) to the one that a day falls in, or the last asked for."""
    since = first_of(it.length, months_after(on.replace(day=1), -held))
    period = max(Period(it.first_period, it.length), since)
    until = min(on, it.last_period) if it.last_period else on
    while period.start <= until:
        yield period
        period = period.moved(1)


@cache
def _holidays(year: int) -> frozenset[date]:
    return between(date(year, 1, 1), date(year + 3, 1, 1))


def due_day(it: "Ask", period: Period) -> date:
    """The day by which the value of a period is due; bank holidays are England's."""
    found = it.due_rule.due(period.start, period.end, _holidays(period.start.year))
    assert found, "an ask's rule always gives a day"
    return found


def items(
    it: "Ask",
    measure: Measure,
    stored: Iterable["Entry"],
    loaded: Mapping[date, datetime],
    people: Sequence["Person"],
    on: date,
) -> Iterator[Item]:
    """Each period of an ask that is looked at, first to last. `loaded`: by start, when a figure was first published."""
    by_start: dict[date, list[Entry]] = {}
    for entry in stored:
        by_start.setdefault(entry.start, []).append(entry)
    for period in periods(it, on):
        entries = sorted(by_start.get(period.start, ()), key=lambda one: one.number, reverse=True)
        signed = [one for one in entries if one.state == EntryState.SIGNED_OFF and one.decided_at]
        first = signed[-1].decided_at if signed else loaded.get(period.start)
        standing = entries[0] if entries else None
        due = due_day(it, period)
        state = _state(period, standing, bool(signed), period.start in loaded, due, on)
        done_on = timezone.localdate(first) if first else None
        yield Item(it, measure, period, due, state, on, standing, done_on, tuple(people))


def _state(
    period: Period, standing: "Entry | None", signed: bool, loaded: bool, due: date, on: date
) -> State:
    if standing and standing.state == EntryState.SUBMITTED:
        return State.ENTERED
    if signed:
        return State.SIGNED_OFF
    if loaded:
        return State.LOADED
    if standing and standing.state == EntryState.SENT_BACK:
        return State.RETURNED
    if period.end >= on:
        return State.NOT_YET
    return State.LATE if due < on else State.OPEN


@dataclass(frozen=True)
class Punctuality:
    """Of the values that fell due in a time, how many were signed off by their due day: both counts."""

    in_time: int
    fell_due: int

    @property
    def share(self) -> str:
        """'3 of 4 (75%)'; where nothing fell due, that."""
        if not self.fell_due:
            return "nothing fell due"
        return f"{self.in_time} of {self.fell_due} ({100 * self.in_time / self.fell_due:.0f}%)"


def punctuality(found: Iterable[Item], first: date, last: date) -> Punctuality:
    """Of the values due from one day to another; what is not signed off was not in time once its day has gone by."""
    counted = [it for it in found if first <= it.due <= last and it.in_time is not None]
    return Punctuality(sum(bool(it.in_time) for it in counted), len(counted))


def a_year_up_to(on: date) -> tuple[date, date]:
    """The twelve months up to a day."""
    return months_after(on, -12) + timedelta(days=1), on
