"""Checking files outside the request. Stopped half way, it begins again from its start."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import PermissionDenied
from django.urls import reverse

from moothall.core.errors import NotPossible
from moothall.core.jobs import Report, Stopped, kind
from moothall.core.models import Job
from moothall.spend.transparency import actions
from moothall.spend.transparency.life import CHECK_KIND
from moothall.spend.transparency.models import Preparation


@kind(CHECK_KIND)
def check(job: Job, report: Report) -> Mapping[str, Any]:
    """Checks the files of a preparation."""
    it = Preparation.objects.select_related("organisation").get(pk=job.arguments["preparation"])
    try:
        actions.check(job.person, preparation=it, redact=bool(job.arguments["redact"]), report=report)
    except (NotPossible, PermissionDenied) as stop:
        raise Stopped(str(stop)) from stop
    return {"href": reverse("transparency-check", args=[it.pk]), "text": "See what the check found"}
