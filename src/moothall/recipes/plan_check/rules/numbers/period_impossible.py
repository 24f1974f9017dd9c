"""A period ends before it begins.

What it does: Finds years such as '2024/23' and 'from 2026 to 2024'.

Why: It was mistyped, and the figures of that period cannot be placed.

Bad: Savings of £40,000 in 2024/23.

Good: Savings of £40,000 in 2023/24.

How to mend: Write the financial year as 2023/24, the earlier year first.
"""

import re
from collections.abc import Iterator

from moothall.recipes.plan_check.finding import Note, Severity
from moothall.recipes.plan_check.settings import Settings
from moothall.recipes.plan_reading import PlanReading

CODE, NAME, SEVERITY = "N014", "period-impossible", Severity.ERROR

_YEAR = re.compile(r"(?<![\w/.-])(?P<a>20\d\d) ?(?P<mark>[/–—-]) ?(?P<b>20\d\d|\d\d)(?![\w/–—-]|\.\d)")
_SPAN = re.compile(
    r"\b(?:from|between|for|over|in) (?:[A-Z][a-z]+ )?(?P<a>(?:19|20)\d\d)(?:[/-]\d{2,4})? (?:to|and|until) "
    r"(?:[A-Z][a-z]+ )?(?P<b>(?:19|20)\d\d)\b"
)


def check(reading: PlanReading, settings: Settings) -> Iterator[Note]:
    for passage in reading.passages:
        for match in _YEAR.finditer(passage.text):
            first = int(match["a"])
            last = int(match["b"]) if len(match["b"]) == 4 else first // 100 * 100 + int(match["b"])
            month = match["mark"] == "-" and len(match["b"]) == 2 and 1 <= int(match["b"]) <= 12  # 2024-07
            if last <= first and not month:
                yield Note(
                    f"'{match[0]}' ends before it begins: write the financial year as "
                    f"{first}/{(first + 1) % 100:02}.",
                    passage,
                )
        for match in _SPAN.finditer(passage.text):
            if int(match["b"]) < int(match["a"]):
                yield Note(f"'{match[0]}' ends before it begins: check both years.", passage)
