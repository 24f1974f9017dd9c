"""Periods of time, and every spelling of them that councils and publishers use.

The rules where spellings could clash:
- '2022-23', '2022/23', '2022 to 2023' and 'FY2022' are the financial year that starts on 1 April 2022 ('FY'
  names the year in which it starts).
- A quarter beside a split year or 'FY' is financial ('Q1 2024-25' starts in April 2024); beside a plain year
  it is a calendar quarter ('2024 Q1' starts in January 2024).
- '2022-12' is December 2022. '2000-01' to '2011-12' could be a month or a financial year: they are refused
  unless the caller says how often the measure is published. '2011/12' is always a financial year.
- Dates are day first. A two-digit year is 2000 to 2069, else 1970 to 1999.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

LENGTHS = {"P1Y": "annual", "P3M": "quarterly", "P1M": "monthly", "P1W": "weekly", "P1D": "daily"}

_MONTHS = {"P1Y": 12, "P3M": 3, "P1M": 1}
_DAYS = {"P1W": 7, "P1D": 1}
_NAMES = [
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
]


class NotAPeriod(ValueError):
    """The text is not a period that can be understood; the message is one sentence for whoever wrote it."""


@dataclass(frozen=True, order=True, slots=True)
class Period:
    """A stretch of time from its first day; a single day ('P1D') also serves for 'as at'."""

    start: date
    length: str

    def __post_init__(self) -> None:
        if self.length not in LENGTHS:
            raise ValueError(f"A period's length is one of {', '.join(LENGTHS)}, not {self.length!r}.")
        if self.length in _MONTHS and self.start.day != 1:
            raise ValueError("A month, quarter or year starts on the first day of a month.")

    @property
    def frequency(self) -> str:
        """How often such a period comes: 'annual', 'quarterly', 'monthly', 'weekly' or 'daily'."""
        return LENGTHS[self.length]

    @property
    def end(self) -> date:
        """The last day, inclusive."""
        return _moved(self.start, self.length, 1) - timedelta(days=1)

    @property
    def iso(self) -> str:
        """ISO 8601 as we write it; `parse(period.iso, period.frequency)` gives the period back."""
        if self.length == "P1Y" and self.start.month == 1:
            return f"{self.start.year:04}"
        if self.length == "P1M":
            return self.start.isoformat()[:7]
        return self.start.isoformat() + ("" if self.length == "P1D" else f"/{self.length}")

    @property
    def label(self) -> str:
        """What an officer reads: '2022-23', '2001', 'Q1 2024-25', 'Apr 2024', 'w/c 1 April 2024'.

        No two periods share a label. '2000-01' to '2011-12' need their frequency to be parsed back.
        """
        return _LABELS[self.length](self)

    def moved(self, steps: int) -> "Period":
        """The period of the same length so many steps later, or earlier where `steps` is below zero."""
        return Period(_moved(self.start, self.length, steps), self.length)

    def previous(self) -> "Period":
        """The period of the same length that ends the day before this one starts."""
        return self.moved(-1)

    def year_before(self) -> "Period":
        """The same dates a year earlier; for a week, the one 52 weeks before, which keeps its weekday."""
        if self.length == "P1W":
            return Period(self.start - timedelta(weeks=52), self.length)
        return Period(_a_year_before(self.start), self.length)


def _moved(start: date, length: str, steps: int) -> date:
    if length in _DAYS:
        return start + timedelta(days=_DAYS[length] * steps)
    month = start.year * 12 + start.month - 1 + _MONTHS[length] * steps
    return start.replace(year=month // 12, month=month % 12 + 1)


def _a_year_before(day: date) -> date:
    leap_day = day.month == 2 and day.day == 29
    return day.replace(year=day.year - 1, day=28 if leap_day else day.day)


# --- labels ---


def _split_year(year: int) -> str:
    """'2022-23', and '1999-2000' because '1999-00' is hard to read."""
    return f"{year}-{year + 1}" if year % 100 == 99 else f"{year}-{(year + 1) % 100:02}"


def _month(day: date) -> str:
    return f"{_NAMES[day.month - 1][:3]} {day.year}"


def _day(day: date) -> str:
    return f"{day.day} {_NAMES[day.month - 1]} {day.year}"


def _year_label(period: Period) -> str:
    month, year = period.start.month, period.start.year
    plain = {1: str(year), 4: _split_year(year)}
    return plain.get(month) or f"{_month(period.start)} to {_month(period.end)}"


def _quarter_label(period: Period) -> str:
    """Councils count quarters from April; three months that are no such quarter are named by their months."""
    if period.start.month % 3 != 1:
        return f"{_month(period.start)} to {_month(period.end)}"
    years, months = divmod(period.start.month - 4, 12)
    return f"Q{months // 3 + 1} {_split_year(period.start.year + years)}"


_LABELS: dict[str, Callable[[Period], str]] = {
    "P1Y": _year_label,
    "P3M": _quarter_label,
    "P1M": lambda period: _month(period.start),
    "P1W": lambda period: f"w/c {_day(period.start)}",
    "P1D": lambda period: _day(period.start),
}

# --- reading ---

_NUMBERS = {
    name[:letters].casefold(): place for place, name in enumerate(_NAMES, 1) for letters in (3, len(name))
}
_NUMBERS["sept"] = 9

_YEAR = r"(?P<year>(?:19|20|21)[0-9]{2})"
_SPLIT = _YEAR + r" ?(?:-|/|to) ?(?P<next>[0-9]{2}|[0-9]{4})"
_FINANCIAL = rf"(?:(?:fy ?)?{_SPLIT}|fy ?{_YEAR.replace('year', 'fy')})"
_QUARTER = r"(?:q|quarter|qtr) ?(?P<quarter>[1-4])"
_NAMED = rf"(?P<month>{'|'.join(sorted(_NUMBERS, key=len, reverse=True))})"
_ANY_YEAR = r"(?P<year>(?:19|20|21)?[0-9]{2})"
_ISO_DAY = _YEAR + r"-(?P<month>[0-9]{2})-(?P<day>[0-9]{2})"
_WRITTEN_DAY = rf"(?P<day>[0-9]{{1,2}})(?:st|nd|rd|th)?[ -]?{_NAMED}[ ,-]{{0,2}}{_ANY_YEAR}"
_SLASHED_DAY = r"(?P<day>[0-9]{1,2})[/.](?P<month>[0-9]{1,2})[/.]" + _ANY_YEAR

Parts = dict[str, str | None]


def _first(parts: Parts) -> date:
    """The day that year, month (a name or a number) and day name; the parts not given are 1."""
    year, month = int(parts["year"] or 0), parts.get("month") or "1"
    if year < 100:
        year += 2000 if year < 70 else 1900
    return date(year, _NUMBERS.get(month) or int(month), int(parts.get("day") or 1))


def _financial_start(parts: Parts) -> int:
    """The year in which a financial year starts; ValueError when the two years do not follow each other."""
    if parts["fy"]:
        return int(parts["fy"])
    year, following = int(parts["year"] or 0), parts["next"] or ""
    if int(following) != (year + 1) % 10 ** len(following):
        raise ValueError("the years do not follow each other")
    return year


def _financial_quarter(parts: Parts) -> Period:
    month = _financial_start(parts) * 12 + int(parts["quarter"] or 0) * 3
    return Period(date(month // 12, month % 12 + 1, 1), "P3M")


def _calendar_quarter(parts: Parts) -> Period:
    return Period(date(int(parts["year"] or 0), int(parts["quarter"] or 0) * 3 - 2, 1), "P3M")


def _iso_interval(parts: Parts) -> Period:
    length = (parts["length"] or "").upper()
    return Period(_first(parts), {"P12M": "P1Y", "P7D": "P1W"}.get(length, length))


def _between(first: date, last: date) -> Period:
    for length in LENGTHS:
        if length in _DAYS or first.day == 1:
            period = Period(first, length)
            if period.end == last:
                return period
    raise ValueError("not a year, quarter, month, week or day")


def _iso_range(parts: Parts) -> Period:
    return _between(_first(parts), date.fromisoformat(parts["last"] or ""))


def _month_range(parts: Parts) -> Period:
    final = Period(_first({"year": parts["last_year"], "month": parts["last_month"]}), "P1M")
    first = _first({"year": parts["year"] or parts["last_year"], "month": parts["month"]})
    return _between(first, final.end)


_LAST = _NAMED.replace("month", "last_month") + r"[ -]?" + _YEAR.replace("year", "last_year")
_SHAPES: list[tuple[re.Pattern[str], Callable[[Parts], Period]]] = [
    (re.compile(shape), build)
    for shape, build in (
        (_ISO_DAY + r"(?:[t ]00:00(?::00(?:\.0+)?)?z?)?", lambda parts: Period(_first(parts), "P1D")),
        (_FINANCIAL, lambda parts: Period(date(_financial_start(parts), 4, 1), "P1Y")),
        (_YEAR, lambda parts: Period(_first(parts), "P1Y")),
        (_YEAR + r"(?:-|m|-m)(?P<month>[0-9]{2})", lambda parts: Period(_first(parts), "P1M")),
        (_ISO_DAY + r"(?:[t ]00:00:00)?/(?P<length>p1y|p12m|p3m|p1m|p1w|p7d|p1d)", _iso_interval),
        (_ISO_DAY + r"/(?P<last>[0-9]{4}-[0-9]{2}-[0-9]{2})", _iso_range),
        (_NAMED + r"[ -]?" + _ANY_YEAR, lambda parts: Period(_first(parts), "P1M")),
        (_YEAR + r" " + _NAMED, lambda parts: Period(_first(parts), "P1M")),
        (r"(?P<month>[0-9]{1,2})/" + _YEAR, lambda parts: Period(_first(parts), "P1M")),
        (_QUARTER + r",?[ -]?" + _FINANCIAL, _financial_quarter),
        (_FINANCIAL + r",?[ -]?" + _QUARTER, _financial_quarter),
        (_QUARTER + r",?[ -]?" + _YEAR, _calendar_quarter),
        (_YEAR + r",?[ -]?" + _QUARTER, _calendar_quarter),
        (_SLASHED_DAY, lambda parts: Period(_first(parts), "P1D")),
        (_WRITTEN_DAY, lambda parts: Period(_first(parts), "P1D")),
        (r"(?:w/c|wc|week commencing) ?" + _WRITTEN_DAY, lambda parts: Period(_first(parts), "P1W")),
        (r"(?:w/c|wc|week commencing) ?" + _SLASHED_DAY, lambda parts: Period(_first(parts), "P1W")),
        (r"(?:w/c|wc|week commencing) ?" + _ISO_DAY, lambda parts: Period(_first(parts), "P1W")),
        (_NAMED + r"(?:[ -]?" + _YEAR + r")? ?(?:-|to) ?" + _LAST, _month_range),
    )
]
_LONGEST = 60  # no period takes more letters, and what is read is remembered
_TWO_WAYS = re.compile(_YEAR + r"-(?P<next>[0-9]{2})")
_DASHES = str.maketrans(
    dict.fromkeys("\N{EN DASH}\N{EM DASH}\N{HYPHEN}\N{NON-BREAKING HYPHEN}\N{MINUS SIGN}", "-")
)


@lru_cache(maxsize=65_536)
def parse(text: str, frequency: str | None = None) -> Period:
    """Read a period in any spelling in use. Raises NotAPeriod.

    `frequency` ('annual', 'quarterly', 'monthly') is how often the measure is published, if known: it only
    settles '2000-01' to '2011-12', which could be a month or a financial year.
    """
    if len(text) > _LONGEST:
        raise NotAPeriod(_why_not(text))
    plain = " ".join(text.translate(_DASHES).casefold().split())
    two_ways = _TWO_WAYS.fullmatch(plain)
    if two_ways and _could_be_month_or_year(two_ways) and frequency != "annual":
        if frequency != "monthly":
            raise NotAPeriod(
                f"‘{plain}’ could be a month or a financial year: write ‘{plain.replace('-', '/')}’ for"
                f" the year or ‘{_month(date(int(plain[:4]), int(plain[5:]), 1))}’ for the month."
            )
        return Period(date(int(plain[:4]), int(plain[5:]), 1), "P1M")
    for shape, build in _SHAPES:
        if match := shape.fullmatch(plain):
            try:
                return build(match.groupdict())
            except ValueError:  # the shape of a period, but no such date: 2023-02-30, 2022-24, month 13
                continue
    raise NotAPeriod(_why_not(text))


def _could_be_month_or_year(match: re.Match[str]) -> bool:
    return 1 <= int(match["next"]) <= 12 and int(match["next"]) == (int(match["year"]) + 1) % 100


def _why_not(text: str) -> str:
    if not text.strip():
        return "There is no period here: write one such as 2022-23, Q1 2024-25 or Apr 2024."
    shown = "".join(letter if letter.isprintable() else " " for letter in text[:40]).strip()
    return f"‘{shown}’ is not a period: write one such as 2022-23, Q1 2024-25, Apr 2024 or 1 April 2024."
