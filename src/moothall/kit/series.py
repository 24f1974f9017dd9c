"""Series through time: what the engines of signal, forecast and effect are given.

A series has every period from its first to its last, in order; a period nobody returned stands there as None, so that
a gap is a gap and never two neighbours.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple

from moothall.kit.numbers import NotANumber, decimal, exact
from moothall.kit.periods import LENGTHS, NotAPeriod, Period, parse
from moothall.kit.tables import Sheet, open_table
from moothall.kit.unreadable import Unreadable

COLUMNS = ("series", "period", "value")
A_YEAR = {"P1Y": 1, "P3M": 4, "P1M": 12, "P1W": 52, "P1D": 365}
"""How many periods of a length make a year: the length of a season."""


class Point(NamedTuple):
    """One period of a series, and its value; None where it is missing."""

    period: Period
    value: Decimal | None


@dataclass(frozen=True)
class Series:
    """A named series of periods of one length, without holes: what is missing is a point with no value."""

    name: str
    points: tuple[Point, ...]

    @property
    def length(self) -> str:
        """Of each period, ISO 8601: P1M, P3M, P1Y."""
        return self.points[0].period.length

    @property
    def periods(self) -> tuple[Period, ...]:
        return tuple(it.period for it in self.points)

    @property
    def values(self) -> tuple[Decimal | None, ...]:
        return tuple(it.value for it in self.points)


class Reject(NamedTuple):
    """What could not be taken: its line in the file (None of a whole series), why, and what it said."""

    line: int | None
    reason: str
    text: str


@dataclass(frozen=True)
class Read:
    """What a file of series gave."""

    series: Mapping[str, Series]
    rejects: tuple[Reject, ...]


def whole(name: str, given: Iterable[tuple[Period, Decimal | None]]) -> Series:
    """A series with every period from the first to the last, whatever order it came in.

    Raises ValueError when there is nothing, or the periods are not all of one length.
    """
    held = dict(given)
    if not held or len({it.length for it in held}) != 1:
        raise ValueError("A series is of periods of one length, and has at least one.")
    points, period, last = [], min(held), max(held)
    while period <= last:
        points.append(Point(period, held.get(period)))
        period = period.moved(1)
    return Series(name, tuple(points))


def read_series(path: Path, name: str | None = None, *, frequency: str | None = None) -> Read:
    """Reads `series,period,value` from a CSV, XLSX or ODS file; other columns are left alone.

    A blank value is missing. Rows that cannot be read, that repeat a period, or whose period is of another length
    than their series', are rejects. `frequency` settles spellings that could be a month or a year (2010-11); where
    it is not given, how often the file's other rows come settles them. Raises Unreadable.
    """
    read = _read(path, name, frequency)
    often = {it.points[0].period.frequency for it in read.series.values()}
    return _read(path, name, often.pop()) if read.rejects and not frequency and len(often) == 1 else read


def _read(path: Path, name: str | None, frequency: str | None) -> Read:
    called = f"‘{name or path.name}’"
    held: dict[str, dict[Period, Decimal | None]] = defaultdict(dict)
    rejects: list[Reject] = []
    with open_table(path, name) as table:
        sheet = table.sheets[0]
        rows = sheet.rows()
        places = _places(next(rows, (0, []))[1], called)
        for line, cells in rows:
            try:
                series, period, value = _row(cells, places, frequency)
                _place(held[series], period, value)
            except (NotAPeriod, NotANumber, _Fault) as fault:
                rejects.append(Reject(line, str(fault), _text(sheet)))
    found = {key: whole(key, points.items()) for key, points in held.items() if points}
    if not found:
        raise Unreadable(
            f"{called} has no series that can be read: give the columns series, period and value."
        )
    return Read(found, tuple(rejects))


class _Fault(ValueError):
    """Why a row was not taken."""


def _places(header: Sequence[str], called: str) -> dict[str, int]:
    at = {text.strip().casefold(): place for place, text in reversed(list(enumerate(header)))}
    lacking = [column for column in COLUMNS if column not in at]
    if lacking:
        raise Unreadable(
            f"{called} has no column {' or '.join(lacking)}: its first row should name series, period, value."
        )
    return {column: at[column] for column in COLUMNS}


def _row(
    cells: Sequence[str], places: Mapping[str, int], frequency: str | None
) -> tuple[str, Period, Decimal | None]:
    series, period, value = (cells[it].strip() if it < len(cells) else "" for it in places.values())
    if not series:
        raise _Fault("The row names no series.")
    return series, _dated(period, frequency), decimal(*exact(value)) if value else None


def _dated(text: str, frequency: str | None) -> Period:
    """The period; where a month or a quarter is meant and its first day is written, that period."""
    period = parse(text, frequency)
    length = next((code for code, word in LENGTHS.items() if word == frequency), None)
    if period.length == "P1D" and length in ("P1M", "P3M", "P1Y") and period.start.day == 1:
        return Period(period.start, length)
    return period


def _place(points: dict[Period, Decimal | None], period: Period, value: Decimal | None) -> None:
    if points and next(iter(points)).length != period.length:
        raise _Fault("The period is of another length than the rows above it of this series.")
    if period in points:
        raise _Fault("An earlier row gives this series and period: that one was kept.")
    points[period] = value


def _text(sheet: Sheet) -> str:
    return sheet.original()[:500]


def written(series: Iterable[Series]) -> Iterator[tuple[str, str, str]]:
    """The rows of `series,period,value`, as a file gives them: the reverse of `read_series`."""
    for it in series:
        for point in it.points:
            yield it.name, point.period.iso, "" if point.value is None else f"{point.value:f}"
