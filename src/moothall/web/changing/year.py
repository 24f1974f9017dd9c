"""The year turns: what a roll-over would do, and doing it."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from moothall.core import clock
from moothall.kit.periods import Period
from moothall.performance import rollover
from moothall.performance.rollover import How
from moothall.web.access import needs
from moothall.web.changing import shown
from moothall.web.changing.forms import TurnForm, YearForm
from moothall.web.context import who_and_where
from moothall.web.submitting import acted


@needs("performance.target")
def turn(request: HttpRequest) -> HttpResponse:
    """What is proposed for a year, in boxes to change; sent, it becomes the year's targets."""
    person, here = who_and_where(request)
    today = clock.today()
    first = YearForm(
        [(it.start.year, it.label) for it in _years(today)],
        request.GET if "year" in request.GET else None,
        initial={"year": _years(today)[0].start.year, "how": How.SAME},
    )
    asked = first.cleaned_data if first.is_bound and first.is_valid() else {}
    year = Period(date(asked["year"], 4, 1), "P1Y") if asked else _years(today)[0]
    how, by = How(asked.get("how", How.SAME)), asked.get("by") or Decimal(0)
    found = rollover.turning(person, here, year, today, how=how, by=by)
    form = TurnForm(found, request.POST or None)

    def act() -> str:
        rollover.roll_over(
            person,
            organisation=here,
            year=year,
            chosen=form.chosen(),
            carry=form.carry(),
            reason=form.cleaned_data["reason"],
            on=today,
        )
        return request.get_full_path()

    done = None
    if not first.errors:
        said = f"The targets of {year.label} are set. What is left to set is listed below."
        done = acted(request, form, act, said)
    context: dict[str, Any] = {
        "first": first,
        "form": first if first.errors else form,
        "turn": form,
        "found": found,
        "rows": shown.proposed(form),
        "lacking": shown.lacking(found),
    }
    return done or render(
        request, "changing/year.jinja", context, status=422 if context["form"].errors else 200
    )


def _years(today: date) -> list[Period]:
    """The year to come, and the one that today is in for those who are late."""
    now = rollover.year_of(today)
    return [now.moved(1), now]
