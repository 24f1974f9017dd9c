"""Spend: what is found of what was planted, and what is cried wolf over.

    python benchmarks/spend.py [--part planted|clean|random|real]… [--rows N] [--seeds 1,2]
                               [--layouts trafford,lga] [--tests CODE,CODE|-CODE] [--examples N]

The ledgers are made by `spend_planting`, from seeds, without a look at the tests of findings. The real year is read
from the public data folder (MOOTHALL_DATA, else ../shared/data), where it is there.

The bars on duplicates are those of all ledgers together: recall over all that was planted, and precision over all that
is called likely. A layout that is under either by itself says so in its row. Beside it stands recall over the copies
that the layout shows, which is the ledger's own doing and is said in `spend_planting.showing`.
"""

import argparse
import os
import sys
import tempfile
import zipfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from time import perf_counter

from spend_planting import (
    DUPLICATES,
    LAYOUTS,
    Made,
    clean_ledger,
    plant_into_csv,
    planted_ledger,
    random_ledger,
)
from spend_planting.duplicates import NEEDS, carries
from spend_planting.paydays import bank_holidays
from spend_planting.scoring import Said, Score, added, ratio, score, table

from moothall.engines.spend.categories import classify
from moothall.engines.spend.findings.finding import Settings
from moothall.engines.spend.findings.registry import tests
from moothall.engines.spend.findings.running import find
from moothall.engines.spend.ledger import Ledger
from moothall.engines.spend.reading import read, read_contracts
from moothall.engines.spend.suppliers import cluster

DATA = Path(os.environ.get("MOOTHALL_DATA", Path(__file__).resolve().parents[2] / "shared" / "data"))
ZIP = "spend/trafford-supplier-spend-2024-25.zip"
CARDS = "cards/trafford_government_procurement_card_transactions_2024-25.csv"
ROWS, SEEDS = 200_000, (1,)
ONLY: list[str] = []  # tests, where not all are wanted
FIRST = 500  # findings that somebody may be expected to look at
RECALL, PRECISION, WOLF, POUNDS = 0.95, 0.90, 1.0, 0.80  # the bars


@contextmanager
def folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="moothall-bench-") as path:
        yield Path(path)


@dataclass
class Looked:
    said: list[Said]
    rows: int
    seconds: dict[str, float]
    not_run: dict[str, str]


def settings(as_at: date) -> Settings:
    holidays = frozenset(day for year in range(as_at.year - 3, as_at.year + 2) for day in bank_holidays(year))
    return Settings(as_at=as_at, bank_holidays=holidays)


def looked(paths: Sequence[Path], register: Path | None, as_at: date) -> Looked:
    """Everything from files to findings, by the engine's public faces, and each finding's files and lines."""
    seconds: dict[str, float] = {}

    def timed(name: str, work: Callable[[], object]) -> object:
        began = perf_counter()
        done = work()
        seconds[name] = perf_counter() - began
        return done

    known = tests()
    with folder() as place, Ledger(place) as ledger:
        timed("read", lambda: read(ledger, list(paths)))
        if register:
            timed("contracts", lambda: read_contracts(ledger, register))
        timed("cluster", lambda: cluster(ledger))
        timed("classify", lambda: classify(ledger))
        began = perf_counter()
        found = find(ledger, settings(as_at), only=ONLY or None)
        seconds["find"] = perf_counter() - began
        names = {
            number: Path(name).name + (f"#{sheet}" if sheet else "")
            for number, name, sheet in ledger.rows("SELECT file, name, sheet FROM file")
        }
        wanted = {
            it for ranked in found.findings for it in (*ranked.finding.payments, *ranked.finding.beside)
        }
        ledger.db.execute("CREATE TEMP TABLE wanted (id BIGINT)")
        ledger.fill("wanted", [(it,) for it in sorted(wanted)])
        places = {
            number: (names[file], line)
            for number, file, line in ledger.rows("SELECT id, file, line FROM payment JOIN wanted USING (id)")
        }
        references = dict(ledger.rows("SELECT contract, reference FROM contract"))
        said = [
            Said(
                test=it.finding.test,
                family=known[it.finding.test].family,
                likelihood=it.likelihood,
                rank=rank,
                amount=float(it.finding.amount),
                places=frozenset(places[i] for i in it.finding.payments),
                beside=frozenset(places[i] for i in it.finding.beside),
                contract=references.get(it.finding.contract, "") or "",
            )
            for rank, it in enumerate(found.findings)
        ]
        rows = ledger.one("SELECT count(*) FROM payment")
    return Looked(said, rows, seconds, found.not_run)


