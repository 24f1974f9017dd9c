"""Scale: millions of observations loaded and asked for, beside DuckDB over the same rows in Parquet.

    python benchmarks/scale.py                 a million observations, SQLite and PostgreSQL; about a minute
    python benchmarks/scale.py --full          20 million (350 areas × 1,000 measures × 57 months); a quarter of an hour
    python benchmarks/scale.py --keep FOLDER   leaves what it made in FOLDER, and uses what it finds there

A PostgreSQL named in MOOTHALL_TEST_POSTGRES is used, and keeps what was loaded; else a throwaway one is made.

The files are arithmetic (`scale_files.py`). DuckDB reads the same CSV into Parquet sorted by measure, and is asked the
same questions in SQL written by hand, on all cores. The ratio is Moothall's median over DuckDB's. 'CPU' is what the
question cost this process and, on Linux, PostgreSQL's: what it would take on an idle machine, where the other times
are those of the machine as it was (its load is printed). The CPU of the pages is of the demonstration council, warm,
the median of fifty.
"""

import argparse
import contextlib
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import scale_files

ROOT = Path(__file__).resolve().parents[1]
SEED, TIMES = 1835, 40
LAST = scale_files.MONTHS[-1]
PAGES = (
    "/scorecard/",
    "/scorecard/recycling-rate/",
    "/explore/?measure=recycling-rate&area=X07000001",
    "/measures/recycling-rate/X07000001/",
)
Asked = list[tuple[int, int, int]]  # a measure, another, an area
Took = tuple[float, float, float]  # milliseconds: half of them took no longer, 95 in 100, 95 in 100 of CPU


def asked(measures: int) -> Asked:
    rng = random.Random(SEED)
    return [
        (rng.randrange(measures), rng.randrange(measures), rng.randrange(scale_files.AREAS))
        for _ in range(TIMES)
    ]


