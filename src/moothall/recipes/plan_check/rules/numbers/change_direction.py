"""A figure is said to rise and falls, or the other way round.

What it does: Compares the verb with the two figures: 'rose from 60% to 50%', 'cut from £2m to £3m'.

Why: Either the verb or one of the figures is wrong.

Bad: Recycling rose from 46% to 41%.

Good: Recycling rose from 41% to 46%.

How to mend: Look the figures up at their source; often they stand the wrong way round.
"""

import re
from collections.abc import Iterator

from moothall.recipes.plan_check.finding import Note, Severity
from moothall.recipes.plan_check.prose import prose
from moothall.recipes.plan_check.quantities import quantities
from moothall.recipes.plan_check.settings import Settings
from moothall.recipes.plan_reading import PlanReading

CODE, NAME, SEVERITY = "N005", "change-wrong-way", Severity.ERROR

_ENDS = (
    r"(?: [\w’'&-]+){0,4}?(?: by (?:\w+ ){0,2}?⟨[MNP]\d+⟩(?: [\w’'-]+){0,2}?)?,? "
    r"(?:\([^()]{0,40}\) )?from (?:[\w’'-]+ ){0,2}?⟨(?P<k>[MNP])(?P<a>\d+)⟩"
    r"(?P<between>[^⟨;.]{0,60}?) to (?:[\w’'-]+ ){0,2}?⟨(?P=k)(?P<b>\d+)⟩"
)
_UP = re.compile(
    r"\b(?:increas(?:e|ed|es|ing)|rose|rises?|risen|rising|grew|grown|growth|grow|raised|climbed|"
    r"went up|gone up|expanded|doubled)" + _ENDS,
    re.I,
)
_DOWN = re.compile(
    r"\b(?:reduc(?:e|ed|es|ing|tion)|decreas(?:e|ed|es|ing)|fell|falls?|fallen|falling|cut|"
    r"cutting|dropp?(?:ed|ing)?|lowered|declined|went down|gone down|"
    r"shrunk|shrank|shortened|came down|come down|brought down|halved)" + _ENDS,
    re.I,
)


def check(reading: PlanReading, settings: Settings) -> Iterator[Note]:
    for sentence in prose(reading):
        found = quantities(sentence, reading)
        if len(found.them) < 2:
            continue
        for pattern, up in ((_UP, True), (_DOWN, False)):
            for match in pattern.finditer(found.masked):
                start, end = found.at(match["a"]), found.at(match["b"])
                if start.unit and end.unit and start.unit != end.unit:
                    continue
                if start.value != end.value and (end.value > start.value) is not up:
                    verb = re.split(r"\W", match[0])[0].casefold()
                    yield Note(
                        f"'{verb}' and from {start.text} to {end.text} contradict each other: check the verb "
                        f"and both figures.",
                        sentence.passage,
                    )
