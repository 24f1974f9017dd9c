"""Exact numbers: as they were published, as they are stored, and as people read them.

A number is kept as an integer mantissa and a scale, value = mantissa / 10**scale, so that '35.90' stays 35.90
and no float ever touches it.
"""

import re
from decimal import ROUND_HALF_UP, Context, Decimal

MAX_DIGITS = 18  # what fits a BIGINT column whatever the digits are
MAX_SCALE = 30  # a published float can be small ('1.2345678901234567e-08') yet have few digits
MINUS = "\N{MINUS SIGN}"

_WIDE = Context(prec=100)  # our own, so that nobody's context can round for us
_DASHES = str.maketrans({MINUS: "-", "\N{EN DASH}": "-"})
_SHAPE = re.compile(
    r"(?P<open>\()? ?(?P<sign>[-+])? ?(?P<pound>£)? ?(?P<inner>[-+])?"
    r"(?P<whole>[0-9]{1,3}(?:,[0-9]{3})+|[0-9]*)(?:\.(?P<part>[0-9]*))?(?:[eE](?P<power>[-+]?[0-9]{1,3}))?"
    r" ?(?P<percent>%)? ?(?P<close>\))? ?(?P<after>-)?(?P<last>%)?"
)
_SHORTENED = re.compile(r".*[0-9] ?(k|m|mn|bn|b|tn|thousand|million|billion)\.?", re.IGNORECASE)


class NotANumber(ValueError):
    """The text is not a number that can be kept exactly; the message is one sentence for whoever wrote it."""


def exact(text: str) -> tuple[int, int]:
    """Read a published number as (mantissa, scale), keeping its digits: '35.90' is (3590, 2).

    Accepts well-formed thousands separators, £, %, an exponent, spaces around it, and a negative with a sign,
    a trailing minus or brackets. '%' is a unit, not a division: '35.9%' is (359, 1). Raises NotANumber.
    """
    whole, _, part = text.partition(".")
    digits = whole + part
    if digits.isdecimal() and digits.isascii() and len(digits) <= MAX_DIGITS:
        return int(digits), len(part)
    return _written(text)


def _written(text: str) -> tuple[int, int]:
    """The slow road: everything that is not bare digits with at most one point."""
    match = _SHAPE.fullmatch(" ".join(text.translate(_DASHES).split()))
    if match is None or not (match["whole"] or match["part"]):
        raise NotANumber(_why_not(text))
    whole, part = match["whole"].replace(",", ""), match["part"] or ""
    brackets = match["open"] is not None
    signs = [
        sign for sign in (match["sign"], match["inner"], match["after"], "-" if brackets else None) if sign
    ]
    units = [unit for unit in (match["pound"], match["percent"], match["last"]) if unit]
    if brackets != (match["close"] is not None) or len(signs) > 1 or len(units) > 1:
        raise NotANumber(_why_not(text))
    if match["pound"] and "," in match["whole"] and len(part) == 3:
        raise NotANumber(
            f"{_quoted(text)} could be thousands or pence: write the amount again without separators."
        )
    digits = (whole + part).lstrip("0")
    scale = len(part) - int(match["power"] or 0)
    if len(digits) + max(-scale, 0) > MAX_DIGITS or scale > MAX_SCALE:
        raise NotANumber(
            f"{_quoted(text)} has too many digits to keep exactly: round it to {MAX_DIGITS} digits or fewer."
        )
    mantissa = int(digits or "0") * 10 ** max(-scale, 0)
    return (-mantissa if "-" in signs else mantissa), max(scale, 0)


def _why_not(text: str) -> str:
    if not text.strip():
        return "There is no number here: write the number, or a marker such as [x] if it is not available."
    if _SHORTENED.fullmatch(text.strip()):
        return f"{_quoted(text)} is shortened: write the full number, such as 1200000 and not 1.2m."
    if "," in text:
        return f"{_quoted(text)} has a comma out of place: write it like 1,234.5 or 1234.5."
    return f"{_quoted(text)} is not a number: write digits, such as 1234.5."


def _quoted(text: str) -> str:
    shown = "".join(letter if letter.isprintable() else " " for letter in text[:41]).strip()
    return f"‘{shown[:40]}…’" if len(text) > 40 else f"‘{shown}’"


def decimal(mantissa: int, scale: int) -> Decimal:
    """The stored pair as a Decimal, its trailing zeros kept: (3590, 2) is Decimal('35.90')."""
    return Decimal(f"{mantissa}E-{scale}")


def split(value: Decimal) -> tuple[int, int]:
    """A Decimal as the pair to store, the reverse of `decimal`. Raises NotANumber if it cannot be one."""
    if not value.is_finite():
        raise NotANumber(f"{_quoted(str(value))} is not a number: write digits, such as 1234.5.")
    return exact(str(value))


def plain(value: Decimal) -> str:
    """All the digits of a value and no exponent, as JSON and CSV give it: Decimal('1E-7') is '0.0000001'."""
    return f"{value:f}"


def plain_or_none(value: Decimal | None) -> str | None:
    """`plain`, and None where there is no value: for JSON, where missing is null and never zero."""
    return None if value is None else plain(value)


def show(value: Decimal, unit: str, decimals: int) -> str:
    """A value as people read it: '42.3%', '£1,234', '512.4 kg per household'.

    Rounds halves away from zero (2.5 shows as 3, as officers expect), separates thousands, and writes a true
    minus sign. '£' and '%' are glued to the number; any other unit follows it, as does the rest of '£ per
    head'.
    """
    rounded = value.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP, context=_WIDE)
    number = f"{rounded.copy_abs():,}"
    sign = MINUS if rounded < 0 else ""
    if unit.startswith("£"):
        return f"{sign}£{number}{unit[1:]}"
    return f"{sign}{number}{unit}" if unit.startswith("%") else f"{sign}{number} {unit}".rstrip()


def counted(number: int, one: str, many: str = "") -> str:
    """
    >>> counted(1, "row"), counted(1200, "row")
    ('1 row', '1,200 rows')
    """
    return f"{number:,} {one if number == 1 else many or one + 's'}"
