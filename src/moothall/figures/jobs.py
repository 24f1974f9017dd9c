"""Loading a file as long work: `uploading` starts it, the progress page follows it."""

import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from django.core.exceptions import PermissionDenied

from moothall.core.errors import NotPossible
from moothall.core.jobs import Cancelled, Report, Stopped, kind
from moothall.core.models import Job
from moothall.figures.actions import AnotherLoad, load
from moothall.figures.reading import Outcome
from moothall.figures.recalculating import recalculate_after

KIND = "load"
LOOK_AGAIN = 1  # seconds


@kind(KIND)
def run(job: Job, report: Report) -> Mapping[str, Any]:
    """Loads the uploaded file that the job names; its result lists the loads.

    The file is taken away only when it is loaded or never will be: whatever else ends this (a signal, a lost
    database), the next worker takes the job up again and needs it.
    """
    path = Path(job.arguments["path"])
    if job.result is None:  # else the worker was killed between the loading and the taking away
        job.result = {"loads": _load(job, path, report)}
        job.save(update_fields=["result"])
    path.unlink(missing_ok=True)
    recalculate_after(job.person, job.result["loads"], report)
    return job.result


def _load(job: Job, path: Path, report: Report) -> list[int]:
    try:
        outcomes = _when_free(
            lambda: load(
                job.person,
                organisation=job.organisation,
                path=path,
                name=job.arguments["name"],
                source=job.arguments.get("source") or None,
                report=report,
            ),
            report,
        )
    except Cancelled:
        path.unlink(missing_ok=True)
        raise
    except (NotPossible, PermissionDenied) as stop:
        path.unlink(missing_ok=True)
        raise Stopped(str(stop)) from stop
    return [outcome.load.pk for outcome in outcomes]


def _when_free(go: Callable[[], list[Outcome]], report: Report) -> list[Outcome]:
    """Waits while another load is running, and can be cancelled meanwhile."""
    while True:
        try:
            return go()
        except AnotherLoad:
            report(0, 0, "Waiting for another load to end")
            time.sleep(LOOK_AGAIN)