def made_and_scored(made: Made) -> tuple[Score, Looked]:
    seen = looked(made.paths, made.register, made.as_at)
    if seen.rows != made.rows:
        print(f"  !! {made.layout.name}: {made.rows} rows written, {seen.rows} kept")
    return score(seen.rows, seen.said, made.plants), seen


Share = tuple[int, int]


@dataclass(frozen=True)
class Duplicates:
    """Of some ledgers: how many copies are called likely, of all and of those shown; found at all; and right."""

    likely: Share
    shown: Share
    found: Share
    right: Share

    @property
    def held(self) -> bool:
        return self.likely[0] >= RECALL * self.likely[1] and self.right[0] >= PRECISION * self.right[1]


def duplicates_of(scores: Sequence[Score]) -> Duplicates:
    family = [code for code, test in tests().items() if test.family == "duplicates"]

    def added_up(share: Callable[[Score], Share]) -> Share:
        parts = [share(it) for it in scores]
        return sum(it[0] for it in parts), sum(it[1] for it in parts)

    return Duplicates(
        added_up(lambda it: it.recall(DUPLICATES)),
        added_up(lambda it: it.recall(DUPLICATES, shown=True)),
        added_up(lambda it: it.recall(DUPLICATES, likely=False)),
        added_up(lambda it: it.precision(family)),
    )


def calibration(scores: Sequence[Score]) -> str:
    """Whether findings of duplicates are right as often as they say: by tenths of the likelihood."""
    said: Counter[int] = Counter()
    right: Counter[int] = Counter()
    for one in scores:
        for i, it in enumerate(one.said):
            if it.family == "duplicates":
                tenth = min(int(it.likelihood * 10), 9)
                said[tenth] += 1
                right[tenth] += i in one.right
    lines = [
        (f"{at * 10}% to {at * 10 + 10}%", said[at], ratio((right[at], said[at]))) for at in sorted(said)
    ]
    return table(("likelihood of duplicates", "findings", "right"), lines)


def examples(result: Score, paths: Sequence[Path], number: int) -> None:
    """Some that were missed and some that were wrong, as the files have them."""
    files = {
        it.name: it.read_bytes().decode("utf-8", "replace").split("\n") for it in paths if it.suffix == ".csv"
    }

    def shown(places: Iterable[tuple[str, int]]) -> None:
        for file, line in sorted(places)[:3]:
            print(f"      {file} {line}: {files[file][line - 1].strip() if file in files else ''}")

    missed: Counter[str] = Counter()
    for i, plant in enumerate(result.plants):
        if i not in result.likely and missed[plant.kind] < number:
            missed[plant.kind] += 1
            found = result.said[result.found[i]] if i in result.found else None
            print(
                f"    missed {plant.kind}",
                f"({found.test} {found.likelihood:.2f})" if found else "",
                plant.contract,
            )
            shown(place for doc in plant.beside for place in doc.places)
            shown(place for doc in plant.docs for place in doc.places)
    wrong: Counter[str] = Counter()
    for i, it in enumerate(result.said):
        if it.likely and i not in result.right and wrong[it.test] < number:
            wrong[it.test] += 1
            print(f"    wrong {it.test} {it.likelihood:.2f} £{it.amount:,.2f} {it.contract}")
            shown(it.beside)
            shown(it.places)


