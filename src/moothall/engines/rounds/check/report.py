"""What the checker found: every figure, and every broken rule."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from typing import Any

from moothall.engines.rounds.check.figures import Cost, Figures
from moothall.engines.rounds.plain import as_plain
from moothall.engines.rounds.plan import Stop, Tip


@dataclass(frozen=True, slots=True)
class Broken:
    """A rule that the plan breaks, as a sentence; and where, as far as one place is meant."""

    rule: str
    sentence: str
    vehicle: str = ""
    day: str = ""
    service: str = ""


@dataclass(frozen=True, slots=True)
class Visit:
    """A stop as it falls out: seconds after midnight, and the driving that leads to it."""

    stop: Stop | Tip
    arrives: int
    begins: int
    ends: int
    dead: int
    dead_metres: int


@dataclass(frozen=True, slots=True)
class Trip:
    """What was aboard, by material, when the vehicle came to a tip; or home, where there is no site."""

    kilograms: Mapping[str, int]
    site: str = ""


@dataclass(frozen=True, slots=True)
class Out:
    """A vehicle's round on a day. `break_at` is when its break begins; None: it has none."""

    vehicle: str
    day: str
    starts: int
    ends: int
    figures: Figures
    cost: Cost
    trips: tuple[Trip, ...] = ()
    visits: tuple[Visit, ...] = ()
    break_at: int | None = None


@dataclass(frozen=True, slots=True)
class Together:
    """Several rounds: of a day, or all.

    `imbalance` is the longest round over the mean, less one; `longest` and `shortest` are seconds. None: no rounds.
    """

    figures: Figures
    cost: Cost
    rounds: int
    imbalance: float | None
    longest: int | None
    shortest: int | None


@dataclass(frozen=True, slots=True)
class Report:
    """`homes_moved` are those of services whose days are not today's, of the homes that have a day today."""

    rounds: tuple[Out, ...]
    days: Mapping[str, Together]
    whole: Together
    homes_moved: int
    homes_with_a_day: int
    homes_of_another_crew: int
    broken: tuple[Broken, ...] = field(default=())

    @property
    def feasible(self) -> bool:
        return not self.broken

    @property
    def seconds(self) -> int:
        """The time of all its rounds."""
        return self.whole.figures.seconds

    @property
    def pence(self) -> int:
        """All that the prices of the problem count."""
        return self.whole.cost.total

    def as_data(self) -> dict[str, Any]:
        """Plain data, in the shape of `moothall schema rounds-check`."""
        return {
            "feasible": self.feasible,
            "broken": as_plain(self.broken),
            "whole": _together(self.whole),
            "homes_moved": self.homes_moved,
            "homes_with_a_day": self.homes_with_a_day,
            "homes_of_another_crew": self.homes_of_another_crew,
            "days": {day: _together(it) for day, it in self.days.items()},
            "rounds": [_out(it) for it in self.rounds],
        }


def _together(it: Together) -> dict[str, Any]:
    plain = {"rounds": it.rounds, "imbalance": it.imbalance, "longest": it.longest, "shortest": it.shortest}
    return plain | _sums(it.figures, it.cost)


def _out(it: Out) -> dict[str, Any]:
    plain = {
        "vehicle": it.vehicle,
        "day": it.day,
        "starts": it.starts,
        "ends": it.ends,
        "break_at": it.break_at,
    }
    trips = [{"kilograms": dict(trip.kilograms), "site": trip.site} for trip in it.trips]
    return (
        plain | _sums(it.figures, it.cost) | {"trips": trips, "visits": [_visit(stop) for stop in it.visits]}
    )


def _sums(figures: Figures, cost: Cost) -> dict[str, Any]:
    pence = {"total": cost.total, **_fields(cost)}
    return {"seconds": figures.seconds, **_fields(figures), "pence": pence}


def _visit(it: Visit) -> dict[str, Any]:
    stop: dict[str, Any] = as_plain(it.stop)
    return stop | {key: value for key, value in _fields(it).items() if key != "stop"}


def _fields(it: Any) -> dict[str, Any]:
    return {field.name: getattr(it, field.name) for field in fields(it)}


def together(rounds: Sequence[Out], figures: Figures, cost: Cost) -> Together:
    """Sums of rounds with the measures of how even they are."""
    times = [it.figures.seconds for it in rounds]
    even = max(times) * len(times) / sum(times) - 1 if sum(times) else None
    return Together(figures, cost, len(times), even, max(times, default=None), min(times, default=None))
