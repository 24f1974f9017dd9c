"""Tables of areas, and lists of neighbours: small files, read whole and written at once."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from moothall.figures.intake import Fault, Recognised, Reject
from moothall.figures.models import Area, Load, Peer, PeerList, Succession
from moothall.kit.periods import NotAPeriod, parse
from moothall.reference.gss import area_type, well_formed
from moothall.reference.recodes import RECODES

T = TypeVar("T")
AREA_FIELDS = ("name", "type", "nation", "region", "county", "other_names", "started", "ended")
LONGEST = {"name": 200, "nation": 40, "region": 60}  # letters that the columns hold


@dataclass(frozen=True)
class AreasFound:
    """What a table of areas says. Nothing of what stands changes before `write`."""

    rows: list[Area]
    others: list[Area]
    successions: list[Succession]
    before: dict[str, dict[str, Any]]
    after: dict[str, dict[str, Any]]

    def stage(self, load: Load) -> None:
        """Stores the areas that are new, for other tables of the file to refer to."""
        for area in (*self.rows, *self.others):
            area.brought_by = load
        Area.objects.bulk_create([*self.rows, *self.others], ignore_conflicts=True)

    def write(self) -> None:
        """Brings the areas in line with the table."""
        Area.objects.bulk_create(
            self.rows, update_conflicts=True, unique_fields=["code"], update_fields=list(AREA_FIELDS)
        )
        Succession.objects.bulk_create(self.successions, ignore_conflicts=True)


def read_areas(load: Load, table: Recognised) -> tuple[AreasFound, list[Reject]]:
    """Reads a table of areas. Counts into `load`; returns what it says, and the rows not taken."""
    rows, rejects = _each(table, _area)
    codes = {register: area.code for register, area, _ in rows}
    standing = Area.objects.in_bulk([area.code for _, area, _ in rows])
    successions: list[Succession] = []
    found = AreasFound([area for _, area, _ in rows], [], successions, {}, {})
    load.unchanged = load.superseded = 0  # a killed attempt at this very load may have counted
    for _register, area, row in rows:
        successions += [
            Succession(predecessor=area.code, successor=codes[register], from_date=area.ended)
            for register in _listed(row["replaced_by"])
            if register in codes
        ]
        successions += [
            Succession(predecessor=code, successor=area.code) for code in _listed(row["former_codes"])
        ]
        area.county = codes.get(row["county"], "")
        before = standing.get(area.code)
        if before and (before.brought_by_id is None or before.brought_by_id != load.pk):
            changed = [it for it in AREA_FIELDS if getattr(before, it) != getattr(area, it)]
            load.unchanged += not changed
            load.superseded += bool(changed)
            if changed:
                found.before[area.code] = _said(before, changed)
                found.after[area.code] = _said(area, changed)
    found.others.extend(  # codes that the table tells of without a row of their own
        Area(code=code, name=area.name, type=kind.slug, nation=kind.nation, region=area.region)
        for _, area, row in rows
        for code in _listed(row["former_codes"])
        if (kind := area_type(code))
    )
    given = {area.code: area for _, area, _ in rows}
    for recode in RECODES:
        if recode.old in given and recode.new not in given:
            old = given[recode.old]
            found.others.append(
                Area(code=recode.new, name=recode.name, type=old.type, nation=old.nation, region=old.region)
            )
            successions.append(
                Succession(predecessor=recode.old, successor=recode.new, from_date=recode.holds_from)
            )
    _count(load, len(rows), rejects)
    return found, rejects


def _said(area: Area, names: Iterable[str]) -> dict[str, Any]:
    """Some of an area's fields as the audit holds them."""
    values = ((name, getattr(area, name)) for name in names)
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in values}


