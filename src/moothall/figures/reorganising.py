"""Councils are reorganised: what a successor's figures would have been before its day, out of its predecessors'.

A council says who took over from whom (`reorganise`), once for a successor; saying it anew supersedes it. What can be
worked out is kept as runs of `core.runs`, each period with the predecessors' figures that it was made of, and what
cannot with the cause. It stays apart from observations: plans, peers and pages that do not ask for it never see it.

    it = standing(council)["E06000066"]
    before(council, it, ["recycling-rate"])["recycling-rate"].points

The rule in words, with a worked example: docs/methods/reorganisation.md.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from moothall.core import clock, runs
from moothall.core.audit import change, subject
from moothall.core.errors import NotPossible
from moothall.core.jobs import Report
from moothall.core.models import Organisation, Person
from moothall.core.permission import may, require
from moothall.core.wording import line, prose
from moothall.figures.measures import Measure, catalogue
from moothall.figures.models import Area, Observation, Predecessor, Reorganisation
from moothall.figures.queries import readable_to
from moothall.figures.recombining import WHOLE, Combined, Part, combine
from moothall.figures.succession import Lineages, lineages
from moothall.kit.documents.words import spoken_date
from moothall.kit.numbers import plain
from moothall.kit.periods import LENGTHS, Period

ENGINE, VERSION = "reorganisation", "1"
DECLARE, READ = "figures.publish_loads", "figures.read"
LONGEST, LONGEST_LINE = 2000, 200  # characters
PLACES = 2  # decimals of a ratio beyond those shown


# --- who took over from whom ---


@dataclass(frozen=True)
class Taken:
    """An area that was taken over: whole, or the share of it that came to this successor and what it is a share of."""

    code: str
    share: Decimal | None = None
    basis: str = ""


def known(successor: str) -> list[Taken]:
    """What the register of areas knows of whom an area took over from; shares it does not know."""
    return [Taken(code) for code in sorted(lineages().before.get(successor, ()))]


def reorganise(
    person: Person,
    *,
    organisation: Organisation,
    successor: str,
    from_date: date,
    taken: Sequence[Taken],
    reason: str,
    source: str,
) -> Reorganisation:
    """Says that an area took over from others on a day, and works out what its figures would have been before.

    Without `taken` it takes back what was said. Only figures that this person reads go in. Raises NotPossible with one
    sentence; PermissionDenied.
    """
    with change(person, DECLARE, "areas.reorganised", organisation=organisation) as entry:
        areas = _areas(successor, taken)
        _shares_fit(organisation, areas[successor], taken)
        superseded = standing(organisation).get(successor)
        made = Reorganisation.objects.create(
            organisation=organisation,
            successor=areas[successor],
            from_date=from_date,
            reason=prose(reason, "the reason", LONGEST),
            source=line(source, "where it is said", 300),
            made_by=person,
            made_at=entry.at,
        )
        reads = Organisation.objects.filter(pk__in=readable_to(person)).exclude(area_code="")
        theirs = {it.area_code: it for it in reads}
        for it in taken:
            row = Predecessor(
                reorganisation=made, area=areas[it.code], basis=it.basis.strip(), reads=theirs.get(it.code)
            )
            row.share = it.share
            row.save()
        subject(entry, made)
        entry.before = _told(superseded) if superseded else None
        entry.after = _told(made) | {"reason": made.reason, "source": made.source}
        work_out(person, organisation, [made], list(catalogue().values()))
    return made


def _areas(successor: str, taken: Sequence[Taken]) -> dict[str, Area]:
    codes = [successor, *(it.code for it in taken)]
    found = Area.objects.in_bulk(codes)
    for code in codes:
        if code not in found:
            raise NotPossible(f"No area has the code '{code}': check it, or load the list of areas first.")
    if len(set(codes)) < len(codes):
        raise NotPossible("An area is named twice: name each predecessor once, and not the successor.")
    for it in taken:
        if it.share is not None and not 0 < it.share < 1:
            raise NotPossible(
                f"A share of {found[it.code]} is over 0 and under 1, such as 0.54: leave it out for the whole."
            )
        if (it.share is not None) != bool(it.basis.strip()) or len(it.basis.strip()) > LONGEST_LINE:
            raise NotPossible(
                f"Give the share of {found[it.code]} and say what it is a share of, such as residents in 2021."
            )
    return found


def _shares_fit(organisation: Organisation, successor: Area, taken: Sequence[Taken]) -> None:
    """Refuses shares of an area that come to more than the whole of it over its successors."""
    others = [it for code, it in standing(organisation).items() if code != successor.pk]
    for it in taken:
        given = [part for other in others for part in other.predecessors.all() if part.area_id == it.code]
        total = (it.share or WHOLE) + sum((part.share or WHOLE for part in given), Decimal(0))
        if given and total > 1:
            also = given[0].reorganisation.successor
            raise NotPossible(
                f"More than the whole of {it.code} is given away: {also} has a part of it. State shares."
            )


def standing(organisation: Organisation) -> dict[str, Reorganisation]:
    """By successor, what a council says now, predecessors at hand: three queries."""
    found: dict[str, Reorganisation] = {}
    rows = Reorganisation.objects.filter(organisation=organisation).select_related("successor", "made_by")
    for it in rows.prefetch_related("predecessors__area", "predecessors__reorganisation__successor"):
        found.setdefault(it.successor_id, it)
    return {code: it for code, it in found.items() if it.predecessors.all()}


def _told(it: Reorganisation) -> dict[str, Any]:
    return {
        "successor": it.successor_id,
        "from": it.from_date.isoformat(),
        "predecessors": {
            part.area_id: f"{plain(part.share)} of it ({part.basis})" if part.share is not None else "whole"
            for part in it.predecessors.all()
        },
    }


# --- working it out ---


@dataclass(frozen=True)
class Piece:
    """A predecessor's figure that went in, or should have: where it is stored, and what it brought."""

    area: str
    part: Part
    series: int | None = None


