"""`moothall sector` as an analyst meets it: a folder in, a report out, with no database behind it."""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.cli.conftest import Said
from tests.cli.test_commands import valid
from tests.plan_sector.making import PLANS

pytestmark = pytest.mark.once

Run = Callable[..., Said]


@pytest.fixture
def plans(tmp_path: Path) -> Path:
    folder = tmp_path / "plans"
    folder.mkdir()
    for name, text in PLANS.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def test_a_review_in_the_published_shape_and_in_four_files(
    moothall: Run, plans: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    said = moothall("sector", "review", plans, "--out", out, "--date", "2026-11-23", "--json", "-")
    assert said.status == 0
    found = valid("sector-review", said.out)
    assert [it["file"] for it in found["plans"]] == ["exbury.md", "wyeham.txt"]
    assert json.loads((out / "report.json").read_text()) == found
    assert "23 November 2026" in (out / "report.html").read_text()
    assert (out / "report.pdf").read_bytes().startswith(b"%PDF")
    assert (out / "report.docx").read_bytes().startswith(b"PK")


def test_a_file_that_cannot_be_read_is_named_and_the_others_are_reviewed(
    moothall: Run, plans: Path, tmp_path: Path
) -> None:
    (plans / "broken.docx").write_bytes(b"PK\x03\x04 nothing")
    said = moothall("sector", "review", plans, "--out", tmp_path / "out")
    assert said.status == 3
    assert "2 plans read" in said.out
    assert "broken.docx" in said.out


def test_a_question_is_put_to_the_plans_that_were_read(moothall: Run, plans: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    moothall("sector", "review", plans, "--out", out, "--quiet")
    assert "answers one enquiry in five" in moothall("sector", "ask", out, "chatbot").out
    assert moothall("sector", "ask", out, "zeppelin").out == "No plan holds these words.\n"
    passages = json.loads(moothall("sector", "ask", out, "chatbot", "--json", "-").out)["passages"]
    assert passages[0]["file"] in PLANS


@pytest.mark.parametrize(
    "arguments",
    [
        ("review", "absent", "--out", "out"),
        ("review", "empty", "--out", "out"),
        ("review", "plans", "--out", "a-file"),
        ("review", "plans", "--out", "out", "--councils", "absent.csv"),
        ("ask", "empty", "anything"),
    ],
)
def test_what_cannot_be_done_is_said_in_one_sentence(
    moothall: Run, plans: Path, tmp_path: Path, arguments: tuple[str, ...]
) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "a-file").write_text("here")
    said = moothall("sector", *arguments)
    assert said.status == 2
    assert said.err.count("\n") == 1
    assert "Traceback" not in said.err


def test_it_needs_neither_django_nor_a_database(plans: Path, tmp_path: Path) -> None:
    program = (
        "import sys, moothall.cli\n"
        f"sys.argv = ['moothall', 'sector', 'review', {str(plans)!r}, '--out', {str(tmp_path / 'out')!r}]\n"
        "try:\n    moothall.cli.main()\nexcept SystemExit as end:\n    assert not end.code, end.code\n"
        "assert 'django' not in sys.modules, 'Django was loaded'\n"
    )
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=120)
    assert run.returncode == 0, run.stderr
