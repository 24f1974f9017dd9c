"""The environment, read with types; a bad value is one sentence."""

from pathlib import Path

import pytest

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
    ],
)
def test_a_bad_value_names_its_variable(values, read) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(BadSetting, match=r"^X is '"):
        read(Environment(values))


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


def test_the_secret_key_is_made_once_and_is_its_owners_alone(tmp_path: Path) -> None:
    home = tmp_path / "home"
    first = kept_secret(home)
    assert len(first) >= 50 and kept_secret(home) == first
    assert (home / "secret.key").stat().st_mode & 0o777 == 0o600
