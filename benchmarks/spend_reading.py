"""Reading spend: rows a second beside plain DuckDB and pandas over the same file, and the memory it takes.

    python benchmarks/spend_reading.py                   the real year of payments, two million made-up rows; a minute
    python benchmarks/spend_reading.py --rows 10000000   ten million made-up rows; some minutes, and 6 GB of disk
    python benchmarks/spend_reading.py FILE              another file

Each reading runs in a process of its own, so that its peak memory is its own. DuckDB makes a table of the text as it
is (all VARCHAR, bad rows left out); pandas makes a frame of strings. Neither knows what a column means, reads an amount
or a date, or accounts for a row. 'CPU' is what it would take on one idle core; the load of the machine is printed.
"""

import argparse
import csv
import json
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
import zipfile
from decimal import Decimal
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "src"))
WAYS = ("moothall", "duckdb", "pandas")
SEED = 1894
PURPOSES = (
    "Goods {}",
    "Café supplies {}",
    '"Repairs, 2nd stage {}"',
    '12" pipe {}',
    "Agency staff {}",
    "Fees {}",
    "Salt {}",
)
MOST = 12 << 30  # bytes that one reading may ask for: a machine is not brought down by a benchmark


def run(way: str, path: Path, memory: str) -> dict[str, float | str]:
    """One reading, in this process."""
    resource.setrlimit(resource.RLIMIT_AS, (MOST, MOST))
    start, work = time.perf_counter(), time.process_time()
    with tempfile.TemporaryDirectory() as folder:
        if way == "moothall":
            from moothall.engines.spend.ledger import Ledger
            from moothall.engines.spend.reading import read

            with Ledger(Path(folder), memory=memory) as ledger:
                reading = read(ledger, path)
                rows, total = reading.read, str(reading.total)
                assert reading.read == reading.kept + reading.rejected
        elif way == "duckdb":
            import duckdb

            db = duckdb.connect(f"{folder}/plain.duckdb")
            db.execute("SET threads = 2")
            db.execute("SET memory_limit = '2GB'")
            options = "header=true, all_varchar=true, ignore_errors=true, strict_mode=false"
            db.execute(f"CREATE TABLE plain AS SELECT * FROM read_csv('{path}', {options})")
            rows, total = db.execute("SELECT count(*) FROM plain").fetchone()[0], ""
        else:
            import pandas

            rows, total = (
                len(pandas.read_csv(path, dtype=str, on_bad_lines="skip", encoding_errors="replace")),
                "",
            )
    return {
        "rows": rows,
        "total": total,
        "seconds": time.perf_counter() - start,
        "cpu": time.process_time() - work,
        "megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }


def made_up(path: Path, rows: int) -> tuple[int, Decimal]:
    """Two years of a council that is not there, with the usual dirt; its good rows and their sum."""
    rng = random.Random(SEED)
    payees = [f"{rng.choice(('Ash', 'Birch', 'Cedar', 'Elm', 'Oak', 'Yew'))} {n} Ltd" for n in range(8_000)]
    units = [f"UNIT {n:03}" for n in range(300)]
    good, pence = 0, 0
    with path.open("w", encoding="utf-8", newline="") as out:
        out.write(
            "Body Name,Department,Supplier Name,Supplier ID,Date Paid,Transaction Number,Invoice Number,"
        )
        out.write("Net Amount,Irrecoverable VAT,Purpose,ProClass Description,VAT Registration Number\r\n")
        for n in range(rows):
            amount = int(rng.lognormvariate(11, 1.4)) + 1
            money = f"{amount / 100:,.2f}" if n % 3 else f"{amount / 100:.2f}"
            if n % 50 == 0:
                money, amount = f"({money})", -amount
            payee = rng.randrange(8_000)
            day = f"{rng.randint(1, 28):02}/{rng.randint(1, 12):02}/{2023 + n % 2}"
            purpose = PURPOSES[n % len(PURPOSES)].format(n % 1000)
            if "," in money:
                money = f'"{money}"'
            line = (
                f"Moothall Council,{units[n % 300]},{payees[payee]},{payee},{day},{5_100_000_000 + n},INV{n % 99_991},"
                f"{money},0.00,{purpose},CONSTRUCTION : Building,GB{100_000_000 + payee}"
            )
            if n % 10_000 == 9_999:  # a row that is damaged
                line = (f"{line},and more", line.replace("/", "/9", 1), line.replace(",", "", 1))[n % 3]
            else:
                good, pence = good + 1, pence + amount
            out.write(line + "\r\n")
    return good, Decimal(pence) / 100


def table(path: Path, memory: str) -> dict[str, dict[str, float]]:
    """Every way on one file, each in its own process."""
    said = {}
    for way in WAYS:
        command = [sys.executable, __file__, str(path), "--way", way, "--memory", memory]
        said[way] = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    ours = said["moothall"]
    print(
        f"{path.name}: {ours['rows']:,.0f} rows, {path.stat().st_size / 1e6:,.0f} MB; load {os.getloadavg()[0]:.1f}"
    )
    print(
        f"  {'':10} {'seconds':>8} {'CPU':>7} {'rows/s':>12} {'peak MB':>8}   ours as a multiple: seconds, CPU"
    )
    for way in WAYS:
        it = said[way]
        print(
            f"  {way:10} {it['seconds']:8.2f} {it['cpu']:7.2f} {it['rows'] / it['seconds']:12,.0f}"
            f" {it['megabytes']:8.0f}   {ours['seconds'] / it['seconds']:.2f}  {ours['cpu'] / it['cpu']:.2f}"
        )
    return said


def real(data: Path, memory: str) -> None:
    """The real year, out of its zip, and its sum computed again by the csv module."""
    with tempfile.TemporaryDirectory() as folder, zipfile.ZipFile(data) as archive:
        path = Path(archive.extract(archive.namelist()[0], folder))
        said = table(path, memory)
        with path.open(encoding="utf-8", newline="") as lines:
            sums = [Decimal(it["Amount"]) for it in csv.DictReader(lines)]
        same = (said["moothall"]["rows"], said["moothall"]["total"]) == (len(sums), str(sum(sums)))
        print(
            f"  independent sum of {len(sums):,} rows: {sum(sums):,}; {'the same' if same else 'NOT THE SAME'}"
        )


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("file", nargs="?", type=Path)
    parser.add_argument("--rows", type=int, default=2_000_000)
    parser.add_argument("--memory", default="600MB", help="DuckDB's bound in our reading")
    parser.add_argument("--way", choices=WAYS, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.way:
        print(json.dumps(run(given.way, given.file, given.memory)))
        return
    if given.file:
        table(given.file, given.memory)
        return
    data = Path(os.environ.get("MOOTHALL_DATA") or ROOT.parent / "shared" / "data")
    year = data / "spend" / "trafford-supplier-spend-2024-25.zip"
    if year.exists():
        real(year, given.memory)
    if given.rows:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "made-up.csv"
            good, total = made_up(path, given.rows)
            ours = table(path, given.memory)["moothall"]
            print(f"  rows that were made good: {good:,}, {total:,}; read: {ours['total']}")


if __name__ == "__main__":
    main()
