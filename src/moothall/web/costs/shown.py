"""The cost finder as its page shows it: figures in words, with the links that stand behind them."""

from typing import Any

from django.urls import reverse
from markupsafe import Markup

from moothall.engines.peers import ENQUIRY
from moothall.figures.wording import source_of, unit_of
from moothall.insight.alongside import Alongside
from moothall.insight.cost_table import beside, money
from moothall.insight.costs import Cost, Found, Outcome
from moothall.web.insight.tables import precise

_LINK = Markup('<a class="govuk-link" href="{}">{}</a>')
_SMALL = Markup('<span class="app-score__small">{}</span>')


def sentences(found: Found) -> list[str]:
    """What was compared with whom, and what came of it."""
    compared = len(found.dear) + len(found.rest)
    if not found.every:
        return [f"There are no costs of {found.area.name} that you may read."]
    said = [f"{found.area.name} beside {beside(found)}."]
    if found.passed:
        lists = "; ".join(it.title for it in found.passed)
        said.append(f"Passed over, for too few of its own type: {lists}.")
    if found.left_out:
        are = (
            "1 comparator of another type is"
            if found.left_out == 1
            else f"{found.left_out} of another type are"
        )
        said.append(f"{are} left out: costs are compared within one type of council.")
    what = "1 cost" if compared == 1 else f"{compared} costs"
    said.append(
        f"Of {what} that can be compared, {len(found.dear) or 'none'} {_is(found)} above the upper quartile."
    )
    return said


def _is(found: Found) -> str:
    return "is" if len(found.dear) < 2 else "are"


def dear(found: Found) -> list[list[Any]]:
    """Costs above the upper quartile, the largest gap first."""
    return [
        [
            _named(found, it),
            _gap(it),
            _own(it),
            _others(it),
            _reading(it),
            _doubts(it),
        ]
        for it in found.dear
    ]


def rest(found: Found) -> list[list[Any]]:
    """The other costs that were compared."""
    return [[_named(found, it), _own(it), _others(it), _reading(it), _doubts(it)] for it in found.rest]


def alone(found: Found) -> list[list[Any]]:
    """Costs without enough comparators, and spending that cannot be counted, each with why."""
    made = [[_named(found, it), _own(it), it.result.reason] for it in found.alone]
    return made + [
        [it.title, "–", "There is no figure to count it over: load population."] for it in found.without
    ]


def sources(found: Found) -> str:
    """Whose the figures are."""
    return " ".join(sorted({source_of(it.measure, found.area) for it in found.every}))


def _named(found: Found, it: Cost) -> Markup:
    link = _LINK.format(reverse("benchmark", args=[it.measure.id, found.area.code]), it.measure.title)
    return link + _SMALL.format("All services: it contains the other lines") if it.whole else link


def _gap(it: Cost) -> Markup:
    if it.gap is None:
        return Markup("Not priced")
    priced = Markup('<strong class="app-score__figure">£{}</strong>').format(f"{it.gap.whole:,}")
    return priced + _SMALL.format(f"gap to the median: {ENQUIRY}")


def _own(it: Cost) -> Markup:
    made = [
        _figure(it.held, money(it.amount) if it.over is None else unit_of(it.measure).text(it.held.value))
    ]
    if it.over is None:
        return made[0] + _SMALL.format(f"{it.unit[1:].strip()}, {it.held.period.label}")
    over = _LINK.format(
        reverse("lineage", args=[it.over.series, it.over.start.isoformat()]), f"{it.denominator:,}"
    )
    return (
        Markup("<strong>{}</strong>").format(money(it.amount))
        + _SMALL.format(f"{it.unit[1:].strip()}, {it.held.period.label}")
        + _SMALL.format(Markup("{} over {}").format(made[0], over))
    )


def _figure(held: Alongside, text: str) -> Markup:
    return _LINK.format(reverse("lineage", args=[held.own.series, held.own.start.isoformat()]), text)


def _others(it: Cost) -> Markup:
    assert it.spread is not None, "those without a spread are in another table"
    low, high = money(it.spread.q1), money(it.spread.q3)
    quarters = f"median of the {it.result.others} others with a figure; quartiles {low} and {high}"
    return Markup("{}").format(money(it.spread.median)) + _SMALL.format(quarters)


def _reading(it: Cost) -> Markup:
    said = Markup("{}").format(it.reading)
    return said + _outcome(it.outcome) if it.outcome else said


def _outcome(outcome: Outcome) -> Markup:
    held, unit = outcome.held, unit_of(outcome.held.measure)
    median = outcome.result.median
    own = _figure(held, unit.text(held.value))
    beside = precise(held.measure, median) or "none"
    return _SMALL.format(
        Markup("{}: {} in {}; median of the others {}").format(
            held.measure.title, own, held.period.label, beside
        )
    )


def _doubts(it: Cost) -> str:
    return f"Take care: {'; '.join(it.doubts)}." if it.doubts else "No reason known to doubt it"
