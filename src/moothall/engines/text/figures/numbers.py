"""Numbers as they are written in running text: currency, sign, digits, scale and per cent, in one pass."""

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from moothall.engines.text.figures.vocabulary import either, listed, lookup, scales

CURRENCIES = {"£": "GBP", "$": "USD", "€": "EUR", "gbp": "GBP", "usd": "USD", "eur": "EUR"}
LONGEST = 18  # digits; longer runs are identifiers, not measures

_RUN = re.compile(r"[0-9](?:[.,]*+[0-9]++)*+|[½¼¾]")
_WELL_FORMED = re.compile(r"[0-9]{1,3}(?:,[0-9]{3})++(?:\.[0-9]++)?|[0-9]++(?:\.[0-9]++)?")
_LED_BY = re.compile(
    r"(?:(?P<sign>[-−–+])|(?P<minus>\bminus\s))?(?:(?P<money>[£$€]|\b(?:GBP|USD|EUR))\s?)?(?P<inner>[-−])?\Z"
)
_ACCOUNTS = ("£(", "$(", "€(")
_JOIN = re.compile(r"\s?[-–—]\s?|\s(?:to|and|or)\s|/")
_HALVES = {"½": Decimal("0.5"), "¼": Decimal("0.25"), "¾": Decimal("0.75")}
_POINTS = r"percentage[\s-]points?|%[\s-]?points?|per\s?cent(?:age)?[\s-]points?|ppts?|p\.p\."
_PERCENT = re.compile(
    rf"\s?(?:(?P<points>{_POINTS})|(?P<percent>%|per\s?cent|percent|pct)(?!age))(?![A-Za-z])", re.I
)


@dataclass(slots=True)
class Number:
    """A number and what is written as part of it. `start`:`end` spans all of it; `at`:`stop` only the digits."""

    start: int
    end: int
    at: int
    stop: int
    value: Decimal | None  # before the scale; None if its digits are not well formed
    currency: str
    negative: bool
    scale: str
    unit: str = ""  # '%', 'percentage points', 'kg', … when written with it; a currency's code

    @property
    def marked(self) -> bool:
        """It carries its own meaning: money, a proportion, a scale, or a unit of measurement."""
        return bool(self.currency or self.unit or self.scale)

    @property
    def scaled(self) -> Decimal:
        """Its value, signed and multiplied out. Only for a number that is well formed."""
        assert self.value is not None
        value = self.value * dict(scales().values())[self.scale] if self.scale else self.value
        if value == value.to_integral_value():
            value = value.to_integral_value()
        return -value if self.negative else value


def numbers(text: str) -> list[Number]:
    """Every run of digits in the text, whether or not it is a measure."""
    found: list[Number] = []
    for run in _RUN.finditer(text):
        if found and run.start() < found[-1].end:  # '2½' is one number
            continue
        found.append(_number(text, run.start(), run.end(), found[-1] if found else None))
    return found


def _number(text: str, at: int, stop: int, last: Number | None) -> Number:
    start, currency, negative = _led(text, at, last.end if last else 0)
    bracketed = text[max(0, at - 2) : at] in _ACCOUNTS and text[stop : stop + 1] == ")"
    if bracketed:  # '£(2.3)m', a minus as accounts write it
        start, currency, negative = at - 2, CURRENCIES[text[at - 2]], True
    ends_money = (
        last is not None and bool(last.currency) and _JOIN.fullmatch(text, last.end, start) is not None
    )
    digits = text[at:stop]
    if digits in _HALVES:
        digits = str(_HALVES[digits])
    well = _WELL_FORMED.fullmatch(digits) is not None and len(digits) <= LONGEST
    value = Decimal(digits.replace(",", "")) if well else None
    end = stop + bracketed
    if value is not None and text[end : end + 1] in _HALVES and "." not in digits:
        value += _HALVES[text[end]]
        end += 1
    scale, end = _scale(text, end, bool(currency) or ends_money)
    number = Number(start, end, at, stop, value, currency, negative, scale, currency)
    _measured(text, number)
    return number


