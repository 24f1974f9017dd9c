"""Which of the amounts in a sentence about a saving are the saving: the noun or verb that governs each decides."""

import re
from collections.abc import Sequence

from moothall.engines.text.found import Comparator, StatedFigure

_BUDGET = r"budgets?|costs?|spend(?:ing)?|spent|expenditure|bill"
_NEVER = (
    r"(?:use|drawdown|draw) (?:of|on|from) (?:\w+ )?reserves?|reserves?|invest(?:s|ed|ing|ments?)?|grants?"
    r"|fund(?:s|ed|ing)?|borrow(?:s|ed|ing)?|income|loans?|gap|deficit|shortfall|overspends?|pressures?|receipts?|debts?|turnover"
)
_LINK = (
    r"of|at|is|was|are|were|worth|totall?ing|totals|by|over|around|about|approximately|circa|some|nearly|almost|just|up"
    r"|to|more|less|than|under|between|from|a|an|the|us|further|additional|another|in|for|this|last|year|20\d\d(?:[/-]\d\d+)?"
)
_BEFORE = re.compile(rf"\b(?:(?P<never>{_NEVER})|(?P<budget>{_BUDGET}))(?: (?:{_LINK})){{0,5}}[ (:]*\Z", re.I)
_AFTER = re.compile(
    r"(?: (?:of|a year|per year|per annum|each year|additional|further|new|planned|one-off|capital|revenue|net"
    r"|gross|annual|total|council|government|general|earmarked|the|our|its)){0,3}"
    rf" (?:(?:{_NEVER})|(?:{_BUDGET})(?! (?:reductions?|savings?|avoidance|cuts?)))\b",
    re.I,
)
_PART_OF = re.compile(r" (?:of|in|off|from)\b", re.I)
# A budget or a cost that was brought down is a saving: 'cut the cost of heating by £9,000', 'would have cost £9,000'.
_BROUGHT_DOWN = re.compile(
    r"\b(?:sav(?:e|es|ed|ings?)|reduc(?:e|es|ed|ing|tions?)|cut(?:s|ting)?|lower(?:s|ed|ing)?|less|fewer|avoid(?:s|ed|ing)?"
    r"|avoidance|remov(?:e|es|ed|ing)|efficienc(?:y|ies)|would (?:otherwise )?have|took|taken|off)\b[^,;:£%]*\Z",
    re.I,
)
_RESULT = re.compile(r"[^,;:£%]* (?:saved|reduced|avoided|cut)\b", re.I)
# 'spend fell from £3m to £2m': two levels, and the saving is neither.
_LEVEL = re.compile(rf"\b(?:{_BUDGET})\b[^;]*\bfrom [^;]*\Z", re.I)
_TO_LEVEL = re.compile(r"\bfrom [^;]*£[^;£]{1,60}\sto (?:\w+ )?\Z", re.I)
_FROM_LEVEL = re.compile(r"[^.;£]{0,60}\sto (?:\w+ )?£", re.I)
_REACH = 90
_RANGE_GAP = 16


def of_the_saving(text: str, start: int, held: Sequence[StatedFigure]) -> tuple[StatedFigure, ...]:
    """The figures of a sentence without the amounts of money that are something else's.

    `text` is the sentence and `start` where it begins in its passage. What nothing governs is taken for the saving.
    """
    kept: list[StatedFigure] = []
    last: StatedFigure | None = None
    dropped = False
    for figure in held:
        if figure.unit == "GBP":
            first, end = figure.start - start, figure.end - start
            ends_range = (
                last is not None
                and figure.comparator is Comparator.TO
                and figure.start - last.end <= _RANGE_GAP
            )
            dropped = dropped if ends_range else _is_anothers(text, first, end)
            last = figure
            if dropped:
                continue
        kept.append(figure)
    return tuple(kept)


def _is_anothers(text: str, start: int, end: int) -> bool:
    said = text[max(0, start - _REACH) : start]
    if _AFTER.match(text, end, end + _REACH):  # '£3m of spend was cut' is a saving, '£3m investment' is none
        part_of = _PART_OF.match(text, end) is not None
        return not (part_of and (_BROUGHT_DOWN.search(said) or _RESULT.match(text, end)))
    if _LEVEL.search(said) and (_TO_LEVEL.search(said) or _FROM_LEVEL.match(text, end, end + _REACH)):
        return True
    governs = _BEFORE.search(said)
    if governs is None:
        return False
    return bool(governs["never"]) or not _BROUGHT_DOWN.search(said[: governs.start()])
