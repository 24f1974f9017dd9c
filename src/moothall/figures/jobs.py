"""Loading a file as long work: the upload page starts it, the progress page follows it."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.core.exceptions import PermissionDenied

from moothall.core.errors import NotPossible
from moothall.core.jobs import Report, Stopped, kind
from moothall.core.models import Job
from moothall.figures.actions import load

KIND = "load"


@kind(KIND)
def run(job: Job, report: Report) -> Mapping[str, Any]:
    """Loads the uploaded file that the job names; its result lists the loads."""
    path = Path(job.arguments["path"])
    try:
        outcomes = load(
            job.person,
            organisation=job.organisation,
            path=path,
            name=job.arguments["name"],
            source=job.arguments.get("source") or None,
            report=report,
        )
    except (NotPossible, PermissionDenied) as stop:
        raise Stopped(str(stop)) from stop
    finally:
        path.unlink(missing_ok=True)
    return {"loads": [outcome.load.pk for outcome in outcomes]}
