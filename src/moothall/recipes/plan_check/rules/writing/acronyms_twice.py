"""One acronym is said in full in two different ways.

What it does: Collects every place where an acronym is explained and compares the full forms. Hyphens, capitals,
plurals, small words and British or American spelling make no difference.

Why: A reader cannot tell whether the two are one thing. Often one of them is the old name.

Bad: The Medium Term Financial Plan (MTFP) … the Mid-Term Funding Programme (MTFP) …

Good: The Medium Term Financial Plan (MTFP) … the MTFP …

How to mend: Keep the right full form at first use, and the acronym alone after that; give the other thing a name of
its own.
"""

from collections.abc import Iterator

from moothall.recipes.plan_check.acronyms import Definition, defined, same_words
from moothall.recipes.plan_check.finding import Note, Severity
from moothall.recipes.plan_check.settings import Settings
from moothall.recipes.plan_reading import PlanReading

CODE, NAME, SEVERITY = "W002", "acronym-defined-differently", Severity.WARNING


def check(reading: PlanReading, settings: Settings) -> Iterator[Note]:
    first: dict[str, Definition] = {}
    told: set[tuple[str, tuple[str, ...]]] = set()
    for it in defined(reading.passages):
        before = first.setdefault(it.acronym, it)
        now = same_words(it.full)
        then = same_words(before.full)
        if then == now or now[0].endswith(then[0]) or then[0].endswith(now[0]) or (it.acronym, now) in told:
            continue
        told.add((it.acronym, now))
        yield Note(
            f"'{it.acronym}' is '{it.full}' here and '{before.full}' on line "
            f"{before.passage.line}: keep one of the two.",
            it.passage,
        )
