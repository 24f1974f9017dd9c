"""The 25 questions, answered by the engine or as a reader corrected them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from moothall.engines.text.coverage.evidence import evidence
from moothall.engines.text.coverage.judgement import judged
from moothall.engines.text.found import Answer, Status
from moothall.kit.papers import Passage
from moothall.reference.productivity_letter import letter


@dataclass(frozen=True, slots=True)
class Correction:
    """What a reader says in place of the engine. Without passages those that the engine found are kept."""

    status: Status
    passages: tuple[int, ...] = ()
    why: str = ""


def coverage(
    passages: Sequence[Passage], corrections: Mapping[str, Correction] | None = None
) -> dict[str, Answer]:
    """An answer to each of the 25 questions. Answered and partly always cite passages; absent never does.

    Raises ValueError where a correction names no question of the letter, cites a passage that is not there, or
    calls a question answered or partly answered with no passage to show for it.
    """
    found = evidence(passages)
    answers = {question.id: judged(question, found[question.id]) for question in letter().questions}
    numbers = {passage.number for passage in passages}
    for id, correction in (corrections or {}).items():
        if id not in answers:
            raise ValueError(f"The letter has no question {id}.")
        answers[id] = _corrected(answers[id], correction, numbers)
    return answers


def _corrected(answer: Answer, correction: Correction, numbers: set[int]) -> Answer:
    cited = correction.passages or answer.passages
    if correction.status is Status.ABSENT:
        cited = ()
    elif not cited:
        raise ValueError(
            f"Question {answer.id} is called {correction.status.value}: say which passage shows it."
        )
    if strange := set(cited) - numbers:
        raise ValueError(f"Question {answer.id} cites passage {min(strange)}, which is not in the plan.")
    why = correction.why or f"A reader judged this {correction.status.value}."
    return replace(answer, status=correction.status, passages=cited, why=why, corrected=True)
