"""Home to school: 800 pupils of a county that nobody lives in, to 12 schools, beside PyVRP alone.

    python benchmarks/rounds_school.py [--seeds N] [--iterations N] [--limits MINUTES…] [--pupils N]

Homes crowd round seven towns, the rest lie between; of the schools three are special, with pupils from all over the
county. One pupil in 25 travels in a wheelchair, one in 12 needs an assistant, one in 100 rides alone, and one in 50 may
not ride with a certain other; one in three may be fetched at the door or at a pick-up point. Four kinds of vehicle, a
taxi to a coach. PyVRP is given one school at a time, which it can express exactly (limits of journeys, wheelchairs and
all), with the processor's time that ours took in all, shared by pupils. Every figure is the checker's.
"""

import argparse
import sys
from collections.abc import Callable, Sequence
from time import process_time

import numpy as np

from moothall.engines.rounds.problem import Window
from moothall.engines.rounds.school import SchoolPlan, SchoolProblem, check, faults
from moothall.engines.rounds.school.problem import Boarding, Kind, Pupil, School, Travel
from moothall.engines.rounds.school.search import school_by_school, solve

WIDE, HIGH = 40_000, 30_000  # metres
WINDING = 1.3  # the road against the crow
SLOW, FAST, FAR = (
    7.0,
    15.0,
    12_000,
)  # metres a second: on the shortest ways, on the longest, and half-way between
HOUR = 3600
FLEET = (
    Kind("taxi", "depot", 300, 4, 0, 0, 3500, 1400, 60, 1500, 260, "Taxi"),
    Kind("accessible", "depot", 150, 8, 2, 2, 6500, 1600, 85, 1500, 380, "Accessible minibus of 8 seats"),
    Kind("minibus", "depot", 150, 16, 0, 0, 8000, 1800, 95, 1500, 450, "Minibus of 16 seats"),
    Kind("coach", "depot", 60, 49, 0, 0, 17_000, 2400, 190, 1500, 1300, "Coach of 49 seats"),
)


def county(seed: int = 1, pupils: int = 800, limit: int | None = None) -> SchoolProblem:
    """Its morning; `limit` is minutes of the longest journey. A pupil who lives farther off has the quickest way and
    ten minutes more, as the guidance allows."""
    rng = np.random.default_rng(seed)
    towns = rng.uniform((0.1, 0.1), (0.9, 0.9), (7, 2)) * (WIDE, HIGH)
    schools = np.vstack(
        (towns, towns[:2] + rng.normal(0, 1500, (2, 2)), towns[:3] + rng.normal(0, 2500, (3, 2)))
    )
    town = rng.integers(7, size=pupils)
    near = towns[town] + rng.normal(0, 4500, (pupils, 2))
    homes = np.where(rng.random((pupils, 1)) < 0.25, rng.uniform(0, 1, (pupils, 2)) * (WIDE, HIGH), near)
    goes = np.array([_school_of(rng, home, schools) for home in homes])
    points = np.round(homes / 1200) * 1200
    at = np.vstack((towns[:1] + 500, schools, homes, points))
    metres = np.rint(np.hypot(*(at[:, None] - at[None]).transpose(2, 0, 1)) * WINDING).astype(int)
    seconds = np.rint(metres / (SLOW + (FAST - SLOW) * metres / (metres + FAR))).astype(int)
    first = 1 + len(schools)
    kept = [
        f"{what} {n}"
        for what, many in (("school", 12), ("door", pupils), ("point", pupils))
        for n in range(many)
    ]
    names = ["depot", *kept]
    bells = rng.choice(np.arange(8 * HOUR + 1800, 9 * HOUR + 1, 300), 12)
    rows = []
    for n in range(pupils):
        chair, helped, alone = (bool(rng.random() < it) for it in (0.04, 0.08, 0.01))
        walk = int(np.hypot(*(homes[n] - points[n])) * WINDING / 1.2)
        boards = [Boarding(f"door {n}")]
        if rng.random() < 1 / 3 and not (chair or helped or alone) and walk < 900:
            boards.append(Boarding(f"point {n}", walk))
        direct = int(seconds[first + n, 1 + goes[n]])
        longest = max((limit or 75) * 60, direct + 600)
        apart = (str((n + 1) % pupils),) if rng.random() < 0.02 else ()
        boarding = 180 if chair else 30
        rows.append(
            Pupil(str(n), f"S{goes[n] + 1}", tuple(boards), longest, boarding, chair, helped, alone, apart)
        )
    return SchoolProblem(
        f"County {seed}, {pupils} pupils, {limit} minutes",
        Travel(tuple(names), tuple(map(tuple, seconds.tolist())), tuple(map(tuple, metres.tolist()))),
        tuple(rows),
        tuple(
            School(f"S{n + 1}", f"school {n}", Window(int(bells[n]) - 1500, int(bells[n]) - 300))
            for n in range(12)
        ),
        FLEET,
    )


