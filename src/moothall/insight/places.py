"""A place in published statistics: each figure of an area beside similar areas, its region and its nation.

Only published statistics: the page is the same for everybody. What a council holds itself is on its own pages.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.contrib.auth.models import AnonymousUser
from django.db.models import Exists, OuterRef, Q, QuerySet, TextField
from django.db.models.functions import Cast

from moothall.core import clock
from moothall.core.models import PUBLISHED
from moothall.engines.peers import Result
from moothall.figures.measures import Measure, catalogue
from moothall.figures.models import Area, Series
from moothall.figures.queries import areas_called, predecessors, successors
from moothall.insight.alongside import FEWEST, Alongside, alongside, standing
from moothall.insight.costs import COUNTED_OVER, Cost, counted, of_its_type
from moothall.insight.groups import PeerSet, choose, sets_for
from moothall.insight.panel import series_of
from moothall.insight.rows import NATION
from moothall.insight.tiers import COUNCILS

REGION = "region"
MOST = 60  # measures on one page: where an area has more, each theme has a page


@dataclass(frozen=True)
class Line:
    """One measure of a place. `region` and `nation` are published figures of the same period, where there are any
    that can stand beside it; medians leave the place itself out. `each`: spending as it is compared, for
    each resident and with councils of the same type alone.
    """

    held: Alongside
    result: Result
    region: Decimal | None
    nation: Decimal | None
    each: Cost | None = None


@dataclass(frozen=True)
class Place:
    """All that the page of a place says. `themes`: those with figures, each with how many measures it has."""

    area: Area
    peers: PeerSet | None
    group: str  # who the others are, in words: '20 nearest neighbours'
    region: str
    nation: str
    themes: Mapping[str, int]
    shown: Mapping[str, Sequence[Line]]
    before: Sequence[Area]
    after: Sequence[Area]


def places(words: str = "") -> QuerySet[Area]:
    """The areas with published figures, by name: those whose name, other names or code have these words."""
    known = Series.objects.filter(area=OuterRef("pk"), organisation__slug=PUBLISHED, last__isnull=False)
    found = Area.objects.filter(Exists(known)).annotate(others=Cast("other_names", TextField()))
    for word in words.split():
        fits = Q(name__icontains=word) | Q(code__iexact=word) | Q(others__icontains=word)
        found = found.filter(fits)
    return found.order_by("name", "code")


def place(area: Area, theme: str = "") -> Place:
    """A place as published statistics show it: one theme, or all where they fit on a page. So many queries however
    many measures."""
    anybody = AnonymousUser()
    held = series_of(anybody, catalogue().values(), Q(area=area, last__isnull=False))
    known = {it.measure for it in held.values()}
    measures = sorted(
        (it for it in catalogue().values() if it.id in known), key=lambda it: (it.theme, it.title)
    )
    themes = _counted(measures)
    if theme not in themes:
        theme = "" if len(measures) <= MOST else next(iter(themes))
    wanted = [it for it in measures if theme in ("", it.theme)]
    peers = _peers(area)
    codes = [it for it in (peers.codes if peers else _like(area)) if it != area.code]
    same = of_its_type(area, codes, areas_called(codes))
    region, nation = _around(area)
    around = Q(area__in=[it.code for it in (region, nation) if it])
    below = [catalogue()[key] for key in sorted({it.measure for it in COUNTED_OVER.values()} & known)]
    found = alongside(anybody, {*wanted, *below}, area.code, codes, around)
    lines: dict[str, list[Line]] = {}
    for it in wanted:
        if it.id in found:
            lines.setdefault(it.theme, []).append(_line(found, it, codes, same, region, nation))
    return Place(
        area,
        peers,
        peers.named(len(codes)) if peers else f"{len(codes)} other regions" if codes else "",
        region.name if region else "",
        nation.name if nation else "",
        themes,
        lines,
        predecessors(area.code),
        successors(area.code),
    )


def _counted(measures: Iterable[Measure]) -> dict[str, int]:
    found: dict[str, int] = {}
    for it in measures:
        found[it.theme] = found.get(it.theme, 0) + 1
    return found


def _peers(area: Area) -> PeerSet | None:
    """A published list that has the area; without one its region; without that its tier."""
    if area.type not in COUNCILS:
        return None
    sets = sets_for(AnonymousUser(), area)
    return choose(area, None, [it for it in sets if it.edition] or sets)


def _like(area: Area) -> list[str]:
    """The other regions of a region's nation."""
    if area.type != REGION:
        return []
    near = Area.objects.standing(clock.today()).filter(type=REGION, nation=area.nation)
    return list(near.values_list("code", flat=True))


def _around(area: Area) -> tuple[Area | None, Area | None]:
    """The region and the nation that the area is in, where they are areas too."""
    region = Q(type=REGION, name=area.region) if area.region else Q(pk__in=())
    nation = Q(type=NATION, nation=area.nation)
    found = {it.type: it for it in Area.objects.filter(region | nation).exclude(pk=area.pk)}
    return found.get(REGION), found.get(NATION)


def _line(
    every: Mapping[str, Alongside],
    measure: Measure,
    codes: Collection[str],
    same: Collection[str],
    region: Area | None,
    nation: Area | None,
) -> Line:
    held = every[measure.id]
    if measure.id in COUNTED_OVER and (each := counted(held, every, same, clock.today())):
        return Line(held, each.result, None, None, each)
    others = held.known(codes)
    around = held.known(it.code for it in (region, nation) if it)
    beside_nation = around.get(nation.code) if nation else None
    if beside_nation is not None and is_total(beside_nation, [held.value, *others.values()]):
        around, beside_nation = {}, None
    return Line(
        held,
        standing(held.measure, held.code, {held.code: held.value, **others}),
        around.get(region.code) if region and beside_nation is not None else None,
        beside_nation,
    )


def is_total(nation: Decimal, values: Sequence[Decimal]) -> bool:
    """Whether a nation's figure is a total of its areas, and so nothing to set an area beside.

    An average of areas is never above half of what a handful of them come to; a total of them always is. With too few
    areas to say, it is taken for a total.
    """
    return len(values) <= FEWEST or abs(nation) > sum(map(abs, values)) / 2
