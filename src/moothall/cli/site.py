"""The commands that keep an installation: migrate, demo, serve, worker, doctor."""

import os
import socket
import subprocess
import sys
from typing import Annotated

import typer

from moothall.cli.door import Quiet, ready, say
from moothall.core.errors import NotPossible

Port = Annotated[int, typer.Option(envvar="PORT", help="Port to listen on.")]
Host = Annotated[str, typer.Option(envvar="HOST", help="Address to listen on.")]


def register(app: typer.Typer) -> None:
    for command in (migrate, demo, serve, worker, doctor):
        app.command()(command)


def migrate(quiet: Quiet = False) -> None:
    """Bring the database up to date with this Moothall.

    Example: moothall migrate
    """
    ready()
    from moothall.core.schema import bring_up_to_date

    bring_up_to_date()
    if not quiet:
        say("The database is up to date.")


def demo(
    seed: Annotated[int, typer.Option(help="The same seed makes the same council.")] = 1,
    quiet: Quiet = False,
) -> None:
    """Load the demonstration council: fictional, made from a seed. A second run changes nothing.

    Prints the sign-ins, one a line: role, user name, password.

    Example: moothall demo
    """
    migrate(quiet=True)
    from moothall_demo.build import load_demonstration
    from moothall_demo.methods import run_methods

    tell = (lambda text: None) if quiet else say
    sign_ins = load_demonstration(seed=seed, say=tell)
    run_methods(tell)
    for role, username, password in sign_ins:
        say(f"{role}\t{username}\t{password}")


def serve(
    host: Host = "127.0.0.1",
    port: Port = 8000,
    processes: Annotated[int, typer.Option(help="Server processes.")] = 1,
    worker: Annotated[bool, typer.Option(help="Run a worker for long work beside the server.")] = True,
) -> None:
    """Serve the site, with a worker for long work beside it.

    Example: PORT=8080 moothall serve
    """
    ready()
    from granian import Granian
    from granian.constants import Interfaces
    from granian.log import LogLevels

    from moothall.core.health import faults

    for fault in faults():
        if fault.stops:
            sys.stderr.write(f"moothall: {fault.what} {fault.fix}\n")
            raise typer.Exit(2)
    _free(host, port)
    # what is started here ends when this end of the pipe closes, however this process ends
    end, held = os.pipe()
    os.register_at_fork(after_in_child=lambda: _end_with_parent(end, held))
    beside = None
    if worker:  # out of reach of Ctrl-C: two signals would end its work as a fault
        beside = subprocess.Popen(
            [sys.executable, "-m", "moothall", "worker", "--beside"], stdin=end, start_new_session=True
        )
    say(f"Moothall is at http://{host}:{port}/ (Ctrl-C stops it)")
    try:
        Granian(
            "moothall.web.wsgi:application",
            address=host,
            port=port,
            interface=Interfaces.WSGI,
            workers=processes,
            blocking_threads=4,
            workers_kill_timeout=5,  # one told to stop while it starts does not hear it
            log_access=False,
            log_level=LogLevels.warning,
        ).serve()
    finally:
        os.close(held)
        if beside:
            beside.wait()


def _free(host: str, port: int) -> None:
    """Refuses a port that is taken: the server itself would share it with whoever has it."""
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as asked:
        asked.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            asked.bind((host, port))
        except OverflowError as wrong:
            raise NotPossible(f"PORT is {port}: write a number up to 65535.") from wrong
        except OSError as taken:
            raise NotPossible(
                f"{host}:{port} cannot be listened on ({taken.strerror}): set PORT to another."
            ) from taken


def worker(
    beside: Annotated[bool, typer.Option("--beside", hidden=True)] = False,
    once: Annotated[bool, typer.Option("--once", help="Do what is waiting, then stop.")] = False,
    quiet: Quiet = False,
) -> None:
    """Do the long work that is waiting, and whatever comes.

    Example: moothall worker
    """
    ready()
    from django.core.management import call_command

    from moothall.core.jobs import take_up_again

    if beside:
        _end_with_parent()
    take_up_again(patience=5)
    call_command("db_worker", interval=0.5, batch=once, verbosity=0 if quiet or beside else 1)


def _end_with_parent(end: int = 0, held: int | None = None) -> None:
    """Ends this process when the pipe at `end` closes: the parent has gone, whatever killed it.

    At once, in the middle of whatever it does: the next worker takes that up again. A fork lets go of the end that
    it inherited, `held`.
    """
    import threading

    def wait() -> None:
        while os.read(end, 1024):  # not through sys.stdin, whose lock would be held as the process ends
            pass
        os._exit(0)

    if held is not None:
        os.close(held)
    threading.Thread(target=wait, daemon=True).start()


def doctor() -> None:
    """Is this installation right? Each fault comes with its fix; exit status 1 when there is any.

    Example: moothall doctor
    """
    ready()
    from moothall.core.health import CHECKS, faults

    found = list(faults())
    for fault in found:
        say(f"FAULT  {fault.what}\n       {fault.fix}")
    say(f"{len(CHECKS)} checks, {len(found)} faults.")
    if found:
        raise typer.Exit(1)
