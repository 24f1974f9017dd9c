"""Numbers and verdicts as sentences."""

from decimal import Decimal
from math import floor, log10
from typing import Literal

from moothall.engines.effect.result import Check, Estimate, Interval, Params, Polarity, Verdict
from moothall.kit.numbers import show
from moothall.kit.periods import Period

EACH = {"P1M": "a month", "P3M": "a quarter", "P1Y": "a year", "P1W": "a week", "P1D": "a day"}
PERIODS = {
    "P1M": ("month", "months"),
    "P3M": ("quarter", "quarters"),
    "P1Y": ("year", "years"),
    "P1W": ("week", "weeks"),
    "P1D": ("day", "days"),
}
_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


def estimate(value: float, low: float, high: float) -> Estimate:
    """Kept to four figures of the interval's width: more would be noise."""
    places = _places(high - low, 4)
    return Estimate(_rounded(value, places), Interval(_rounded(low, places), _rounded(high, places)))


def rounded(value: float, figures: int = 3) -> Decimal:
    """To so many figures, and no exponent."""
    return _rounded(value, _places(value, figures))


def _rounded(value: float, places: int) -> Decimal:
    made = Decimal(repr(round(float(value), places)))
    made = made.quantize(Decimal(1).scaleb(-max(places, 0)))
    return made if made else abs(made)


def _places(size: float, figures: int) -> int:
    """The decimals that show so many figures of a number of this size."""
    if not size:
        return figures
    return min(max(figures - 1 - floor(log10(abs(size))), -15), 25)


def counted(number: int, length: str) -> str:
    """'1 month', '24 months'."""
    one, many = PERIODS[length]
    return f"{number} {one if number == 1 else many}"


def since(period: Period) -> str:
    """'since April 2024', 'since 2024-25', 'since the week of 1 April 2024'."""
    if period.length == "P1M":
        return f"since {_MONTHS[period.start.month - 1]} {period.start.year}"
    if period.length == "P1W":
        return f"since the week of {period.label.removeprefix('w/c ')}"
    return f"since {period.label}"


def verdict(found: Estimate, better: Polarity) -> Verdict:
    """A change is seen when the 95% interval lies wholly on one side of nought."""
    if found.interval.has_nought:
        return "no change seen"
    way: Literal["higher", "lower"] = "higher" if found.value > 0 else "lower"
    if better == "neither":
        return way
    return "better" if way == better else "worse"


def too_few(before: int, after: int, wanted: tuple[int, int], length: str, change: Period) -> str | None:
    """Why one cannot tell; None when there are enough."""
    lacking = [
        f"{counted(have, length)} with figures {side} the change, and {need} are needed"
        for have, need, side in ((before, wanted[0], "before"), (after, wanted[1], "after"))
        if have < need
    ]
    return f"Cannot tell {since(change)}: there are {' and '.join(lacking)}." if lacking else None


def sentence(found: Estimate, said: Verdict, change: Period, params: Params, counts: bool) -> str:
    """'About 12 fewer a month since April 2024 (95% interval 4 to 20 fewer).'"""
    places = _shown_places(found.interval)
    each, noun = EACH[change.length], f" {params.noun}" if params.noun else ""
    more, less = ("more", "fewer") if counts else ("higher", "lower")

    def number(value: Decimal) -> str:
        return show(abs(value), "" if counts else params.unit, places)

    def way(value: Decimal) -> str:
        return more if value > 0 else less

    low, high = found.interval
    about = f"about {number(found.value)} {way(found.value)}{noun if counts else ''}"
    about += f" {each}" if counts else " on average"
    if said == "no change seen":
        return (
            f"No change seen {since(change)}: {about}, but it could be anything from "
            f"{number(low)} {less} to {number(high)} {more} (95% interval)."
        )
    near, far = sorted((abs(low), abs(high)))
    spread = f"95% interval {number(near)} to {number(far)} {way(found.value)}"
    judged = {"better": " That is better.", "worse": " That is worse."}.get(said, "")
    return f"{about[0].upper()}{about[1:]} {since(change)} ({spread}).{judged}"


def _shown_places(interval: Interval) -> int:
    """As many decimals as the interval's width bears: none from five wide, one from a half, and so on."""
    width = float(interval.hi95 - interval.lo95)
    return max(-floor(log10(width / 5)), 0) if width else 2


def cautions(checks: dict[str, Check]) -> str:
    """The words of the checks that failed."""
    failed = [it.words for it in checks.values() if it.passed is False]
    return f" Take care: {' '.join(failed)}" if failed else ""
