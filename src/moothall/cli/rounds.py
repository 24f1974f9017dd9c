"""`moothall rounds`: plans checked and made, and published instances read. No database, no settings and no Django."""

import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Annotated

import typer

from moothall.cli.door import Json, Quiet, check_writable, input_file, progress, say, stop, write_json

if TYPE_CHECKING:
    from moothall.engines.rounds import Plan, Problem
    from moothall.engines.rounds.check import Figures, Report
    from moothall.engines.rounds.solving import Progress

SECONDS = 60.0
MOST_SHOWN = 20  # of the rules broken; the JSON has them all

rounds = typer.Typer(no_args_is_help=True, help="Rounds on real streets: checked, planned and converted.")
ProblemFile = Annotated[
    Path,
    typer.Argument(metavar="PROBLEM", help="The problem, as `moothall schema rounds-problem`; - to pipe."),
]


def register(app: typer.Typer) -> None:
    app.add_typer(rounds, name="rounds")


@rounds.command("check")
def check(
    problem: ProblemFile,
    plan: Annotated[Path, typer.Argument(metavar="PLAN", help="A plan, as `moothall schema rounds-plan`.")],
    json: Json = None,
    quiet: Quiet = False,
) -> None:
    """Cost a plan again, whoever made it, and name every rule that it breaks.

    Exit status 1 when it breaks any, or the problem has faults.

    Example: moothall rounds check week.json today.json --json today-costed.json
    """
    from moothall.engines.rounds import check as checked
    from moothall.engines.rounds import faults

    with _told():
        asked, given = _problem(problem), _plan(plan)
        report = checked(asked, given)
        found = [it.sentence for it in faults(asked)]
        write_json(json, {"faults": found, "report": report.as_data()})
    if str(json) != "-" and not quiet:
        _say(report)
    _name([*found, *(it.sentence for it in report.broken)])
    if found or report.broken:
        raise typer.Exit(1)


@rounds.command("solve")
def solve(
    problem: ProblemFile,
    out: Annotated[Path, typer.Option("--out", metavar="PLAN", help="Where the plan goes.")],
    seed: Annotated[int, typer.Option(min=0, help="The same seed and iterations give the same plan.")] = 1,
    iterations: Annotated[
        int | None, typer.Option(min=1, metavar="N", help="How often to try something else.")
    ] = None,
    seconds: Annotated[
        float | None,
        typer.Option(min=0.1, metavar="S", help="How long, in place of iterations.", show_default="60"),
    ] = None,
    start: Annotated[
        Path | None, typer.Option("--from", metavar="PLAN", help="Begin from this plan: today's rounds, say.")
    ] = None,
    json: Json = None,
    quiet: Quiet = False,
) -> None:
    """Plan rounds. Ctrl-C ends the search, and the best plan so far is written.

    Exit status 1 when even the best plan breaks a rule, with why; 2 when the problem has faults, which are named.

    Example: moothall rounds solve week.json --out plan.json --seconds 300 --from today.json
    """
    if iterations and seconds:
        stop("Give iterations or seconds, not both.")
    check_writable(out, json)
    from moothall.engines.rounds import check as checked
    from moothall.engines.rounds import faults

    with _told():
        asked, begun = _problem(problem), _plan(start) if start else None
        if found := [it.sentence for it in faults(asked)]:
            _name(found)
            raise typer.Exit(2)
        from moothall.engines.rounds.plain import as_plain
        from moothall.engines.rounds.solving import shortfall
        from moothall.engines.rounds.solving import solve as solved

        limit = None if iterations else seconds or SECONDS
        with _interruptible() as asked_to_stop, progress("Planning", quiet) as bar:

            def tell(it: "Progress") -> None:
                bar(it.iterations, it.of, f"{_money(round(it.cost))}, {it.left_out} left out")

            result = solved(
                asked,
                seed=seed,
                iterations=iterations,
                seconds=limit,
                clock=monotonic,
                stop=asked_to_stop,
                start=begun,
                report=tell,
            )
        report = checked(asked, result.plan)
        why = shortfall(asked, result.plan)
        write_json(out, result.plan.as_data())
        run = {"seed": result.seed, "iterations": result.iterations, "interrupted": result.interrupted}
        lacking = {"left_out": list(result.left_out), "why": as_plain(why)}
        write_json(json, {**run, **lacking, "report": report.as_data()})
    if str(json) != "-" and str(out) != "-" and not quiet:
        _say(report)
        ended = "stopped after" if result.interrupted else "of"
        say(f"Written to {out}: seed {result.seed}, {ended} {result.iterations:,} iterations.")
    _name([*(f"{it.sentence} {it.remedy}" for it in why), *(it.sentence for it in report.broken)])
    if report.broken:
        raise typer.Exit(1)


