"""The steps of a scan: each timed, and their progress told as one running total."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import perf_counter

Report = Callable[[int, int, str], None]  # how much is done, of how much, and what is being done

# what each step is called, and the share of the whole (of 100) that it is thought to take
STEPS = {
    "reading": ("Reading the files", 40),
    "suppliers": ("Finding out who the suppliers are", 12),
    "categories": ("Sorting the spending", 8),
    "findings": ("Looking for what is wrong", 25),
    "cube": ("Adding up", 3),
    "early payment": ("Early payment", 2),
    "writing": ("Writing the report", 10),
}
FINE = 100  # parts of each hundredth that progress is told in


def silent(done: int, total: int, message: str) -> None:
    """Says nothing."""


class Timed:
    """Times each step and turns its progress into the whole's."""

    def __init__(self, report: Report = silent, seconds: dict[str, float] | None = None) -> None:
        self.seconds: dict[str, float] = {} if seconds is None else seconds
        self._report = report

    @contextmanager
    def step(self, name: str) -> Iterator[Report]:
        """One of STEPS, in their order; yields what the step tells its own progress to."""
        title, share = STEPS[name]
        names = list(STEPS)
        before = sum(STEPS[it][1] for it in names[: names.index(name)]) * FINE
        told = 0

        def within(done: int, total: int, message: str) -> None:
            nonlocal told
            part = share * FINE * min(done, total) // total if total else 0
            told = max(told, part)  # a step that learns late how much there is never runs backwards
            self._report(before + told, 100 * FINE, message or title)

        self._report(before, 100 * FINE, title)
        began = perf_counter()
        yield within
        self.seconds[name] = round(self.seconds.get(name, 0.0) + perf_counter() - began, 3)
        self._report(before + share * FINE, 100 * FINE, title)
