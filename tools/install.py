"""Make .venv hold exactly what uv.lock says: `python3 tools/install.py`.

Any Python from 3.8 may start this file; it looks for one that is 3.11 or newer, fetches uv if the machine
has none, and does nothing at all (no network) when .venv already matches uv.lock and pyproject.toml.
The development group is always installed: Node and PostgreSQL for machines that lack them are in it.
With --uv it only prints where uv is, for whoever needs it next.
"""

from __future__ import annotations  # the Python that starts this may be too old for the types below

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
VENV = ROOT / ".venv"
STAMP = VENV / "installed.sha256"
BOOTSTRAP = ROOT / "var" / "bootstrap"  # where uv goes when the machine has none
NAMES = ["python3.11", "python3.12", "python3.13", "python3.14", "python3", "python"]
ASK = "import os, sys; print(os.path.realpath(sys.executable) if sys.version_info >= (3, 11) else '')"


def main(arguments: list[str]) -> None:
    if arguments == ["--uv"]:
        print(find_uv(find_python()))
        return
    wanted = fingerprint()
    if STAMP.exists() and STAMP.read_text() == wanted and output_of(VENV / "bin" / "python", "-c", ASK):
        print("install: .venv is up to date")
        return
    python = find_python()
    uv = find_uv(python)
    print(f"install: {uv} sync --locked --python {python}", flush=True)
    env = {**os.environ, "UV_PROJECT_ENVIRONMENT": str(VENV)}
    env.pop("VIRTUAL_ENV", None)  # whatever the caller has activated is not ours to fill
    if subprocess.run([uv, "sync", "--locked", "--python", python], cwd=ROOT, env=env).returncode:
        sys.exit("install: uv could not install what uv.lock lists; its reason is above.")
    STAMP.write_text(wanted)


def fingerprint() -> str:
    """A hash of all that decides what .venv should hold."""
    content = b"".join((ROOT / name).read_bytes() for name in ("uv.lock", "pyproject.toml"))
    return hashlib.sha256(content).hexdigest()


def find_python() -> str:
    """The real path of a Python 3.11+: pyenv's shims confuse uv, so each candidate is asked for its own."""
    for candidate in [sys.executable, *NAMES]:
        if found := output_of(candidate, "-c", ASK):
            return found
    sys.exit("install: Moothall needs Python 3.11 or newer and none was found: install one, then try again.")


def find_uv(python: str) -> str:
    """uv from PATH if it runs; else from PyPI into var/bootstrap, for the machine's own pip may be locked."""
    ours = BOOTSTRAP / "bin" / "uv"
    for candidate in ["uv", str(ours)]:
        if output_of(candidate, "--version"):
            return candidate
    print("install: fetching uv from PyPI into var/bootstrap", file=sys.stderr, flush=True)
    shutil.rmtree(BOOTSTRAP, ignore_errors=True)
    folder, pip = str(BOOTSTRAP), ["-m", "pip", "install", "-q"]
    ways = [
        [[python, "-m", "venv", folder], [f"{folder}/bin/python", *pip, "uv"]],
        [[python, *pip, "--target", folder, "uv"]],  # where venv is packaged apart
    ]
    for way in ways:
        if all(subprocess.run(command).returncode == 0 for command in way) and output_of(ours, "--version"):
            return str(ours)
    sys.exit(
        "install: uv could not be fetched: install it (https://docs.astral.sh/uv/), "
        "or give this Python venv or pip (on Debian: apt install python3-venv), and run this again."
    )


def output_of(program: str | Path, *arguments: str) -> str:
    """What a command prints, or nothing if it is absent or fails (as a pyenv shim with nothing behind it)."""
    try:
        done = subprocess.run([program, *arguments], capture_output=True, text=True)
    except OSError:
        return ""
    return done.stdout.strip() if done.returncode == 0 else ""


if __name__ == "__main__":
    main(sys.argv[1:])
