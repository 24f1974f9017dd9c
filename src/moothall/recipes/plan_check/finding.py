"""What a rule says, and what a person is told. Values only."""

from dataclasses import dataclass
from enum import StrEnum

from moothall.kit.papers.paper import Passage


class Severity(StrEnum):
    ERROR = "error"  # the plan contradicts itself, or leaves out what the letter required
    WARNING = "warning"  # a reader will be misled or left asking
    ADVICE = "advice"  # worth a look; never fails a check unless asked

    @property
    def rank(self) -> int:
        """0 for advice, 2 for an error."""
        return [Severity.ADVICE, Severity.WARNING, Severity.ERROR].index(self)


@dataclass(frozen=True, slots=True)
class Note:
    """What a rule says of one place: `passage`, else `line` (and `page`), else of the plan as a whole."""

    message: str  # one sentence: what is wrong and what to do
    passage: Passage | None = None
    line: int = 0
    page: int | None = None
    suggestion: str = ""  # what to write instead, where that can be known


@dataclass(frozen=True, slots=True)
class Finding:
    """A note with its rule, as a person is told it. `line` counts from 1; `text` is the passage it is about."""

    code: str
    name: str
    severity: Severity
    message: str
    line: int
    page: int | None
    text: str
    suggestion: str = ""
