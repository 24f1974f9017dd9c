"""The year turns: last year's targets become this year's, and what is still open is looked through and carried.

Nothing of the old year changes. A target of the new year is a newer row for its days; whoever rolls over twice sets
nothing twice, for what begins in the new year already is left alone. The rule in words: docs/methods/rollover.md.

Rooms above register what else ends with a year (`ends_with_a_year`); nobody here knows them.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

from moothall.core.audit import change
from moothall.core.errors import NotPossible
from moothall.core.models import Organisation, Person
from moothall.core.permission import may, require
from moothall.core.wording import prose
from moothall.direction.actions import change_priority
from moothall.direction.life import OPEN
from moothall.direction.models import Commitment, Owner, Priority
from moothall.direction.permissions import MANAGE
from moothall.direction.queries import owners, priorities
from moothall.figures.measures import Measure, catalogue
from moothall.kit.documents.words import spoken_date
from moothall.kit.periods import Period
from moothall.performance import signal
from moothall.performance.actions import check
from moothall.performance.models import Target
from moothall.performance.queries import in_force

SET = "performance.target"
LONGEST = 2000  # characters of a reason
MOST = Decimal(100)  # per cent, either way: past that it is a slip of the finger
DAY = timedelta(days=1)


class How(StrEnum):
    SAME = "same"
    PERCENT = "percent"
    BLANK = "blank"


def year_of(day: date) -> Period:
    """The financial year that a day is in."""
    return Period(date(day.year if day.month >= 4 else day.year - 1, 4, 1), "P1Y")


@dataclass(frozen=True)
class Proposed:
    """A target of the old year, and what is proposed for the same days of the new one."""

    old: Target
    measure: Measure
    answers: str
    value: Decimal | None
    upper: Decimal | None
    tolerance: Decimal | None
    from_date: date
    to_date: date

    @property
    def name(self) -> str:
        """What a form calls it."""
        return str(self.old.pk)

    @property
    def title(self) -> str:
        """The measure, with its part, area and days where they are not the whole."""
        part = [str(it) for it in (self.old.breakdown, self.old.area) if it]
        if (self.from_date.day, self.from_date.month) != (1, 4) or (self.to_date + DAY).month != 4:
            part.append(f"{spoken_date(self.from_date)} to {spoken_date(self.to_date)}")
        return f"{self.measure.title} ({', '.join(part)})" if part else self.measure.title


@dataclass(frozen=True)
class Lacking:
    """A measure of the scorecard that has no target in the new year, and whose it is."""

    measure: Measure
    answers: str


@dataclass(frozen=True)
class Ending:
    """Something that ends with the old year unless it is carried: `carry` does so, for somebody who may."""

    key: str
    title: str
    carry: Callable[[Person, str], None]


@dataclass(frozen=True)
class Part:
    """What a room says of a year that turns: what ends, and in sentences what goes on of itself."""

    heading: str
    carries: str  # the permission that carrying needs
    ends: Callable[[Organisation, Period], Iterable[Ending]]
    goes_on: Callable[[Organisation, Period, date], Iterable[str]]


PARTS: dict[str, Part] = {}


def ends_with_a_year(kind: str, part: Part) -> None:
    """Makes what a room knows part of the roll-over."""
    PARTS[kind] = part


@dataclass(frozen=True)
class Seen:
    """One room's part as somebody sees it; `ending` is empty for those who may not carry."""

    kind: str
    heading: str
    ending: tuple[Ending, ...]
    goes_on: tuple[str, ...]


@dataclass(frozen=True)
class Turning:
    """What a roll-over into a year would do. `there` counts the targets that begin in the new year already."""

    year: Period
    proposed: tuple[Proposed, ...]
    there: int
    lacking: tuple[Lacking, ...]
    parts: tuple[Seen, ...]


def turning(
    person: Person,
    organisation: Organisation,
    year: Period,
    on: date,
    *,
    how: How = How.SAME,
    by: Decimal = Decimal(0),
) -> Turning:
    """What a roll-over would do for the measures within this person's reach. Changes nothing.

    `by` is in per cent, for How.PERCENT: -2 makes 50 into 49. A fixed number of queries. Raises PermissionDenied.
    """
    require(person, SET, organisation)
    rows = _rows(organisation)
    named = owners(organisation)
    proposed = tuple(
        it
        for it in _proposed(rows, named, year, how, by)
        if may(person, SET, organisation, service=_service(named, it.measure), measure=it.measure.id)
    )
    return Turning(
        year,
        proposed,
        sum(1 for them in rows.values() for it in them if _begins_in(it, year) and it.value is not None),
        _lacking(organisation, rows, named, year, proposed),
        tuple(
            Seen(
                kind,
                part.heading,
                tuple(part.ends(organisation, year)) if may(person, part.carries, organisation) else (),
                tuple(part.goes_on(organisation, year, on)),
            )
            for kind, part in PARTS.items()
        ),
    )