@rounds.command("convert")
def convert(
    instance: Annotated[
        Path,
        typer.Argument(metavar="INSTANCE", help="A CARP (gdb, val, egl) or Lpr_IF instance; - to pipe."),
    ],
    out: Annotated[
        Path, typer.Option("--out", metavar="PROBLEM", help="Where the problem goes; - for the screen.")
    ] = Path("-"),
) -> None:
    """Turn a published arc-routing instance into a problem, in the shape of `moothall schema rounds-problem`.

    Example: moothall rounds convert gdb1.dat --out gdb1.json
    """
    from moothall.engines.rounds.formats import read

    with _told():
        with input_file(instance) as (path, name):
            text = path.read_bytes().decode("utf-8", "replace")
        write_json(out, read(text, Path(name).stem).problem.as_data())


def _problem(path: Path) -> "Problem":
    from moothall.engines.rounds import Problem

    with input_file(path) as (place, _):
        return Problem.from_json(place.read_bytes())


def _plan(path: Path) -> "Plan":
    from moothall.engines.rounds import Plan

    with input_file(path) as (place, _):
        return Plan.from_json(place.read_bytes())


@contextmanager
def _told() -> Iterator[None]:
    """What a person can put right, as one sentence."""
    from moothall.kit.unreadable import Unreadable

    try:
        yield
    except Unreadable as fault:
        stop(str(fault))
    except OSError as fault:
        stop(f"{fault.filename or 'A file'}: {fault.strerror or fault}.")


@contextmanager
def _interruptible() -> Iterator[Callable[[], bool]]:
    """Whether Ctrl-C was pressed: the search ends at its next question. Pressed again it ends the program."""
    pressed: list[int] = []
    before = signal.getsignal(signal.SIGINT)

    def note(number: int, frame: object) -> None:
        pressed.append(number)
        signal.signal(signal.SIGINT, before)

    signal.signal(signal.SIGINT, note)
    try:
        yield lambda: bool(pressed)
    finally:
        signal.signal(signal.SIGINT, before)


def _say(report: "Report") -> None:
    from moothall.engines.rounds.check.words import clock, length

    for it in report.rounds:
        say(f"{it.day}, {it.vehicle}: {clock(it.starts)} to {clock(it.ends)}, {_figures(it.figures)}")
    whole = report.whole
    say(f"All {whole.rounds} rounds: {_figures(whole.figures)}")
    if whole.imbalance is not None:
        longest, shortest = length(whole.longest or 0), length(whole.shortest or 0)
        say(f"The longest is {longest}, the shortest {shortest}: {whole.imbalance:.1%} over the mean.")
    if report.homes_with_a_day:
        say(f"{report.homes_moved:,} of {report.homes_with_a_day:,} homes change their day.")
    say(f"Cost: {_money(report.pence)}.")


def _figures(it: "Figures") -> str:
    from moothall.engines.rounds.check.words import length

    tonnes = sum(it.kilograms.values()) / 1000
    told = [
        f"{length(it.seconds)} ({length(it.unproductive)} of it with nothing served)",
        f"{it.metres / 1000:,.1f} km",
        f"{it.homes:,} homes" if it.homes else "",
        f"{tonnes:,.1f} t" if tonnes else "",
        f"{it.tips} tips" if it.tips else "",
        f"{it.grams / 1000:,.1f} kg CO2e" if it.grams else "",
    ]
    return ", ".join(part for part in told if part)


def _money(pence: int) -> str:
    return f"£{pence / 100:,.2f}"


def _name(sentences: list[str]) -> None:
    for it in sentences[:MOST_SHOWN]:
        typer.echo(f"moothall: {it}", err=True)
    if len(sentences) > MOST_SHOWN:
        typer.echo(f"moothall: and {len(sentences) - MOST_SHOWN:,} more.", err=True)
