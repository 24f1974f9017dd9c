"""Periods and dates in running text. What they hold is not a measure, except the length of a stretch of time."""

import re
from dataclasses import dataclass

from moothall.engines.text.figures.vocabulary import either, listed, words

_NUMBER = (
    r"(?:[0-9]{1,3}|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|eighteen|twenty"
    r"|few|several|couple of)"
)
_UNIT = r"(?:hour|day|week|fortnight|month|quarter|year|decade)s?"
_YEAR = r"(?:19|20)[0-9]{2}"
_SPLIT = (
    rf"{_YEAR}\s?[/–—-]\s?(?:{_YEAR}|[0-9]{{1,2}})(?![0-9])|{_YEAR}\sto\s{_YEAR}(?![0-9])"
    r"|[0-9]{2}/[0-9]{2}(?![0-9/])"
)
_MONTH = rf"(?:{either(words()['periods']['months'])})\.?"
_DAY = (
    rf"(?:[0-9]{{1,2}}\s?(?:st|nd|rd|th)?\s(?:of\s)?{_MONTH}(?![A-Za-z])(?:,?\s(?:{_YEAR}|'?[0-9]{{2}}(?![0-9%,])))?"
    rf"|{_MONTH}\s[0-9]{{1,2}}(?:st|nd|rd|th)?(?![0-9%])(?:,?\s{_YEAR})?|{_MONTH},?\s(?:of\s)?{_YEAR}|{_MONTH}\s[’'][0-9]{{2}})"
)
_NUMERIC = r"(?:[0-9]{1,2}[/.-][0-9]{1,2}[/.-](?:[0-9]{4}|[0-9]{2})|[0-9]{4}-[0-9]{2}-[0-9]{2})(?![0-9])"
_POINT = rf"(?:{_NUMERIC}|{_DAY}|(?:{_SPLIT})|{_YEAR})(?![0-9A-Za-z%])(?![.,][0-9])"
_START = r"(?:(?:the\s)?(?:very\s)?(?:end|start|beginning|close|middle)\s(?:of\s)?(?:the\s)?)?"
_SEASON = (
    r"(?:(?:spring|summer|autumn|winter|Q[1-4]|quarter\s(?:[1-4]|one|two|three|four)|(?:the\s)?financial\syear"
    r"|(?:the\s)?(?:municipal\s|calendar\s)?year(?:\sending|\sto|\sended)?|FY|late|early|mid-?)[\s,]{0,2}(?:of\s)?)?"
)
_DATED = re.compile(
    rf"(?<![0-9A-Za-z£$€.,/])(?:(?P<keep>since|by|until|till|before|after|from|to|up\sto|as\sat|as\sof)\s)?"
    rf"(?P<body>{_START}{_SEASON}{_POINT}(?:\s?(?:to|until|till|and|–|—|-)\s?{_START}{_SEASON}{_POINT})?)",
    re.IGNORECASE,
)
_SPAN = re.compile(
    rf"\b(?:(?:over|in|during|for|within|across|throughout)\s)?(?:the\s|our\s|its\s)?(?P<turn>last|past|next|previous|coming|first|final|following|"
    rf"preceding|subsequent)\s(?P<length>{_NUMBER})[\s-](?:financial\s|full\s|calendar\s|or\sso\s|academic\s|municipal\s)?{_UNIT}\b"
    rf"|(?<!\()\b(?:(?:over|in|during|for|within|across|throughout)\s)(?P<the>the\s|a\s|an\s|this\s|that\s)?(?:whole\s|full\s)?"
    rf"(?P<lasting>{_NUMBER})[\s-](?P<unit>{_UNIT})(?P<period>\s(?:period|span|term|programme|life))?\b"
    rf"|\b(?P<bare>the|this|that)\s(?P<held>{_NUMBER})[\s-]{_UNIT}\s(?:period|span)\b",
    re.IGNORECASE,
)
_RATE = re.compile(
    rf"\b(?:per\s(?:annum|{_UNIT})|(?:a|each|every)\s(?:year|month|week|day|quarter|hour)|annually|p\.\s?a\.|pa)(?![A-Za-z])",
    re.IGNORECASE,
)
_LOOSE = re.compile(
    r"\b(?:(?:this|last|next)\s(?:financial\s)?(?:year|month|quarter)|to\sdate)\b", re.IGNORECASE
)
_COUNTED = re.compile(r"\s[a-z][a-z-]{2,}")


@dataclass(frozen=True, slots=True)
class Period:
    start: int
    end: int
    text: str  # as written, 'in' and 'during' left out before a date
    dated: bool  # a point or stretch of the calendar: its digits count nothing
    relative: bool = False  # 'the last 6 years': one stretch of time, however often it is named


def periods(text: str, counted: frozenset[int] = frozenset()) -> list[Period]:
    """Every period in the text, in order and apart. `counted` holds where a number that looks like a year is a
    count ('around 2000 responses')."""
    found: list[Period] = []
    for match in _DATED.finditer(text):
        body = match["body"]
        if any(
            place in counted for place in range(match.start("body"), match.end("body"))
        ) or not _believable(body):
            continue
        shown = f"{match['keep']} {body}" if match["keep"] else body
        found.append(Period(match.start(), match.end(), " ".join(shown.split()), dated=True))
    for match in _SPAN.finditer(text):
        relative = match["turn"] is not None or match["bare"] is not None or match["period"] is not None
        found.append(Period(match.start(), match.end(), match[0], dated=False, relative=relative))
    for pattern in (_RATE, _LOOSE):
        found += [Period(it.start(), it.end(), it[0], dated=False) for it in pattern.finditer(text)]
    found.sort(key=lambda it: (it.start, -it.end))
    apart: list[Period] = []
    for it in found:
        if not apart or it.start >= apart[-1].end:
            apart.append(it)
    return apart


_TWO = re.compile(r"([0-9]{2})/([0-9]{2})")
_MONTHS_LOWER = frozenset(month.lower() for month in listed("periods", "months"))


def _believable(body: str) -> bool:
    """'22/23' are consecutive; 'may' and 'march' are months only with a capital."""
    if two := _TWO.fullmatch(body):
        return (int(two[1]) + 1) % 100 == int(two[2])
    return not any(word in ("may", "march", "mar") for word in re.findall(r"[A-Za-z]+", body))
