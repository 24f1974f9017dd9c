"""A file that somebody sends to be checked or brought in: read while they wait, and kept nowhere."""

from typing import TYPE_CHECKING

from django.core.files.uploadedfile import UploadedFile

from moothall.core.errors import NotPossible
from moothall.kit.papers import Paper, Unreadable, read_bytes

if TYPE_CHECKING:
    from moothall.recipes.plan_reading import PlanReading

LONGEST = 400_000  # characters: a hundred times what the letter asks for; more would keep others waiting


def read_file(file: "UploadedFile[bytes]") -> Paper:
    """Its words. Raises NotPossible with one sentence."""
    try:
        paper = read_bytes(file.read(), file.name or "the file")
    except Unreadable as why:
        raise NotPossible(str(why)) from why
    if sum(len(it.text) for it in paper.passages) > LONGEST:
        raise NotPossible(
            "This is far longer than a plan: take the plan out of it, or use ‘moothall plan check’."
        )
    return paper


def read_as_plan(file: "UploadedFile[bytes]") -> "PlanReading":
    """A paper and what it says as a plan. Raises NotPossible."""
    from moothall.recipes.plan_reading import read_plan

    return read_plan(read_file(file))
