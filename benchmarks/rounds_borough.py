"""A borough that nobody lives in: streets, homes, lorries, two tips, and a week of collections.

    python benchmarks/rounds_borough.py [--seeds N] [--seconds N] [--cores N] [--day-seconds N] [--sizes N…]

Junctions are a shaken grid, 120 m apart, with a main road every eighth row and column and enough of the other streets
to join them all; a twentieth are one way. Homes crowd round three centres, 7.5 to a street. A street takes a slow drive
and 20 seconds a home, and gives 14 kg a home; a main road is done one side at a time. For every 500 streets there is a
lorry, out for eight hours on five days. A seed gives the same borough again.

Of each borough: the whole week as one problem, beside the same solver and time with the days settled first; one day
beside PyVRP; and 300 homes more, begun from the week's plan. Then the time to a plan that keeps every rule, and the
memory, as boroughs grow. Each core has the time and a seed of its own, and the best is kept; seconds are the
processor's, and every figure is the checker's.
"""

import argparse
import sys
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from resource import RUSAGE_SELF, getrusage
from time import process_time

import numpy as np
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import connected_components

from moothall.engines.rounds import Plan, Problem, Report, check
from moothall.engines.rounds.problem import (
    ANY,
    DEPOT,
    TIP,
    Arc,
    Network,
    Node,
    Prices,
    Service,
    Shift,
    Site,
    Today,
    Vehicle,
)

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday")
SPACING, MAIN = 120, 8  # metres between junctions; rows between main roads
CENTRES = ((0.45, 0.5), (0.2, 0.8), (0.8, 0.25))  # of the homes, as shares of the width and height
DEPOT_AT, TIPS_AT = (0.35, 0.4), ((0.95, 0.8), (0.1, 0.05))
WEST, SOUTH, METRES_A_DEGREE = -1.9, 52.9, 111_195
PAYLOAD, KILOGRAMS, SECONDS = 7000, 14, 20  # of a lorry; of a home, twice
LORRY = Vehicle(
    "",
    "depot",
    payload={ANY: PAYLOAD},
    shift=Shift(23_400, 28_800),
    pence_a_day=15_000,
    pence_an_hour=7500,
    pence_a_kilometre=45,
    grams_a_kilometre=1200,
    millilitres_a_kilometre=450,
)


@dataclass(frozen=True)
class _Street:
    """Between two junctions, by number; one way: from the first to the second."""

    ends: tuple[int, int]
    main: bool
    one_way: bool = False


