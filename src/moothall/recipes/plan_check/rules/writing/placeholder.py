"""Words that were to be replaced are still there.

What it does: Finds 'TBC', 'XX', '£X', 'lorem ipsum', '[insert …]', 'DD/MM/YYYY', '???', 'Error! Reference source
not found' and their like.

Why: It tells every reader that the plan was sent before it was finished, and the figure that belongs there is
missing.

Bad: We will save £XXk by March 2026.

Good: We will save £40k by March 2026.

How to mend: Write what belongs there, or take the sentence out.
"""

import re
from collections.abc import Iterator

from moothall.recipes.plan_check.finding import Note, Severity
from moothall.recipes.plan_check.settings import Settings
from moothall.recipes.plan_reading import PlanReading

CODE, NAME, SEVERITY = "W008", "placeholder-left", Severity.ERROR

_LEFT = (
    re.compile(r"\bTB[ACDN]\b"),
    re.compile(
        r"(?:^|[:|(\[–—-]\s*|\b(?:date|figure|amount|target|cost|saving|sum|owner|name|total|is|are)s? "
        r"(?:still |yet )?)to be (?:confirmed|determined|inserted|advised)\b(?! by)",
        re.I,
    ),
    re.compile(r"\b(?:lorem ipsum|dolor sit amet)\b", re.I),
    re.compile(
        r"[\[<{(«]{1,3}\s?(?:please\s+)?(?:insert|add|enter|fill|complete|update|check|confirm|delete|awaiting|need[s]?|placeholder|"
        r"tb[acd]|x+|\?+|\.\.\.|…|citation needed|source needed|to be \w+)\b[^\])>}»]{0,80}[\])>}»]",
        re.I,
    ),
    re.compile(
        r"\[\s*(?:the\s+)?(?:council|authority|service|officer|member|lead|team|meeting)?\s*"
        r"(?:name|date|figure|number|amount|link|url|title|text|image|picture|table|chart|page|"
        r"source|ref|reference|value)"
        r"(?: of \w+| here)?\s*\]",
        re.I,
    ),
    re.compile(r"\[\s*(?:x+|\?+|\.{2,}|…|_+|-{2,}|tb[acd])\s*\]", re.I),
    re.compile(r"\{\{.*?\}\}|<<.*?>>|«.*?»"),
    re.compile(
        r"£\s?[Xx?#_]+(?:\.[Xx]+)?(?:k|m|bn)?\b|£\s?[?#_]+|(?<!\w)[Xx]{1,3}(?:\.[Xx]+)?\s?(?:%|"
        r"per cent\b)|[?_#]{2,}\s?%"
    ),
    re.compile(r"(?<![\w.])[Xx]{2,}(?![\w.])(?!\s*(?:large|l\b))|\?{3,}|_{4,}|#{4,}"),
    re.compile(r"\b[Dd][Dd][/. -][Mm][Mm][/. -][Yy]{2,4}\b|\b20[Xx]{2}(?:/[Xx\d]{2})?\b"),
    re.compile(r"\bError! (?:Reference source|Bookmark|No text|Hyperlink)", re.I),
    re.compile(
        r"\b(?:insert|add) (?:text|figure|name|date|link|picture|table|chart|amount|number)s? here\b", re.I
    ),
    re.compile(
        r"\bdelete as (?:appropriate|applicable|necessary)\b|\bplaceholder\b|\bTODO\b|\bFIXME\b", re.I
    ),
    re.compile(r"\b(?:click|tap)(?: or tap)?(?: here)? to (?:add|enter) (?:text|a date)\b", re.I),
)
_ROMAN = re.compile(
    r"\b(?:part|section|annex|appendix|chapter|volume|title|schedule|century|louis|superbowl)\s+X{2,}", re.I
)


def check(reading: PlanReading, settings: Settings) -> Iterator[Note]:
    for passage in reading.passages:
        for pattern in _LEFT:
            found = pattern.search(passage.text)
            if found and not _ROMAN.search(passage.text):
                yield Note(
                    f"'{found[0].strip()}' was to be replaced: write what belongs there or take it out.",
                    passage,
                )
                break
