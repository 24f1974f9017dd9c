"""The letter's questions beside the text: which it answers as it stands, and what the council holds towards the others.

Which measure may serve which question is data, in `evidence.toml`.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from moothall.engines.text.found import Answer, Status
from moothall.figures.measures import Measure, catalogue
from moothall.plan.models import CoverageCorrection
from moothall.plan.themes import SECTION
from moothall.reference.productivity_letter import Question, letter

# where else in Moothall an answer may stand: words for it, and the route of its page
HOLDS = {
    "priorities": ("The council's priorities, and who holds each", "priorities"),
    "targets": ("The scorecard: targets, and how far each is met", "scorecard"),
    "owners": ("Who answers for each measure", "owners"),
    "commitments": ("What the council has promised, and how it goes", "progress"),
    "barriers": ("The barriers that the council has recorded, and what it asked for", "barriers"),
    "service-plans": ("The plans of its services", "service-plans"),
    "loads": ("The returns that services make, and how often", "loads"),
}


@dataclass(frozen=True)
class Evidence:
    """What the council may hold towards a question."""

    measures: tuple[Measure, ...]
    holds: tuple[tuple[str, str], ...]  # words, and the route of the page


@dataclass(frozen=True)
class Prompt:
    """A question of the letter with how the text answers it and, where it does not, evidence to look at."""

    question: Question
    answer: Answer
    evidence: Evidence
    corrected: CoverageCorrection | None = None

    @property
    def status(self) -> Status:
        return Status(self.corrected.status) if self.corrected else self.answer.status

    @property
    def theme(self) -> str:
        return SECTION[self.question.theme]


@cache
def evidence() -> Mapping[str, Evidence]:
    """By question. A measure that has left the catalogue is passed over."""
    rows = tomllib.loads((files("moothall.plan") / "evidence.toml").read_text(encoding="utf-8"))
    return {
        question: Evidence(
            tuple(catalogue()[it] for it in row.get("measures", ()) if it in catalogue()),
            tuple(HOLDS[it] for it in row.get("holds", ())),
        )
        for question, row in rows.items()
    }


def prompts(
    answers: Mapping[str, Answer], corrections: Mapping[str, CoverageCorrection], theme: str = ""
) -> list[Prompt]:
    """The questions of one section, or of all of them, in the letter's order."""
    none = Evidence((), ())
    return [
        Prompt(it, answers[it.id], evidence().get(it.id, none), corrections.get(it.id))
        for it in letter().questions
        if not theme or SECTION[it.theme] == theme
    ]
