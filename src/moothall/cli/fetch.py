"""`moothall fetch`: feeds from their publishers. Run it every day with --due, by cron or a systemd timer."""

import sys
from typing import TYPE_CHECKING, Annotated, Any

import typer

from moothall.cli.door import As, Json, Quiet, acting, progress, ready, say, write_json

if TYPE_CHECKING:
    from moothall.core.models import Organisation
    from moothall.figures.feeds.models import FeedRun, FeedSetup

Organisation_ = Annotated[
    str, typer.Option("--organisation", help="Which council; every council served here when not given.")
]


def register(app: typer.Typer) -> None:
    app.command("fetch")(fetch)


def fetch(
    feeds: Annotated[
        list[str] | None,
        typer.Argument(metavar="[FEED]…", help="Titles, numbers, or plug-ins such as nomis."),
    ] = None,
    all_: Annotated[bool, typer.Option("--all", help="Every feed that is not stopped.")] = False,
    due: Annotated[bool, typer.Option("--due", help="Every feed whose time has come.")] = False,
    again: Annotated[bool, typer.Option("--again", help="Read all of it, not only what is newer.")] = False,
    json: Json = None,
    organisation: Organisation_ = "",
    as_: As = "",
    quiet: Quiet = False,
) -> None:
    """Fetch figures from publishers, as the feeds are set up.

    With neither names nor --all nor --due it says how feeds are. A run that breaks off is gone on with by the next.
    Exit status 1 when a feed failed or broke off.

    Example: moothall fetch --due --quiet
    """
    ready()
    from moothall.core import clock
    from moothall.core.errors import NotPossible
    from moothall.core.queries import organisation_called, organisations_of
    from moothall.figures.feeds import queries

    person = acting(as_)
    councils = [organisation_called(organisation)] if organisation else list(organisations_of(person))
    wanted = bool(feeds) + all_ + due
    if wanted > 1:
        raise typer.BadParameter("name feeds, or say --all, or --due: one of the three")
    if not wanted:
        _tell_health(person, councils, json, quiet)
        return
    found: list[FeedSetup] = []
    missed: list[NotPossible] = []
    for council in councils:
        if due:
            found += queries.due(person, council, clock.now())
        elif all_:
            found += [it for it in queries.setups(person, council) if it.active]
        else:
            try:
                found += queries.named(person, council, feeds or [])
            except NotPossible as fault:
                missed.append(fault)
    if missed and not found:
        raise missed[0]
    runs = [it for setup in found if (it := _run(person, setup, again, quiet))]
    write_json(json, {"runs": [_data(it) for it in runs]})
    if not quiet and str(json) != "-":
        for it in runs:
            _tell(it)
        if not found:
            say("No feed is due." if due else "No feed is set up.")
    if len(runs) < len(found) or any(it.state in ("failed", "broken off") for it in runs):
        raise typer.Exit(1)


def _run(person: Any, setup: "FeedSetup", again: bool, quiet: bool) -> "FeedRun | None":
    """One run; None, with a sentence, where it cannot even begin: the other feeds still run."""
    from moothall.core.errors import NotPossible
    from moothall.figures.feeds import actions
    from moothall.figures.recalculating import recalculate_after

    try:
        with progress(setup.title, quiet) as report:
            it = actions.fetch(person, setup=setup, report=report, again=again)
    except NotPossible as fault:
        sys.stderr.write(f"moothall: {setup}: {fault}\n")
        return None
    if it.load_id:
        recalculate_after(person, [it.load_id])
    return it


def _tell(it: "FeedRun") -> None:
    say(
        f"{it.setup}: {it.get_state_display()}, {it.rows:,} rows, {it.kept:,} kept, {it.rejected:,} rejected."
    )
    if it.message:
        say(f"  {it.message}")
    for said in it.found.get("differences", ()):
        say(f"  {said}")
    if it.unmapped:
        say(f"  {len(it.unmapped)} with no measure: the feed's page has a file to save for each.")


def _tell_health(person: Any, councils: "list[Organisation]", json: Any, quiet: bool) -> None:
    from moothall.core import clock
    from moothall.figures.feeds import queries

    found = [it for council in councils for it in queries.health(person, council, clock.now())]
    write_json(
        json,
        {
            "feeds": [
                {
                    "id": it.setup.pk,
                    "title": it.setup.title,
                    "council": it.setup.organisation.slug,
                    "feed": it.setup.feed,
                    "state": it.state,
                    "last_run": it.last.started_at.isoformat() if it.last else None,
                    "kept": it.good.kept if it.good else None,
                    "rejected": it.good.rejected if it.good else None,
                    "due": it.due.isoformat() if it.due else None,
                    "licence": it.feed.licence if it.feed else None,
                    "message": it.last.message if it.last else "",
                }
                for it in found
            ]
        },
    )
    if quiet or str(json) == "-":
        return
    for it in found:
        say(f"{it.setup.pk} {it.setup} ({it.setup.organisation}): {it.state}.")
        if it.last and it.last.message:
            say(f"  {it.last.message}")
    if not found:
        say("No feed is set up: the page Feeds sets one up.")


def _data(it: "FeedRun") -> dict[str, Any]:
    return {
        "id": it.setup_id,
        "title": it.setup.title,
        "council": it.setup.organisation.slug,
        "feed": it.setup.feed,
        "run": it.pk,
        "state": it.state,
        "started": it.started_at.isoformat(),
        "finished": it.finished_at.isoformat() if it.finished_at else None,
        "rows": it.rows,
        "kept": it.kept,
        "rejected": it.rejected,
        "load": it.load_id,
        "message": it.message,
        "differences": it.found.get("differences", []),
        "unmapped": [{"id": each["id"], "title": each["title"]} for each in it.unmapped],
    }
