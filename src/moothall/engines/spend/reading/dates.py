"""Dates as councils write them: the spellings of one column read together, so that 03/04 is decided once.

A column's day and month order is decided by its own evidence (a 25 can be no month), never cell by cell. What cannot
be a date is given back with the reason.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

EARLIEST, LATEST = 1970, 2100
_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "jan january",
            "feb february",
            "mar march",
            "apr april",
            "may may",
            "jun june",
            "jul july",
            "aug august",
            "sep september sept",
            "oct october",
            "nov november",
            "dec december",
        ),
        1,
    )
    for name in names.split()
}
_WEEKDAY = r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?,?\s+)?"
_NAMES = "|".join(sorted(_MONTHS, key=len, reverse=True))
_TIME = (
    r"(?:[T\s]+\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?\s*(?:[ap]m)?\s*(?:z|utc|gmt|bst|[+-]\d{2}:?\d{2})?|\s+00)?"
)
_ISO = re.compile(rf"(\d{{4}})[-/.](\d{{1,2}})[-/.](\d{{1,2}}){_TIME}", re.I)
_COMPACT = re.compile(r"((?:19|20)\d{2})(\d{2})(\d{2})")
_NUMBERS = re.compile(
    rf"{_WEEKDAY}(\d{{1,2}})\s?[-/. ]\s?(\d{{1,2}})\s?[-/. ]\s?(\d{{4}}|\d{{2}}){_TIME}", re.I
)
_NAMED = re.compile(
    rf"{_WEEKDAY}(\d{{1,2}})(?:st|nd|rd|th)?[-/.\s]*(?:of\s+)?({_NAMES})\.?[-/.,\s]*(\d{{4}}|\d{{2}}){_TIME}",
    re.I,
)
_NAMED_FIRST = re.compile(
    rf"{_WEEKDAY}({_NAMES})\.?[-/.\s]*(\d{{1,2}})(?:st|nd|rd|th)?[-/.,\s]+(\d{{4}}){_TIME}", re.I
)
_MONTH = re.compile(
    rf"(?:({_NAMES})[-/.\s']*(\d{{4}}|\d{{2}})|(\d{{4}})[-/](\d{{1,2}})|(\d{{1,2}})/(\d{{4}}))", re.I
)
_SERIAL = re.compile(r"([2-6]\d{4})(?:\.\d+)?")  # days since 1899-12-30: 1954 to 2091
_ALL = (_ISO, _COMPACT, _NUMBERS, _NAMED, _NAMED_FIRST, _MONTH)


def like(text: str) -> bool:
    """Whether a cell could be a date. A bare serial number is one only in a column that is called so."""
    return any(it.fullmatch(text) for it in _ALL)


@dataclass
class Read:
    """What the spellings of one column are: dates, or the reason why not; how the order was decided."""

    days: dict[str, date] = field(default_factory=dict)
    faults: dict[str, str] = field(default_factory=dict)
    day_first: bool = True
    decided: bool = False  # by evidence
    doubts: list[str] = field(default_factory=list)


def read(spellings: Mapping[str, int], *, day_first: bool | None = None, called: str = "date") -> Read:
    """Reads a column: its distinct spellings (trimmed) and how many cells have each.

    `day_first`: what a person, or another column of the file, decided; None to decide by this column.
    """
    out = Read()
    pairs = {text: match for text in spellings if (match := _NUMBERS.fullmatch(text))}
    out.day_first, out.decided = _order(pairs, spellings, day_first, out, called)
    months = 0
    for text in spellings:
        got = _one(text, out.day_first)
        if isinstance(got, date):
            if EARLIEST <= got.year < LATEST:
                out.days[text] = got
                months += bool(_MONTH.fullmatch(text))
            else:
                out.faults[text] = f"the {called} ‘{text}’ is in the year {got.year}, which cannot be"
        else:
            out.faults[text] = f"the {called} ‘{text}’ {got}"
    if months:
        out.doubts.append(
            f"The {called} gives only the month in {months:,} spellings: its first day stands for it."
        )
    return out


def _order(
    pairs: dict[str, re.Match[str]], counts: Mapping[str, int], told: bool | None, out: Read, called: str
) -> tuple[bool, bool]:
    if told is not None or not pairs:
        return told is not False, told is not None
    first = sum(counts[text] for text, it in pairs.items() if int(it[1]) > 12 >= int(it[2]))
    second = sum(counts[text] for text, it in pairs.items() if int(it[2]) > 12 >= int(it[1]))
    if first or second:
        if first and second:
            out.doubts.append(
                f"The {called} is written day first in {first:,} cells and month first in {second:,}:"
                f" the column was read {'day' if first >= second else 'month'} first and the others were refused."
            )
        return first >= second, True
    if any(it[1] != it[2] for it in pairs.values()):
        out.doubts.append(
            f"The {called} could be day first or month first (such as ‘{next(iter(pairs))}’): it was read day first."
        )
    return True, False


def _one(text: str, day_first: bool) -> date | str:
    """A date, or what is wrong with the text."""
    if it := _ISO.fullmatch(text) or _COMPACT.fullmatch(text):
        return _day(int(it[1]), int(it[2]), int(it[3]))
    if it := _NUMBERS.fullmatch(text):
        one, two = int(it[1]), int(it[2])
        return _day(_year(it[3]), *((two, one) if day_first else (one, two)))
    if it := _NAMED.fullmatch(text):
        return _day(_year(it[3]), _MONTHS[it[2].lower()], int(it[1]))
    if it := _NAMED_FIRST.fullmatch(text):
        return _day(int(it[3]), _MONTHS[it[1].lower()], int(it[2]))
    if it := _SERIAL.fullmatch(text):
        return date(1899, 12, 30) + timedelta(days=int(it[1]))
    if it := _MONTH.fullmatch(text):
        if it[1]:
            return _day(_year(it[2]), _MONTHS[it[1].lower()], 1)
        year, month = (it[3], it[4]) if it[3] else (it[6], it[5])
        return _day(int(year), int(month), 1)
    return "is not a date"


def _day(year: int, month: int, day: int) -> date | str:
    try:
        return date(year, month, day)
    except ValueError:
        return "does not exist"


def _year(text: str) -> int:
    return int(text) if len(text) == 4 else 2000 + int(text) if int(text) < 70 else 1900 + int(text)


def decided(reads: Iterable[Read]) -> bool | None:
    """The order that a file's other columns show, where one does."""
    for it in reads:
        if it.decided:
            return it.day_first
    return None
