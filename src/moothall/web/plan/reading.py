"""A file that somebody sends to be checked or brought in: read while they wait, and kept nowhere."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.core.files.uploadedfile import UploadedFile

from moothall.core.errors import NotPossible
from moothall.engines.text.parts import of_plan
from moothall.kit.papers import Paper, Passage, Unreadable, read_bytes

if TYPE_CHECKING:
    from moothall.recipes.plan_reading import PlanReading

# characters: a file of reports with a plan among them, and a plan ten times as long as the letter asks for; what is
# longer would keep others waiting
LONGEST_FILE, LONGEST_PLAN = 300_000, 80_000
TOO_LONG = "This is far longer than a plan: take the plan out of it, or use ‘moothall plan check’."


def read_file(file: "UploadedFile[bytes]") -> Paper:
    """Its words. Raises NotPossible with one sentence."""
    try:
        paper = read_bytes(file.read(), file.name or "the file")
    except Unreadable as why:
        raise NotPossible(str(why)) from why
    if _length(paper.passages) > LONGEST_FILE or _length(of_plan(paper.passages)) > LONGEST_PLAN:
        raise NotPossible(TOO_LONG)
    return paper


def _length(passages: Iterable[Passage]) -> int:
    return sum(len(it.text) for it in passages)


def read_as_plan(file: "UploadedFile[bytes]") -> "PlanReading":
    """A paper and what it says as a plan. Raises NotPossible."""
    from moothall.recipes.plan_reading import read_plan

    return read_plan(read_file(file))
