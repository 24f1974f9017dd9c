"""Each command: its result in the published shape, its exit status, and one sentence for what cannot be done."""

import csv
import io
import json
import os
from collections.abc import Callable
from pathlib import Path

import jsonschema_rs
import pytest
import typer
from tests.cli.conftest import Said

from moothall.cli import app
from moothall.cli.schemas import FOLDER, names
from moothall.core.models import AuditEntry, Organisation, Person
from moothall.core.permission import may
from moothall.figures.models import Load, Observation

Run = Callable[..., Said]


def valid(name: str, text: str) -> dict:  # type: ignore[type-arg]
    """The JSON, after checking it against its published schema."""
    data: dict = json.loads(text)  # type: ignore[type-arg]
    jsonschema_rs.validate(json.loads((FOLDER / f"{name}.json").read_text()), data)
    return data


def test_load_reports_each_file_in_the_published_shape(
    moothall: Run, council: Organisation, kpi_return: Path
) -> None:
    said = moothall("load", kpi_return, "--json", "-")
    assert said.status == 3, "rows were rejected"
    (file,) = valid("load", said.out)["files"]
    assert {name: file[name] for name in ("rows", "kept", "missing", "rejected", "unchanged", "superseded")} == {
        "rows": 3, "kept": 2, "missing": 1, "rejected": 1, "unchanged": 0, "superseded": 0,
    }  # fmt: skip
    assert (file["source"], file["rejects"][0]["line"]) == ("kpi-return", 4)
    assert file["rejects"][0]["text"] == "recycling-rate,someday,1,,"
    rejects = list(csv.DictReader(io.StringIO(Path("rejects.csv").read_text())))
    assert [(row["file"], row["line"]) for row in rejects] == [("return.csv", "4")]
    assert "rejects.csv" in said.err


def test_load_again_changes_nothing(moothall: Run, council: Organisation, kpi_return: Path) -> None:
    moothall("load", kpi_return)
    before = list(Observation.objects.values())
    (file,) = valid("load", moothall("load", kpi_return, "--json", "-").out)["files"]
    assert (file["unchanged"], list(Observation.objects.values())) == (2, before)


def test_load_check_changes_nothing(moothall: Run, council: Organisation, kpi_return: Path) -> None:
    said = moothall("load", "--check", kpi_return)
    assert "2 kept (1 without a value), 1 rejected" in said.out and "nothing was changed" in said.out
    assert not Load.objects.exists()


def test_load_reads_standard_input(
    moothall: Run, council: Organisation, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = b"Measure,Period,Value\nrecycling-rate,2021-22,44.1\n"
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(text)))
    assert moothall("load", "-", "--quiet").status == 0
    assert Observation.objects.get().load.file_name == "standard input"


def test_one_bad_file_does_not_stop_the_others(
    moothall: Run, council: Organisation, kpi_return: Path, tmp_path: Path
) -> None:
    bad = tmp_path / "letter.pdf"
    bad.write_bytes(b"%PDF-1.7\n")
    said = moothall("load", bad, kpi_return, "--json", "result.json")
    assert said.status == 2
    assert len(valid("load", Path("result.json").read_text())["files"]) == 1
    assert [line for line in said.err.splitlines() if "letter.pdf" in line or "PDF" in line]
    assert "Traceback" not in said.err


def test_load_acts_as_who_is_named(moothall: Run, council: Organisation, kpi_return: Path) -> None:
    assert moothall("load", kpi_return, "--as", "nobody").err == "moothall: Nobody signs in as 'nobody'.\n"
    Person.objects.create(username="reader", name="Reader")
    said = moothall("load", kpi_return, "--as", "reader")
    assert said.status == 2 and "may not load figures" in said.err
    moothall("load", kpi_return)
    entry = AuditEntry.objects.get(action="figures.loaded")
    assert entry.person is not None and entry.person.username == "command-line"
    assert entry.address.startswith("command line (")


@pytest.mark.parametrize("missing", ["none.csv", "."])
def test_a_file_that_is_not_there_is_one_sentence(moothall: Run, council: Organisation, missing: str) -> None:
    said = moothall("load", missing)
    assert said.status == 2 and said.err.count("\n") == 1 and "Traceback" not in said.err


