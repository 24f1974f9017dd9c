"""Properties and what stands outside them, from a table: CSV, XLSX or ODS."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from moothall.engines.rounds.network.grid import on_the_grid, to_degrees, why_not_degrees
from moothall.engines.rounds.network.ways import Point
from moothall.kit.tables import open_table
from moothall.kit.unreadable import Unreadable

COLUMNS = {
    "uprn": ("uprn",),
    "street": ("street", "street name", "street description", "thoroughfare", "road"),
    "usrn": ("usrn",),
    "easting": ("easting", "x", "x coordinate", "eastings"),
    "northing": ("northing", "y", "y coordinate", "northings"),
    "longitude": ("longitude", "lon", "long", "lng"),
    "latitude": ("latitude", "lat"),
    "container": ("container", "container type", "bin", "bin type"),
    "assisted": ("assisted", "assisted collection", "pull out"),
    "homes": ("homes", "dwellings", "households"),
    "day": ("day", "collection day"),
    "round": ("round", "round name", "vehicle"),
}
"""What a column may be called; case, dots and underscores do not matter."""

YES = frozenset(("yes", "y", "true", "1", "assisted"))
NO = frozenset(("no", "n", "false", "0", ""))


@dataclass(frozen=True, slots=True)
class Property:
    """A property with one kind of container. homes: how many share it. day, round: when it is collected now."""

    uprn: str
    point: Point
    street: str = ""
    usrn: str = ""
    container: str = ""
    assisted: bool = False
    homes: int = 1
    day: str = ""
    round: str = ""

    @property
    def described(self) -> str:
        return f"UPRN {self.uprn}" + (f", {self.street}" if self.street else "")


@dataclass(frozen=True)
class Properties:
    """What was read, and of each row that was not, its line and why."""

    rows: tuple[Property, ...]
    refused: tuple[tuple[int, str], ...] = ()


def read(path: Path) -> Properties:
    """Raises Unreadable where the table has no UPRN, or nowhere to say where a property is."""
    called = f"‘{path.name}’"
    rows: list[Property] = []
    refused: list[tuple[int, str]] = []
    seen: set[tuple[str, str]] = set()
    with open_table(path) as table:
        lines = table.sheets[0].rows()
        heading = next(lines, (0, []))[1]
        at = columns(heading)
        if "uprn" not in at:
            raise Unreadable(f"{called} has no column ‘UPRN’: give each property’s in one.")
        if not ({"easting", "northing"} <= at.keys() or {"longitude", "latitude"} <= at.keys()):
            raise Unreadable(
                f"{called} does not say where properties are: add eastings and northings, or degrees."
            )
        for line, cells in lines:
            told = {name: cells[place].strip() for name, place in at.items() if place < len(cells)}
            try:
                row = _property(told)
            except ValueError as fault:
                refused.append((line, str(fault)))
                continue
            if (row.uprn, row.container) in seen:
                refused.append((line, f"UPRN {row.uprn} is there twice with the same container: keep one."))
                continue
            seen.add((row.uprn, row.container))
            rows.append(row)
    if not rows:
        why = f": {refused[0][1]}" if refused else ": it has only a heading."
        raise Unreadable(f"{called} has no property that can be read{why}")
    return Properties(tuple(rows), tuple(refused))


def columns(heading: list[str]) -> dict[str, int]:
    """Where each known column is, by the words of its heading."""
    plain = [" ".join(it.casefold().replace("_", " ").replace(".", " ").split()) for it in heading]
    return {
        name: next(place for place, it in enumerate(plain) if it in words)
        for name, words in COLUMNS.items()
        if any(it in words for it in plain)
    }


def _property(told: Mapping[str, str]) -> Property:
    """Raises ValueError with one sentence."""
    uprn = told.get("uprn", "")
    if not uprn.isdecimal() or len(uprn) > 12:  # BS 7666: at most twelve digits
        raise ValueError(f"‘{uprn}’ is no UPRN: it is a number of at most twelve digits.")
    assisted = told.get("assisted", "").casefold()
    if assisted not in YES | NO:
        raise ValueError(f"UPRN {uprn}: say yes or no to an assisted collection, not ‘{assisted}’.")
    homes = told.get("homes", "") or "1"
    if not homes.isdecimal():
        raise ValueError(f"UPRN {uprn}: ‘{homes}’ is no number of homes.")
    return Property(
        uprn=uprn.lstrip("0") or "0",
        point=_point(uprn, told),
        street=told.get("street", ""),
        usrn=told.get("usrn", ""),
        container=told.get("container", ""),
        assisted=assisted in YES,
        homes=int(homes),
        day=told.get("day", ""),
        round=told.get("round", ""),
    )


def _point(uprn: str, told: Mapping[str, str]) -> Point:
    """Degrees where it has them, else worked out from the National Grid."""
    for x_name, y_name in (("longitude", "latitude"), ("easting", "northing")):
        x_text, y_text = told.get(x_name, ""), told.get(y_name, "")
        if not (x_text and y_text):
            continue
        try:
            x, y = float(x_text), float(y_text)
        except ValueError:
            raise ValueError(f"UPRN {uprn}: ‘{x_text}’, ‘{y_text}’ are no coordinates.") from None
        if x_name == "easting":
            if not on_the_grid(x, y):
                raise ValueError(f"UPRN {uprn} is at {x:g}, {y:g}, which is not on the National Grid.")
            return to_degrees(x, y)
        if why := why_not_degrees(x, y):
            raise ValueError(f"UPRN {uprn} is at {x:g}, {y:g}, which is {why}.")
        return x, y
    raise ValueError(f"UPRN {uprn} has no coordinates.")
