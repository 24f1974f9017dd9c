"""Streets from OS Open Roads as a GeoPackage, which is an SQLite file: the table `road_link`, on the National Grid.

Sources: OS, 'OS Open Roads technical specification' (docs.os.uk) for columns and code lists; OGC 12-128r18,
'GeoPackage Encoding Standard', 2.1.3 for the header before a geometry's well-known binary.
"""

import sqlite3
import struct
from contextlib import closing
from itertools import pairwise
from math import hypot
from pathlib import Path

from moothall.engines.rounds.network.grid import on_the_grid, to_degrees, to_grid
from moothall.engines.rounds.network.ways import Bounds, Point, Survey, Way
from moothall.kit.unreadable import Unreadable

ATTRIBUTION = "Contains OS data © Crown copyright and database right (Open Government Licence v3.0)"
MOST = 400_000
"""Links read at once: a county has fewer, Great Britain ten times as many."""

ROADS = {
    "Motorway": "motorway",
    "A Road": "primary",
    "B Road": "secondary",
    "Minor Road": "tertiary",
    "Local Road": "residential",
    "Local Access Road": "service",
    "Secondary Access Road": "service",
}
"""road_function in OpenStreetMap's words. A 'Restricted Local Access Road' is not for everybody and is left out."""
NOT_DRIVEN = ("Guided Busway",)
NOTES = (
    "OS Open Roads says nothing of one-way streets, banned turns, widths, heights or weights: every street is driven"
    " both ways by every vehicle until they are added.",
    "Roads that OS calls restricted are left out.",
)
LINES = {2: 2, 1002: 3, 2002: 3, 3002: 4, 0x80000002: 3}
"""Well-known binary's numbers for a line string, and how many numbers each of its points has."""
NEEDED = ("id", "road_function", "start_node", "end_node")
_TABLES = ("road_link", "roadlink")


def read(path: Path, bounds: Bounds | None = None) -> Survey:
    """Raises Unreadable with one sentence that says what to do."""
    called = f"‘{path.name}’"
    try:
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as database:
            return _read(database, called, bounds)
    except (sqlite3.DatabaseError, UnicodeDecodeError):
        raise Unreadable(f"{called} is not a GeoPackage: download OS Open Roads in that format.") from None


def _read(database: sqlite3.Connection, called: str, bounds: Bounds | None) -> Survey:
    names = [name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    table = next((name for name in names if name.lower() in _TABLES), None)
    if table is None:
        raise Unreadable(f"{called} has no table ‘road_link’: give the GeoPackage of OS Open Roads.")
    columns = {row[1] for row in database.execute(f'PRAGMA table_info("{table}")')}
    if lacking := [it for it in NEEDED if it not in columns]:
        raise Unreadable(f"{called} has no column ‘{lacking[0]}’: give the GeoPackage of OS Open Roads.")
    told = database.execute(
        "SELECT column_name FROM gpkg_geometry_columns WHERE table_name = ?", (table,)
    ).fetchone()
    column = told[0] if told else "geometry"
    if column not in columns:
        raise Unreadable(f"{called} does not say where its lines are: download the file again.")
    index = f"rtree_{table}_{column}"
    where, values = "", tuple[float, ...]()
    if bounds and index in names:
        west, south = to_grid(*bounds[:2])
        east, north = to_grid(*bounds[2:])
        where = f' WHERE rowid IN (SELECT id FROM "{index}" WHERE maxx >= ? AND minx <= ? AND maxy >= ? AND miny <= ?)'  # noqa: S608
        values = (west, east, south, north)
    (count,) = database.execute(f'SELECT count(*) FROM "{table}"{where}', values).fetchone()  # noqa: S608
    if count > MOST:
        raise Unreadable(f"{called} has {count:,} streets: give the bounds of the area that is planned.")
    database.row_factory = sqlite3.Row
    ways = []
    for row in database.execute(f'SELECT * FROM "{table}"{where}', values):  # noqa: S608
        if way := _way(row, column, called):
            ways.append(way)
    if not ways:
        raise Unreadable(f"{called} has no streets there: check the bounds.")
    return Survey(tuple(ways), attribution=ATTRIBUTION, notes=NOTES)


def _way(row: sqlite3.Row, column: str, called: str) -> Way | None:
    values = dict(row)
    blob = values.pop(column)
    told = {name: "" if value is None else str(value).strip() for name, value in values.items()}
    road = ROADS.get(told["road_function"])
    form = told.get("form_of_way", "")
    if road is None or form in NOT_DRIVEN:
        return None
    id = told["id"]
    line = line_of(blob, called, id)
    if any(not on_the_grid(*it) for it in line):
        x, y = line[0]
        raise Unreadable(
            f"{called}: link {id} is at {x:g}, {y:g}, which is not on the National Grid: use the file as published."
        )
    if road == "primary" and told.get("trunk_road", "").lower() in ("1", "true"):
        road = "trunk"
    if "Slip Road" in form and road in ("motorway", "trunk", "primary", "secondary", "tertiary"):
        road = f"{road}_link"
    between = [(id, place) for place in range(1, len(line) - 1)]
    return Way(
        id=id,
        road="living_street" if form == "Shared Use Carriageway" else road,
        keys=(told["start_node"], *between, told["end_node"]),
        points=tuple(to_degrees(*it) for it in line),
        name=told.get("name_1") or told.get("road_classification_number") or "",
        roundabout=form == "Roundabout",
        dual="Dual Carriageway" in form,
        metres=tuple(hypot(b[0] - a[0], b[1] - a[1]) for a, b in pairwise(line)),
    )


def line_of(blob: bytes, called: str, id: str) -> list[Point]:
    """The points of a line string, of two or more dimensions, in a GeoPackage's binary."""
    try:
        if blob[:2] != b"GP":
            raise ValueError
        envelope = (blob[3] >> 1) & 7
        start = 8 + (0, 32, 48, 48, 64)[envelope]
        order = "<" if blob[start] == 1 else ">"
        kind, count = struct.unpack_from(f"{order}II", blob, start + 1)
        size = LINES[kind]
        numbers = struct.unpack_from(f"{order}{count * size}d", blob, start + 9)
    except (struct.error, ValueError, IndexError, KeyError, TypeError):
        raise Unreadable(
            f"{called}: the line of link {id} cannot be read: download the file again."
        ) from None
    return list(zip(numbers[::size], numbers[1::size], strict=True))
