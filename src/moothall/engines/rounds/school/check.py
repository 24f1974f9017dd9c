"""The checker: it times and costs any plan of a morning, and tells every rule that it breaks, in sentences.

It is written apart from the solving and knows nothing of it. A run is what a vehicle does from the first pick-up while
nobody is aboard until it is empty again. Within a run nobody waits, so that a run is late or early as a whole: it
comes to its first school as early as the windows of all its schools allow. Between runs, and only there, a vehicle
waits; it leaves its depot as late as that allows.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import combinations, pairwise
from typing import Any

from moothall.engines.rounds.check.words import clock, length, listed
from moothall.engines.rounds.plain import as_plain
from moothall.engines.rounds.school.plan import DropOff, Morning, PickUp, SchoolPlan
from moothall.engines.rounds.school.problem import Kind, Pupil, School, SchoolProblem

METRES_A_MILE = 1609.344
NEVER = 10**9


@dataclass(frozen=True, slots=True)
class Broken:
    """A rule that the plan breaks, as a sentence. `morning` is its number in the plan, from 0; None: the whole plan."""

    rule: str
    sentence: str
    morning: int | None = None
    pupil: str = ""


@dataclass(frozen=True, slots=True)
class Called:
    """A stop as it falls out: when the vehicle comes and when it drives on; who gets on or off; who is then aboard."""

    stop: PickUp | DropOff
    arrives: int
    leaves: int
    pupils: tuple[str, ...]
    aboard: int


@dataclass(frozen=True, slots=True)
class Driven:
    """A vehicle's morning. `rides` is seconds aboard by pupil; `fullest` the most aboard at once, of `places`, in each
    run; `assistant`: whether one comes along."""

    kind: str
    starts: int
    ends: int
    metres: int
    pence: int
    grams: int
    assistant: bool
    rides: Mapping[str, int]
    fullest: tuple[int, ...]
    places: int
    calls: tuple[Called, ...]


@dataclass(frozen=True, slots=True)
class SchoolReport:
    """`journeys` is seconds from leaving home to the school's gate, by pupil."""

    mornings: tuple[Driven, ...]
    journeys: Mapping[str, int]
    broken: tuple[Broken, ...] = field(default=())

    @property
    def feasible(self) -> bool:
        return not self.broken

    @property
    def pence(self) -> int:
        return sum(it.pence for it in self.mornings)

    @property
    def miles(self) -> float:
        return sum(it.metres for it in self.mornings) / METRES_A_MILE

    @property
    def minutes(self) -> float:
        """All vehicles, from depot to depot."""
        return sum(it.ends - it.starts for it in self.mornings) / 60

    @property
    def grams(self) -> int:
        """CO2e."""
        return sum(it.grams for it in self.mornings)

    @property
    def runs(self) -> int:
        return sum(len(it.fullest) for it in self.mornings)

    @property
    def longest_ride(self) -> int | None:
        """Seconds aboard; None: nobody rides."""
        return max((ride for it in self.mornings for ride in it.rides.values()), default=None)

    @property
    def occupancy(self) -> float | None:
        """Of the places in each run, the share taken when it is fullest; None: no run."""
        offered = sum(it.places * len(it.fullest) for it in self.mornings)
        return sum(sum(it.fullest) for it in self.mornings) / offered if offered else None

    def as_data(self) -> dict[str, Any]:
        """Plain data: every figure, every broken rule, every morning with its calls."""
        return {
            "feasible": self.feasible,
            "broken": as_plain(self.broken),
            "pence": self.pence,
            "miles": round(self.miles, 1),
            "minutes": round(self.minutes, 1),
            "grams": self.grams,
            "vehicles": len(self.mornings),
            "assistants": sum(it.assistant for it in self.mornings),
            "runs": self.runs,
            "pupils": sum(len(it.rides) for it in self.mornings),
            "longest_ride": self.longest_ride,
            "longest_journey": max(self.journeys.values(), default=None),
            "occupancy": self.occupancy,
            "mornings": as_plain(self.mornings),
        }


