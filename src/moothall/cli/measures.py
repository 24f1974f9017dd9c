"""`moothall measure` and `moothall benchmark`: what the store holds, and how a council compares."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from moothall.cli.door import As, Json, Quiet, acting, ready, say, write_json
from moothall.kit.numbers import plain_or_none

if TYPE_CHECKING:
    from moothall.core.models import Person
    from moothall.figures.measures import Measure
    from moothall.figures.models import Area

measure = typer.Typer(no_args_is_help=True, help="The measures, and their figures.")
Where = Annotated[str, typer.Option("--area", help="The area: its GSS code, or its name.")]
Which = Annotated[str, typer.Argument(metavar="ID", help="The measure's id, or its title.")]


def register(app: typer.Typer) -> None:
    app.add_typer(measure, name="measure")
    app.command("benchmark")(benchmark)


@measure.command("list")
def list_(json: Json = None, as_: As = "", quiet: Quiet = False) -> None:
    """Every measure of the catalogue, with how many areas have figures and from when to when.

    Example: moothall measure list --json -
    """
    ready()
    from moothall.figures import queries
    from moothall.figures.measures import catalogue

    extents = queries.extents(acting(as_))
    rows: list[dict[str, Any]] = []
    for it in catalogue().values():
        extent = extents.get(it.id)
        rows.append(
            {
                "id": it.id,
                "title": it.title,
                "unit": it.unit,
                "frequency": it.frequency,
                "areas": extent.areas if extent else 0,
                "from": extent.first.iso if extent else None,
                "to": extent.last.iso if extent else None,
            }
        )
    write_json(json, {"measures": rows})
    if str(json) != "-" and not quiet:
        for row in rows:
            extent = extents.get(row["id"])
            reach = (
                f"{extent.areas:,} areas, {extent.first.label} to {extent.last.label}"
                if extent
                else "no figures yet"
            )
            say(f"{row['id']:<40} {row['title']} ({row['unit']}): {reach}")


@measure.command("show")
def show(measure_id: Which, area: Where, json: Json = None, as_: As = "", quiet: Quiet = False) -> None:
    """One measure for one area: every period, with where each figure comes from.

    Example: moothall measure show recycling-rate --area E07000170
    """
    ready()
    from moothall.figures import queries
    from moothall.kit.numbers import show as shown

    person, it, place = _asked(as_, measure_id, area)
    found = list(queries.observations(person, it, areas=[place.code]))
    write_json(
        json,
        {
            "measure": _measure(it),
            "area": {"code": place.code, "name": place.name, "type": place.type},
            "observations": [
                {
                    "period": row.period.iso,
                    "value": plain_or_none(row.value),
                    "numerator": plain_or_none(row.numerator),
                    "denominator": plain_or_none(row.denominator),
                    "missing": row.reason or row.missing or None,
                    "status": row.status,
                    "source": row.load.source,
                    "file": row.load.file_name,
                    "sha256": row.load.sha256,
                    "row": row.line,
                }
                for row in found
            ],
        },
    )
    if str(json) == "-" or quiet:
        return
    say(f"{it.title}, {place.name} ({it.better})")
    for row in found:
        value = row.value
        said = (
            f"no figure: {row.reason or row.missing}" if value is None else shown(value, it.unit, it.decimals)
        )
        say(f"  {row.period.label:<16} {said:<24} {row.load.file_name}, line {row.line}")
    if not found:
        say("  no figures are held for this area")


def benchmark(
    measure_id: Which,
    area: Where,
    peers: Annotated[
        str, typer.Option(help="Which list of neighbours; the first there is when not given.")
    ] = "",
    period: Annotated[str, typer.Option(help="Which period; the latest when not given.")] = "",
    json: Json = None,
    as_: As = "",
    quiet: Quiet = False,
) -> None:
    """How a council compares with its nearest neighbours.

    Example: moothall benchmark recycling-rate --area E07000170 --peers global-neighbours
    """
    ready()
    from moothall.insight import queries as insight

    person, it, place = _asked(as_, measure_id, area)
    found = insight.benchmark(person, it, place, peer_list=peers or None, period=period or None)
    write_json(json, insight.as_json(found))
    if str(json) != "-" and not quiet:
        for line in insight.as_text(found):
            say(line)


def _asked(as_: str, measure_id: str, area: str) -> "tuple[Person, Measure, Area]":
    from moothall.core.errors import NotPossible
    from moothall.figures import queries

    it = queries.measure(measure_id)
    if it is None:
        raise NotPossible(f"There is no measure '{measure_id}': `moothall measure list` names them all.")
    place = queries.area(area)
    if place is None:
        raise NotPossible(f"No area is '{area}': give its GSS code, or load the table of areas first.")
    return acting(as_), it, place


def _measure(it: "Measure") -> dict[str, Any]:
    return {
        "id": it.id,
        "title": it.title,
        "definition": it.definition,
        "unit": it.unit,
        "decimals": it.decimals,
        "basis": it.basis,
        "polarity": it.polarity,
        "frequency": it.frequency,
        "numerator": it.numerator or None,
        "denominator": it.denominator or None,
        "source": it.source,
        "licence": it.licence,
        "owner": it.owner,
    }
