"""What falls due when: the periods of a return, and how each stands on a day. Pure: rows and days in, values out."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from moothall.kit.periods import Period
from moothall.reference.statutory_returns.due import months_after
from moothall.reference.statutory_returns.holidays import between

if TYPE_CHECKING:
    from moothall.plan.returns.models import DueChange, Occurrence, StatutoryReturn, Submission

LENGTHS = {"annual": ("P1Y", 12), "quarterly": ("P3M", 3), "monthly": ("P1M", 1)}
AHEAD = timedelta(days=365)  # how far ahead the calendar looks
USUAL_LEAD = 28  # days before it is due that an occurrence comes up where nobody said
MOST_PERIODS = 400


class State(StrEnum):
    """How an occurrence stands, in the order in which a calendar shows them."""

    LATE = "late"
    SOON = "due soon"
    COMING = "to come"
    UNSET = "no date given yet"
    IN_TIME = "submitted in time"
    WENT_LATE = "submitted late"
    SUBMITTED = "submitted"  # where no due date was ever given

    @property
    def done(self) -> bool:
        return self in (State.IN_TIME, State.WENT_LATE, State.SUBMITTED)


@dataclass(frozen=True)
class Item:
    """One period of one return on one day: stored already, or still only what the rule says."""

    statutory_return: "StatutoryReturn"
    period: Period
    due: date | None
    state: State
    days: int | None  # until it is due; negative once late; for one that went, how late it was
    begun: bool  # its period has begun or it has come up: it can be recorded as submitted
    change: "DueChange | None" = None
    submission: "Submission | None" = None
    occurrence: "Occurrence | None" = None

    @property
    def title(self) -> str:
        return f"{self.statutory_return.title}, {self.period.label}"


@dataclass(frozen=True)
class Punctuality:
    """Of what fell due in a year, how much went in time: both counts, so that a share is never without its base."""

    in_time: int
    fell_due: int
    since: date
    until: date

    @property
    def share(self) -> str:
        """'3 of 4 (75%)'; where nothing fell due, that."""
        if not self.fell_due:
            return "nothing fell due"
        return f"{self.in_time} of {self.fell_due} ({100 * self.in_time / self.fell_due:.0f}%)"


def length_of(it: "StatutoryReturn") -> str:
    return LENGTHS[it.frequency][0]


def first_of(frequency: str, year_starts: int, day: date) -> date:
    """The first day of the period that a day falls in."""
    months = LENGTHS[frequency][1]
    since = (day.month - year_starts) % months
    return months_after(day.replace(day=1), -since)


def periods(it: "StatutoryReturn", until: date) -> Iterator[Period]:
    """Every period from the first tracked to the last that begins by a day."""
    length, months = LENGTHS[it.frequency]
    last = min(until, it.last_period) if it.last_period else until
    start, seen = it.first_period, 0
    while start <= last and seen < MOST_PERIODS:
        yield Period(start, length)
        start, seen = months_after(start, months), seen + 1


def due_by_rule(it: "StatutoryReturn", period: Period) -> date | None:
    """The due day that the return's rule gives; bank holidays are England's."""
    holidays = between(period.start - timedelta(days=366), period.end + timedelta(days=900))
    return it.due_rule.due(period.start, period.end, holidays)


def lead(it: "StatutoryReturn") -> int:
    """How many days before it is due a return comes up."""
    return max([int(days) for days in it.lead_days] or [USUAL_LEAD])


def comes_up(it: "StatutoryReturn", period: Period, due: date | None, on: date) -> bool:
    """Whether a period is to be kept by now: within its lead time, or over where no day was announced."""
    return period.end < on if due is None else due - timedelta(days=lead(it)) <= on


def begun(it: "StatutoryReturn", period: Period, due: date | None, on: date) -> bool:
    """Whether a return for the period can have gone: the period has begun, or the return came up before it."""
    return period.start <= on or comes_up(it, period, due, on)


def items(
    it: "StatutoryReturn", stored: Iterable["Occurrence"], on: date, ahead: timedelta = AHEAD
) -> list[Item]:
    """Every period tracked and those that fall due in the time ahead, first to last."""
    kept = {one.start: one for one in stored}
    found = []
    for period in periods(it, on + ahead + timedelta(days=366)):
        occurrence = kept.pop(period.start, None)
        made = _item(it, period, occurrence, on)
        if occurrence or (made.due <= on + ahead if made.due else period.start <= on + ahead):
            found.append(made)
    # stored before its last period was given, and after it: they stay on record
    found += [_item(it, Period(one.start, length_of(it)), one, on) for one in kept.values()]
    return sorted(found, key=lambda one: one.period.start)


def _item(it: "StatutoryReturn", period: Period, occurrence: "Occurrence | None", on: date) -> Item:
    changes: Sequence[DueChange] = list(occurrence.due_changes.all()) if occurrence else []
    submissions: Sequence[Submission] = list(occurrence.submissions.all()) if occurrence else []
    change, submission = next(iter(changes), None), next(iter(submissions), None)
    due = change.due if change else occurrence.due if occurrence else due_by_rule(it, period)
    if submission:
        days = (due - submission.submitted_on).days if due else None
        state = State.SUBMITTED if days is None else State.IN_TIME if days >= 0 else State.WENT_LATE
    else:
        days = (due - on).days if due else None
        state = _waiting(days, lead(it), period.start <= on)
    return Item(it, period, due, state, days, begun(it, period, due, on), change, submission, occurrence)


def _waiting(days: int | None, lead: int, begun: bool) -> State:
    if days is None:
        return State.UNSET if begun else State.COMING
    return State.LATE if days < 0 else State.SOON if days <= lead else State.COMING


def punctuality(found: Iterable[Item], on: date) -> Punctuality:
    """Of what fell due in the twelve months up to and on a day: what is not submitted was not in time."""
    since = months_after(on, -12) + timedelta(days=1)
    counted = [it for it in found if it.due and since <= it.due <= on and not _open_today(it, on)]
    return Punctuality(sum(it.state == State.IN_TIME for it in counted), len(counted), since, on)


def _open_today(it: Item, on: date) -> bool:
    """Due this very day and not sent yet: neither in time nor late."""
    return it.due == on and not it.state.done
