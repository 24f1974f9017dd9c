"""When notice must be given, what may be exempt and how long records are kept; and how clear days are counted.

The rules are in `committee.toml`, each with its law, the day it holds from and whether its text was read
(`checked` is "primary" where the statute was, "secondary" where only those who write about it were).
"""

import tomllib
from collections.abc import Callable, Container
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from importlib.resources import files
from typing import Any

_DAY = timedelta(days=1)
_SATURDAY = 5


@dataclass(frozen=True, slots=True)
class NoticePeriod:
    """So many clear days before a decision or a meeting. `working_days`: weekends and bank holidays do not count."""

    key: str
    holds_from: date
    clear_days: int
    working_days: bool
    law: str
    says: str
    checked: str
    doubt: str


@dataclass(frozen=True, slots=True)
class Retention:
    """How many years, from the day of the decision, a record and its background papers stay open to inspection."""

    holds_from: date
    record_years: int
    background_years: int
    law: str
    checked: str


@dataclass(frozen=True, slots=True)
class Exemption:
    """A paragraph of Schedule 12A Part 1 of the Local Government Act 1972, and what it is about."""

    paragraph: int
    says: str
    checked: str


def notice_period(key: str, on: date) -> NoticePeriod:
    """The period called `key` as it stood on a day. Raises LookupError where none held then."""
    held = [it for it in _periods() if it.key == key and it.holds_from <= on]
    if not held:
        raise LookupError(f"no period is called '{key}' on {on}")
    return max(held, key=lambda it: it.holds_from)


def retention(on: date) -> Retention:
    """How long the record of a decision made on a day is kept; the first rule stands for the days before it."""
    found = sorted(
        (Retention(it.pop("from"), **it) for it in _data("retention")), key=lambda it: it.holds_from
    )
    return next((it for it in reversed(found) if it.holds_from <= on), found[0])


def exemptions() -> tuple[Exemption, ...]:
    """What may be kept from the public, by paragraph."""
    return tuple(Exemption(**it) for it in _data("exempt"))


def clear_days(
    notice: date, day: date, *, working_days: bool = False, holidays: Container[date] | None = None
) -> int:
    """How many whole days lie between a notice and a day: neither of the two is counted.

    With `working_days`, Saturdays, Sundays and `holidays` (England's bank holidays unless given) are not either.
    """
    counts = _counting(working_days, holidays)
    between = max((day - notice).days - 1, 0)
    return sum(counts(notice + _DAY * step) for step in range(1, between + 1))


def latest_notice(
    day: date, number: int, *, working_days: bool = False, holidays: Container[date] | None = None
) -> date:
    """The last day on which notice gives `number` clear days before `day`.

    With `working_days` that is a working day itself: notice is also given at offices, which are shut on others.
    """
    counts, notice, left = _counting(working_days, holidays), day - _DAY, number
    while left:
        left -= counts(notice)
        notice -= _DAY
    while not counts(notice):
        notice -= _DAY
    return notice


def kept_until(decided: date, years: int) -> date:
    """The last day of a number of years that begin with the day of the decision."""
    try:
        anniversary = decided.replace(year=decided.year + years)
    except ValueError:  # 29 February, in a year that has none
        anniversary = date(decided.year + years, 3, 1)
    return anniversary - _DAY


@cache
def bank_holidays(year: int) -> frozenset[date]:
    """England's bank holidays of a year, with Christmas Day and Good Friday; one proclaimed later is not known."""
    easter = _easter(year)
    days = {easter - 2 * _DAY, easter + _DAY}
    days |= {_monday(date(year, 5, 1)), _last_monday(date(year, 5, 31)), _last_monday(date(year, 8, 31))}
    new_year, christmas, boxing = date(year, 1, 1), date(year, 12, 25), date(year, 12, 26)
    days.add(new_year if new_year.weekday() < _SATURDAY else _monday(new_year))
    for feast in (christmas, boxing):
        while feast.weekday() >= _SATURDAY or feast in days:
            feast += _DAY
        days.add(feast)
    for it in _data("bank_holiday_moved"):
        if it["usual"] in days:
            days = days - {it["usual"]} | {it["to"]}
    return frozenset(days | {it["on"] for it in _data("bank_holiday_added") if it["on"].year == year})


def _counting(working_days: bool, holidays: Container[date] | None) -> Callable[[date], bool]:
    if not working_days:
        return lambda day: True

    def counts(day: date) -> bool:
        closed = bank_holidays(day.year) if holidays is None else holidays
        return day.weekday() < _SATURDAY and day not in closed

    return counts


def _easter(year: int) -> date:
    """Easter Sunday of the Gregorian calendar, by the anonymous algorithm (Meeus, Jones and Butcher)."""
    golden, (century, rest) = year % 19, divmod(year, 100)
    leap, over = divmod(century, 4)
    shift = (century - (century + 8) // 25 + 1) // 3
    moon = (19 * golden + century - leap - shift + 15) % 30
    four, left = divmod(rest, 4)
    sunday = (32 + 2 * over + 2 * four - moon - left) % 7
    back = (golden + 11 * moon + 22 * sunday) // 451
    month, day = divmod(moon + sunday - 7 * back + 114, 31)
    return date(year, month, day + 1)


def _monday(day: date) -> date:
    """The first Monday on or after a day."""
    return day + _DAY * (-day.weekday() % 7)


def _last_monday(day: date) -> date:
    """The last Monday on or before a day."""
    return day - _DAY * day.weekday()


@cache
def _periods() -> tuple[NoticePeriod, ...]:
    return tuple(NoticePeriod(holds_from=it.pop("from"), **it) for it in _data("period"))


@cache
def _read() -> dict[str, list[dict[str, Any]]]:
    return tomllib.loads((files("moothall.reference") / "committee.toml").read_text(encoding="utf-8"))


def _data(name: str) -> list[dict[str, Any]]:
    """The rows of a table, each the caller's own."""
    return [dict(it) for it in _read()[name]]
