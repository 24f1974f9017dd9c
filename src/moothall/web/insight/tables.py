"""What the pages of measures show, as rows and sentences ready for the components."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.urls import reverse
from markupsafe import Markup, escape

from moothall.engines.peers import Result
from moothall.figures.measures import Measure
from moothall.figures.models import Area, Observation
from moothall.insight.queries import Benchmark, Council, Coverage, Group, Held
from moothall.insight.tiers import called, type_title
from moothall.kit.numbers import show

Row = list[Any]


def value(measure: Measure, figure: Decimal | None) -> str | None:
    """A figure with its unit, as people read it."""
    return None if figure is None else show(figure, measure.unit, measure.decimals)


def precise(measure: Measure, figure: Decimal | None) -> str | None:
    """A statistic with its unit: a decimal more than figures have where it falls between two of them."""
    if figure is None:
        return None
    if figure == round(figure, measure.decimals):
        return show(figure, measure.unit, measure.decimals)
    pence = measure.unit.startswith("£") and not measure.decimals
    return show(figure, measure.unit, 2 if pence else measure.decimals + 1)


def difference(measure: Measure, distance: Decimal) -> str:
    """'3.2 percentage points above', 'the same as'."""
    if not distance:
        return "the same as"
    amount = precise(measure, abs(distance)) or ""
    if measure.unit == "%":
        amount = f"{amount.removesuffix('%')} percentage points"
    return f"{amount} {'above' if distance > 0 else 'below'}"


def theme_title(theme: str) -> str:
    return theme.replace("-", " ").capitalize()


def themes(
    found: Mapping[str, Sequence[Held]], place: Area | None, latest: Mapping[str, Observation]
) -> list[tuple[str, list[Row]]]:
    """For each theme its title and rows: of a council's latest figures, or of what there is."""
    made = []
    for theme, measures in found.items():
        shown = [it for it in measures if _has_figures(it, place, latest)]
        rows = [_latest(it.measure, place, latest) if place else _extent(it) for it in shown]
        if rows:
            made.append((theme_title(theme), rows))
    return made


def without_figures(
    found: Mapping[str, Sequence[Held]], place: Area | None, latest: Mapping[str, Observation]
) -> list[dict[str, str]]:
    """Links to the measures that have nothing to show here."""
    return [
        {"text": it.measure.title, "href": reverse("measure", args=[it.measure.id])}
        for measures in found.values()
        for it in measures
        if not _has_figures(it, place, latest)
    ]


def _has_figures(it: Held, place: Area | None, latest: Mapping[str, Observation]) -> bool:
    return it.measure.id in latest if place else bool(it.areas)


def _latest(it: Measure, place: Area, latest: Mapping[str, Observation]) -> Row:
    figure = latest[it.id]
    link = {"text": it.title, "href": reverse("benchmark", args=[it.id, place.code])}
    return [link, figure.period.label, value(it, figure.value), it.better.capitalize()]


def _extent(held: Held) -> Row:
    it = held.measure
    link = {"text": it.title, "href": reverse("measure", args=[it.id])}
    return [link, it.unit, it.frequency.capitalize(), f"{held.areas:,}"]


def definition(it: Measure) -> list[tuple[str, Any]]:
    """The facts of a measure."""
    link = Markup('<a class="govuk-link" href="{}">{}</a>').format(it.source_url, it.source)
    facts: list[tuple[str, Any]] = [
        ("Definition", it.definition),
        ("Unit", it.unit),
        ("Which way is better", it.better.capitalize()),
        ("Published", f"{it.frequency.capitalize()}, {it.basis}"),
    ]
    if it.numerator:
        facts += [("Numerator", it.numerator), ("Denominator", it.denominator)]
    if it.caveats:
        facts.append(("Take care", it.caveats))
    owner = it.owner.replace("-", " ").capitalize()
    facts += [("Source", link if it.source_url else it.source), ("Licence", it.licence), ("Service", owner)]
    return facts


def coverage(found: Sequence[Coverage]) -> list[Row]:
    return [
        [_kind(it), f"{it.areas:,}", it.first.label, it.last.label, it.first.frequency.capitalize()]
        for it in found
    ]


def _kind(it: Coverage) -> str:
    text = called((it.kind, it.nation)) if it.kind not in ("nation", "region") else f"{it.kind}: {it.nation}"
    return text[:1].upper() + text[1:]


def lineage(it: Council, measure: Measure) -> Any:
    """A council's figure, linked to where it comes from."""
    if it.figure is None or it.value is None:
        return None
    return {
        "text": value(measure, it.value),
        "href": reverse("lineage", args=[it.figure.series, it.figure.start]),
    }


def link(found: Benchmark, area: Area) -> Markup:
    """A council's own benchmark page on this measure."""
    return Markup('<a class="govuk-link" href="{}">{}</a>').format(
        reverse("benchmark", args=[found.measure.id, area.code]), area.name
    )


def not_said(found: Benchmark, areas: Sequence[Area]) -> list[Area]:
    """Those of the areas that the reason for a missing figure has not named already."""
    named = {it.code for it in found.own.absence.elsewhere} if found.own.absence else set()
    return [it for it in areas if it.code not in named]


