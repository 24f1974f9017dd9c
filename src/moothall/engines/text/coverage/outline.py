"""What each passage stands under: its theme, and the questions that the headings above it raise.

A heading is a heading, a line that opens a list ('We have also:'), or a question put and then answered.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from moothall.engines.text.coverage.lexicon import HEADING, lexicon, sentence, sentences
from moothall.engines.text.sentences import sentences as sentence_spans
from moothall.engines.text.words import stems, telling
from moothall.kit.papers import Kind, Passage
from moothall.reference.productivity_letter import letter

SURE = 0.5  # what a heading must speak for a question before what follows is given to it
WORDING, NEAR = 0.5, 0.2
AWAY = 0.75
BRIEF = 14  # words: in a longer line, one word does not say what it is about
QUOTED = 800  # characters in which a quotation of the letter may stand
RUN_IN = 99  # the rank of a line that opens a list, a question or a row's first cell: below every heading
LONGEST = 60  # words in a question or a line that opens a list

_QUESTION = re.compile(r"^((?:[^?!.]|[.!](?!\s+[A-Z])){8,600}\?)\s*(?=\S|$)")
_ADDRESSED = re.compile(  # words that only the letter says, and the plan that quotes it
    r"\byou may wish\b|\b(?:do|have|did|are) you\b|\byou (?:should|must|have|will|would|need)\b"
    r"|\binterested in learning\b"
    r"|\byour (?:plans?|organisation|authority|council)\b",
    re.I,
)
_PLAN = re.compile(r"\bproductivity plans?\b", re.I)
_CLOSES = re.compile(
    r"^\W*(conclusions?|in conclusion|summary|introduction|foreword|appendix|annexe?|about)\b", re.I
)
_GLOSSARY = re.compile(
    r"^\W*(?:(?:appendix|annexe?|section)\W+\w{1,2}\W+|[\d.]+\s+)?(?:a )?"
    r"(?:glossary|abbreviations|acronyms|definitions"
    r"|(?:list|key|explanation) (?:of|to) (?:abbreviations|acronyms|terms)|terms (?:and abbreviations|used)"
    r"|abbreviations used)\b",
    re.I,
)
_TERM, _MEANING = (
    re.compile(r"^(?:terms?|acronyms?|abbreviations?|words?|phrases?|initials|short form)\b", re.I),
    re.compile(
        r"\b(?:meaning|means|definition|stands for|in full|full (?:name|term|form)|explanation)\b", re.I
    ),
)
_COLON = re.compile(r"^([^:.?!]{3,90})(?::| [–—-]) +\S")
_CONTINUES = re.compile(r"^[a-z(]")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a passage stands. `said` is what it says itself, without a question it may open with."""

    passage: Passage
    said: str
    theme: int | None
    raised: Mapping[str, float]  # question to how surely the headings above raise it
    evidence: bool


@dataclass(slots=True)
class _Heading:
    rank: int
    raised: dict[str, float]
    theme: int | None
    glossary: bool = False  # what follows explains words and says nothing of the council


def outline(passages: Sequence[Passage]) -> list[Place]:
    places: list[Place] = []
    stack: list[_Heading] = []
    opener: _Heading | None = None  # a line that opens a list, or a question
    section: int | None = None  # the theme whose title was last seen
    in_list = False
    terms = False  # in a table of words and what they mean
    asking = False  # the passage before was a question with nothing said yet
    contents = _contents(passages)
    for place, passage in enumerate(passages):
        if place in contents:
            places.append(Place(passage, "", None, {}, False))
            continue
        question, said = _question(passage.text)
        said, quoted = _without_quotation(said)
        question = f"{question} {quoted}".strip()
        theme, title = theme_of(question or passage.text)
        heading = passage.kind is Kind.HEADING and not said.rstrip().endswith(".")
        if heading or title:
            rank = _rank(passage)
            while stack and stack[-1].rank >= rank:
                stack.pop()
            if title:
                section = theme
            elif _CLOSES.match(passage.text):
                section = None
            inherited = (stack[-1].theme if stack else None) or section
            raised = {} if title else raises(question or passage.text, theme or inherited)
            stack.append(_Heading(rank, raised, theme or inherited, bool(_GLOSSARY.match(passage.text))))
            opener, in_list, asking = None, False, bool(question)
            said = said if question or not title else ""
            places.append(_place(passage, said if question else "", stack, None, False))
            if question and said:
                places[-1] = _place(passage, said, stack, None, True)
            continue
        inherited = (stack[-1].theme if stack else None) or section
        if question:
            raised = raises(question, theme or inherited)
            if asking and opener is not None and not said:
                # several questions, then one answer: each is raised, none so surely
                for id, sure in raised.items():
                    opener.raised[id] = max(opener.raised.get(id, 0.0), sure)
            else:
                opener = _Heading(RUN_IN, raised, theme)
            in_list, asking = False, not said
            places.append(_place(passage, said, stack, opener, bool(said)))
            continue
        opens = passage.text.rstrip().endswith(":")
        if opens:
            last = _last_sentence(passage.text)
            opener = _Heading(RUN_IN, raises(last, theme or inherited), None)
            in_list, asking = False, False
            places.append(_place(passage, passage.text, stack, opener, len(passage.text.split()) >= 12))
            continue
        listed = passage.kind in (Kind.ITEM, Kind.ROW) or bool(_CONTINUES.match(passage.text))
        if opener is not None and not asking and in_list and not listed and opener.rank == RUN_IN:
            opener = None
        in_list = in_list or not asking
        if asking:
            asking = False
            in_list = False
        terms = (terms or _of_terms(passage)) and passage.kind is Kind.ROW
        says = not (passage.header or terms or any(heading.glossary for heading in stack))
        own = _run_in(passage)
        above = [*stack, opener] if opener is not None and own else stack
        local = _Heading(RUN_IN, raises(own, theme_of(own)[0] or inherited), None) if own else opener
        places.append(_place(passage, passage.text, above, local, says))
    return places


