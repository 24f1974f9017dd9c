"""Recommendations: answered with a reason, acted on, and done only with evidence."""

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from tests.people import World

from moothall.core.due import due
from moothall.core.errors import NotPossible
from moothall.core.models import Service
from moothall.direction.actions import update_commitment
from moothall.direction.recommendations import actions, queries
from moothall.direction.recommendations.models import Recommendation

ON = date(2026, 10, 1)


@pytest.fixture
def made(world: World) -> Recommendation:
    return record(world)


def record(world: World, **changed: Any) -> Recommendation:
    given: dict[str, Any] = {
        "body": "peer challenge",
        "report": "Corporate peer challenge",
        "on": date(2026, 3, 2),
        "words": "Join up performance and risk.",
        "service": Service.objects.get(organisation=world.council, slug="waste"),
        "owner": world.person["service-manager"],
        "due": date(2026, 9, 30),
    }
    return actions.record(world.person["performance-officer"], organisation=world.council, **given | changed)


def test_each_has_the_councils_next_number_and_a_report_of_a_past_day(
    world: World, made: Recommendation
) -> None:
    assert (made.number, record(world).number) == (1, 2)
    with pytest.raises(NotPossible, match="still to come"):
        record(world, on=date(2999, 1, 1), due=None)
    with pytest.raises(NotPossible, match="before it was made"):
        record(world, due=date(2026, 3, 1))
    with pytest.raises(PermissionDenied):
        actions.step(world.person["councillor"], recommendation=made, state="accepted", words="Yes.")


def test_it_is_answered_acted_on_and_done_with_evidence(world: World, made: Recommendation) -> None:
    officer = world.person["performance-officer"]
    with pytest.raises(NotPossible, match="waits for the council's answer"):
        actions.step(officer, recommendation=made, state="done", words="Done.", evidence="Minute 12")
    actions.step(officer, recommendation=made, state="accepted", words="We agree.")
    action = actions.agree(
        officer,
        recommendation=made,
        words="One register",
        service=made.service,
        owner=None,
        due=date(2026, 8, 1),
    )
    with pytest.raises(NotPossible, match="Say where it can be seen"):
        actions.step(officer, recommendation=made, state="done", words="Done.")
    with pytest.raises(NotPossible, match="still open"):
        actions.step(officer, recommendation=made, state="done", words="Done.", evidence="Minute 12")
    update_commitment(officer, commitment=action, state="done", words="It is there.", on=date(2026, 7, 1))
    actions.step(
        officer, recommendation=made, state="done", words="Done.", evidence="Audit committee, minute 12"
    )
    found = queries.recommendation(officer, made.pk)
    assert found is not None and [it.state for it in found.steps.all()] == ["done", "accepted"]


def test_what_is_open_and_past_its_day_is_late_and_owed(world: World, made: Recommendation) -> None:
    officer = world.person["performance-officer"]
    assert [it.pk for it in queries.recommendations(officer, world.council, standing="late", on=ON)] == [
        made.pk
    ]
    owed = due(world.council, ON, kinds=["recommendation"])
    assert [(it.person, it.late(ON), it.tell) for it in owed] == [
        (world.person["service-manager"], True, True)
    ]
    actions.step(officer, recommendation=made, state="refused", words="It costs more than it saves.")
    assert due(world.council, ON, kinds=["recommendation"]) == []
    assert not queries.recommendations(officer, world.council, standing="open", on=ON).exists()


def test_the_pages_record_answer_and_agree(world: World, people: dict[str, Client]) -> None:
    officer = people["performance-officer"]
    service = Service.objects.get(organisation=world.council, slug="waste")
    said = {
        "body": "audit",
        "report": "Contracts",
        "words": "Keep one register.",
        "service": service.pk,
        "owner": "",
    }
    day = {"on_day": "1", "on_month": "5", "on_year": "2026"}
    page = officer.post("/recommendations/record/", said | day, follow=True).content.decode()
    assert "The recommendation is recorded." in page and "Waiting for an answer" in page
    it = Recommendation.objects.get()
    officer.post(f"/recommendations/{it.pk}/say/", {"state": "accepted", "words": "Yes."})
    by = {"due_day": "1", "due_month": "5", "due_year": "2027"}
    officer.post(
        f"/recommendations/{it.pk}/action/", {"words": "Build it", "service": service.pk, "owner": ""} | by
    )
    page = people["councillor"].get(f"/recommendations/{it.pk}/").content.decode()
    assert "Build it" in page and "Agree an action" not in page
    assert (
        "Keep one register."
        in people["councillor"].get("/recommendations/recommendations.csv").content.decode()
    )


def test_the_list_takes_as_many_queries_for_ten_as_for_one(
    world: World, made: Recommendation, people: dict[str, Client], django_assert_num_queries: Any
) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as one:
        people["councillor"].get("/recommendations/")
    for _ in range(9):
        record(world)
    with django_assert_num_queries(len(one)):
        people["councillor"].get("/recommendations/")
