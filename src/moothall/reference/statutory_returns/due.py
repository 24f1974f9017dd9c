"""When a return is due: a rule as data, and the day it gives for a period. No clock: days come in as arguments.

    rule = read({"kind": "after", "number": 3, "unit": "months"})
    rule.due(date(2026, 4, 1), date(2026, 6, 30))       # 30 September 2026
    rule.words                                          # '3 months after the period ends'

Bank holidays are an argument too: `holidays` are days that are not worked, beside Saturdays and Sundays.
"""

import calendar
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
MONTHS = tuple(calendar.month_name)[1:]
UNITS = ("days", "working days", "weeks", "months")
WHICH = {1: "first", 2: "second", 3: "third", 4: "fourth", -1: "last"}
MOVED = {
    "": "",
    "before": ", or the working day before where that is not one",
    "after": ", or the next working day where that is not one",
}
MOST = 400  # days, weeks or months after a period: past that it is a slip of the finger
DAY = timedelta(days=1)
SATURDAY = 5
Days = Collection[date]
Settings = Mapping[str, Any]


class BadRule(ValueError):
    """The rule is not one; the message is a sentence that says what to write."""


@dataclass(frozen=True)
class Rule:
    """A kind of rule and its settings, already checked. `read` makes one."""

    kind: str
    settings: Settings

    def due(self, first: date, last: date, holidays: Days = ()) -> date | None:
        """The day a return for the period `first` to `last` is due; None where its body announces it."""
        found = _KINDS[self.kind].day(self.settings, first, last, holidays)
        return found and _moved(found, self.settings.get("moved", ""), holidays)

    @property
    def words(self) -> str:
        """The rule as people say it."""
        return _KINDS[self.kind].words(self.settings) + MOVED[self.settings.get("moved", "")]

    def data(self) -> dict[str, Any]:
        """As it is stored; `read` gives the rule back."""
        return {"kind": self.kind, **self.settings}


def read(data: Settings) -> Rule:
    """The rule that stored or typed settings are. Raises BadRule with the first thing to put right."""
    kind = data.get("kind")
    if kind not in _KINDS:
        raise BadRule(f"A due rule is one of {', '.join(_KINDS)}, not '{kind}'.")
    settings = {name: data[name] for name in data if name != "kind"}
    known = {
        **_KINDS[kind].settings,
        "moved": (False, lambda it: it in MOVED, "before or after, or left out"),
    }
    for name in settings:
        if name not in known:
            raise BadRule(f"A rule of the kind '{kind}' takes no '{name}'.")
    for name, (needed, fits, what) in known.items():
        if name in settings and not fits(settings[name]):
            raise BadRule(f"'{name}' must be {what}.")
        if needed and name not in settings:
            raise BadRule(f"A rule of the kind '{kind}' needs '{name}': {what}.")
    try:  # a day that no year has, such as 31 June; 29 February is 28 February in other years
        _KINDS[kind].day(settings, date(2024, 1, 1), date(2024, 12, 31), ())
    except ValueError as wrong:
        raise BadRule("No year has that day: choose a day that the month has.") from wrong
    return Rule(kind, settings)


def is_worked(day: date, holidays: Days = ()) -> bool:
    """Whether the day is neither a Saturday, a Sunday nor one of the holidays."""
    return day.weekday() < SATURDAY and day not in holidays


def working_days_after(day: date, number: int, holidays: Days = ()) -> date:
    """The day so many working days after this one, which is not counted."""
    while number:
        day += DAY
        number -= is_worked(day, holidays)
    return day


def months_after(day: date, number: int) -> date:
    """The same day so many months on; the month's last where it has no such day.

    The last day of a month stays the last: three months after 30 June is 30 September, after 30 November 28 or
    29 February.
    """
    year, month = divmod(day.year * 12 + day.month - 1 + number, 12)
    most = calendar.monthrange(year, month + 1)[1]
    ends = day.day == calendar.monthrange(day.year, day.month)[1]
    return date(year, month + 1, most if ends else min(day.day, most))


def _moved(day: date, moved: str, holidays: Days) -> date:
    step = {"before": -DAY, "after": DAY}.get(moved)
    while step and not is_worked(day, holidays):
        day += step
    return day


