"""The comparison itself: one council, its group, one measure, one period."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal

from moothall.engines.peers.intervals import Z95, Interval
from moothall.engines.peers.members import Kind, Member, interval_of
from moothall.engines.peers.ranks import POLARITIES, Polarity, ordinal, rank_interval, signed
from moothall.engines.peers.spread import EXACT, Spread, quartiles

QUARTERS = {
    "higher": ("best quarter", "second best quarter", "third best quarter", "worst quarter"),
    "lower": ("best quarter", "second best quarter", "third best quarter", "worst quarter"),
    "neither": ("highest quarter", "second highest quarter", "third highest quarter", "lowest quarter"),
}


@dataclass(frozen=True, slots=True)
class Result:
    """Where `own` stands. A None is explained by `reason` (no place) or `interval_reason` (no rank interval).

    Ranks count the council itself in; median, quartiles and distance (own - median) leave it out.
    """

    own: str
    polarity: Polarity
    value: Decimal | None
    of: int  # councils with a figure, the council itself among them
    others: int  # councils with a figure, the council itself left out
    rank: int | None = None
    shared_by: int = 0  # how many hold that rank; above 1 it is a joint place
    rank_low: int | None = None
    rank_high: int | None = None
    spread: Spread | None = None
    distance: Decimal | None = None
    quarter: str | None = None
    order: tuple[str, ...] = ()  # those with a figure, best first; ties by key
    missing: tuple[str, ...] = ()  # those without
    intervals: Mapping[str, Interval] = field(default_factory=dict)
    exact: tuple[str, ...] = ()  # others with a figure but no interval, ranked as if known exactly
    reason: str | None = None
    interval_reason: str | None = None

    @property
    def median(self) -> Decimal | None:
        """The median of the others."""
        return self.spread.median if self.spread else None

    @property
    def iqr(self) -> Decimal | None:
        """The interquartile range of the others."""
        return self.spread.iqr if self.spread else None

    @property
    def place(self) -> str | None:
        """The rank in words: '3rd of 21', 'joint 3rd of 21'."""
        if self.rank is None:
            return None
        return f"{'joint ' if self.shared_by > 1 else ''}{ordinal(self.rank)} of {self.of}"


def compare(
    own: str,
    values: Mapping[str, Member],
    polarity: Polarity,
    *,
    kind: Kind = "none",
    per: Decimal = Decimal(100),
    minimum: int = 3,
    z: Decimal = Z95,
) -> Result:
    """Compare council `own` with the others in `values`.

    `kind` and `per` say how an interval may be worked out where none is published (see `interval_of`);
    `minimum` is the fewest others with a figure that make a comparison; `z` is for worked-out intervals only.
    Raises ValueError when `own` is not in `values` or the polarity is unknown.
    """
    if own not in values:
        raise ValueError(f"{own} is not in the group: give its figure, or a missing one, with the rest.")
    if polarity not in POLARITIES:
        raise ValueError(f"The polarity must be higher, lower or neither, not {polarity!r}.")
    known = {key: member.value for key, member in values.items() if member.value is not None}
    order = tuple(sorted(known, key=lambda key: (-signed(known[key], polarity), key)))
    found = {key: interval_of(values[key], kind, per, z) for key in order}
    intervals = {key: interval for key, interval in found.items() if isinstance(interval, Interval)}
    group = Result(
        own=own,
        polarity=polarity,
        value=known.get(own),
        of=len(order),
        others=len(order) - (own in known),
        order=order,
        missing=tuple(sorted(values.keys() - known.keys())),
        intervals=intervals,
        exact=tuple(key for key in order if key != own and key not in intervals),
    )
    minimum = max(minimum, 1)  # there is no median of nobody
    if group.others < minimum:
        return replace(
            group,
            reason=f"Only {group.others} of the other councils have a figure; "
            f"a comparison needs at least {minimum}.",
        )
    spread = quartiles(known[key] for key in order if key != own)
    if own not in known:
        return replace(group, spread=spread, reason="The council itself has no figure, so it has no place.")
    interval_reason = None if own in intervals else str(found[own])
    return _placed(replace(group, spread=spread, interval_reason=interval_reason), known, spread)


def _placed(group: Result, known: Mapping[str, Decimal], spread: Spread) -> Result:
    value, polarity = known[group.own], group.polarity
    low = high = None
    if group.own in group.intervals:
        rivals = (_interval(key, group.intervals, known) for key in group.order if key != group.own)
        low, high = rank_interval(group.intervals[group.own], rivals, polarity)
    return replace(
        group,
        rank=1 + sum(signed(other, polarity) > signed(value, polarity) for other in known.values()),
        shared_by=sum(other == value for other in known.values()),
        rank_low=low,
        rank_high=high,
        distance=EXACT.subtract(value, spread.median),
        quarter=_quarter(value, spread, polarity),
    )


def _interval(key: str, intervals: Mapping[str, Interval], known: Mapping[str, Decimal]) -> Interval:
    return intervals.get(key) or Interval(known[key], known[key])


def _quarter(value: Decimal, spread: Spread, polarity: Polarity) -> str | None:
    """The quarter of the others' figures the value falls in; on a boundary, the better of the two.

    None when the quartiles coincide and the value is on them: then it is in every quarter at once.
    """
    if spread.q1 == value == spread.q3:
        return None
    best_first = sorted((signed(edge, polarity) for edge in spread), reverse=True)
    steps_down = sum(signed(value, polarity) < edge for edge in best_first)
    return QUARTERS[polarity][steps_down]
