"""Run the whole suite: `python tools/test.py`. Parts, two at a time; the last line is the sum of them all.

What needs no database runs once, with Django not set up; the rest runs on SQLite (in two parts) and on PostgreSQL.
What is marked `once` (it says nothing of the database), the browser tests and that of the wheel run once, on SQLite.
PostgreSQL's database is made by the migrations, step by step; the others at once, as `moothall migrate` makes a new
one. Each part's output is shown whole when it ends. With CI=true, a test that was not run is a failure.
`python tools/test.py sqlite` runs that part alone.
"""

import os
import shutil
import subprocess
import sys
import time
import xml.etree.ElementTree as ElementTree
from concurrent.futures import ThreadPoolExecutor, as_completed
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[1]
WORK = ROOT / "var" / "test"
CI = os.environ.get("CI") == "true"

PURE = ["tests/kit", "tests/engines", "tests/recipes", "tests/reference", "tests/tools"]
PAGES = ["tests/web", "tests/contracts", "tests/docs", "tests/cli"]
REST = "not browser and not wheel"
PYTEST = [sys.executable, "-m", "pytest", "-q", "-rs", "-p", "no:cacheprovider"]
ON_POSTGRES = [sys.executable, "tools/postgres.py", "--"]


def _but(folders: list[str]) -> list[str]:
    return [f"--ignore={folder}" for folder in folders]


PARTS = {  # the longest first, so that the last to finish is short
    "browser": [*PYTEST, "tests", "-m", "browser"],
    "postgresql": [*ON_POSTGRES, *PYTEST, "tests", *_but(PURE), "-m", f"{REST} and not once"],
    "sqlite": [*PYTEST, "--no-migrations", "tests", *_but([*PURE, *PAGES]), "-m", REST],
    "pages": [*PYTEST, "--no-migrations", *PAGES, "-m", REST],
    "pure": [*PYTEST, "-p", "no:django", "-W", "ignore:Unknown config option", *PURE],
    "wheel": [*PYTEST, "tests", "-m", "wheel"],
}


class Result(NamedTuple):
    name: str
    passed: int
    failed: int
    not_run: int
    seconds: float
    output: str


def main(names: list[str]) -> int:
    unknown = set(names) - set(PARTS)
    if unknown:
        sys.exit(f"test: no part is called {', '.join(sorted(unknown))}; there are {', '.join(PARTS)}.")
    chosen = [name for name in PARTS if name in (names or PARTS)]
    print(f"test: {', '.join(chosen)}; each is shown when it ends", flush=True)
    shutil.rmtree(WORK, ignore_errors=True)
    results = []
    with ThreadPoolExecutor(max_workers=2) as pool:
        for future in as_completed([pool.submit(run_part, name) for name in chosen]):
            result = future.result()
            print(f"\n===== {result.name} =====\n{result.output.rstrip()}", flush=True)
            results.append(result)
    return report(results)


def run_part(name: str) -> Result:
    """Run one part with a home of its own, and count what it did."""
    started = time.monotonic()
    home = WORK / name
    home.mkdir(parents=True)
    env = {**os.environ, "MOOTHALL_HOME": str(home)}
    if name != "postgresql":
        env.pop("DATABASE_URL", None)
    if name == "browser":
        found = subprocess.run([sys.executable, "tools/browser.py"], cwd=ROOT, capture_output=True, text=True)
        if found.returncode:
            output = f"BROWSER TESTS NOT RUN\n{found.stderr}"
            return Result(name, 0, int(CI), 1, time.monotonic() - started, output)
        env["MOOTHALL_CHROMIUM"] = found.stdout.strip()
    counts = home / "counts.xml"
    with (home / "output.txt").open("w+") as output_file:
        command = [*PARTS[name], f"--junitxml={counts}"]
        status = subprocess.run(
            command, cwd=ROOT, env=env, stdin=subprocess.DEVNULL, stdout=output_file, stderr=subprocess.STDOUT
        ).returncode
        output_file.seek(0)
        output = output_file.read()
    passed, failed, not_run = count(counts)
    if status and not failed:  # it broke before or after its tests, or collected none
        failed = 1
    if CI and not_run:
        failed += not_run
    return Result(name, passed, failed, not_run, time.monotonic() - started, output)


def count(path: Path) -> tuple[int, int, int]:
    """How many tests passed, failed and were not run, by pytest's JUnit report."""
    if not path.exists():
        return 0, 0, 0
    tests = failed = not_run = 0
    for suite in ElementTree.parse(path).iter("testsuite"):
        tests += int(suite.get("tests", 0))
        failed += int(suite.get("failures", 0)) + int(suite.get("errors", 0))
        not_run += int(suite.get("skipped", 0))
    return tests - failed - not_run, failed, not_run


def report(results: list[Result]) -> int:
    print("\n===== all =====")
    for result in results:
        left = f", {result.not_run} NOT RUN (reasons above)" if result.not_run else ""
        counts = f"{result.passed} passed, {result.failed} failed{left}"
        print(f"{result.name:<12}{counts}, in {result.seconds:.0f} s")
    if any(result.name == "browser" and result.not_run and not result.passed for result in results):
        print("BROWSER TESTS NOT RUN")
    failed = sum(result.failed for result in results)
    print(f"{sum(result.passed for result in results)} passed, {failed} failed", flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
