"""What a plan promises of itself: that residents can see it, that progress will be reported."""

import re

from moothall.recipes.plan_check.prose import prose
from moothall.recipes.plan_reading import PlanReading

PUBLISHED = re.compile(
    r"\b(?:publish\w*|available|uploaded|found|read|seen?|posted|download\w*|on display|placed|put)\b[^.]{0,60}"
    r"(?:\bweb ?site\b|\bwww\.|https?:|\bweb ?pages?\b|\bonline\b)"
    r"|(?:\bweb ?site\b|\bonline\b)[^.]{0,30}\b(?:publish\w*|available|uploaded|found|read|seen?)\b",
    re.I,
)
REPORTED = re.compile(
    r"\b(?:progress (?:against|on|with|towards|in delivering) (?:this|the|our) (?:productivity "
    r")?(?:plan|actions)\b.{0,60}?\b"
    r"(?:report|publish|shar|monitor|review)\w*"
    r"|(?:report|reports|reporting|publish|reported) (?:on )?(?:our |the )?progress\b(?! (?:of|in|"
    r"made) (?:the )?(?:project|works))"
    r"|progress (?:will be|is|are|reports? (?:will|are|is)) (?:\w+ ){0,2}(?:reported|published|"
    r"presented|shared|made))",
    re.I,
)
_OF_THE_PLAN = re.compile(
    r"\bplan\b|^(?:it|published)\b|\b(?:and|you can read|see) it\b|\bit (?:is|will be)\b", re.I
)


def promises(reading: PlanReading, pattern: re.Pattern[str]) -> bool:
    """Whether a sentence about the plan itself makes this promise."""
    return any(pattern.search(it.text) and _OF_THE_PLAN.search(it.text) for it in prose(reading))
