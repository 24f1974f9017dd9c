"""One view of the explorer put together: what was asked for, what is known, and the pictures of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from moothall.core.errors import NotPossible
from moothall.core.models import Visitor
from moothall.figures.measures import Measure, catalogue
from moothall.figures.models import Area
from moothall.figures.queries import area as area_called
from moothall.figures.wording import source_of
from moothall.insight import queries
from moothall.insight.queries import Exploration, Figure, Outlines, Pairs
from moothall.insight.tiers import COUNCILS
from moothall.kit.charts import Chart
from moothall.reference.gss import well_formed
from moothall.web.insight import pictures
from moothall.web.insight.explorer.state import BY_HAND, Asked

MISSING = (
    "Where there is no figure the cause is said. Missing is never counted as nought: it is left out of medians, "
    "quartiles and places."
)


@dataclass(frozen=True)
class View:
    """What is shown, to whom it may be shown, and the address that shows it again."""

    person: Visitor
    asked: Asked  # with the choices that were made for whoever left them open
    area: Area | None
    places: tuple[Area, ...] = ()  # the councils that a name fits, where it fits several
    found: Exploration | None = None
    held: Mapping[str, bool] = field(default_factory=dict)
    problems: tuple[str, ...] = ()
    against: Measure | None = field(default=None)

    @property
    def measure(self) -> Measure:
        assert self.found
        return self.found.measure

    @property
    def source(self) -> str:
        """Whose the figures are and what they are set beside."""
        assert self.found
        said = source_of(self.measure, self.found.area)
        if self.against and self.asked.show == "scatter":
            other = source_of(self.against, self.found.area)
            said = said if other == said else f"{said} {other}"
        peers = self.found.peers
        return f"{said} Compared with: {peers.title}, {peers.dated}." if peers else said

    @property
    def private(self) -> bool:
        """Whether a figure shown is a council's own return, which not everybody may read."""
        assert self.found
        return any(not it.published for it in self.found.now.values())

    @cached_property
    def pairs(self) -> Pairs | None:
        """The council and every other of its tier on both measures."""
        if not self.found or self.against is None:
            return None
        return queries.pairs(self.person, self.against, self.measure, self.found.area, self.found.period)

    @cached_property
    def outlines(self) -> Outlines | None:
        """The boundaries of the tier; None where none are loaded."""
        if not self.found:
            return None
        return queries.outlines(self.found.area.code, list(self.mapped))

    @cached_property
    def mapped(self) -> Mapping[str, str]:
        """The names of the areas of the council's tier that a map can show, by code: those of today, and those with
        a row in the period."""
        assert self.found
        here = self.found.area
        rows = {code: it.name for code, it in self.tier_figures.items()}
        return queries.alike(here) | rows | {here.code: here.name}

    @property
    def tier_figures(self) -> dict[str, Figure]:
        """Everybody of the council's tier with a row in the period."""
        assert self.found
        here = self.found.area
        if here.type not in COUNCILS:
            return {}
        return {code: it for code, it in self.found.now.items() if it.tier == (here.type, here.nation)}

    @property
    def chart(self) -> Chart | None:
        """The picture of the way of seeing that is chosen; None for the table, or with too little to draw."""
        draw = {
            "trend": self._trend,
            "distribution": self._distribution,
            "scatter": self._scatter,
            "map": self._map,
        }.get(self.asked.show)
        return draw() if draw and self.found and self.found.period else None

    def _trend(self) -> Chart | None:
        assert self.found
        group, nation = self.found.group, self.found.nation
        return pictures.trend(
            self.measure, self.found.area, self.found.trend, self.source, group=group, nation=nation
        )

    def _distribution(self) -> Chart | None:
        assert self.found and self.found.period
        among = self.found.tier_name
        return pictures.distribution(
            self.measure,
            self.found.area,
            self.found.period,
            self.tier_figures,
            self.found.among_tier,
            among,
            source_of(self.measure, self.found.area),
        )

    @property
    def among_comparators(self) -> Chart | None:
        """The second picture of the distribution: the council among those it is compared with."""
        found = self.found
        if not found or not found.period or not found.comparators:
            return None
        codes = (found.area.code, *found.comparators)
        return pictures.distribution(
            self.measure,
            found.area,
            found.period,
            {code: found.now[code] for code in codes if code in found.now},
            found.among_peers,
            found.group,
            self.source,
        )

    def _scatter(self) -> Chart | None:
        assert self.found
        if self.pairs is None:
            return None
        return pictures.scatter(
            self.pairs, self.found.area, self.source, near=self.found.comparators, called=self.found.group
        )

    def _map(self) -> Chart | None:
        assert self.found and self.found.period
        return pictures.area_map(
            self.measure,
            self.found.area,
            self.found.period,
            self.tier_figures,
            self.mapped,
            self.outlines,
            source_of(self.measure, self.found.area),
        )


def opened(person: Visitor, wanted: Asked, usual: str) -> View:
    """The view that these choices make. `usual` is the code of the council to begin with, '' where there is none."""
    places = _places(wanted.area or usual)
    if len(places) != 1:
        return View(person, wanted, None, places)
    area = places[0]
    held = queries.held(person, area)
    measure, problems = _measure(wanted.measure, held)
    against = catalogue().get(wanted.against)
    if against == measure:
        against = None
    peers = wanted.peers
    if peers.startswith(BY_HAND):
        try:
            peers = _by_hand(area, peers.removeprefix(BY_HAND))
        except NotPossible as fault:
            problems.append(str(fault))
            peers = ""
    found = queries.explore(person, measure, area, peers=peers or None, period=wanted.period or None)
    if found.problem:
        problems.append(found.problem)
    kept = wanted.but(
        measure=measure.id,
        area=area.code,
        peers=found.peers.key if found.peers else "",
        against=against.id if against else "",
    )
    return View(person, kept, area, (), found, held, tuple(problems), against)


def _places(text: str) -> tuple[Area, ...]:
    """The area of a code, or the councils that a name fits."""
    if well_formed(text.strip().upper()):
        found = area_called(text)
        return (found,) if found else ()
    return tuple(queries.councils(text[:100]))


def _by_hand(area: Area, text: str) -> str:
    """The key of councils picked by hand, given by code or by name. Raises NotPossible for one that is not known."""
    named = [it.strip() for it in text.split(",")]
    if all(well_formed(it.upper()) for it in named):
        return f"{BY_HAND}{text}"
    return f"{BY_HAND}{','.join(queries.picked(area, chr(10).join(named)))}"


def _measure(wanted: str, held: Mapping[str, bool]) -> tuple[Measure, list[str]]:
    """The measure asked for; else the first that the council has a published figure of, failing that any figure."""
    known = catalogue()
    if wanted in known:
        return known[wanted], []
    said = ["No measure here has that name: another is shown."] if wanted else []
    ordered = sorted(
        known.values(), key=lambda it: (not held.get(it.id, False), it.id not in held, it.theme, it.title)
    )
    return ordered[0], said
