"""Spend: seconds and memory from zip to report, and rows a second beside DuckDB's and pandas' own reading.

    python benchmarks/spend_speed.py [--rows N]

Ten million made-up rows (or --rows) are scanned only with MOOTHALL_BENCH_TEN_MILLION=1 or --rows. The real year is read
from the public data folder (MOOTHALL_DATA, else ../shared/data), where it is there. Memory is of the whole tree of
processes, looked at twenty times a second.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Sequence
from pathlib import Path
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


def measured(command: Sequence[str]) -> tuple[float, float, int]:
    """Seconds, the greatest gigabytes of the whole tree (looked at twenty times a second), and the exit status."""
    began = perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    most = 0
    while process.poll() is None:
        most = max(most, tree_memory(process.pid))
        sleep(0.05)
    if process.returncode not in (0, 1, 3):
        print((process.stderr.read() if process.stderr else b"").decode()[-400:])
    return perf_counter() - began, most / 1e9, process.returncode


def scanned(path: Path, place: Path, register: Path | None = None) -> tuple[float, float, int]:
    program = str(Path(sys.executable).with_name("moothall"))
    given = [str(path), "--out", str(place / "out"), "--json", str(place / "out.json"), "--quiet"]
    return measured([program, "spend", "scan", *given, *(["--contracts", str(register)] if register else [])])


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
        runs = [scanned(archive, place) for _ in range(2)]
        seconds, _, status = min(runs)
        memory = max(it[1] for it in runs)
        print(f"  {seconds:.1f} s (bar {SECONDS:g}), {memory:.2f} GB (bar {MEMORY:g}), exit {status}")
        with zipfile.ZipFile(archive) as packed:
            source = packed.extract(packed.namelist()[0], place / "real")
        took = {"ours, zip to report": (seconds, memory)}
        for name, code in {"ours, reading alone": OURS, **PEERS}.items():
            took[name] = min(measured([sys.executable, "-c", code.format(source)])[:2] for _ in range(3))
        lines = []
        for name, (each, most) in took.items():
            beside = [f"{took[peer][0] / each:.3f}" for peer in PEERS]
            lines.append((name, f"{each:.2f}", f"{LINES / each:,.0f}", f"{most:.2f}", *beside))
        print(
            table(("a process each", "seconds", "rows a second", "GB", *(f"x {it}" for it in PEERS)), lines)
        )
    return status in (0, 1, 3) and seconds < SECONDS and memory < MEMORY


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
        seconds, memory, status = scanned(place / "ledger", place, register)
        print(f"  {seconds / 60:.1f} min (bar {MINUTES:g}), {memory:.2f} GB (bar {MOST:g}), exit {status}")
        print(f"  {made.rows / seconds:,.0f} rows a second")
    return status in (0, 1, 3) and seconds < MINUTES * 60 and memory < MOST


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
