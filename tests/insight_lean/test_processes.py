"""Processes: drawn by those whose they are, never changed, and what they come to on the page and in files."""

from io import BytesIO

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from lxml import html
from openpyxl import load_workbook
from tests.insight_lean.conftest import ON, STEPS
from tests.people import World

from moothall.core.errors import NotPossible
from moothall.core.models import AuditEntry, Service
from moothall.insight.lean import actions, composing, queries
from moothall.insight.lean.models import Process, ProcessMap
from moothall.insight.lean.queries import Drawn
from moothall.insight.lean.reading import Written, pasted


def drawn(
    world: World, process: Process, steps: str = STEPS, side: str = "before", volume: int = 500
) -> Drawn:
    """The process with its map drawn, as the auditor finds it."""
    manager = world.person["service-manager"]
    actions.draw(
        manager, process=process, side=side, steps=pasted(steps), volume=volume, known="Timed", on=ON
    )
    found = queries.process(world.person["auditor"], process.pk)
    assert found
    return found


def test_drawing_again_is_a_new_version_and_the_old_one_stays(world: World, process: Process) -> None:
    drawn(world, process)
    again = drawn(world, process, "Only step,Crew,work,3,0")
    assert [(it.number, it.steps.count()) for it in ProcessMap.objects.all()] == [(2, 1), (1, 4)]
    assert [it.name for it in again.steps("before")] == ["Only step"]
    entry = AuditEntry.objects.filter(action="process.drawn").latest("pk")
    assert (entry.before, entry.after["version"]) == ({"version": 1}, 2)


def test_what_it_comes_to_needs_every_rate(world: World, process: Process) -> None:
    found = drawn(world, process)
    assert found.before and found.before.unpriced == ("Adviser", "Crew")
    assert "no rate is set for Adviser, Crew" in composing.caveats(found)[0]
    for role, pence in (("Adviser", 2_400), ("Crew", 3_000), ("Crew", 3_600)):
        actions.set_rate(
            world.root, process=process, role=role, pence=pence, price_year="2026/27", source="Pay scales"
        )
    priced = queries.process(world.root, process.pk)
    assert priced and priced.before
    assert priced.rates["Crew"].pence == 3_600 and priced.rates["Crew"].price_year == "2026-27"
    # 6 + 2 minutes at £24 and 12 at £36; of 500 cases 2 minutes each are waste
    assert (priced.before.unit_pence, priced.before.waste_pence) == (1_040, 40_000)


def test_before_and_after_in_words(world: World, process: Process) -> None:
    drawn(world, process)
    found = drawn(
        world, process, "Ask on the web,Resident,work,0,0\nDeliver the bin,Crew,work,12,1 day", "after"
    )
    said = composing.came_to(found)
    assert "less from beginning to end" in said and "67 hours a year" in said
    assert "not cash" in said and "at 500 cases a year" in said
    unknown = drawn(world, process, "Ask on the web,Resident,work,,0", "after")
    assert "not known" in composing.came_to(unknown)
    slower = drawn(world, process, "Ask in person,Adviser,work,60,9 days", "after")
    assert "more of people’s time" in composing.came_to(slower)


@pytest.mark.parametrize(
    ("steps", "said"),
    [
        ([], "1 to 60 steps"),
        ([Written("", "A", touch="3")], "name of step 1"),
        ([Written("A", "B"), Written("C", "")], "Say who does ‘C’"),
        ([Written("A", "B", touch="soon")], "‘soon’ is no time"),
        ([Written("A", "B", share="half")], "whole percentage"),
        ([Written("A", "B", kind="nap")], "hand-over"),
        ([Written("A", "B", kind="wait", value="yes")], "adds no value"),
        ([Written("A", "B")] * 61, "1 to 60"),
    ],
)
def test_a_map_that_cannot_be_is_refused_and_nothing_is_kept(
    world: World, process: Process, steps: list[Written], said: str
) -> None:
    with pytest.raises(NotPossible, match=said):
        actions.draw(world.root, process=process, side="before", steps=steps, volume=1, known="Timed", on=ON)
    assert not ProcessMap.objects.exists()


def test_a_manager_draws_own_services_only(world: World, process: Process) -> None:
    manager, homes = (
        world.person["service-manager"],
        Service.objects.get(organisation=world.council, slug="homes"),
    )
    with pytest.raises(PermissionDenied):
        actions.add_process(manager, organisation=world.council, service=homes, title="A", unit="one")
    with pytest.raises(PermissionDenied):
        actions.change_process(manager, process=process, service=homes, title="A", unit="one")
    actions.change_process(world.root, process=process, service=homes, title="A new bin", unit="one")
    process.refresh_from_db()
    with pytest.raises(PermissionDenied):
        actions.end_process(manager, process=process, reason="Sold", on=ON)
    with pytest.raises(PermissionDenied):
        actions.draw(
            world.person["auditor"], process=process, side="before", steps=[], volume=1, known="x", on=ON
        )
    assert queries.process(world.person["other"], process.pk) is None


def test_an_ended_process_is_left_as_it_was(world: World, process: Process) -> None:
    actions.end_process(world.root, process=process, reason="The county does it now.", on=ON)
    with pytest.raises(NotPossible, match="no longer done"):
        drawn(world, process)
    assert queries.processes(world.root, world.council) == []
    assert [it.process for it in queries.processes(world.root, world.council, ended=True)] == [process]


