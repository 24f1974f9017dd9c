"""The database server under test, for tests that start processes or need a database of their own."""

import os
from urllib.parse import urlsplit, urlunsplit

import psycopg


def url_of(name: str) -> str:
    """The URL of another database on the PostgreSQL server that DATABASE_URL names."""
    return urlunsplit(urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}"))


def on_server(statement: str) -> None:
    """Runs a statement that must stand outside a transaction, such as CREATE DATABASE."""
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as link:
        link.execute(statement)
