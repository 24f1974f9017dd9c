"""Reading a file and scanning the ledgers, outside the request. Stopped half way, each begins again from its start."""

import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from moothall.core import clock
from moothall.core.errors import NotPossible
from moothall.core.jobs import Report, Stopped, kind
from moothall.core.models import Job
from moothall.spend.ledgers import actions, reading
from moothall.spend.ledgers.life import READ_KIND, SCAN_KIND
from moothall.spend.ledgers.models import LedgerFile


@kind(READ_KIND)
def read(job: Job, report: Report) -> Mapping[str, Any]:
    """Reads one file, so that how it was understood can be looked at and corrected."""
    it = LedgerFile.objects.select_related("organisation").get(pk=job.arguments["file"])
    reading.read_alone(it, report)
    return {
        "href": reverse("spend-file", kwargs={"ledger_file": it.pk}),
        "text": f"See how {it.name} was read",
    }


@kind(SCAN_KIND)
def scan(job: Job, report: Report) -> Mapping[str, Any]:
    """Looks through all the ledgers. The newest scan stands until the new one is whole."""
    folder = settings.MOOTHALL_HOME / "scans"
    folder.mkdir(parents=True, exist_ok=True)
    try:
        with tempfile.TemporaryDirectory(dir=folder) as within:
            made = actions.scan(
                job.person,
                organisation=job.organisation,
                folder=Path(within),
                report=report,
                on=clock.today(),
            )
    except (NotPossible, PermissionDenied) as stop:
        raise Stopped(str(stop)) from stop
    return {"scan": made.pk, "href": reverse("spend"), "text": "See what the council spends"}