def borough(seed: int = 1, streets: int = 6000) -> Problem:
    """The problem of its week; 4,400 junctions and 45,000 homes for 6,000 streets, and others in proportion."""
    rng = np.random.default_rng(seed)
    junctions = round(streets * 4400 / 6000)
    columns = int(np.ceil(np.sqrt(junctions)))
    rows = -(-junctions // columns)
    grid = np.array([(n % columns, n // columns) for n in range(junctions)])
    places = (grid + rng.uniform(-0.35, 0.35, grid.shape)) * SPACING
    size = np.array([columns, rows]) * SPACING
    drawn = _with_one_ways(rng, junctions, _joined(rng, junctions, columns, streets))
    arcs, services = _served(rng, drawn, places, size)
    longitude = WEST + places[:, 0] / METRES_A_DEGREE / np.cos(np.radians(SOUTH))
    latitude = SOUTH + places[:, 1] / METRES_A_DEGREE
    nodes = [Node(str(n), round(longitude[n], 6), round(latitude[n], 6)) for n in range(junctions)]

    def nearest(share: tuple[float, float]) -> str:
        return str(((places - np.array(share) * size) ** 2).sum(axis=1).argmin())

    tips = [
        Site(f"tip {n}", nearest(at), TIP, turnaround=1200, pence_a_tonne=11_000)
        for n, at in enumerate(TIPS_AT, 1)
    ]
    return Problem(
        f"Borough {seed} of {streets:,} streets",
        Network(tuple(nodes), tuple(arcs)),
        tuple(services),
        (Site("depot", nearest(DEPOT_AT), DEPOT), *tips),
        tuple(replace(LORRY, id=f"L{n}") for n in range(1, max(1, round(streets / 500)) + 1)),
        DAYS,
        Prices(imbalance=10_000),
    )


def _joined(rng: np.random.Generator, junctions: int, columns: int, streets: int) -> list[_Street]:
    """Main roads, then what joins every junction, then others as they fall until there are enough."""
    pairs = []
    for n in range(junctions):
        column, row = n % columns, n // columns
        if column + 1 < columns and n + 1 < junctions:
            pairs.append((n, n + 1, row % MAIN == 0))
        if n + columns < junctions:
            pairs.append((n, n + columns, column % MAIN == 0))
    order = sorted(range(len(pairs)), key=lambda it: (not pairs[it][2], rng.random()))
    parent = list(range(junctions))

    def root(it: int) -> int:
        while parent[it] != it:
            parent[it] = it = parent[parent[it]]
        return it

    taken, spare = [], []
    for it in order:
        one, two, main = pairs[it]
        joins = root(one) != root(two)
        parent[root(one)] = root(two)
        (taken if main or joins else spare).append(_Street((one, two), main))
    return (taken + spare)[:streets]


def _with_one_ways(rng: np.random.Generator, junctions: int, streets: list[_Street]) -> list[_Street]:
    """A twentieth made one way, each only where every junction can still be come to from every other."""
    found = list(streets)
    wanted = len(streets) // 20
    for batch in np.array_split(rng.permutation(len(streets))[: 2 * wanted], 40):
        if sum(it.one_way for it in found) >= wanted:
            break
        while len(batch):
            tried = list(found)
            for it in batch:
                tried[it] = replace(streets[it], one_way=not streets[it].main)
            if _parts(junctions, tried) == 1:
                found = tried
                break
            batch = batch[: len(batch) // 2]
    return found


def _parts(junctions: int, streets: Sequence[_Street]) -> int:
    ways = [it.ends for it in streets] + [it.ends[::-1] for it in streets if not it.one_way]
    tails, heads = zip(*ways, strict=True)
    graph = csr_matrix((np.ones(len(ways)), (tails, heads)), shape=(junctions, junctions))
    return int(connected_components(graph, connection="strong")[0])


def _served(
    rng: np.random.Generator, streets: Sequence[_Street], places: np.ndarray, size: np.ndarray
) -> tuple[list[Arc], list[Service]]:
    ends = np.array([it.ends for it in streets])
    middles = places[ends].mean(axis=1) / size
    crowd = sum(np.exp(-((middles - np.array(it)) ** 2).sum(axis=1) / 0.03) for it in CENTRES)
    weight = (0.3 + crowd) * rng.gamma(2.0, 0.5, len(streets))
    homes = 1 + rng.multinomial(round(6.5 * len(streets)), weight / weight.sum())
    apart = np.hypot(*(places[ends[:, 0]] - places[ends[:, 1]]).T)
    arcs: list[Arc] = []
    services: list[Service] = []
    for number, street in enumerate(streets):
        name, (one, two) = f"Street {number}", street.ends
        metres = max(20, round(apart[number] * 1.1))
        seconds = max(4, round(metres / (10 if street.main else 7)))
        there = Arc(f"{number}a", str(one), str(two), metres, seconds, name)
        back = Arc(f"{number}b", str(two), str(one), metres, seconds, name)
        driven = [there] if street.one_way else [there, back]
        arcs += driven
        ways = [(there.id,), (back.id,)] if street.main else [tuple(it.id for it in driven)]
        for side, its in enumerate(ways):
            here = int(homes[number]) // len(ways) + (side < int(homes[number]) % len(ways))
            services.append(
                _collected(f"{number}{'lr'[side] if street.main else ''}", name, its, here, metres)
            )
    return arcs, services


def _collected(id: str, name: str, arcs: tuple[str, ...], homes: int, metres: int) -> Service:
    seconds = round(metres / 3) + SECONDS * homes
    return Service(id, seconds, arcs, name=name, load={"refuse": KILOGRAMS * homes}, homes=homes)


def grown(problem: Problem, homes: int = 300, seed: int = 1) -> Problem:
    """With so many homes more on the forty streets nearest to one of them."""
    rng = np.random.default_rng(seed)
    middle = _middles(problem)
    near = ((middle - middle[rng.integers(len(middle))]) ** 2).sum(axis=1).argsort()[:40]
    more = dict(zip(near.tolist(), rng.multinomial(homes, [1 / 40] * 40).tolist(), strict=True))
    return replace(
        problem,
        services=tuple(
            replace(
                it,
                homes=it.homes + more[n],
                seconds=it.seconds + SECONDS * more[n],
                load={"refuse": it.load["refuse"] + KILOGRAMS * more[n]},
            )
            if n in more
            else it
            for n, it in enumerate(problem.services)
        ),
    )


def as_today(problem: Problem, plan: Plan, *, day_change: int) -> Problem:
    """The problem where today is what a plan says, and each home that changes day costs so many pence."""
    today = {stop.service: Today((it.day,), it.vehicle) for it in plan.rounds for stop in it.services}
    services = tuple(replace(it, today=today.get(it.id)) for it in problem.services)
    return replace(problem, services=services, prices=replace(problem.prices, day_change=day_change))


def days_first(problem: Problem) -> Problem:
    """The same, with the day of every street settled beforehand: wedges about the middle, of equal work."""
    middle = _middles(problem)
    angle = np.arctan2(*(middle - middle.mean(axis=0)).T)
    order = angle.argsort()
    work = np.array([it.seconds for it in problem.services])[order].cumsum()
    day = np.empty(len(order), dtype=int)
    day[order] = np.minimum(work * len(problem.days) // (work[-1] + 1), len(problem.days) - 1)
    services = tuple(
        replace(it, patterns=((problem.days[day[n]],),)) for n, it in enumerate(problem.services)
    )
    return replace(problem, services=services)


def one_day(problem: Problem, plan: Plan, day: str) -> tuple[Problem, Plan]:
    """One day's work of a plan as a problem of its own, and what the plan does with it."""
    rounds = tuple(it for it in plan.rounds if it.day == day)
    asked = {stop.service for it in rounds for stop in it.services}
    services = tuple(it for it in problem.services if it.id in asked)
    return replace(problem, services=services, days=(day,)), Plan(rounds)


def _middles(problem: Problem) -> np.ndarray:
    """The middle of each service, in degrees of the same length both ways."""
    at = {it.id: (it.longitude, it.latitude) for it in problem.network.nodes}
    arcs = {it.id: it for it in problem.network.arcs}
    ends = [(at[arcs[it.arcs[0]].tail], at[arcs[it.arcs[0]].head]) for it in problem.services]
    return np.array(ends, dtype=float).mean(axis=1) * [np.cos(np.radians(SOUTH)), 1]


SIZES = (1500, 3000, 6000, 12_000, 24_000)
BETTER, APART, WARM, MOVED, GIGABYTES = 0.05, 20 * 60, 60.0, 0.02, 2.0  # the bars


@dataclass(frozen=True)
class Run:
    """What one process did: its plan, seconds of the processor, gigabytes at the most, services left out."""

    plan: Plan
    seconds: float
    memory: float
    left_out: int


def run(problem: Problem, seconds: float, seed: int, start: Plan | None = None, first: bool = False) -> Run:
    """In a process of its own. `first`: only until a plan leaves nothing out."""
    from moothall.engines.rounds.solving import Progress, solve

    began, whole = process_time(), []

    def look(it: Progress) -> None:
        if not it.left_out:
            whole.append(it)

    found = solve(
        problem,
        seed=seed,
        seconds=seconds,
        clock=process_time,
        start=start,
        report=look,
        stop=lambda: first and bool(whole),
    )
    memory = getrusage(RUSAGE_SELF).ru_maxrss / 1e6
    return Run(found.plan, process_time() - began, memory, len(found.left_out))


def best(
    problem: Problem, seconds: float, cores: int, start: Plan | None = None
) -> tuple[Report, Plan, list[Run]]:
    """The cheapest of a run on each core, of those that break fewest rules."""
    with ProcessPoolExecutor(cores, max_tasks_per_child=1) as pool:
        asked = [pool.submit(run, problem, seconds, seed, start) for seed in range(1, cores + 1)]
        runs = [it.result() for it in asked]
    reports = [check(problem, it.plan) for it in runs]
    winner = min(range(cores), key=lambda n: (len(reports[n].broken), reports[n].pence))
    return reports[winner], runs[winner].plan, runs


def shown(report: Report) -> str:
    whole = report.whole
    apart = ((whole.longest or 0) - (whole.shortest or 0)) / 60
    broken = f"{len(report.broken)} RULES BROKEN" if report.broken else "no rule broken"
    return (
        f"{whole.rounds} rounds, {broken}, {whole.figures.unproductive / 3600:.1f} h with nothing served, "
        f"{whole.figures.tips} tips, shifts {apart:.0f} min apart, £{report.pence / 100:,.0f}"
    )


def by_the_second(problem: Problem) -> Problem:
    """The same work where only time costs, a penny a second: what PyVRP can be asked too."""
    plain = {"pence_a_day": 0, "pence_an_hour": 3600, "pence_a_kilometre": 0}
    sites = tuple(replace(it, pence_a_tonne=0) for it in problem.sites)
    vehicles = tuple(replace(it, **plain) for it in problem.vehicles)
    return replace(problem, sites=sites, vehicles=vehicles, prices=Prices())


def week(seed: int, seconds: float, day_seconds: float, cores: int) -> bool:
    from rounds_peers import pyvrp

    problem = borough(seed)
    print(f"\n{problem.name}, {len(problem.vehicles)} lorries, {seconds:g} s on each of {cores} cores")
    report, plan, runs = best(problem, seconds, cores)
    memory = sum(it.memory for it in runs)
    print(f"  whole week: {shown(report)}; {memory:.2f} GB (bar {GIGABYTES:g})", flush=True)
    first, _, _ = best(days_first(problem), seconds, cores)
    saved = 1 - report.whole.figures.unproductive / (first.whole.figures.unproductive or 1)
    print(f"  days first: {shown(first)}; the whole week saves {saved:.1%} (bar {BETTER:.0%})", flush=True)
    apart = (report.whole.longest or 0) - (report.whole.shortest or 0)
    held = [report.feasible, memory < GIGABYTES, saved >= BETTER, apart <= APART]

    day = by_the_second(one_day(problem, plan, DAYS[0])[0])
    ours, _, _ = best(day, day_seconds, 1)
    theirs = pyvrp(day, day_seconds, 1)
    print(f"  {DAYS[0]}, {len(day.services):,} services, {day_seconds:g} s: {shown(ours)}")
    if theirs is None:
        print("    PyVRP: no plan that keeps the rules", flush=True)
    else:
        peer = check(day, theirs)
        print(f"    PyVRP: {shown(peer)}; ours takes {ours.seconds / peer.seconds:.4f} of it", flush=True)
        held.append(bool(peer.broken) or ours.seconds < peer.seconds)
    held.append(ours.feasible)

    more = grown(as_today(problem, plan, day_change=500))
    after, _, runs = best(more, WARM, 1, start=plan)
    moved = after.homes_moved / (after.homes_with_a_day or 1)
    print(
        f"  300 homes more: {shown(after)}; {moved:.2%} change day (bar {MOVED:.0%}), {runs[0].seconds:.0f} s"
    )
    return all([*held, after.feasible, moved < MOVED])


def growth(sizes: Sequence[int], seconds: float) -> None:
    print(f"\nThe time to a plan that keeps every rule, one core, {seconds:g} s at the most")
    for streets in sizes:
        problem = borough(1, streets)
        with ProcessPoolExecutor(1, max_tasks_per_child=1) as pool:
            it = pool.submit(run, problem, seconds, 1, None, True).result()
        report = check(problem, it.plan)
        print(
            f"  {streets:>6,} streets, {len(problem.services):>6,} services, {len(problem.vehicles):>2} lorries: "
            f"{it.seconds:6.1f} s, {it.memory:.2f} GB, {len(report.broken)} rules broken",
            flush=True,
        )


def main(arguments: Sequence[str] = ()) -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("--seconds", type=float, default=300)
    parser.add_argument("--day-seconds", type=float, default=60)
    parser.add_argument("--cores", type=int, default=2)
    parser.add_argument("--sizes", type=int, nargs="*", default=SIZES)
    given = parser.parse_args(list(arguments))
    seeds = range(1, given.seeds + 1)
    held = [week(seed, given.seconds, given.day_seconds, given.cores) for seed in seeds]
    growth(given.sizes, given.seconds)
    print("bars held" if all(held) else "bars NOT HELD")
    return 0 if all(held) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
