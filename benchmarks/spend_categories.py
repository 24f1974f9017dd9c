"""Categories on the real year of a council's spending: how often they are right where its own coding is hidden.

    python benchmarks/spend_categories.py

A fifth of the coded payments lose their coding (by a seeded draw of payments, then of whole suppliers, which is
harder), and what is said of them is held against our reading of what was hidden. Beside it: always saying the
commonest group, and the words alone with nothing learnt. Then how long ten million payments take.
"""

import os
import sys
import tempfile
from pathlib import Path
from time import perf_counter

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "benchmarks"))
from spend_real import DATA, trafford  # noqa: E402

from moothall.engines.spend.categories import FLOOR, classify, taxonomy  # noqa: E402
from moothall.engines.spend.categories.wording import Wording, is_nothing  # noqa: E402
from moothall.engines.spend.ledger import Ledger  # noqa: E402
from moothall.engines.spend.suppliers import cluster  # noqa: E402

SEED = 1944
TIMES = int(
    os.environ.get("SPEND_TIMES", "0")
)  # how often the year is repeated for the timing; 48 is 10 million


def truth(ledger: Ledger) -> None:
    """The group that each coded payment has by the council's own coding, as we read it."""
    wording = Wording(taxonomy())
    found = []
    for (given,) in ledger.rows("SELECT DISTINCT given_category FROM payment"):
        if not is_nothing(given):
            said = wording.verdict({"given": given})
            if said.category and said.sure >= FLOOR:
                found.append((given, said.category))
    ledger.db.execute("CREATE OR REPLACE TABLE read_as (given VARCHAR, category VARCHAR)")
    ledger.fill("read_as", found)
    ledger.db.execute(
        """CREATE OR REPLACE TABLE truth AS
           SELECT id, payee, amount, given_category, category AS truly
           FROM payment JOIN read_as ON given = given_category"""
    )


def hidden(ledger: Ledger, by: str) -> None:
    """Takes the coding off a fifth of the payments, drawn by payment or by supplier."""
    ledger.db.execute(
        "UPDATE payment SET given_category = truth.given_category FROM truth WHERE truth.id = payment.id"
    )
    drawn = "hash(id + {0})" if by == "payment" else "hash(payee + {0})"
    ledger.db.execute(
        f"CREATE OR REPLACE TABLE drawn AS SELECT * FROM truth WHERE {drawn.format(SEED)} % 5 = 0"
    )
    ledger.db.execute("UPDATE payment SET given_category = NULL WHERE id IN (SELECT id FROM drawn)")


SAME = "split_part(category, '/', 1) = split_part(truly, '/', 1)"


def score(ledger: Ledger, said: str) -> str:
    """Of the hidden: in a category at all, right of those, right of all (by payment and by pound), exact category."""
    row = ledger.rows(
        f"""SELECT count(*), avg((category IS NOT NULL)::INT), avg(({SAME})::INT) FILTER (category IS NOT NULL),
                   avg(coalesce({SAME}, false)::INT), sum(abs(amount)) FILTER ({SAME}) / sum(abs(amount)),
                   avg(coalesce(category = truly, false)::INT)
            FROM drawn LEFT JOIN ({said}) USING (id)"""
    )[0]
    return (
        "{:>7,} hidden; answered {:6.1%}; right of answered {:6.1%}; of all {:6.1%}, of pounds {:6.1%}; "
        "exact {:6.1%}"
    ).format(*row)


def words_alone(ledger: Ledger) -> str:
    """Plain keyword rules: what the words say, whoever is paid and whatever was coded before."""
    wording = Wording(taxonomy())
    rows = ledger.rows(
        "SELECT id, name, account, purpose, service FROM payment JOIN drawn USING (id, payee) JOIN payee USING (payee)"
    )
    found = []
    kept: dict[tuple[str | None, ...], str | None] = {}
    for number, *said in rows:
        key = tuple(said)
        if key not in kept:
            verdict = wording.verdict(
                dict(zip(("supplier", "account", "purpose", "service"), key, strict=True))
            )
            kept[key] = verdict.category if verdict.sure >= FLOOR else None
        found.append((number, kept[key]))
    import pandas as pd

    ledger.rows("SELECT 1")
    ledger.db.register("_words", pd.DataFrame(found, columns=["id", "category"]))
    ledger.db.execute("CREATE OR REPLACE TABLE words AS SELECT * FROM _words")
    ledger.db.unregister("_words")
    return "SELECT id, category FROM words"


def calibration(ledger: Ledger) -> None:
    print("    how sure it said / how often right:", end="")
    for band, rows, right in ledger.rows(
        f"""SELECT floor(sure * 10) / 10, count(*), avg(({SAME})::INT)
            FROM drawn JOIN payment_category USING (id) WHERE category IS NOT NULL GROUP BY 1 ORDER BY 1"""
    ):
        print(f"  {band:.1f}+ {right:.0%} of {rows:,}", end="")
    print()


def main() -> None:
    if not (DATA / "spend").exists():
        print(f"NOT RUN: no public data in {DATA}; name its folder in MOOTHALL_DATA.")
        return
    with tempfile.TemporaryDirectory() as folder, Ledger(Path(folder)) as ledger:
        trafford(ledger)
        cluster(ledger)
        truth(ledger)
        print(
            f"seed {SEED}; {ledger.rows('SELECT count(*) FROM truth')[0][0]:,} coded payments whose coding we can read"
        )
        for by in ("payment", "supplier"):
            hidden(ledger, by)
            start = perf_counter()
            done = classify(ledger)
            took = perf_counter() - start
            print(f"hidden by {by}: {done.payments:,} payments, {done.kinds:,} kinds, {took:.1f} s")
            print("  Moothall        ", score(ledger, "SELECT id, category FROM payment_category"))
            calibration(ledger)
            print("  words alone     ", score(ledger, words_alone(ledger)))
            print(
                "  commonest group ",
                score(
                    ledger,
                    """SELECT id, (SELECT mode(truly) FROM truth WHERE id NOT IN (SELECT id FROM drawn)) AS category
                       FROM drawn""",
                ),
            )
        if TIMES:
            ledger.db.execute(
                f"""INSERT INTO payment SELECT payment.* REPLACE (id + 1000000 * (it + 1) AS id)
                    FROM payment, range({TIMES - 1}) AS _(it)"""
            )
            start = perf_counter()
            done = classify(ledger)
            print(f"{done.payments:,} payments: {perf_counter() - start:.1f} s")


if __name__ == "__main__":
    main()
