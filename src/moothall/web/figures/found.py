"""Fetch and permission in one call: what is not there and what one may not know of are the same to the asker."""

from datetime import date, datetime

from django.http import Http404, HttpRequest

from moothall.core import queries as core
from moothall.core.models import Job
from moothall.figures import queries
from moothall.figures.models import Load, Observation


def load(request: HttpRequest, pk: int) -> Load:
    """A load into an organisation this person reads."""
    found = queries.loads(request.user).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def job(request: HttpRequest, pk: int) -> Job:
    """A job this person started, or one in an organisation whose audit they read."""
    found = core.job(request.user, pk)
    if found is None:
        raise Http404
    return found


def observation(
    request: HttpRequest, series: int, start: date, as_at: datetime | None
) -> tuple[Observation, Observation | None]:
    """A figure as it stands now, and as it stood at a moment (None when nothing was known then)."""
    now = queries.observation(request.user, series, start)
    if now is None:
        raise Http404
    return now, queries.observation(request.user, series, start, as_at) if as_at else now
