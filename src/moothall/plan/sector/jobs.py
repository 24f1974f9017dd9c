"""Reading the plans of a collection and reviewing them, outside the request. Each plan is kept as it is read."""

import json
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.urls import reverse

from moothall.core import clock, files
from moothall.core.jobs import Report, Stopped, kind
from moothall.core.models import Job
from moothall.kit.documents.json import to_json
from moothall.kit.papers import Unreadable, read_paper
from moothall.plan.sector.models import CollectedPlan, Collection, Reviewed
from moothall.plan.sector.queries import shelf
from moothall.recipes.plan_reading import read_plan
from moothall.recipes.sector_review import Council, as_json, digest, read_councils, report, review

KIND = "sector-review"


@kind(KIND)
def run(job: Job, tell: Report) -> Mapping[str, Any]:
    """Reads what is not read yet, then reviews the whole collection."""
    collection = Collection.objects.get(pk=job.arguments["collection"])
    standing = CollectedPlan.objects.filter(collection=collection, withdrawn_at__isnull=True)
    unread = list(standing.filter(digest="", refused=""))
    for done, plan in enumerate(unread):
        tell(done, len(unread) + 1, f"Reading {plan.file}")
        _read(plan)
    tell(len(unread), len(unread) + 1, "Reviewing what was read")
    found = review(shelf(collection))
    if not found.plans:
        raise Stopped("Not one of these files can be read as a plan: see why beside each, and add others.")
    made = Reviewed.objects.create(
        collection=collection,
        number=Reviewed.objects.filter(collection=collection).count() + 1,
        made_by=job.person,
        made_at=clock.now(),
        result=json.dumps(as_json(found), ensure_ascii=False),
        document=to_json(report(found, clock.today())),
    )
    where = reverse("sector-collection", kwargs={"collection": collection.pk})
    return {"review": made.pk, "href": where, "text": f"Read the review of {len(found.plans)} plans"}


def _read(plan: CollectedPlan) -> None:
    try:
        reading = read_plan(read_paper(files.kept(plan.sha256), plan.file))
    except Unreadable as why:
        plan.refused = str(why)[:500]
    else:
        made = digest(reading, file=plan.file, sha256=plan.sha256, councils=_councils())
        plan.digest = made.as_json()
        if not plan.corrected:
            plan.council, plan.tier, plan.region = made.council, made.tier, made.region
    plan.save(update_fields=["digest", "refused", "council", "tier", "region"])


@lru_cache(maxsize=1)
def _councils() -> tuple[Council, ...]:
    """The table of councils in the public data; none where there is none, and plans then go by their files."""
    path = settings.MOOTHALL_DATA / "councils" / "uk_local_authorities_current.csv"
    return read_councils(path) if path.exists() else ()
