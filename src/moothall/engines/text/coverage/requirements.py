"""Which of the letter's twelve requirements a plan meets, as far as its own file can show.

R8 is judged from the whole file, since endorsement is often only in the covering report; so are R7 and R9.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from functools import cache

from moothall.engines.text.coverage.answers import coverage
from moothall.engines.text.coverage.lexicon import Finder, Sentence, requirement_patterns, sentences
from moothall.engines.text.found import Answer, Part, PartKind, Status
from moothall.engines.text.parts import parts as split
from moothall.kit.papers import Kind, Paper, Passage
from moothall.reference.productivity_letter import letter

CONTEXT = frozenset({"R12"})  # the letter says it of itself: there is nothing for a plan to do
WORDS_A_PAGE = 550
MOST_PAGES, LONG_PAGES = 4, 6
CITED = 6

_MONTHS = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
_DATE = re.compile(rf"\b(\d{{1,2}})\s*(?:st|nd|rd|th)?\s+(?:of\s+)?({'|'.join(_MONTHS)})\s+(20\d\d)\b", re.I)

# A line or a table's row that tells a step without naming the plan: 'Endorsed by Cabinet on …', 'Submitted | …'.
_MINISTRY = r"(?:department|ministry|government|minister|secretary of state|DLUHC|MHCLG|DLHC)\b"
_SENT = re.compile(
    rf"^\W*(?:it was |this plan was )?(?:sent|submitted|returned|submission) (?:by [^.]{{1,40}} )?"
    rf"to (?:the )?{_MINISTRY}",
    re.I,
)
_SENT_CELL = re.compile(r"^\W*(?:sent|submitted|returned|submission)\b", re.I)
_MEMBERS = r"(?:cabinet|(?<!chief )executive|council|committee|members|leader|councillors|portfolio holder)"
_ENDORSED = re.compile(
    rf"^\W*(?:endorsed|approved|agreed|adopted|signed off)(?: and (?:endorsed|approved|agreed|adopted|signed off))? "
    rf"(?:by|at) (?:the |our |full |[A-Z][\w-]+ ){{0,3}}{_MEMBERS}\b",
    re.I,
)
_ENDORSED_CELL = re.compile(
    r"^\W*(?:endorsed|approved|agreed|adopted|endorsement|approval|signed off)\b", re.I
)
_BY_MEMBERS = re.compile(rf"\b{_MEMBERS}\b", re.I)

# Words that would pass for others: an officer is no executive of members, and looking at indicators is no report on
# the plan.
_LEFT_OUT = {
    **dict.fromkeys(("endorsed", "endorsement"), re.compile(r"\bchief executives?\b", re.I)),
    **dict.fromkeys(
        ("progress often", "progress"),
        re.compile(r"\b(?:key )?performance (?:indicators?|measures?|metrics)\b", re.I),
    ),
}


class _Read:
    """The passages of a plan, and of the file but the minister's letter, with what is found in each."""

    def __init__(self, paper: Paper, parts: Sequence[Part], answers: Mapping[str, Answer]) -> None:
        kinds = {number: part.kind for part in parts for number in range(part.first, part.last + 1)}
        self.paper = paper
        self.answers = answers
        self.file = [p for p in paper.passages if kinds.get(p.number) is not PartKind.LETTER]
        self.plan = [p for p in self.file if kinds.get(p.number, PartKind.PLAN) is PartKind.PLAN]
        self.sentences: dict[int, list[Sentence]] = {p.number: sentences(p.text) for p in self.file}

    def says(self, name: str, passages: Iterable[Passage]) -> list[int]:
        """The passages with a sentence that matches a pattern of this name in the lexicon."""
        finder = _finder(name)
        return [p.number for p in passages if any(finder.found(here) for here in self._split(name, p))]

    def _split(self, name: str, passage: Passage) -> list[Sentence]:
        left_out = _LEFT_OUT.get(name)
        if left_out is None or not left_out.search(passage.text):
            return self.sentences[passage.number]
        return sentences(left_out.sub(" ", passage.text))

    def own(self, name: str, passages: Iterable[Passage]) -> list[int]:
        """As `says`, leaving out sentences that only tell what the letter asked."""
        finder, asked = _finder(name), _finder("asked")
        return [
            p.number
            for p in passages
            if any(finder.found(here) and not asked.found(here) for here in self._split(name, p))
        ]

    def told(self, opening: re.Pattern[str], cell: re.Pattern[str], also: re.Pattern[str]) -> list[int]:
        """The lines that open so, and the rows whose first cell does and another of whose cells says `also`."""
        return [
            p.number
            for p in self.file
            if p.kind is not Kind.HEADING
            and (
                cell.match(p.cells[0]) and any(map(also.search, p.cells[1:]))
                if len(p.cells) > 1
                else opening.match(p.text)
            )
        ]

    def marked(self, *marks: str) -> list[int]:
        return [
            p.number
            for p in self.plan
            if p.kind is not Kind.HEADING
            and any(here.words & set(marks) for here in self.sentences[p.number])
        ]


