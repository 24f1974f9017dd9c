"""What people typed into a change, made fit to keep; and the plan held while it is changed."""

from moothall.core.errors import NotPossible
from moothall.kit.documents.words import showable
from moothall.plan.models import Edition, Plan

LONGEST_REMARK = 4_000  # characters


def line(text: str, name: str, longest: int) -> str:
    """One line with words in it. Raises NotPossible where it is empty or too long."""
    return _bounded(" ".join(showable(text).split()), name, longest)


def remark(text: str, name: str) -> str:
    """Some lines with words in them. Raises NotPossible where there are none or too many."""
    return _bounded(showable(text).strip(), name, LONGEST_REMARK)


def _bounded(text: str, name: str, longest: int) -> str:
    if not text:
        raise NotPossible(f"The {name} is empty: write it.")
    if len(text) > longest:
        raise NotPossible(f"The {name} has {len(text):,} characters: cut it to {longest:,} or fewer.")
    return text


def locked(plan: Plan) -> None:
    """Nobody else changes this plan until the change is done. (SQLite has one writer at a time anyway.)"""
    Plan.objects.select_for_update().get(pk=plan.pk)


def locked_edition(edition: Edition) -> Edition:
    """The edition as it stands now, held with its plan until the change is done."""
    locked(edition.plan)
    return Edition.objects.select_related("plan__organisation").get(pk=edition.pk)
