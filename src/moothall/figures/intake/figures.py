"""Rows of figures into records: the hot path of a load, so that each row costs a few microseconds.

What repeats (measures, areas, periods, spellings of a number) is worked out once and remembered; a record is a
plain tuple in the order of the table's columns.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from operator import itemgetter
from typing import NamedTuple

from moothall.figures.intake import Fault, Reject, Row
from moothall.figures.intake.values import Cell, Cells, status
from moothall.figures.measures import Measure, fold, names
from moothall.figures.models import Missing
from moothall.figures.sources import FIGURE_FIELDS, Layout
from moothall.kit.periods import NotAPeriod, parse
from moothall.reference.gss import area_type, well_formed

GSS = re.compile(r"\b[A-Z]\d{8}\b")
BLANK = (Missing.MISSING, "the cell is blank")

# series ordinal, start, line, status, missing, reason, note, then mantissa and scale of the value, numerator,
# denominator, lower and upper limit
Record = tuple[
    int, str, int, str, str, str, str,
    int | None, int, int | None, int, int | None, int, int | None, int, int | None, int,
]  # fmt: skip


class SeriesKey(NamedTuple):
    """What makes a series one of its own, within the organisation that is loading."""

    measure: str
    area: str
    length: str
    basis: str
    breakdown: str


@dataclass
class Places:
    """The areas there are, and those this file adds."""

    codes: set[str]
    by_name: Mapping[str, list[str]]
    home: str = ""
    home_name: str = ""
    new: dict[str, str] = field(default_factory=dict)
    successions: set[tuple[str, str]] = field(default_factory=set)

    def code(self, text: str, name: str) -> str:
        """The code of the area a row is about. Raises Fault when there is none."""
        text = text.strip()
        if not text:
            if not self.home:
                raise Fault("The row names no area.")
            text = self.home
        if text in self.codes or text in self.new:
            return text
        if text == self.home:  # the council's own area needs no table to be known by
            name = self.home_name
        if not well_formed(text):
            return self._named(text)
        if area_type(text) is None:
            raise Fault(f"'{text}' begins like no kind of area known here: check the code.")
        if not name.strip():
            raise Fault(f"No area has the code {text}: check it, or load the table of areas first.")
        self.new[text] = name.strip()[:200]
        return text

    def _named(self, text: str) -> str:
        """The code of the one area of today with this name."""
        codes = self.by_name.get(fold(text), ())
        if not codes:
            raise Fault(f"'{text}' is neither a GSS code nor the name of an area of today: give its code.")
        if len(codes) > 1:
            raise Fault(f"'{text}' is the name of {' and '.join(sorted(codes))}: give the code instead.")
        return codes[0]


@dataclass
class Given:
    """What the tables of one file have given so far: by series, a bit for each period that a row gave."""

    bits: dict[str, int] = field(default_factory=dict)
    periods: dict[SeriesKey, int] = field(default_factory=dict)


class FigureRows:
    """Turns the rows of one table into records, and the rows that cannot be taken into rejects."""

    def __init__(self, layout: Layout, places: Places, allowed: Callable[[Measure], str], given: Given):
        """`allowed` answers with the reason why a measure may not be loaded by this person, or with ''."""
        self._given = given
        self.places, self.allowed = places, allowed
        self.series: list[SeriesKey] = []
        self._source = layout.source
        self._width = len(layout.header)
        # a field the layout lacks is read from one blank cell added behind each row
        self._pick = itemgetter(*(layout.columns.get(name, self._width) for name in FIGURE_FIELDS))
        self._prefix = _prefix(layout)
        self._ordinals: dict[tuple[str, str, str, str], int] = {}
        self._known: dict[SeriesKey, int] = {}
        self._seen: list[int] = []  # by series: a bit for each period that a row has given
        self._periods: dict[tuple[str, str], tuple[Measure, str, str, int]] = {}
        self._values: dict[str, Cells] = {}
        self._limits: dict[str, Cells] = {}
        self._counts = Cells("", BLANK)
        self._notes: set[tuple[str, str]] = set()

    def read(
        self, rows: Iterable[Row], original: Callable[[], str]
    ) -> tuple[list[Record], list[Reject], int]:
        """Records and rejects of some rows, and the last line read (0 when there were none)."""
        records: list[Record] = []
        rejects: list[Reject] = []
        line = 0
        for line, cells in rows:
            try:
                records.append(self._record(line, cells))
            except Fault as fault:
                rejects.append((line, str(fault)[:500], original()))
        return records, rejects, line

    def done(self) -> None:
        """Remembers what this table gave, for the file's other tables."""
        self._given.periods.update(zip(self.series, self._seen, strict=True))

    def _record(self, line: int, cells: list[str]) -> Record:
        if len(cells) != self._width:
            if len(cells) > self._width:
                raise Fault(
                    f"The row has {len(cells)} cells and the header {self._width}: there are too many."
                )
            cells.extend([""] * (self._width - len(cells)))
        cells.append("")
        (
            measure_text, area_text, area_name, period_text, value_text, numerator_text, denominator_text,
            lower_text, upper_text, status_text, breakdown, note,
        ) = self._pick(cells)  # fmt: skip
        found = self._periods.get((measure_text, period_text))
        if found is None:
            found = self._periods[measure_text, period_text] = self._period(measure_text, period_text)
        measure, length, start, bit = found
        ordinal = self._ordinals.get((measure_text, area_text, length, breakdown))
        if ordinal is None:
            ordinal = self._series(measure, measure_text, area_text, area_name, length, breakdown)
        if self._seen[ordinal] & bit:
            raise Fault(
                "An earlier row of this file gives the same measure, area and period: that one was kept."
            )
        value = self._values[measure.unit][value_text]
        missing, reason, remark = value.missing, value.reason, value.status
        if status_text:
            missing, reason, remark = _qualified(value, status_text)
        if note:
            note = self._noted(self.series[ordinal].area, note)
        numerator, denominator = self._counts[numerator_text], self._counts[denominator_text]
        limits = self._limits[measure.unit]
        lower, upper = limits[lower_text], limits[upper_text]
        self._seen[ordinal] |= bit
        return (
            ordinal, start, line, remark, missing, reason, note,
            value.mantissa, value.scale, numerator.mantissa, numerator.scale,
            denominator.mantissa, denominator.scale, lower.mantissa, lower.scale, upper.mantissa, upper.scale,
        )  # fmt: skip

    def _period(self, measure_text: str, period_text: str) -> tuple[Measure, str, str, int]:
        """The measure and period that a pair of cells names, and the bit that stands for the period's start."""
        if not measure_text.strip():
            raise Fault("The row names no measure.")
        measure = names().get(fold(measure_text))
        if measure is None:
            raise Fault(
                f"The catalogue has no measure '{measure_text.strip()}': check the name, or add the measure."
            )
        if refusal := self.allowed(measure):
            raise Fault(refusal)
        try:
            period = parse(period_text, measure.frequency)
        except NotAPeriod as fault:
            raise Fault(str(fault)) from fault
        self._values.setdefault(measure.unit, Cells(measure.unit, self._source.blank))
        self._limits.setdefault(measure.unit, Cells(measure.unit, BLANK))
        start = period.start.isoformat()
        return measure, period.length, start, 1 << self._given.bits.setdefault(start, len(self._given.bits))

    def _series(
        self, measure: Measure, measure_text: str, area_text: str, area_name: str, length: str, breakdown: str
    ) -> int:
        """The ordinal of the series that a row belongs to; two spellings of one series share it."""
        area = self.places.code(area_text, area_name)
        part = f"{self._prefix}{breakdown.strip()}" if breakdown.strip() else ""
        key = SeriesKey(measure.id, area, length, measure.basis, part[:120])
        ordinal = self._known.setdefault(key, len(self.series))
        if ordinal == len(self.series):
            self.series.append(key)
            self._seen.append(self._given.periods.get(key, 0))
        self._ordinals[measure_text, area_text, length, breakdown] = ordinal
        return ordinal

    def _noted(self, area: str, note: str) -> str:
        """The note as kept. Where it says that a code was replaced, the succession is remembered too."""
        if self._source.succession and (area, note) not in self._notes:
            self._notes.add((area, note))
            if said := re.search(self._source.succession, note):
                self.places.successions.update((area, code) for code in GSS.findall(said[1]))
        return note.strip()[:500]


def _qualified(value: Cell, status_text: str) -> tuple[str, str, str]:
    """Missing, reason and status of a value whose status stands in a column of its own."""
    code, marker = status(status_text)
    remark = ",".join(filter(None, (value.status, code)))[:20]
    if not value.missing or marker is None:
        return value.missing, value.reason, remark
    kind = Missing.MISSING.value if marker.kind == "status" else marker.kind
    return kind, marker.reason, remark


def _prefix(layout: Layout) -> str:
    """What names the breakdown when the column is headed by what it breaks down by: 'ward='."""
    index = layout.columns.get("breakdown")
    header = "" if index is None else layout.header[index].strip().casefold()
    return "" if header in ("", "breakdown") else f"{header}="