@dataclass(frozen=True)
class Point:
    """A period before the successor's day: the figure worked out, or the cause; and the figures behind it."""

    period: Period
    combined: Combined
    pieces: tuple[Piece, ...]


@dataclass(frozen=True)
class Before:
    """What a measure of a successor was before its day, oldest first."""

    measure: Measure
    basis: str
    points: tuple[Point, ...]

    @property
    def worked_out(self) -> int:
        return sum(1 for it in self.points if it.combined.value is not None)

    @property
    def causes(self) -> list[str]:
        """Why some cannot be, each said once."""
        return list(dict.fromkeys(it.combined.cause for it in self.points if it.combined.cause))


def preview(
    person: Person,
    organisation: Organisation,
    successor: str,
    from_date: date,
    taken: Sequence[Taken],
) -> list[Before]:
    """What could be worked out and what not, were it said so. Stores nothing. Raises NotPossible; PermissionDenied."""
    require(person, DECLARE, organisation)
    areas = _areas(successor, taken)
    _shares_fit(organisation, areas[successor], taken)
    mine = readable_to(person)
    return _worked(organisation, successor, from_date, taken, mine, list(catalogue().values()))


def refresh(person: Person, organisation: Organisation, measures: Sequence[Measure], report: Report) -> int:
    """Works out again what these measures of the council's reorganisations are; how many."""
    return work_out(person, organisation, standing(organisation).values(), measures)


def work_out(
    person: Person, organisation: Organisation, wanted: Iterable[Reorganisation], measures: Sequence[Measure]
) -> int:
    """Works these out and keeps what says something new; how many."""
    now, count = clock.now(), 0
    for it in wanted:
        parts = list(it.predecessors.select_related("area"))
        taken = [Taken(part.area_id, part.share, part.basis) for part in parts]
        reads = {organisation.pk} | {part.reads_id for part in parts if part.reads_id}
        for found in _worked(organisation, it.successor_id, it.from_date, taken, reads, measures):
            _keep(person, organisation, it, found, now)
            count += 1
    return count