@dataclass(frozen=True)
class Chosen:
    """What a target of the new year should be; without a value it is left to be set."""

    value: Decimal | None
    upper: Decimal | None = None
    tolerance: Decimal | None = None


@dataclass(frozen=True)
class Done:
    """What a roll-over did: targets set, left to be set, and left alone; and what was carried."""

    set: int
    blank: int
    left: int
    carried: int


def roll_over(
    person: Person,
    *,
    organisation: Organisation,
    year: Period,
    chosen: Mapping[str, Chosen],
    carry: Sequence[str] = (),
    reason: str,
    on: date,
) -> Done:
    """Sets the new year's targets from the old year's and carries what was chosen, as one audited act.

    `chosen` is by the name `turning` gives a target, `carry` by 'kind key'. What has a target for those days by now is
    left alone, so doing it twice changes nothing. Raises NotPossible with one sentence; PermissionDenied.
    """
    with change(person, SET, "targets.rolled_over", organisation=organisation) as entry:
        why = prose(reason, "the reason", LONGEST)
        Organisation.objects.select_for_update().get(pk=organisation.pk)  # nobody sets them twice at once
        found = turning(person, organisation, year, on)
        wanted = {it.name: it for it in found.proposed}
        made = [
            _new(person, organisation, wanted[name], given, entry.at)
            for name, given in chosen.items()
            if name in wanted
        ]
        Target.objects.bulk_create(made)
        carried = _carry(person, found, carry, why)
        entry.before = {
            "year": year.previous().label,
            "targets": [wanted[it].old.pk for it in chosen if it in wanted],
        }
        entry.after = {
            "year": year.label,
            "reason": why,
            "targets": [_told(it) for it in made],
            "carried": carried,
        }
        signal.refresh(person, organisation, [catalogue()[it] for it in sorted({it.measure for it in made})])
    blank = sum(1 for it in made if it.value is None)
    return Done(len(made) - blank, blank, len(chosen) - len(made), len(carried))


def _carry(person: Person, found: Turning, carry: Sequence[str], why: str) -> list[str]:
    ending = {f"{part.kind} {it.key}": it for part in found.parts for it in part.ending}
    done = [it for it in dict.fromkeys(carry) if it in ending]
    for it in done:
        ending[it].carry(person, why)
    return done


def _new(person: Person, organisation: Organisation, it: Proposed, given: Chosen, at: datetime) -> Target:
    value = given.value
    try:
        check(
            it.measure,
            value,
            given.upper,
            given.tolerance if value is not None else None,
            it.from_date,
            it.to_date,
        )
    except NotPossible as fault:
        raise NotPossible(f"‘{it.title}’: {fault}") from fault
    made = Target(
        organisation=organisation,
        measure=it.measure.id,
        area=it.old.area,
        breakdown=it.old.breakdown,
        from_date=it.from_date,
        to_date=it.to_date,
        set_by=person,
        set_at=at,
    )
    made.value = value
    made.upper, made.tolerance = (given.upper, given.tolerance) if value is not None else (None, None)
    return made


def _told(it: Target) -> dict[str, str | None]:
    numbers = {"value": it.value, "upper": it.upper, "tolerance": it.tolerance}
    named = {name: None if number is None else str(number) for name, number in numbers.items()}
    part = {"breakdown": it.breakdown} if it.breakdown else {}
    area = {"area": it.area_id} if it.area_id else {}
    days = {"from": it.from_date.isoformat(), "to": it.to_date.isoformat() if it.to_date else None}
    return {"measure": it.measure, **part, **area, **named, **days}


Key = tuple[str, str | None, str]


def _rows(organisation: Organisation) -> dict[Key, list[Target]]:
    """Every target by what it is of, newest first: one query."""
    found: dict[Key, list[Target]] = defaultdict(list)
    for it in Target.objects.filter(organisation=organisation).select_related("area"):
        found[it.measure, it.area_id, it.breakdown].append(it)
    return found


def _proposed(
    rows: Mapping[Key, Sequence[Target]],
    named: Mapping[str, Owner],
    year: Period,
    how: How,
    by: Decimal,
) -> Iterator[Proposed]:
    known = catalogue()
    for (measure, _area, _part), them in sorted(
        rows.items(), key=lambda it: (it[0][0], it[0][1] or "", it[0][2])
    ):
        if measure not in known:
            continue
        it = known[measure]
        for old in sorted(_standing(them, year.previous()), key=lambda row: row.from_date):
            first, last = moved(old, year)
            if not any(_begins_in(row, year) and _meet(row, first, last) for row in them):
                value, upper = (_proposal(number, how, by, it.decimals) for number in (old.value, old.upper))
                tolerance = None if value is None else old.tolerance
                yield Proposed(old, it, _answers(named, it), value, upper, tolerance, first, last)


