"""`moothall plan`: show, verify and publish a plan."""

import typer


def register(app: typer.Typer) -> None:
    return
