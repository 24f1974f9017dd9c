"""The plan held while it is changed."""

from moothall.plan.models import Edition, Plan


def locked(plan: Plan) -> None:
    """Nobody else changes this plan until the change is done. (SQLite has one writer at a time anyway.)"""
    Plan.objects.select_for_update().get(pk=plan.pk)


def locked_edition(edition: Edition) -> Edition:
    """The edition as it stands now, held with its plan until the change is done."""
    locked(edition.plan)
    return Edition.objects.select_related("plan__organisation").get(pk=edition.pk)
