"""The steps of a process."""

from dataclasses import dataclass
from decimal import Decimal

KINDS = ("work", "wait", "check", "rework", "hand-over")
VALUES = ("yes", "necessary", "no")
HUNDRED = Decimal(100)
_NEVER_VALUE = ("wait", "rework", "hand-over")  # nobody would pay for it done


class BadStep(ValueError):
    """A step cannot be so; the message is one sentence that names it."""


@dataclass(frozen=True)
class Step:
    """One step: who does it, what sort it is, and what it takes.

    touch and wait are minutes of one case that goes through it: touch is somebody's time, wait goes by on the clock
    with nobody at it. None where nobody has measured it, which is not nought. share is the percentage of cases that
    go through it (over 100 where a case comes back). value: would the person who asked for it miss it ('yes'), does
    a law or a risk need it ('necessary'), or neither ('no'). failure: it is there because something went wrong.
    """

    name: str
    who: str
    kind: str = "work"
    touch: Decimal | None = None
    wait: Decimal | None = None
    share: Decimal = HUNDRED
    value: str = "no"
    failure: bool = False

    def __post_init__(self) -> None:
        called = f"‘{self.name}’"
        if not self.name.strip():
            raise BadStep("Every step needs a name.")
        if self.kind not in KINDS:
            raise BadStep(f"{called} is {', '.join(KINDS[:-1])} or {KINDS[-1]}.")
        if self.value not in VALUES:
            raise BadStep(f"Say whether {called} adds value: yes, necessary or no.")
        if self.value == "yes" and self.kind in _NEVER_VALUE:
            raise BadStep(f"{called} is {self.kind}: that adds no value, though it may be necessary.")
        if self.kind == "wait" and self.touch:
            raise BadStep(f"{called} is a wait: nobody’s time goes into it, so leave its touch time blank.")
        if self.kind != "wait" and not self.who.strip():
            raise BadStep(f"Say who does {called}.")
        if any(it is not None and it < 0 for it in (self.touch, self.wait)):
            raise BadStep(f"The times of {called} are nought or more.")
        if not 0 < self.share <= 1000:
            raise BadStep(f"The share of cases that go through {called} is over 0% and at most 1,000%.")

    @property
    def weight(self) -> Decimal:
        """How often a case goes through it, on average."""
        return self.share / HUNDRED

    @property
    def work(self) -> Decimal | None:
        """Minutes of somebody's time for an average case."""
        return Decimal(0) if self.kind == "wait" else None if self.touch is None else self.touch * self.weight

    @property
    def idle(self) -> Decimal | None:
        """Minutes that go by for an average case with nobody at it."""
        return None if self.wait is None else self.wait * self.weight
