"""Numbers in words, read with care: 'three new posts', 'half of residents'. Never 'one', which is seldom a count."""

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from moothall.engines.text.figures.vocabulary import either, scales, words

_PLACES = Decimal("0.0001")


@dataclass(frozen=True, slots=True)
class Numeral:
    start: int
    end: int
    value: Decimal
    scale: str = ""
    share: bool = False  # a fraction of something
    exact: bool = True  # a third has no end


@cache
def _counts() -> re.Pattern[str]:
    small, tens = words()["numerals"]["units"], words()["numerals"]["tens"]
    big = [word for word in scales() if len(word) > 4]
    return re.compile(
        rf"(?<![\w-])(?:(?P<hundreds>{either(small)})\shundred(?:\sand)?\s?)?"
        rf"(?:(?P<tens>{either(tens)})(?:[\s-](?P<digit>{either(list(small)[:9])}))?|(?P<small>{either(small)}))?"
        rf"(?:\s(?P<scale>{either(big)}))?(?![\w])",
        re.IGNORECASE,
    )


@cache
def _shares() -> re.Pattern[str]:
    small, parts = words()["numerals"]["units"], words()["numerals"]["fractions"]
    return re.compile(
        rf"(?<![\w-])(?:(?P<many>an?|{either(small)})[\s-])?(?P<part>{either(parts)})(?=\s(?:of|the)\s)(?!\sof\sthe\s(?:year|month|19|20))",
        re.IGNORECASE,
    )


_FIRST = re.compile(either([*words()["numerals"]["units"], *words()["numerals"]["tens"]]), re.I)


def numerals(text: str) -> list[Numeral]:
    """Numbers and fractions in words, in order. A fraction is followed by what it is a part of."""
    found = [
        _share(it) for it in _shares().finditer(text) if not (it["part"].lower() != "half" and not it["many"])
    ]
    taken = {it.start for it in found}
    small, tens = words()["numerals"]["units"], words()["numerals"]["tens"]
    for begin in _FIRST.finditer(text):
        place = begin.start()
        if place and (text[place - 1].isalnum() or text[place - 1] in "-_’'"):
            continue
        match = _counts().match(text, place, place + 60)
        if (
            match is None
            or not match[0].strip()
            or place in taken
            or (found and place < found[-1].end and place >= found[-1].start)
        ):
            continue
        value = small.get((match["hundreds"] or "").lower(), 0) * 100 + tens.get(
            (match["tens"] or "").lower(), 0
        )
        value += small.get((match["digit"] or match["small"] or "").lower(), 0)
        scale, power = scales()[match["scale"].lower()] if match["scale"] else ("", Decimal(1))
        if value == 1 and not scale:
            continue
        found.append(Numeral(place, place + len(match[0].rstrip()), value * power, scale))
    found.sort(key=lambda it: it.start)
    apart: list[Numeral] = []
    for it in found:
        if not apart or it.start >= apart[-1].end:
            apart.append(it)
    return apart


def _share(match: re.Match[str]) -> Numeral:
    over, under = words()["numerals"]["fractions"][match["part"].lower()]
    many = words()["numerals"]["units"].get((match["many"] or "").lower(), 1)
    value = Decimal(over * many) / under
    rounded = value.quantize(_PLACES)
    return Numeral(match.start(), match.end(), rounded.normalize(), share=True, exact=rounded == value)