def test_measure_list_and_show(moothall: Run, council: Organisation, kpi_return: Path) -> None:
    moothall("load", kpi_return)
    listed = valid("measure-list", moothall("measure", "list", "--json", "-").out)["measures"]
    (rate,) = [it for it in listed if it["id"] == "recycling-rate"]
    assert (rate["areas"], rate["from"], rate["to"]) == (1, "2021-04-01/P1Y", "2022-04-01/P1Y")
    shown = valid(
        "measure-show",
        moothall("measure", "show", "recycling-rate", "--area", "X07000001", "--json", "-").out,
    )
    first, second = shown["observations"]
    assert (first["period"], first["value"], first["numerator"], first["row"]) == (
        "2021-04-01/P1Y",
        "44.1",
        "4410",
        2,
    )
    assert (second["value"], second["missing"]) == (None, "not available")
    text = moothall("measure", "show", "Household waste recycling rate", "--area", "Ashcombe Vale").out
    assert "44.1%" in text and "no figure: not available" in text and "return.csv, line 2" in text


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("measure", "show", "nonsense", "--area", "X07000001"), "There is no measure 'nonsense'"),
        (("measure", "show", "recycling-rate", "--area", "Atlantis"), "No area is 'Atlantis'"),
        (("benchmark", "nonsense", "--area", "X07000001"), "There is no measure 'nonsense'"),
    ],
)
def test_what_is_not_there_is_one_sentence(
    moothall: Run, council: Organisation, arguments: tuple[str, ...], said: str
) -> None:
    found = moothall(*arguments)
    assert found.status == 2 and said in found.err and found.err.count("\n") == 1


def test_schemas_are_listed_and_printed(moothall: Run) -> None:
    assert moothall("schema").out.split() == names()
    for name in names():
        schema = json.loads(moothall("schema", name).out)
        assert jsonschema_rs.meta.is_valid(schema)
    assert moothall("schema", "nonsense").status == 2


def test_doctor_finds_what_is_wrong(moothall: Run, settings, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    settings.MOOTHALL_DATA = tmp_path / "nowhere"
    settings.ALLOWED_HOSTS = ["performance.example.gov.uk"]
    said = moothall("doctor")
    assert said.status == 1
    assert "no folder of public data" in said.out and "MOOTHALL_HTTPS=yes" in said.out


def test_an_installation_is_set_up_from_the_command_line(
    moothall: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert (
        moothall("council", "add", "ashfield", "Ashfield District Council", "--area", "E07000170").status == 0
    )
    assert moothall("council", "service", "waste", "Waste and recycling").status == 0
    monkeypatch.setattr("getpass.getpass", lambda prompt: "three words together")
    said = moothall("person", "add", "jo", "Jo Bloggs", "--role", "service-manager", "--own", "waste")
    assert said.out == "Jo Bloggs is Service manager at Ashfield District Council.\n"
    jo = Person.objects.get(username="jo")
    assert jo.check_password("three words together")
    assert may(jo, "figures.load", service="waste") and not may(jo, "figures.load", service="housing")
    audit = AuditEntry.objects.filter(organisation__slug="ashfield")
    actions = audit.order_by("id").values_list("action", flat=True)
    assert list(actions) == ["council.added", "service.added", "person.added", "role.given"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("council", "add", "ashcombe", "Again"), "already"),
        (("council", "add", "a b", "Spaces"), "Slug: "),
        (("person", "add", "jo", "Jo", "--role", "king", "--no-password"), "There is no role 'king'"),
        (("person", "add", "jo", "Jo", "--role", "auditor"), "too short"),
    ],
)
def test_what_cannot_be_set_up_is_one_sentence(
    moothall: Run,
    council: Organisation,
    monkeypatch: pytest.MonkeyPatch,
    arguments: tuple[str, ...],
    said: str,
) -> None:
    monkeypatch.setattr("getpass.getpass", lambda prompt: "short")
    found = moothall(*arguments)
    assert found.status == 2 and said in found.err and found.err.count("\n") == 1
    assert not Person.objects.filter(username="jo").exists()


def commands() -> list[tuple[str, typer.models.CommandInfo]]:
    """Every command, with the words that call it."""
    found = [(info.name or info.callback.__name__, info) for info in app.registered_commands if info.callback]
    for group in app.registered_groups:
        assert group.typer_instance is not None
        for info in group.typer_instance.registered_commands:
            assert info.callback is not None
            found.append((f"{group.name} {info.name or info.callback.__name__}", info))
    return found


@pytest.mark.parametrize(("words", "info"), commands())
def test_every_command_shows_an_example(moothall: Run, words: str, info: typer.models.CommandInfo) -> None:
    said = moothall(*words.split(), "--help")
    assert said.status == 0
    assert f"moothall {words}" in " ".join(said.out.split()).split("Example:", 1)[1]


def test_an_account_without_a_name_can_run_commands(moothall: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """As in a container that runs as a number."""

    def nameless(number: int) -> None:
        raise KeyError(f"getpwuid(): uid not found: {number}")

    for name in ("LOGNAME", "USER", "LNAME", "USERNAME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr("pwd.getpwuid", nameless)
    assert moothall("council", "add", "ashfield", "Ashfield").status == 0
    entry = AuditEntry.objects.get(action="council.added")
    assert entry.address.startswith(f"command line ({os.getuid()}@")
