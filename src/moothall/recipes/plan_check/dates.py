"""Dates written in full in a text: '16 July 2024', 'July 16th, 2024', '16/07/2024', '2024-07-16'."""

import re
from calendar import day_name, month_abbr, month_name
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

_MONTHS = {name.casefold(): number for number, name in enumerate(month_name) if name}
_MONTHS |= {name.casefold(): number for number, name in enumerate(month_abbr) if name} | {"sept": 9}
_DAYS = {name.casefold(): number for number, name in enumerate(day_name)}
_M = "|".join(sorted(_MONTHS, key=len, reverse=True))
_FORMS = (
    re.compile(
        rf"(?:\b(?P<week>{'|'.join(_DAYS)}),?\s+(?:the\s+)?)?\b(?P<d>\d{{1,2}})\s?(?:st|nd|rd|"
        rf"th)?\s+(?:of\s+)?"
        rf"(?P<m>{_M})\b\.?,?\s+(?P<y>\d{{4}})\b",
        re.I,
    ),
    re.compile(
        rf"(?:\b(?P<week>{'|'.join(_DAYS)}),?\s+)?\b(?P<m>{_M})\s+(?P<d>\d{{1,2}})(?:st|nd|rd|"
        rf"th)?,?\s+(?P<y>\d{{4}})\b",
        re.I,
    ),
    re.compile(r"(?<![\d/])(?P<d>\d{1,2})[/.](?P<m>\d{1,2})[/.](?P<y>\d{4})(?![\d/])"),
    re.compile(r"(?<![\d-])(?P<y>\d{4})-(?P<m>\d{2})-(?P<d>\d{2})(?![\d-])"),
)


@dataclass(frozen=True, slots=True)
class WrittenDate:
    """A date in a text. `day` is None where no such day is in the calendar; `week` is 0 for Monday."""

    text: str
    start: int
    end: int
    day: date | None
    week: int | None = None


@lru_cache(maxsize=8192)  # many rules ask of the same sentences
def written(text: str) -> tuple[WrittenDate, ...]:
    """Every whole date of a text, in order."""
    found = {it.start: it for it in _all(text)}
    return tuple(found[start] for start in sorted(found))


def _all(text: str) -> Iterator[WrittenDate]:
    for form in _FORMS:
        for match in form.finditer(text):
            parts = match.groupdict()
            month = _MONTHS.get(parts["m"].casefold()) or int(parts["m"] if parts["m"].isdigit() else 0)
            week = _DAYS.get((parts.get("week") or "").casefold())
            try:
                day = date(int(parts["y"]), month, int(parts["d"]))
            except ValueError:
                day = None
            yield WrittenDate(match[0], match.start(), match.end(), day, week)


def said(day: date) -> str:
    """'16 July 2024'."""
    return f"{day.day} {month_name[day.month]} {day.year}"
