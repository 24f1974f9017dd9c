"""Which stretch of a paper is the covering report, the minister's letter, the plan, an appendix.

A file published by a council often holds all of them. Each passage gives signals (a table below); the parts are
the cheapest reading of the whole: a signal counts for its part, a change of part costs, and costs far more where
nothing says that a part begins (Viterbi 1967).
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from moothall.engines.text.found import Part, PartKind
from moothall.kit.papers import Kind, Passage

PLAN, COVER, LETTER, APPENDIX = PartKind.PLAN, PartKind.COVER_REPORT, PartKind.LETTER, PartKind.APPENDIX
_KINDS = (PLAN, COVER, LETTER, APPENDIX)  # the first wins a tie

CHANGE = 2.5  # a change where a part is seen to begin
LEAP = 12.0  # a change anywhere else
LEAST_WORDS = 40  # a 'plan' of fewer words is a mention of one


@dataclass(frozen=True, slots=True)
class Signal:
    """Words that speak for a part. `most` bounds the passage's length in words: a title is short."""

    part: PartKind
    words: re.Pattern[str]
    weight: float
    most: int
    begins: bool = False


def _signal(part: PartKind, words: str, weight: float, most: int = 14, begins: bool = False) -> Signal:
    return Signal(part, re.compile(words, re.I), weight, most, begins)


_ANNEX = r"^\W*(annexe?|appendix|attachment|schedule)\s+([a-z]|\d+|[ivx]+|one|two|three|four|five|six)\b"
_PLAN_TITLE = r"\bproductivity\s+(plan|statement|return|submission)s?\b"

SIGNALS = (
    # the front page of a committee report, and the headings its rules prescribe
    _signal(COVER, r"^\W*report\s+(to|for|of|by|author|title)\b", 3, 40, begins=True),
    _signal(COVER, r"^\W*(subject|title of report|report title|agenda item|item no)\b", 3, 40, begins=True),
    _signal(COVER, r"^\W*(cabinet|executive|council|full council|overview and scrutiny.*)\W*$", 2, 8, begins=True),
    _signal(COVER, r"\b(lead|cabinet|executive) (member|councillor)s?\b.{0,40}:", 2, 40),
    _signal(COVER, r"\bportfolio[ -]holder\b", 1.5, 30),
    _signal(COVER, r"^\W*(key decision|forward plan|contact officer|responsible officer|relevant officer)\b", 2, 40),
    _signal(COVER, r"^\W*(exempt|confidential|wards? affected|ward members?|key themes?)\b.{0,40}", 1.5, 14),
    _signal(COVER, r"^[\W\d]*(officer )?recommendations?\b\s*(\(s\)|to\b.*)?[\W]*", 2, 14),
    _signal(COVER, r"^[\W\d]*(purpose|summary) of (the |this )?report\b", 3, 60),
    _signal(COVER, r"^[\W\d]*(reasons? for (the )?(decision|recommendation)s?)\b", 3),
    _signal(COVER, r"^[\W\d]*((alternative )?options?( and alternatives)? considered|alternatives considered)\b", 2.5),
    _signal(COVER, r"^[\W\d]*(background (papers?|documents?)|list of appendices|appendices)\b", 2.5, 40),
    _signal(COVER, r"^[\W\d]*[\w ,/&()-]{0,60}\bimplications?\b[^.]{0,80}$", 2.5, 24),
    _signal(COVER, r"^[\W\d]*(equalit\w+|biodiversity|data protection) impact assessment", 2, 24),
    _signal(COVER, r"^[\W\d]*(monitoring officer|s(ection|\.)? ?151( officer)?|statutory comments)\b", 2, 12),
    _signal(COVER, r"^[\W\d]*(finance|legal|risk|consultation|policy)\W*$", 1, 4),
    _signal(COVER, r"\b(is|are) (asked|recommended|invited|requested) to\b", 1.5, 80),
    _signal(COVER, r"\b(cabinet|committee|council|members?|executive)\b.{0,30}\b(endorse|approve|note)s?\b.{0,60}\b"
            r"productivity plan", 2.5, 60),
    _signal(COVER, r"\barising (directly )?from this report\b|\bthis report (sets|seeks|presents|asks)\b", 2, 80),
    # a letter
    _signal(LETTER, r"^\W*dear\s+\w+", 6, 8, begins=True),
    _signal(LETTER, r"^\W*(department for|ministry of)\b", 2, 10, begins=True),
    _signal(LETTER, r"^\W*[\w .'’-]+ MP\W*$", 2, 6, begins=True),
    _signal(LETTER, r"^\W*(minister|secretary of state|parliamentary under)\b", 2, 10, begins=True),
    _signal(LETTER, r"^\W*(\d+ marsham street|sw1p 4df)", 2, 12, begins=True),
    _signal(LETTER, r"^\W*(yours (sincerely|faithfully)|kind regards)\b", 3, 8),
    _signal(LETTER, r"\b(I|my) (am|will|would|do|know|expect|look|want|officials)\b", 1.5, 200),
    _signal(LETTER, r"^\W*(your plans? (must|should)|you (must|should) (ensure|consider|set out))\b", 2, 200),
    # the plan's own title
    _signal(PLAN, rf"{_ANNEX}.*{_PLAN_TITLE}", 5, 30, begins=True),
    _signal(PLAN, rf"^(?!.*\b(report|letter|subject|agenda|background|recommend\w*|endorse\w*|approve\w*)\b)"
            rf"[^.]*{_PLAN_TITLE}[^.]*$", 4, 14, begins=True),
    # an appendix
    _signal(APPENDIX, rf"{_ANNEX}(?!.*{_PLAN_TITLE})[^.]*$", 3.5, 20, begins=True),
)  # fmt: skip

