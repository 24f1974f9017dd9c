"""One round walked from its depot and back, stop by stop: what it takes, and the rules it breaks on the way."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from moothall.engines.rounds.check.figures import Cost, Figures, whole
from moothall.engines.rounds.check.report import Broken, Out, Trip, Visit
from moothall.engines.rounds.check.territory import Map, Territory
from moothall.engines.rounds.check.ways import Leg, Place, Ways
from moothall.engines.rounds.check.words import clock, length, listed, service_name, site_name
from moothall.engines.rounds.plan import Round, Stop, Tip
from moothall.engines.rounds.problem import (
    TIP,
    Arc,
    Network,
    Node,
    Problem,
    Service,
    Site,
    Vehicle,
    Window,
)


class Lookup:
    """A problem by its ids, with the ways of every vehicle class."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.nodes: Mapping[str, Node] = {it.id: it for it in problem.network.nodes}
        self.arcs: Mapping[str, Arc] = {it.id: it for it in problem.network.arcs}
        self.services: Mapping[str, Service] = {it.id: it for it in problem.services}
        self.sites: Mapping[str, Site] = {it.id: it for it in problem.sites}
        self.vehicles: Mapping[str, Vehicle] = {it.id: it for it in problem.vehicles}
        self.tips = any(it.kind == TIP for it in problem.sites)
        self.map = Map(self.nodes, self.arcs, problem.services)
        self._ways: dict[str, Ways] = {}

    def ways(self, vehicle_class: str) -> Ways:
        """Those of classes that drive alike everywhere are the same."""
        network = self.problem.network
        known = vehicle_class if vehicle_class in self._classes else ""
        if known not in self._ways:
            self._ways[known] = Ways(network, known)
        return self._ways[known]

    @cached_property
    def _classes(self) -> set[str]:
        return {name for it in self.problem.network.arcs for name in it.by_class}

    @cached_property
    def unrestricted(self) -> tuple[Ways, Ways]:
        """The ways where no street is barred, and where no turn is banned either: to say why there is no way."""
        network = self.problem.network
        arcs = tuple(replace(it, by_class={}) for it in network.arcs)
        return Ways(Network(network.nodes, arcs, network.turns), ""), Ways(Network(network.nodes, arcs), "")


@dataclass(frozen=True, slots=True)
class _Task:
    """A stop with what it asks: where the way to it ends and the way on begins, and when it may be done."""

    stop: Stop | Tip
    name: str
    enter: Place
    leave: Place
    seconds: int
    hours: Window | None


def walk(look: Lookup, out: Round, territory: Territory) -> tuple[Out, list[Broken]]:
    """The round as it falls out. Its vehicle, services, arcs and sites must be there."""
    walker = _Walker(look, look.vehicles[out.vehicle], out.day, territory)
    for stop in out.stops:
        walker.do(walker.task(stop))
    return walker.home()


