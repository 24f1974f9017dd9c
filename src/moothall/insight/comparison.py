"""A benchmark: one council, one measure, one period, beside its neighbours, its tier and its nation."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from moothall.engines.peers import Result, Spread
from moothall.figures.measures import Measure
from moothall.figures.models import Area, PeerList
from moothall.insight.groups import PeerSet
from moothall.insight.missing import Absence
from moothall.insight.rows import Figure
from moothall.kit.periods import Period


@dataclass(frozen=True)
class Council:
    """A council in a comparison: its figure, or why there is none, and its place in the list."""

    area: Area
    figure: Figure | None
    absence: Absence | None
    position: int = 0
    rank: int | None = None

    @property
    def value(self) -> Decimal | None:
        return self.figure.value if self.figure else None

    @property
    def missing(self) -> str | None:
        """The cause in a word or two: 'another nation', 'recoded', 'suppressed', 'no return' …"""
        return self.absence.cause if self.absence else None


@dataclass(frozen=True)
class Group:
    """Who the council is set beside, in words ('20 nearest neighbours'), and how it stands among them."""

    name: str
    result: Result


@dataclass(frozen=True)
class Moment:
    """One period of the trend. Statistics leave the own council out; None where too few have a figure."""

    period: Period
    value: Decimal | None
    spread: Spread | None
    tier_median: Decimal | None
    nation: Decimal | None


@dataclass(frozen=True)
class Benchmark:
    """All that the benchmark page, its downloads and the command say.

    `peers` are the neighbours in the order of the list, each with its figure or why it has none. Ranks count
    the council itself in; medians and quartiles leave it out. Values are in the measure's unit.
    """

    measure: Measure
    area: Area
    period: Period | None
    periods: tuple[Period, ...]  # those that can be chosen, newest first
    own: Council
    peer_set: PeerSet | None
    sets: tuple[PeerSet, ...]  # all that can be chosen for this council
    same_type: bool
    left_out: int  # neighbours of other types, when only the same type is wanted
    peers: tuple[Council, ...]
    neighbours: Group
    tier: Group
    tier_figures: Mapping[str, Figure]  # of everybody in the tier, by code
    nation: str  # what the nation's figure is: 'England', or 'Median of all councils in England'
    nation_value: Decimal | None
    trend: tuple[Moment, ...]
    alone: bool  # nobody else's figures of this measure are held, in any period
    before: tuple[Area, ...]  # the areas this one took over from
    after: tuple[Area, ...]  # the areas that took over from it
    as_at: datetime | None = None

    @property
    def edition(self) -> PeerList | None:
        """The published list, where that is what the council is set beside."""
        return self.peer_set.edition if self.peer_set else None

    @property
    def value(self) -> Decimal | None:
        return self.own.value

    @property
    def rank(self) -> int | None:
        return self.neighbours.result.rank

    @property
    def of(self) -> int:
        """How many councils with a figure the rank is out of, the council itself among them."""
        return self.neighbours.result.of

    @property
    def rank_low(self) -> int | None:
        return self.neighbours.result.rank_low

    @property
    def rank_high(self) -> int | None:
        return self.neighbours.result.rank_high

    @property
    def median(self) -> Decimal | None:
        return self.neighbours.result.median

    @property
    def quartiles(self) -> tuple[Decimal, Decimal] | None:
        """The lower and the upper quartile of the neighbours."""
        spread = self.neighbours.result.spread
        return (spread.q1, spread.q3) if spread else None

    @property
    def absent(self) -> tuple[Council, ...]:
        """The neighbours without a figure."""
        return tuple(it for it in self.peers if it.missing)
