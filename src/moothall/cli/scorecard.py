"""`moothall scorecard`: how a council stands on its priorities today."""

from typing import TYPE_CHECKING, Any

import typer

from moothall.cli.door import As, Council, Json, Quiet, acting, council, ready, say, write_json
from moothall.kit.numbers import plain_or_none

if TYPE_CHECKING:
    from moothall.performance.queries import Line, Scorecard


def register(app: typer.Typer) -> None:
    app.command("scorecard")(scorecard)


def scorecard(organisation: Council = "", json: Json = None, as_: As = "", quiet: Quiet = False) -> None:
    """How the council stands on its priorities: each measure's latest figure, target, status and travel.

    Example: moothall scorecard --json -
    """
    ready()
    from moothall.core import clock
    from moothall.performance import queries

    found = queries.scorecard(acting(as_), council(organisation), clock.today())
    write_json(json, _result(found))
    if str(json) != "-" and not quiet:
        _tell(found)


def _result(found: "Scorecard") -> dict[str, Any]:
    """The scorecard in the published shape."""
    from moothall.performance.queries import counted

    where = found.organisation
    return {
        "organisation": {"id": where.slug, "name": where.name, "area": where.area_code or None},
        "on": found.on.isoformat(),
        "counts": {status.value: count for status, count in counted(found.lines()).items()},
        "priorities": [
            {
                "id": it.priority.slug,
                "title": it.priority.title,
                "portfolio": it.priority.portfolio or None,
                "holder": str(it.priority.holder) if it.priority.holder else None,
                "from": it.priority.from_date.isoformat(),
                "to": it.priority.to_date.isoformat() if it.priority.to_date else None,
                "measures": [_measure(line) for line in it.lines],
            }
            for it in found.sections
        ],
    }


def _measure(line: "Line") -> dict[str, Any]:
    it, latest, earlier, target, owner = line.measure, line.latest, line.earlier, line.target, line.owner
    return {
        "id": it.id,
        "title": it.title,
        "unit": it.unit,
        "polarity": it.polarity,
        "service": owner.service.slug if owner else None,
        "person": str(owner.person) if owner and owner.person else None,
        "period": latest.period.iso if latest else None,
        "value": plain_or_none(latest.value if latest else None),
        "missing": _missing(line),
        "target": target
        and {
            "value": plain_or_none(target.value),
            "upper": plain_or_none(target.upper),
            "tolerance": plain_or_none(target.tolerance),
        },
        "status": line.status.value,
        "travel": {
            "direction": line.travel.direction,
            "effect": line.travel.effect or None,
            "period": earlier.period.iso if earlier else None,
            "value": plain_or_none(earlier.value if earlier else None),
        },
    }


def _missing(line: "Line") -> str | None:
    """Why the latest period has no value; None where it has one."""
    if line.latest is None:
        return "nothing was ever returned"
    return None if line.latest.value is not None else line.latest.reason or line.latest.missing


def _tell(found: "Scorecard") -> None:
    say(f"{found.organisation}, {found.on:%-d %B %Y}")
    for section in found.sections:
        say(f"{section.priority}")
        for line in section.lines:
            say(f"  {line.status.value:<16} {_said(line)}")
        if not section.lines:
            say("  no measures have been chosen for it")
    if not found.sections:
        say("  no priorities have been set: a performance officer adds them under Scorecard, Priorities")


def _said(line: "Line") -> str:
    """One measure as a person at a terminal reads it."""
    from moothall.kit.numbers import show

    it, latest, target = line.measure, line.latest, line.target
    if latest is None or latest.value is None:
        return f"{it.title}: no figure ({_missing(line)}); owed by {line.answers}"
    said = f"{it.title}: {show(latest.value, it.unit, it.decimals)} in {latest.period.label}"
    if target and target.value is not None:
        ends = (end for end in (target.value, target.upper) if end is not None)
        said += f", target {' to '.join(show(end, it.unit, it.decimals) for end in ends)}"
    if line.travel.direction != "none":
        ways = {"up": "up", "down": "down", "flat": "no change"}
        said += f", {ways[line.travel.direction]} on a year before"
        said += f": {line.travel.effect}" if line.travel.effect else ""
    return said