def _school_of(rng: np.random.Generator, home: np.ndarray, schools: np.ndarray) -> int:
    """A special school for one in five, else mostly the nearest."""
    if rng.random() < 0.2:
        return int(9 + rng.integers(3))
    by_distance = ((home - schools[:9]) ** 2).sum(axis=1).argsort()
    return int(by_distance[rng.choice(2, p=(0.8, 0.2))])


def alone(problem: SchoolProblem, seed: int, seconds: float) -> SchoolPlan:
    """PyVRP, one school after another, each with an equal share of the processor's time."""
    share = seconds / len(problem.schools)

    def criterion() -> Callable[[float], bool]:
        end = process_time() + share
        return lambda cost: process_time() >= end

    return school_by_school(problem, seed, criterion)


def line(name: str, problem: SchoolProblem, plan: SchoolPlan, took: float) -> int:
    """The figures of the checker in one line; pence."""
    it = check(problem, plan)
    rules = "keeps every rule" if it.feasible else f"{len(it.broken)} rules broken: {it.broken[0].sentence}"
    kinds = ", ".join(f"{sum(m.kind == k.id for m in it.mornings)} {k.id}" for k in problem.vehicles)
    print(
        f"  {name:10} £{it.pence / 100:>9,.2f}  {len(it.mornings):3} vehicles ({kinds}), {it.runs} runs, "
        f"{it.miles:,.0f} miles, {it.minutes / 60:,.0f} h, longest ride {(it.longest_ride or 0) / 60:.0f} min, "
        f"fullest {100 * (it.occupancy or 0):.0f}%, {it.grams / 1e6:.2f} t CO2e, {took:.0f} s: {rules}",
        flush=True,
    )
    return it.pence if it.feasible else 0


def main(arguments: Sequence[str] | None = None) -> int:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--seeds", type=int, default=1)
    asked.add_argument("--iterations", type=int, default=20_000)
    asked.add_argument("--limits", type=int, nargs="+", default=[45, 75])
    asked.add_argument("--pupils", type=int, default=800)
    given = asked.parse_args(arguments)
    good = True
    for limit in given.limits:
        for seed in range(1, given.seeds + 1):
            problem = county(seed, given.pupils, limit)
            assert not faults(problem), faults(problem)[0]
            solve(county(seed, 20, limit), iterations=10)  # compiled
            print(f"{problem.name}")
            began = process_time()
            plan = solve(problem, seed=seed, iterations=given.iterations).plan
            took = process_time() - began
            ours = line("ours", problem, plan, took)
            began = process_time()
            theirs = line("PyVRP", problem, alone(problem, seed, took), process_time() - began)
            if theirs:
                print(f"  ours ÷ PyVRP: {ours / theirs:.3f}")
            good = good and ours > 0 and (ours <= theirs or not theirs)
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
