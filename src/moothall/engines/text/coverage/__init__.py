"""Which of the letter's questions and requirements a plan answers, and with which of its passages.

answers = coverage(of_plan(paper.passages))
"""

from collections.abc import Sequence

from moothall.engines.text.coverage.evidence import evidence
from moothall.engines.text.coverage.judgement import judged
from moothall.engines.text.found import Answer
from moothall.kit.papers import Passage
from moothall.reference.productivity_letter import letter

__all__ = ["coverage"]


def coverage(passages: Sequence[Passage]) -> dict[str, Answer]:
    """An answer to each of the 25 questions. Answered and partly always cite passages; absent never does."""
    found = evidence(passages)
    return {question.id: judged(question, found[question.id]) for question in letter().questions}
