"""A run killed by `kill -9` in the middle of a page, for real: nothing shows, and the next run goes on from there."""

import json
import os
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from tests.cli.test_commands import valid
from tests.figures_feeds.stubs import Reply, Request, Stub, publishers

pytestmark = pytest.mark.once  # it starts processes on a copy of the test's own SQLite database
PAGES = (
    "from moothall.figures.feeds.plugins import plugins; plugins(); "
    "from moothall.figures.feeds.plugins import nomis; nomis.GUEST_ROWS = 10; from moothall.cli import main; main()"
)


@pytest.fixture
def environment(feed: Any, tmp_path: Path, stub: Stub) -> dict[str, str]:
    """An installation of its own: the council and its feed as they are in this test."""
    feed("nomis")
    home = tmp_path / "killed"
    home.mkdir()
    with sqlite3.connect(home / "moothall.db") as copy:
        copy.executescript(
            "\n".join(connection.connection.iterdump())
        )  # a backup would wait for this transaction
    copy.close()
    database = {"MOOTHALL_HOME": str(home), "DATABASE_URL": f"sqlite:///{home / 'moothall.db'}"}
    return {**os.environ, **database, "MOOTHALL_FEED_NOMIS_URL": stub.base}


def fetch(environment: dict[str, str]) -> Any:
    begin = f"import django; django.setup(); {PAGES}"
    arguments = [sys.executable, "-c", begin, "fetch", "nomis", "--organisation", "testham", "--json", "-"]
    return subprocess.Popen(
        arguments, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


def test_a_run_that_is_killed_shows_nothing_and_is_gone_on_with(
    environment: dict[str, str], stub: Stub
) -> None:
    publishers.nomis(stub, publishers.nomis_rows(months=15), limit=10)
    path, well = next(iter(stub.answers.items()))
    third, go_on = threading.Event(), threading.Event()

    def slow(request: Request) -> Reply:
        if request.parameters["recordoffset"] == "20":
            third.set()
            go_on.wait(120)
        return well(request)

    stub.answers = {path: slow}
    first = fetch(environment)
    assert third.wait(120), "the third page was asked for"
    with sqlite3.connect(environment["DATABASE_URL"].removeprefix("sqlite:///")) as base:
        deadline = time.monotonic() + 60
        while base.execute("SELECT pages FROM figures_feeds_feedrun").fetchone() != (2,):
            assert time.monotonic() < deadline
    os.kill(first.pid, signal.SIGKILL)
    first.communicate()
    go_on.set()
    with sqlite3.connect(environment["DATABASE_URL"].removeprefix("sqlite:///")) as base:
        assert base.execute("SELECT state, rows FROM figures_feeds_feedrun").fetchall() == [("running", 20)]
        assert base.execute("SELECT count(*) FROM figures_load WHERE source = 'nomis'").fetchone() == (0,)
    stub.answers, stub.asked = {path: well}, []
    second = fetch(environment)
    said, complaint = second.communicate(timeout=120)
    assert second.returncode == 0, complaint
    (run,) = valid("fetch", said)["runs"]
    assert (run["state"], run["rows"], run["kept"], run["rejected"]) == ("done", 30, 30, 0)
    offsets = [it.parameters["recordoffset"] for it in stub.asked if it.parameters["recordlimit"] != "1"]
    assert offsets == ["20"], "the first two pages were not fetched again"
    with sqlite3.connect(environment["DATABASE_URL"].removeprefix("sqlite:///")) as base:
        assert base.execute("SELECT count(*) FROM figures_feeds_feedrun").fetchone() == (1,)
        entries = base.execute(
            "SELECT after FROM core_auditentry WHERE action = 'feed.run_started' ORDER BY id"
        )
        assert [json.loads(it)["from_page"] for (it,) in entries] == [0, 2]
    assert list((Path(environment["MOOTHALL_HOME"]) / "feeds").iterdir()) == []
