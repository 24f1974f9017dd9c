"""What if: changes laid on a stored forecast, in the address. No model is fitted for a page."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from markupsafe import Markup

from moothall.figures.measures import Measure
from moothall.figures.models import Area
from moothall.figures.queries import series_called
from moothall.figures.wording import unit_of
from moothall.performance.forecasting import Forecast, forecast_of
from moothall.web.access import needs
from moothall.web.context import who_and_where
from moothall.web.performance.forms import WHYS, ScenarioForm
from moothall.web.performance.one import measure_called
from moothall.web.performance.pictures import drawn
from moothall.web.performance.sections import fan
from moothall.web.sending import rows_sent

if TYPE_CHECKING:
    from moothall.engines.forecast import Adjustment, Result

HEADER = ("measure", "period", "base", "adjusted", "lo80", "hi80", "lo95", "hi95")


@dataclass(frozen=True)
class _Asked:
    """A measure's stored forecast, the form, and what came of it."""

    measure: Measure
    found: Forecast | None
    area: Area | None
    form: ScenarioForm | None
    result: "Result | None"


@needs("performance.read")
def scenarios(request: HttpRequest, measure: str) -> HttpResponse:
    """The forecast with changes of population, policy and price laid on it, beside the forecast without."""
    asked = _asked(request, measure)
    found, result = asked.found, asked.result
    context: dict[str, Any] = {"measure": asked.measure, "found": found, "form": asked.form, "result": result}
    if result and found and asked.area:
        unit = unit_of(asked.measure)
        context |= {
            "said": _said(result, asked.measure),
            "chart": _chart(asked, result),
            "columns": _columns(result),
            "rows": [
                [
                    base.period.label,
                    unit.text(base.mean),
                    *(unit.text(it.effects[place]) for it in result.applied),
                    unit.text(point.mean),
                    _between(unit, point),
                ]
                for place, (base, point) in enumerate(zip(result.base, result.points, strict=True))
            ],
            "csv": f"{reverse('scenarios-csv', args=[asked.measure.id])}?{request.GET.urlencode()}",
        }
    faults = bool(asked.form and asked.form.errors)
    return render(request, "performance/scenarios.jinja", context, status=422 if faults else 200)


@needs("performance.read")
def scenarios_csv(request: HttpRequest, measure: str) -> StreamingHttpResponse:
    """What the page shows, as rows: the forecast without and with the changes in the address."""
    asked = _asked(request, measure)
    if asked.found is None:
        raise Http404
    base = asked.found.points
    points: Sequence[Any] = asked.result.points if asked.result else base
    effects = [
        (f"effect of {it.adjustment.words}", it.effects)
        for it in (asked.result.applied if asked.result else ())
    ]
    rows = (
        [
            asked.measure.id,
            point.period.iso,
            before.mean,
            point.mean,
            *(getattr(point, limit) for limit in HEADER[4:]),
            *(values[place] for _, values in effects),
        ]
        for place, (before, point) in enumerate(zip(base, points, strict=True))
    )
    return rows_sent((*HEADER, *(name for name, _ in effects)), rows, f"{asked.measure.id}-scenario")


def _asked(request: HttpRequest, slug: str) -> _Asked:
    person, here = who_and_where(request)
    measure = measure_called(slug)
    found = forecast_of(person, here, measure)
    if found is None:
        return _Asked(measure, None, None, None, None)
    area = series_called([found.series])[found.series].area
    coming = [it.period for it in found.points]
    form = ScenarioForm(coming, measure.unit, request.GET or None)
    result = None
    if form.is_bound and form.is_valid():
        changes = adjustments(form.cleaned_data, found)
        if changes:
            result = found.adjusted(changes)
    return _Asked(measure, found, area, form, result)


def adjustments(told: Mapping[str, Any], found: Forecast) -> "list[Adjustment]":
    """The changes a form tells of, in the order of the form: those with a size."""
    from moothall.engines.forecast import Adjustment

    periods = {it.period.iso: it.period for it in found.points}
    made = []
    for kind, title, _ in WHYS:
        share, amount = told.get(f"{kind}_share"), told.get(f"{kind}_amount")
        if not share and not amount:
            continue
        made.append(
            Adjustment(
                kind,  # type: ignore[arg-type]
                told.get(f"{kind}_words") or title,
                periods.get(told.get(f"{kind}_from") or "", found.points[0].period),
                periods.get(told.get(f"{kind}_to") or ""),
                1 + (share or Decimal(0)) / 100,
                amount or Decimal(0),
            )
        )
    return made


def _said(result: "Result", measure: Measure) -> list[str]:
    """Each change in words, then what it comes to at the end."""
    unit, said = unit_of(measure), []
    for it in result.applied:
        asked = it.adjustment
        parts = []
        if asked.factor != 1:
            share = (asked.factor - 1) * 100
            parts.append(f"{abs(share).normalize():f} per cent {'more' if share > 0 else 'less'}")
        if asked.amount:
            parts.append(f"{unit.said(abs(asked.amount))} {'more' if asked.amount > 0 else 'less'}")
        until = f" to {asked.end.label}" if asked.end else ""
        said.append(f"{asked.words}: {' and '.join(parts)}, from {asked.start.label}{until}.")
    last, base = result.points[-1], result.base[-1]
    said.append(
        f"In {last.period.label} {unit.said(last.mean)} would be expected, where it is {unit.text(base.mean)} without."
    )
    said.append(result.note)
    return said


def _chart(asked: _Asked, result: "Result") -> Markup:
    assert asked.found is not None and asked.area is not None
    means = [it.mean for it in result.points]
    base = [it.mean for it in result.base]
    return drawn(fan(asked.found, asked.measure, asked.area, means, result.points, base), 2)


def _columns(result: "Result") -> list[Any]:
    names = ["Without the changes", *(it.adjustment.words for it in result.applied), "With the changes"]
    return ["Period", *({"text": it, "numeric": True} for it in names), "95% interval"]


def _between(unit: Any, point: Any) -> str:
    if point.lo95 is None:
        return "None"
    return f"{unit.text(point.lo95)} to {unit.text(point.hi95)}"
