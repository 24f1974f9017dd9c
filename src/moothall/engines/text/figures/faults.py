"""Numbers that cannot be read for certain: said to be so, and never guessed."""

import re

from moothall.engines.text.figures import units
from moothall.engines.text.figures.numbers import LONGEST, Number, rate_suffix

_LIST = re.compile(r"[0-9]{1,2}(?:,[0-9]{1,2})++|[0-9]{4}(?:,[0-9]{4})++|[0-9]{1,3}(?:,[0-9]{1,3})++")
_DOUBLED = re.compile(r"[.,]{2}")
_MORE = re.compile(r"[A-Za-z]{1,12}")
_SECOND_SCALE = re.compile(r"\s(?:thousand|million|billion|trillion)\b", re.I)
_RATE = re.compile(r"\s?(?:per|a|an|each|/)\s?[a-z]|\s?p\.?(?:a|p|h|w)\b", re.I)
_PENNIES = 2


def wrong(text: str, number: Number, scaled: bool, section_in_millions: bool) -> str:
    """What is wrong with a number, in one sentence with what to ask, or ''. `scaled`: its column gives a scale.

    `section_in_millions`: its section has amounts with a scale ('£3.2m'), beside which '£25.4' has lost its own.
    """
    digits = text[number.at : number.stop]
    shown = text[slice(*extent(text, number))]
    if number.value is None:
        counts = number.marked or bool(units.after(text, number.end, number.end + 60))
        return _ill_formed(digits, counts, shown)
    if not number.currency:
        return ""
    part = digits.partition(".")[2]
    following = text[number.end : number.end + 1]
    if following.isalpha() and text[number.end - 1].isalnum() and rate_suffix(text, number.end) == number.end:
        return f"‘{shown}’ ends in letters that are no scale: ask whether thousands or millions are meant."
    if number.scale and _SECOND_SCALE.match(text, number.end):
        return f"‘{shown}’ gives its scale twice: ask which is meant."
    if number.scale or scaled or text[number.stop : number.stop + 1] == "p":
        return ""
    if ("," in digits and len(part) > _PENNIES) or len(part) == 3:
        return f"‘{shown}’ has {len(part)} digits after its point: ask if that is a comma, or if a scale is missing."
    if len(part) == 1 and section_in_millions and not _RATE.match(text, number.end):
        return f"‘{shown}’ has no scale beside amounts that have one: ask whether millions are meant."
    return ""


def _ill_formed(digits: str, counts: bool, shown: str) -> str:
    """`counts`: it is money, a proportion, or stands before a noun; else it may be a list, a date, a reference."""
    if len(digits.replace(",", "").replace(".", "")) > LONGEST:
        return f"‘{shown}’ has too many digits to be a measure: ask what it is." if counts else ""
    if _DOUBLED.search(digits):
        return f"‘{shown}’ has two marks together: ask what the number is." if counts else ""
    if digits.count(".") > 1:
        return f"‘{shown}’ has more than one decimal point: ask what the number is." if counts else ""
    if counts or not _LIST.fullmatch(digits):
        return f"‘{shown}’ has a comma out of place: ask what the number is."
    return ""


def extent(text: str, number: Number) -> tuple[int, int]:
    """The stretch to show for a malformed number: all of it, with any letters or scale that run on."""
    end = number.end
    if number.currency and (more := _MORE.match(text, end)) and text[end - 1].isalnum():
        end = more.end()
    if number.scale and (second := _SECOND_SCALE.match(text, number.end)):
        end = second.end()
    return number.start, end