def _keep(person: Person, organisation: Organisation, it: Reorganisation, found: Before, now: Any) -> None:
    runs.keep(
        person,
        organisation=organisation,
        engine=ENGINE,
        version=VERSION,
        subject=_subject(it, found.measure.id),
        parameters={"reorganisation": it.pk, "combines": found.measure.combining[0]},
        input=[[point.period.start, [_input(one) for one in point.pieces]] for point in found.points],
        result={"basis": found.basis, "points": [_plain(point) for point in found.points]},
        headline={
            "worked_out": found.worked_out,
            "periods": len(found.points),
            "causes": found.causes[:3],
            "estimated": any(point.combined.estimated for point in found.points),
        },
        as_at=now,
    )


def _subject(it: Reorganisation, measure: str) -> str:
    return f"{it.successor_id}|{measure}"


def _worked(
    organisation: Organisation,
    successor: str,
    from_date: date,
    taken: Sequence[Taken],
    reads: Iterable[int],
    measures: Sequence[Measure],
) -> list[Before]:
    if not taken:
        return []
    families = lineages()
    over = _Overs(families, successor, {it.code: it.share for it in taken}, _claimed(organisation, successor))
    stored = _stored(over.reached(), from_date, reads, measures, organisation)
    names = dict(Area.objects.filter(pk__in=over.reached()).values_list("pk", "name"))
    tiers = dict(Area.objects.filter(pk__in=over.shares).values_list("pk", "type"))
    found = []
    for measure in measures:
        known = stored.get(measure.id)
        if known:
            found.append(_one(measure, known, over, names, tiers, from_date))
    return found


def _claimed(organisation: Organisation, successor: str) -> dict[str, set[str]]:
    """By predecessor, the other successors that the council says took a part of it."""
    claimed: dict[str, set[str]] = defaultdict(set)
    for code, it in standing(organisation).items():
        for part in it.predecessors.all():
            claimed[part.area_id].add(code)
    return {code: them - {successor} for code, them in claimed.items()}


@dataclass(frozen=True)
class _Overs:
    """Who took over from whom, as far back as is known, and what share of a predecessor came over."""

    families: Lineages
    successor: str
    shares: Mapping[str, Decimal | None]
    claimed: Mapping[str, set[str]] = field(default_factory=dict)

    def reached(self) -> set[str]:
        """The predecessors and those before them."""
        return {*self.shares, *(it for code in self.shares for it in self.families.predecessors(code))}

    def divided(self, code: str) -> set[str]:
        """The others that took a part of an area."""
        heirs = self.families.after.get(code, frozenset())
        if code in self.shares:
            return (set(heirs) | set(self.claimed.get(code, ()))) - {self.successor}
        return set(heirs) if len(heirs) > 1 else set()


Stored = dict[tuple[str, str, str, date], Observation]
"""By area, basis, length and first day."""


def _stored(
    areas: Iterable[str],
    from_date: date,
    reads: Iterable[int],
    measures: Sequence[Measure],
    organisation: Organisation,
) -> dict[str, Stored]:
    """The predecessors' figures of before the day, by measure: one query. A council's own comes before a published."""
    rows = (
        Observation.objects.readable(set(reads))
        .filter(
            series__measure__in=[it.id for it in measures],
            series__area__in=list(areas),
            series__breakdown="",
            start__lt=from_date,
        )
        .current()
        .select_related("series__organisation")
        .order_by("start", "series")
    )
    found: dict[str, Stored] = defaultdict(dict)
    for it in rows:
        key = (it.series.area_id, it.series.basis, it.series.length, it.start)
        there = found[it.series.measure].get(key)
        if there is None or (there.value is None and it.value is not None) or _own(it, there):
            found[it.series.measure][key] = it
    return found


