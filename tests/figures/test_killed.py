"""A load killed half-way, for real: nothing shows, and loading again ends as if nothing had happened."""

import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import psycopg
from django.db import connection

ROWS = 40_000
LOOK = """
import django; django.setup()
from moothall.figures.models import *
"""
STORE = (
    LOOK
    + """
fields = [f.name for f in Observation._meta.fields if f.name not in ("id", "series", "load")]
rows = Observation.objects.current().values_list("series__measure", "series__area", "series__length", *fields)
for row in sorted(map(str, rows)): print(row)
for load in Load.objects.filter(state="published").order_by("sequence"):
    print(load.sequence, load.sha256, load.rows, load.kept, load.rejected, load.missing)
for row in sorted(Reject.objects.values_list("line", "reason", "text")): print(row)
"""
)


def _moothall(env: dict[str, str], *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "moothall", *arguments], env=env, capture_output=True, text=True, timeout=300
    )


def _python(env: dict[str, str], code: str) -> str:
    return subprocess.run(
        [sys.executable, "-c", code], env=env, capture_output=True, text=True, check=True
    ).stdout


def _asked(env: dict[str, str], query: str) -> tuple[Any, ...]:
    """One row of an installation's database, asked past Django so as not to come too late."""
    if connection.vendor == "postgresql":
        with psycopg.connect(env["DATABASE_URL"]) as link:
            row = link.execute(query).fetchone()
    else:
        database = sqlite3.connect(Path(env["MOOTHALL_HOME"]) / "moothall.sqlite3")
        row = database.execute(query).fetchone()
        database.close()
    return tuple(row or ())


def _line_reached(env: dict[str, str]) -> int:
    """How far the load is."""
    return int(_asked(env, "SELECT coalesce(max(line_reached), 0) FROM figures_load")[0])


def _file(folder: Path) -> Path:
    """Monthly figures of many areas; a row in a hundred cannot be taken, another is missing."""
    path = folder / "figures.csv"
    with path.open("w") as file:
        file.write("area_code,area_name,financial_year,metric,value\n")
        for n in range(ROWS):
            area, month = divmod(n, 240)
            value = {7: "[x]", 50: "oops"}.get(n % 100, str(n % 977 / 10))
            file.write(
                f"X07{area:06},District {area},{1980 + month // 12}-{month % 12 + 1:02},recycling-rate,{value}\n"
            )
    return path


def test_kill_nine_then_load_again(tmp_path: Path, installation) -> None:  # type: ignore[no-untyped-def]
    path = _file(tmp_path)
    whole, broken = installation("whole"), installation("broken")
    load = ("load", str(path), "--quiet", "--rejects", str(tmp_path / "rejects.csv"))
    assert _moothall(whole, *load).returncode == 3

    process = subprocess.Popen([sys.executable, "-m", "moothall", *load], env=broken)
    while _line_reached(broken) < ROWS // 6:
        assert process.poll() is None, "the load ended before it could be killed: make the file longer"
        time.sleep(0.005)
    process.send_signal(signal.SIGKILL)
    process.wait()

    staged = LOOK + "print(Observation.objects.count(), Observation.objects.current().count())"
    some, shown = map(int, _python(broken, staged).split())
    assert 0 < some < ROWS and shown == 0, "half of it is staged and nobody sees any"

    assert _moothall(broken, *load).returncode == 3
    assert _python(broken, STORE) == _python(whole, STORE)
    orphans = LOOK + "print(Observation.objects.filter(load__sequence=None).count(), Load.objects.count())"
    assert _python(broken, orphans).split() == ["0", "1"], "it was taken up again, not begun beside"