def councils(found: Benchmark) -> list[Row]:
    """The table behind the ranked chart: the council and its neighbours, best first, then those without a figure."""
    ranked = sorted((found.own, *found.peers), key=lambda it: (it.rank is None, it.rank or 0, it.area.name))
    limited = bool(found.neighbours.result.intervals)
    return [
        [
            Markup("<strong>{}</strong>").format(it.area.name) if it is found.own else link(found, it.area),
            type_title(it.area, found.area),
            it.rank if it.rank else "–",
            lineage(it, found.measure) if it.value is not None else _no_figure(it),
            *([_limits(found, it)] if limited else []),
            it.position or "–",
        ]
        for it in ranked
    ]


def council_columns(found: Benchmark) -> list[Any]:
    """The heads of the table of councils."""
    limits = [{"text": "95% interval", "numeric": True}] if found.neighbours.result.intervals else []
    figure = {"text": "Figure", "numeric": True}
    heads = {"text": "Place", "numeric": True}
    return ["Council", "Type", heads, figure, *limits, {"text": "Nearness", "numeric": True}]


def order(it: Measure) -> str:
    """What first place means."""
    if it.polarity == "neither":
        return "First is only highest: neither higher nor lower is better."
    return f"First is {'lowest' if it.polarity == 'lower' else 'highest'}, which is best."


def no_range(found: Benchmark) -> str | None:
    """Why there is no range of places; None when there is one, or no place either."""
    return found.neighbours.result.interval_reason if found.rank else None


def _no_figure(it: Council) -> Markup:
    return Markup('<span class="app-missing">{}</span>').format((it.missing or "no figure").capitalize())


def _limits(found: Benchmark, it: Council) -> str:
    limits = found.neighbours.result.intervals.get(it.area.code)
    if limits is None:
        return "–"
    return f"{value(found.measure, limits.lower)} to {value(found.measure, limits.upper)}"


def absent(found: Benchmark) -> list[Row]:
    """The neighbours without a figure, each with the cause; where its figures stand under another code, the way."""
    return [[it.area.name, type_title(it.area, found.area), *why(found, it)] for it in found.absent]


def why(found: Benchmark, it: Council) -> tuple[str, Markup]:
    """The cause in a word or two, and the sentence with links to the areas that hold the figures."""
    if it.absence is None:
        return "", Markup("")
    links = Markup(", ").join(
        Markup('<a class="govuk-link" href="{}">{} ({})</a>').format(
            reverse("benchmark", args=[found.measure.id, area.code]), area.name, area.code
        )
        for area in it.absence.elsewhere
    )
    see = Markup(" See {}.").format(links) if links else Markup("")
    return it.absence.cause.capitalize(), escape(it.absence.words) + see


def standing(found: Benchmark) -> list[Row]:
    """How the council stands among its neighbours and its tier, and what the nation's figure is."""
    rows = [_standing(found, group) for group in (found.neighbours, found.tier) if group.result.others]
    if found.nation_value is not None:
        shown = precise(found.measure, found.nation_value)
        apart = found.own.value - found.nation_value if found.own.value is not None else None
        words = "–" if apart is None else difference(found.measure, apart)
        rows.append([found.nation, "–", "–", "–", shown, "–", words])
    return rows


def _standing(found: Benchmark, group: Group) -> Row:
    result, it = group.result, found.measure
    spread = result.spread
    quarters = (spread.q1, spread.median, spread.q3) if spread else (None, None, None)
    return [
        group.name[:1].upper() + group.name[1:],
        result.place or "–",
        _range(result),
        *(precise(it, figure) or "–" for figure in quarters),
        "–" if result.distance is None else difference(it, result.distance),
    ]


def _range(result: Result) -> str:
    if result.rank_low is None or result.rank_high is None:
        return "–"
    return f"{result.rank_low} to {result.rank_high}"


def sentences(found: Benchmark) -> list[str]:
    """The benchmark in plain words, for the top of the page."""
    return list(_sentences(found))


def _sentences(found: Benchmark) -> Iterator[str]:
    result, name = found.neighbours.result, found.area.name
    if result.place and result.distance is not None:
        counted = f"those of its {found.neighbours.name} that have a figure"
        yield f"{name} is {result.place} among {counted} ({found.measure.better})."
        apart = difference(found.measure, result.distance)
        quarter = f", in the {result.quarter} of the group" if result.quarter else ""
        yield f"That is {apart} their median of {precise(found.measure, result.median)}{quarter}."
        if result.rank_low is not None and result.rank_low != result.rank_high:
            yield (
                f"Allowing for chance in the figures, its place could be anywhere from {result.rank_low} "
                f"to {result.rank_high}."
            )
    elif found.alone and found.own.value is not None:
        yield "No other council's figures of this measure are held here, so there is nothing to compare it with."
    elif found.own.value is not None and found.period and found.peers:
        have = "none has" if not result.others else f"only {result.others} of them have"
        yield f"There is no place among its {found.neighbours.name}: {have} a figure for {found.period.label}."
    if found.own.figure and not found.own.figure.published:
        yield "The figure is from the council's own return, and shown only to those who may read its returns."
