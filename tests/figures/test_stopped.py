"""A load half-way as its worker or the site stops, for real: however it stops, the next worker ends it whole."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from django.db import connection
from tests.figures.test_killed import (
    ROWS,
    STORE,
    _asked,
    _file,
    _line_reached,
    _moothall,
    _python,
)

START = """
import shutil, sys, django; django.setup()
from pathlib import Path
from django.conf import settings
from moothall.core.models import Organisation
from moothall.core.queries import command_line
from moothall.figures.uploading import start_load
path = Path(settings.MOOTHALL_HOME) / "uploads" / "0123abcd"
path.parent.mkdir(parents=True)
shutil.copy({sent!r}, path)
start_load(command_line("test"), organisation=Organisation.objects.published(), path=path, name="figures.csv")
"""
# the state of the one job, how many figures anybody sees, and how many are staged
JOB = """
SELECT (SELECT state FROM core_job), count(load.sequence), count(*) - count(load.sequence)
FROM figures_observation one JOIN figures_load load ON load.id = one.load_id
"""


def _free_port() -> str:
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        return str(asked.getsockname()[1])


def _at_work(name: str, command: tuple[str, ...], env: dict[str, str]) -> "subprocess.Popen[bytes]":
    """Starts a command in a process group of its own, as a terminal does, and waits until the load is half-way."""
    process = subprocess.Popen(
        [sys.executable, "-m", "moothall", *command],
        env=env,
        start_new_session=True,
        stdout=subprocess.DEVNULL,
    )
    deadline = time.monotonic() + 180
    while _line_reached(env) < ROWS // 6:
        assert process.poll() is None and time.monotonic() < deadline, f"{name}: no load was seen at work"
        time.sleep(0.005)
    return process


def _gone(port: str) -> None:
    """Waits until nobody listens: a server that lost its parent would keep the next one out."""
    deadline = time.monotonic() + 60
    while True:
        with socket.socket() as asked:
            if asked.connect_ex(("127.0.0.1", int(port))):
                return
        assert time.monotonic() < deadline, "a server was left behind"
        time.sleep(0.05)


def _group(number: int) -> Callable[["subprocess.Popen[bytes]"], None]:
    return lambda process: os.killpg(process.pid, number)


def _twice(process: "subprocess.Popen[bytes]") -> None:
    for _ in range(2):
        process.send_signal(signal.SIGTERM)
        time.sleep(0.2)


def _one(number: int) -> Callable[["subprocess.Popen[bytes]"], None]:
    return lambda process: process.send_signal(number)


STOPS = {
    "kill -9 of the worker": (("worker", "--quiet"), _one(signal.SIGKILL)),
    "two signals to the worker": (("worker", "--quiet"), _twice),
    "Ctrl-C of the site": (("serve",), _group(signal.SIGINT)),
    "SIGTERM to the site": (("serve",), _one(signal.SIGTERM)),
    "kill -9 of the site": (("serve",), _one(signal.SIGKILL)),
}
# a rude stop and a gentle one, for every database
ONE_OF_EACH = ("kill -9 of the worker", "SIGTERM to the site")


@pytest.fixture
def whole(tmp_path: Path, installation) -> str:  # type: ignore[no-untyped-def]
    """What the store holds after a load that nothing disturbed."""
    env = installation("whole")
    _python(env, START.format(sent=str(_file(tmp_path))))
    assert _moothall(env, "worker", "--once", "--quiet").returncode == 0
    return _python(env, STORE)


def test_however_a_load_is_stopped_the_next_worker_ends_it(  # type: ignore[no-untyped-def]
    tmp_path: Path, installation, whole: str
) -> None:
    half_way: list[str] = []
    for n, name in enumerate(STOPS if connection.vendor == "sqlite" else ONE_OF_EACH):
        command, stop = STOPS[name]
        env = installation(f"stopped{n}") | {"PORT": _free_port()}
        _python(env, START.format(sent=str(tmp_path / "figures.csv")))
        process = _at_work(name, command, env)
        stop(process)
        process.wait(timeout=120)
        _gone(env["PORT"])
        state, shown, staged = _asked(env, JOB)
        if state == "running":
            assert shown == 0 and staged > 0, f"{name}: stopped half-way, and nobody sees any of it"
            half_way.append(name)
        else:  # a gentle stop may leave the worker time to end the load
            assert (state, staged) == ("done", 0), name

        again = _moothall(env, "worker", "--once", "--quiet")
        assert again.returncode == 0, again.stderr
        assert _asked(env, JOB)[::2] == ("done", 0), name
        assert _python(env, STORE) == whole, name
        assert not list((Path(env["MOOTHALL_HOME"]) / "uploads").iterdir()), name
    assert "kill -9 of the worker" in half_way, (
        "the load was over before it could be stopped: make the file longer"
    )


@pytest.mark.once
def test_a_site_told_to_stop_as_it_starts_stops(installation) -> None:  # type: ignore[no-untyped-def]
    env = installation("starting") | {"PORT": _free_port()}
    for pause in (0.1, 0.3, 0.6):
        process = subprocess.Popen(
            [sys.executable, "-m", "moothall", "serve", "--no-worker"],
            env=env,
            start_new_session=True,
            stdout=subprocess.PIPE,
        )
        assert process.stdout and b"Moothall is at" in process.stdout.readline()
        time.sleep(pause)  # its server process is on its way by now, and not yet there
        os.killpg(process.pid, signal.SIGINT)
        try:
            process.wait(timeout=120)
        finally:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
        _gone(env["PORT"])
