"""The rules there are: every module under `rules/` that has a CODE. None is listed anywhere twice."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from importlib import import_module
from inspect import cleandoc
from pkgutil import walk_packages

from moothall.recipes.plan_check import rules as package
from moothall.recipes.plan_check.finding import Note, Severity
from moothall.recipes.plan_check.settings import Settings
from moothall.recipes.plan_reading import PlanReading

FAMILIES = {
    "L": "The letter",
    "N": "Numbers",
    "W": "Writing",
    "A": "Accessibility of the file",
    "I": "Ignores",
}
SECTIONS = ("What it does", "Why", "Bad", "Good", "How to mend")


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule with its page: a summary, then the text under each of SECTIONS."""

    code: str
    name: str
    severity: Severity
    summary: str
    page: dict[str, str]
    check: Callable[[PlanReading, Settings], Iterator[Note]]

    @property
    def family(self) -> str:
        return FAMILIES[self.code[0]]

    def markdown(self) -> str:
        """The rule's page."""
        lines = [f"# {self.code} {self.name}", "", f"{self.summary} ({self.family.lower()}, {self.severity})"]
        for title in SECTIONS:
            lines += ["", f"## {title}", "", self.page[title]]
        return "\n".join(lines) + "\n"


@cache
def rules() -> dict[str, Rule]:
    """Every rule by its code, in the order of codes. Raises ValueError for a rule badly made: ours to mend."""
    found: dict[str, Rule] = {}
    for info in walk_packages(package.__path__, f"{package.__name__}."):
        module = import_module(info.name)
        code = getattr(module, "CODE", None)
        if code is None:
            continue
        if code in found:
            raise ValueError(f"{info.name} and another rule are both {code}")
        summary, page = _page(module.__doc__ or "", info.name)
        found[code] = Rule(code, module.NAME, module.SEVERITY, summary, page, module.check)
    order = list(FAMILIES)
    return {code: found[code] for code in sorted(found, key=lambda it: (order.index(it[0]), it))}


def _page(text: str, where: str) -> tuple[str, dict[str, str]]:
    """A docstring's summary and its labelled paragraphs."""
    summary, *rest = cleandoc(text).split("\n\n")
    page: dict[str, str] = {}
    for paragraph in rest:
        label, colon, said = paragraph.partition(": ")
        if colon and label in SECTIONS:
            page[label] = said
        elif page:
            page[list(page)[-1]] += "\n\n" + paragraph
    if missing := [it for it in SECTIONS if it not in page]:
        raise ValueError(f"the page of {where} says nothing under {', '.join(missing)}")
    return " ".join(summary.split()), page


def near(code: str) -> list[str]:
    """The codes (or names) most like one that is not there."""
    named = {it.name: it.code for it in rules().values()}
    close = get_close_matches(code.upper(), list(rules()), n=3, cutoff=0.5)
    return close or [named[it] for it in get_close_matches(code.lower(), list(named), n=3, cutoff=0.5)]


def matches(code: str, chosen: str) -> bool:
    """Whether a code is meant by a choice: the code itself, or the beginning of it ('N', 'L3')."""
    return bool(chosen) and code.startswith(chosen.upper())
