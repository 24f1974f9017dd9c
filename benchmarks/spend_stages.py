"""Spend: `moothall spend scan` as it is, with what each step and each test took on the clock and on the processors.

    python benchmarks/spend_stages.py PATH… --out FOLDER [--contracts FILE] [any option of `moothall spend scan`]

The steps are told apart by the progress that the command tells. A step that ran in several goes is added up.
"""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from resource import RUSAGE_SELF, getrusage
from time import perf_counter

from spend_planting.scoring import table

from moothall import cli
from moothall.cli import spend
from moothall.engines.spend.findings.registry import tests
from moothall.recipes.spend_scan.steps import STEPS


def worked() -> float:
    used = getrusage(RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


class Stages:
    """Told of each step as it begins, adds up what the step before it took."""

    def __init__(self) -> None:
        self.took: dict[
            str, list[float]
        ] = {}  # step, or part of one -> seconds on the clock, on the processors
        self._known = {title: (name,) for name, (title, _) in STEPS.items()}
        parts = {test.title: code for code, test in tests().items()}
        parts |= {
            "Putting lines together to documents": "documents",
            "Putting the findings in order": "order",
        }
        self._known |= {title: ("findings", f"  {code}") for title, code in parts.items()}
        self._now: tuple[str, ...] = ("starting",)
        self._at = (perf_counter(), worked())

    def tell(self, done: int, total: int, message: str) -> None:
        written = ("writing", message.replace("Writing", " "))
        self._turn(self._known.get(message, written if message.startswith("Writing ") else self._now))

    def _turn(self, now: tuple[str, ...]) -> None:
        if now != self._now:
            at = perf_counter(), worked()
            for name in self._now:
                took = self.took.setdefault(name, [0.0, 0.0])
                took[0] += at[0] - self._at[0]
                took[1] += at[1] - self._at[1]
            self._now, self._at = now, at

    @contextmanager
    def progress(self, title: str, quiet: bool) -> Iterator[Callable[[int, int, str], None]]:
        """Stands in for the command's progress bar."""
        yield self.tell
        self._turn(())

    def __str__(self) -> str:
        lines = [(name, f"{clock:.1f}", f"{cpu:.1f}") for name, (clock, cpu) in self.took.items()]
        return table(("step", "seconds", "of processor"), lines)


def scanned(arguments: list[str]) -> int:
    stages = Stages()
    spend.progress = stages.progress  # type: ignore[assignment]
    sys.argv = ["moothall", "spend", "scan", *arguments]
    try:
        cli.main()
    except SystemExit as ended:
        return int(ended.code or 0)
    finally:
        print(stages)
    return 0


if __name__ == "__main__":
    sys.exit(scanned(sys.argv[1:]))
