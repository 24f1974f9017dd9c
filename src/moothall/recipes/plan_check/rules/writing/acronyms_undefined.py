"""An acronym is used and never said in full.

What it does: Finds words in capitals that the plan uses and nowhere explains: not as 'Full Name (FN)', 'FN (full
name)', 'FN: full name', nor in a glossary. Reports each once, where it first stands. Acronyms that every resident
knows, and those of the letter itself, are kept in `acronyms.toml`; a council adds its own under `acronyms` in
`moothall-check.toml`.

Why: The letter asks that residents can follow the plan. Half of what councils shorten is known only inside one
council.

Bad: The MTFP is reviewed each quarter.

Good: The Medium Term Financial Plan (MTFP) is reviewed each quarter.

How to mend: Say it in full at first use with the short form in brackets, or do without the short form.
"""

from collections.abc import Iterator

from moothall.recipes.plan_check.acronyms import common, defined, used
from moothall.recipes.plan_check.finding import Note, Severity
from moothall.recipes.plan_check.settings import Settings
from moothall.recipes.plan_reading import PlanReading

CODE, NAME, SEVERITY = "W001", "acronym-undefined", Severity.WARNING


def check(reading: PlanReading, settings: Settings) -> Iterator[Note]:
    known = common() | set(settings.acronyms) | {it.acronym for it in defined(reading.paper.passages)}
    for passage in reading.passages:
        for acronym in used(passage):
            if acronym not in known and acronym.removesuffix("s") not in known:
                known |= {acronym}
                yield Note(
                    f"'{acronym}' is never said in full: write it out where it first stands, with "
                    f"'({acronym})' after it.",
                    passage,
                )
