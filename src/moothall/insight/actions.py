"""Every change of state in insight: groups of peers and views kept and ended, boundaries loaded."""

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

from moothall.core import clock
from moothall.core.audit import change, subject
from moothall.core.errors import NotPossible
from moothall.core.models import Organisation, Person
from moothall.engines.peers import Choice
from moothall.figures.models import Area
from moothall.figures.queries import areas_called
from moothall.insight.groups import MOST_GROUP
from moothall.insight.models import LONGEST_STATE, Boundary, BoundarySet, Chosen, PeerGroup, SavedView
from moothall.insight.tiers import COUNCILS
from moothall.kit.boundaries import read_boundaries
from moothall.kit.unreadable import Unreadable

MOST_KEPT = 200  # views or groups that one council can have standing


def keep_group(
    person: Person,
    *,
    organisation: Organisation,
    area: Area,
    title: str,
    members: Sequence[str],
    choice: Choice | None = None,
    periods: Mapping[str, str] | None = None,
) -> PeerGroup:
    """Keeps a group of comparators: picked by hand, or as the engine chose them (`choice`, with the period of each
    characteristic)."""
    with change(person, "insight.save", "peer_group.kept", organisation=organisation) as entry:
        title = _titled(title, 80)
        codes = [code for code in dict.fromkeys(members) if code != area.code]
        if not codes:
            raise NotPossible("Choose at least one council to compare with, beside the council itself.")
        if len(codes) > MOST_GROUP:
            raise NotPossible(
                f"Choose {MOST_GROUP} councils or fewer: for more, compare with the whole tier."
            )
        known = areas_called(codes)
        strange = [code for code in codes if code not in known or known[code].type not in COUNCILS]
        if strange:
            raise NotPossible(f"'{strange[0]}' is no council known here: choose from those that are listed.")
        standing = PeerGroup.objects.filter(organisation=organisation, ended_at__isnull=True)
        if standing.filter(area_code=area.code, title__iexact=title).exists():
            raise NotPossible(f"There is a group called ‘{title}’ already: give this one another name.")
        if standing.count() >= MOST_KEPT:
            raise NotPossible("There are too many groups: end one that nobody uses.")
        group = PeerGroup.objects.create(
            organisation=organisation,
            title=title,
            area_code=area.code,
            way=Chosen.CHARACTERISTICS if choice else Chosen.BY_HAND,
            members=codes,
            working=_working(choice, periods or {}) if choice else {},
            chosen_on=clock.today(),
            made_by=person,
        )
        subject(entry, group)
        entry.after = {"title": title, "area": area.code, "way": group.way, "members": codes}
    return group


def _working(choice: Choice, periods: Mapping[str, str]) -> dict[str, Any]:
    return {
        "looked_at": choice.pool,
        "characteristics": [
            {
                "measure": it.name,
                "period": periods.get(it.name, ""),
                "weight": f"{it.weight:g}",
                "missing": len(it.missing),
            }
            for it in choice.characteristics
        ],
        "dropped": [{"measure": name, "reason": why} for name, why in choice.dropped],
        "distances": {it.code: f"{it.distance:.4f}" for it in choice.members if it.distance is not None},
        "imputed": {it.code: list(it.imputed) for it in choice.members if it.imputed}
        | ({choice.own: list(choice.imputed)} if choice.imputed else {}),
    }


def end_group(person: Person, *, group: PeerGroup) -> None:
    """Takes a group from the choices; what was made with it keeps its name."""
    with change(
        person, "insight.save", "peer_group.ended", organisation=group.organisation, on=group
    ) as entry:
        if group.ended_at:
            raise NotPossible("This group was ended already.")
        entry.before = {"title": group.title, "members": group.members}
        group.ended_at = clock.now()
        group.save(update_fields=["ended_at"])


def save_view(
    person: Person, *, organisation: Organisation, title: str, state: str, shared: bool
) -> SavedView:
    """Keeps a view of the explorer under a name; a shared one is shown to everybody at the council."""
    with change(person, "insight.save", "view.saved", organisation=organisation) as entry:
        title = _titled(title, 100)
        if len(state) > LONGEST_STATE:
            raise NotPossible(
                "This view is too long to be kept: choose fewer councils, or keep them as a group."
            )
        mine = SavedView.objects.filter(organisation=organisation, owner=person, ended_at__isnull=True)
        if mine.filter(title__iexact=title).exists():
            raise NotPossible(f"You have a view called ‘{title}’ already: give this one another name.")
        if mine.count() >= MOST_KEPT:
            raise NotPossible("You have too many views: end one that you no longer need.")
        view = SavedView.objects.create(
            organisation=organisation,
            owner=person,
            title=title,
            state=state,
            shared=shared,
            made_at=clock.now(),
        )
        subject(entry, view)
        entry.after = {"title": title, "state": state, "shared": shared}
    return view


def end_view(person: Person, *, view: SavedView) -> None:
    """Ends a view of one's own: its link leads nowhere from now on."""
    with change(person, "insight.save", "view.ended", organisation=view.organisation, on=view) as entry:
        if view.owner_id != person.pk:
            raise NotPossible("Only whoever saved a view can end it: ask them.")
        if view.ended_at:
            raise NotPossible("This view was ended already.")
        entry.before = {"title": view.title, "state": view.state, "shared": view.shared}
        view.ended_at = clock.now()
        view.save(update_fields=["ended_at"])


def load_boundaries(
    person: Person, *, content: bytes, title: str, source: str, licence: str
) -> tuple[BoundarySet, int, int]:
    """Keeps the boundaries of a GeoJSON file, simplified, for the maps of everybody; of how many areas they are, and
    how many features were skipped.

    The newest set that has an area is the one that is drawn.
    """
    with change(person, "figures.publish_loads", "boundaries.loaded") as entry:
        said = {"title": title.strip(), "source": source.strip(), "licence": licence.strip()}
        for name, value in said.items():
            if not value:
                raise NotPossible(f"Give the {name} of the boundaries: it is said under each map.")
        digest = hashlib.sha256(content).hexdigest()
        newest = BoundarySet.objects.first()
        if newest and newest.sha256 == digest:
            raise NotPossible("These boundaries are the ones in use already: nothing was loaded.")
        try:
            found = read_boundaries(content)
        except Unreadable as fault:
            raise NotPossible(str(fault)) from fault
        made = BoundarySet.objects.create(
            title=said["title"][:200],
            source=said["source"][:300],
            licence=said["licence"][:100],
            planar=found.planar,
            sha256=digest,
            loaded_by=person,
            loaded_at=clock.now(),
        )
        Boundary.objects.bulk_create(
            (Boundary(set=made, area_code=code, rings=rings) for code, rings in found.outlines.items()),
            batch_size=500,
        )
        subject(entry, made)
        entry.after = said | {"areas": len(found.outlines), "skipped": found.skipped, "sha256": digest}
    return made, len(found.outlines), found.skipped


def _titled(title: str, most: int) -> str:
    title = " ".join(title.split())
    if not title:
        raise NotPossible("Give it a name, so that others know what it is.")
    if len(title) > most:
        raise NotPossible(f"Shorten the name to {most} characters: it has {len(title)}.")
    return title