def planted(rows: int, seeds: Sequence[int], layouts: Sequence[str], shown: int) -> bool:
    print(f"\nPlanted among {rows:,} rows, seeds {', '.join(map(str, seeds))}")
    by_layout: dict[str, list[Score]] = {}
    spent: Counter[str] = Counter()
    for layout in layouts:
        for seed in seeds:
            with folder() as place:
                made = planted_ledger(seed, rows, layout, place)
                result, seen = made_and_scored(made)
                if shown:
                    print(f"  -- {layout} {seed}")
                    examples(result, made.paths, shown)
            by_layout.setdefault(layout, []).append(result)
            spent[layout] += round(sum(seen.seconds.values()) * 10)
    print(table(("layout", "kinds", "cannot carry"), [(it, *carried(it)) for it in layouts]))
    lines, kept = [], True
    for name, scores in (*by_layout.items(), ("all", [it for of in by_layout.values() for it in of])):
        of = duplicates_of(scores)
        took = f"{spent[name] / 10 / len(seeds):.1f}" if name in spent else ""
        kept = of.held  # in the end that of all
        recalls = (of.likely[1], of.likely[0], ratio(of.likely), of.shown[1], of.shown[0], ratio(of.shown))
        numbers = (*recalls, ratio(of.found))
        lines.append((name, *numbers, of.right[1], ratio(of.right), "" if of.held else "under a bar", took))
    headings = (
        "duplicates in",
        "planted",
        "likely ones",
        "recall",
        "shown",
        "likely ones",
        "recall of shown",
        "found at all",
        "called likely",
        "right",
        "by itself",
    )
    print()
    print(table((*headings, "seconds"), lines))
    print(f"bars, over all layouts together: recall {RECALL}, of likely ones right {PRECISION}\n")
    print(calibration([score for scores in by_layout.values() for score in scores]) + "\n")
    print(added([score for scores in by_layout.values() for score in scores], list(tests())))
    return kept


def carried(layout: str) -> tuple[str, str]:
    """How many kinds of duplicate a layout prints the evidence of, and those it does not."""
    lacking = [way for way in NEEDS if not carries(LAYOUTS[layout].sees, way)]
    return f"{len(NEEDS) - len(lacking)} of {len(NEEDS)}", ", ".join(lacking) or "–"


def clean(rows: int, seeds: Sequence[int], layouts: Sequence[str], shown: int) -> bool:
    print(f"\nClean ledgers of {rows:,} rows: likely findings in 10,000 rows (bar: under {WOLF:g})")
    lines, kept = [], True
    by_test: Counter[str] = Counter()
    whole = 0
    for layout in layouts:
        for seed in seeds:
            with folder() as place:
                made = clean_ledger(seed, rows, layout, place)
                result, _ = made_and_scored(made)
                if shown:
                    print(f"  -- {layout} {seed}")
                    examples(result, made.paths, shown)
            alarms = result.alarms()
            by_test.update(alarms)
            whole += result.rows
            doubles = sum(it.family == "duplicates" and it.likely for it in result.said)
            per = 10_000 / result.rows
            worst = ", ".join(f"{test} {times}" for test, times in alarms.most_common(4))
            lines.append((f"{layout} {seed}", f"{alarms.total() * per:.2f}", f"{doubles * per:.2f}", worst))
            kept = kept and alarms.total() * per < WOLF
    print(table(("ledger", "of all tests", "of duplicates", "which"), lines))
    print(
        table(
            ("test", "in 10,000 rows"),
            [(test, f"{n * 10_000 / whole:.3f}") for test, n in by_test.most_common()],
        )
    )
    return kept


def at_random(rows: int, seeds: Sequence[int]) -> bool:
    print(f"\nPure noise, {rows:,} rows: findings of splits, and likely ones of everything")
    kept = True
    for seed in seeds:
        with folder() as place:
            made = random_ledger(seed, rows, place)
            seen = looked(made.paths, None, made.as_at)
        splits = [it for it in seen.said if it.family == "splitting"]
        sure = sum(it.likely for it in splits)
        likely = dict(Counter(it.test for it in seen.said if it.likely))
        print(f"  seed {seed}: {len(splits)} splits, {sure} likely; likely of all: {likely}")
        kept = kept and sure * 10_000 / rows < WOLF
    return kept


