"""`moothall plan`: check, show, verify and publish a plan."""

from typing import Annotated

import typer

from moothall.cli import plan_check
from moothall.cli.door import As, Json, Quiet, acting, ready, say, write_json

plan = typer.Typer(no_args_is_help=True, help="The productivity plan.")
Which = Annotated[str, typer.Argument(metavar="PLAN", help="The plan's short name, or COUNCIL/PLAN.")]


def register(app: typer.Typer) -> None:
    plan_check.register(plan)
    app.add_typer(plan, name="plan")


@plan.command("show")
def show(name: Which, as_: As = "") -> None:
    """The plan as its readers have it: the published edition, else the draft, with where each figure comes from.

    Example: moothall plan show productivity-plan
    """
    ready()
    from moothall.kit.documents.text import to_text
    from moothall.plan import queries

    person = acting(as_)
    say(to_text(queries.shown(person, queries.plan_called(person, name))).rstrip())


@plan.command("verify")
def verify(name: Which, json: Json = None, as_: As = "", quiet: Quiet = False) -> None:
    """Is every edition and progress report still what was endorsed and published? Exit status 1 when one is not.

    Example: moothall plan verify productivity-plan
    """
    ready()
    from moothall.plan import queries
    from moothall.plan.progress import queries as progress

    person = acting(as_)
    found = queries.plan_called(person, name)
    editions, reports = queries.verdicts(person, found), progress.verdicts(person, found)
    verdicts = [*editions, *reports]
    told = {
        kind: [
            {
                what: it.edition,
                "intact": it.intact,
                "checked": list(it.checked),
                "findings": list(it.findings),
            }
            for it in them
        ]
        for kind, what, them in (("editions", "edition", editions), ("reports", "report", reports))
    }
    write_json(json, told)
    if str(json) != "-" and not quiet:
        for it in verdicts:
            say(f"{it.edition}: {', '.join(it.checked)} {'as made' if it.intact else 'CHANGED'}")
            for finding in it.findings:
                say(f"  {finding}")
        if not verdicts:
            say("No edition has been endorsed yet: there is nothing to verify.")
    if not all(it.intact for it in verdicts):
        raise typer.Exit(1)


@plan.command("publish")
def publish(name: Which, as_: As = "", quiet: Quiet = False) -> None:
    """Publish the newest endorsed edition: its public page, and its PDF.

    Example: moothall plan publish productivity-plan
    """
    ready()
    from moothall.plan import actions, queries

    person = acting(as_)
    edition = actions.publish_newest(person, plan=queries.plan_called(person, name))
    if not quiet:
        say(f"{edition} is published.")
