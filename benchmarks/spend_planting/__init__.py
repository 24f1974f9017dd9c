"""Made-up council ledgers with what is wrong in them known, for measuring what finds it.

`clean_ledger` writes a council's payments in a layout of `LAYOUTS`: believable, and clean by construction (nothing paid
twice, late or without its contract and order; what chance alone brings, such as round sums and one-off suppliers, is
left). `planted_ledger` plants every kind of fault in the same and says where each stands. `plant_into_csv` plants
duplicates in a copy of a real year in Trafford's columns. All comes again from the same seed. No name is anybody's.
"""

import json
import random
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import count
from pathlib import Path

from spend_planting.council import Council, numbered
from spend_planting.duplicates import DUPLICATES, Duplicates
from spend_planting.layouts import LAYOUTS, Layout, Writer, write_register
from spend_planting.others import CONTRACTS, GROUPS, OTHERS, Others
from spend_planting.real import plant_into_csv
from spend_planting.shapes import Doc, Plant
from spend_planting.showing import mark_shown

KINDS = (*DUPLICATES, *OTHERS)


@dataclass(frozen=True, slots=True)
class Made:
    """What was written: `rows` lines of payments, whose net is `total` pence; `as_at` is the ledger's last day."""

    paths: list[Path]
    register: Path
    rows: int
    total: int
    as_at: date
    layout: Layout
    plants: list[Plant] = field(default_factory=list)

    def write_truth(self, path: Path) -> Path:
        """As JSON lines: kind, rows and beside as [file, line], amount in pounds, contract, shown."""
        with path.open("w", encoding="utf-8") as file:
            for plant in self.plants:
                file.write(json.dumps(plant.record()) + "\n")
        return path


def counts(rows: int, kinds: Iterable[str] = KINDS) -> dict[str, int]:
    """How many of each kind are planted in so many rows: about one duplicate in 250 invoices."""
    each = max(round(rows / 8_000), 2)
    return {
        kind: max(each // 4, 1) if kind in GROUPS else max(each // 2, 1) if kind in OTHERS else each
        for kind in kinds
    }


def clean_ledger(
    seed: int, rows: int, layout: str, folder: Path, *, span: int = 18, keep: bool = True
) -> Made:
    """A council's payments over `span` months, about `rows` lines, with its contract register; streamed."""
    return written(seed, rows, layout, folder, {}, span=span, keep=keep)


def planted_ledger(
    seed: int,
    rows: int,
    layout: str,
    folder: Path,
    *,
    wanted: Mapping[str, int] | None = None,
    span: int = 18,
) -> Made:
    """The same council with `wanted` (kind -> how many) planted: all of KINDS, by `counts`, if not said."""
    return written(seed, rows, layout, folder, counts(rows) if wanted is None else wanted, span=span)


def written(
    seed: int,
    rows: int,
    layout: str,
    folder: Path,
    wanted: Mapping[str, int],
    *,
    span: int = 18,
    keep: bool = True,
) -> Made:
    how = LAYOUTS[layout]
    council = Council(seed, rows, span=span, weekdays=how.weekdays, cards=bool(how.cards))
    writer = Writer(how, folder, keep=keep, half=council.months[span // 2])
    transactions = count(council.rng.randint(1_000, 900_000))
    plants: list[Plant] = []
    if not wanted:
        for docs in council.docs():
            numbered(docs, transactions)
            writer.add(docs)
        register = council.contracts()
    else:
        rng = random.Random(f"plants {seed} {layout}")
        docs = [doc for month in council.docs() for doc in month]
        others = Others(council, docs, how.sees, rng)
        for kind in OTHERS:
            if kind not in CONTRACTS and wanted.get(kind):
                plants += others.plant(kind, wanted[kind])
        duplicates = Duplicates(docs, how.sees, council.runs, council.end, rng)
        for kind in DUPLICATES:
            if wanted.get(kind):
                plants += duplicates.plant(kind, wanted[kind])
        mark_shown(plants, docs, how.sees)
        register, broken = others.contracts(max((wanted.get(it, 0) for it in CONTRACTS), default=0))
        plants += [it for it in broken if wanted.get(it.kind)]
        docs.sort(key=lambda it: it.paid)
        numbered(docs, transactions)
        writer.add(docs)
    writer.close()
    path = write_register(register, folder / "register" / "contracts.csv")
    return Made(writer.paths, path, writer.rows, writer.total, council.end, how, plants)


def random_ledger(seed: int, rows: int, folder: Path) -> Made:
    """Noise in Trafford's columns: supplier, service, day and amount have nothing to do with one another."""
    from spend_planting.noise import random_docs

    how = LAYOUTS["trafford"]
    writer = Writer(how, folder)
    docs = random_docs(random.Random(f"noise {seed}"), rows)
    numbered(docs, count(1_000))
    writer.add(docs)
    writer.close()
    path = write_register([], folder / "register" / "contracts.csv")
    return Made(writer.paths, path, writer.rows, writer.total, docs[-1].paid, how)


__all__ = [
    "CONTRACTS", "DUPLICATES", "KINDS", "LAYOUTS", "OTHERS", "Doc", "Made", "Plant", "clean_ledger",
    "counts", "plant_into_csv",
    "planted_ledger", "random_ledger",
]  # fmt: skip
