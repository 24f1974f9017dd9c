"""A new database made at once has what the migrations make: PostgreSQL's of this suite was made by them."""

import os
import re
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from typing import Any
from uuid import uuid4

import psycopg
import pytest
from django.db import connection
from tests.databases import on_server, url_of

pytestmark = pytest.mark.django_db

Ask = Callable[[str], list[tuple[Any, ...]]]
ON_POSTGRES = (
    "SELECT table_name, column_name, data_type, is_nullable, character_maximum_length FROM information_schema.columns"
    " WHERE table_schema = 'public'",
    "SELECT conrelid::regclass::text, pg_get_constraintdef(oid) FROM pg_constraint WHERE conrelid <> 0"
    " AND connamespace = 'public'::regnamespace",
    "SELECT tablename, regexp_replace(indexdef, 'INDEX \\S+ ON', 'INDEX ON') FROM pg_indexes"
    " WHERE schemaname = 'public'",
)


def here(query: str) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(query)
        return cursor.fetchall()


@pytest.fixture(scope="module")
def at_once(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ask]:
    """Asks a database that `moothall migrate` made."""
    home, name = tmp_path_factory.mktemp("at-once"), f"moothall_once_{uuid4().hex[:8]}"
    env = {**os.environ, "MOOTHALL_HOME": str(home)}
    if connection.vendor == "postgresql":
        on_server(f"CREATE DATABASE {name}")
        env["DATABASE_URL"] = url_of(name)
    subprocess.run([sys.executable, "-m", "moothall", "migrate", "--quiet"], env=env, check=True)
    if connection.vendor == "postgresql":
        with psycopg.connect(env["DATABASE_URL"]) as link:
            yield lambda query: link.execute(query).fetchall()  # type: ignore[call-overload]
        on_server(f"DROP DATABASE {name} WITH (FORCE)")
    else:
        with sqlite3.connect(home / "moothall.sqlite3") as database:
            yield lambda query: database.execute(query).fetchall()


def schema(ask: Ask) -> set[tuple[Any, ...]]:
    """Columns, keys, constraints and indexes; their order is left aside, and what PostgreSQL names itself."""
    if connection.vendor == "postgresql":
        return {row for query in ON_POSTGRES for row in ask(query)}
    found: set[tuple[Any, ...]] = set()
    for kind, name, table, sql in ask("SELECT type, name, tbl_name, sql FROM sqlite_master"):
        if kind == "table" and not name.startswith("sqlite_"):
            found |= {(name, *it[1:6]) for it in ask(f"PRAGMA table_info('{name}')")}
            found |= {(name, *it[2:5]) for it in ask(f"PRAGMA foreign_key_list('{name}')")}
            found |= {(name, it) for it in re.findall(r'CONSTRAINT "(\w+)"', sql)}
        elif kind == "index" and sql:
            found.add((table, sql))
    return {it for it in found if it[0] != "django_migrations"}


def test_both_ways_make_the_same_tables(at_once: Ask) -> None:
    made = schema(at_once)
    assert len(made) > 1000
    differ = {it[:2] for it in made ^ schema(here)}
    assert differ <= {("auth_group_permissions", "id")}, (
        "Django's own: an integer by its migration, else a big one"
    )


def test_both_ways_leave_the_same_roles(at_once: Ask) -> None:
    roles = "SELECT role.slug, name, permission, scope FROM core_role role JOIN core_grant it ON it.role_id = role.id"
    assert len(here(roles)) > 100
    assert sorted(at_once(roles)) == sorted(here(roles))


def test_no_migration_waits_after_it(at_once: Ask) -> None:
    assert len(at_once("SELECT name FROM django_migrations WHERE app = 'core'")) > 3
