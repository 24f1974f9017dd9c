"""Rounds of self-assessment: who is asked, what each may see, and that nobody's answers are given away."""

import json
import re
from html import unescape

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.people import World, add, client

from moothall.core.errors import NotPossible
from moothall.core.models import AuditEntry, Person, Service
from moothall.plan.service_plans import actions, queries
from moothall.plan.service_plans.models import Assessment, Response
from moothall.plan.service_plans.results import EVERYONE

STATEMENTS = [it.id for it in queries.question_sets()["transformation"].statements]


def opened(world: World, service: Service | None, title: str = "Waste: before", **more: object) -> Assessment:
    told = {"title": title, "stage": "before", "questions": "transformation", **more}
    return actions.open_assessment(
        world.person["performance-officer"], organisation=world.council, service=service, **told
    )  # type: ignore[arg-type]


def asked(world: World, round_: Assessment, name: str, group: str, level: int | None) -> Person:
    """Somebody is asked, and answers every statement with one level."""
    person = Person.objects.filter(username=name).first() or add(world, name, role="director")
    actions.invite(world.person["performance-officer"], assessment=round_, whom=person, group=group)
    actions.answer(person, assessment=round_, answers=dict.fromkeys(STATEMENTS, level))
    return person


def test_nothing_is_shown_while_people_still_answer(world: World, waste: Service) -> None:
    it = opened(world, waste)
    for n in range(4):
        asked(world, it, f"staff{n}", "staff", 4)
    auditor = world.person["auditor"]
    assert (
        queries.result(auditor, it) is None
        and queries.results_document(auditor, it, it.opened_at.date()) is None
    )
    page = client(auditor).get(f"/service-plans/assessments/{it.pk}/")
    assert page.status_code == 200 and "4.0" not in page.content.decode()
    assert client(auditor).get(f"/service-plans/assessments/{it.pk}/txt/download/").status_code == 404


def test_small_groups_are_in_no_page_and_no_file(world: World, waste: Service) -> None:
    """Two peers' answers could be anything: every page and file is the same; the head's are shown by their role."""
    seen: list[list[str]] = []
    for level in (0, 4):
        it = opened(world, waste, title="A round")
        for n in range(3):
            asked(world, it, f"staff{n}", "staff", 2)
        asked(world, it, "near", "peers", level)
        asked(world, it, "far", "peers", level)
        asked(world, it, "head", "self", 3)
        it = actions.close_assessment(world.person["performance-officer"], assessment=it)
        browser = client(world.person["auditor"])
        page = unescape(browser.get(f"/service-plans/assessments/{it.pk}/").content.decode())
        page = page.partition("Download the results")[2].replace(f"/{it.pk}/", "/n/")
        text = browser.get(f"/service-plans/assessments/{it.pk}/txt/download/").content.decode()
        made = queries.results_document(world.person["auditor"], it, it.opened_at.date())
        assert made and "<table" in page
        seen.append([page, text, repr(made)])
    assert seen[0] == seen[1]
    assert "2.0" in seen[0][1] and "Peers" not in seen[0][1].replace("Answers of peers", "")
    assert "Head of the service" in seen[0][1] and "3.0" in seen[0][1]


def test_who_answers_in_their_role_is_told_so_first(world: World, waste: Service) -> None:
    it = opened(world, waste)
    head, peer = asked(world, it, "head", "self", 3), asked(world, it, "ann", "peers", 1)
    warned = "Your answers are not anonymous"
    assert warned in client(head).get(f"/service-plans/assessments/{it.pk}/answer/").content.decode()
    assert warned not in client(peer).get(f"/service-plans/assessments/{it.pk}/answer/").content.decode()


def test_people_see_their_own_answers_and_nobody_elses(world: World, waste: Service) -> None:
    it = opened(world, waste)
    first, second = asked(world, it, "ann", "peers", 1), asked(world, it, "ben", "peers", 3)
    assert queries.my_answers(first, it) == dict.fromkeys(STATEMENTS, 1)
    assert queries.my_answers(second, it) == dict.fromkeys(STATEMENTS, 3)
    assert queries.my_answers(world.root, it) is None
    actions.answer(first, assessment=it, answers={**dict.fromkeys(STATEMENTS, 2), STATEMENTS[0]: None})
    assert Response.objects.count() == 3, "what was answered before stays"
    assert queries.my_answers(first, it) == {**dict.fromkeys(STATEMENTS, 2), STATEMENTS[0]: None}
    written = json.dumps(
        list(AuditEntry.objects.filter(action="assessment.answered").values("before", "after"))
    )
    assert written == json.dumps([{"before": None, "after": None}] * 3), "the audit says that, never what"
    page = client(first).get(f"/service-plans/assessments/{it.pk}/answer/").content.decode()
    inputs = [
        dict(re.findall(r'([a-z]+)="([^"]*)"', it)) for it in re.findall("<input[^>]* checked[^>]*>", page)
    ]
    chosen = {it["name"]: it["value"] for it in inputs}
    assert chosen == {**dict.fromkeys(STATEMENTS, "2"), STATEMENTS[0]: "-"}
    assert (
        client(world.person["performance-officer"])
        .get(f"/service-plans/assessments/{it.pk}/answer/")
        .status_code
        == 404
    )


