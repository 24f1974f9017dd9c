"""A process before and after it was changed."""

from dataclasses import dataclass
from decimal import Decimal

from moothall.engines.lean.process import HOUR, Result, whole_pence


@dataclass(frozen=True)
class Difference:
    """What changed. Below nought: less than before. A year is counted at the volume of the map after, both times,
    so that more or fewer cases do not look like better or worse work."""

    before: Result
    after: Result

    @property
    def touch(self) -> Decimal:
        """Minutes of somebody's time for an average case."""
        return self.after.touch - self.before.touch

    @property
    def wait(self) -> Decimal:
        return self.after.wait - self.before.wait

    @property
    def elapsed(self) -> Decimal:
        return self.after.elapsed - self.before.elapsed

    @property
    def hand_offs(self) -> int:
        return self.after.hand_offs - self.before.hand_offs

    @property
    def released_hours(self) -> Decimal:
        """Hours a year that people have for other work. Below nought where it takes longer than before."""
        return -self.touch * self.after.volume / HOUR

    @property
    def released_pence(self) -> int | None:
        """What those hours would cost. It is cash only if a budget falls. None where a role has no rate."""
        if self.before.unpriced or self.after.unpriced:
            return None
        return whole_pence((self.before.priced - self.after.priced) * self.after.volume)

    @property
    def complete(self) -> bool:
        """Whether every step of both maps was measured: else the difference is not known."""
        return not (self.before.unmeasured or self.after.unmeasured)


def compare(before: Result, after: Result) -> Difference:
    """The process after beside the process before, both at the rates they were worked out with."""
    return Difference(before, after)