def _after(it: Settings, first: date, last: date, holidays: Days) -> date:
    steps: dict[str, Callable[[], date]] = {
        "days": lambda: last + timedelta(days=it["number"]),
        "working days": lambda: working_days_after(last, it["number"], holidays),
        "weeks": lambda: last + timedelta(weeks=it["number"]),
        "months": lambda: months_after(last, it["number"]),
    }
    return steps[it["unit"]]()


def _day(it: Settings, first: date, last: date, holidays: Days) -> date:
    year = first.year + it.get("years", 0)
    if (it["month"], it["day"]) == (2, 29) and not calendar.isleap(year):
        return date(year, 2, 28)
    return date(year, it["month"], it["day"])


def _weekday(it: Settings, first: date, last: date, holidays: Days) -> date:
    if "month" in it:
        start = date(first.year + it.get("years", 0), it["month"], 1)
    else:
        start = months_after(last.replace(day=1), it["months_after"])
    days = [start + n * DAY for n in range(calendar.monthrange(start.year, start.month)[1])]
    of_them = [day for day in days if day.weekday() == WEEKDAYS.index(it["weekday"])]
    return of_them[it["which"] - 1 if it["which"] > 0 else -1]


def _after_words(it: Settings) -> str:
    unit = it["unit"][:-1] if it["number"] == 1 else it["unit"]
    return f"{it['number']} {unit} after the period ends"


def _day_words(it: Settings) -> str:
    return f"{it['day']} {MONTHS[it['month'] - 1]} {_years(it)}"


def _weekday_words(it: Settings) -> str:
    day = f"the {WHICH[it['which']]} {it['weekday'].capitalize()}"
    if "month" in it:
        return f"{day} of {MONTHS[it['month'] - 1]} {_years(it)}"
    if not it["months_after"]:
        return f"{day} of the period’s last month"
    if it["months_after"] == 1:
        return f"{day} of the month after the period ends"
    return f"{day} of the month that comes {it['months_after']} months after the period ends"


def _years(it: Settings) -> str:
    said = {
        -1: "of the calendar year before the one in which the period starts",
        0: "of the calendar year in which the period starts",
        1: "of the calendar year after the one in which the period starts",
    }
    later = it.get("years", 0)
    return said.get(later, f"{later} calendar years after the one in which the period starts")


def _whole(low: int, high: int) -> Callable[[Any], bool]:
    return lambda it: isinstance(it, int) and not isinstance(it, bool) and low <= it <= high


Setting = tuple[bool, Callable[[Any], bool], str]  # needed, what fits, in words
_YEARS: Setting = (False, _whole(-1, 5), "a whole number of years from -1 to 5")


@dataclass(frozen=True)
class _Kind:
    settings: Mapping[str, Setting]
    day: Callable[[Settings, date, date, Days], date | None]
    words: Callable[[Settings], str]


_KINDS: dict[str, _Kind] = {
    "after": _Kind(
        {
            "number": (True, _whole(0, MOST), f"a whole number from 0 to {MOST}"),
            "unit": (True, lambda it: it in UNITS, f"one of {', '.join(UNITS)}"),
        },
        _after,
        _after_words,
    ),
    "day": _Kind(
        {
            "day": (True, _whole(1, 31), "a day of the month from 1 to 31"),
            "month": (True, _whole(1, 12), "a month from 1 to 12"),
            "years": _YEARS,
        },
        _day,
        _day_words,
    ),
    "weekday-of-month": _Kind(
        {
            "which": (True, lambda it: it in WHICH, "1, 2, 3, 4 or -1 for the last"),
            "weekday": (True, lambda it: it in WEEKDAYS, "a day of the week, such as friday"),
            "month": (True, _whole(1, 12), "a month from 1 to 12"),
            "years": _YEARS,
        },
        _weekday,
        _weekday_words,
    ),
    "weekday-after": _Kind(
        {
            "which": (True, lambda it: it in WHICH, "1, 2, 3, 4 or -1 for the last"),
            "weekday": (True, lambda it: it in WEEKDAYS, "a day of the week, such as friday"),
            "months_after": (True, _whole(0, 24), "a whole number of months from 0 to 24"),
        },
        _weekday,
        _weekday_words,
    ),
    "announced": _Kind(
        {}, lambda *_: None, lambda _: "the body that asks for it announces the day each time"
    ),
}
KINDS = tuple(_KINDS)
