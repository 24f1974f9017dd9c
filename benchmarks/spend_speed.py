"""Spend: seconds and memory from zip to report, and rows a second beside DuckDB's and pandas' own reading.

    python benchmarks/spend_speed.py [--rows N]

Ten million made-up rows (or --rows) are scanned only with MOOTHALL_BENCH_TEN_MILLION=1 or --rows, and the time of each
step printed. The real year is read from the public data folder (MOOTHALL_DATA, else ../shared/data), if it is there.
Memory is of the whole tree of processes, looked at twenty times a second.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from resource import RUSAGE_CHILDREN, getrusage
from time import perf_counter, sleep

from spend_planting import clean_ledger
from spend_planting.scoring import table

DATA = Path(os.environ.get("MOOTHALL_DATA", Path(__file__).resolve().parents[2] / "shared" / "data"))
ZIP, LINES = "spend/trafford-supplier-spend-2024-25.zip", 210_068
SECONDS, MEMORY = 30.0, 1.0  # the bars: zip to report; gigabytes
MILLIONS, MINUTES, MOST = 10_000_000, 15.0, 6.0


def tree_memory(pid: int) -> int:
    """Bytes of a process and all that it started, now."""
    whole, waiting = 0, [pid]
    while waiting:
        it = waiting.pop()
        try:
            whole += int(Path(f"/proc/{it}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
            for task in Path(f"/proc/{it}/task").iterdir():
                waiting += map(int, (task / "children").read_text().split())
        except (OSError, ValueError):
            continue
    return whole


@dataclass(frozen=True, order=True)
class Run:
    """`seconds` on the wall and `worked` on the processors; gigabytes at the most of the whole tree; exit status."""

    seconds: float
    worked: float
    memory: float
    status: int


def measured(command: Sequence[str], out: int | None = subprocess.DEVNULL) -> Run:
    began, before = perf_counter(), getrusage(RUSAGE_CHILDREN)
    process = subprocess.Popen(command, stdout=out, stderr=subprocess.PIPE)
    most = 0
    while process.poll() is None:
        most = max(most, tree_memory(process.pid))
        sleep(0.05)
    if process.returncode not in (0, 1, 3):
        print((process.stderr.read() if process.stderr else b"").decode()[-400:])
    after = getrusage(RUSAGE_CHILDREN)
    worked = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Run(perf_counter() - began, worked, most / 1e9, process.returncode)


def scanned(path: Path, place: Path, register: Path | None = None) -> Run:
    """`moothall spend scan`; with a register its steps are printed, for which it runs inside `spend_stages`."""
    place.mkdir(exist_ok=True)
    given = [str(path), "--out", str(place / "out"), "--json", str(place / "out.json"), "--quiet"]
    if register:
        stages = [sys.executable, str(Path(__file__).with_name("spend_stages.py"))]
        return measured([*stages, *given, "--contracts", str(register)], out=None)
    return measured([str(Path(sys.executable).with_name("moothall")), "spend", "scan", *given])


OURS = """
import tempfile
from pathlib import Path
from moothall.engines.spend.ledger import Ledger
from moothall.engines.spend.reading import read
with tempfile.TemporaryDirectory() as folder, Ledger(Path(folder)) as ledger:
    read(ledger, [Path('{}')])
"""
PEERS = {
    "DuckDB read_csv, as text": """
import duckdb
duckdb.sql("CREATE TABLE t AS SELECT * FROM read_csv('{}', all_varchar=true)")
""",
    "DuckDB read_csv, types guessed": """
import duckdb
duckdb.sql("CREATE TABLE t AS SELECT * FROM read_csv('{}')")
""",
    "pandas read_csv": """
import pandas
pandas.read_csv('{}', low_memory=False)
""",
}


def speed() -> bool:
    archive = DATA / ZIP
    if not archive.exists():
        print(f"\nThe real year is not here ({archive}).")
        return True
    print(f"\nTrafford's year, {LINES:,} rows, from zip to report (`moothall spend scan`)")
    with tempfile.TemporaryDirectory(prefix="moothall-bench-") as made:
        place = Path(made)
        runs = [scanned(archive, place / str(i)) for i in range(2)]
        best, memory = min(runs), max(it.memory for it in runs)
        print(f"  {best.seconds:.1f} s (bar {SECONDS:g}; {best.worked:.1f} s of processor)", end=", ")
        print(f"{memory:.2f} GB (bar {MEMORY:g}), exit {best.status}")
        with zipfile.ZipFile(archive) as packed:
            source = packed.extract(packed.namelist()[0], place / "real")
        took = {"ours, zip to report": best}
        for name, code in {"ours, reading alone": OURS, **PEERS}.items():
            took[name] = min(measured([sys.executable, "-c", code.format(source)]) for _ in range(3))
        lines = []
        for name, it in took.items():
            beside = [f"{took[peer].seconds / it.seconds:.3f}" for peer in PEERS]
            rate = f"{LINES / it.seconds:,.0f}"
            lines.append((name, f"{it.seconds:.2f}", f"{it.worked:.2f}", rate, f"{it.memory:.2f}", *beside))
        headings = ("a process each", "seconds", "of processor", "rows a second", "GB")
        print(table((*headings, *(f"x {it}" for it in PEERS)), lines))
    return best.status in (0, 1, 3) and best.seconds < SECONDS and memory < MEMORY


def ten_million(rows: int) -> bool:
    print(f"\n{rows:,} rows in 120 monthly files whose columns change half-way, with their contract register")
    with tempfile.TemporaryDirectory(prefix="moothall-bench-") as folder:
        place = Path(folder)
        began = perf_counter()
        made = clean_ledger(1, rows, "months", place / "ledger", span=120, keep=False)
        size = sum(it.stat().st_size for it in made.paths) / 1e9
        print(f"  made {made.rows:,} rows, {size:.2f} GB, in {perf_counter() - began:.0f} s", flush=True)
        register = made.register.rename(place / "contracts.csv")
        made.register.parent.rmdir()
        it = scanned(place / "ledger", place, register)
        print(f"  {it.seconds / 60:.1f} min (bar {MINUTES:g}; {it.worked / 60:.1f} of processor)", end=", ")
        print(
            f"{it.memory:.2f} GB (bar {MOST:g}), {made.rows / it.seconds:,.0f} rows a second, exit {it.status}"
        )
    return it.status in (0, 1, 3) and it.seconds < MINUTES * 60 and it.memory < MOST


def main(arguments: Sequence[str] = ()) -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rows", type=int, default=0)
    given = parser.parse_args(list(arguments))
    rows = given.rows or (MILLIONS if os.environ.get("MOOTHALL_BENCH_TEN_MILLION") else 0)
    kept = ten_million(rows) if rows else speed()
    print("bars held" if kept else "bars NOT HELD")
    return 0 if kept else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