def _own(it: Observation, there: Observation) -> bool:
    """Whether one is a council's own where the other is published, and says as much."""
    published = there.series.organisation.area_code == "" and it.series.organisation.area_code != ""
    return published and (it.value is not None or there.value is None)


def _one(
    measure: Measure,
    known: Stored,
    over: _Overs,
    names: Mapping[str, str],
    tiers: Mapping[str, str],
    from_date: date,
) -> Before:
    shapes = {(basis, length) for _area, basis, length, _start in known}
    basis, length = min(
        shapes, key=lambda it: (it[0] != measure.basis, LENGTHS[it[1]] != measure.frequency, it)
    )
    by_area: dict[str, set[date]] = defaultdict(set)
    for area, its_basis, its_length, start in known:
        if (its_basis, its_length) == (basis, length):
            by_area[area].add(start)
    reporting = {
        tier
        for code, tier in tiers.items()
        if any(one in by_area for one in (code, *over.families.predecessors(code)))
    }
    starts = sorted({start for them in by_area.values() for start in them})
    members = [code for code in over.shares if tiers.get(code) in reporting]
    how, reason = measure.combining
    points = []
    for start in starts:
        period = Period(start, length)
        pieces = [
            piece
            for code in members
            for piece in _pieces(code, start, over.shares[code], over, known, (basis, length), names)
        ]
        cause = _cause(period, from_date, reporting)
        combined = (
            Combined(None, cause=cause)
            if cause
            else combine(
                how,
                [it.part for it in pieces],
                factor=measure.factor,
                places=measure.decimals + PLACES,
                reason=reason,
            )
        )
        points.append(Point(period, combined, tuple(pieces)))
    return Before(measure, basis, tuple(points))


def _cause(period: Period, from_date: date, reporting: set[str]) -> str:
    if period.end >= from_date:
        return f"The period runs over {spoken_date(from_date)}, when the area changed."
    if len(reporting) > 1:
        tiers = " and ".join(sorted(it or "areas of no known kind" for it in reporting))
        return f"Both tiers gave figures ({tiers}): adding them could count the same thing twice."
    return ""


def _pieces(
    code: str,
    start: date,
    share: Decimal | None,
    over: _Overs,
    known: Stored,
    shape: tuple[str, str],
    names: Mapping[str, str],
    seen: frozenset[str] = frozenset(),
) -> Iterator[Piece]:
    """An area's own figure; where it has none and had not begun, those of whoever it took over from."""
    name = names.get(code, code)
    others = over.divided(code)
    if others and (share is None or code not in over.shares):
        yield Piece(
            code, Part(name, why=f"divided among {len(others) + 1} areas, and no share of it is stated")
        )
        return
    basis, length = shape
    it = known.get((code, basis, length, start))
    began = over.families.began.get(code)
    if it is None and began and Period(start, length).end < began and code not in seen:
        for earlier in sorted(over.families.before.get(code, ())):
            yield from _pieces(earlier, start, share, over, known, shape, names, seen | {code})
        return
    yield Piece(code, _part(name, it, share or WHOLE), it.series_id if it else None)


def _part(name: str, it: Observation | None, share: Decimal) -> Part:
    if it is None:
        return Part(name, share=share, why="no figure")
    if it.value is None:
        return Part(name, share=share, why=it.reason or it.get_missing_display() or "no value")
    return Part(name, it.value, it.numerator, it.denominator, share)


# --- as JSON, and back ---


def _input(it: Piece) -> list[Any]:
    part = it.part
    return [it.area, it.series, part.value, part.numerator, part.denominator, part.share, part.why]


def _plain(it: Point) -> dict[str, Any]:
    return {
        "start": it.period.start,
        "length": it.period.length,
        "value": it.combined.value,
        "numerator": it.combined.numerator,
        "denominator": it.combined.denominator,
        "cause": it.combined.cause,
        "estimated": it.combined.estimated,
        "pieces": [[*_input(one), one.part.name] for one in it.pieces],
    }


