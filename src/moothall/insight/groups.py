"""Who a council is set beside: published lists, groups of its own, its region, its tier, or codes in an address.

Each set goes by a key that an address, a command and a kept view can hold:

    global-neighbours        a published list, by its slug (or how it begins)
    group-12                 a group the council keeps
    region, tier             the same type and region; everybody of its tier
    codes:E07…,E07…          picked by hand, and kept nowhere
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from moothall.core import clock
from moothall.core.errors import NotPossible
from moothall.core.models import Visitor
from moothall.engines.peers import Candidate, Way, same_region
from moothall.figures.models import Area, PeerList
from moothall.figures.queries import readable_to
from moothall.insight.models import Chosen, PeerGroup
from moothall.insight.neighbours import chosen, lists_for
from moothall.insight.tiers import COUNCILS, called, tier_of, within
from moothall.kit.documents.words import spoken_date

REGION, TIER, GROUP, CODES = "region", "tier", "group-", "codes:"
MOST_CODES = 60
MOST_GROUP = 60  # comparators in a group: more is a tier, and there is one to choose


@dataclass(frozen=True)
class PeerSet:
    """A set of comparators of one council. `codes` are in order, the nearest first where there is one; those of a
    region or a tier are found when the set is used.

    noun: what they are, after their number: 'nearest neighbours', 'councils of ‘Coast’'.
    dated: which edition or day, for every chart that uses it.
    """

    key: str
    title: str
    way: Way
    noun: str
    one: str
    dated: str
    codes: tuple[str, ...] = ()
    edition: PeerList | None = None
    group: PeerGroup | None = None

    def named(self, count: int, same_type: bool = False) -> str:
        """'20 nearest neighbours of the same type'."""
        kind = " of the same type" if same_type and self.way not in ("region",) else ""
        return f"{count} {self.one if count == 1 else self.noun}{kind}"

    @property
    def ordered(self) -> bool:
        """Whether the order says how near they are."""
        return self.way in ("list", "characteristics")


def sets_for(person: Visitor, area: Area) -> list[PeerSet]:
    """Every set there is for a council that this person may use: published lists first, the overall one foremost."""
    lists = lists_for(area.code)
    overall = chosen(list(lists), None)
    editions = sorted(lists, key=lambda it: (it != overall, it.slug))
    found = [_listed(it, lists[it]) for it in editions]
    reads = readable_to(person)
    if reads:
        kept = PeerGroup.objects.filter(organisation__in=reads, area_code=area.code, ended_at__isnull=True)
        found += [_kept(it) for it in kept]
    if area.type in COUNCILS:
        if area.region:
            found.append(_region(area))
        found.append(_tier(area))
    return found


def choose(area: Area, wanted: str | None, among: Sequence[PeerSet]) -> PeerSet | None:
    """The set that is asked for; with none asked for, the first. Raises NotPossible when there is no such set."""
    if not wanted:
        return filled(among[0], area) if among else None
    if wanted.startswith(CODES):
        return _by_hand(area, wanted.removeprefix(CODES).split(","))
    exact = next((it for it in among if it.key == wanted), None)
    if exact:
        return filled(exact, area)
    if wanted.startswith(GROUP):
        raise NotPossible(
            "That group of councils has been ended, or belongs to a council whose figures you do not read: "
            "choose another, or sign in."
        )
    if wanted in (REGION, TIER):
        raise NotPossible("The region of this council is not known: choose its comparators another way.")
    edition = chosen([it.edition for it in among if it.edition], wanted)
    return next(it for it in among if it.edition == edition)


def filled(found: PeerSet, area: Area) -> PeerSet:
    """The set with its codes: a region's and a tier's are looked up, as they stand today."""
    if found.key not in (REGION, TIER):
        return found
    near = Area.objects.standing(clock.today()).filter(type=area.type, nation=area.nation)
    if found.key == TIER:
        codes = near.exclude(pk=area.pk).order_by("name").values_list("code", flat=True)
    else:
        rows = near.filter(region=area.region).values_list("code", "name")
        kinds = [Candidate(code, name, area.type, area.region) for code, name in rows]
        if area.pk not in {it.code for it in kinds}:
            kinds.append(Candidate(area.pk, area.name, area.type, area.region))
        codes = same_region(area.pk, kinds).codes  # type: ignore[assignment]
    return PeerSet(
        found.key, found.title, found.way, found.noun, found.one, found.dated, tuple(codes), None, None
    )


def as_codes(found: PeerSet) -> str:
    """A key that anybody can use: a council's own group as the codes in it."""
    return f"{CODES}{','.join(found.codes)}" if found.group else found.key


