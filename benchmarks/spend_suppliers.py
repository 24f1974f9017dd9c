"""Suppliers from payees: how often pairs are rightly joined, how many are found, and in how long.

    python benchmarks/spend_suppliers.py

50,000 payees (SPEND_PAYEES) of known suppliers, made from a seed, are clustered; beside it, in the same run, two
peers: names that are the same in small letters, and Jaro-Winkler at 0.92 within names of the same first letters. Then
the real year: pairs of one supplier account or one VAT number are weak truth, since a VAT number may be a group's.
No name is printed.
"""

import os
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from time import perf_counter

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "benchmarks")]
from spend_real import DATA, trafford  # noqa: E402
from tests.engines.spend.suppliers import truth  # noqa: E402

from moothall.engines.spend.ledger import Ledger  # noqa: E402
from moothall.engines.spend.suppliers import DOUBTFUL, SURE, cluster  # noqa: E402

SEED = 1951
PAYEES = int(os.environ.get("SPEND_PAYEES", "50000"))
PEER = 0.92


def line(name: str, payees: Sequence[truth.Made], suppliers: Sequence[int], seconds: float) -> None:
    precision, recall = truth.measured(payees, suppliers)
    print(f"  {name:<44} precision {precision:.3f}  recall {recall:.3f}  {seconds:6.1f} s")


def same_name(payees: Sequence[truth.Made]) -> list[int]:
    """A peer: the same letters, but for capitals and spaces."""
    places: dict[str, int] = {}
    return [places.setdefault(" ".join(it.name.lower().split()), at) for at, it in enumerate(payees)]


def jaro_winkler(ledger: Ledger, payees: Sequence[truth.Made]) -> list[int]:
    """A peer: every two names of the same first three letters at 0.92 or more; pair by pair, then through others."""
    right = said = 0
    parent = list(range(len(payees)))

    def find(at: int) -> int:
        while parent[at] != at:
            parent[at] = parent[parent[at]]
            at = parent[at]
        return at

    for one, other in ledger.rows(
        f"""SELECT one.payee, other.payee FROM payee AS one JOIN payee AS other
            ON lower(one.name[:3]) = lower(other.name[:3]) AND one.payee < other.payee
            WHERE jaro_winkler_similarity(lower(one.name), lower(other.name)) >= {PEER}"""
    ):
        parent[find(one)] = find(other)
        said += 1
        right += payees[one].supplier == payees[other].supplier
    true = truth.pairs(payees, [0] * len(payees))[0]
    print(
        f"  {f'Jaro-Winkler at {PEER}, pair by pair':<44} precision {right / said:.3f}  recall {right / true:.3f}"
    )
    return [find(at) for at in range(len(payees))]


def made_up(folder: Path) -> None:
    payees = truth.made(SEED, PAYEES)
    with Ledger(folder / "made") as ledger:
        truth.fill(ledger, payees)
        print(
            f"{len(payees):,} payees of {len({it.supplier for it in payees}):,} known suppliers, seed {SEED}"
        )
        start = perf_counter()
        done = cluster(ledger)
        line("Moothall", payees, truth.answers(ledger), perf_counter() - start)
        start = perf_counter()
        line("the same name in small letters", payees, same_name(payees), perf_counter() - start)
        start = perf_counter()
        line(
            f"Jaro-Winkler at {PEER}, joined through others",
            payees,
            jaro_winkler(ledger, payees),
            perf_counter() - start,
        )
        same = sum(payees[it.payee].supplier == payees[it.other].supplier for it in done.review)
        print(f"  {len(done.review):,} pairs of two suppliers for a person; of these truly one:", end="")
        print(f" {same / max(len(done.review), 1):.0%}")
        for low, high in ((DOUBTFUL, 0.6), (0.6, 0.7), (0.7, 0.8), (0.8, SURE)):
            band = [it for it in done.review if low <= it.confidence < high]
            same = sum(payees[it.payee].supplier == payees[it.other].supplier for it in band)
            print(f"    said {low:.1f} to {high:.1f}: {same / max(len(band), 1):.0%} of {len(band):,}")


def real(folder: Path) -> None:
    """The real year against its own supplier accounts and VAT numbers."""
    with Ledger(folder / "real") as ledger:
        trafford(ledger)
        start = perf_counter()
        done = cluster(ledger)
        print(
            f"real year: {done.payees:,} payees, {done.suppliers:,} suppliers, {perf_counter() - start:.1f} s"
        )
        print(f"  {len(done.review)} pairs for a person, {sum(it.pounds for it in done.review):,.0f} pounds")
        for what in ("ref", "vat_number"):
            pairs, joined = ledger.rows(
                f"""SELECT count(*), count(*) FILTER (a.supplier = b.supplier)
                    FROM payee AS one JOIN payee AS other ON one.{what} = other.{what} AND one.payee < other.payee
                    JOIN payee_supplier AS a ON a.payee = one.payee JOIN payee_supplier AS b ON b.payee = other.payee"""
            )[0]
            print(f"  pairs of one {what}: {pairs}, joined {joined} ({joined / pairs:.0%})")
        pairs, apart = ledger.rows(
            """SELECT count(*), count(*) FILTER (one.vat_number <> other.vat_number)
               FROM payee_supplier AS a JOIN payee_supplier AS b ON a.supplier = b.supplier AND a.payee < b.payee
               JOIN payee AS one ON a.payee = one.payee JOIN payee AS other ON b.payee = other.payee"""
        )[0]
        print(f"  pairs joined: {pairs}, of them with two VAT numbers {apart}")
        within = ledger.rows(
            """SELECT count(*) FROM payee_supplier AS a JOIN payee_supplier AS b
               ON a.supplier = b.supplier AND a.payee < b.payee
               JOIN payee AS one ON a.payee = one.payee JOIN payee AS other ON b.payee = other.payee
               WHERE one.ref = other.ref OR one.vat_number = other.vat_number"""
        )[0][0]
        print(f"  pairs joined that an account or a VAT number bears out: {within} ({within / pairs:.0%})")


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        made_up(Path(folder))
        if (DATA / "spend").exists():
            real(Path(folder))
        else:
            print(f"NOT RUN: no public data in {DATA}; name its folder in MOOTHALL_DATA.")


if __name__ == "__main__":
    main()
