"""A small world for figures: one council, a few people, and files made on the spot."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

import pytest
from django.db import connection
from tests.databases import on_server, url_of

from moothall.core.actions import add_council
from moothall.core.models import Membership, Organisation, Person, Role, Service
from moothall.core.queries import command_line
from moothall.figures.models import Area

RETURN = ("Measure", "Area", "Period", "Value", "Numerator", "Denominator", "Note")


@pytest.fixture(autouse=True)
def home(settings: Any, tmp_path: Path) -> Path:
    """Kept files and locks go to a folder of the test's own."""
    settings.MOOTHALL_HOME = tmp_path / "home"
    return settings.MOOTHALL_HOME


@pytest.fixture
def council(db: None) -> Organisation:
    Area.objects.create(code="X07000001", name="Ashcombe Vale", type="district", nation="Fictional")
    Area.objects.create(code="X07000002", name="Brindle Moor", type="district", nation="Fictional")
    made = add_council(
        command_line("a test"), slug="ashcombe", name="Ashcombe Vale Council", area_code="X07000001"
    )
    Service.objects.create(organisation=made, slug="waste", name="Waste and recycling")
    return made


@pytest.fixture
def person(council: Organisation) -> Callable[..., Person]:
    """Somebody with a role at the council: person("contributor", own=["recycling-rate"])."""

    def make(role: str, own: Sequence[str] = ()) -> Person:
        made = Person.objects.create(username=role, name=role.title())
        Membership.objects.create(
            person=made, organisation=council, role=Role.objects.get(slug=role), own=list(own)
        )
        return made

    return make


@pytest.fixture
def officer(person: Callable[..., Person]) -> Person:
    return person("performance-officer")


@pytest.fixture
def csv_file(tmp_path: Path) -> Callable[..., Path]:
    """A CSV file with these rows under a header."""

    def write(*rows: Sequence[object], header: Sequence[str] = RETURN, name: str = "return.csv") -> Path:
        path = tmp_path / name
        lines = [",".join(f'"{cell}"' for cell in row) for row in (header, *rows)]
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
        return path

    return write


@pytest.fixture
def another_process(home: Path, db: None) -> Iterator[Callable[[str], Any]]:
    """Runs Python beside this test, on its home folder and database server; killed at the end."""
    started: list[Any] = []
    env = {**os.environ, "MOOTHALL_HOME": str(home)}
    if connection.vendor == "postgresql":
        env["DATABASE_URL"] = url_of(connection.settings_dict["NAME"])

    def run(code: str) -> Any:
        command = [sys.executable, "-c", f"import django\ndjango.setup()\n{code}"]
        process = subprocess.Popen(command, env=env, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        started.append(process)
        return process

    yield run
    for process in started:
        process.kill()
        process.communicate()


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """One migrated installation with nothing in it, for others to be copies of: migrating takes five seconds."""
    env = {
        **os.environ,
        "MOOTHALL_HOME": str(tmp_path_factory.mktemp("migrated") / "home"),
        "MOOTHALL_LOG_LEVEL": "ERROR",
    }
    database = f"moothall_migrated_{uuid4().hex[:8]}"
    if connection.vendor == "postgresql":
        on_server(f"CREATE DATABASE {database}")
        env["DATABASE_URL"] = url_of(database)
    subprocess.run([sys.executable, "-m", "moothall", "migrate"], env=env, check=True, capture_output=True)
    yield env
    if connection.vendor == "postgresql":
        on_server(f"DROP DATABASE {database} WITH (FORCE)")


@pytest.fixture
def installation(tmp_path: Path, migrated: dict[str, str]) -> Iterator[Callable[[str], dict[str, str]]]:
    """Makes installations, each with a home and a database of its own on the server under test."""
    made: list[str] = []

    def make(name: str) -> dict[str, str]:
        env = {**migrated, "MOOTHALL_HOME": str(tmp_path / name)}
        shutil.copytree(migrated["MOOTHALL_HOME"], env["MOOTHALL_HOME"])
        if connection.vendor == "postgresql":
            database = f"moothall_{name}_{uuid4().hex[:8]}"
            made.append(database)
            on_server(f"CREATE DATABASE {database} TEMPLATE {urlsplit(migrated['DATABASE_URL']).path[1:]}")
            env["DATABASE_URL"] = url_of(database)
        return env

    yield make
    for database in made:
        on_server(f"DROP DATABASE {database} WITH (FORCE)")
