"""The pictures of a benchmark."""

from collections import Counter
from collections.abc import Iterable
from decimal import Decimal

from moothall.engines.peers import Result
from moothall.figures.measures import Measure
from moothall.figures.models import Area
from moothall.figures.wording import source_of, unit_of
from moothall.insight.queries import Benchmark, PeerSet
from moothall.kit.charts import Bar, Chart, Line, Ranking, Trend


def trend(found: Benchmark) -> Chart | None:
    """The council's line, the neighbours' middle half and median, the tier's median and the nation."""
    moments = found.trend
    others = [
        Line(_first_up(f"median of {found.tier.name}"), tuple(it.tier_median for it in moments)),
        Line(found.nation, tuple(it.nation for it in moments)),
    ]
    spreads = [it.spread for it in moments]
    own = Line(found.area.name, tuple(it.value for it in moments))
    if not any(_known(line.values) for line in (own, *others)) and not any(spreads):
        return None
    grouped = any(spreads)
    picture = Trend(
        tuple(it.period.label for it in moments),
        own,
        unit_of(found.measure),
        median=tuple(it and it.median for it in spreads) if grouped else (),
        low=tuple(it and it.q1 for it in spreads) if grouped else (),
        high=tuple(it and it.q3 for it in spreads) if grouped else (),
        beside=tuple(line for line in others if _known(line.values)),
        group=found.neighbours.name,
    )
    return Chart(
        f"{found.measure.title} over time", source(found.measure, found.area, found.peer_set), picture
    )


def ranking(found: Benchmark) -> Chart | None:
    """The council among its neighbours in the period, best first; those without a figure last, with the cause."""
    members = [found.own, *found.peers]
    bars = [(it.area.code, it.area.name, it.value, it.missing or "no figure") for it in members]
    return _ranked(found, f"Among its {found.neighbours.name}", bars, found.neighbours.result)


def tier(found: Benchmark) -> Chart | None:
    """The council among everybody of its tier in the period."""
    bars = [(it.code, it.name, it.value, "") for it in found.tier_figures.values() if it.value is not None]
    return _ranked(found, f"Among {found.tier.name}", bars, found.tier.result)


def _ranked(
    found: Benchmark, title: str, bars: Iterable[tuple[str, str, Decimal | None, str]], result: Result
) -> Chart | None:
    """None when there are fewer than two councils with a figure: nothing to rank."""
    kept = list(bars)
    if found.period is None or sum(value is not None for _, _, value, _ in kept) < 2:
        return None
    shared = Counter(name for _, name, _, _ in kept)
    named = {code: name if shared[name] == 1 else f"{name} ({code})" for code, name, _, _ in kept}
    if found.area.code not in named:
        return None
    picture = Ranking(
        found.period.label,
        tuple(_bar(named[code], value, missing, code, result) for code, _, value, missing in kept),
        named[found.area.code],
        unit_of(found.measure),
        median=result.median,
        group="the others",
        highest_first=found.measure.polarity != "lower",
    )
    beside = found.peer_set if result is found.neighbours.result else None
    return Chart(f"{title}, {found.period.label}", source(found.measure, found.area, beside), picture)


def source(measure: Measure, area: Area, beside: PeerSet | None) -> str:
    """Whose the figures are and, under every chart that shows comparators, which set of them and of what day."""
    said = source_of(measure, area)
    return f"{said} Compared with: {beside.title}, {beside.dated}." if beside else said


def _bar(name: str, value: Decimal | None, missing: str, code: str, result: Result) -> Bar:
    limits = result.intervals.get(code)
    if limits is None:
        return Bar(name, value, missing=missing)
    return Bar(name, value, limits.lower, limits.upper, missing)


def _known(values: Iterable[Decimal | None]) -> bool:
    return any(value is not None for value in values)


def _first_up(text: str) -> str:
    return text[:1].upper() + text[1:]
