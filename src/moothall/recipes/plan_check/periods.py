"""Whether a text says when: years, financial years, quarters, months, days, 'a year'."""

import re

_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|"
    r"sept?(?:ember)?|oct(?:ober)?|"
    r"nov(?:ember)?|dec(?:ember)?)"
)
WHEN = re.compile(
    rf"\b(?:19|20)\d\d\b|\b\d\d/\d\d\b|\bQ[1-4]\b|\b{_MONTH}\b(?=\s+(?:'|’)?\d|\s*$|[\s,;).])(?<!\bmay)"
    r"|\b(?:this|last|next|previous|past|coming|each|every|current|per|a|an|"
    r"the)\s+(?:\w+\s+){0,2}?(?:years?|quarters?|months?|weeks?|decade)\b"
    r"|\b(?:p\.?a\.?|per annum|annual(?:ly)?|annum|yearly|quarterly|monthly|weekly|daily|to date|"
    r"today|currently|now|at present)\b",
    re.I,
)
BY = re.compile(
    rf"\b(?:19|20)\d\d\b|\b\d\d/\d\d\b|\bQ[1-4]\b|\b{_MONTH}\b"
    r"|\b(?:this|next|coming|each|every|per|a|the|within|in|over)\s+(?:\w+\s+){0,2}?(?:years?|"
    r"quarters?|months?|weeks?|decade)\b"
    r"|\b(?:p\.?a\.?|per annum|annual(?:ly)?|annum|yearly|quarterly|monthly|weekly)\b",
    re.I,
)


NAMED = re.compile(
    rf"\b(?:19|20)\d\d\b|\b\d\d/\d\d\b|\bQ[1-4]\b|\b(?:last|this|previous|current) (?:financial )?(?:year|quarter)\b"
    rf"|\b\d{{1,2}} {_MONTH}\b",
    re.I,
)


def names_period(text: str) -> bool:
    """Whether a text names one period, as what leads into a list must: 'each month' is not enough there."""
    return bool(NAMED.search(text))


def says_when(text: str) -> bool:
    """Whether a text names a period or a day that a figure can be of."""
    return bool(WHEN.search(text))


def says_by_when(text: str) -> bool:
    """Whether a text names a period or a day by which a target can be met."""
    return bool(BY.search(text))