def check(problem: SchoolProblem, plan: SchoolPlan) -> SchoolReport:
    """Every figure and every broken rule of a plan for a problem without faults (`faults`).

    A stop that names what the problem has not is told and passed over.
    """
    book = _Book(problem)
    mornings, broken = [], list(_who_is_fetched(problem, plan))
    used = Counter(it.kind for it in plan.mornings)
    for kind in problem.vehicles:
        if used[kind.id] > kind.count:
            broken.append(
                Broken("fleet", f"The plan uses {used[kind.id]} of {_kind(kind)}: there are {kind.count}.")
            )
    for number, morning in enumerate(plan.mornings):
        if morning.kind not in book.kinds:
            sentence = f"Vehicle {number + 1} is of a kind that is not known: ‘{morning.kind}’."
            broken.append(Broken("fleet", sentence, number))
            continue
        drive = _Drive(book, number, morning)
        mornings.append(drive.driven())
        broken += drive.broken
    walks = {(it.id, board.place): board.walk for it in problem.pupils for board in it.boards}
    rides = {pupil: ride for it in mornings for pupil, ride in it.rides.items()}
    places = {
        it.pupil: it.place for morning in plan.mornings for it in morning.stops if isinstance(it, PickUp)
    }
    journeys = {pupil: ride + walks.get((pupil, places[pupil]), 0) for pupil, ride in rides.items()}
    return SchoolReport(tuple(mornings), journeys, tuple(broken))


def _who_is_fetched(problem: SchoolProblem, plan: SchoolPlan) -> Iterator[Broken]:
    fetched = Counter(it.pupil for out in plan.mornings for it in out.stops if isinstance(it, PickUp))
    known = {it.id for it in problem.pupils}
    for pupil in problem.pupils:
        if not fetched[pupil.id]:
            yield Broken("fetched", f"Nobody fetches pupil {pupil.id}.", pupil=pupil.id)
        if fetched[pupil.id] > 1:
            sentence = f"Pupil {pupil.id} is fetched {fetched[pupil.id]} times."
            yield Broken("fetched", sentence, pupil=pupil.id)
    for id in fetched:
        if id not in known:
            yield Broken("known", f"The plan fetches pupil {id}, who is not in the problem.", pupil=id)


class _Book:
    """The problem, to be looked up."""

    def __init__(self, problem: SchoolProblem) -> None:
        self.problem = problem
        self.pupils: dict[str, Pupil] = {it.id: it for it in problem.pupils}
        self.schools: dict[str, School] = {it.id: it for it in problem.schools}
        self.kinds: dict[str, Kind] = {it.id: it for it in problem.vehicles}
        self.place = {it: n for n, it in enumerate(problem.travel.places)}
        self.apart = {frozenset((it.id, other)) for it in problem.pupils for other in it.apart}

    def seconds(self, start: str, end: str) -> int:
        return self.problem.travel.seconds[self.place[start]][self.place[end]]

    def metres(self, start: str, end: str) -> int:
        return self.problem.travel.metres[self.place[start]][self.place[end]]


@dataclass(slots=True)
class _Run:
    """From the first pick-up until empty: offsets are seconds since it came to that pick-up."""

    first: str
    calls: list[tuple[PickUp | DropOff, int, int, tuple[str, ...], int]] = field(default_factory=list)
    earliest: int = -NEVER
    latest: int = NEVER
    last: str = ""
    lasts: int = 0
    fullest: int = 0


