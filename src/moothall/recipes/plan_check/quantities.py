"""The numbers of a sentence as arithmetic needs them: value, kind, how finely written; and the sentence masked.

`masked` has '⟨M0⟩' for the first quantity where that is money, P for a percentage and N for any other, so that a
rule can be written as a pattern of words around quantities: '⟨M0⟩ of the ⟨M1⟩ budget (⟨P2⟩)'.
"""

import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from moothall.engines.text.found import Comparator, StatedFigure, Written
from moothall.recipes.plan_check.dates import written
from moothall.recipes.plan_check.prose import Sentence
from moothall.recipes.plan_reading import PlanReading

_PLAIN = re.compile(
    r"(?<![\w£$€/.,:#-])(?P<n>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)(?![\w/:-]|[.,]\d|\s?(?:%|per cent))"
    r"(?!\s(?:January|February|March|April|May|June|July|August|September|October|November|December)\b)"
)
_SCALES = {"": 1, "k": 10**3, "m": 10**6, "bn": 10**9}
_LABELS = re.compile(
    r"\b(?:section|table|figure|appendix|annex|page|part|phase|tier|minute|item|no\.?|number|"
    r"paragraph|stage|question|theme|level|version|grade|band)\s$",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Quantity:
    """One number. `step` is one unit of its last written digit: 100000 for '£3.9m', 0.1 for '8.3%'."""

    kind: str  # M money, P percentage, N any other
    value: Decimal
    step: Decimal
    unit: str
    text: str
    start: int  # in the sentence
    end: int
    comparator: Comparator

    @property
    def exact(self) -> bool:
        return self.comparator in (Comparator.EXACT, Comparator.FROM, Comparator.TO)

    def interval(self, share: Decimal = Decimal(10)) -> tuple[Decimal, Decimal]:
        """What the number may be: half a step either way, and a further tenth where it is 'about' or 'over'.

        A number of one digit with a scale ('£2m') is taken as twice as fine as it is written, five times as fine
        again: people who write '£2m of £8m' do not mean anything from £1.5m to £2.5m.
        """
        half = self.step / 2
        if len(str(abs(self.value / self.step).to_integral_value())) == 1 and self.step > 1:
            half = self.step / 20
        low, high = self.value - half, self.value + half
        slack = abs(self.value) / share
        below = (Comparator.ABOUT, Comparator.UNDER, Comparator.UP_TO, Comparator.NEARLY)
        above = (Comparator.ABOUT, Comparator.OVER, Comparator.AT_LEAST)
        return low - (slack if self.comparator in below else 0), high + (
            slack if self.comparator in above else 0
        )


@dataclass(frozen=True, slots=True)
class Quantities:
    """The quantities of one sentence, and the sentence with each of them masked."""

    them: tuple[Quantity, ...]
    masked: str

    def at(self, group: str) -> Quantity:
        """The quantity that a masked match names."""
        return self.them[int(group)]


def quantities(sentence: Sentence, reading: PlanReading) -> Quantities:
    """Every number of a sentence that could be a quantity; dates, years, labels and malformed numbers are none."""
    found = [q for figure in sentence.figures(reading) if (q := _stated(figure, sentence))]
    taken = [(it.start, it.end) for it in found]
    taken += [(it.start, it.end) for it in written(sentence.text)]
    taken += [
        (it.start - sentence.start, it.end - sentence.start)
        for it in reading.malformed
        if it.passage == sentence.passage.number
    ]
    for match in _PLAIN.finditer(sentence.text):
        if any(start < match.end() and match.start() < end for start, end in taken):
            continue
        if re.fullmatch(r"(?:19|20)\d\d", match["n"]) or _LABELS.search(sentence.text[: match.start()]):
            continue
        if value := number(match["n"]):
            found.append(Quantity("N", value[0], value[1], "", match["n"], *match.span(), Comparator.EXACT))
    found.sort(key=lambda it: it.start)
    masked, at = [], 0
    for place, it in enumerate(found):
        masked.append(_plain_marks(sentence.text[at : it.start]) + f"⟨{it.kind}{place}⟩")
        at = it.end
    masked.append(_plain_marks(sentence.text[at:]))
    return Quantities(tuple(found), "".join(masked))


def _plain_marks(text: str) -> str:
    """The text without the marks that stand for quantities."""
    return text.replace("⟨", "<").replace("⟩", ">")


def number(text: str) -> tuple[Decimal, Decimal] | None:
    """A written number and one unit of its last digit; None where it is no number."""
    digits = text.replace(",", "")
    try:
        value = Decimal(digits)
    except InvalidOperation:
        return None
    return value, Decimal(1).scaleb(-len(digits.partition(".")[2]))


def _stated(figure: StatedFigure, sentence: Sentence) -> Quantity | None:
    kind = {"GBP": "M", "%": "P"}.get(figure.unit, "N")
    digits = re.search(r"\d[\d,]*(?:\.\d+)?", figure.text)
    places = len(digits[0].partition(".")[2]) if digits else 0
    step = Decimal(1).scaleb(-places) * _SCALES.get(figure.scale, 1)
    if figure.written is Written.WORDS and figure.value != figure.value.to_integral_value():
        return None
    start, end = figure.start - sentence.start, min(figure.end, sentence.end) - sentence.start
    # The unit's noun stays outside the mask, so that patterns can read it.
    if (
        kind == "N"
        and digits
        and (
            noun := re.match(
                r"\D*\d[\d,]*(?:\.\d+)?(?:\s?(?:k|m|bn|thousand|million|billion)\b)?", figure.text
            )
        )
    ):
        end = start + noun.end()
    return Quantity(kind, figure.value, step, figure.unit, figure.text, start, end, figure.comparator)


def apart(a: tuple[Decimal, Decimal], b: tuple[Decimal, Decimal]) -> bool:
    """Whether two intervals have nothing in common."""
    return a[1] < b[0] or b[1] < a[0]


def plain(value: Decimal, kind: str = "N") -> str:
    """A value as a message says it: '£3.9m', '25%', '153'."""
    if kind == "M":
        for scale, letter in ((10**9, "bn"), (10**6, "m")):
            if abs(value) >= scale:
                return f"£{_short(value / scale)}{letter}"
        return f"£{_short(value)}"
    return f"{_short(value)}%" if kind == "P" else _short(value)


def _short(value: Decimal) -> str:
    rounded = value.quantize(Decimal("0.01"))
    text = f"{rounded:,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
