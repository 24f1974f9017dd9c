"""Reading the tables of sets that are not payments: which set a table is, by its headings, and its rows."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from itertools import chain, islice
from pathlib import Path

from moothall.kit.numbers import NotANumber, decimal, exact
from moothall.kit.periods import NotAPeriod, parse
from moothall.kit.tables import Sheet, open_table
from moothall.recipes.transparency.problems import Place
from moothall.recipes.transparency.registry import sets
from moothall.recipes.transparency.template import (
    COMMON,
    Field,
    Kind,
    Need,
    Row,
    TransparencySet,
    Value,
)

_LOOKED_AT = 20  # lines in which a header may stand
_MISSING = frozenset(("", "na", "n/a", "null", "none", "-", "–", "not applicable", "#n/a"))
_TIME = re.compile(r"[ T]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?Z?$")
_NOTE = re.compile(r"\([^)]*\)\s*$")


@dataclass(frozen=True, slots=True)
class TableRead:
    """One table of a file: which set it is, the headings that were understood and those that were not, its rows."""

    set: TransparencySet
    file: str
    sheet: str
    header_line: int
    mapping: Mapping[str, str]  # our column -> the file's heading
    ignored: tuple[str, ...]
    lines: int  # rows of the file under the header
    rows: tuple[Row, ...]


def read_tables(path: Path, name: str, wanted: TransparencySet | None = None) -> list[TableRead]:
    """The tables of a file that are sets of the Code; none where no header is known. Raises Unreadable.

    With `wanted` the file is that set, and only its columns are looked for.
    """
    with open_table(path, name) as table:
        found = (_read(sheet, name, wanted) for sheet in table.sheets if not sheet.hidden)
        return [it for it in found if it is not None]


def squashed(heading: str) -> str:
    """A heading as it is compared: 'Organisation Name', 'organisation_name' and 'OrganisationName' are one.

    >>> squashed("Date Awarded (£)")
    'dateawarded'
    """
    kept = re.sub(r"[^a-z0-9%+]", "", heading.casefold())
    return kept.replace("organization", "organisation")


@cache
def _lexicon(set_id: str) -> dict[str, str]:
    """Heading as it is compared -> our column. What a column is called comes before what it is also known as."""
    one = sets()[set_id]
    words: dict[str, str] = {}
    fields = (*one.fields, *one.wide)
    for it in fields:
        words.setdefault(squashed(it.name), it.name)
    for it in fields:
        for alias in it.known_as:
            words.setdefault(squashed(alias), it.name)
    return words


def _mapping(one: TransparencySet, heads: Sequence[str]) -> dict[str, int]:
    """Our column -> its place in the file; the first heading that means a column has it."""
    words, found = _lexicon(one.id), dict[str, int]()
    for place, head in enumerate(heads):
        name = words.get(squashed(head)) or words.get(squashed(_NOTE.sub("", head)))
        if name is not None:
            found.setdefault(name, place)
    return found


def _is(one: TransparencySet, mapping: Mapping[str, int]) -> bool:
    needed = {it.name for it in one.fields if it.need is Need.MUST} - set(COMMON)
    if one.wide_needs and all(it in mapping for it in one.wide_needs):
        return True
    return needed <= mapping.keys() and (not one.signs or any(it in mapping for it in one.signs))


def _read(sheet: Sheet, name: str, wanted: TransparencySet | None) -> TableRead | None:
    lines = sheet.rows()
    first = list(islice(lines, _LOOKED_AT))
    candidates = [wanted] if wanted else [it for it in sets().values() if it.reads == "table"]
    best: tuple[int, int, int, TransparencySet, dict[str, int]] | None = None
    for number, (_, cells) in enumerate(first):
        for order, one in enumerate(candidates):
            mapping = _mapping(one, cells)
            if _is(one, mapping):
                score = (len(mapping.keys() - set(COMMON)), -number, -order, one, mapping)
                if best is None or score[:3] > best[:3]:
                    best = score
    if best is None:
        return None
    at, one, mapping = -best[1], best[3], best[4]
    header_line, heads = first[at]
    wide = bool(one.wide_needs) and all(it in mapping for it in one.wide_needs)
    rows: list[Row] = []
    count = 0
    for line, cells in chain(first[at + 1 :], lines):
        count += 1
        rows += _rows(one, Place(name, sheet.name or "", line), cells, mapping, wide)
    return TableRead(
        one,
        name,
        sheet.name or "",
        header_line,
        {column: heads[place] for column, place in mapping.items()},
        tuple(head for place, head in enumerate(heads) if head.strip() and place not in mapping.values()),
        count,
        tuple(rows),
    )


def _rows(
    one: TransparencySet, place: Place, cells: Sequence[str], mapping: Mapping[str, int], wide: bool
) -> Iterator[Row]:
    fields: Iterable[Field] = (*one.fields, *one.wide) if wide else one.fields
    values: dict[str, Value] = {
        it.name: value(cells[mapping[it.name]], it.kind)
        for it in fields
        if it.name in mapping and mapping[it.name] < len(cells)
    }
    if wide and one.expand:
        for each in one.expand(values):
            yield one.row(place, each)
        return
    yield one.row(place, values)


def value(text: str, kind: Kind) -> Value:
    """A cell as its column's kind; None where it is blank; the text itself where it cannot be read as that kind."""
    text = text.strip()
    if text.casefold() in _MISSING:
        return None
    if kind is Kind.TEXT:
        return text
    read = _day(text) if kind is Kind.DATE else _number(text)
    return text if read is None else read


@cache
def _day(text: str) -> date | None:
    try:
        period = parse(_TIME.sub("", text))
    except NotAPeriod:
        return None
    return period.start if period.length == "P1D" else None


def _number(text: str) -> Decimal | None:
    try:
        return decimal(*exact(text))
    except NotANumber:
        return None
