"""Tables of areas, and lists of neighbours: small files, read whole and written at once."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import TypeVar

from moothall.figures.intake import Fault, Recognised, Reject
from moothall.figures.models import Area, Load, Peer, PeerList, Succession
from moothall.kit.periods import NotAPeriod, parse
from moothall.reference.gss import area_type, well_formed
from moothall.reference.recodes import RECODES

T = TypeVar("T")
AREA_FIELDS = ("name", "type", "nation", "region", "county", "other_names", "started", "ended")


def add_areas(load: Load, table: Recognised, dry: bool = False) -> list[Reject]:
    """Brings the areas in line with a table of them. Counts into `load`; returns the rows not taken."""
    rows, rejects = _each(table, _area)
    codes = {register: area.code for register, area, _ in rows}
    standing = Area.objects.in_bulk([area.code for _, area, _ in rows])
    successions: list[Succession] = []
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
        same = before is not None and all(getattr(before, it) == getattr(area, it) for it in AREA_FIELDS)
        load.unchanged += same
        load.superseded += before is not None and not same
    others = [  # codes that the table tells of without a row of their own
        Area(code=code, name=area.name, type=kind.slug, nation=kind.nation, region=area.region)
        for _, area, row in rows
        for code in _listed(row["former_codes"])
        if (kind := area_type(code))
    ]
    given = {area.code: area for _, area, _ in rows}
    for recode in RECODES:
        if recode.old in given and recode.new not in given:
            old = given[recode.old]
            others.append(
                Area(code=recode.new, name=recode.name, type=old.type, nation=old.nation, region=old.region)
            )
            successions.append(
                Succession(predecessor=recode.old, successor=recode.new, from_date=recode.holds_from)
            )
    if not dry:
        Area.objects.bulk_create(
            [area for _, area, _ in rows],
            update_conflicts=True,
            unique_fields=["code"],
            update_fields=list(AREA_FIELDS),
        )
        Area.objects.bulk_create(others, ignore_conflicts=True)
        Succession.objects.bulk_create(successions, ignore_conflicts=True)
    _count(load, len(rows), rejects)
    return rejects


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
    for _line, area, row in rows:
        before = [peer for position in range(1, 21) if (peer := standing.get((area, position)))]
        load.unchanged += before == [peer for peer in row if peer]
        load.superseded += bool(before) and before != [peer for peer in row if peer]
    if not dry and given != standing:
        edition = PeerList.objects.create(slug=slug, title=title, load=load)
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
    """Reads every row; what cannot be taken becomes a reject."""
    taken: list[T] = []
    rejects: list[Reject] = []
    for line, cells in table.rows:
        row = {
            name: cells[index].strip() if index < len(cells) else ""
            for name, index in table.layout.columns.items()
        }
        try:
            taken.append(read({**dict.fromkeys(table.layout.source.columns, ""), **row, "line": str(line)}))
        except Fault as fault:
            rejects.append((line, str(fault)[:500], table.original()))
    return taken, rejects


def _count(load: Load, taken: int, rejects: Iterable[Reject]) -> None:
    load.kept = taken
    load.rejected = len(list(rejects))
    load.rows = load.kept + load.rejected