def real(seeds: Sequence[int], shown: int) -> bool:
    archive = DATA / ZIP
    if not archive.exists():
        print(f"\nThe real year is not here ({archive}).")
        return True
    kept = True
    print("\nA copy of Trafford's year with duplicates planted")
    for seed in seeds:
        with folder() as place:
            with zipfile.ZipFile(archive) as packed:
                source = Path(packed.extract(packed.namelist()[0], place / "real"))
            cards = DATA / CARDS
            paths, plants = plant_into_csv(
                source, seed, place / "copy", cards=cards if cards.exists() else None
            )
            seen = looked(paths, None, date(2025, 3, 31))
            result = score(seen.rows, seen.said, plants)
            if shown:
                examples(result, paths, shown)
        of = duplicates_of([result])
        inside, whole = result.pounds_in_first(FIRST, DUPLICATES)
        beside, _ = result.pounds_in_first(FIRST, DUPLICATES, "duplicates")
        alarms = result.alarms()
        per = 10_000 / seen.rows
        doubles = sum(times for test, times in alarms.items() if tests()[test].family == "duplicates")
        print(f"  seed {seed}: {len(plants)} planted, £{whole / 100:,.0f}")
        print(
            f"  recall {ratio(of.likely)}, of the {of.shown[1]} shown {ratio(of.shown)}, found at all {ratio(of.found)}"
        )
        print(f"  of the pounds, in the first {FIRST} findings: {ratio((inside, whole))} (bar {POUNDS})")
        print(f"  of the pounds, in the duplicates' own first {FIRST}: {ratio((beside, whole))}")
        rates = f"{alarms.total() * per:.2f}, duplicates {doubles * per:.2f}"
        print(f"  likely in 10,000 real rows, besides what was planted: {rates}:")
        print("    " + ", ".join(f"{test} {times}" for test, times in alarms.most_common()))
        print(f"  not run: {', '.join(seen.not_run) or 'none'}")
        print(added([result], list(tests())))
        kept = kept and inside >= POUNDS * whole
    return kept


def main(arguments: Sequence[str] = ()) -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parts = ("planted", "clean", "random", "real")
    parser.add_argument("--part", action="append", choices=parts)
    parser.add_argument("--rows", type=int, default=int(os.environ.get("MOOTHALL_BENCH_ROWS", ROWS)))
    parser.add_argument("--seeds", default=os.environ.get("MOOTHALL_BENCH_SEEDS", ",".join(map(str, SEEDS))))
    parser.add_argument("--layouts", default=os.environ.get("MOOTHALL_BENCH_LAYOUTS", ",".join(LAYOUTS)))
    parser.add_argument(
        "--examples", type=int, default=0, help="so many missed and wrong of each kind, with their places"
    )
    parser.add_argument(
        "--tests", default="", help="codes of tests, or those that are not wanted with a minus: -digits"
    )
    given = parser.parse_args(list(arguments))
    chosen = [it for it in given.tests.split(",") if it]
    left_out = {it[1:] for it in chosen if it.startswith("-")}
    ONLY[:] = [it for it in chosen if not it.startswith("-")] or [
        it for it in tests() if left_out and it not in left_out
    ]
    seeds = [int(it) for it in given.seeds.split(",")]
    layouts = given.layouts.split(",")
    work: dict[str, Callable[[], bool]] = {
        "planted": lambda: planted(given.rows, seeds, layouts, given.examples),
        "clean": lambda: clean(given.rows, seeds, layouts, given.examples),
        "random": lambda: at_random(given.rows, seeds),
        "real": lambda: real(seeds, given.examples),
    }
    kept = {part: work[part]() for part in given.part or parts}
    print(
        "\n"
        + table(("part", "bars"), [(part, "held" if good else "NOT HELD") for part, good in kept.items()])
    )
    return 0 if all(kept.values()) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