def timed(question: Callable[[int, int, int], object], among: Asked, server: int | None = None) -> Took:
    """How long it took, after one that is not counted; `server` is the process that answers for a database."""
    question(*among[-1])
    took, cpu = [], []
    for it in among:
        start, work = time.perf_counter(), time.process_time() + worked(server)
        question(*it)
        took.append((time.perf_counter() - start) * 1000)
        cpu.append((time.process_time() + worked(server) - work) * 1000)
    most = int(len(among) * 0.95)
    return sorted(took)[len(took) // 2], sorted(took)[most], sorted(cpu)[most]


def worked(server: int | None) -> float:
    """Seconds of CPU a process has had; nought where the system does not say."""
    said = Path(f"/proc/{server}/schedstat")
    return int(said.read_text().split()[0]) / 1e9 if server and said.exists() else 0.0


def load_files(folder: Path) -> dict[str, Any]:
    """In a process of its own: the files into the store that the environment names."""
    import django

    django.setup()
    from django.core.management import call_command

    from moothall.core.models import Organisation
    from moothall.core.queries import command_line
    from moothall.figures.actions import load
    from moothall.figures.models import Load

    call_command("migrate", verbosity=0)
    person, published = command_line("benchmark"), Organisation.objects.published()
    held = set(Load.objects.filter(sequence__isnull=False).values_list("file_name", flat=True))
    start, rows = time.perf_counter(), 0
    for path in sorted((folder / "files").glob("*.csv"), key=lambda it: (it.name[0] != "f", it.name)):
        if path.name not in held:
            rows += sum(it.load.rows for it in load(person, organisation=published, path=path))
    return {"rows": rows, "seconds": time.perf_counter() - start}


def ask(measures: int) -> dict[str, Any]:
    """In a process of its own: the questions of the store that the environment names."""
    import gc

    import django

    django.setup()
    from django.contrib.auth.models import AnonymousUser
    from django.db import connection

    from moothall.figures.measures import catalogue
    from moothall.figures.models import Area
    from moothall.figures.queries import extents
    from moothall.insight.queries import benchmark, explore, pairs

    anybody, every = AnonymousUser(), catalogue()
    found = [every[f"made-{n:04}"] for n in range(measures)]
    areas = Area.objects.in_bulk(scale_files.CODES)
    area = [areas[code] for code in scale_files.CODES]
    among = asked(measures)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT pg_database_size(current_database()), pg_backend_pid()")
            size, server = cursor.fetchone()
        else:
            cursor.execute("SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()")
            (size,), server = cursor.fetchone(), None
    gc.collect()
    gc.freeze()  # as `moothall.web.wsgi` does
    took = {
        "explorer": timed(lambda m, _, a: explore(anybody, found[m], area[a]), among, server),
        "benchmark page": timed(lambda m, _, a: benchmark(anybody, found[m], area[a]), among, server),
        "two measures": timed(
            lambda m, n, a: pairs(anybody, found[m], found[n], area[a], None), among, server
        ),
        "catalogue": timed(lambda *_: extents(anybody), among[:5], server),
    }
    return {"took": took, "size": size}


def pages() -> dict[str, Any]:
    """In a process of its own: the CPU and the queries of two pages, of the demonstration council."""
    import logging

    import django

    django.setup()
    from django.conf import settings
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from moothall.core.models import Membership

    logging.disable()
    settings.ALLOWED_HOSTS = ["*"]
    client, found = Client(), {}
    client.force_login(Membership.objects.filter(role__slug="performance-officer").first().person)
    for page in PAGES:
        took = []
        for _ in range(55):
            start = time.process_time()
            assert client.get(page, secure=True).status_code == 200
            took.append((time.process_time() - start) * 1000)
        with CaptureQueriesContext(connection) as queries:
            client.get(page, secure=True)
        took = sorted(took[5:])
        found[page] = (took[len(took) // 2], took[int(len(took) * 0.95)], len(queries))
    return found


def duckdb_over_parquet(folder: Path, measures: int) -> tuple[dict[str, Any], int, dict[str, Took]]:
    """From CSV to Parquet, its size, and the same questions by hand."""
    import duckdb

    made = duckdb.connect()
    parquet = folder / "figures.parquet"
    kept, start = parquet.exists(), time.perf_counter()
    if not kept:
        made.execute(
            f"COPY (SELECT AREACD AS area, Indicator AS measure, Period AS month, Observation AS value, "
            f"filename LIKE '%corrections%' AS load FROM read_csv(['{folder}/files/figures-*.csv', "
            f"'{folder}/files/corrections.csv'], filename=true, types={{'Period': 'VARCHAR', "
            f"'Observation': 'DECIMAL(18,2)'}}) ORDER BY measure, month) TO '{parquet}' (FORMAT parquet)"
        )
    rows = 0 if kept else measures * scale_files.AREAS * scale_files.PERIODS
    loaded = {"rows": rows, "seconds": time.perf_counter() - start}
    stands = (
        f"(SELECT area, month, arg_max(value, load) AS value FROM '{parquet}' WHERE measure = ? GROUP BY ALL)"
    )
    peers = "quantile_cont(value, [0.25, 0.5, 0.75]) FILTER (list_contains($peers, area))"

    def named(text: str, m: int, n: int, a: int) -> list[Any]:
        near = [scale_files.CODES[(a + step) % scale_files.AREAS] for step in range(1, 21)]
        values = {
            "measure": f"made-{m:04}",
            "other": f"made-{n:04}",
            "own": scale_files.CODES[a],
            "peers": near,
        }
        values["last"] = LAST
        return made.execute(text, {key: it for key, it in values.items() if f"${key}" in text}).fetchall()

    one, other = stands.replace("?", "$measure"), stands.replace("?", "$other")
    own = f"max(value) FILTER (area = $own), {peers}"
    tier = "median(value) FILTER (area <> $own)"
    trend = f"SELECT month, {own} FROM {one} GROUP BY month ORDER BY month"
    now = f"SELECT area, value FROM {one} WHERE month = $last ORDER BY value"
    everybody = f"SELECT month, {own}, {tier} FROM {one} GROUP BY month ORDER BY month"
    two = (
        f"SELECT a.area, a.value, b.value FROM {one} a JOIN {other} b USING (area, month) WHERE month = $last"
    )
    reach = f"SELECT measure, count(DISTINCT area), min(month), max(month) FROM '{parquet}' GROUP BY measure"
    among = asked(measures)
    took = {
        "explorer": timed(lambda *it: (named(trend, *it), named(now, *it)), among),
        "benchmark page": timed(lambda *it: (named(everybody, *it), named(now, *it)), among),
        "two measures": timed(lambda *it: named(two, *it), among),
        "catalogue": timed(lambda *it: named(reach, *it), among[:5]),
    }
    return loaded, parquet.stat().st_size, took


def apart(folder: Path, home: Path, what: str, *arguments: object, url: str = "", made: bool = True) -> Any:
    """What a function of this module says, run in a process with a store of its own."""
    env = {key: it for key, it in os.environ.items() if key != "DATABASE_URL"}
    env |= {"DJANGO_SETTINGS_MODULE": "moothall.settings", "MOOTHALL_HOME": str(home)}
    env |= {"MOOTHALL_LOG_LEVEL": "WARNING", "PYTHONPATH": str(ROOT / "benchmarks")}
    if made:
        env["MOOTHALL_CATALOGUE"] = str(folder / "catalogue")
    if url:
        env["DATABASE_URL"] = url
    call = f"import json, scale; from pathlib import Path; print(json.dumps(scale.{what}))"
    run = subprocess.run([sys.executable, "-c", call], env=env, stdout=subprocess.PIPE, text=True, check=True)
    return json.loads(run.stdout.splitlines()[-1])


def store(folder: Path, home: Path, measures: int, url: str = "") -> tuple[dict[str, Any], dict[str, Any]]:
    """Loads what is not there yet, and asks."""
    loaded = apart(folder, home, f"load_files(Path({str(folder)!r}))", url=url)
    return loaded, apart(folder, home, f"ask({measures})", url=url)


@contextlib.contextmanager
def postgres_url() -> Any:
    """A PostgreSQL where one can be had; else an empty address, and why not."""
    sys.path.insert(0, str(ROOT / "tools"))
    from postgres import NoPostgres, throwaway_postgres

    with contextlib.ExitStack() as held:
        try:
            url = held.enter_context(throwaway_postgres())
        except NoPostgres as why:
            print(why)
            url = ""
        yield url


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--full", action="store_true", help="20 million observations instead of one")
    parser.add_argument("--keep", type=Path, help="a folder to leave everything in, or to find it in")
    parser.add_argument("--sqlite-only", action="store_true", help="leave PostgreSQL out")
    chosen = parser.parse_args()
    measures = 1000 if chosen.full else 50
    folder = chosen.keep or Path(tempfile.mkdtemp(prefix="moothall-scale-", dir="/tmp"))
    try:
        compare(folder, measures, not chosen.sqlite_only)
    finally:
        if not chosen.keep:
            shutil.rmtree(folder, ignore_errors=True)


def loading(rows: int, seconds: float) -> str:
    return f"loaded in {seconds:7.1f} s, {rows / seconds:11,.0f} rows/s" if rows else "loaded before"


def compare(folder: Path, measures: int, postgres: bool) -> None:
    if not (folder / "catalogue").exists():
        scale_files.catalogue(folder / "catalogue", measures)
        scale_files.written(folder / "files", measures)
    stored = {"SQLite": store(folder, folder / "home", measures)}
    if postgres:
        with postgres_url() as url:
            if url:
                stored["PostgreSQL"] = store(folder, folder / "home-postgres", measures, url)
    made, size, by_hand = duckdb_over_parquet(folder, measures)
    count = measures * scale_files.AREAS * scale_files.PERIODS
    print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f} on average in the last minute")
    print(f"{count:,} observations and {count // scale_files.REVISED:,} corrections; seed {SEED}")
    print(f"{'DuckDB':12} {loading(**made)}; {size / 1e6:8,.1f} MB of Parquet")
    for name, (loaded, found) in stored.items():
        print(
            f"{name:12} {loading(**loaded)}; {found['size'] / 1e6:8,.1f} MB, "
            f"{found['size'] / count:.0f} bytes an observation"
        )
    print(
        f"{'milliseconds':16} {'':12} {'p50':>8} {'p95':>8} {'CPU p95':>8} {'DuckDB p50':>11} {'p95':>8} {'ratio':>7}"
    )
    for question, hand in by_hand.items():
        for name, (_, found) in stored.items():
            half, most, cpu = found["took"][question]
            print(
                f"{question:16} {name:12} {half:8.1f} {most:8.1f} {cpu:8.1f} {hand[0]:11.1f} {hand[1]:8.1f} "
                f"{half / hand[0]:7.2f}"
            )
    demo = folder / "home-demo"
    if not demo.exists():
        env = {**os.environ, "MOOTHALL_HOME": str(demo), "MOOTHALL_LOG_LEVEL": "WARNING"}
        for command in ("migrate", "demo"):
            moothall = Path(sys.executable).with_name("moothall")
            subprocess.run([moothall, command], env=env, stdout=subprocess.DEVNULL, check=True)
    for page, (half, most, queries) in apart(folder, demo, "pages()", made=False).items():
        print(f"{page:28} {half:5.1f} ms of CPU (p95 {most:.1f}), {queries} queries")


if __name__ == "__main__":
    main()
