"""Is a value that was returned likely, after what was returned before? Pure: values in, sentences out.

Each rule is a small function that says one sentence of doubt or nothing. A doubt is no refusal: whoever returns the
value confirms it and says why it is right. What could not be so at all is refused by `refusal`, before any doubt.
The rules, how often they are wrong, and a worked example: docs/methods/collection.md.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal
from itertools import pairwise
from statistics import median

from moothall.engines.spc import limits_of
from moothall.engines.spc.limits import SCREEN
from moothall.kit.numbers import show

TIMES = Decimal(3)  # so many times the last value, or a third of it
SLIPS = (
    (Decimal(60), "minutes were given for seconds, or hours for minutes"),
    (Decimal(100), "a share was given for a percentage, or pounds for pence"),
    (Decimal(1000), "thousands were given for single ones"),
)
NEAR = Decimal("0.2")  # how far from exactly 60 (100, 1000) times what is usual a slip may be
USUAL = 12  # values that what is usual is taken from
LIMITS_FROM = 12  # values that limits need
LIMITS_OF = 24  # and are taken from
STUCK = 3  # the same value so many times in a row
BASE_TIMES = Decimal(2)  # a denominator so many times the last one
PLACES = 2  # decimals beyond those shown
_WIDE = Context(prec=60)


@dataclass(frozen=True)
class Kind:
    """What the rules need to know of a measure.

    `factor` is what numerator ÷ denominator is multiplied by; None where the measure has neither. `part`: the numerator
    counts some of what the denominator counts.
    """

    unit: str
    decimals: int
    factor: Decimal | None = None
    part: bool = False
    seldom: bool = False  # once a year: too few to have limits
    adds_up: bool = False  # since the year began
    begins: bool = False  # this period begins a year

    def show(self, value: Decimal) -> str:
        """As pages show it."""
        return show(value, self.unit, self.decimals)


@dataclass(frozen=True)
class Given:
    """A value and the two counts behind it, where there are any. None is not known, never nought."""

    value: Decimal | None
    numerator: Decimal | None = None
    denominator: Decimal | None = None


@dataclass(frozen=True)
class Past(Given):
    """The same for an earlier period, with its name."""

    label: str = ""
    begins: bool = False  # its period begins a year


@dataclass(frozen=True)
class Doubt:
    """The rule that doubts, and its sentence."""

    rule: str
    words: str


def factor(unit: str, interval: str, per: int) -> Decimal:
    """What numerator ÷ denominator is multiplied by to give a value: 100 for a percentage, a rate's base, else 1."""
    return Decimal(100) if unit.startswith("%") else Decimal(per) if interval == "rate" else Decimal(1)


def computed(given: Given, kind: Kind) -> Decimal | None:
    """The value that numerator and denominator give, with two decimals more than are shown."""
    found = _exactly(given, kind)
    return None if found is None else _rounded(found, kind.decimals + PLACES)


def _exactly(given: Given, kind: Kind) -> Decimal | None:
    if kind.factor is None or given.numerator is None or not given.denominator:
        return None
    return _WIDE.divide(_WIDE.multiply(kind.factor, given.numerator), given.denominator)


def _rounded(value: Decimal, places: int) -> Decimal:
    return value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP, _WIDE)


def refusal(given: Given, kind: Kind) -> str:
    """Why a value cannot be taken as it is, and what to change; '' where it can."""
    above, below = given.numerator, given.denominator
    if kind.factor is None:
        if above is not None or below is not None:
            return "This measure has no numerator and denominator: leave them blank."
        return ""
    if (above is None) != (below is None):
        return "Give both the numerator and the denominator, or neither."
    if below is not None and below <= 0 and given.value is not None:
        return "Nothing can be divided by a denominator of nought: leave the value blank and say why there is none."
    found = _exactly(given, kind)
    if found is None or given.value is None or above is None or below is None:
        return ""
    places = min(max(-int(given.value.as_tuple().exponent), 0), kind.decimals + PLACES)
    if abs(found - _rounded(given.value, places)) <= Decimal(5).scaleb(-places - 1):  # rounded either way
        return ""
    shown = _rounded(found, places)
    sum_ = f"{above:,f} ÷ {below:,f}" + (f" × {kind.factor:,f}" if kind.factor != 1 else "")
    return f"{sum_} is {shown:,f}, and the value says {given.value:,f}: change one of them, or leave the value blank."


