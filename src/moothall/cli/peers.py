"""`moothall peers`: who a council is compared with, from a table. Needs no database, no settings and no Django."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from moothall.cli.door import Json, Quiet, check_writable, input_file, say, stop, write_json

if TYPE_CHECKING:
    from moothall.engines.peers import Candidate, Choice

CODE = ("area", "areacd", "area code", "gss code", "code", "local authority code", "lad code", "ons code")
NAME = ("name", "areanm", "area name", "nice name", "local authority name", "council")
TYPE = ("type", "tier", "local authority type")
REGION = ("region", "region name")
BLANK = {"", "-", "–", "..", ":", "na", "n/a", "null", "[x]", "[c]", "[z]"}


def register(app: typer.Typer) -> None:
    app.command()(peers)


def peers(
    area: Annotated[str, typer.Argument(help="The council: its code, or its name as in the table.")],
    characteristics: Annotated[
        Path | None,
        typer.Option(help="A table of areas: a column of codes, and one for each characteristic; - to pipe."),
    ] = None,
    list_: Annotated[
        Path | None,
        typer.Option(
            "--list", help="A published list: an area in each row, then its neighbours, nearest first."
        ),
    ] = None,
    k: Annotated[int | None, typer.Option("--k", min=1, help="How many to take: 15; of a list, all.")] = None,
    weight: Annotated[
        list[str] | None,
        typer.Option("--weight", metavar="NAME=WEIGHT", help="Weigh a characteristic; else 1."),
    ] = None,
    same_region: Annotated[
        bool, typer.Option("--same-region", help="Those of the same type and region, not the nearest.")
    ] = False,
    any_type: Annotated[
        bool, typer.Option("--any-type", help="Look beyond councils of the same type.")
    ] = False,
    json: Json = None,
    quiet: Quiet = False,
) -> None:
    """Choose a council's comparators, by distance over characteristics or from a published list.

    What was missing is given the median of the council's type, and named; nothing is left out in silence.

    Example: moothall peers E07000234 --characteristics areas.csv --k 15 --json peers.json
    """
    from moothall.engines import peers as engine

    if (characteristics is None) == (list_ is None):
        stop(
            "Give one table: --characteristics FILE to work the distances out, or --list FILE to read a list."
        )
    check_writable(json)
    try:
        if list_ is not None:
            if weight or same_region or any_type:
                stop(
                    "A published list is used as published: it takes no --weight, --same-region or --any-type."
                )
            own, found, candidates = _from_list(list_, area, k)
        else:
            assert characteristics is not None
            candidates = _candidates(characteristics)
            own = _own(area, candidates.values())
            if same_region:
                found = engine.same_region(own, candidates.values())
            else:
                found = engine.nearest(
                    own,
                    candidates.values(),
                    weights=_weights(weight or []),
                    k=k or engine.NEAREST,
                    any_type=any_type,
                )
    except ValueError as fault:
        stop(str(fault))
    write_json(json, as_json(found, candidates))
    if str(json) != "-" and not quiet:
        for line in _lines(found, candidates):
            say(line)


def as_json(found: "Choice", candidates: "Mapping[str, Candidate]") -> dict[str, Any]:
    """The comparators, their distances, and what was imputed, dropped or not known."""

    def name(code: str) -> str | None:
        return (candidates[code].name or None) if code in candidates else None

    return {
        "area": found.own,
        "name": name(found.own),
        "way": found.way,
        "looked_at": found.pool,
        "peers": [
            {
                "area": it.code,
                "name": name(it.code),
                "position": it.position,
                "distance": None if it.distance is None else f"{it.distance:.6f}",
                "same_type": it.same_type,
                "imputed": list(it.imputed),
            }
            for it in found.members
        ],
        "characteristics": [
            {
                "name": it.name,
                "weight": f"{it.weight:g}",
                "mean": f"{it.mean:.10g}",
                "deviation": f"{it.deviation:.10g}",
                "missing": list(it.missing),
            }
            for it in found.characteristics
        ],
        "imputed": list(found.imputed),
        "dropped": [{"name": name, "reason": why} for name, why in found.dropped],
        "unknown": list(found.unknown),
    }


def _lines(found: "Choice", candidates: "Mapping[str, Candidate]") -> Iterator[str]:
    def called(code: str) -> str:
        named = candidates[code].name if code in candidates else ""
        return f"{named} ({code})" if named else code

    ways = {
        "characteristics": f"nearest by {len(found.characteristics)} characteristics, of {found.pool} looked at",
        "region": "of the same type and region",
        "list": "as the list has them",
    }
    yield f"{called(found.own)}: {len(found.members)} comparators, {ways[found.way]}"
    for it in found.members:
        apart = "" if it.distance is None else f"  {it.distance:.3f}"
        notes = [] if it.same_type else ["another type"]
        notes += [f"median given for {', '.join(it.imputed)}"] if it.imputed else []
        said = f"  ({'; '.join(notes)})" if notes else ""
        yield f"  {it.position:>2}. {called(it.code)}{apart}{said}"
    if found.imputed:
        yield f"  It was given the median itself for: {', '.join(found.imputed)}"
    for name, why in found.dropped:
        yield f"  Not counted: {name}: {why}"


def _candidates(path: Path) -> "dict[str, Candidate]":
    """A row for each council. Every column that is no code, name, type or region is a characteristic."""
    from moothall.engines.peers import Candidate
    from moothall.kit.numbers import NotANumber, decimal, exact
    from moothall.kit.unreadable import Unreadable

    found: dict[str, Candidate] = {}
    for places, line, row in _rows(path):
        code = row[places["code"]]
        if not code:
            continue
        figures: dict[str, Decimal | None] = {}
        for name, at in places.items():
            if name in ("code", "name", "type", "region"):
                continue
            text = row[at]
            try:
                figures[name] = None if text.casefold() in BLANK else decimal(*exact(text))
            except NotANumber as fault:
                raise Unreadable(f"{path}, line {line}, {name}: {fault}") from fault
        if code in found:
            raise Unreadable(f"{path}, line {line}: {code} has a row already: give each area once.")
        found[code] = Candidate(
            code, _cell(row, places, "name"), _type(row, places, code), _cell(row, places, "region"), figures
        )
    if not found:
        raise Unreadable(f"{path} has no rows under its header: give a row for each area.")
    return found


def _type(row: list[str], places: Mapping[str, int], code: str) -> str:
    """The type the table gives, else the one the code says."""
    from moothall.reference.gss import area_type

    kind = area_type(code)
    return _cell(row, places, "type") or (f"{kind.slug} in {kind.nation}" if kind else "")


def _cell(row: list[str], places: Mapping[str, int], name: str) -> str:
    return row[places[name]] if name in places else ""


def _rows(path: Path) -> Iterator[tuple[dict[str, int], int, list[str]]]:
    """Where each column is, the line, and the cells of each row, as many as the header has."""
    from moothall.kit.tables import open_table
    from moothall.kit.unreadable import Unreadable

    with input_file(path) as (place, name), closing(open_table(place, name)) as table:
        for sheet in table.sheets:
            rows = iter(sheet.rows())
            for _line, header in rows:
                places = _places(header)
                if "code" in places:
                    yield from (
                        (places, line, [it.strip() for it in cells] + [""] * (len(header) - len(cells)))
                        for line, cells in rows
                    )
                    return
        raise Unreadable(f"{name} has no column of area codes: head it 'area' or 'areacd'.")


def _places(header: list[str]) -> dict[str, int]:
    known = {
        word: field
        for field, words in (("code", CODE), ("name", NAME), ("type", TYPE), ("region", REGION))
        for word in words
    }
    found: dict[str, int] = {}
    for at, text in enumerate(header):
        folded = " ".join(text.replace("_", " ").replace("-", " ").split()).casefold()
        name = known.get(folded, text.strip())
        if name and name not in found:
            found[name] = at
    return found


def _from_list(path: Path, area: str, k: int | None) -> "tuple[str, Choice, dict[str, Candidate]]":
    """The row of a published list that is the council's, used as it stands."""
    from moothall.engines.peers import Candidate, as_listed
    from moothall.reference.gss import area_type

    rows = {row[places["code"]]: _neighbours(places, row) for places, _, row in _rows(path)}
    wanted = area.strip().upper()
    if wanted not in rows:
        stop(f"The list has no row for '{area}': give the code of one of its {len(rows)} areas.")
    codes = rows[wanted][:k] if k else rows[wanted]
    kinds = {code: area_type(code) for code in (wanted, *codes)}
    candidates = {
        code: Candidate(code, "", f"{kind.slug} in {kind.nation}") for code, kind in kinds.items() if kind
    }
    if wanted not in candidates:
        stop(f"'{area}' is not the GSS code of a kind of area known here: check it.")
    return wanted, as_listed(wanted, codes, candidates.values()), candidates


def _neighbours(places: Mapping[str, int], row: list[str]) -> list[str]:
    from moothall.reference.gss import well_formed

    own = row[places["code"]]
    return [cell for cell in row if well_formed(cell) and cell != own]


def _own(area: str, candidates: "Iterable[Candidate]") -> str:
    wanted = area.strip()
    named = (it.code for it in candidates if wanted.casefold() in (it.code.casefold(), it.name.casefold()))
    code = next(named, None)
    if code is None:
        stop(f"The table has no area '{area}': give a code or a name that is in it.")
    return code


def _weights(given: list[str]) -> dict[str, float]:
    found = {}
    for entry in given:
        name, _, amount = entry.rpartition("=")
        try:
            found[name.strip()] = float(amount)
        except ValueError:
            stop(f"'{entry}' is no weight: write the characteristic, = and a number, such as 'Density=2'.")
    return found
