"""Numbers that cannot be read for certain: said to be so, and never guessed."""

import re
from functools import cache

from moothall.engines.text.figures import units
from moothall.engines.text.figures.numbers import LONGEST, Number, rate_suffix
from moothall.engines.text.figures.vocabulary import either, listed, scales

_LIST = re.compile(r"[0-9]{1,2}(?:,[0-9]{1,2})++|[0-9]{4}(?:,[0-9]{4})++|[0-9]{1,3}(?:,[0-9]{1,3})++")
_DOUBLED = re.compile(r"[.,]{2}")
_MORE = re.compile(r"[A-Za-z]{1,12}")
_SECOND_SCALE = re.compile(r"\s(?:thousand|million|billion|trillion)\b", re.I)
_RATE = re.compile(r"\s?(?:per|a|an|each|/)\s?[a-z]|\s?p\.?(?:a|p|h|w)\b", re.I)
_PENNIES = 2
# 'O' for a nought, 'l' or 'I' for a one: against money, or where a group of three digits follows.
_LETTER = re.compile(r"[OoIl]+(?:[,.]?[0-9OoIl]+)*(?![A-Za-z0-9])")
_LETTER_IN_GROUPS = re.compile(r"[OoIl](?:,[0-9OoIl]{3})+(?![A-Za-z0-9])")
_GROUP_APART = re.compile(r"(?:,\s|\s,|\s)000(?![0-9.])(?:,[0-9]{3})*")
_NEXT_WORD = re.compile(r"\s?(?P<word>[A-Za-z]{5,10})(?![A-Za-z])")


def wrong(text: str, number: Number, scaled: bool, section_in_millions: bool) -> str:
    """What is wrong with a number, in one sentence with what to ask, or ''. `scaled`: its column gives a scale.

    `section_in_millions`: its section has amounts with a scale ('£3.2m'), beside which '£25.4' has lost its own.
    """
    digits = text[number.at : number.stop]
    shown = text[slice(*extent(text, number))]
    if number.value is not None and (why := _mistyped(text, number, shown)):
        return why
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


def _mistyped(text: str, number: Number, shown: str) -> str:
    if _letter(text, number):
        return f"‘{shown}’ has a letter among its digits: ask what the number is."
    if _group_apart(text, number):
        return f"‘{shown}’ has a space among its digits: ask whether it is one number."
    if _point_before_scale(text, number):
        return f"‘{shown}’ has a point with no digits after it: ask what the number is."
    if _misspelt_scale(text, number):
        return f"‘{shown}’ may misspell its scale: ask whether thousands or millions are meant."
    return ""


def _letter(text: str, number: Number) -> re.Match[str] | None:
    in_a_name = not number.currency and text[max(0, number.start - 1) : number.start].isalnum()
    if number.scale or number.end != number.stop or in_a_name:
        return None
    return (_LETTER if number.currency else _LETTER_IN_GROUPS).match(text, number.stop)


def _group_apart(text: str, number: Number) -> re.Match[str] | None:
    """'£96, 000': three noughts apart from the digits that they belong to. After a bare number only past a comma."""
    digits = text[number.at : number.stop]
    if number.scale or number.end != number.stop or "." in digits or len(digits.split(",")[0]) > 3:
        return None
    found = _GROUP_APART.match(text, number.stop)
    return found if found and (number.currency or "," in found[0][:2]) else None


def _point_before_scale(text: str, number: Number) -> re.Match[str] | None:
    """'£3.m': a point, then a scale written against it."""
    return _point().match(text, number.stop) if number.currency and not number.scale else None


@cache
def _point() -> re.Pattern[str]:
    return re.compile(rf"[.,]{either(scales())}(?![A-Za-z0-9])", re.I)


def _misspelt_scale(text: str, number: Number) -> re.Match[str] | None:
    """'£1.2 millon': a word one letter from a scale's, that is no word of its own."""
    if number.scale or (number.unit and not number.currency):
        return None
    found = _NEXT_WORD.match(text, number.stop)
    if found is None:
        return None
    word = found["word"].lower()
    if word in scales() or word in listed("not_scales"):
        return None
    return found if any(_one_letter_apart(word, it) for it in scales() if len(it) > 6) else None


def _one_letter_apart(one: str, other: str) -> bool:
    """Whether one letter added, left out, changed, or put before its neighbour turns one word into the other."""
    if abs(len(one) - len(other)) > 1:
        return False
    alike = 0
    while alike < min(len(one), len(other)) and one[alike] == other[alike]:
        alike += 1
    left, right = one[alike:], other[alike:]
    swapped = left[:2] == right[:2][::-1] and left[2:] == right[2:]
    return left[1:] == right[1:] or left[1:] == right or left == right[1:] or swapped


def extent(text: str, number: Number) -> tuple[int, int]:
    """The stretch to show for a malformed number: all of it, with any letters or scale that run on."""
    end = number.end
    for run_on in (_letter, _group_apart, _point_before_scale, _misspelt_scale):
        if found := run_on(text, number):
            return number.start, found.end()
    if number.currency and (more := _MORE.match(text, end)) and text[end - 1].isalnum():
        end = more.end()
    if number.scale and (second := _SECOND_SCALE.match(text, number.end)):
        end = second.end()
    return number.start, end
