"""`moothall recalculate`: run the methods again over figures that are there. Run it every night, by cron or a timer."""

from typing import Annotated

import typer

from moothall.cli.door import As, Council, Json, Quiet, acting, progress, ready, say, write_json


def register(app: typer.Typer) -> None:
    app.command()(recalculate)


def recalculate(
    measure: Annotated[
        list[str] | None, typer.Option("--measure", help="Only this measure, by its id; may be repeated.")
    ] = None,
    organisation: Council = "",
    json: Json = None,
    as_: As = "",
    quiet: Quiet = False,
) -> None:
    """Work out control charts, forecasts and the other methods again, for one council or for all served here.

    What says nothing new is not stored again, so it can be run as often as you like.

    Example: moothall recalculate --measure recycling-rate
    """
    ready()
    from moothall.core.errors import NotPossible
    from moothall.core.queries import organisation_called, organisations_of
    from moothall.figures.measures import catalogue
    from moothall.figures.recalculating import recalculate as run

    person = acting(as_)
    unknown = sorted(set(measure or ()) - set(catalogue()))
    if unknown:
        raise NotPossible(f"The catalogue has no measure '{unknown[0]}': `moothall measure list` names them.")
    councils = [organisation_called(organisation)] if organisation else list(organisations_of(person))
    done = []
    for council in councils:
        with progress(council.name, quiet) as report:
            kept = run(person, organisation=council, measures=measure or None, report=report)
        done.append({"council": council.slug, "methods": kept})
        if not quiet and str(json) != "-":
            said = ", ".join(f"{name} of {count} measures" for name, count in kept.items())
            say(f"{council}: {said}.")
    write_json(json, {"councils": done})
