"""Numbers that measure nothing: references, labels, names, times, identifiers."""

import re
from functools import cache

from moothall.engines.text.figures.vocabulary import either, listed

_PATTERNS = [
    r"https?://\S++|\bwww\.\S++|\b[\w-]{1,60}\.(?:gov|co|org|com|net|ac)\.?[\w./?=&#%-]*+",  # addresses
    r"(?<![\w.+-])[\w.+-]{1,64}@[\w.-]++",
    r"\b(?:[01]?[0-9]|2[0-4])[:.][0-5][0-9]\s?(?:am|pm|hrs|hours|noon)\b",  # times
    r"\b[0-9]{1,3}:[0-9]{1,3}(?::[0-9]{1,3})*+",  # times and ratios
    r"\b(?:[0-9]|1[0-2])(?:\s?[-–]\s?(?:[0-9]|1[0-2]))?\s?(?:am|pm|noon|o['’]clock)\b",
    r"\b24[\s-]?hours?(?:[\s-](?:a|per)[\s-]day|/day)?(?:,?\s(?:and\s)?(?:7|seven)\sdays\s(?:a|per)\sweek)?",  # idioms
    r"\b(?:7|seven)\sdays\s(?:a|per)\sweek|\b365\sdays\s(?:a|per)\syear|\b(?:24|9)[-–](?:7|5)\b",
    r"\b[0-9]++(?:/[0-9A-Za-z]++)++",  # 24/7, 22/23, planning references
    r"\b[0-9]++\s?(?:st|nd|rd|th)\b",  # ordinals
    r"\b(?:[A-Z]{1,2}[0-9][A-Z0-9]?)\s[0-9][A-Z]{2}\b",  # postcodes
    r"(?:\+44|\(0[0-9]{2,5}\)|\b0[0-9]{2,5})[\s-]?[0-9]{3,8}(?:[\s-][0-9]{2,6}){0,3}\b",  # telephones
    r"[£$€]\s?['’]?0{3}(?:['’]?s)?(?![0-9])|\(['’]?000s?\)",  # a heading's scale
    r"\[[0-9]{1,3}\]|\((?:[0-9]{1,2}|[ivx]{1,4}|[a-z])\)",  # notes and list numbers
    r"\b(?:aged?|ages)\s(?:between\s|of\s|over\s|under\s|up\sto\s)?[0-9]{1,3}(?:\s?(?:[-–]|to|and)\s?[0-9]{1,3})?(?:\+|\sand\s(?:over|under|above))?",
    r"\b[0-9]{1,3}(?:\s?(?:[-–]|to)\s?[0-9]{1,3})?[\s-]years?[\s-]olds?\b",
    r"\b(?:over|under)[\s-][0-9]{1,3}['’]?s\b",
    r"\b[0-9]{1,3}\+(?=\s(?:population|age|cohort|group|year))",
    r"(?<![0-9])0\s?[-–]\s?[0-9]{1,2}(?![0-9%])",  # a service for ages 0-19
    r"\b[0-9]++(?:\.[0-9]++){2,}+(?![0-9%])",  # 3.2.1
    r"\bsin[ck]e\s[0-9]{2}\b",
    r"\b999(?=\s(?:emergency\s)?calls?\b)",  # the emergency line
]
_NOT_MEASURES = [re.compile(pattern, re.IGNORECASE if "am|pm" in pattern else 0) for pattern in _PATTERNS]
_LABEL_AT_START = re.compile(
    r"\s*\(?(?:[0-9]{1,2}(?:\.[0-9]{1,2}){1,3}\.?(?=\s[A-Z“\"'])|[0-9]{1,2}[.)](?=\s))"
)
_GLUED = re.compile(r"(?:[A-Za-z_#@=\\/&]|[A-Za-z0-9][-–—.])\Z")
_ABOUT = re.compile(r"(?:^|[^A-Za-z])[cC]\.?\Z")
_LAST_WORDS = re.compile(r"(?:([A-Za-z][\w’'-]*)\s)?([A-Za-z#][\w.’'-]*)[\s(]{1,2}\Z")
_NEXT = re.compile(r"\s([A-Za-z][\w-]*)")


def masked(text: str) -> list[tuple[int, int]]:
    """Spans whose digits are never measures, whatever stands around them; sorted, and joined where they meet."""
    spans = [found.span() for pattern in _NOT_MEASURES for found in pattern.finditer(text)]
    if label := _LABEL_AT_START.match(text):
        spans.append(label.span())
    spans += [found.span() for found in _labelled().finditer(text)]
    joined: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if joined and start < joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


@cache
def _labelled() -> re.Pattern[str]:
    """'Section 4', 'pages 3 to 5', 'appendices 1, 2 and 3': a label and the numbers that it gives."""
    bare = r"(?![0-9A-Za-z%]|,[0-9]|\.[0-9]|[\s-]?(?:million|thousand|billion|per\s?cent)|\s%)"
    one = rf"[0-9]{{1,4}}(?:\.[0-9]{{1,3}})*[a-z]?{bare}"
    more = rf"(?:\s?(?:,|and|or|&|to|[-–])\s?{one}(?!\s[a-z]+s\b))*"
    return re.compile(
        rf"(?<![A-Za-z0-9])(?i:{either(listed('named', 'labels'))})s?\s?(?:\(?(?i:nos?\.?|numbers?)\s)?{one}{more}"
    )


def named(text: str, start: int, end: int) -> bool:
    """Whether a bare number at this place belongs to a name: 'COVID-19', 'Office 365', 'Lean 6 Sigma'."""
    before = text[max(0, start - 40) : start]
    if _GLUED.search(before) and not _ABOUT.search(before):
        return True
    if before.endswith(("'", "’", "‘")) and end - start == 2:
        return True
    found = _LAST_WORDS.search(before)
    if found is None:
        return False
    first, last = (found[1] or ""), found[2]
    lowered = last.lower()
    if {lowered, f"{first.lower()} {lowered}"} & listed("named", "products"):
        return True
    if not last[0].isupper() or lowered in listed("named", "not_names"):
        return False
    opens = (
        start - len(found[0]) <= 0
        or text[max(0, start - len(found[0]) - 4) : max(0, start - len(found[0]))].rstrip()[-1:] in ".!?:;|•"
    )
    return not (opens and not found[1])


def next_word(text: str, end: int) -> str:
    """The word right after a place, as written, or ''."""
    found = _NEXT.match(text, end, end + 40)
    return found[1] if found else ""