def _read(told: Mapping[str, Any]) -> Point:
    return Point(
        Period(date.fromisoformat(told["start"]), told["length"]),
        Combined(
            _number(told["value"]),
            _number(told["numerator"]),
            _number(told["denominator"]),
            told["cause"],
            told["estimated"],
        ),
        tuple(
            Piece(
                area,
                Part(name, _number(value), _number(above), _number(below), Decimal(share), why),
                series,
            )
            for area, series, value, above, below, share, why, name in told["pieces"]
        ),
    )


def _number(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


# --- questions ---


@dataclass(frozen=True)
class Headline:
    """How much of a measure could be worked out before the day, for lists."""

    measure: Measure
    worked_out: int
    periods: int
    causes: tuple[str, ...]
    estimated: bool


def may_declare(person: Person, organisation: Organisation) -> bool:
    """Whether the person says who took over from whom."""
    return may(person, DECLARE, organisation)


def said(person: Person, organisation: Organisation) -> list[Reorganisation]:
    """What a council says now of who took over from whom, the newest first. Raises PermissionDenied."""
    require(person, READ, organisation)
    return list(standing(organisation).values())


def headlines(person: Person, it: Reorganisation) -> list[Headline]:
    """How each measure fared, by title: two queries. Raises PermissionDenied."""
    require(person, READ, it.organisation)
    kept = runs.newest(it.organisation, ENGINE, [_subject(it, key) for key in catalogue()], whole=False)
    found = [
        Headline(
            catalogue()[key], head["worked_out"], head["periods"], tuple(head["causes"]), head["estimated"]
        )
        for key in catalogue()
        if (run := kept.get(_subject(it, key)))
        and run.parameters["reorganisation"] == it.pk
        and (head := run.headline)
    ]
    return sorted(found, key=lambda it: it.measure.title)


def before(person: Person, it: Reorganisation, measure: Measure) -> Before | None:
    """What a measure was before the day, as last worked out; None where predecessors have no figure of it.

    Raises PermissionDenied.
    """
    require(person, READ, it.organisation)
    subject_ = _subject(it, measure.id)
    run = runs.newest(it.organisation, ENGINE, [subject_]).get(subject_)
    if run is None or run.parameters["reorganisation"] != it.pk:
        return None
    return Before(measure, run.result["basis"], tuple(_read(point) for point in run.result["points"]))


@dataclass(frozen=True)
class Moment:
    """One period of a joined series: the successor's own figure, or the one that was worked out."""

    period: Period
    value: Decimal | None
    own: Observation | None
    point: Point | None


@dataclass(frozen=True)
class Joined:
    """A successor's series with what went before it; the two are never mixed in one period."""

    measure: Measure
    moments: tuple[Moment, ...]
    from_date: date


def joined(person: Person, it: Reorganisation, measure: Measure) -> Joined | None:
    """The successor's own figures, and before them what was worked out, of one basis and length of period.

    Where the successor has a figure of its own from before its day, published with hindsight, that one is shown.
    None where nothing was worked out. Raises PermissionDenied.
    """
    found = before(person, it, measure)
    if found is None:
        return None
    length = found.points[0].period.length
    rows = (
        Observation.objects.readable(readable_to(person) & {it.organisation_id})
        .filter(
            series__measure=measure.id,
            series__area=it.successor_id,
            series__breakdown="",
            series__basis=found.basis,
            series__length=length,
        )
        .current()
        .select_related("series__organisation")
        .order_by("start", "series")
    )
    own: dict[date, Observation] = {}
    for row in rows:
        if row.start not in own or _own(row, own[row.start]):
            own[row.start] = row
    earlier = {point.period.start: point for point in found.points}
    return Joined(
        measure,
        tuple(
            Moment(
                Period(start, length),
                own[start].value if start in own else earlier[start].combined.value,
                own.get(start),
                None if start in own else earlier[start],
            )
            for start in sorted({*own, *earlier})
        ),
        it.from_date,
    )
