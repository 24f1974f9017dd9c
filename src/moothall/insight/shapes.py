"""A benchmark in the shapes that leave the house: JSON, rows for CSV, and lines of text for a terminal.

The JSON's first names are those of `moothall benchmark` in the command line's published shapes.
"""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from moothall.figures.wording import credit
from moothall.insight.comparison import Benchmark, Council, Group, Moment
from moothall.insight.tiers import type_title
from moothall.kit.numbers import plain_or_none, show

HEADER = (
    "part", "period", "area", "name", "type", "value", "lower", "upper", "rank", "of",
    "missing", "explanation",
)  # fmt: skip
NO_LIST = "no list of neighbours has this council"
Line = tuple[str | Decimal | int | None, ...]


def as_json(found: Benchmark) -> dict[str, Any]:
    """Exact decimals as strings, periods and dates in ISO 8601; what there is none of is null."""
    source, licence = credit(found.measure, found.area)
    return {
        "period": found.period.iso if found.period else None,
        "value": plain_or_none(found.value),
        "rank": found.rank,
        "of": found.of,
        "rank_low": found.rank_low,
        "rank_high": found.rank_high,
        "median": plain_or_none(found.median),
        "quartiles": [plain_or_none(it) for it in found.quartiles] if found.quartiles else None,
        "peers": [_council(it, found) for it in found.peers],
        "distance": plain_or_none(found.neighbours.result.distance),
        "quarter": found.neighbours.result.quarter,
        "why_no_rank": found.neighbours.result.reason,
        "why_no_interval": found.neighbours.result.interval_reason,
        "measure": {
            "id": found.measure.id,
            "title": found.measure.title,
            "unit": found.measure.unit,
            "polarity": found.measure.polarity,
            "source": source,
            "licence": licence or None,
        },
        "area": _council(found.own, found),
        "list": _list(found),
        "same_type_only": found.same_type,
        "as_at": found.as_at.isoformat() if found.as_at else None,
        "tier": _group(found.tier),
        "nation": {"name": found.nation, "value": plain_or_none(found.nation_value)},
        "trend": [_moment(it) for it in found.trend],
    }


def _council(it: Council, found: Benchmark) -> dict[str, Any]:
    limits = found.neighbours.result.intervals.get(it.area.code)
    return {
        "area": it.area.code,
        "value": plain_or_none(it.value),
        "missing": it.missing,
        "name": it.area.name,
        "type": type_title(it.area, found.area),
        "rank": it.rank,
        "lower": plain_or_none(limits.lower) if limits else None,
        "upper": plain_or_none(limits.upper) if limits else None,
        "explanation": it.absence.words if it.absence else None,
        "elsewhere": [other.code for other in it.absence.elsewhere] if it.absence else [],
    }


def _list(found: Benchmark) -> dict[str, Any] | None:
    """Which set of comparators, and which edition or day of it; None where there is none."""
    chosen, edition = found.peer_set, found.edition
    if chosen is None:
        return None
    said: dict[str, Any] = {
        "id": chosen.key,
        "title": edition.title if edition else chosen.title,
        "way": chosen.way,
        "date": None,
        "loaded": None,
        "file": None,
        "sha256": None,
    }
    if chosen.group:
        said["date"] = chosen.group.chosen_on.isoformat()
    if edition:
        loaded = edition.load.published_at
        said |= {
            "date": edition.as_of.isoformat() if edition.as_of else None,
            "loaded": loaded.date().isoformat() if loaded else None,
            "file": edition.load.file_name,
            "sha256": edition.load.sha256,
        }
    return said


def _group(group: Group) -> dict[str, Any]:
    result = group.result
    return {
        "name": group.name,
        "rank": result.rank,
        "of": result.of,
        "rank_low": result.rank_low,
        "rank_high": result.rank_high,
        "median": plain_or_none(result.median),
        "quartiles": [plain_or_none(result.spread.q1), plain_or_none(result.spread.q3)]
        if result.spread
        else None,
        "distance": plain_or_none(result.distance),
        "quarter": result.quarter,
    }


