"""The corporate plan as one tree, read from where each thing is kept."""

import csv
import io
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.contracts.risks_samples import risks_samples
from tests.people import World, client

from moothall.core.models import Organisation, Service
from moothall.direction import queries
from moothall.direction.actions import Promise, add_commitment, add_priority, update_commitment
from moothall.direction.models import Commitment, Priority
from moothall.performance.actions import set_target
from moothall.risks import actions as risk_actions
from moothall.risks.models import Risk
from moothall.web.direction.tree import Trunk, tree

TODAY = date(2026, 11, 23)


@pytest.fixture
def priority(world: World) -> Priority:
    officer = world.person["performance-officer"]
    made = add_priority(
        officer,
        organisation=world.council,
        title="Cleaner streets",
        from_date=date(2023, 4, 1),
        measures=["recycling-rate", "missed-bins"],
        portfolio="Environment",
    )
    for words, due, more in (
        ("Empty bins earlier.", date(2026, 10, 30), {"priority": made}),
        ("Sort more at home.", date(2027, 1, 30), {"measure": "recycling-rate"}),
        ("Something else.", date(2027, 1, 30), {"measure": "staff-turnover"}),
    ):
        promise(world, words, due, **more)
    return made


def promise(world: World, words: str, due: date, **more: Any) -> Commitment:
    waste = Service.objects.get(organisation=world.council, slug="waste")
    made = Promise(words, waste, None, due=due, **more)
    return add_commitment(world.person["performance-officer"], organisation=world.council, promise=made)


def risk(world: World, priority: Priority, programme: str = "") -> Risk:
    found = Risk.objects.get(pk=str(risks_samples(world)["risk"]))
    Risk.objects.filter(pk=found.pk).update(priority=priority, programme=programme)
    found.refresh_from_db()
    return found


def add_risk(world: World, priority: Priority, n: int) -> None:
    first = Risk.objects.earliest("pk")
    said = risk_actions.Said(f"Risk {n}", "A", "B", "C", first.category, first.service, priority=priority)
    made = risk_actions.add(world.root, organisation=world.council, said=said, on=date(2026, 5, 1))
    risk_actions.score(world.root, risk=made, given={"current": (2, 2)}, words="So.", on=date(2026, 5, 1))


def grown(world: World, role: str, priority: Priority) -> Trunk:
    person = world.person[role]
    found = queries.priority(person, priority.pk)
    assert found
    return tree(person, world.council, [found], TODAY)[0]


def leaves(trunk: Trunk) -> dict[str, list[tuple[str, str]]]:
    return {it.name: [(leaf.title, leaf.stands) for leaf in it.leaves] for it in trunk.branches}


def test_everything_under_a_priority_stands_once_with_how_it_is(world: World, priority: Priority) -> None:
    made = risk(world, priority, "New depot")
    found = leaves(grown(world, "performance-officer", priority))
    assert found["Measures"] == [
        ("Household waste recycling rate", "No target"),
        ("Missed bins", "No data"),
    ]
    assert [title for title, _ in found["Risks"]] == [f"{made.number}. {made.title}"]
    assert found["Actions"] == [
        ("Empty bins earlier.", "Late, not begun"),
        ("Sort more at home.", "Not begun"),
    ]
    assert [title for title, _ in found["Programmes"]] == ["New depot"]
    trunk = grown(world, "performance-officer", priority)
    assert sum(count for *_, count in trunk.tally()) == 2


def test_an_action_that_is_done_comes_last_and_one_given_up_not_at_all(
    world: World, priority: Priority
) -> None:
    officer = world.person["performance-officer"]
    first = Commitment.objects.get(words="Empty bins earlier.")
    update_commitment(officer, commitment=first, on=date(2026, 11, 2), state="done", words="Done.")
    found = leaves(grown(world, "performance-officer", priority))
    assert found["Actions"] == [("Sort more at home.", "Not begun"), ("Empty bins earlier.", "Done")]
    Commitment.objects.filter(words="Sort more at home.").update(state="dropped")
    assert len(leaves(grown(world, "performance-officer", priority))["Actions"]) == 1


def test_what_one_may_not_read_has_no_branch(world: World, priority: Priority) -> None:
    risk(world, priority)
    Commitment.objects.filter(words="Sort more at home.").update(source_kind="risk")
    assert list(leaves(grown(world, "councillor", priority))) == [
        "Measures",
        "Risks",
        "Actions",
        "Programmes",
    ]
    assert list(leaves(grown(world, "contributor", priority))) == ["Measures"]
    clerk = leaves(grown(world, "democratic-services", priority))
    assert list(clerk) == ["Measures", "Actions"]
    assert clerk["Actions"] == [("Empty bins earlier.", "Late, not begun")], (
        "an action on a risk is of the register"
    )


def test_the_pages_and_files_say_the_same(world: World, priority: Priority) -> None:
    made = risk(world, priority, "New depot")
    browser = client(world.person["councillor"])
    for address in ("/priorities/", f"/priorities/{priority.pk}/"):
        text = browser.get(address).content.decode()
        for said in ("Missed bins", "Empty bins earlier.", made.title, "New depot", "Environment"):
            assert said in text, (address, said)
        assert "/change/" not in text
    answer = browser.get("/priorities/corporate-plan.csv")
    rows = list(csv.reader(io.StringIO(b"".join(answer).decode("utf-8-sig"))))
    kinds = [row[3] for row in rows if row and row[0] == "Cleaner streets"]
    assert kinds == ["Measures", "Measures", "Risks", "Actions", "Actions", "Programmes"]
    assert browser.get(f"/priorities/corporate-plan.xlsx?priority={priority.pk}").status_code == 200
    for wrong in ("0", "x", str(2**63), "9" * 40):
        assert browser.get(f"/priorities/corporate-plan.csv?priority={wrong}").status_code == 404
    stranger = client(world.person["other"])
    assert stranger.get(f"/priorities/corporate-plan.csv?priority={priority.pk}").status_code == 404


def test_the_page_asks_as_often_however_much_there_is(world: World, priority: Priority) -> None:
    officer = world.person["performance-officer"]
    risk(world, priority)

    def asked() -> int:
        with CaptureQueriesContext(connection) as seen:
            assert client(officer).get("/priorities/").status_code == 200
        return len(seen)

    asked()
    before = asked()
    for n in range(3):
        more = add_priority(
            officer, organisation=world.council, title=f"More {n}", from_date=date(2023, 4, 1),
            measures=["fly-tips-cleared", "staff-turnover"],
        )  # fmt: skip
        promise(world, f"Promise {n}.", date(2027, 1, 1), priority=more)
        add_risk(world, more, n)
    assert asked() == before <= 45


def test_a_priority_to_come_is_there_and_judged_by_nothing(world: World) -> None:
    officer = world.person["performance-officer"]
    made = add_priority(
        officer, organisation=world.council, title="Warmer homes", from_date=date(2099, 4, 1),
        measures=["recycling-rate"],
    )  # fmt: skip
    set_target(
        officer, organisation=world.council, measure=_measure(), from_date=date(2024, 4, 1), value=Decimal(50)
    )
    assert leaves(grown(world, "auditor", made))["Measures"] == [
        ("Household waste recycling rate", "Not judged")
    ]
    assert isinstance(made.organisation, Organisation)


def _measure() -> Any:
    from moothall.figures.measures import catalogue

    return catalogue()["recycling-rate"]