def _standing(them: Sequence[Target], old: Period) -> list[Target]:
    """Those of the old year that nothing newer has superseded by their last day in it."""
    return [
        it
        for it in them
        if it.value is not None
        and it.from_date <= old.end
        and (it.to_date is None or it.to_date >= old.start)
        and in_force(them, min(it.to_date or old.end, old.end)) is it
    ]


def moved(old: Target, year: Period) -> tuple[date, date]:
    """The days of the new year that a target is carried to.

    One without a last day stands for the whole year. One with days of its own (a month of a figure that grows all year,
    a quarter) keeps them, a year later.
    """
    if old.to_date is None:
        return year.start, year.end
    before = year.previous()
    first, past = max(old.from_date, before.start), min(old.to_date, before.end) + DAY
    return _later(first), _later(past) - DAY


def _later(day: date) -> date:
    """A year later; the last of February stays the last."""
    leaps = day.month == 2 and day.day == 29
    return day.replace(year=day.year + 1, day=28 if leaps else day.day)


def _begins_in(row: Target, year: Period) -> bool:
    return year.start <= row.from_date <= year.end


def _meet(row: Target, first: date, last: date) -> bool:
    return row.from_date <= last and (row.to_date is None or row.to_date >= first)


def _proposal(number: Decimal | None, how: How, by: Decimal, decimals: int) -> Decimal | None:
    if number is None or how is How.BLANK:
        return None
    return number if how is How.SAME else by_percent(number, by, decimals)


def by_percent(number: Decimal, by: Decimal, decimals: int) -> Decimal:
    """A number so many per cent higher (lower, below nought), with as many decimals as it had or the measure shows."""
    if not abs(by) <= MOST:
        raise NotPossible("A change is from -100 to 100 per cent: write a number of these.")
    places = max(decimals, -int(number.as_tuple().exponent))
    return (number * (100 + by) / 100).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


def _lacking(
    organisation: Organisation,
    rows: Mapping[Key, Sequence[Target]],
    named: Mapping[str, Owner],
    year: Period,
    proposed: Iterable[Proposed],
) -> tuple[Lacking, ...]:
    known = catalogue()
    carried = {it.measure.id for it in proposed if it.value is not None}
    shown = {it.measure for one in priorities(organisation, year.start) for it in one.measures.all()}
    of_year = {key[0] for key, them in rows.items() if any(_begins_in(it, year) for it in them)}
    targeted = {
        key[0]
        for key, them in rows.items()
        if any(
            it.value is not None and _meet(it, year.start, year.end) and in_force(them, _last(it, year))
            for it in them
        )
    }
    wanted = sorted((shown | of_year) - targeted - carried)
    return tuple(Lacking(known[it], _answers(named, known[it])) for it in wanted if it in known)


def _last(it: Target, year: Period) -> date:
    return min(it.to_date or year.end, year.end)


def _service(named: Mapping[str, Owner], measure: Measure) -> str:
    return named[measure.id].service.slug if measure.id in named else measure.owner


def _answers(named: Mapping[str, Owner], measure: Measure) -> str:
    return str(named[measure.id]) if measure.id in named else f"the {measure.owner} service"


# --- priorities and commitments ---


def _ending_priorities(organisation: Organisation, year: Period) -> Iterator[Ending]:
    """Those whose last day is in the old year: carried, they stand until the end of the new one."""
    old = year.previous()
    for it in Priority.objects.filter(organisation=organisation, to_date__range=(old.start, old.end)):
        until = spoken_date(it.to_date) if it.to_date else ""
        yield Ending(str(it.pk), f"{it} (ends {until})", _standing_on(it, year))


def _standing_on(it: Priority, year: Period) -> Callable[[Person, str], None]:
    def carry(person: Person, why: str) -> None:
        change_priority(
            person,
            priority=it,
            title=it.title,
            from_date=it.from_date,
            to_date=year.end,
            purpose=it.purpose,
            portfolio=it.portfolio,
            holder=it.holder,
        )

    return carry


def _standing_priorities(organisation: Organisation, year: Period, on: date) -> Iterator[str]:
    for it in priorities(organisation, year.start):
        yield f"{it}: {'until ' + spoken_date(it.to_date) if it.to_date else 'no last day'}"


def _open_commitments(organisation: Organisation, year: Period, on: date) -> Iterator[str]:
    """Each with whose it is. A promise keeps the day it was made for: a new year makes it no less late."""
    found = Commitment.objects.filter(organisation=organisation, state__in=OPEN)
    for it in found.select_related("service", "person"):
        due = f"due {spoken_date(it.due)}" if it.due else "no day promised"
        yield f"{it}: {it.answers}, {due}{', late' if it.late(on) else ''}"


ends_with_a_year("priorities", Part("Priorities", MANAGE, _ending_priorities, _standing_priorities))
ends_with_a_year("commitments", Part("Commitments still open", MANAGE, lambda _o, _y: (), _open_commitments))
