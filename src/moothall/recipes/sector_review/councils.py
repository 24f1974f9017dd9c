"""Whose plan a paper is: the council it names most, from a table of councils."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from moothall.kit.papers.paper import Passage
from moothall.kit.tables import Unreadable, open_table

_COLUMNS = {
    "official-name": "name",
    "nice-name": "short",
    "local-authority-type-name": "tier",
    "region": "region",
}
_OURS = {"name": "name", "council": "name", "tier": "tier", "region": "region"}
_OPENING = (
    60  # passages in which a name counts twice: titles, covers and introductions name their own council
)


@dataclass(frozen=True, slots=True)
class Council:
    """A council, its tier ('Unitary authority') and its region ('East Midlands')."""

    name: str
    short: str = ""
    tier: str = ""
    region: str = ""


def read_councils(path: Path) -> tuple[Council, ...]:
    """Councils of a table with columns name, tier and region, or in mySociety's 'UK local authorities'.

    Those whose row has an end date are left out. Raises Unreadable where it has no column of names.
    """
    with open_table(path) as table:
        rows = (cells for sheet in table.sheets for _, cells in sheet.rows())
        header = [cell.strip().lower() for cell in next(rows, [])]
        naming = _COLUMNS if "official-name" in header else _OURS
        if "name" not in {naming.get(column) for column in header}:
            raise Unreadable(f"‘{path.name}’ has no column called name: give it name, tier and region.")
        return tuple(_councils(header, naming, rows))


def _councils(
    header: Sequence[str], naming: dict[str, str], rows: Iterable[Sequence[str]]
) -> Iterator[Council]:
    for cells in rows:
        row = dict(zip(header, cells, strict=False))
        fields = {ours: row.get(theirs, "").strip() for theirs, ours in naming.items() if theirs in row}
        if fields["name"] and not row.get("end-date", "").strip():
            yield Council(**fields)


def council_of(passages: Sequence[Passage], councils: tuple[Council, ...]) -> Council | None:
    """The council that the passages name most often by its full name; None where they name none."""
    pattern, named = _names(councils)
    if pattern is None:
        return None
    counts: Counter[Council] = Counter()
    for place, passage in enumerate(passages):
        for found in pattern.finditer(passage.text):
            counts[named[" ".join(found[0].casefold().split())]] += 2 if place < _OPENING else 1
    best = counts.most_common(1)
    return best[0][0] if best else None


def council_in_name(file: str, councils: Sequence[Council]) -> Council | None:
    """The council whose short name is in a file's name ('exbury-plan.pdf'), the longest; None where there is none."""
    words = " ".join(re.findall(r"[a-z]+", Path(file).stem.casefold()))
    found = [it for it in councils if it.short and re.search(rf"\b{re.escape(it.short.casefold())}\b", words)]
    return max(found, key=lambda it: len(it.short), default=None)


@lru_cache(maxsize=4)
def _names(councils: tuple[Council, ...]) -> tuple[re.Pattern[str] | None, dict[str, Council]]:
    """One pattern for every full name ('Exbury Borough Council'), and whose each is."""
    named: dict[str, Council] = {}
    for it in councils:
        named.setdefault(it.name.casefold(), it)
        if it.short:
            for kind in ("council", "city council", "borough council", "district council", "county council"):
                named.setdefault(f"{it.short} {kind}".casefold(), it)
    if not named:
        return None, named
    longest = sorted(named, key=len, reverse=True)
    alternatives = "|".join(re.escape(name).replace(r"\ ", r"\s+") for name in longest)
    return re.compile(rf"(?<!\w)(?:{alternatives})(?!\w)", re.I), named