def doubts(given: Given, kind: Kind, history: Sequence[Past]) -> tuple[Doubt, ...]:
    """What is odd about a value, after its history (oldest first, the period before it last)."""
    if given.value is None:
        return ()
    said = ((name, rule(given, kind, history)) for name, rule in RULES.items())
    return tuple(Doubt(name, words) for name, words in said if words)


# --- the rules ---


def whole_exceeded(given: Given, kind: Kind, history: Sequence[Past]) -> str:
    """More than all of them."""
    above, below = given.numerator, given.denominator
    if kind.part and above is not None and below is not None and above > below:
        return f"The numerator ({above:,f}) is more than the denominator ({below:,f}), and it counts a part of it."
    ever = any(it.value is not None and it.value > 100 for it in history)
    if kind.unit.startswith("%") and kind.part and given.value is not None and given.value > 100 and not ever:
        return f"{kind.show(given.value)} is more than the whole."
    return ""


def sign(given: Given, kind: Kind, history: Sequence[Past]) -> str:
    """Below nought where nothing ever was."""
    if given.value is None or given.value >= 0 or any(it < 0 for it in _values(history)):
        return ""
    return f"{kind.show(given.value)} is below nought, as no value before it was."


def first_nought(given: Given, kind: Kind, history: Sequence[Past]) -> str:
    """Nought where there always was something."""
    past = _values(history)
    if given.value != 0 or len(past) < 4 or min(past) <= 0:
        return ""
    return "It is nought, as no value before it was: if it is not known, leave it blank and say why."


def unit_slip(given: Given, kind: Kind, history: Sequence[Past]) -> str:
    """About 60, 100 or 1,000 times what is usual, or that part of it."""
    past = _values([it for it in history if it.begins] if kind.begins else history)[-USUAL:]
    if len(past) < 3 or not given.value:
        return ""
    usual = median(past)
    if not usual:
        return ""
    ratio = abs(given.value / usual)
    for times, slip in SLIPS:
        for at, way in ((times, "times"), (1 / times, f"one part in {times} of")):
            if abs(ratio / at - 1) <= NEAR:
                said = f"about {times} times" if way == "times" else f"about {way}"
                return (
                    f"It is {said} what is usual ({kind.show(usual)}): check that it is in {_unit(kind)}, "
                    f"and not that {slip}."
                )
    return ""


def many_times(given: Given, kind: Kind, history: Sequence[Past]) -> str:
    """Three times the last value or more, or a third of it or less.

    What adds up over the year is held against the same month of the year before.
    """
    last = _a_year_ago(kind, history) if kind.adds_up else _last(history)
    if last is None or not last.value or not given.value or (last.value < 0) != (given.value < 0):
        return ""
    if abs(given.value - last.value) <= 3 * Decimal(1).scaleb(-kind.decimals):
        return ""  # 1 after 3 is chance, not a slip
    times = given.value / last.value
    named = f"{last.label} ({kind.show(last.value)})"
    if times >= TIMES:
        return f"This is {_times(times)} times {named}."
    return f"This is one part in {_times(1 / times)} of {named}." if times <= 1 / TIMES else ""