@pytest.mark.parametrize("year", ["2026", "March 2026", "next year"])
def test_a_rate_is_of_a_financial_year(world: World, process: Process, year: str) -> None:
    with pytest.raises(NotPossible):
        actions.set_rate(world.root, process=process, role="Crew", pence=1, price_year=year, source="Pay")


# --- pages ---


def test_steps_are_pasted_looked_at_and_saved(
    people: dict[str, Client], world: World, process: Process
) -> None:
    manager, address = people["service-manager"], f"/lean/{process.pk}/map/before/"
    filled = manager.post(address, {"do": "fill", "pasted": STEPS, "volume": "500", "known": "Timed"})
    shown = html.fromstring(filled.content.decode())
    values = [it.get("value") for it in shown.xpath("//input[contains(@name, '-name')]")]
    assert values[:5] == [
        "Take the call",
        "Waits for the van",
        "Ask again for the address",
        "Deliver the bin",
        "",
    ]
    assert shown.xpath("//input[@name='volume']/@value") == ["500"]
    assert not ProcessMap.objects.exists(), "filling the table saves nothing"
    sent = {it.get("name"): it.get("value") or "" for it in shown.xpath("//main//input[@name]")}
    sent |= {
        it.get("name"): next(iter(it.xpath(".//option[@selected]/@value")), "")
        for it in shown.xpath("//select")
    }
    sent |= {"on_day": "2", "on_month": "3", "on_year": "2026", "do": "save"}
    del sent["file"]
    assert manager.post(address, sent).status_code == 302
    kept = ProcessMap.objects.get()
    assert [(it.name, it.kind, it.share, it.failure) for it in kept.steps.all()][2] == (
        "Ask again for the address", "rework", 40, True,
    )  # fmt: skip
    assert kept.steps.all()[1].wait_tenths == 28_800


def test_a_file_that_cannot_be_read_says_so_and_keeps_what_was_typed(
    people: dict[str, Client], process: Process
) -> None:
    file = SimpleUploadedFile("steps.csv", b"")
    told = {"do": "fill", "pasted": "", "file": file, "step-0-name": "Take the call", "step-0-who": "Adviser"}
    answer = people["service-manager"].post(f"/lean/{process.pk}/map/before/", told)
    assert answer.status_code == 422
    assert "The file is empty" in answer.content.decode()
    assert "Take the call" in answer.content.decode()
    good = SimpleUploadedFile("steps.csv", STEPS.strip().encode())
    answer = people["service-manager"].post(f"/lean/{process.pk}/map/before/", {"do": "fill", "file": good})
    assert "Deliver the bin" in answer.content.decode()


def test_a_step_to_mend_is_named_beside_what_was_typed(people: dict[str, Client], process: Process) -> None:
    told = {
        "do": "save", "volume": "10", "known": "Timed", "on_day": "2", "on_month": "3", "on_year": "2026",
        "step-0-name": "Take the call", "step-0-who": "Adviser", "step-0-touch": "soon", "step-0-kind": "work",
        "step-0-value": "yes", "step-0-share": "100",
    }  # fmt: skip
    answer = people["service-manager"].post(f"/lean/{process.pk}/map/before/", told)
    assert answer.status_code == 422
    assert "Step 1 (‘Take the call’): ‘soon’ is no time" in answer.content.decode()
    assert 'value="soon"' in answer.content.decode()
    assert people["service-manager"].get(f"/lean/{process.pk}/map/sideways/").status_code == 404


def test_the_page_has_the_picture_its_table_and_the_files(
    people: dict[str, Client], world: World, process: Process
) -> None:
    drawn(world, process)
    text = people["councillor"].get(f"/lean/{process.pk}/").content.decode()
    assert "Before the change" in text and "mh-chart__svg" in text and "Ask again for the address" in text
    assert "Draw how it" not in text, "a councillor reads"
    lines = (
        b"".join(people["councillor"].get(f"/lean/{process.pk}/steps.csv")).decode("utf-8-sig").splitlines()
    )
    assert lines[3] == "before,Ask again for the address,Adviser,rework,5,1 h,40,no,yes"
    book = load_workbook(BytesIO(people["auditor"].get(f"/lean/{process.pk}/process.xlsx").content))
    assert any("Hand-offs" in [cell.value for cell in row] for row in book.worksheets[0].iter_rows())
    assert people["auditor"].get(f"/lean/{process.pk}/process.pdf").content.startswith(b"%PDF")


@pytest.mark.parametrize("count", [1, 4])
def test_the_list_asks_as_often_for_one_as_for_many(
    world: World, process: Process, count: int, django_assert_num_queries: object
) -> None:
    drawn(world, process)
    for place in range(count - 1):
        more = actions.add_process(
            world.root,
            organisation=world.council,
            service=process.service,
            title=f"Another {place}",
            unit="one",
        )
        drawn(world, more)
    auditor = world.person["auditor"]
    queries.processes(auditor, world.council)
    with django_assert_num_queries(4):  # type: ignore[operator]
        found = queries.processes(auditor, world.council)
        assert [it.before.touch for it in found if it.before] == [20] * count
