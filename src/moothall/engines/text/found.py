"""What the text engine finds: values only, each pointing at the passage it was found in."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum


class Comparator(StrEnum):
    EXACT = ""
    ABOUT = "about"  # circa, approximately, around, roughly, some
    OVER = "over"  # more than, above, exceeding
    UNDER = "under"  # less than, below
    AT_LEAST = "at least"  # minimum, no fewer than
    UP_TO = "up to"  # at most, maximum, no more than
    NEARLY = "nearly"  # almost, approaching
    FROM = "from"  # the low end of a range
    TO = "to"  # its high end


class Written(StrEnum):
    DIGITS = "digits"
    WORDS = "words"  # 'three new posts'


@dataclass(frozen=True, slots=True)
class StatedFigure:
    """A measure that the text states. `value` is scaled and signed: '£3.9m' is 3900000, 'fell by 4%' is 4.

    `unit` is 'GBP', '%', 'FTE', or the noun counted, in the plural as written ('homes', 'years').
    """

    value: Decimal
    unit: str
    text: str  # as written, comparator left out: '£3.9 million'
    scale: str  # 'k', 'm', 'bn' or ''
    comparator: Comparator
    period: str  # as written: '2023/24', 'over the last 6 years'; '' where none is stated
    sentence: str
    passage: int  # number of the passage
    start: int  # where `text` begins in the passage's text
    end: int
    written: Written = Written.DIGITS


@dataclass(frozen=True, slots=True)
class MalformedFigure:
    """A number that cannot be read for certain ('£3,203.453'), reported and never guessed."""

    text: str
    why: str  # one sentence: what is wrong and what to ask
    sentence: str
    passage: int
    start: int
    end: int


class PartKind(StrEnum):
    COVER_REPORT = "cover report"
    LETTER = "letter"
    PLAN = "plan"
    APPENDIX = "appendix"


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of a paper, by the numbers of its first and last passage."""

    kind: PartKind
    first: int
    last: int


class Status(StrEnum):
    ANSWERED = "answered"
    PARTLY = "partly"
    ABSENT = "absent"


@dataclass(frozen=True, slots=True)
class Answer:
    """Whether a plan answers a question or meets a requirement, and with which passages, the best first."""

    id: str  # '1.1' to '4.4', or 'R1' to 'R12'
    status: Status
    passages: tuple[int, ...]  # empty exactly where absent
    why: str  # one sentence: what was found or missing
    score: float = 0.0
    corrected: bool = False  # by a reader


class ClaimKind(StrEnum):
    SYSTEM = "system"
    SAVING = "saving"
    SPEND = "spend"
    PLAN = "plan"
    GOVERNANCE = "governance"
    BARRIER = "barrier"
    ASK = "ask"


class Basis(StrEnum):
    """What a saving is. Treasury and CIPFA keep cash released apart from cost that would have come."""

    CASHABLE = "cashable"
    AVOIDED = "cost avoidance"
    MIXED = "cashable and cost avoidance together"
    UNCLEAR = "unclear"


@dataclass(frozen=True, slots=True)
class Claim:
    """A statement of a kind, in one sentence. `basis` is for savings alone."""

    kind: ClaimKind
    sentence: str
    passage: int
    figures: tuple[StatedFigure, ...] = ()
    basis: Basis | None = None
