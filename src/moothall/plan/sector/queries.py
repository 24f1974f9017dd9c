"""Questions about collections of plans and the reviews made of them."""

import json
from dataclasses import replace
from functools import lru_cache
from typing import Any

from django.db.models import Count, Q, QuerySet

from moothall.core.models import Organisation, Person
from moothall.core.permission import organisations
from moothall.kit.documents.json import from_json
from moothall.kit.documents.model import Document
from moothall.plan.sector.models import CollectedPlan, Collection, Reviewed
from moothall.recipes.sector_review import Digest, Quote, Refused, Review, Shelf, review
from moothall.recipes.sector_review import from_json as digest_from_json


def collections(person: Person, organisation: Organisation | None = None) -> QuerySet[Collection]:
    """The collections this person may read, newest first, each with how many plans it has (`held`)."""
    found = Collection.objects.filter(organisation__in=organisations(person, "sector.read"))
    if organisation:
        found = found.filter(organisation=organisation)
    held = Count("plans", filter=Q(plans__withdrawn_at__isnull=True))
    return (
        found.select_related("organisation", "created_by").annotate(held=held).order_by("-created_at", "-pk")
    )


def collection(person: Person, pk: int) -> Collection | None:
    """One collection that this person may read, else None."""
    return collections(person).filter(pk=pk).first()


def plans(collection: Collection) -> QuerySet[CollectedPlan]:
    """The plans of a collection that stand, without what was read of them."""
    found = CollectedPlan.objects.filter(collection=collection, withdrawn_at__isnull=True)
    return found.select_related("added_by").defer("digest")


def plan(collection: Collection, pk: int) -> CollectedPlan | None:
    """One plan of a collection with what was read of it, else None."""
    return CollectedPlan.objects.filter(collection=collection, pk=pk, withdrawn_at__isnull=True).first()


def waiting(collection: Collection) -> int:
    """How many plans are in the collection but not in its newest review: added or withdrawn since, or unread."""
    newest = reviewed(collection)
    found = CollectedPlan.objects.filter(collection=collection)
    if newest is None:
        return found.filter(withdrawn_at__isnull=True).count()
    since = Q(added_at__gt=newest.made_at, withdrawn_at__isnull=True) | Q(withdrawn_at__gt=newest.made_at)
    return found.filter(since).count()


def reviewed(collection: Collection) -> Reviewed | None:
    """The newest review of a collection, without its document; None before the first."""
    return Reviewed.objects.filter(collection=collection).defer("document").select_related("made_by").first()


def result(found: Reviewed) -> dict[str, Any]:
    """What a review found, as `recipes.sector_review.as_json` gives it."""
    return _parsed(found.pk, found.result)


def document(collection: Collection) -> Document | None:
    """The newest report of a collection."""
    newest = Reviewed.objects.filter(collection=collection).only("document").first()
    return from_json(newest.document) if newest else None


def digest(found: CollectedPlan) -> Digest | None:
    """What was read of a plan, under the council that it is known to be of; None where it was not read."""
    made = digest_from_json(found.digest) if found.digest else None
    if made is None:
        return None
    return replace(made, council=found.council, tier=found.tier, region=found.region)


def shelf(collection: Collection) -> Shelf:
    """Everything read in a collection."""
    kept = list(CollectedPlan.objects.filter(collection=collection, withdrawn_at__isnull=True))
    return Shelf(
        tuple(made for it in kept if (made := digest(it))),
        tuple(Refused(it.file, it.refused) for it in kept if it.refused),
    )


def search(collection: Collection, question: str, limit: int = 20) -> list[Quote]:
    """The passages that best answer a question, of the plans in the collection; none before its first review.

    The plans are read into memory when a process is first asked after a review, and kept until the next one.
    """
    newest = reviewed(collection)
    return _review(newest.pk).search(question, limit) if newest else []


@lru_cache(maxsize=4)
def _review(pk: int) -> Review:
    """The plans behind a review, read into memory once a process: a search is then a matter of milliseconds."""
    return review(shelf(Reviewed.objects.select_related("collection").get(pk=pk).collection))


@lru_cache(maxsize=4)
def _parsed(pk: int, text: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(text)
    return found
