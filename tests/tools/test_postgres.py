"""The throwaway PostgreSQL: it is real, it is gone afterwards, and its absence is said in one sentence."""

import sys
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import psycopg
import pytest

from tools import postgres

FOUND = [folder for folder in (postgres.machine_binaries(), postgres.pypi_binaries()) if folder]


@pytest.fixture(autouse=True)
def nothing_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("MOOTHALL_TEST_POSTGRES", raising=False)
    monkeypatch.delenv("DATABASE_URL", raising=False)


def folder_of(url: str) -> Path:
    return Path(parse_qs(urlsplit(url).query)["host"][0])


@pytest.mark.parametrize("binaries", FOUND, ids=str)
def test_it_serves_and_leaves_nothing_behind(binaries: Path) -> None:
    with postgres.serve(binaries) as url:
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute("CREATE DATABASE another")
            assert connection.execute("SHOW server_encoding").fetchone() == ("UTF8",)
        assert folder_of(url).is_dir()
    assert not folder_of(url).exists()
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(url)


def test_it_is_stopped_when_the_body_fails() -> None:
    with pytest.raises(ZeroDivisionError), postgres.throwaway_postgres() as url:
        raise ZeroDivisionError
    assert not folder_of(url).exists()


def test_the_command_s_exit_status_is_ours() -> None:
    command = "import os, sys; sys.exit(7 if os.environ['DATABASE_URL'].startswith('postgresql:') else 1)"
    assert postgres.main(["--", sys.executable, "-c", command]) == 7


def test_a_named_server_that_does_not_answer_is_never_replaced(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("MOOTHALL_TEST_POSTGRES", "postgresql://someone@127.0.0.1:1/x")
    assert postgres.main(["--", sys.executable, "--version"]) == 1
    assert "127.0.0.1:1: " in capsys.readouterr().err


def test_where_there_is_none_one_sentence_says_what_to_do(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(postgres, "machine_binaries", lambda: None)
    monkeypatch.setattr(postgres, "pypi_binaries", lambda: None)
    assert postgres.main(["--", sys.executable, "--version"]) == 1
    assert capsys.readouterr().err.startswith("No PostgreSQL: name one in MOOTHALL_TEST_POSTGRES")


def test_a_sqlite_url_names_no_postgresql(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "sqlite:///moothall.sqlite3")
    assert postgres.named_url() is None
