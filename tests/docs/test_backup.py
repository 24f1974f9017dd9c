"""The commands of docs/operate/backup.md, as they stand: a backup made during loads, restored, and compared."""

import hashlib
import os
import subprocess
import sys
import time
from pathlib import Path
from uuid import uuid4

import pytest
from django.db import connection
from tests.databases import on_server, url_of
from tests.docs.pages import DOCS, fenced
from tools.postgres import machine_binaries, pypi_binaries

PAGE = DOCS / "operate" / "backup.md"
BLOCKS = {"sqlite": (0, 1), "postgresql": (2, 3)}  # to back up, to restore
ROWS = 2000

LOADING = """
import django, itertools, pathlib, sys; django.setup()
from moothall.core.models import Organisation
from moothall.core.queries import command_line
from moothall.figures.actions import load
root, council, folder = command_line("test"), Organisation.objects.published(), pathlib.Path(sys.argv[1])
for n in itertools.count():
    path = folder / f"figures-{n}.csv"
    rows = (f"X07{i:06},District {i},2022-23,recycling-rate,{n}.{i % 10}" for i in range(int(sys.argv[2])))
    path.write_text("\\n".join(["area_code,area_name,financial_year,metric,value", *rows]) + "\\n")
    load(root, organisation=council, path=path)
    print(n, flush=True)
"""
STORE = """
import django, sys; django.setup()
from moothall.core.models import AuditEntry
from moothall.figures.models import Load, Observation
last = int(sys.argv[1])
for it in Load.objects.filter(sequence__lte=last).order_by("sequence"): print(it.pk, it.sequence, it.sha256, it.kept)
for row in Observation.objects.filter(load__sequence__lte=last).order_by("pk").values_list(): print(row)
for row in AuditEntry.objects.order_by("pk").values_list("at", "action", "key", "after")[:last]: print(row)
"""
LAST = """
import django; django.setup()
from moothall.figures.models import Load
print(Load.objects.filter(state="published").count())
"""


@pytest.fixture
def somewhere(tmp_path: Path, db: None):  # type: ignore[no-untyped-def]
    """Makes the environment of an installation: a home and an empty database of its own."""
    made: list[str] = []
    clients = machine_binaries() or pypi_binaries()
    path = ":".join(
        filter(None, [str(Path(sys.executable).parent), clients and str(clients), os.environ["PATH"]])
    )

    def make(name: str) -> dict[str, str]:
        env = {
            **os.environ,
            "MOOTHALL_HOME": str(tmp_path / name),
            "BACKUP": str(tmp_path / "backup"),
            "PATH": path,
        }
        if connection.vendor == "postgresql":
            database = f"moothall_{name}_{uuid4().hex[:8]}"
            made.append(database)
            on_server(f"CREATE DATABASE {database}")
            env["DATABASE_URL"] = url_of(database)
        return env

    yield make
    for database in made:
        on_server(f"DROP DATABASE {database} WITH (FORCE)")


def shell(env: dict[str, str], block: int) -> None:
    done = subprocess.run(
        ["bash", "-euc", fenced(PAGE, "sh", block)], env=env, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr


def python(env: dict[str, str], code: str, *arguments: object) -> str:
    command = [sys.executable, "-c", code, *map(str, arguments)]
    return subprocess.run(command, env=env, capture_output=True, text=True, check=True).stdout


def test_a_backup_made_during_loads_restores_to_what_was_published(tmp_path: Path, somewhere) -> None:  # type: ignore[no-untyped-def]
    here, there = somewhere("here"), somewhere("there")
    back_up, restore = BLOCKS[connection.vendor]
    subprocess.run([sys.executable, "-m", "moothall", "migrate", "--quiet"], env=here, check=True)
    writer = subprocess.Popen(
        [sys.executable, "-c", LOADING, str(tmp_path), str(ROWS)], env=here, stdout=subprocess.PIPE, text=True
    )
    try:
        assert writer.stdout and [writer.stdout.readline() for _ in range(3)] == ["0\n", "1\n", "2\n"]
        time.sleep(0.1)  # into the next load
        shell(here, back_up)
        assert writer.poll() is None, "the loads go on while the backup is made"
        done = int(python(here, LAST))
        assert any(int(line) > done for line in writer.stdout), "and after it"
    finally:
        writer.kill()
        writer.communicate()

    shell(there, restore)
    last = int(python(there, LAST))
    assert 3 <= last < int(python(here, LAST)), "the backup is of a moment between"
    store = python(there, STORE, last)
    assert store == python(here, STORE, last)
    assert store.count("\n") > 3 * ROWS

    for line in store.splitlines()[:last]:
        sha256 = line.split()[2]
        kept = Path(there["MOOTHALL_HOME"]) / "files" / sha256[:2] / sha256
        assert hashlib.sha256(kept.read_bytes()).hexdigest() == sha256

    again = ["moothall", "load", "--quiet", str(tmp_path / f"figures-{last - 1}.csv")]
    assert subprocess.run(again, env=there).returncode == 0, "work goes on in what was restored"
    assert int(python(there, LAST)) == last + 1