class _Walker:
    def __init__(self, look: Lookup, vehicle: Vehicle, day: str, territory: Territory) -> None:
        self.look, self.vehicle, self.day, self.territory = look, vehicle, day, territory
        self.ways = look.ways(vehicle.class_)
        self.depot = look.sites[vehicle.depot]
        self.starts = vehicle.shift.start if vehicle.shift else 0
        self.now, self.at, self.where = self.starts, Place(self.depot.node), site_name(self.depot)
        self.aboard: Counter[str] = Counter()
        self.full: set[str] = set()  # compartments already told of on this trip
        self.sums: Counter[str] = Counter()
        self.kilograms: Counter[str] = Counter()
        self.pence: Counter[str] = Counter()
        self.trips: list[Trip] = []
        self.visits: list[Visit] = []
        self.broken: list[Broken] = []
        self.break_at: int | None = None

    def told(self, rule: str, sentence: str, service: str = "") -> None:
        who = f"Vehicle {self.vehicle.id} on {self.day}"
        self.broken.append(Broken(rule, f"{who}: {sentence}", self.vehicle.id, self.day, service))

    def task(self, stop: Stop | Tip) -> _Task:
        if isinstance(stop, Tip):
            site = self.look.sites[stop.site]
            at = Place(site.node)
            return _Task(stop, site_name(site), at, at, site.turnaround, site.hours)
        service = self.look.services[stop.service]
        enter = leave = Place(service.node)
        if stop.arc:
            arc = self.look.arcs[stop.arc]
            enter, leave = Place(arc.tail, arc.id), Place(arc.head, arc.id)
        return _Task(stop, service_name(service), enter, leave, service.seconds, service.window)

    def do(self, task: _Task) -> None:
        leg = self.leg(task.enter, task.name)
        self.rest(leg, task)
        arrives = self.now + leg.seconds
        begins = max(arrives, task.hours.opens) if task.hours else arrives
        ends = begins + task.seconds
        self.visits.append(Visit(task.stop, arrives, begins, ends, leg.seconds, leg.metres))
        self.drive(leg)
        self.sums["waiting"] += begins - arrives
        self.now, self.at, self.where = ends, task.leave, task.name
        if isinstance(task.stop, Tip):
            self.tip(self.look.sites[task.stop.site], task)
        else:
            self.serve(self.look.services[task.stop.service], task.stop.arc, task)

    def leg(self, end: Place, name: str) -> Leg:
        """The way to the next stop; where there is none it is told why, and counts as nothing."""
        found = self.ways.leg(self.at, end)
        if found:
            return found
        unbarred, unturned = self.look.unrestricted
        if unbarred.leg(self.at, end):
            why, rule = f"every way is barred to its class, ‘{self.vehicle.class_}’", "barred"
        elif unturned.leg(self.at, end):
            why, rule = "a turn on every way is banned", "turn"
        else:
            why, rule = "no streets lead there", "unreachable"
        self.told(rule, f"it cannot drive from {self.where} to {name}: {why}.")
        return Leg(0, 0)

    def rest(self, leg: Leg, task: _Task | None) -> None:
        """The break, when the next stop, or the drive home, would end later than it must come."""
        rule = self.vehicle.break_
        if rule is None or self.break_at is not None:
            return
        ends = self.now + leg.seconds
        if task:
            ends = max(ends, task.hours.opens if task.hours else 0) + task.seconds
        if ends - self.starts > rule.after:
            self.break_at = self.now
            self.now += rule.seconds
            self.sums["breaks"] += rule.seconds

    def drive(self, leg: Leg) -> None:
        self.sums["dead"] += leg.seconds
        self.sums["metres"] += leg.metres
        self.sums["dead_metres"] += leg.metres

    def serve(self, service: Service, along: str, task: _Task) -> None:
        name = task.name
        if along:
            arc = self.look.arcs[along]
            self.sums["metres"] += arc.metres
            self.pence["wrong_kerb"] += self.look.problem.prices.wrong_kerb * (along != service.arcs[0])
            if arc.seconds_for(self.vehicle.class_) is None:
                self.told("barred", f"{name} is barred to its class, ‘{self.vehicle.class_}’.", service.id)
        if service.skill and service.skill not in self.vehicle.skills:
            self.told("skill", f"{name} needs ‘{service.skill}’, which it has not.", service.id)
        self.in_hours("window", task, "is to be done", service.id)
        self.sums["served"] += service.seconds
        self.sums["services"] += 1
        self.sums["homes"] += service.homes
        self.aboard.update(service.load)
        self.kilograms.update(service.load)
        self.weigh(service)

    def weigh(self, service: Service) -> None:
        """Tells of each compartment once, at the service that is too much for it."""
        payload = self.vehicle.payload
        if not payload:
            return
        for compartment in sorted({self.vehicle.compartment(it) for it in service.load} - self.full):
            inside = [it for it in self.aboard if self.vehicle.compartment(it) == compartment]
            load, most = sum(self.aboard[it] for it in inside), payload.get(compartment, 0)
            if load > most:
                self.full.add(compartment)
                carried = f"it carries {most:,} kg of it" if most else "it has no place for it"
                self.told(
                    "capacity",
                    f"at {service_name(service)} it has {load:,} kg of {listed(sorted(inside))} aboard, "
                    f"and {carried} (trip {len(self.trips) + 1}).",
                    service.id,
                )

    def tip(self, site: Site, task: _Task) -> None:
        if site.days and self.day not in site.days:
            self.told("tip closed", f"{task.name} is closed that day.")
        else:
            self.in_hours("tip closed", task, "is open")
        self.sums["tipping"] += site.turnaround
        self.sums["tips"] += 1
        self.trips.append(Trip(dict(self.aboard), site.id))
        taken = [it for it in self.aboard if not site.materials or it in site.materials]
        self.pence["tipping"] += whole(sum(self.aboard[it] for it in taken) * site.pence_a_tonne, 1000)
        for material in taken:
            del self.aboard[material]
        self.full = set()

    def in_hours(self, rule: str, task: _Task, allowed: str, service: str = "") -> None:
        if task.hours and self.now > task.hours.closes:
            hours = f"from {clock(task.hours.opens)} to {clock(task.hours.closes)}"
            self.told(
                rule, f"{task.name} {allowed} {hours}, and it is done there at {clock(self.now)}.", service
            )

    def home(self) -> tuple[Out, list[Broken]]:
        leg = self.leg(Place(self.depot.node), site_name(self.depot))
        self.rest(leg, None)
        self.drive(leg)
        self.now += leg.seconds
        if left := {material: load for material, load in self.aboard.items() if load}:
            self.trips.append(Trip(left))
            if self.look.tips:
                loads = listed([f"{load:,} kg of {material}" for material, load in sorted(left.items())])
                self.told(
                    "not emptied", f"it comes home with {loads} aboard: it must tip after {self.where}."
                )
        self.keep_shift()
        figures = self.figures()
        out = Out(
            self.vehicle.id,
            self.day,
            self.starts,
            self.now,
            figures,
            self.cost(figures),
            tuple(self.trips),
            tuple(self.visits),
            self.break_at,
        )
        return out, self.broken

    def keep_shift(self) -> None:
        shift = self.vehicle.shift
        if shift is None:
            return
        over = self.now - self.starts - shift.seconds
        self.sums["overtime"] = max(over, 0)
        if over > shift.overtime:
            self.told(
                "shift",
                f"it is back from {self.where} at {clock(self.now)}, after {length(self.now - self.starts)}, "
                f"which is {length(over - shift.overtime)} longer than it may be out.",
            )

    def figures(self) -> Figures:
        metres = self.sums["metres"]
        return Figures(
            **self.sums,
            kilograms=dict(self.kilograms),
            grams=whole(metres * self.vehicle.grams_a_kilometre, 1000),
            millilitres=whole(metres * self.vehicle.millilitres_a_kilometre, 1000),
            apart=self.territory.apart,
            astray=self.territory.astray,
        )

    def cost(self, figures: Figures) -> Cost:
        vehicle, prices = self.vehicle, self.look.problem.prices
        return Cost(
            vehicles=vehicle.pence_a_day,
            time=whole(figures.seconds * vehicle.pence_an_hour, 3600),
            distance=whole(figures.metres * vehicle.pence_a_kilometre, 1000),
            overtime=whole(figures.overtime * prices.overtime, 3600),
            carbon=whole(figures.grams * prices.carbon, 1_000_000),
            compactness=whole(figures.apart * prices.compactness, 1000),
            **self.pence,
        )
