"""Loading observations: rows a second into an empty store, again, and corrected; beside plain sqlite3.

    python tools/bench.py load            one million rows
    python benchmarks/load.py 5000000     as many as asked, and the memory it took

The peer is what SQLite itself can do: `executemany` of rows that are parsed already into tables with the same
indexes, in one transaction.
"""

import os
import resource
import sqlite3
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from itertools import product
from pathlib import Path

ROWS = 1_000_000
MEASURES = (
    "recycling-rate", "residual-household-waste", "recycling-contamination-rate", "claimant-count",
    "gigabit-broadband", "median-weekly-pay", "housing-affordability", "library-walk",
    "net-additional-dwellings", "ev-chargers", "short-term-let-guest-nights", "social-care-workforce-turnover",
)  # fmt: skip
AREAS = 320


def lines(rows: int, correction: bool = False) -> Iterator[str]:
    """A published file of monthly figures, seeded by arithmetic: the same rows each time; the last digit corrected."""
    yield "area_code,area_name,financial_year,metric,value\n"
    months = [f"{1900 + m // 12}-{m % 12 + 1:02}-01/P1M" for m in range(rows // (len(MEASURES) * AREAS) + 1)]
    places = [(f"E07{n:06}", f"District {n}") for n in range(AREAS)]
    for n, ((code, name), month, measure) in enumerate(product(places, months, MEASURES)):
        if n == rows:
            return
        yield f"{code},{name},{month},{measure},{n * 7919 % 100_000 / 100 + (0.01 if correction else 0):.2f}\n"


def write(path: Path, rows: int, correction: bool = False) -> Path:
    with path.open("w") as file:
        file.writelines(lines(rows, correction))
    return path


def timed(path: Path) -> float:
    from moothall.core.models import Organisation
    from moothall.core.queries import command_line
    from moothall.figures.actions import load

    began = time.perf_counter()
    (outcome,) = load(command_line("benchmark"), organisation=Organisation.objects.published(), path=path)
    took = time.perf_counter() - began
    assert outcome.load.kept == outcome.load.rows, "the benchmark's own rows are all good"
    return took


class OtherWriter(threading.Thread):
    """Somebody else at work: writes a row as often as it can during the loads and keeps the longest wait."""

    def __init__(self, database: str):
        super().__init__(daemon=True)
        self.database, self.longest, self.writes, self.stop = database, 0.0, 0, threading.Event()

    def run(self) -> None:
        link = sqlite3.connect(self.database, timeout=60, isolation_level=None)
        link.execute("CREATE TABLE other (n integer)")
        while not self.stop.wait(0.05):
            began = time.perf_counter()
            link.execute("BEGIN IMMEDIATE")
            link.execute("INSERT INTO other VALUES (1)")
            link.execute("COMMIT")
            self.longest = max(self.longest, time.perf_counter() - began)
            self.writes += 1
        link.close()


def plain(database: str, rows: int) -> float:
    """Seconds that plain sqlite3 takes for the same observations into a table with the same indexes."""
    link = sqlite3.connect(database)
    schema = [text for (text,) in link.execute(
        "SELECT sql FROM sqlite_master WHERE tbl_name = 'figures_observation' AND sql IS NOT NULL"
    )]  # fmt: skip
    columns = [row[1] for row in link.execute("PRAGMA table_info(figures_observation)")][1:]
    ready = link.execute(f"SELECT {', '.join(columns)} FROM figures_observation LIMIT {rows}").fetchall()
    with tempfile.TemporaryDirectory() as folder:
        peer = sqlite3.connect(Path(folder) / "peer.sqlite3")
        peer.executescript("PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-65536;")
        for text in schema:
            peer.execute(text)
        marks = ", ".join("?" * len(columns))
        began = time.perf_counter()
        with peer:
            peer.executemany(
                f"INSERT INTO figures_observation ({', '.join(columns)}) VALUES ({marks})", ready
            )
        return time.perf_counter() - began


def main(rows: int = ROWS) -> None:
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        os.environ.update(
            DJANGO_SETTINGS_MODULE="moothall.settings", MOOTHALL_HOME=folder, MOOTHALL_LOG_LEVEL="WARNING"
        )
        os.environ.pop("DATABASE_URL", None)
        import django

        django.setup()
        from django.core.management import call_command

        call_command("migrate", verbosity=0)
        first, corrected = write(home / "a.csv", rows), write(home / "b.csv", rows, correction=True)
        database = str(home / "moothall.sqlite3")
        other = OtherWriter(database)
        other.start()
        seconds = {"into an empty store": timed(first)}
        seconds["the same file again"] = timed(first)
        seconds["a correction of every row"] = timed(corrected)
        other.stop.set()
        other.join()
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        peer = plain(database, rows)
    print(f"{rows:,} observations on SQLite{'':<11}{'rows/s':>10}{'of plain sqlite3':>19}")
    for what, took in seconds.items():
        print(f"  {what:<34}{rows / took:>10,.0f}{peer / took:>19.2f}")
    print(f"  {'plain sqlite3 executemany':<34}{rows / peer:>10,.0f}{1:>19.2f}")
    print(f"longest wait of another writer: {other.longest * 1000:.0f} ms in {other.writes} writes")
    print(f"largest memory: {memory:.0f} MB")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
