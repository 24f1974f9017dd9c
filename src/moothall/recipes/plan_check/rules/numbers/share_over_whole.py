"""A share is more than the whole.

What it does: Finds more than 100% of things that cannot be more ('112% of residents'), and more of a thing than
there is ('14 of our 12 depots', '£9m of the £8m budget').

Why: The number is wrong, or it is the share of something else.

Bad: 112% of residents were satisfied.

Good: 92% of residents were satisfied.

How to mend: Look up what is counted and what it is a share of.
"""

import re
from collections.abc import Iterator

from moothall.recipes.plan_check.finding import Note, Severity
from moothall.recipes.plan_check.prose import prose
from moothall.recipes.plan_check.quantities import quantities
from moothall.recipes.plan_check.settings import Settings
from moothall.recipes.plan_reading import PlanReading

CODE, NAME, SEVERITY = "N012", "share-over-whole", Severity.ERROR

_SHARE = re.compile(
    r"⟨P(?P<p>\d+)⟩ (?:of|in) (?:all |the |our |its |these |those |their |every "
    r")*(?P<noun>(?:[\w’'-]+ ?){1,4})|⟨P(?P<q>\d+)⟩ "
    r"(?P<rate>(?:customer |resident |tenant |staff |user )?(?:satisf\w+|recycl\w+|turnout|"
    r"response rate|occupancy|answered|attendance|satisfaction))",
)
_MAY_EXCEED = re.compile(
    r"\b(?:targets?|average|budget\w*|forecast|plan\w*|expected|baseline|levels?|capacity|"
    r"previous|last|cost\w*|pric\w+|funding|"
    r"grants?|income|demand|value|requirements?|allocation|limit|need|median|mean|standard|"
    r"salar\w+|pay|original|normal|"
    r"pre|usual|national|england|sum|spend\w*|expenditure|initial|figure|number|amount|investment|"
    r"money|rent)\b",
    re.I,
)
_GROWS = re.compile(
    r"\b(?:increas\w*|ris\w+|rose|grow\w*|grew|up|higher|more|over|growth|exceed\w*|inflation|"
    r"return|uplift|improv\w+)\b",
    re.I,
)
_PART = re.compile(
    r"⟨(?P<k>[MN])(?P<a>\d+)⟩(?: [\w’'-]+){0,2}? (?:out )?of (?:the |our |all |its |a |these |"
    r"those |total |overall )*⟨(?P=k)(?P<b>\d+)⟩(?P<after> [\w’'-]+)?"
)


def check(reading: PlanReading, settings: Settings) -> Iterator[Note]:
    for sentence in prose(reading):
        found = quantities(sentence, reading)
        for match in _SHARE.finditer(found.masked):
            share = found.at(match["p"] or match["q"])
            clause = re.split(r"[:;,.(]", found.masked[: match.start()])[-1]
            if (
                share.value > 100
                and not _MAY_EXCEED.search(match["noun"] or "")
                and not _GROWS.search(clause)
            ):
                yield Note(
                    f"{share.text} is more than the whole: check the figure and what it is a share of.",
                    sentence.passage,
                )
        for match in _PART.finditer(found.masked):
            part, whole = found.at(match["a"]), found.at(match["b"])
            if part.value > whole.value and (not part.unit or not whole.unit or part.unit == whole.unit):
                between = found.masked[match.start() : match.end()]
                if not re.search(
                    r"\b(?:hours?|days?|weeks?|months?|years?|value|worth|instead|each|sets?|teams?|"
                    r"groups?)\b",
                    between + (match["after"] or ""),
                ):
                    yield Note(
                        f"{part.text} of {whole.text} is more than there is: check both figures.",
                        sentence.passage,
                    )