def _area(row: Mapping[str, str]) -> tuple[str, Area, Mapping[str, str]]:
    code = row["area"]
    if not code:
        raise Fault(
            f"{row['name'] or 'The row'} has no GSS code: it ended before codes began, or the cell is blank."
        )
    kind = area_type(code)
    if kind is None:
        why = "begins like no kind of area known here" if well_formed(code) else "is not a GSS code"
        raise Fault(f"'{code}' {why}: check it.")
    for name, most in LONGEST.items():
        if len(row[name]) > most:
            raise Fault(f"The {name} has {len(row[name])} letters: write {most} or fewer.")
    return (
        row["register_code"],
        Area(
            code=code,
            name=row["name"],
            type=kind.slug,
            nation=row["nation"] or kind.nation,
            region=row["region"],
            other_names=sorted({row["official_name"], *_listed(row["other_names"])} - {"", row["name"]}),
            started=_date(row["started"]),
            ended=_date(row["ended"]),
        ),
        row,
    )


def _date(text: str) -> date | None:
    try:
        return parse(text, "daily").start if text else None
    except NotAPeriod as fault:
        raise Fault(str(fault)) from fault


def _listed(text: str) -> list[str]:
    return [part.strip() for part in text.split(",") if part.strip()]


def add_neighbours(load: Load, table: Recognised, title: str, slug: str, dry: bool = False) -> list[Reject]:
    """Keeps a list of neighbours as published: a new edition, unless it says what the newest edition says."""
    rows, rejects = _each(table, _neighbours)
    peers = [
        (area, position, peer, line)
        for line, area, row in rows
        for position, peer in enumerate(row, start=1)
        if peer
    ]
    PeerList.objects.filter(load=load).delete()  # what a killed attempt at this very load left behind
    newest = (
        PeerList.objects.filter(slug=slug, load__sequence__isnull=False).order_by("-load__sequence").first()
    )
    standing = {}
    if newest:
        standing = {
            (area, position): peer
            for area, position, peer in newest.peers.values_list("area_code", "position", "peer_code")
        }
    given = {(area, position): peer for area, position, peer, _ in peers}
    load.unchanged = load.superseded = 0
    for _line, area, row in rows:
        before = [peer for position in range(1, 21) if (peer := standing.get((area, position)))]
        load.unchanged += before == [peer for peer in row if peer]
        load.superseded += bool(before) and before != [peer for peer in row if peer]
    if not dry and given != standing:
        edition = PeerList.objects.create(slug=slug, title=title[:200], load=load)
        Peer.objects.bulk_create(
            [
                Peer(list=edition, area_code=area, position=position, peer_code=peer, line=line)
                for area, position, peer, line in peers
            ],
            batch_size=2000,
        )
    _count(load, len(rows), rejects)
    return rejects


def _neighbours(row: Mapping[str, str]) -> tuple[int, str, list[str]]:
    codes = [row[name] for name in row if name != "line"]
    for code in codes:
        if code and area_type(code) is None:
            raise Fault(f"'{code}' is not the GSS code of a kind of area known here: check it.")
    if not codes[0]:
        raise Fault("The row names no council.")
    return int(row["line"]), codes[0], codes[1:]


def _each(table: Recognised, read: Callable[[Mapping[str, str]], T]) -> tuple[list[T], list[Reject]]:
    """Reads every row; what cannot be taken, or is about the area of an earlier row, becomes a reject."""
    taken: list[T] = []
    rejects: list[Reject] = []
    seen: dict[str, int] = {}  # the line that told of an area
    for line, cells in table.rows:
        row = {
            name: cells[index].strip() if index < len(cells) else ""
            for name, index in table.layout.columns.items()
        }
        try:
            read_row = read({**dict.fromkeys(table.layout.source.columns, ""), **row, "line": str(line)})
            first = seen.setdefault(row["area"], line)
            if first != line:
                raise Fault(f"Line {first} is about {row['area']} too: that one was kept.")
            taken.append(read_row)
        except Fault as fault:
            rejects.append((line, str(fault)[:500], table.original()))
    return taken, rejects


def _count(load: Load, taken: int, rejects: Iterable[Reject]) -> None:
    load.kept = taken
    load.rejected = len(list(rejects))
    load.rows = load.kept + load.rejected
