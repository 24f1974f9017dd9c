"""Asking publishers for notices, outside the request. Stopped half way, what came is not kept: the next asks again."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import PermissionDenied
from django.urls import reverse

from moothall.core import clock
from moothall.core.errors import NotPossible
from moothall.core.jobs import Report, Stopped, kind
from moothall.core.models import Job
from moothall.spend.actions.fetching import FETCH_KIND


@kind(FETCH_KIND)
def fetch(job: Job, report: Report) -> Mapping[str, Any]:
    """Asks one publisher, page by page."""
    from moothall.spend.fetching import fetch_notices

    assert job.organisation
    try:
        made = fetch_notices(
            job.person,
            organisation=job.organisation,
            source=job.arguments["source"],
            on=clock.today(),
            report=report,
        )
    except (NotPossible, PermissionDenied) as stop:
        raise Stopped(str(stop)) from stop
    return {"href": reverse("contracts-intake", args=[made.pk]), "text": "See what came"}
