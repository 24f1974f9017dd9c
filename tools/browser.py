"""Print the path of a Chromium that runs, installing one if need be: `python tools/browser.py`.

Looks at MOOTHALL_CHROMIUM, then the machine's own, then Playwright's; installs by apt when root, else
Playwright's. Exit status 1, with one sentence, where none can be had.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
PLAYWRIGHT = [sys.executable, "-m", "playwright", "install", "chromium"]
ASK_PLAYWRIGHT = """
from playwright.sync_api import sync_playwright
with sync_playwright() as playwright:
    print(playwright.chromium.executable_path)
"""


class NoBrowser(Exception):
    """No Chromium can be had; the message is one sentence that says what to do."""


def find() -> str | None:
    """The path of a Chromium that runs here (Ubuntu's is on PATH without one behind it), or None."""
    if named := os.environ.get("MOOTHALL_CHROMIUM"):
        if runs(named):
            return named
        raise NoBrowser(f"MOOTHALL_CHROMIUM names {named}, which does not run: correct it or unset it.")
    return next(filter(runs, candidates()), None)


def candidates() -> Iterator[str]:
    yield from filter(None, map(shutil.which, NAMES))
    asked = subprocess.run([sys.executable, "-c", ASK_PLAYWRIGHT], capture_output=True, text=True)
    if asked.returncode == 0:
        yield asked.stdout.strip()


def runs(path: str) -> bool:
    try:
        return subprocess.run([path, "--version"], capture_output=True, timeout=60).returncode == 0
    except (OSError, subprocess.TimeoutExpired):
        return False


def ways_to_install() -> Iterator[list[str]]:
    """Commands to try in turn; apt's brings the libraries that Playwright's download takes for granted."""
    if os.geteuid() == 0 and shutil.which("apt-get"):
        yield ["sh", "-c", "apt-get update -q && DEBIAN_FRONTEND=noninteractive apt-get install -qy chromium"]
        yield [*PLAYWRIGHT, "--with-deps"]
    yield PLAYWRIGHT


def find_or_install() -> str:
    if found := find():
        return found
    for command in ways_to_install():
        print("browser:", *command, file=sys.stderr, flush=True)
        subprocess.run(command, stdin=subprocess.DEVNULL, stdout=sys.stderr)
        if found := find():
            return found
    raise NoBrowser("No Chromium, and none could be installed: install one, or name it in MOOTHALL_CHROMIUM.")


if __name__ == "__main__":
    try:
        print(find_or_install())
    except NoBrowser as problem:
        sys.exit(str(problem))
