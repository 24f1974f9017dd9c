"""The environment, read with types; a bad value is one sentence."""

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest
from tests.conftest import ROOT

from moothall.settings.environment import BadSetting, Environment, database, kept_secret


@pytest.mark.parametrize(("text", "value"), [("yes", True), ("1", True), ("Off", False), ("", False)])
def test_flags(text: str, value: bool) -> None:
    assert Environment({"FLAG": text}).flag("FLAG", True, "") is value


@pytest.mark.parametrize(
    ("values", "read"),
    [
        ({"X": "maybe"}, lambda env: env.flag("X", False, "")),
        ({"X": "-1"}, lambda env: env.whole("X", 1, "")),
        ({"X": "1.5"}, lambda env: env.whole("X", 1, "")),
        ({"X": "²"}, lambda env: env.whole("X", 1, "")),
        ({"X": ""}, lambda env: env.rate("X", "1/m", "")),
        ({"X": "many"}, lambda env: env.rate("X", "1/m", "")),
        ({"X": "5"}, lambda env: env.rate("X", "1/m", "")),
        ({"X": "5/w"}, lambda env: env.rate("X", "1/m", "")),
        ({"X": "-1/m"}, lambda env: env.rate("X", "1/m", "")),
        ({"X": "5 / m"}, lambda env: env.rate("X", "1/m", "")),
    ],
)
def test_a_bad_value_names_its_variable(values, read) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(BadSetting, match=r"^X is '"):
        read(Environment(values))


def test_rates() -> None:
    env = Environment({"X": "5/d"})
    assert (env.rate("X", "1/m", ""), env.rate("Y", "600/m", "")) == ((5, 86400), (600, 60))


def begun(code: str, **values: str) -> subprocess.CompletedProcess[str]:
    """Runs code in a process whose environment holds these values and little else."""
    env = {"PATH": os.environ["PATH"], "DJANGO_SETTINGS_MODULE": "moothall.settings", **values}
    return subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, text=True)


def test_a_bad_rate_is_refused_as_the_site_starts_and_not_at_each_call(tmp_path: Path) -> None:
    said = begun(
        "import moothall.settings", MOOTHALL_HOME=str(tmp_path), MOOTHALL_API_RATE_ANONYMOUS="lots"
    ).stderr
    assert "BadSetting: MOOTHALL_API_RATE_ANONYMOUS is 'lots': write a rate such as 600/m" in said


def test_an_account_without_a_home_folder_is_told_what_to_set(tmp_path: Path) -> None:
    def nowhere() -> Path:
        raise RuntimeError("Could not determine home directory.")

    with pytest.raises(BadSetting, match=r"^HOME_X must name a folder in full"):
        Environment({}).folder("HOME_X", nowhere, "", "")
    named = Environment({"HOME_X": str(tmp_path)})
    assert named.folder("HOME_X", nowhere, "", "") == tmp_path, "a folder that is named needs no home"


def test_every_read_declares_itself() -> None:
    env = Environment({"A": "1"})
    env.names("B", "x, y", "Names of things.")
    assert env.whole("A", 3, "A number.") == 1
    assert [(it.name, it.default, it.purpose) for it in env.declared.values()] == [
        ("B", "x, y", "Names of things."),
        ("A", "3", "A number."),
    ]


def test_the_database_is_sqlite_in_the_home_folder_unless_named(tmp_path: Path) -> None:
    assert database("", tmp_path)["NAME"] == str(tmp_path / "moothall.sqlite3")
    assert database("sqlite:////srv/x.sqlite3", tmp_path)["NAME"] == "/srv/x.sqlite3"
    named = database("postgresql://me:p%40ss@db.example:5433/perf?sslmode=require", tmp_path)
    assert {name: named[name] for name in ("NAME", "USER", "PASSWORD", "HOST", "PORT", "OPTIONS")} == {
        "NAME": "perf", "USER": "me", "PASSWORD": "p@ss", "HOST": "db.example", "PORT": "5433",
        "OPTIONS": {"sslmode": "require"},
    }  # fmt: skip
    with pytest.raises(BadSetting, match="mysql"):
        database("mysql://x/y", tmp_path)
    for wrong in ("h:port/x", "h:99999/x", "h:-1/x", "[::1/x", "me:pa/ss@h/x"):
        with pytest.raises(BadSetting, match="host or port that cannot be read") as said:
            database(f"postgresql://{wrong}", tmp_path)
        assert wrong not in str(said.value) and "'pa'" not in str(said.value), "it may hold a password"


def test_the_secret_key_is_made_once_and_is_its_owners_alone(tmp_path: Path) -> None:
    home = tmp_path / "home"
    first = kept_secret(home)
    assert len(first) >= 50 and kept_secret(home) == first
    assert (home / "secret.key").stat().st_mode & 0o777 == 0o600


def test_processes_that_start_together_have_one_secret_key(tmp_path: Path) -> None:
    together = Barrier(8)

    def first(home: Path) -> str:
        together.wait()
        return kept_secret(home)

    with ThreadPoolExecutor(8) as pool:
        for n in range(25):
            home = tmp_path / str(n)
            keys = set(pool.map(first, [home] * 8))
            assert len(keys) == 1 and len(keys.pop()) >= 50
            assert [it.name for it in home.iterdir()] == ["secret.key"]


@pytest.mark.parametrize("reads", ["import time\n\ntime.time()\n", "from time import time\n\ntime()\n"])
def test_the_clock_is_read_in_one_place(reads: str) -> None:
    command = [sys.executable, "-m", "ruff", "check", "--select", "TID251", "--stdin-filename"]

    def faults(path: str) -> str:
        return subprocess.run(
            [*command, path, "-"], input=reads, cwd=ROOT, capture_output=True, text=True
        ).stdout

    assert "ask core.clock" in faults("src/moothall/web/x.py")
    assert "ask core.clock" not in faults("src/moothall/core/clock.py")
