"""`moothall remind`: tell people what is due from them. Run it every day, by cron or a systemd timer."""

from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated, Any

import typer

from moothall.cli.door import As, Json, Quiet, acting, ready, say, write_json

if TYPE_CHECKING:
    from moothall.core.due import Due
    from moothall.core.reminding import Round

On = Annotated[
    datetime | None,
    typer.Option("--on", formats=["%Y-%m-%d"], help="As if it were this day; today when not given."),
]
Organisation = Annotated[
    str, typer.Option("--organisation", help="Which council; every council served here when not given.")
]


def register(app: typer.Typer) -> None:
    app.command()(remind)


def remind(
    organisation: Organisation = "", on: On = None, json: Json = None, as_: As = "", quiet: Quiet = False
) -> None:
    """Send each person one message of what they owe: what is late and what falls due, in every room.

    Statutory returns, values of measures and what else is due, each told to whoever answers for it. Run it daily:
    twice on one day sends once, and a message that could not be sent is tried again by the next run.
    Exit status 1 when a message was not taken.

    Example: moothall remind --quiet
    """
    ready()
    from moothall.core import clock
    from moothall.core.errors import NotPossible
    from moothall.core.locks import Busy
    from moothall.core.queries import organisation_called, organisations_of
    from moothall.core.reminding import NOT_TAKEN
    from moothall.core.reminding import remind as send

    person, day = acting(as_), on.date() if on else clock.today()
    councils = [organisation_called(organisation)] if organisation else list(organisations_of(person))
    try:
        rounds = [send(person, organisation=it, on=day) for it in councils]
    except Busy as busy:
        raise NotPossible(str(busy)) from busy
    write_json(json, {"day": day.isoformat(), "councils": [_data(it) for it in rounds]})
    if str(json) != "-" and not quiet:
        _say(rounds, day)
    if any(told.why_not.startswith(NOT_TAKEN) for it in rounds for told in it.told):
        raise typer.Exit(1)


def _say(rounds: "list[Round]", day: date) -> None:
    for it in rounds:
        sent = sum(told.sent for told in it.told)
        say(f"{it.organisation}: {sent} sent for {day.isoformat()}.")
        for told in it.told:
            if not told.sent:
                say(f"  {told.person}: not sent, {told.why_not}.")
        for item in it.nobody:
            say(f"  Nobody to tell of {item.title}: name an owner.")


def _data(it: "Round") -> dict[str, Any]:
    return {
        "council": it.organisation.slug,
        "messages": [
            {
                "to": told.person.username,
                "sent": told.sent,
                "why_not": told.why_not or None,
                "items": [_item(item, it.day) for item in told.items],
            }
            for told in it.told
        ],
        "nobody_to_tell": [_item(item, it.day) for item in it.nobody],
    }


def _item(it: "Due", on: date) -> dict[str, Any]:
    return {
        "kind": it.kind,
        "key": it.key,
        "title": it.title,
        "due": it.due.isoformat(),
        "state": "late" if it.late(on) else "due soon",
    }
