"""The demonstration's files, in layouts that Moothall reads: areas, statistics, neighbours and returns."""

import csv
import re
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from random import Random

from moothall.figures.measures import catalogue
from moothall.kit.documents.model import Column
from moothall.kit.documents.xlsx import Sheet, write_workbook
from moothall.kit.periods import Period
from moothall_demo import council, published, series
from moothall_demo.shapes import SHAPES

RETURN = ("Measure", "Period", "Value", "Numerator", "Denominator", "Note")
ON_PAPER = {"planning", "leisure-culture"}  # these services return workbooks
NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")
RETURNED = date(2026, 10, 12)
HOME_GROWN = {"corporate", "economic-growth"}  # and these write months as 2024-04 and thousands with commas


def write_all(folder: Path, seed: int) -> list[Path]:
    """Writes every file, in the order in which they are to be loaded."""
    return [
        _areas(folder),
        _statistics(folder, seed),
        _neighbours(folder, seed),
        *(_return(folder, service, seed) for service in council.SERVICES),
    ]


def correction(folder: Path) -> Path:
    """The file in which the waste manager puts one figure right."""
    return _csv(folder / "waste-correction-2026-05.csv", RETURN, [_cells(series.CORRECTION, "waste")])


def _return(folder: Path, service: str, seed: int) -> Path:
    measures = [catalogue()[name] for name in SHAPES if catalogue()[name].owner == service]
    rows = [
        _cells(row, service)
        for measure in measures
        for row in series.rows(measure, SHAPES[measure.id], Random(f"{seed}/{measure.id}"))
    ]
    if service == "customer-services":
        rows += series.SPOILT
    name = f"{service}-return-to-2026-09"
    if service in ON_PAPER:
        return _workbook(folder / f"{name}.xlsx", council.SERVICES[service], rows)
    return _csv(folder / f"{name}.csv", RETURN, rows)


def _cells(row: series.Row, service: str) -> tuple[str, ...]:
    measure = catalogue()[row.measure]
    named = measure.id if service in HOME_GROWN else measure.title
    value = row.value
    if service in HOME_GROWN and value.isdecimal() and len(value) > 3:
        value = f"{int(value):,}"
    return named, _spelled(row.period, service), value, row.numerator, row.denominator, row.note


def _spelled(period: Period, service: str) -> str:
    if service in HOME_GROWN and period.length == "P1M":
        return f"{period.start:%Y-%m}"
    return period.label if period.length != "P1Y" else period.label.replace("-", "/")


def _areas(folder: Path) -> Path:
    header = (
        "local-authority-code", "nice-name", "official-name", "gss-code", "nation", "region", "county-la",
        "start-date", "end-date", "replaced-by", "former-gss-codes", "alt-names",
    )  # fmt: skip
    code, county = council.COUNTY
    rows = [("WEN", county, f"{county} County Council", code, "Fictional", "", "", "", "", "", "", "")]
    for it in council.COUNCILS:
        official = f"{it.name} District Council"
        dates = (it.started, it.ended, it.replaced_by, it.former_code)
        rows.append((it.register, it.name, official, it.code, "Fictional", "", "WEN", *dates, ""))
    return _csv(folder / "fictional-councils.csv", header, rows)


def _statistics(folder: Path, seed: int) -> Path:
    header = (
        "areacd", "areanm", "geography", "indicator", "measure", "unit", "period", "observation", "lci_95",
        "uci_95", "status", "notes",
    )  # fmt: skip
    return _csv(folder / "fictional-statistics.csv", header, published.rows(seed))


def _neighbours(folder: Path, seed: int) -> Path:
    """Each council's nearest eight, the nearest first: drawn by lot."""
    rng = Random(f"{seed}/neighbours")
    codes = [it.code for it in council.STANDING]
    rows = [(code, *rng.sample([it for it in codes if it != code], 8)) for code in codes]
    return _csv(folder / "fictional-neighbours-2026.csv", ("areacd", *map(str, range(1, 9))), rows)


def _csv(path: Path, header: Sequence[str], rows: Iterable[Sequence[str]]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([header, *rows])
    return path


def _workbook(path: Path, service: str, rows: Iterable[Sequence[str]]) -> Path:
    columns = [Column(name, numeric=name in ("Value", "Numerator", "Denominator")) for name in RETURN]
    sheet = Sheet("Return", columns, (map(_number, row) for row in rows))
    with path.open("wb") as file:
        write_workbook(file, [sheet], title=f"{service}: performance return", date=RETURNED)
    return path


def _number(cell: str) -> str | Decimal | None:
    """Numbers as numbers, blanks as blanks, the rest as text."""
    return Decimal(cell) if NUMBER.fullmatch(cell) else cell or None
