"""The explorer of the demonstration council: a group of comparators, two views that were kept, and a made-up map."""

import json
import math

from moothall.core.models import Organisation, Person
from moothall.figures.measures import catalogue
from moothall.figures.queries import area
from moothall.insight import actions, queries
from moothall_demo import council

SIDE = 9_000  # metres across a cell of the made-up land
STEPS = 8  # along a cell's side
# which council lies where: column and row from the south-west, and how many cells wide; Kestrel Levels was made of two
LIES = {
    "DUN": (0, 0, 1), "KES": (1, 0, 2), "CAS": (3, 0, 1), "BRI": (0, 1, 1), "ASV": (1, 1, 1), "LAR": (2, 1, 1),
    "FEN": (3, 1, 1), "EAH": (0, 2, 1), "GOR": (1, 2, 1), "HAR": (2, 2, 1), "ING": (3, 2, 1),
}  # fmt: skip
LIKE_US = ("population", "median-weekly-pay", "housing-affordability", "gigabit-broadband")


def explore_figures(
    administrator: Person, officer: Person, analyst: Person, organisation: Organisation
) -> None:
    """Loads the boundaries, keeps a group and two views: one shared, one the analyst's own."""
    here = area(council.CODE)
    if here is None or queries.groups(analyst, here):
        return
    if not queries.has_map(council.CODE):
        actions.load_boundaries(
            administrator,
            content=boundaries(),
            title="Boundaries of Avalon",
            source="Made up for the demonstration",
            licence="Free to use: no such place exists",
        )
    found = queries.candidates(analyst, here, [catalogue()[it] for it in LIKE_US])
    choice = queries.nearest_to(found, k=5)
    group = actions.keep_group(
        analyst,
        organisation=organisation,
        area=here,
        title="Most like us",
        members=choice.codes,
        choice=choice,
        periods={name: it.label for name, it in found.periods.items()},
    )
    for who, title, state, shared in (
        (officer, "Recycling on the map", f"measure=recycling-rate&area={council.CODE}&show=map", True),
        (
            analyst,
            "Recycling beside those most like us",
            f"measure=recycling-rate&area={council.CODE}&peers=group-{group.pk}&show=distribution",
            False,
        ),
    ):
        actions.save_view(who, organisation=organisation, title=title, state=state, shared=shared)


def boundaries() -> bytes:
    """The made-up land as GeoJSON: cells with crooked sides that neighbours share."""
    codes = {it.register: it for it in council.COUNCILS}
    features = [
        {
            "type": "Feature",
            "properties": {"LAD26CD": codes[name].code, "LAD26NM": codes[name].name},
            "geometry": {"type": "Polygon", "coordinates": [_ring(*cell)]},
        }
        for name, cell in LIES.items()
    ]
    return json.dumps({"type": "FeatureCollection", "features": features}).encode()


def _ring(column: int, row: int, width: int) -> list[tuple[float, float]]:
    """Once round a council: each side in steps that whoever lies on its other side takes as well."""
    west, south, east, north = (STEPS * it for it in (column, row, column + width, row + 1))
    around = [(x, south) for x in range(west, east)]
    around += [(east, y) for y in range(south, north)]
    around += [(x, north) for x in range(east, west, -1)]
    around += [(west, y) for y in range(north, south, -1)]
    ring = [_crooked(x, y) for x, y in around]
    return [*ring, ring[0]]


def _crooked(x: int, y: int) -> tuple[float, float]:
    """Where a point of the grid lies: moved a little, always the same way."""
    across, up, sway = x / STEPS, y / STEPS, SIDE * 0.09
    return (
        100_000
        + across * SIDE
        + sway * (math.sin(4.1 * up + across) + 0.5 * math.sin(9.7 * up + 2 * across)),
        100_000 + up * SIDE + sway * (math.sin(3.7 * across + up) + 0.5 * math.cos(8.3 * across - 2 * up)),
    )
