"""Which published list of neighbours is used, and who is in it for a council."""

from collections import defaultdict
from collections.abc import Sequence

from moothall.core.errors import NotPossible
from moothall.figures.models import Peer, PeerList
from moothall.figures.queries import peer_lists

OVERALL = "global"  # ONS's list over every characteristic: the one to begin with, where it is loaded


def lists_for(code: str) -> dict[PeerList, tuple[str, ...]]:
    """The newest edition of each list that has this council, and its neighbours there, nearest first."""
    editions = {it.pk: it for it in peer_lists()}
    found: dict[int, list[str]] = defaultdict(list)
    rows = Peer.objects.filter(list__in=list(editions), area_code=code).order_by("position")
    for edition, peer in rows.values_list("list_id", "peer_code"):
        found[edition].append(peer)
    return {it: tuple(found[it.pk]) for it in editions.values() if it.pk in found}


def chosen(editions: Sequence[PeerList], wanted: str | None) -> PeerList | None:
    """The list asked for by its slug or its beginning; with none asked for, the overall one, else the first.

    Raises NotPossible when no list that has the council is called so.
    """
    if wanted:
        exact = [it for it in editions if it.slug == wanted]
        fitting = exact or [it for it in editions if it.slug.startswith(wanted)]
        if len(fitting) == 1:
            return fitting[0]
        known = ", ".join(sorted(it.slug for it in editions)) or "none yet"
        raise NotPossible(f"No list called '{wanted}' has neighbours of this council: choose from {known}.")
    return min(editions, key=lambda it: (not it.slug.startswith(OVERALL), it.slug), default=None)