def groups(person: Visitor, area: Area | None = None) -> list[PeerGroup]:
    """The groups kept by the councils whose figures this person reads, of one council or of all."""
    found = PeerGroup.objects.filter(organisation__in=readable_to(person), ended_at__isnull=True)
    if area:
        found = found.filter(area_code=area.code)
    return list(found.select_related("made_by", "organisation"))


def group(person: Visitor, pk: int) -> PeerGroup | None:
    """One group, ended or not, of a council whose figures this person reads."""
    found = PeerGroup.objects.filter(organisation__in=readable_to(person), pk=pk)
    return found.select_related("made_by", "organisation").first()


def _listed(edition: PeerList, codes: tuple[str, ...]) -> PeerSet:
    dated = f"of {spoken_date(edition.as_of)}" if edition.as_of else _loaded(edition)
    return PeerSet(
        edition.slug,
        list_title(edition),
        "list",
        "nearest neighbours",
        "nearest neighbour",
        dated,
        codes,
        edition,
    )


def list_title(edition: PeerList) -> str:
    """The list's own name before its publisher's, so that a narrow box shows which is which."""
    publisher, _, name = edition.title.partition(": ")
    return f"{name[:1].upper()}{name[1:]} ({publisher})" if name else edition.title


def _loaded(edition: PeerList) -> str:
    at = edition.load.published_at
    return f"loaded on {spoken_date(at.date())}" if at else ""


def _kept(it: PeerGroup) -> PeerSet:
    hand = it.way == Chosen.BY_HAND
    return PeerSet(
        f"{GROUP}{it.pk}",
        f"{it.title} ({'picked by hand' if hand else 'chosen by characteristics'})",
        "by hand" if hand else "characteristics",
        f"councils of ‘{it.title}’",
        f"council of ‘{it.title}’",
        f"chosen on {spoken_date(it.chosen_on)}",
        tuple(it.members),
        None,
        it,
    )


def _region(area: Area) -> PeerSet:
    kind = called(tier_of(area)).removesuffix(within(area.nation))
    return PeerSet(
        REGION, f"Same type and region: {area.region}", "region", f"other {kind} in {area.region}",
        f"other of the {kind} in {area.region}", _today(),
    )  # fmt: skip


def _tier(area: Area) -> PeerSet:
    kind = called(tier_of(area))
    return PeerSet(TIER, f"All {kind}", "region", f"other {kind}", f"other of the {kind}", _today())


def _today() -> str:
    return f"as councils stood on {spoken_date(clock.today())}"


def _by_hand(area: Area, codes: Iterable[str]) -> PeerSet:
    kept = [code for it in codes if (code := it.strip().upper()) and code != area.code]
    unique = tuple(dict.fromkeys(kept))[:MOST_CODES]
    if not unique:
        raise NotPossible("No council to compare with was named: choose comparators from the list.")
    return PeerSet(
        f"{CODES}{','.join(unique)}", "Picked by hand", "by hand", "councils picked by hand",
        "council picked by hand", f"in this address, {spoken_date(_day())}", unique,
    )  # fmt: skip


def _day() -> date:
    return clock.today()
