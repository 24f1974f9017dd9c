"""What a view shows as rows, each file saying source, licence, period and how missing is treated."""

import io
import json
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from moothall.figures.measures import Measure
from moothall.figures.wording import credit
from moothall.insight.queries import Exploration
from moothall.kit.charts import Captioned, Chart
from moothall.kit.documents.csv import csv_stream
from moothall.kit.documents.model import Column
from moothall.kit.documents.words import spoken_date
from moothall.kit.documents.xlsx import Sheet, write_workbook
from moothall.kit.numbers import plain
from moothall.web.insight.explorer.shown import cause, name
from moothall.web.insight.explorer.state import WAYS
from moothall.web.insight.explorer.view import MISSING, View

Value = str | Decimal | None
KINDS = {"csv": "CSV", "xlsx": "Excel", "json": "JSON", "svg": "SVG, the picture"}


class Rows(NamedTuple):
    """What is shown, exactly: None is no figure, and the column `missing` says why."""

    columns: tuple[str, ...]
    rows: list[tuple[Value, ...]]


def about(view: View, address: str, on: date) -> dict[str, str]:
    """What a file must say of itself."""
    found = view.found
    assert found
    source, licence = credit(view.measure, found.area)
    said = {
        "Shows": f"{view.measure.title}, {found.area.name} ({found.area.code}): {WAYS[view.asked.show].lower()}",
        "Measure": f"{view.measure.definition} {view.measure.better.capitalize()}.",
        "Unit": view.measure.unit,
        "Period": _periods(view),
        "Compared with": f"{found.peers.title}, {found.peers.dated}" if found.peers else "nobody",
        "Source": source,
        "Licence": licence or "None: these figures are made up",
        "Missing": MISSING,
        "Taken": f"{spoken_date(on)}, from {address}",
    }
    if view.against and view.asked.show == "scatter":
        said["Second measure"] = f"{view.against.title} ({view.against.unit}): {view.against.definition}"
        other, licence = credit(view.against, found.area)
        said["Source of the second measure"] = f"{other}. {licence or 'Made up'}"
    if view.private:
        said["Not published"] = (
            "Some of these figures are a council's own return, which not everybody may read."
        )
    return said


def _periods(view: View) -> str:
    found = view.found
    assert found
    if view.asked.show == "trend" and found.trend:
        return f"{found.trend[0].period.label} to {found.trend[-1].period.label}"
    if view.asked.show == "scatter" and view.pairs and view.pairs.up_period and view.pairs.across_period:
        both = dict.fromkeys((view.pairs.up_period.label, view.pairs.across_period.label))
        return " and ".join(both)
    return found.period.label if found.period else "none"


def shown(view: View) -> Rows:
    """The rows of the way of seeing that is chosen."""
    assert view.found
    return _ROWS[view.asked.show](view, view.found)


def _over_time(_: View, found: Exploration) -> Rows:
    group = found.group
    columns = (
        "period", found.area.name, f"median of {group}", f"lower quartile of {group}", f"upper quartile of {group}",
    )  # fmt: skip
    rows: list[tuple[Value, ...]] = [
        (
            it.period.iso,
            it.value,
            it.spread.median if it.spread else None,
            it.spread.q1 if it.spread else None,
            it.spread.q3 if it.spread else None,
            *((it.nation,) if found.nation else ()),
        )
        for it in found.trend
    ]
    return Rows((*columns, *((found.nation,) if found.nation else ())), rows)


def _councils(view: View, found: Exploration) -> Rows:
    """The tier and the comparators by name, the council itself first."""
    codes = dict.fromkeys((found.area.code, *found.comparators, *view.tier_figures))
    if view.asked.show == "map":
        codes |= dict.fromkeys(view.mapped)
    called = {code: view.mapped.get(code, name(found, code)) if view.asked.show == "map" else name(found, code)
              for code in codes}  # fmt: skip
    near, period = set(found.comparators), found.period.iso if found.period else None
    rows: list[tuple[Value, ...]] = []
    for code in sorted(codes, key=lambda code: (code != found.area.code, called[code], code)):
        it = found.now.get(code)
        held = it is not None and it.value is not None
        kind = "this council" if code == found.area.code else ("yes" if code in near else "no")
        rows.append(
            (
                code,
                called[code],
                period,
                it.value if it else None,
                it.lower if it else None,
                it.upper if it else None,
                kind,
                None if held else cause(found, code),
            )
        )
    return Rows(("area", "name", "period", "value", "lower", "upper", "comparator", "missing"), rows)


def _pairs(view: View, found: Exploration) -> Rows:
    if view.pairs is None or view.against is None:
        return Rows(("area", "name"), [])
    near = set(found.comparators)
    return Rows(
        ("area", "name", _dated(view.measure, view.pairs.up_period), _dated(view.against, view.pairs.across_period),
         "comparator"),
        [
            (
                it.code,
                it.name,
                it.y,
                it.x,
                "this council" if it.code == found.area.code else ("yes" if it.code in near else "no"),
            )
            for it in view.pairs.points
        ],
    )  # fmt: skip


def _dated(measure: Measure, period: Any) -> str:
    return f"{measure.title}, {period.iso}" if period else measure.title


_ROWS: dict[str, Callable[[View, Exploration], Rows]] = {
    "trend": _over_time,
    "distribution": _councils,
    "map": _councils,
    "table": _councils,
    "scatter": _pairs,
}


def as_csv(view: View, said: dict[str, str]) -> bytes:
    """The rows, and in the last columns of each where they come from: a file that is cut still says it."""
    table = shown(view)
    tail = (said["Source"], said["Licence"], said["Period"], said["Missing"])
    return b"".join(
        csv_stream(
            (*table.columns, "source", "licence", "period shown", "how missing is treated"),
            ((*row, *tail) for row in table.rows),
        )
    )


def as_json(view: View, said: dict[str, str]) -> bytes:
    """Exact decimals as strings; what there is none of is null."""
    table = shown(view)
    rows = [
        {
            column: plain(cell) if isinstance(cell, Decimal) else cell
            for column, cell in zip(table.columns, row, strict=True)
        }
        for row in table.rows
    ]
    return json.dumps({"about": said, "rows": rows}, ensure_ascii=False, indent=1).encode()


def as_xlsx(view: View, said: dict[str, str], on: date) -> bytes:
    """The rows on one sheet, what must be said of them on another."""
    table, out = shown(view), io.BytesIO()
    columns = tuple(Column(it, numeric=_numeric(table, at)) for at, it in enumerate(table.columns))
    source = f"{said['Source']}. {said['Licence']}"
    sheets = (
        Sheet("Figures", columns, table.rows, source),
        Sheet("About these figures", (Column("What"), Column("Said")), list(said.items())),
    )
    write_workbook(out, sheets, title=said["Shows"], date=on)
    return out.getvalue()


def _numeric(table: Rows, at: int) -> bool:
    return any(isinstance(row[at], Decimal) for row in table.rows)


def as_svg(view: View, chart: Chart, said: dict[str, str], address: str, on: date) -> bytes:
    """The picture under its title, over what must be said of it."""
    names = ["Source", "Licence", "Period"]
    if view.asked.show in ("trend", "scatter"):  # the others show everybody of the council's kind
        names.append("Compared with")
    lines = [f"{name}: {said[name].rstrip('.')}." for name in names]
    captioned = Captioned(
        chart.title, chart.picture, (*lines, MISSING, f"Taken on {spoken_date(on)} from {address}")
    )
    return str(Chart(chart.title, chart.source, captioned).svg).encode()
