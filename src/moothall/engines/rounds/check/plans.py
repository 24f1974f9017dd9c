"""A whole plan checked: every round, and whether the work is done on the days it should be."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from moothall.engines.rounds.check.driving import Lookup, walk
from moothall.engines.rounds.check.faults import references
from moothall.engines.rounds.check.figures import Cost, Figures, total, whole
from moothall.engines.rounds.check.report import Broken, Out, Report, Together, together
from moothall.engines.rounds.check.words import listed, service_name
from moothall.engines.rounds.plan import Plan, Round, Stop, Tip
from moothall.engines.rounds.problem import TIP, Problem, Service
from moothall.kit.unreadable import Unreadable


def check(problem: Problem, plan: Plan) -> Report:
    """What the plan takes and which rules it breaks. Raises Unreadable where the problem itself does not hang
    together (`faults` tells all that is wrong with it)."""
    return Checker(problem).check(plan)


class Checker:
    """Checks plan after plan of one problem, and keeps the ways that it has found."""

    def __init__(self, problem: Problem) -> None:
        if found := references(problem):
            raise Unreadable(found[0].sentence)
        self._look = Lookup(problem)

    def check(self, plan: Plan) -> Report:
        problem = self._look.problem
        known, broken = self._known(plan)
        rounds: list[Out] = []
        for it, territory in zip(known, self._look.map.territories(known), strict=True):
            out, found = walk(self._look, it, territory)
            rounds.append(out)
            broken += found
        visits = _visits(known)
        broken += [told for it in problem.services for told in self._covered(it, visits[it.id])]
        return self._report(rounds, visits, broken)

    def _known(self, plan: Plan) -> tuple[list[Round], list[Broken]]:
        """The rounds with something to do, without whatever in them the problem does not have."""
        found: list[Round] = []
        broken: list[Broken] = []
        seen: set[tuple[str, str]] = set()
        for it in plan.rounds:
            wrong = list(self._strange(it, seen))
            broken += [Broken("unknown", sentence, it.vehicle, it.day) for sentence in wrong]
            seen.add((it.vehicle, it.day))
            if wrong:
                continue
            stops = []
            for stop in it.stops:
                if why := self._strange_stop(stop):
                    sentence = f"Vehicle {it.vehicle} on {it.day}: {why}"
                    broken.append(Broken("unknown", sentence, it.vehicle, it.day))
                else:
                    stops.append(stop)
            vehicle = self._look.vehicles[it.vehicle]
            if stops and vehicle.days and it.day not in vehicle.days:
                sentence = f"Vehicle {it.vehicle} on {it.day}: it works on {listed(vehicle.days)} only."
                broken.append(Broken("vehicle day", sentence, it.vehicle, it.day))
            if stops:
                found.append(Round(it.vehicle, it.day, tuple(stops)))
        return found, broken

    def _strange(self, it: Round, seen: set[tuple[str, str]]) -> Iterator[str]:
        if it.vehicle not in self._look.vehicles:
            yield f"The plan has a round of vehicle ‘{it.vehicle}’, which the problem has not."
        elif it.day not in self._look.problem.days:
            yield f"The plan has a round of vehicle {it.vehicle} on ‘{it.day}’, which is not a day of the problem."
        elif (it.vehicle, it.day) in seen:
            yield f"The plan has two rounds of vehicle {it.vehicle} on {it.day}: make them one."

    def _strange_stop(self, stop: Stop | Tip) -> str:
        if isinstance(stop, Tip):
            site = self._look.sites.get(stop.site)
            return "" if site and site.kind == TIP else f"there is no tip ‘{stop.site}’."
        service = self._look.services.get(stop.service)
        if service is None:
            return f"there is no service ‘{stop.service}’."
        if stop.arc in service.arcs or (not service.arcs and not stop.arc):
            return ""
        along = f"along ‘{stop.arc}’" if stop.arc else "without an arc"
        return f"{service_name(service)} cannot be done {along}: it is {listed(service.arcs, 'or') or 'a point'}."

    def _covered(self, service: Service, visits: Sequence[tuple[str, str]]) -> Iterator[Broken]:
        """Whether it is visited as often as it should be, on days that go together."""
        name, days = service_name(service), [day for _, day in visits]
        if not days:
            yield Broken("not served", f"{name} is in no round.", service=service.id)
            return
        twice = [day for day, times in Counter(days).items() if times > 1]
        for day in twice:
            vehicles = listed([vehicle for vehicle, its in visits if its == day])
            yield Broken(
                "served twice",
                f"{name} is served more than once on {day}: by {vehicles}.",
                "",
                day,
                service.id,
            )
        allowed = [set(it) for it in service.patterns]
        if allowed and set(days) not in allowed:
            choice = listed([_together(it) for it in service.patterns], "or")
            yield Broken(
                "days",
                f"{name} is served on {listed(_in_order(days))}, and may be on {choice}.",
                service=service.id,
            )
        elif not allowed and len(set(days)) > 1:
            sentence = f"{name} is to be served once, and is on {listed(_in_order(days))}."
            yield Broken("served twice", sentence, service=service.id)

    def _report(
        self, rounds: list[Out], visits: dict[str, list[tuple[str, str]]], broken: list[Broken]
    ) -> Report:
        problem = self._look.problem
        with_a_day = [it for it in problem.services if it.today and visits[it.id]]
        moved = sum(
            it.homes
            for it in with_a_day
            if it.today and {day for _, day in visits[it.id]} != set(it.today.days)
        )
        others = sum(
            it.homes
            for it in with_a_day
            if it.today
            and it.today.vehicle
            and {vehicle for vehicle, _ in visits[it.id]} != {it.today.vehicle}
        )
        prices = problem.prices
        extra = Cost(
            imbalance=_imbalance([it.figures.seconds for it in rounds], prices.imbalance),
            day_changes=moved * prices.day_change,
            crew_changes=others * prices.crew_change,
        )
        return Report(
            rounds=tuple(rounds),
            days={day: _summed([it for it in rounds if it.day == day], Cost()) for day in problem.days},
            whole=_summed(rounds, extra),
            homes_moved=moved,
            homes_with_a_day=sum(it.homes for it in with_a_day),
            homes_of_another_crew=others,
            broken=tuple(broken),
        )


def _visits(rounds: Sequence[Round]) -> dict[str, list[tuple[str, str]]]:
    """The vehicle and day of each visit, by service."""
    found: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for it in rounds:
        for stop in it.services:
            found[stop.service].append((it.vehicle, it.day))
    return found


def _summed(rounds: Sequence[Out], extra: Cost) -> Together:
    figures = total(Figures, (it.figures for it in rounds))
    return together(rounds, figures, total(Cost, (extra, *(it.cost for it in rounds))))


def _imbalance(times: Sequence[int], price: int) -> int:
    """The sum of squared hours from the mean: Σt² − (Σt)²/n, in seconds squared until the last step."""
    if not times or not price:
        return 0
    squares = len(times) * sum(it * it for it in times) - sum(times) ** 2
    return whole(squares * price, len(times) * 3600**2)


def _in_order(days: Sequence[str]) -> list[str]:
    return list(dict.fromkeys(days))


def _together(days: Sequence[str]) -> str:
    return " with ".join(days)