class _Drive:
    """One vehicle's morning, driven once from its first stop to its last."""

    def __init__(self, book: _Book, number: int, morning: Morning) -> None:
        self.book, self.number, self.kind = book, number, book.kinds[morning.kind]
        self.broken: list[Broken] = []
        self.stops = [it for it in morning.stops if self._known(it)]
        riding = [book.pupils[it.pupil] for it in self.stops if isinstance(it, PickUp)]
        self.assistant = any(it.assistant for it in riding)
        self.rides: dict[str, int] = {}
        self.runs: list[_Run] = []

    def driven(self) -> Driven:
        for run in self._split():
            self._run(run)
        starts, ends, begins = self._timed()
        calls = tuple(
            Called(stop, begin + comes, begin + goes, pupils, aboard)
            for begin, run in zip(begins, self.runs, strict=True)
            for stop, comes, goes, pupils, aboard in run.calls
        )
        metres, kind, seconds = self._metres(), self.kind, ends - starts
        hour = kind.pence_an_hour + kind.assistant_pence_an_hour * self.assistant
        pence = kind.pence_a_day + round(seconds * hour / 3600 + metres * kind.pence_a_mile / METRES_A_MILE)
        return Driven(
            kind.id,
            starts,
            ends,
            metres,
            pence if self.stops else 0,
            round(metres * kind.grams_a_mile / METRES_A_MILE),
            self.assistant,
            self.rides,
            tuple(it.fullest for it in self.runs),
            kind.seats + kind.wheelchairs,
            calls,
        )

    def _tell(self, rule: str, sentence: str, pupil: str = "") -> None:
        """Once for each sentence."""
        told = Broken(rule, f"Vehicle {self.number + 1} ({_kind(self.kind)}): {sentence}", self.number, pupil)
        if told not in self.broken:
            self.broken.append(told)

    def _known(self, stop: PickUp | DropOff) -> bool:
        if isinstance(stop, DropOff):
            if stop.school not in self.book.schools:
                self._tell("known", f"school {stop.school} is not in the problem.")
            return stop.school in self.book.schools
        if stop.pupil not in self.book.pupils:
            return False  # told for the whole plan
        if stop.place not in {it.place for it in self.book.pupils[stop.pupil].boards}:
            self._tell("place", f"pupil {stop.pupil} cannot be fetched at {stop.place}.", stop.pupil)
        return stop.place in self.book.place

    def _at(self, stop: PickUp | DropOff) -> str:
        return stop.place if isinstance(stop, PickUp) else self.book.schools[stop.school].place

    def _split(self) -> Iterator[list[PickUp | DropOff]]:
        """The stops of each run; who is never brought to school makes a run of what is left."""
        aboard: Counter[str] = Counter()
        run: list[PickUp | DropOff] = []
        for stop in self.stops:
            run.append(stop)
            if isinstance(stop, PickUp):
                aboard[self.book.pupils[stop.pupil].school] += 1
            else:
                if not aboard.pop(stop.school, 0):
                    self._tell("school", f"nobody is aboard for school {stop.school} when it comes there.")
                if not aboard:
                    yield run
                    run = []
        if run:
            yield run

    def _run(self, stops: list[PickUp | DropOff]) -> None:
        run = _Run(self._at(stops[0]))
        aboard: dict[str, int] = {}
        at, offset = run.first, 0
        for stop in stops:
            offset += self.book.seconds(at, self._at(stop))
            at, came = self._at(stop), offset
            if isinstance(stop, PickUp):
                aboard[stop.pupil] = came
                who: tuple[str, ...] = (stop.pupil,)
                offset += self.book.pupils[stop.pupil].boarding
                self._together(list(aboard))
            else:
                school = self.book.schools[stop.school]
                who = tuple(it for it in aboard if self.book.pupils[it].school == stop.school)
                for pupil in who:
                    self._arrived(pupil, stop, came - aboard.pop(pupil), stops)
                offset += school.alighting
                run.earliest = max(run.earliest, school.window.opens - came)
                run.latest = min(run.latest, school.window.closes - came)
            run.fullest = max(run.fullest, len(aboard))
            run.calls.append((stop, came, offset, who, len(aboard)))
        for pupil in aboard:
            self._tell("brought", f"pupil {pupil} is not brought to school.", pupil)
        if run.earliest > run.latest:
            schools = list(dict.fromkeys(it.school for it in stops if isinstance(it, DropOff)))
            self._tell("window", f"one run cannot come to {listed(schools)} within the windows of each.")
        run.last, run.lasts = at, offset
        self.runs.append(run)

    def _arrived(self, pupil: str, stop: DropOff, ride: int, stops: list[PickUp | DropOff]) -> None:
        self.rides[pupil] = ride
        place = next(it.place for it in stops if isinstance(it, PickUp) and it.pupil == pupil)
        asked = self.book.pupils[pupil]
        walk = next((it.walk for it in asked.boards if it.place == place), 0)
        if ride + walk > asked.journey:
            sentence = (
                f"pupil {pupil} is {length(ride + walk)} on the way to school {stop.school}, of at most "
            )
            self._tell("journey", f"{sentence}{length(asked.journey)}.", pupil)

    def _together(self, aboard: list[str]) -> None:
        """What must hold whenever somebody has got on."""
        riding = [self.book.pupils[it] for it in aboard]
        wheelchairs = sum(it.wheelchair for it in riding)
        sitting = len(riding) - wheelchairs + self.assistant
        seats = self.kind.seats - self.kind.folds * wheelchairs
        last = aboard[-1]
        if wheelchairs > self.kind.wheelchairs:
            sentence = (
                f"{wheelchairs} wheelchairs are aboard with pupil {last}: it takes {self.kind.wheelchairs}."
            )
            self._tell("wheelchairs", sentence, last)
        if sitting > seats:
            with_them = ", the assistant with them" if self.assistant else ""
            sentence = f"{sitting} need a seat with pupil {last}{with_them}: it has {max(seats, 0)} then."
            self._tell("seats", sentence, last)
        if len(riding) > 1:
            for it in riding:
                if it.alone:
                    self._tell("alone", f"pupil {it.id} must ride alone, and others are aboard.", it.id)
        if not self.book.problem.mixed and len({it.school for it in riding}) > 1:
            self._tell("mixed", f"pupils of different schools are aboard with pupil {last}.", last)
        for one, other in combinations(aboard, 2):
            if last in (one, other) and frozenset((one, other)) in self.book.apart:
                self._tell("apart", f"pupils {one} and {other} may not ride together.", last)

    def _timed(self) -> tuple[int, int, list[int]]:
        """When it leaves its depot and is back, and when each run begins."""
        begins: list[int] = []
        ready = -NEVER
        for run, before in zip(self.runs, [None, *self.runs], strict=False):
            if before is not None:
                ready = begins[-1] + before.lasts + self.book.seconds(before.last, run.first)
            begins.append(max(run.earliest, ready))
            if run.earliest <= run.latest < begins[-1]:
                school = next(it.school for it, *_ in run.calls if isinstance(it, DropOff))
                late = length(begins[-1] - run.latest)
                self._tell("window", f"the run to school {school} is {late} late: it comes from another.")
        if not self.runs:
            return 0, 0, []
        begins = [it if abs(it) < NEVER else 0 for it in begins]
        for n in range(len(self.runs) - 2, -1, -1):
            run, after = self.runs[n], self.runs[n + 1]
            by_then = begins[n + 1] - run.lasts - self.book.seconds(run.last, after.first)
            begins[n] = max(begins[n], min(by_then, run.latest))
        depot, last = self.kind.depot, self.runs[-1]
        starts = begins[0] - self.book.seconds(depot, self.runs[0].first)
        if starts < 0:
            self._tell("start", f"it would have to leave before midnight, {clock(starts % 86_400)}.")
        return starts, begins[-1] + last.lasts + self.book.seconds(last.last, depot), begins

    def _metres(self) -> int:
        if not self.stops:
            return 0
        way = [self.kind.depot, *(self._at(it) for it in self.stops), self.kind.depot]
        return sum(self.book.metres(start, end) for start, end in pairwise(way))


def _kind(it: Kind) -> str:
    return it.name or it.id
