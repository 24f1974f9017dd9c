"""The numbers printed before headings."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from moothall.kit.papers.paper import Kind, Passage

_NUMBER = re.compile(r"^(?P<it>\d{1,2}(?:\.\d{1,2})*)\.?$")

# A heading that says what its number is of: 'Theme 2: technology'. With nothing after it, it may be a running head.
_NAMED = re.compile(r"^(?P<what>theme|part|section|chapter)\s+(?P<it>\d{1,2})\b[\s.:–—-]+\w", re.I)


@dataclass(frozen=True, slots=True)
class Numbered:
    """A heading with a number: the earlier heading that has the same one, and the number missing before it."""

    passage: Passage
    printed: str
    twin: Passage | None = None
    missing: str = ""


def number_of(heading: Passage) -> str:
    """'2.1' from a heading's label, or '' where it has none in figures."""
    found = _NUMBER.match(heading.label.strip().strip("()"))
    return found["it"] if found else ""


def numbered(passages: Sequence[Passage]) -> Iterator[Numbered]:
    """Every numbered heading, in order. Numbers begin again under each higher heading, and in an appendix."""
    above: list[tuple[int, int]] = []  # level and place of each open heading
    seen: dict[tuple[object, ...], Passage] = {}
    printed: set[str] = set()
    stretch = 0
    for passage in passages:
        if passage.kind is not Kind.HEADING:
            continue
        if re.match(r"(?:appendix|annex)\b", passage.text, re.I):
            stretch += 1
            printed = set()
        while above and above[-1][0] >= passage.level:
            above.pop()
        parent = above[-1][1] if above else -1
        above.append((passage.level, passage.number))
        number = number_of(passage)
        if not number:
            if named := _NAMED.match(passage.text):
                called = f"{named['what'].capitalize()} {named['it']}"
                twin = seen.get((stretch, called))
                if twin is None or twin.text.casefold() != passage.text.casefold():
                    yield Numbered(passage, called, twin)
                seen.setdefault((stretch, called), passage)
            continue
        key = (stretch, number) if "." in number else (stretch, parent, passage.level, number)
        yield Numbered(passage, number, seen.get(key), _missing(number, printed))
        seen.setdefault(key, passage)
        printed.add(number)


def _missing(number: str, printed: set[str]) -> str:
    *above, last = number.split(".")
    if int(last) <= 1:
        return ""
    before = ".".join([*above, str(int(last) - 1)])
    family = ".".join([*above, ""])
    siblings = [it for it in printed if it.startswith(family) and it.count(".") == number.count(".")]
    if above and not siblings:
        first = ".".join([*above, "1"])
        return first if number != first else ""
    return before if printed and before not in printed else ""
