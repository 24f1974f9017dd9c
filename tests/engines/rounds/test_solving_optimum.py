"""Tiny problems, solved to the optimum that trying everything proves: all orders, directions, tips and days."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import combinations, pairwise, permutations, product
from pathlib import Path

import numpy as np
import pytest
from tests.engines.rounds.tiny import drawn
from tests.engines.rounds.worked import BACK, CHURCH, HIGH, NETWORK

from moothall.engines.rounds import Problem
from moothall.engines.rounds.check import check
from moothall.engines.rounds.network.paths import Place, matrix
from moothall.engines.rounds.problem import ANY, DEPOT, TIP, Site, Vehicle
from moothall.engines.rounds.solving import solve

NEVER = 1 << 40


@dataclass
class Everything:
    """The least that a problem can cost, by trying all there is. One kind of vehicle, one load a service."""

    problem: Problem

    def __post_init__(self) -> None:
        problem = self.problem
        places = [Place(arc=arc) for it in problem.services for arc in it.arcs]
        places += [Place(node=it.node) for it in problem.sites]
        found = matrix(problem.network, places)
        self.index = {it: n for n, it in enumerate(places)}
        self.seconds = found.seconds[0][np.ix_(found.leave, found.enter)]
        self.depot = Place(node=problem.sites[0].node)
        self.tips = [it for it in problem.sites if it.kind == TIP]
        self.best_of = cache(self._best_of)

    def drive(self, a: Place, b: Place) -> int:
        return int(self.seconds[self.index[a], self.index[b]])

    def _best_of(self, services: tuple[int, ...]) -> int:
        """The least seconds of one round that does just these."""
        if not services:
            return 0
        return min(self._chain(order) for order in permutations(services))

    def _chain(self, order: Sequence[int]) -> int:
        """The least seconds in this order: every direction, every place to tip."""
        its = self.problem.services
        room = self.problem.vehicles[0].payload[ANY]
        best = NEVER
        for parts in self._trips(order) if self.tips else [[list(order)]]:
            if any(sum(its[s].load["refuse"] for s in part) > room for part in parts):
                continue
            stops: list[list[tuple[Place, int]]] = []
            for part in parts:
                stops += [[(Place(arc=arc), its[s].seconds) for arc in its[s].arcs] for s in part]
                if self.tips:
                    stops.append([(Place(node=it.node), it.turnaround) for it in self.tips])
            for ways in product(*stops):
                places = [self.depot, *(place for place, _ in ways), self.depot]
                driven = sum(self.drive(a, b) for a, b in pairwise(places))
                best = min(best, driven + sum(lasting for _, lasting in ways))
        shift = self.problem.vehicles[0].shift
        return best if shift is None or best <= shift.seconds else NEVER

    def _trips(self, order: Sequence[int]) -> Iterator[list[list[int]]]:
        """An order parted in every way into trips."""
        for count in range(len(order)):
            for cuts in combinations(range(1, len(order)), count):
                edges = [0, *cuts, len(order)]
                yield [list(order[a:b]) for a, b in pairwise(edges)]

    def least(self) -> int:
        """Over all ways of giving the services to the rounds."""
        rounds = len(self.problem.vehicles) * len(self.problem.days)
        count = len(self.problem.services)
        return min(
            sum(self.best_of(tuple(s for s in range(count) if given[s] == r)) for r in range(rounds))
            for given in product(range(rounds), repeat=count)
        )


@pytest.mark.parametrize("seed", range(4))
def test_one_trip_a_vehicle(seed: int) -> None:
    problem = drawn(seed, streets=6, vehicles=3)
    assert _solved(problem) == Everything(problem).least()


@pytest.mark.parametrize("seed", range(4))
def test_trips_to_two_tips_within_a_shift(seed: int) -> None:
    problem = drawn(seed, tips=2)
    problem = replace(problem, services=problem.services[:4])
    # A vehicle's day has a price here, so that the fewest rounds are also the cheapest.
    fewest = [replace(problem, vehicles=problem.vehicles[:count]) for count in (1, 2)]
    proved = next(found for it in fewest if (found := Everything(it).least()) < NEVER)
    assert _solved(problem) == proved


def test_streets_are_given_to_days_as_well_as_to_rounds() -> None:
    problem = drawn(5, vehicles=1, days=2)
    assert _solved(problem) == Everything(problem).least()


def _solved(problem: Problem) -> int:
    result = solve(problem, seed=3, iterations=1500)
    report = check(problem, result.plan)
    assert report.broken == ()
    assert report.pence == round(result.cost)
    return report.seconds


def test_the_worked_example_of_the_method() -> None:
    page = (Path(__file__).parents[3] / "docs/methods/rounds.md").read_text()
    depot = Site("yard", "Y", DEPOT)
    lorry = Vehicle("R1", "yard", pence_an_hour=3600)
    for services, told in (((BACK,), "440 |"), ((HIGH, BACK), "**710**"), ((HIGH, CHURCH, BACK), "**870**")):
        assert str(_solved(Problem("", NETWORK, services, (depot,), (lorry,)))) in told and told in page
