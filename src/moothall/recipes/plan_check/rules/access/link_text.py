"""A link does not say where it leads.

What it does: Finds 'click here', 'read more here', 'this link' and their like.

Why: Screen readers list links by their words alone (WCAG 2.4.4). Ten links called 'here' cannot be told apart.

Bad: For our performance figures click here.

Good: See our performance figures for 2023/24.

How to mend: Make the name of the page the words of the link.
"""

import re
from collections.abc import Iterator

from moothall.recipes.plan_check.finding import Note, Severity
from moothall.recipes.plan_check.settings import Settings
from moothall.recipes.plan_reading import PlanReading

CODE, NAME, SEVERITY = "A008", "link-text", Severity.WARNING
_VAGUE = re.compile(
    r"\b(?:click (?:on )?(?:here|this link|the link|the link below)|(?:follow|use|see|via|visit) "
    r"(?:this|the) link\b(?! (?:between|with|to))"
    r"|(?:read|find out|see|learn) more here|(?:available|found|viewed|seen|downloaded|accessed|"
    r"read|published|details|information|see|view|download)"
    r"(?: \w+){0,2} here\b(?=\s*[.,;:)]|\s*$)|link here|here \[?link\]?)",
    re.I,
)


def check(reading: PlanReading, settings: Settings) -> Iterator[Note]:
    for passage in reading.passages:
        for found in _VAGUE.finditer(passage.text):
            yield Note(f"'{found[0]}' does not say where the link leads: use the name of the page.", passage)