def _led(text: str, at: int, floor: int) -> tuple[int, str, bool]:
    """What stands before the digits: where it starts, the currency, and whether there is a minus."""
    window = max(floor, at - 12)
    lead = _LED_BY.search(text[window:at])
    if lead is None:
        return at, "", False
    start = window + lead.start()
    currency = CURRENCIES.get((lead["money"] or "").lower(), "")
    negative = bool(lead["minus"] or lead["inner"])
    if lead["sign"]:
        if _is_sign(text, start, lead["sign"]):
            negative = lead["sign"] != "+"
        else:
            start += 1
    return start, currency, negative


def _is_sign(text: str, place: int, sign: str) -> bool:
    """A dash right before a number is a minus only where nothing it could join stands before it."""
    before = text[max(0, place - 2) : place]
    if before and before[-1] not in " (|\t\n\u00a0":
        return False
    if sign == "–" and before.strip() not in ("", "(", "|"):
        return False
    return not (before[:1].isdigit() or before[:1] == "%")


@cache
def _scale_pattern() -> re.Pattern[str]:
    full = [word for word in scales() if len(word) > 4]
    return re.compile(
        rf"(?:[\s-]?(?P<word>{either(full)})|(?P<glued>{either(set(scales()) - set(full))})"
        rf"|\s(?P<apart>{either(set(scales()) - set(full))}))(?![A-Za-z0-9²])",
        re.I,
    )


_LENGTH = re.compile(
    r"[\s-]*(?:\Z|[^\sA-Za-z]|(?:of|in|from|to|by|x|and|or|at|for|wide|long|high|tall|deep|away)\b)", re.I
)


def _scale(text: str, end: int, money: bool) -> tuple[str, int]:
    found = _scale_pattern().match(text, end, end + 14)
    if found is None:
        return "", end
    word = found["word"] or found["glued"] or found["apart"]
    if not money and (
        found["apart"] or (len(word) == 1 and word.lower() != "k" and _LENGTH.match(text, found.end()))
    ):
        return "", end
    return scales()[word.lower()][0], found.end()


@cache
def _attached() -> re.Pattern[str]:
    """A unit of one letter is written against its number: '5t', but never the T of '2 T-shirts'."""
    short = [word for word in lookup("attached") if len(word) == 1]
    longer = [word for word in lookup("attached") if len(word) > 1]
    return re.compile(
        rf"(?:[\s-]?(?P<unit>{either(longer)})|(?P<letter>{either(short)}))(?![A-Za-z0-9-])", re.I
    )


@cache
def _money_word() -> re.Pattern[str]:
    return re.compile(rf"\s(?P<word>{either(lookup('money', 'words'))})\b", re.I)


_PENCE = re.compile(r"(?:p|\s?pence)\b")


def _measured(text: str, number: Number) -> None:
    """Read the unit written after the number, if it is one of those that measure."""
    if number.currency:
        return
    end = number.end
    if percent := _PERCENT.match(text, end, end + 24):
        number.unit = "percentage points" if percent["points"] else "%"
        number.end = percent.end()
    elif money := _money_word().match(text, end, end + 20):
        number.unit = number.currency = lookup("money", "words")[" ".join(money["word"].lower().split())]
        number.end = money.end()
    elif number.value is not None and (pence := _PENCE.match(text, end, end + 8)):
        number.unit = number.currency = "GBP"
        number.value, number.end = number.value / 100, pence.end()
    elif not number.scale and (unit := _attached().match(text, end, end + 20)):
        number.unit = lookup("attached")[" ".join((unit["unit"] or unit["letter"]).lower().split())]
        number.end = unit.end()


def rate_suffix(text: str, end: int) -> int:
    """Where '£30pa' or '£15ph' ends, when such letters follow the amount; else `end` again."""
    for word in listed("money", "rate_suffixes"):
        if (
            text[end : end + len(word)].lower() == word
            and not text[end + len(word) : end + len(word) + 1].isalnum()
        ):
            return end + len(word)
    return end
