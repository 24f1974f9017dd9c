"""Boundaries to draw a map from: of one set, so that all of them lie on one plane."""

from collections.abc import Collection
from dataclasses import dataclass

from moothall.core import clock
from moothall.figures.models import Area
from moothall.insight.models import Boundary, BoundarySet

Rings = tuple[tuple[int, ...], ...]


@dataclass(frozen=True)
class Outlines:
    """The outlines of one set by area code, and what is said of them under each map."""

    rings: dict[str, Rings]
    title: str
    source: str
    licence: str

    @property
    def credit(self) -> str:
        """Whose the boundaries are, in one line."""
        return " ".join(f"{it.rstrip('.')}." for it in (self.title, self.source, self.licence))


def has_map(code: str) -> bool:
    """Whether a map with this area can be drawn. One query."""
    return Boundary.objects.filter(area_code=code).exists()


def outlines(code: str, codes: Collection[str]) -> Outlines | None:
    """The outlines of these areas in the newest set that has this one; None where no set has it. Two queries."""
    newest = BoundarySet.objects.filter(boundaries__area_code=code).first()
    if newest is None:
        return None
    rows = newest.boundaries.filter(area_code__in={code, *codes}).values_list("area_code", "rings")
    rings = {key: tuple(tuple(ring) for ring in found) for key, found in rows}
    return Outlines(rings, newest.title, newest.source, newest.licence)


def alike(area: Area) -> dict[str, str]:
    """The names of the areas of today of the same type and nation, by code. One query."""
    standing = Area.objects.standing(clock.today()).filter(type=area.type, nation=area.nation)
    return dict(standing.values_list("code", "name"))
