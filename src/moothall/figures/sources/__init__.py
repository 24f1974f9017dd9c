"""The layouts Moothall reads, one module each, found and never listed. `docs/add/source.md` says how to add one.

A source is recognised by its headers: each field it reads is declared with the headers it goes under.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from typing import Literal

from moothall.figures.measures import fold
from moothall.figures.models import Missing

FIGURE_FIELDS = (
    "measure", "area", "area_name", "period", "value", "numerator", "denominator",
    "lower", "upper", "status", "breakdown", "note",
)  # fmt: skip


@dataclass(frozen=True)
class Source:
    """A layout: what it is, whose it is, and under which headers each field stands.

    reads: what the rows are: figures, areas, or lists of neighbours.
    columns: field to the headers it may go under, as written; case, spaces and underscores do not matter.
    needs: the fields without which a table is not of this layout.
    published: the figures are everybody's (published statistics), not one council's own.
    blank: why a figure has no value where the cell is blank, and in words.
    succession: how a note says that a code was replaced; group 1 holds the codes that replaced it.
    lists: of neighbours: the title of a published list, by its file's name; any other goes by its own file's name.
    """

    id: str
    title: str
    publisher: str
    licence: str
    reads: Literal["figures", "areas", "neighbours"]
    columns: Mapping[str, tuple[str, ...]]
    needs: tuple[str, ...]
    published: bool = True
    url: str = ""
    blank: tuple[Missing, str] = (Missing.MISSING, "the cell is blank")
    succession: str = ""
    lists: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Layout:
    """A source recognised in a header row: which column holds each field, and which columns are not loaded."""

    source: Source
    columns: Mapping[str, int]
    header: tuple[str, ...]
    ignored: tuple[str, ...]


@cache
def sources() -> Mapping[str, Source]:
    """Every source by id."""
    modules = (import_module(f"{__name__}.{found.name}") for found in iter_modules(__path__))
    return {module.SOURCE.id: module.SOURCE for module in modules}


def recognise(header: Sequence[str], only: Source | None = None) -> Layout | None:
    """The layout of a table with this header row: the source that explains most of its columns, or None."""
    candidates = [only] if only else sources().values()
    layouts = [layout for source in candidates if (layout := _layout(header, source))]
    return max(layouts, key=lambda it: len(it.columns), default=None)


def _layout(header: Sequence[str], source: Source) -> Layout | None:
    places = {fold(text): index for index, text in reversed(list(enumerate(header)))}
    columns = dict(_found(places, source))
    if not all(field in columns for field in source.needs):
        return None
    used = set(columns.values())
    ignored = tuple(text for index, text in enumerate(header) if index not in used and text.strip())
    return Layout(source, columns, tuple(header), ignored)


def _found(places: Mapping[str, int], source: Source) -> Iterator[tuple[str, int]]:
    for name, headers in source.columns.items():
        for header in headers:
            if (index := places.get(fold(header))) is not None:
                yield name, index
                break
