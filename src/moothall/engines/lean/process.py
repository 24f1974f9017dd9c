"""What a process takes: per case and per year."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from itertools import pairwise

from moothall.engines.lean.steps import Step

HOUR = Decimal(60)
NONE = Decimal(0)


@dataclass(frozen=True)
class Result:
    """What a process takes. Minutes are those of an average case; hours and pence are a year's.

    What nobody measured is left out and named in `unmeasured`: the sums are then at least so much. Wasted time is
    touch time of steps that add no value; waiting is told in hours, and has no price, for nobody is paid for it.
    """

    volume: int
    touch: Decimal
    wait: Decimal
    value: Decimal  # minutes of touch time that add value
    necessary: Decimal  # that are needed by law or to be safe
    waste: Decimal  # that are neither
    failure: Decimal  # that are there because something went wrong
    hand_offs: int
    priced: Decimal  # pence a case, of the roles that have a rate
    waste_priced: Decimal  # likewise, of its waste
    unpriced: tuple[str, ...]  # roles without a rate
    unmeasured: tuple[str, ...]  # steps with a time that nobody measured

    @property
    def elapsed(self) -> Decimal:
        """Minutes from the beginning of an average case to its end."""
        return self.touch + self.wait

    @property
    def flow_efficiency(self) -> Decimal | None:
        """The share of the elapsed time in which somebody is at it; None where that cannot be said."""
        return None if self.unmeasured or not self.elapsed else self.touch / self.elapsed

    @property
    def value_share(self) -> Decimal | None:
        """The share of the touch time that adds value."""
        return self.value / self.touch if self.touch else None

    @property
    def failure_share(self) -> Decimal | None:
        """The share of the touch time that is failure demand."""
        return self.failure / self.touch if self.touch else None

    @property
    def touch_hours(self) -> Decimal:
        return self.touch * self.volume / HOUR

    @property
    def waste_hours(self) -> Decimal:
        return self.waste * self.volume / HOUR

    @property
    def wait_hours(self) -> Decimal:
        return self.wait * self.volume / HOUR

    @property
    def unit_pence(self) -> int | None:
        """What the touch time of one case costs; None where a role has no rate."""
        return None if self.unpriced else whole_pence(self.priced)

    @property
    def year_pence(self) -> int | None:
        """What the touch time of a year costs; None where a role has no rate."""
        return None if self.unpriced else whole_pence(self.priced * self.volume)

    @property
    def waste_pence(self) -> int | None:
        """What the waste of a year costs; None where a role has no rate."""
        return None if self.unpriced else whole_pence(self.waste_priced * self.volume)


def work_out(steps: Sequence[Step], *, volume: int, rates: Mapping[str, int]) -> Result:
    """Works a process out from its steps in order, the cases a year, and what an hour of each role costs in pence.

    Raises ValueError where there is no step, or the volume is below nought.
    """
    if not steps:
        raise ValueError("A process has at least one step.")
    if volume < 0:
        raise ValueError("The cases a year are nought or more.")
    roles = {it.who for it in steps if it.work is None or it.work > 0}
    return Result(
        volume=volume,
        touch=_minutes(steps),
        wait=sum((it.idle or NONE for it in steps), NONE),
        value=_minutes(it for it in steps if it.value == "yes"),
        necessary=_minutes(it for it in steps if it.value == "necessary"),
        waste=_minutes(it for it in steps if it.value == "no"),
        failure=_minutes(it for it in steps if it.failure),
        hand_offs=hand_offs(steps),
        priced=_priced(steps, rates),
        waste_priced=_priced((it for it in steps if it.value == "no"), rates),
        unpriced=tuple(sorted(roles - set(rates))),
        unmeasured=tuple(it.name for it in steps if it.work is None or it.idle is None),
    )


def hand_offs(steps: Iterable[Step]) -> int:
    """How often the case goes from one role to another along the whole map; a wait is nobody's."""
    who = [it.who.strip().casefold() for it in steps if it.kind != "wait" and it.who.strip()]
    return sum(before != after for before, after in pairwise(who))


def _minutes(steps: Iterable[Step]) -> Decimal:
    return sum((it.work or NONE for it in steps), NONE)


def _priced(steps: Iterable[Step], rates: Mapping[str, int]) -> Decimal:
    """Pence, exactly: rounded only where it is shown."""
    return sum(((it.work or NONE) * rates.get(it.who, 0) / HOUR for it in steps), NONE)


def whole_pence(pence: Decimal) -> int:
    """Halves round up."""
    return int(pence.quantize(Decimal(1), ROUND_HALF_UP))
