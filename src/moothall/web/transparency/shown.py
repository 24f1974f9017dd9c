"""What is published, in words and pictures."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.text import slugify

from moothall.direction.money import in_pounds, pounds
from moothall.kit.charts import Chart, Line, Tally, Trend, Unit
from moothall.kit.periods import Period
from moothall.spend.transparency import sets
from moothall.spend.transparency.life import State
from moothall.spend.transparency.queries import Cell, Edition, Sums
from moothall.web.plan.days import day
from moothall.web.transparency.forms import words

MOST_BARS = 12
POUNDS = Unit(prefix="£", decimals=0)
LOOKS = {
    State.CHECKED: "watch",
    State.DROPPED: "none",
    State.PUBLISHED: "good",
    State.SUPERSEDED: "none",
    State.WITHDRAWN: "poor",
}
STANDING = {  # of a cell of the calendar: what it says, and how
    "published": ("Published", "good"),
    "waiting": ("Checked, not published", "watch"),
    "withdrawn": ("Withdrawn", "poor"),
    "late": ("Late", "poor"),
    "due": ("Due", "info"),
}
SEVERITY = {"error": ("Stops it", "poor"), "warning": ("Look at it", "watch"), "notice": ("To know", "info")}


def total(it: Edition) -> str | None:
    """What its amounts come to; None where nothing is added up."""
    return None if it.total_pence is None else pounds(it.total_pence)


def about(it: Edition) -> str:
    """What the set is, in the words of the set."""
    one = sets.every().get(it.set_id)
    return one.about if one else ""


def columns(it: Edition) -> dict[str, str]:
    """What each column of the file holds, in plain words."""
    one = sets.every().get(it.set_id)
    return {field.name: field.about for field in one.fields} if one else {}


def leads_to(it: Cell) -> Edition | None:
    """What a cell of the calendar is of."""
    return it.published or it.waiting or it.withdrawn


def places(problem: Mapping[str, Any], most: int = 8) -> str:
    """Where a problem is: files and rows, the first of them."""
    found = problem["places"]
    if not found:
        return "The file as a whole"
    said = "; ".join(place(it) for it in found[:most])
    more = problem["count"] - min(most, len(found))
    return f"{said}; and {more:,} more" if more > 0 else said


def place(it: Mapping[str, Any]) -> str:
    sheet = f", sheet {it['sheet']}" if it["sheet"] else ""
    return f"{it['file']}{sheet}, row {it['row']}"


def file_name(it: Edition) -> str:
    """What its file is called when it is taken away."""
    return f"{it.organisation.slug}-{it.set_id}-{slugify(it.period.label)}"


SHOWN: dict[str, Any] = {
    "day": day,
    "pounds": pounds,
    "total": total,
    "about": about,
    "leads_to": leads_to,
    "looks": LOOKS,
    "standing": STANDING,
    "severity": SEVERITY,
    "places": places,
    "place": place,
    "words": words,
    "plain_pounds": in_pounds,
}


def charts(found: Sums, council: str) -> list[Chart]:
    """Spending by month and by service; each only where there is something to draw."""
    newest = max((it.end for it in found.periods), default=date.min)
    source = f"The files of payments that {council} has published here, up to {day(newest)}"
    made = []
    if len(found.months) > 1:
        labels = tuple(Period(date.fromisoformat(f"{month}-01"), "P1M").label for month, _ in found.months)
        values = tuple(Decimal(pence).scaleb(-2) for _, pence in found.months)
        trend = Trend(labels, Line(council, values), POUNDS)
        made.append(Chart("Published spending by month", source, trend))
    if bars := _bars(found.departments):
        made.append(
            Chart(
                "Published spending by service", source, Tally(("pounds",), bars, "pounds", "Service", POUNDS)
            )
        )
    return made


def _bars(rows: Sequence[tuple[str, int]]) -> tuple[tuple[str, tuple[int]], ...]:
    """Pounds of the services that were spent most on, and of the others together."""
    kept = [(name or "No service given", (pence + 50) // 100) for name, pence in rows if pence >= 100]
    rest = sum(pounds for _, pounds in kept[MOST_BARS:])
    return tuple(
        (name, (value,)) for name, value in [*kept[:MOST_BARS], *([("All others", rest)] if rest else [])]
    )
