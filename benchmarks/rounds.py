"""Rounds on the published arc-routing instances, beside PyVRP and OR-Tools given the same instance and time.

    python benchmarks/rounds.py [--sets gdb,val,egl-e,lpr] [--only NAME…] [--seconds N] [--seeds N] [--peers|--no-peers]

Each has so many seconds of one processor (by the processor's own clock, so that a busy machine does not matter), and
every plan is costed again by `check`. The gap is to the best cost known, which each file gives; of the Lpr set none is
known. The instances are in the public data folder (MOOTHALL_DATA, else ../shared/data). Without --seconds each set has
the time of its bar.
"""

import argparse
import os
import re
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import mean
from time import process_time

from rounds_peers import PEERS

from moothall.engines.rounds import Plan, Problem, check
from moothall.engines.rounds.formats import Instance, read

DATA = (
    Path(os.environ.get("MOOTHALL_DATA", Path(__file__).resolve().parents[2] / "shared" / "data")) / "rounds"
)
OURS = "Moothall"
Solver = Callable[[Problem, float, int], Plan | None]


@dataclass(frozen=True)
class Set:
    """Which files, how long, and the largest mean gap, in per cent, that is good enough; None: none is known."""

    files: str
    seconds: float
    most: float | None


SETS = {
    "gdb": Set("carp/gdb*.dat", 5, 0.0),
    "val": Set("carp/val*.dat", 10, 0.2),
    "egl-e": Set("carp/egl-e*.dat", 10, 0.15),
    "lpr": Set("mcarptif/Lpr_IF-*.txt", 60, None),
}
MOST = {"Lpr_IF-c-03": 111_640}  # bars of single instances


def ours(problem: Problem, seconds: float, seed: int) -> Plan:
    from moothall.engines.rounds.solving import solve

    return solve(problem, seed=seed, seconds=seconds, clock=process_time).plan


@dataclass(frozen=True)
class Ran:
    """The checker's cost and rounds of the best of the runs; `faults` counts the rules broken. No plan: no cost."""

    cost: int | None
    rounds: int = 0
    faults: int = 0

    def gap(self, best: int | None) -> float | None:
        return None if best is None or self.cost is None else (self.cost / best - 1) * 100


def run(solver: Solver, it: Instance, seconds: float, seed: int) -> Ran:
    plan = solver(it.problem, seconds, seed)
    if plan is None:
        return Ran(None)
    found = check(it.problem, plan)
    return Ran(found.seconds, found.whole.rounds, len(found.broken))


def shown(it: Ran, best: int | None) -> str:
    if it.cost is None:
        return "no plan"
    gap = it.gap(best)
    told = f"{it.cost:,}" if gap is None else f"{it.cost:,} {gap:5.2f}%"
    return f"{told} ({it.rounds})" + (f" BREAKS {it.faults}" if it.faults else "")


def instances(files: str, only: Sequence[str]) -> list[Instance]:
    def in_order(path: Path) -> list[str | int]:
        return [int(part) if part.isdigit() else part for part in re.split(r"(\d+)", path.stem)]

    paths = sorted(DATA.glob(files), key=in_order)
    return [read(it.read_text(encoding="utf-8"), it.stem) for it in paths if not only or it.stem in only]


def one_set(name: str, given: argparse.Namespace) -> bool:
    """Prints the set's table; whether its bars are held."""
    its, asked = SETS[name], instances(SETS[name].files, given.only)
    seconds = given.seconds or its.seconds
    solvers: dict[str, Solver] = {OURS: ours, **(PEERS if given.peers else {})}
    if not asked:
        return True
    print(f"\n{name}: {len(asked)} instances, {seconds:g} s each, {given.seeds} seeds; cost, gap, (vehicles)")
    print(f"{'':14}{'best known':>11}" + "".join(f"{solver:>28}" for solver in solvers))
    runs: dict[str, list[Ran]] = {solver: [] for solver in solvers}
    held = True
    for it in asked:
        line = f"{it.problem.name:14}{it.best or '':>11}"
        for solver, solve in solvers.items():
            found = [run(solve, it, seconds, seed) for seed in range(1, given.seeds + 1)]
            runs[solver] += found
            best = min(found, key=lambda ran: (bool(ran.faults), ran.cost is None, ran.cost))
            line += f"{shown(best, it.best):>28}"
        print(line, flush=True)
        mine = runs[OURS][-given.seeds :]
        held &= all(ran.cost is not None and not ran.faults for ran in mine)
        if bar := MOST.get(it.problem.name):
            worst = max(ran.cost or 0 for ran in mine)
            held &= worst <= bar
            print(f"{'':14}bar {bar:,}: {worst:,} at the worst, {'held' if worst <= bar else 'NOT HELD'}")
    best_known = [it.best for it in asked for _ in range(given.seeds)]
    for solver, those in runs.items():
        gaps = [
            gap for ran, best in zip(those, best_known, strict=True) if (gap := ran.gap(best)) is not None
        ]
        told = [f"mean gap {mean(gaps):.3f}%, the most {max(gaps):.2f}%"] if gaps else []
        if solver == OURS and gaps and its.most is not None:
            held &= mean(gaps) <= its.most
            told.append(f"bar {its.most:g}%")
        if solver != OURS:
            told.append(against(runs[OURS], those))
        if told:
            print(f"  {solver}: {'; '.join(told)}")
    return held


def against(mine: Sequence[Ran], peer: Sequence[Ran]) -> str:
    """Our cost over the peer's, where the peer has a plan that keeps the rules."""
    pairs = [(a, b) for a, b in zip(mine, peer, strict=True) if a.cost and b.cost and not b.faults]
    if not pairs:
        return "it has no plan that keeps the rules"
    ratio = mean((a.cost or 0) / (b.cost or 1) for a, b in pairs)
    worse = sum((a.cost or 0) > (b.cost or 0) for a, b in pairs)
    more = sum(a.rounds > b.rounds for a, b in pairs)
    lacking = f"; it has no plan for {len(peer) - len(pairs)}" if len(pairs) < len(peer) else ""
    return (
        f"ours over its {ratio:.4f}; ours costs more on {worse} of {len(pairs)}, "
        f"has more vehicles on {more}{lacking}"
    )


def main(arguments: Sequence[str] = ()) -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--sets", default=",".join(SETS))
    parser.add_argument("--only", nargs="*", default=[])
    parser.add_argument("--seconds", type=float)
    parser.add_argument("--seeds", type=int, default=1)
    parser.add_argument("--peers", action=argparse.BooleanOptionalAction, default=True)
    given = parser.parse_args(list(arguments))
    if strange := set(given.sets.split(",")) - set(SETS):
        parser.error(f"there is no set {', '.join(strange)}: choose of {', '.join(SETS)}")
    if not DATA.is_dir():
        print(f"The instances are not here ({DATA}).")
        return 0
    warm = instances("carp/gdb1.dat", ())[0]
    ours(warm.problem, 0.1, 1)  # what numba compiles is no part of the time
    held = [one_set(name, given) for name in given.sets.split(",")]
    print("bars held" if all(held) else "bars NOT HELD")
    return 0 if all(held) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
