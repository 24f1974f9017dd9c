"""Running a feed as long work: `actions.run_now` starts it, the progress page follows it."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import PermissionDenied

from moothall.core.errors import NotPossible
from moothall.core.jobs import Report, Stopped, kind
from moothall.core.models import Job
from moothall.figures.feeds.actions import KIND, fetch
from moothall.figures.feeds.models import WELL, FeedSetup
from moothall.figures.feeds.running import loads_of
from moothall.figures.recalculating import recalculate_after


@kind(KIND)
def run(job: Job, report: Report) -> Mapping[str, Any]:
    """Fetches what the job names; its result lists the load."""
    setup = FeedSetup.objects.select_related("organisation").get(pk=job.arguments["setup"])
    try:
        it = fetch(job.person, setup=setup, report=report, again=bool(job.arguments.get("again")))
    except (NotPossible, PermissionDenied) as stop:
        raise Stopped(str(stop)) from stop
    if it.state not in WELL:
        raise Stopped(it.message)
    loads = loads_of([it])
    recalculate_after(job.person, loads, report)
    return {"loads": loads, "said": it.message}