def outside_limits(given: Given, kind: Kind, history: Sequence[Past]) -> str:
    """Outside the limits within which chance keeps it (XmR), and further from the last value than chance moves it.

    A measure that climbs is often outside its own limits; only a jump is a doubt. Of a measure that adds up over the
    year, the same month of earlier years says more, and `fell` looks at those.
    """
    past = _values(history)[-LIMITS_OF:]
    if kind.seldom or kind.adds_up or given.value is None or len(past) < LIMITS_FROM:
        return ""
    found = limits_of(past)
    if found is None or found.upper == found.lower:
        return ""
    low, high, widest = (
        Decimal(it.numerator) / Decimal(it.denominator)
        for it in (found.lower, found.upper, SCREEN * found.range_mean)
    )
    if low <= given.value <= high or abs(given.value - past[-1]) <= widest:
        return ""
    low = max(low, Decimal(0)) if min(past) >= 0 else low
    return (
        f"{kind.show(given.value)} lies outside what is usual: the last {len(past)} values keep to "
        f"{kind.show(low)} to {kind.show(high)}."
    )


def fell(given: Given, kind: Kind, history: Sequence[Past]) -> str:
    """What adds up since 1 April is less than it was, as it never was before."""
    last = _last(history)
    if not kind.adds_up or given.value is None or last is None or last.value is None or kind.begins:
        return ""
    falls = [
        now.value < then.value
        for then, now in pairwise(history)
        if not now.begins and then.value is not None and now.value is not None
    ]
    if given.value >= last.value or not falls or any(falls):
        return ""
    return f"It adds up over the year, and is less than {last.label} ({kind.show(last.value)})."


def stuck(given: Given, kind: Kind, history: Sequence[Past]) -> str:
    """The same to the last digit as the values before it, in a measure that moves."""
    past = list(history)[-(STUCK - 1) :]
    same = len(past) == STUCK - 1 and all(
        (it.value, it.numerator, it.denominator) == (given.value, given.numerator, given.denominator)
        for it in past
    )
    moves = len(set(_values(history)[-USUAL:])) > USUAL // 2
    if not same or not moves:
        return ""
    return (
        f"It is the same to the last digit as in {past[0].label} and {past[-1].label}: "
        "check that it was counted anew."
    )


def base_moved(given: Given, kind: Kind, history: Sequence[Past]) -> str:
    """A denominator that doubled or halved."""
    last = _last(history)
    if kind.factor is None or not given.denominator or last is None or not last.denominator:
        return ""
    if min(given.denominator, last.denominator) < 20:  # few of them: doubling is nothing odd
        return ""
    times = given.denominator / last.denominator
    if 1 / BASE_TIMES < times < BASE_TIMES:
        return ""
    return f"The denominator is {given.denominator:,f}, and was {last.denominator:,f} in {last.label}."


def too_fine(given: Given, kind: Kind, history: Sequence[Past]) -> str:
    """More decimals than anybody counted."""
    places = -int(given.value.as_tuple().exponent) if given.value is not None else 0
    if places <= kind.decimals + PLACES:
        return ""
    return (
        f"It has {places} decimals, and the measure is shown with {kind.decimals}: "
        "check that no other cell was copied."
    )


Check = Callable[[Given, Kind, Sequence[Past]], str]
RULES: dict[str, Check] = {
    "more-than-the-whole": whole_exceeded,
    "below-nought": sign,
    "first-nought": first_nought,
    "unit-slip": unit_slip,
    "many-times": many_times,
    "outside-limits": outside_limits,
    "less-than-before": fell,
    "same-again": stuck,
    "denominator-moved": base_moved,
    "too-many-decimals": too_fine,
}


def _values(history: Sequence[Past]) -> list[Decimal]:
    return [it.value for it in history if it.value is not None]


def _last(history: Sequence[Past]) -> Past | None:
    return next((it for it in reversed(history) if it.value is not None), None)


def _a_year_ago(kind: Kind, history: Sequence[Past]) -> Past | None:
    """The same period of the year before, of what adds up over the year: as many periods after that year began."""
    began = [at for at, it in enumerate(history) if it.begins]
    if kind.begins:
        return _last([history[at] for at in began])
    if len(began) < 2:
        return None
    at = began[-2] + len(history) - began[-1]
    return _last(history[at : at + 1]) if at < began[-1] else None


def _times(number: Decimal) -> str:
    return f"{number:.0f}" if number >= 10 else f"{number:.1f}".removesuffix(".0")


def _unit(kind: Kind) -> str:
    return kind.unit or "single ones"
