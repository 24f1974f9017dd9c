"""Which of the letter's questions and requirements a plan answers, and with which of its passages.

answers = coverage(of_plan(paper.passages))
answers = coverage(passages, corrections={"1.7": Correction(Status.ABSENT)})  # what a reader put right is kept
requirements(paper)["R8"].why
"""

from moothall.engines.text.coverage.answers import Correction, coverage
from moothall.engines.text.coverage.requirements import CONTEXT, requirements

__all__ = ["CONTEXT", "Correction", "coverage", "requirements"]
