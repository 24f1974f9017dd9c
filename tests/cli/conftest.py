"""The command line as a person meets it: what it prints, what it complains of, and its exit status."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from moothall.cli import main
from moothall.core.actions import add_council
from moothall.core.models import Organisation
from moothall.core.queries import command_line
from moothall.figures.models import Area


class Said(NamedTuple):
    status: int
    out: str
    err: str


@pytest.fixture
def moothall(
    db: None,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    settings: Any,
    tmp_path: Path,
) -> Callable[..., Said]:
    """Runs a command through the real door, in a folder of its own."""
    settings.MOOTHALL_HOME = tmp_path / "home"
    monkeypatch.chdir(tmp_path)

    def run(*arguments: object) -> Said:
        monkeypatch.setattr("sys.argv", ["moothall", *map(str, arguments)])
        capsys.readouterr()
        try:
            main()
        except SystemExit as end:
            return Said(int(end.code or 0), *capsys.readouterr())
        return Said(0, *capsys.readouterr())

    return run


@pytest.fixture
def council(db: None) -> Organisation:
    Area.objects.create(code="X07000001", name="Ashcombe Vale", type="district", nation="Fictional")
    return add_council(command_line("a test"), slug="ashcombe", name="Ashcombe Vale", area_code="X07000001")


@pytest.fixture
def kpi_return(tmp_path: Path) -> Path:
    """A return with two good rows and one that cannot be taken."""
    path = tmp_path / "return.csv"
    path.write_text(
        "Measure,Period,Value,Numerator,Denominator\n"
        'recycling-rate,2021-22,44.1,"4,410","10,000"\n'
        "recycling-rate,2022-23,[x],,\n"
        "recycling-rate,someday,1,,\n"
    )
    return path