@cache
def _finder(name: str) -> Finder[str]:
    return Finder([(name, each) for each in requirement_patterns()[name]])


_Verdict = tuple[Status, Sequence[int], str]
ANSWERED, PARTLY, ABSENT = Status.ANSWERED, Status.PARTLY, Status.ABSENT


def _both(first: Sequence[int], second: Sequence[int], all: str, some: str, none: str) -> _Verdict:
    if first and second:
        return ANSWERED, _mixed(first, second), all
    return (PARTLY, first or second, some) if first or second else (ABSENT, (), none)


def _mixed(*rows: Sequence[int]) -> list[int]:
    """One from each in turn, so that the first cited speak for everything."""
    longest = max((len(row) for row in rows), default=0)
    return list(dict.fromkeys(row[i] for i in range(longest) for row in rows if i < len(row)))


def _length(read: _Read) -> _Verdict:
    words = sum(len(p.text.split()) for p in read.plan)
    if not words:
        return ABSENT, (), "The plan holds no words."
    pages = [p.page for p in read.plan if p.page is not None]
    if pages:
        count = float(max(pages) - min(pages) + 1)
        said = f"The plan is {count:.0f} page{'' if count == 1 else 's'} long ({words:,} words)"
    else:
        count = words / WORDS_A_PAGE
        said = f"The plan is {words:,} words long, about {count:.1f} pages of {WORDS_A_PAGE} words"
    cited = [read.plan[0].number]
    if count <= MOST_PAGES + (0 if pages else 0.5):
        return ANSWERED, cited, f"{said}."
    over = f"{said}: the letter expects three to four pages."
    return (PARTLY, cited, over) if count <= LONG_PAGES + (0 if pages else 0.5) else (ABSENT, (), over)


def _past_and_future(read: _Read) -> _Verdict:
    past = [*read.answers["1.1"].passages, *read.answers["1.3"].passages] or read.says("past", read.plan)
    future = [*read.answers["1.4"].passages] or read.says("future", read.plan)
    return _both(
        past,
        future,
        "It says what was done in recent years and what is planned.",
        "It says what was done but not what is planned."
        if past
        else "It says what is planned but not what was done.",
        "It says neither what was done nor what is planned.",
    )


def _assured(read: _Read) -> _Verdict:
    strong, some = read.says("assured", read.plan), read.says("monitored", read.plan)
    if strong:
        return ANSWERED, strong, "It says how delivery of the plans will be monitored."
    if some:
        return (
            PARTLY,
            some,
            "It speaks of monitoring, but not of how delivery of these plans will be followed.",
        )
    return ABSENT, (), "It does not say how delivery will be monitored or assessed."


def _wide(read: _Read) -> _Verdict:
    facets = {
        "the organisation": read.says("organisation", read.plan),
        "services": read.says("services", read.plan),
        "leadership of the place": read.says("place", read.plan),
        "value for money": read.says("value", read.plan),
    }
    has = [name for name, row in facets.items() if row]
    lacks = [name for name, row in facets.items() if not row]
    cited = _mixed(*facets.values())
    if len(lacks) <= 1 and has and "leadership of the place" in has:
        return ANSWERED, cited, f"It speaks of {', '.join(has)}."
    if has:
        return PARTLY, cited, f"It speaks of {', '.join(has)}, but not of {', '.join(lacks)}."
    return ABSENT, (), "It speaks neither of the organisation, its services nor the place."


def _partners(read: _Read) -> _Verdict:
    named = {name: read.says(name, read.plan) for name in ("health", "police", "fire", "others")}
    has = [name for name, row in named.items() if row]
    cited = _mixed(*named.values())
    if len(has) >= 2:
        return ANSWERED, cited, "It names work with several other public services."
    if has:
        return PARTLY, cited, "It names work with one kind of other public service."
    return ABSENT, (), "It names no work with other public services, such as health or the police."


def _themes(read: _Read) -> _Verdict:
    best: dict[int, Sequence[int]] = {}
    for question in letter().questions:
        answer = read.answers[question.id]
        if answer.passages and question.theme not in best:
            best[question.theme] = answer.passages
    missing = [theme.title for theme in letter().themes if theme.id not in best]
    cited = [row[0] for row in best.values()]
    if not missing:
        return ANSWERED, cited, "Each of the four themes is spoken to."
    if best:
        return PARTLY, cited, f"Nothing was found on: {'; '.join(missing)}."
    return ABSENT, (), "None of the four themes is spoken to."


