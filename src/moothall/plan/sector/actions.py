"""Every change to collections of plans: begun, added to, corrected, withdrawn from, reviewed."""

from collections.abc import Sequence
from pathlib import Path

from moothall.core import clock, files
from moothall.core.audit import change, subject
from moothall.core.errors import NotPossible
from moothall.core.jobs import start
from moothall.core.models import Job, Organisation, Person
from moothall.core.wording import line
from moothall.kit.documents.words import showable
from moothall.plan.sector.jobs import KIND
from moothall.plan.sector.models import CollectedPlan, Collection

LARGEST = 30 * 2**20  # bytes of one plan


def begin(person: Person, *, organisation: Organisation, title: str) -> Collection:
    """Begins a collection of plans."""
    with change(person, "sector.manage", "sector.begun", organisation=organisation) as entry:
        title = line(title, "the title", 200)
        made = Collection.objects.create(
            organisation=organisation, title=title, created_by=person, created_at=clock.now()
        )
        subject(entry, made)
        entry.after = {"title": title}
    return made


def add(person: Person, *, collection: Collection, sent: Sequence[tuple[str, Path]]) -> Job:
    """Adds files (what each is called, where it is) to a collection and starts reading them.

    A file that is there already is not added again. Raises NotPossible where nothing new was sent.
    """
    where = collection.organisation
    with change(person, "sector.manage", "sector.added", organisation=where, on=collection) as entry:
        there = set(
            CollectedPlan.objects.filter(collection=collection, withdrawn_at__isnull=True).values_list(
                "sha256", flat=True
            )
        )
        added = []
        for name, path in sent:
            if path.stat().st_size > LARGEST:
                raise NotPossible(
                    f"‘{name}’ is larger than {LARGEST // 2**20} MB: send a smaller copy of the plan."
                )
            sha256 = files.keep(path)
            if sha256 not in there:
                there.add(sha256)
                added.append(
                    CollectedPlan(
                        collection=collection,
                        file=showable(name)[-200:],
                        sha256=sha256,
                        added_by=person,
                        added_at=clock.now(),
                    )
                )
        if not added:
            raise NotPossible("Every file you sent is in the collection already: choose others.")
        CollectedPlan.objects.bulk_create(added)
        entry.after = {"plans": [it.file for it in added]}
        return _read(person, collection)


def review_again(person: Person, *, collection: Collection) -> Job:
    """Starts a new review of the plans as they stand."""
    where = collection.organisation
    with change(person, "sector.manage", "sector.reviewed", organisation=where, on=collection):
        if not CollectedPlan.objects.filter(collection=collection, withdrawn_at__isnull=True).exists():
            raise NotPossible("There is no plan in the collection: add some first.")
        return _read(person, collection)


def correct(person: Person, *, plan: CollectedPlan, council: str, tier: str, region: str) -> None:
    """Says whose plan it is, where it was not recognised or was recognised wrongly."""
    where = plan.collection.organisation
    with change(person, "sector.manage", "sector.corrected", organisation=where, on=plan) as entry:
        entry.before = {"council": plan.council, "tier": plan.tier, "region": plan.region}
        plan.council = line(council, "the council", 200)
        plan.tier, plan.region = showable(tier).strip()[:100], showable(region).strip()[:100]
        plan.corrected = True
        plan.save(update_fields=["council", "tier", "region", "corrected"])
        entry.after = {"council": plan.council, "tier": plan.tier, "region": plan.region}


def withdraw(person: Person, *, plan: CollectedPlan, why: str) -> None:
    """Takes a plan out of the collection; the file and who added it stay on record."""
    where = plan.collection.organisation
    with change(person, "sector.manage", "sector.withdrawn", organisation=where, on=plan) as entry:
        if plan.withdrawn_at:
            raise NotPossible(f"{plan} was withdrawn before: there is nothing left to do.")
        plan.withdrawn_why = line(why, "the reason", 300)
        plan.withdrawn_at = clock.now()
        plan.save(update_fields=["withdrawn_at", "withdrawn_why"])
        entry.after = {"why": plan.withdrawn_why}


def _read(person: Person, collection: Collection) -> Job:
    return start(
        person,
        kind=KIND,
        title=f"Reading the plans of {collection}"[:200],
        organisation=collection.organisation,
        arguments={"collection": collection.pk},
    )
