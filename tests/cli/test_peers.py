"""`moothall peers` as an analyst meets it: a table in, comparators out, with no database behind it."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.cli.conftest import Said
from tests.cli.test_commands import valid

pytestmark = pytest.mark.once

Run = Callable[..., Said]
TABLE = """GSS code,Name,Region,Density,Aged 65 and over
E07000234,Bromsgrove,West Midlands,450,22.0
E07000901,Oakley,West Midlands,455,[x]
E07000902,Birchley,North West,900,22.1
E07000903,Elmley,West Midlands,2000,14
E06000904,Ashley,West Midlands,450,22.0
"""
LIST = "\ufeffAREACD,1,2,3\nE07000234,E06000904,E07000901,W06000907\n"


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "areas.csv"
    path.write_text(TABLE, encoding="utf-8")
    return path


def test_the_nearest_in_the_published_shape(moothall: Run, table: Path) -> None:
    said = moothall("peers", "bromsgrove", "--characteristics", table, "--k", "2", "--json", "-")
    assert said.status == 0, said.err
    found = valid("peers", said.out)
    assert (found["area"], found["way"], found["looked_at"]) == ("E07000234", "characteristics", 4)
    assert [(it["area"], it["imputed"]) for it in found["peers"]] == [
        ("E07000901", ["Aged 65 and over"]),
        ("E07000902", []),
    ]
    assert {it["name"]: it["missing"] for it in found["characteristics"]} == {
        "Density": [],
        "Aged 65 and over": ["E07000901"],
    }


def test_in_words_with_what_was_imputed_and_marked(moothall: Run, table: Path) -> None:
    said = moothall("peers", "E07000234", "--characteristics", table, "--any-type", "--weight", "Density=2")
    assert "1. Ashley (E06000904)  0.000  (another type)" in said.out
    assert "(median given for Aged 65 and over)" in said.out
    region = moothall("peers", "E07000234", "--characteristics", table, "--same-region").out
    assert "Elmley" in region and "Birchley" not in region and "Ashley" not in region


def test_a_list_is_used_as_published(moothall: Run, tmp_path: Path) -> None:
    path = tmp_path / "global.csv"
    path.write_text(LIST, encoding="utf-8")
    found = valid("peers", moothall("peers", "E07000234", "--list", path, "--json", "-").out)
    assert [(it["area"], it["same_type"]) for it in found["peers"]] == [
        ("E06000904", False), ("E07000901", True), ("W06000907", False),
    ]  # fmt: skip
    assert (
        len(
            valid("peers", moothall("peers", "E07000234", "--list", path, "--k", 1, "--json", "-").out)[
                "peers"
            ]
        )
        == 1
    )


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("E07000234",), "Give one table"),
        (("Atlantis", "--characteristics", "areas.csv"), "has no area 'Atlantis'"),
        (("E07000234", "--characteristics", "areas.csv", "--weight", "Shoes=1"), "no characteristic 'Shoes'"),
        (("E07000234", "--characteristics", "areas.csv", "--weight", "Density"), "is no weight"),
        (("E07000234", "--characteristics", "words.csv"), "line 2, Density"),
        (("E07000234", "--characteristics", "none.csv"), "no column of area codes"),
        (("E07000234", "--characteristics", "nowhere.csv"), "nowhere.csv"),
        (("E07000234", "--list", "areas.csv", "--any-type"), "used as published"),
    ],
)
def test_what_cannot_be_is_one_sentence_and_status_2(
    moothall: Run, table: Path, tmp_path: Path, arguments: tuple[str, ...], said: str
) -> None:
    (tmp_path / "words.csv").write_text("area,Density\nE07000234,much\n")
    (tmp_path / "none.csv").write_text("place,Density\nE07000234,1\n")
    found = moothall("peers", *arguments)
    assert found.status == 2 and found.out == ""
    assert said in found.err and found.err.count("\n") == 1


def test_it_needs_no_django(table: Path) -> None:
    code = (
        "import sys; from moothall.cli import main; "
        f"sys.argv = ['moothall', 'peers', 'E07000234', '--characteristics', {str(table)!r}, '--quiet']\n"
        "try: main()\nexcept SystemExit: pass\n"
        "assert not any(name.startswith('django.') for name in sys.modules), 'Django was imported'"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
