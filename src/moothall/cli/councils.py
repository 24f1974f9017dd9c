"""`moothall council` and `moothall person`: setting an installation up before anybody can sign in to it."""

import getpass
from typing import Annotated

import typer

from moothall.cli.door import As, Council, Quiet, acting, council, ready, say

councils = typer.Typer(no_args_is_help=True, help="The councils served here, and their services.")
people = typer.Typer(no_args_is_help=True, help="Who can sign in.")
Slug = Annotated[
    str, typer.Argument(metavar="SLUG", help="A short name for addresses: letters, digits and hyphens.")
]
Name = Annotated[str, typer.Argument(metavar="NAME", help="The name as people read it.")]


def register(app: typer.Typer) -> None:
    app.add_typer(councils, name="council")
    app.add_typer(people, name="person")


@councils.command("add")
def add_council(
    slug: Slug,
    name: Name,
    area: Annotated[str, typer.Option(help="The GSS code of the area it serves.")] = "",
    as_: As = "",
    quiet: Quiet = False,
) -> None:
    """Add a council to this installation.

    Example: moothall council add ashfield 'Ashfield District Council' --area E07000170
    """
    ready()
    from moothall.core.actions import add_council

    made = add_council(acting(as_), slug=slug, name=name, area_code=area)
    if not quiet:
        say(
            f"{made} is served here. Add its services (`moothall council service`) and people (`moothall person add`)."
        )


@councils.command("service")
def add_service(
    slug: Slug, name: Name, organisation: Council = "", as_: As = "", quiet: Quiet = False
) -> None:
    """Add a service to a council; measures name their service by its short name.

    Example: moothall council service waste 'Waste and recycling'
    """
    ready()
    from moothall.core.actions import add_service

    made = add_service(acting(as_), organisation=council(organisation), slug=slug, name=name)
    if not quiet:
        say(f"{made.organisation} has the service {made}.")


@people.command("add")
def add_person(
    username: Annotated[str, typer.Argument(metavar="USERNAME", help="What they sign in as.")],
    name: Name,
    role: Annotated[str, typer.Option(help="The role's short name: administrator, auditor …")],
    email: Annotated[
        str, typer.Option(help="Needed for the council's own account and for forgotten passwords.")
    ] = "",
    own: Annotated[
        list[str], typer.Option(help="A service or measure that a narrow role reaches; may be repeated.")
    ] = [],  # noqa: B006
    password: Annotated[
        bool, typer.Option(help="Ask for a password; without one they sign in by e-mail address.")
    ] = True,
    organisation: Council = "",
    as_: As = "",
    quiet: Quiet = False,
) -> None:
    """Add somebody with a role. Their password is asked for and never shown.

    Example: moothall person add jo.bloggs 'Jo Bloggs' --role administrator
    """
    ready()
    from django.core.exceptions import ValidationError
    from django.db import transaction

    from moothall.core import actions, queries
    from moothall.core.errors import NotPossible

    by, where = acting(as_), council(organisation)
    wanted = queries.role_called(role)
    secret = getpass.getpass(f"Password for {username}: ") if password else None
    try:
        with transaction.atomic():
            made = actions.add_person(
                by, organisation=where, username=username, name=name, email=email, password=secret
            )
            actions.give_role(by, to=made, organisation=where, role=wanted, own=own)
    except ValidationError as weak:
        raise NotPossible(" ".join(weak.messages)) from weak
    if not quiet:
        say(f"{made} is {wanted.name} at {where}.")