def test_answers_come_from_those_asked_whole_and_in_time(world: World, waste: Service) -> None:
    it = opened(world, waste)
    officer, director = world.person["performance-officer"], world.person["director"]
    whole = dict.fromkeys(STATEMENTS, 1)
    with pytest.raises(NotPossible, match="You were not asked"):
        actions.answer(director, assessment=it, answers=whole)
    actions.invite(officer, assessment=it, whom=director, group="manager")
    with pytest.raises(NotPossible, match="was asked already"):
        actions.invite(officer, assessment=it, whom=director, group="staff")
    with pytest.raises(NotPossible, match="no role that scores"):
        actions.invite(officer, assessment=it, whom=world.person["councillor"], group="peers")
    with pytest.raises(NotPossible, match="Answer every statement"):
        actions.answer(director, assessment=it, answers={STATEMENTS[0]: 1})
    with pytest.raises(NotPossible, match="from 0 to 4"):
        actions.answer(director, assessment=it, answers={**whole, STATEMENTS[0]: 5})
    with pytest.raises(PermissionDenied):
        actions.answer(world.person["councillor"], assessment=it, answers=whole)
    actions.close_assessment(officer, assessment=it)
    for act in (
        lambda: actions.answer(director, assessment=it, answers=whole),
        lambda: actions.close_assessment(officer, assessment=it),
        lambda: actions.invite(officer, assessment=it, whom=world.person["service-manager"], group="staff"),
    ):
        with pytest.raises(NotPossible, match="is closed"):
            act()


def test_a_manager_runs_rounds_of_their_own_services_only(world: World, waste: Service) -> None:
    manager = world.person["service-manager"]
    homes = Service.objects.get(organisation=world.council, slug="homes")
    for service in (homes, None):
        with pytest.raises(PermissionDenied):
            actions.open_assessment(
                manager,
                organisation=world.council,
                title="x",
                stage="before",
                questions="transformation",
                service=service,
            )
    whole = opened(world, None)
    for act in (
        lambda: actions.close_assessment(manager, assessment=whole),
        lambda: actions.invite(manager, assessment=whole, whom=manager, group="self"),
    ):
        with pytest.raises(PermissionDenied):
            act()
    assert queries.assessment(world.person["other"], whole.pk) is None


def test_before_and_after_are_compared(world: World, waste: Service) -> None:
    officer, auditor = world.person["performance-officer"], world.person["auditor"]
    before = opened(world, waste)
    with pytest.raises(NotPossible, match="still open"):
        opened(world, waste, before=before)
    for n in range(3):
        asked(world, before, f"staff{n}", "staff", 1)
    before = actions.close_assessment(officer, assessment=before)
    with pytest.raises(NotPossible, match="compare like with like"):
        opened(world, None, before=before)
    after = opened(world, waste, title="Waste: after", stage="after", before=before)
    for n in range(3):
        asked(world, after, f"staff{n}", "staff", 3)
    actions.close_assessment(officer, assessment=after)
    now, then = queries.compared(auditor, Assessment.objects.get(pk=after.pk))
    assert now and then
    assert (
        str(now.themes["data"][EVERYONE].mean) == "3.0" and str(then.themes["data"][EVERYONE].mean) == "1.0"
    )
    page = unescape(client(auditor).get(f"/service-plans/assessments/{after.pk}/").content.decode())
    assert "+2.0" in page and "before 1.0" in page


def test_lists_ask_the_database_as_often_however_long(world: World, waste: Service) -> None:
    browser = client(world.person["auditor"])
    counts = []
    for _ in range(2):
        for n in range(3):
            opened(world, waste, title=f"Round {n}")
        with CaptureQueriesContext(connection) as seen:
            assert browser.get("/service-plans/assessments/").status_code == 200
        counts.append(len(seen))
    assert counts[0] == counts[1]
