"""Charts of one measure that any page of insight can show: over time, among everybody, against another, on a map.

    distribution(measure, area, period, figures, result, "district councils", source) -> Chart | None
    scatter(pairs, area, source, near=codes, called="15 neighbours") -> Chart | None
    area_map(measure, area, period, figures, names, outlines, source) -> Chart | None
    trend(measure, area, moments, source, group=..., nation=...) -> Chart | None

`figures` are `insight.rows.Figure` by area code; None where there is too little to draw. Medians leave the council
itself out.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from decimal import Decimal

from moothall.engines.peers import Result, median
from moothall.figures.measures import Measure
from moothall.figures.models import Area
from moothall.figures.wording import unit_of
from moothall.insight.missing import SAID_BY_SOURCE
from moothall.insight.queries import FEWEST, Figure, Moment, Outlines, Pairs
from moothall.kit.charts import AreaMap, Axis, Bar, Chart, Dot, Line, Ranking, Scatter, Shape, Trend
from moothall.kit.periods import Period

NO_ROW = "no figure"


def trend(
    measure: Measure, area: Area, moments: Sequence[Moment], source: str, *, group: str, nation: str = ""
) -> Chart | None:
    """The council's line, its comparators' middle half and median, and the nation where `nation` names it."""
    spreads = [it.spread for it in moments]
    own = Line(area.name, tuple(it.value for it in moments))
    beside = (Line(nation, tuple(it.nation for it in moments)),) if nation else ()
    if not any(_known(line.values) for line in (own, *beside)) and not any(spreads):
        return None
    grouped = any(spreads)
    picture = Trend(
        tuple(it.period.label for it in moments),
        own,
        unit_of(measure),
        median=tuple(it and it.median for it in spreads) if grouped else (),
        low=tuple(it and it.q1 for it in spreads) if grouped else (),
        high=tuple(it and it.q3 for it in spreads) if grouped else (),
        beside=tuple(line for line in beside if _known(line.values)),
        group=group,
    )
    return Chart(f"{measure.title} over time", source, picture)


def distribution(
    measure: Measure,
    area: Area,
    period: Period,
    figures: Mapping[str, Figure],
    result: Result,
    among: str,
    source: str,
) -> Chart | None:
    """Every council of `figures` in the period with this one marked: bars, or a strip of dots where they are many."""
    bars = {code: Bar(it.name, it.value, missing=why(it)) for code, it in figures.items()}
    bars.setdefault(area.code, Bar(area.name, None, missing=NO_ROW))
    if sum(it.value is not None for it in bars.values()) < 2:
        return None
    named = names_apart({code: it.name for code, it in bars.items()})
    limits = result.intervals
    drawn = tuple(
        Bar(named[code], it.value, limits[code].lower, limits[code].upper, it.missing)
        if code in limits
        else Bar(named[code], it.value, missing=it.missing)
        for code, it in bars.items()
    )
    picture = Ranking(
        period.label,
        drawn,
        named[area.code],
        unit_of(measure),
        median=result.median,
        group="the others",
        highest_first=measure.polarity != "lower",
    )
    return Chart(f"{measure.title} among {among}, {period.label}", source, picture)


def scatter(
    pairs: Pairs, area: Area, source: str, *, near: Collection[str] = (), called: str = "comparators"
) -> Chart | None:
    """One measure along the foot against another up the side; the codes in `near` stressed, and `called` this."""
    if not pairs.points or pairs.across_period is None or pairs.up_period is None:
        return None
    named = names_apart({it.code: it.name for it in pairs.points} | {area.code: area.name})
    dots = tuple(
        Dot(named[it.code], it.x, it.y, it.code in near and it.code != area.code) for it in pairs.points
    )
    others = [it for it in pairs.points if it.code != area.code]
    picture = Scatter(
        Axis(
            f"{pairs.across.title}, {pairs.across_period.label}",
            unit_of(pairs.across),
            _middle([it.x for it in others]),
        ),
        Axis(
            f"{pairs.up.title}, {pairs.up_period.label}", unit_of(pairs.up), _middle([it.y for it in others])
        ),
        dots,
        named[area.code],
        called,
    )
    return Chart(f"{pairs.up.title} against {_first_down(pairs.across.title)}", source, picture)


def area_map(
    measure: Measure,
    area: Area,
    period: Period,
    figures: Mapping[str, Figure],
    names: Mapping[str, str],
    outlines: Outlines | None,
    source: str,
) -> Chart | None:
    """The areas of `names` that have an outline, filled by the class of their figure."""
    if outlines is None:
        return None
    apart = names_apart({code: name for code, name in names.items() if code in outlines.rings})
    shapes = tuple(
        Shape(name, outlines.rings[code], _value(figures.get(code)), why(figures.get(code)))
        for code, name in sorted(apart.items())
    )
    if not any(it.value is not None for it in shapes):
        return None
    picture = AreaMap(
        period.label, shapes, apart.get(area.code, area.name), unit_of(measure), outlines.credit
    )
    return Chart(f"Map of {_first_down(measure.title)}, {period.label}", source, picture)


def why(it: Figure | None) -> str:
    """Why there is no figure, in a word or two, as the source says; `no figure` where it says nothing."""
    return SAID_BY_SOURCE.get(it.missing, NO_ROW) if it and it.value is None else NO_ROW


def names_apart(names: Mapping[str, str]) -> dict[str, str]:
    """By code, names that no two share: the code stands behind those that would."""
    shared = Counter(names.values())
    return {code: name if shared[name] == 1 else f"{name} ({code})" for code, name in names.items()}


def _value(it: Figure | None) -> Decimal | None:
    return it.value if it else None


def _middle(values: Sequence[Decimal]) -> Decimal | None:
    return median(values) if len(values) >= FEWEST else None


def _known(values: Iterable[Decimal | None]) -> bool:
    return any(value is not None for value in values)


def _first_down(title: str) -> str:
    """The title within a sentence: abbreviations keep their capitals."""
    return title if title[:2].isupper() else f"{title[:1].lower()}{title[1:]}"
