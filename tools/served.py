"""A demonstration as it is served: `moothall demo`, then `moothall serve`, on a free port and a home of its own."""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

MOOTHALL = [sys.executable, "-m", "moothall"]


class NotServed(Exception):
    """The site did not start; the message says what was seen."""


@dataclass(frozen=True, eq=False)
class Site:
    """Where the site is, and who can sign in: role name to user name and password."""

    url: str
    home: Path
    people: dict[str, tuple[str, str]]

    def moothall(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Runs a command on the site's own installation."""
        return subprocess.run(
            [*MOOTHALL, *arguments], env=_environment(self.home), capture_output=True, text=True
        )


@contextmanager
def demonstration(home: Path) -> Iterator[Site]:
    """The site, answering, until the block ends. What its server says is in `server.log` of its home."""
    env = _environment(home)
    demo = subprocess.run([*MOOTHALL, "demo"], env=env, capture_output=True, text=True, check=True)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = str(free.getsockname()[1])
    with (home / "server.log").open("w") as log:
        server = subprocess.Popen([*MOOTHALL, "serve"], env={**env, "PORT": port}, stdout=log, stderr=log)
    try:
        site = Site(f"http://127.0.0.1:{port}", home, _signs_in(demo.stdout))
        _wait_for(f"{site.url}/readyz", server)
        yield site
    finally:
        server.terminate()
        server.wait(timeout=120)


def _environment(home: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    return {**kept, "MOOTHALL_HOME": str(home), "MOOTHALL_LOG_LEVEL": "WARNING"}


def _signs_in(printed: str) -> dict[str, tuple[str, str]]:
    """The sign-ins among the lines printed, which have tabs between role, user name and password."""
    lines = (line.split("\t") for line in printed.splitlines() if line.count("\t") == 2)
    return {role: (name, password) for role, name, password in lines}


def _wait_for(url: str, server: subprocess.Popen[bytes]) -> None:
    for _ in range(1200):
        if server.poll() is not None:
            raise NotServed("The server stopped as it started.")
        try:
            urllib.request.urlopen(url, timeout=10).close()
            return
        except OSError:
            time.sleep(0.1)
    raise NotServed(f"{url} did not answer in two minutes.")