def _returned(read: _Read) -> _Verdict:
    deadline = letter().deadline
    said = sorted({*read.own("returned", read.file), *read.told(_SENT, _SENT_CELL, _DATE)})
    by_number = {p.number: p for p in read.file}
    dated = [(number, when) for number in said for when in _dates(by_number[number].text)]
    in_time = [number for number, when in dated if when <= deadline and when >= letter().sent]
    if in_time:
        return ANSWERED, in_time, "It gives a date of return that is in time."
    if late := [number for number, when in dated if when > deadline]:
        return PARTLY, late, f"The date it gives is after {deadline:%-d %B %Y}."
    if said:
        return PARTLY, said, "It says that it is returned to the department, but not when."
    return ABSENT, (), "The file does not say when it was returned."


def _dates(text: str) -> list[date]:
    found = []
    for match in _DATE.finditer(text):
        try:
            found.append(date(int(match[3]), _MONTHS.index(match[2].casefold()) + 1, int(match[1])))
        except ValueError:
            continue
    return found


def _endorsed(read: _Read) -> _Verdict:
    told = read.told(_ENDORSED, _ENDORSED_CELL, _BY_MEMBERS)
    done, asked = sorted({*read.own("endorsed", read.file), *told}), read.says("endorsement", read.file)
    if done:
        return ANSWERED, done, "It says that members endorsed it."
    if asked:
        return (
            PARTLY,
            asked,
            "Members are asked to endorse it, or their part is named; that they did is not said.",
        )
    return ABSENT, (), "The file does not say that members oversaw and endorsed it."


def _published(read: _Read) -> _Verdict:
    own, some = read.own("published", read.file), read.says("website", read.plan)
    if own:
        return ANSWERED, own, "It says that the plan is published where residents can see it."
    if some:
        return PARTLY, some, "It publishes other things for residents, but does not say that of the plan."
    return ABSENT, (), "The file does not say that the plan is on the council's website."


def _progress(read: _Read) -> _Verdict:
    often, some = read.says("progress often", read.plan), read.says("progress", read.plan)
    if often:
        return ANSWERED, often, "It says how often progress will be reported."
    if some:
        return PARTLY, some, "It speaks of reporting or updating, but not how often."
    return ABSENT, (), "It does not say how it will be updated or progress reported."


def _metrics(read: _Read) -> _Verdict:
    figures, indicators = read.marked("<£>", "<%>"), read.says("indicators", read.plan)
    if len(figures) >= 3 and indicators:
        return ANSWERED, _mixed(figures, indicators), "It holds figures, and names the indicators it goes by."
    if figures:
        return (
            PARTLY,
            _mixed(figures, indicators),
            ("It holds figures but names no indicators." if not indicators else "It holds few figures."),
        )
    if indicators:
        return PARTLY, indicators, "It names indicators but gives no figures for them."
    return ABSENT, (), "It holds neither figures nor indicators."


def _context(read: _Read) -> _Verdict:
    return ABSENT, (), "This is context: the letter asks nothing of the plan here."


_RULES: Mapping[str, Callable[[_Read], _Verdict]] = {
    "R1": _length,
    "R2": _past_and_future,
    "R3": _assured,
    "R4": _wide,
    "R5": _partners,
    "R6": _themes,
    "R7": _returned,
    "R8": _endorsed,
    "R9": _published,
    "R10": _progress,
    "R11": _metrics,
    "R12": _context,
}


def requirements(
    paper: Paper, parts: Sequence[Part] | None = None, answers: Mapping[str, Answer] | None = None
) -> dict[str, Answer]:
    """R1 to R12, judged from the file. R12 is context: always absent, and its sentence says why (see `CONTEXT`).

    `parts` and `answers` spare working them out again. What only the world knows (whether it was sent in time, whether
    it is on the website) is judged by what the file says of it; where the council's own record says more, that holds.
    """
    parts = split(paper.passages) if parts is None else parts
    if answers is None:
        plan = {n for part in parts if part.kind is PartKind.PLAN for n in range(part.first, part.last + 1)}
        answers = coverage(tuple(p for p in paper.passages if p.number in plan))
    read = _Read(paper, parts, answers)
    found: dict[str, Answer] = {}
    for id, rule in _RULES.items():
        status, passages, why = rule(read)
        found[id] = Answer(id, status, tuple(passages[:CITED]), why)
    return found
