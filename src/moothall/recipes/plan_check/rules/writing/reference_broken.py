"""The plan refers to a section, table or appendix that it does not have.

What it does: Where headings are numbered, looks for the section that 'see section 7' names; where tables, figures
or appendices are captioned, for the one referred to. References to a named act, code or other document are left
alone.

Why: The reader goes looking for what supports the claim and finds nothing.

Bad: The detail is in section 9. (The plan ends with section 6.)

Good: The detail is in section 5.

How to mend: Put the right number, or take the reference out.
"""

import re
from collections.abc import Iterator

from moothall.kit.papers.paper import Kind, Passage
from moothall.recipes.plan_check.finding import Note, Severity
from moothall.recipes.plan_check.numbering import number_of
from moothall.recipes.plan_check.settings import Settings
from moothall.recipes.plan_reading import PlanReading

CODE, NAME, SEVERITY = "W013", "reference-broken", Severity.WARNING

_SECTION = re.compile(
    r"\b(?P<what>section|paragraph)s? "
    r"(?P<number>\d{1,2}(?:\.\d{1,2})*)(?![\d%])(?!\s*\(\d)(?P<after>.{0,60})",
    re.I,
)
# 'Section 21 notices' are the law's; what points at a section of the plan says so.
_POINTS = re.compile(
    r"\b(?:see|in|at|from|by|to|under our|also|refer|with|of)\s(?:the |our |this plan'?s? )?[(]?$|[(]$",
    re.I,
)
_CAPTIONED = re.compile(
    r"\b(?P<what>Table|Figure|Appendix|Annex) (?P<number>\d{1,2}|[A-H])\b(?!\s*[%])(?P<after>.{0,60})"
)
_ELSEWHERE = re.compile(
    r"^\W*(?:\([^)]*\)\W*)?(?:and \d+ )?(?:of|to|in|under|from)\s+(?:the|that|its|our|their|"
    r"this)?\s*(?:[\w’'-]+\s+){0,6}?"
    r"(?:act|code|regulations?|order|guidance|report|strategy|policy|plan|agreement|letter|rules|"
    r"constitution|statement|"
    r"accounts|framework|schedule)\b|^\W*(?:notices?|agreements?|officers?|funds?|powers?|"
    r"contributions?|recommendations?)\b",
    re.I,
)
_LAW = re.compile(r"\b(?:Act|Regulations|Code|Order) (?:19|20)\d\d\b|\bunder section\b|\bs\.? ?\d+\b")


def check(reading: PlanReading, settings: Settings) -> Iterator[Note]:
    sections = {number for it in reading.headings if (number := number_of(it))}
    captions = _captions(reading)
    for passage in reading.passages:
        if passage.kind is Kind.HEADING:
            continue
        for match in _SECTION.finditer(passage.text):
            if match["what"].casefold() == "paragraph" and not any("." in it for it in sections):
                continue
            if (
                len(sections) < 2
                or _foreign(match, passage)
                or not _POINTS.search(passage.text[: match.start()])
            ):
                continue
            if match["number"] not in sections and not any(
                it.startswith(match["number"] + ".") for it in sections
            ):
                if int(match["number"].split(".")[0]) > 30:
                    continue
                yield _note(match, passage, "section")
        for match in _CAPTIONED.finditer(passage.text):
            what = match["what"].casefold()
            if _is_caption(match, passage) or _foreign(match, passage) or not captions.get(what):
                continue
            if match["number"] not in captions[what]:
                yield _note(match, passage, what)


def _note(match: re.Match[str], passage: Passage, what: str) -> Note:
    named = f"{match['what']} {match['number']}"
    return Note(
        f"There is no {named.casefold()} in this plan: put the right {what} or take the reference out.",
        passage,
    )


def _foreign(match: re.Match[str], passage: Passage) -> bool:
    return bool(_ELSEWHERE.match(match["after"]) or _LAW.search(passage.text))


def _is_caption(match: re.Match[str], passage: Passage) -> bool:
    return match.start() == 0 and bool(re.match(r"\s*(?:[:.–—-]|$)", match["after"]))


def _captions(reading: PlanReading) -> dict[str, set[str]]:
    """For each kind of thing, which are there: headings, and paragraphs that begin 'Table 2:'; whole file."""
    found: dict[str, set[str]] = {}
    for passage in reading.paper.passages:
        match = _CAPTIONED.match(passage.text)
        if match and (passage.kind is Kind.HEADING or _is_caption(match, passage)):
            found.setdefault(match["what"].casefold(), set()).add(match["number"])
    return found