def _contents(passages: Sequence[Passage]) -> set[int]:
    """Where the themes' titles stand one after another: the plan says what it was asked, and answers nothing yet."""
    titles = [theme_of(passage.text)[1] for passage in passages]
    return {
        place
        for place, title in enumerate(titles)
        if title and (titles[place + 1 : place + 2] == [True] or (place and titles[place - 1]))
    }


def _place(
    passage: Passage, said: str, stack: Sequence[_Heading], opener: _Heading | None, evidence: bool
) -> Place:
    raised: dict[str, float] = {}
    theme = None
    fade = 1.0
    for heading in reversed([*stack, *([opener] if opener else [])]):
        for id, sure in heading.raised.items():
            raised[id] = max(raised.get(id, 0.0), sure * fade)
        theme = theme or heading.theme
        if heading.raised or heading.rank != RUN_IN:
            fade *= 0.7  # a heading further up says less of what stands here
    least = (
        1 if any(sure >= HEADING for sure in raised.values()) else 3
    )  # 'None.' is an answer to what was asked
    return Place(passage, said, theme, raised, evidence and len(said.split()) >= least)


def _of_terms(passage: Passage) -> bool:
    """Whether a table's first row heads a list of words and their meanings."""
    cells = passage.cells
    return len(cells) > 1 and bool(_TERM.match(cells[0])) and any(map(_MEANING.search, cells[1:]))


def _run_in(passage: Passage) -> str:
    """A heading that a passage carries itself: a row's first cell, or what stands before its first colon."""
    if len(passage.cells) > 1:
        return passage.cells[0]
    match = _COLON.match(passage.text)
    return match[1] if match else ""


def _question(text: str) -> tuple[str, str]:
    """A question that the passage opens with, and the rest."""
    match = _QUESTION.match(text)
    if match is None or len(match[1].split()) > LONGEST:
        return "", text
    rest = text[match.end() :].strip()
    again = _QUESTION.match(rest)
    if again is not None and len(again[1].split()) <= LONGEST:
        more, rest = _question(rest)
        return f"{match[1]} {more}", rest
    return match[1], rest


def _without_quotation(said: str) -> tuple[str, str]:
    """What a passage says, and the sentences it opens with that are the letter's, spoken to the council."""
    if said.endswith(":"):
        return said, ""
    end = 0
    for first, last in sentence_spans(said[:QUOTED]):
        if not _ADDRESSED.search(said[first:last]) or last - first > QUOTED / 2:
            break
        end = last
    return said[end:].strip(), said[:end].strip()


def _last_sentence(text: str) -> str:
    return re.split(r"(?<=[.!?;])\s+", text.strip())[-1]


def _rank(passage: Passage) -> int:
    if passage.level and passage.kind is Kind.HEADING:
        return passage.level
    return passage.label.strip(".").count(".") + 2 if passage.label else 3


def theme_of(text: str) -> tuple[int | None, bool]:
    """The theme that a heading names, and whether it is the theme's own title and no question's."""
    words = text.split()
    if len(words) > LONGEST:
        return None, False
    here = set(telling(stems(text)))
    best, share = None, 0.0
    for id, wanted in _THEMES.items():
        common = len(here & wanted) / len(wanted)
        if common > share:
            best, share = id, common
    if best is not None and share >= 0.6 and len(here) <= 2.5 * len(_THEMES[best]):
        return best, True
    found = [theme for _, theme in lexicon().themes.found(sentence(text))]
    return (max(set(found), key=lambda t: (found.count(t), -t)), False) if found else (None, False)


_THEMES = {theme.id: frozenset(telling(stems(theme.asks))) for theme in letter().themes}
_WORDING = {q.id: frozenset(telling(stems(f"{q.title} {q.asks}"))) for q in letter().questions}
_TITLES = {q.id: frozenset(telling(stems(q.title))) for q in letter().questions}


def raises(text: str, theme: int | None = None) -> dict[str, float]:
    """The questions that a heading raises, each with how surely; only the surest are kept.

    In a theme's section a question of another theme is less sure. A plan's own title raises nothing.
    """
    if len(text.split()) > LONGEST or _PLAN.search(text):
        return {}
    rest: dict[str, float] = {}
    seen: set[int] = set()
    brief = len(text.split()) <= BRIEF or text.rstrip().endswith("?")
    for here in sentences(text):
        for place, (id, weight) in lexicon().headings.found(here):
            if place not in seen and (weight < HEADING or brief):
                seen.add(place)
                rest[id] = rest.get(id, 1.0) * (1 - weight)
    words = frozenset(telling(stems(text)))
    if not words:
        return {}
    for id, title in _TITLES.items():
        if len(words & title) >= 0.75 * max(len(title), len(words)):
            rest[id] = rest.get(id, 1.0) * (1 - HEADING)
    found = {id: (1 - left) * (1.0 if theme in (None, int(id[0])) else AWAY) for id, left in rest.items()}
    found = {id: sure for id, sure in found.items() if sure >= SURE}
    # between questions that share words ('improve', 'plans'), the letter's own wording decides
    worded = {id: sure + WORDING * len(words & _WORDING[id]) / len(words) for id, sure in found.items()}
    top = max(worded.values(), default=0.0)
    return {id: sure for id, sure in found.items() if worded[id] >= top - NEAR}
