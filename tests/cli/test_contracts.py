"""moothall contracts: what it reads, says, and gives as JSON by its schema."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema_rs
from tests.cli.conftest import Said

from moothall.cli.schemas import FOLDER
from moothall.core.actions import add_service
from moothall.core.models import Organisation
from moothall.core.queries import command_line
from moothall.spend.models import Contract

Run = Callable[..., Said]
ROWS = "Ref,Title,Supplier,Department,Start,End\nR-1,Lamps,Lamp Co,Waste,1/4/2026,31/3/2027\nR-2,,x,Waste,1/4/2026,\n"


def data(said: Said) -> Any:
    found = json.loads(said.out)
    jsonschema_rs.validate(json.loads((FOLDER / "contracts.json").read_text(encoding="utf-8")), found)
    return found["loads"]


def test_registers_and_notices_from_the_terminal(
    moothall: Run, council: Organisation, tmp_path: Path
) -> None:
    add_service(command_line("a test"), organisation=council, slug="waste", name="Waste")
    (tmp_path / "r.csv").write_text(ROWS)
    (one,) = data(moothall("contracts", "register", "r.csv", "--json", "-"))
    assert (one["state"], one["read"], one["new"], one["rejected"]) == ("previewed", 2, 1, 1)
    assert one["columns"][4] == {"head": "Start", "read_as": "first day"} and not Contract.objects.exists()
    kept = moothall("contracts", "register", "r.csv", "--keep")
    assert kept.status == 1 and "1 new" in kept.out and "line 3: It has no title." in kept.out
    assert Contract.objects.get().reference == "R-1"
    release = {"ocid": "ocds-h6vhtk-1", "id": "1", "tender": {"title": "Lamps"}}
    (tmp_path / "n.json").write_text(json.dumps({"releases": [release]}))
    first, again = data(moothall("contracts", "notices", "n.json", "n.json", "--json", "-"))
    assert (first["new"], again["new"], again["same"]) == (1, 0, 1)
    assert moothall("contracts", "notices", "n.json").status == 0


def test_what_cannot_be_read_is_one_sentence(moothall: Run, council: Organisation, tmp_path: Path) -> None:
    (tmp_path / "x.csv").write_text("a,b\n1,2\n")
    for arguments in (
        ("register", "x.csv"), ("register", "nowhere.csv"), ("notices", "x.csv"), ("fetch", "elsewhere"),
        ("register", "x.csv", "--service", "none"),
    ):  # fmt: skip
        said = moothall("contracts", *arguments)
        assert said.status == 2 and said.err.startswith("moothall: ") and said.err.count("\n") == 1, arguments