_LIST_OF_ANNEXES = re.compile(_ANNEX, re.I)
_ANNEXES = re.compile(_ANNEX.removeprefix(r"^\W*"), re.I)
_NUMBER = re.compile(r"^\W*(\d{1,2})(?:[.):]|\s|$)")
_RESTART = 2.0  # heading numbers that begin again at 1, in what was a covering report


def parts(passages: Sequence[Passage]) -> tuple[Part, ...]:
    """The parts of a paper, in order, without gaps. Where no plan is found the whole is the plan."""
    if not passages:
        return ()
    signals = _signals(passages)
    path = _cheapest(signals)
    found: list[Part] = []
    for place, kind in enumerate(path):
        number = passages[place].number
        if found and found[-1].kind is kind:
            found[-1] = Part(kind, found[-1].first, number)
        else:
            found.append(Part(kind, number, number))
    if _words(passages, found, PLAN) >= LEAST_WORDS:
        return tuple(found)
    # no plan by name: what a covering report encloses is the plan, else all of it is
    if _words(passages, found, COVER) and _words(passages, found, APPENDIX) >= LEAST_WORDS:
        enclosed = max(
            (part for part in found if part.kind is APPENDIX),
            key=lambda part: (part.last - part.first, -part.first),
        )
        return tuple(Part(PLAN, part.first, part.last) if part == enclosed else part for part in found)
    return (Part(PLAN, passages[0].number, passages[-1].number),)


def _words(passages: Sequence[Passage], found: Sequence[Part], kind: PartKind) -> int:
    numbers = _numbers(found, kind)
    return sum(len(p.text.split()) for p in passages if p.number in numbers)


def _numbers(found: Sequence[Part], kind: PartKind) -> set[int]:
    return {number for part in found if part.kind is kind for number in range(part.first, part.last + 1)}


def of_plan(passages: Sequence[Passage], split: Sequence[Part] | None = None) -> tuple[Passage, ...]:
    """The passages of the plan alone, which is what is scored. `split` spares splitting them again."""
    numbers = _numbers(parts(passages) if split is None else split, PLAN)
    return tuple(p for p in passages if p.number in numbers)


@dataclass(slots=True)
class _Seen:
    weights: dict[PartKind, float]
    begins: set[PartKind]


def _signals(passages: Sequence[Passage]) -> list[_Seen]:
    listed = {i for i, p in enumerate(passages) if _LIST_OF_ANNEXES.match(p.text[:80])}
    seen: list[_Seen] = []
    highest = 0
    for place, passage in enumerate(passages):
        text = passage.text[:600]
        words = len(passage.text.split())
        here = _Seen({}, set())
        near = {place + 1, place + 2} | (set() if passage.kind is Kind.HEADING else {place - 2, place - 1})
        in_list = place in listed and (bool(listed & near) or len(_ANNEXES.findall(text)) > 1)
        row = passage.kind is Kind.ROW
        for signal in SIGNALS:
            if words > signal.most or not signal.words.search(text):
                continue
            if signal.part is not COVER and (in_list or (row and signal.part is PLAN)):
                here.weights[COVER] = here.weights.get(COVER, 0.0) + 0.5
                continue
            here.weights[signal.part] = here.weights.get(signal.part, 0.0) + signal.weight
            if signal.begins:
                here.begins.add(signal.part)
        number = _number(passage)
        if number == 1 and highest >= 3 and words <= 30:
            here.weights[PLAN] = here.weights.get(PLAN, 0.0) + _RESTART
            here.begins.add(PLAN)
            highest = 0
        elif number is not None and words <= 30:
            highest = max(highest, number)
        seen.append(here)
    return seen


def _number(passage: Passage) -> int | None:
    """The whole number that heads a passage ('3', '3.'), None where there is none."""
    if passage.label.strip(". )").isdecimal() and passage.kind is Kind.HEADING:
        return int(passage.label.strip(". )")) if len(passage.label) < 5 else None
    match = _NUMBER.match(passage.text[:8]) if passage.kind is Kind.HEADING else None
    return int(match[1]) if match else None


def _cheapest(signals: Sequence[_Seen]) -> list[PartKind]:
    best = {kind: signals[0].weights.get(kind, 0.0) - (0.0 if kind is PLAN else CHANGE) for kind in _KINDS}
    back: list[dict[PartKind, PartKind]] = []
    for seen in signals[1:]:
        now: dict[PartKind, float] = {}
        came: dict[PartKind, PartKind] = {}
        for kind in _KINDS:
            cost = CHANGE if kind in seen.begins else LEAP
            before = max(_KINDS, key=lambda k: best[k] - (0.0 if k is kind else cost))
            now[kind] = best[before] - (0.0 if before is kind else cost) + seen.weights.get(kind, 0.0)
            came[kind] = before
        best = now
        back.append(came)
    kind = max(_KINDS, key=lambda k: best[k])
    path = [kind]
    for came in reversed(back):
        kind = came[kind]
        path.append(kind)
    return path[::-1]