def _moment(it: Moment) -> dict[str, Any]:
    return {
        "period": it.period.iso,
        "value": plain_or_none(it.value),
        "median": plain_or_none(it.spread.median) if it.spread else None,
        "quartiles": [plain_or_none(it.spread.q1), plain_or_none(it.spread.q3)] if it.spread else None,
        "tier_median": plain_or_none(it.tier_median),
        "nation": plain_or_none(it.nation),
    }


def as_rows(found: Benchmark) -> Iterator[Line]:
    """The rows of the CSV, under HEADER: the councils, the groups' statistics, then the trend."""
    period = found.period.iso if found.period else None
    for it in (found.own, *found.peers):
        part = "council" if it is found.own else "neighbour"
        said = _council(it, found)
        yield (
            part, period, it.area.code, it.area.name, said["type"], it.value, _number(said["lower"]),
            _number(said["upper"]), it.rank, found.of if it.rank else None, it.missing, said["explanation"],
        )  # fmt: skip
    for group in (found.neighbours, found.tier):
        result = group.result
        yield (
            "place", period, found.area.code, f"among {group.name}", "range of places", None,
            result.rank_low, result.rank_high, result.rank, result.of, None,
            result.reason or result.interval_reason,
        )  # fmt: skip
        if result.spread:
            yield _statistic("statistic", period, group.name, "median", result.median)
            yield _statistic("statistic", period, group.name, "lower quartile", result.spread.q1)
            yield _statistic("statistic", period, group.name, "upper quartile", result.spread.q3)
            yield _statistic("statistic", period, group.name, "distance to the median", result.distance)
    yield _statistic("statistic", period, found.nation, "value", found.nation_value)
    for moment in found.trend:
        yield from _trend(found, moment)


def _trend(found: Benchmark, moment: Moment) -> Iterator[Line]:
    when, spread = moment.period.iso, moment.spread
    yield (
        "trend", when, found.area.code, found.area.name, "value", moment.value, *(None,) * 6,
    )  # fmt: skip
    if spread:
        yield _statistic("trend", when, found.neighbours.name, "median", spread.median)
        yield _statistic("trend", when, found.neighbours.name, "lower quartile", spread.q1)
        yield _statistic("trend", when, found.neighbours.name, "upper quartile", spread.q3)
    yield _statistic("trend", when, found.tier.name, "median", moment.tier_median)
    yield _statistic("trend", when, found.nation, "value", moment.nation)


def _statistic(part: str, period: str | None, name: str, kind: str, value: Decimal | None) -> Line:
    return (part, period, None, name, kind, value, *(None,) * 6)


def _number(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


def as_text(found: Benchmark) -> Iterator[str]:
    """The benchmark as a person at a terminal reads it."""
    unit, decimals, result = found.measure.unit, found.measure.decimals, found.neighbours.result

    def said(value: Decimal | None) -> str:
        return "no figure" if value is None else show(value, unit, decimals)

    yield f"{found.measure.title}, {found.area.name} ({found.measure.better})"
    if found.period is None:
        yield "  no figures are held"
        return
    why = f": {found.own.absence.words}" if found.own.absence else ""
    yield f"  {found.period.label}: {said(found.value)}{why}"
    listed = f"{found.peer_set.title}, {found.peer_set.dated}" if found.peer_set else NO_LIST
    yield f"  {found.neighbours.name} ({listed})"
    yield f"  place: {result.place or result.reason}"
    if result.rank_low:
        yield f"  somewhere from {result.rank_low} to {result.rank_high}, allowing for chance"
    elif result.rank:
        yield f"  no range of places: {result.interval_reason}"
    if result.spread:
        spread = result.spread
        yield f"  median {said(spread.median)}, quartiles {said(spread.q1)} to {said(spread.q3)}"
    for it in found.peers:
        shown = f"{it.absence.cause}: {it.absence.words}" if it.absence else said(it.value)
        kind = type_title(it.area, found.area)
        yield f"    {it.position:>2}. {it.area.name} ({it.area.code}, {kind}): {shown}"
