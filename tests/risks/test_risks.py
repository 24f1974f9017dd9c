"""Risks: scored in order, moved by decision, as they stood on a day, by those whose they are."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from tests.people import World
from tests.risks.conftest import ON, Adding

from moothall.core import clock
from moothall.core.due import due, theirs
from moothall.core.errors import NotPossible
from moothall.core.models import AuditEntry, Service
from moothall.direction.actions import Promise, add_priority
from moothall.risks import actions, queries
from moothall.risks.matrix import USUAL
from moothall.risks.models import Category, Risk, ScoreEntry
from moothall.risks.queries import Row, Wanted

FULL = {"inherent": (4, 4), "current": (3, 4), "target": (2, 3)}


def row(world: World, risk: Risk, on: date) -> Row:
    """The risk as the auditor finds it on a day."""
    found = queries.one(world.person["auditor"], risk.pk, on)
    assert found
    return found


# --- scores ---


def test_scores_are_rows_and_the_audit_says_from_what_to_what(world: World, adding: Adding) -> None:
    risk, manager = adding(given=FULL), world.person["service-manager"]
    actions.score(manager, risk=risk, given={"current": (2, 4)}, words="Boards.", on=date(2026, 5, 1))
    assert [it.score for it in risk.scores.filter(kind="current")] == [8, 12]
    entry = AuditEntry.objects.filter(action="risk.scored").latest("pk")
    assert (entry.before, entry.after["current"]) == ({"current": 12}, 8)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"current": (5, 5)}, "inherent score (16) would be under the current one (25)"),
        ({"target": (4, 4)}, "current score (12) would be under the target one (16)"),
        ({"current": (6, 1)}, "from 1 to 5"),
        ({"current": (0, 3)}, "from 1 to 5"),
        ({}, "at least one"),
        ({"residual": (1, 1)}, "at least one"),
    ],
)
def test_scores_that_cannot_be_are_refused_and_nothing_is_kept(
    world: World, adding: Adding, given: dict[str, tuple[int, int]], said: str
) -> None:
    risk = adding(given=FULL)
    with pytest.raises(NotPossible) as fault:
        actions.score(world.root, risk=risk, given=given, words="Why not?", on=date(2026, 2, 1))
    assert said in str(fault.value)
    assert ScoreEntry.objects.count() == 3


def test_a_score_is_of_a_day_that_was_and_after_the_last_one(world: World, adding: Adding) -> None:
    risk = adding(given=FULL)
    for on, said in (
        (clock.today() + timedelta(days=1), "still to come"),
        (ON - timedelta(days=1), "recorded from 15 January 2026"),
    ):
        with pytest.raises(NotPossible, match=said):
            actions.score(world.root, risk=risk, given={"current": (2, 4)}, words="x", on=on)
    actions.score(world.root, risk=risk, given={"current": (2, 4)}, words="x", on=date(2026, 4, 1))
    with pytest.raises(NotPossible, match="scored on 1 April 2026 already"):
        actions.score(world.root, risk=risk, given={"current": (2, 3)}, words="x", on=date(2026, 3, 1))


def test_a_score_keeps_the_matrix_of_its_day(world: World, adding: Adding) -> None:
    risk = adding(given=FULL)
    heavy = replace(
        USUAL,
        weights=tuple(tuple(n + 3 * m for m in range(1, 6)) for n in range(1, 6)),
        bands=(replace(USUAL.bands[0], start=4), *USUAL.bands[2:]),
    )
    actions.set_matrix(
        world.root,
        organisation=world.council,
        content=heavy.plain(),
        reason="Impact counts.",
        from_date=date(2026, 6, 1),
    )
    before = row(world, risk, date(2026, 7, 1)).current
    assert before and before.words == "12 High" and before.matrix == USUAL
    actions.score(world.root, risk=risk, given={"current": (2, 4)}, words="x", on=date(2026, 7, 2))
    after = row(world, risk, date(2026, 7, 2)).current
    assert after and after.score == 14 and after.matrix == heavy
    assert queries.matrix(world.council, date(2026, 5, 31)) == USUAL


# --- as at a day ---


def test_the_register_is_as_it_stood_on_a_day(world: World, adding: Adding) -> None:
    risk, auditor = adding(given=FULL), world.person["auditor"]
    late = adding("The yard burns", on=date(2026, 8, 1), given={"current": (4, 4)})
    actions.score(world.root, risk=risk, given={"current": (2, 4)}, words="Boards.", on=date(2026, 7, 1))
    actions.move(world.root, risk=risk, level="corporate", reason="It is wide.", on=date(2026, 7, 15))
    actions.close(world.root, risk=risk, reason="The depot moved.", on=date(2026, 10, 1))

    def stood(on: date, **wanted: str) -> list[tuple[int, str, int | None]]:
        found = queries.register(auditor, world.council, on=on, wanted=Wanted(**wanted))
        return [(it.risk.number, it.level, it.current.score if it.current else None) for it in found]

    assert stood(date(2026, 1, 14)) == []
    assert stood(date(2026, 6, 30)) == [(1, "service", 12)]
    assert stood(date(2026, 9, 30)) == [(late.number, "service", 16), (1, "corporate", 8)]
    assert stood(date(2026, 9, 30), level="corporate") == [(1, "corporate", 8)]
    assert stood(date(2026, 10, 1)) == [(late.number, "service", 16)]
    assert stood(date(2026, 10, 1), state="closed") == [(1, "corporate", 8)]
    assert len(stood(date(2026, 10, 1), state="")) == 2


def test_movement_is_from_the_score_at_the_end_of_last_quarter(world: World, adding: Adding) -> None:
    risk = adding(given=FULL)
    assert row(world, risk, date(2026, 2, 1)).movement == "none"  # it had no score in December
    assert row(world, risk, date(2026, 4, 1)).movement == "flat"
    actions.score(world.root, risk=risk, given={"current": (2, 4)}, words="x", on=date(2026, 4, 20))
    assert row(world, risk, date(2026, 4, 20)).movement == "down"
    assert row(world, risk, date(2026, 7, 1)).movement == "flat"
    past = queries.history(row(world, risk, date(2026, 7, 1)))
    assert [(it.quarter.label, it.current) for it in past][:2] == [("Q4 2025-26", 12), ("Q1 2026-27", 8)]


# --- up and down ---


def test_over_appetite_it_should_go_up_and_under_it_for_two_quarters_down(
    world: World, adding: Adding
) -> None:
    risk = adding(given=FULL)
    stands = row(world, risk, date(2026, 2, 1))
    assert stands.over and "over the council’s appetite for environment risks" in stands.escalate
    actions.move(world.root, risk=risk, level="corporate", reason=stands.escalate, on=date(2026, 2, 2))
    assert row(world, risk, date(2026, 2, 3)).escalate == ""
    actions.score(world.root, risk=risk, given={"current": (2, 4)}, words="x", on=date(2026, 3, 1))
    assert row(world, risk, date(2026, 6, 30)).lower == ""  # one quarter's end
    assert "two quarters" in row(world, risk, date(2026, 7, 1)).lower
    assert row(world, risk, date(2026, 7, 1)).escalate == ""


def test_whoever_writes_a_risk_asks_and_whoever_manages_decides(world: World, adding: Adding) -> None:
    risk, manager, director = adding(given=FULL), world.person["service-manager"], world.person["director"]
    with pytest.raises(PermissionDenied):
        actions.move(manager, risk=risk, level="corporate", reason="x", on=ON)
    with pytest.raises(NotPossible, match="in the register of its service already"):
        actions.propose(manager, risk=risk, level="service", reason="x")
    with pytest.raises(NotPossible, match="Name its programme first"):
        actions.propose(manager, risk=risk, level="programme", reason="x")
    asked = actions.propose(manager, risk=risk, level="corporate", reason="It is wide.")
    with pytest.raises(NotPossible, match="waits for a decision already"):
        actions.propose(manager, risk=risk, level="corporate", reason="x")
    with pytest.raises(NotPossible, match="decide that one"):
        actions.move(director, risk=risk, level="corporate", reason="x", on=ON)
    with pytest.raises(PermissionDenied):
        actions.decide(manager, proposal=asked, accept=True, words="", on=ON)
    with pytest.raises(NotPossible, match="Say why it is refused"):
        actions.decide(director, proposal=asked, accept=False, words=" ", on=ON)
    actions.decide(director, proposal=asked, accept=False, words="The service can.", on=ON)
    risk.refresh_from_db()
    assert (risk.level, risk.steps.count()) == ("service", 1)
    again = actions.propose(manager, risk=risk, level="corporate", reason="It grew.")
    actions.decide(director, proposal=again, accept=True, words="Agreed.", on=date(2026, 3, 1))
    step = risk.steps.first()
    assert step and (step.level, step.reason, step.by) == ("corporate", "It grew. Agreed.", director)
    with pytest.raises(NotPossible, match="accepted already"):
        actions.decide(director, proposal=again, accept=False, words="No.", on=date(2026, 3, 2))


def test_a_closed_risk_is_opened_before_it_is_touched(world: World, adding: Adding) -> None:
    risk = adding(given=FULL)
    actions.close(world.root, risk=risk, reason="The depot moved.", on=date(2026, 3, 1))
    for act in (
        lambda: actions.score(
            world.root, risk=risk, given={"current": (1, 1)}, words="x", on=date(2026, 3, 2)
        ),
        lambda: actions.review(world.root, risk=risk, words="x", on=date(2026, 3, 2)),
        lambda: actions.move(world.root, risk=risk, level="corporate", reason="x", on=date(2026, 3, 2)),
        lambda: actions.close(world.root, risk=risk, reason="x", on=date(2026, 3, 2)),
    ):
        with pytest.raises(NotPossible, match="closed"):
            act()
    with pytest.raises(NotPossible, match="moved on 1 March 2026 already"):
        actions.reopen(world.root, risk=risk, reason="x", on=date(2026, 2, 1))
    actions.reopen(world.root, risk=risk, reason="It moved back.", on=date(2026, 4, 1))
    assert row(world, risk, date(2026, 3, 15)).state == "closed"
    assert row(world, risk, date(2026, 4, 1)).state == "open"


# --- whose they are ---


def test_a_service_manager_writes_the_risks_of_their_own_service(world: World, adding: Adding) -> None:
    manager, homes = world.person["service-manager"], adding("Roofs leak", by="director", service="homes")
    with pytest.raises(PermissionDenied):
        adding("Another", service="homes")
    for act in (
        lambda: actions.score(manager, risk=homes, given={"current": (1, 1)}, words="x", on=ON),
        lambda: actions.add_control(manager, risk=homes, words="x", effect="full", on=ON),
        lambda: actions.propose(manager, risk=homes, level="corporate", reason="x"),
        lambda: actions.review(manager, risk=homes, words="x", on=ON),
    ):
        with pytest.raises(PermissionDenied):
            act()
    assert [it.slug for it in queries.writable(manager, world.council)] == ["waste"]
    assert not queries.may_write(manager, homes) and queries.may_write(world.person["director"], homes)
    assert len(queries.register(manager, world.council, on=ON)) == 1  # everybody of the council reads all


def test_a_manager_cannot_hand_a_risk_to_a_service_that_is_not_theirs(world: World, adding: Adding) -> None:
    risk = adding()
    homes = Service.objects.get(organisation=world.council, slug="homes")
    said = actions.Said("The depot floods", "Rain", "x", "y", risk.category, homes)
    with pytest.raises(PermissionDenied):
        actions.edit(world.person["service-manager"], risk=risk, said=said)


def test_another_councils_risks_are_neither_found_nor_named(world: World, adding: Adding) -> None:
    risk, other = adding(given=FULL), world.person["other"]
    assert queries.one(other, risk.pk, ON) is None and queries.risk(other, risk.pk) is None
    with pytest.raises(PermissionDenied):
        queries.register(other, world.council, on=ON)
    there = Service.objects.get(organisation=world.other, slug="waste")
    with pytest.raises(NotPossible, match="Name a service"):
        said = actions.Said("x", "x", "x", "x", risk.category, there)
        actions.add(other, organisation=world.other, said=said, on=ON)


def test_those_who_read_no_risks_are_told_of_none_elsewhere(world: World, adding: Adding) -> None:
    risk = adding(given=FULL)
    actions.link_measure(
        world.root, risk=risk, measure="recycling-rate", side="below", threshold=Decimal(45), trigger="Missed"
    )
    aim = add_priority(
        world.root,
        organisation=world.council,
        title="Cleaner",
        from_date=date(2025, 1, 1),
        measures=["recycling-rate"],
    )
    said = actions.Said("The depot floods", "Rain", "x", "y", risk.category, risk.service, priority=aim)
    actions.edit(world.root, risk=risk, said=said)
    for who, count in (("auditor", 1), ("contributor", 0)):
        person = world.person[who]
        assert len(queries.of_measure(person, world.council, "recycling-rate", ON)) == count
        assert len(queries.of_priority(person, world.council, aim.pk, ON)) == count
        assert len(queries.by_priority(person, world.council, ON)) == count
    assert queries.of_measure(world.person["auditor"], world.council, "missed-bins", ON) == []
    link = risk.links.get()
    actions.end_link(world.root, link=link, reason="Another measure tells more.", on=date(2026, 2, 1))
    assert queries.of_measure(world.person["auditor"], world.council, "recycling-rate", ON) == []


# --- what is done about it ---


def test_evidence_that_moved_since_the_score_asks_for_a_new_one(world: World, adding: Adding) -> None:
    early = adding(on=date(2023, 6, 1), given=FULL)
    for side, value in (("below", 45), ("above", 45)):
        actions.link_measure(
            world.root, risk=early, measure="recycling-rate", side=side, threshold=Decimal(value), trigger="x"
        )
    below, above = row(world, early, date(2024, 6, 1)).evidence  # 42.00 in 2023-24
    assert (below.beyond, below.moved, above.beyond, above.moved) == (True, True, False, False)
    actions.score(world.root, risk=early, given={"current": (3, 4)}, words="Still.", on=date(2024, 6, 2))
    assert not row(world, early, date(2024, 6, 2)).rescore
    assert row(world, early, date(2027, 1, 1)).evidence[0].beyond is None  # a figure too old says nothing


def test_controls_end_and_assurance_is_by_line(world: World, adding: Adding) -> None:
    risk = adding(given=FULL)
    control = actions.add_control(world.root, risk=risk, words="Boards", effect="none", on=ON)
    remarks = queries.remarks(row(world, risk, ON), risk.controls.all())
    assert any("no control has an effect" in it for it in remarks)
    assert any("Nothing says how it is known" in it for it in remarks)
    with pytest.raises(NotPossible, match="which line"):
        actions.assure(
            world.root, control=control, line_of="4", what="x", by_whom="x", opinion="limited", on=ON
        )
    actions.assure(
        world.root, control=control, line_of="3", what="Boards", by_whom="Audit", opinion="limited", on=ON
    )
    actions.change_control(world.root, control=control, words="Boards and a pump", effect="partial")
    assert not queries.remarks(row(world, risk, ON), risk.controls.all())[
        :-1
    ]  # but the missing day for the target
    actions.end_control(world.root, control=control, reason="Sold.", on=date(2026, 2, 1))
    with pytest.raises(NotPossible, match="has ended"):
        actions.end_control(world.root, control=control, reason="Again.", on=date(2026, 2, 1))


def test_an_action_is_a_commitment_of_the_risk(world: World, adding: Adding) -> None:
    risk, manager = adding(), world.person["service-manager"]
    promise = Promise("Raise the yard.", risk.service, manager, due=date(2026, 3, 1))
    made = actions.add_action(manager, risk=risk, promise=promise, href=f"/risks/{risk.pk}/")
    assert queries.actions_of(risk) == [made]
    assert made.source_kind == "risk" and made.late(date(2026, 3, 2))


def test_a_category_that_ended_stays_with_its_risks_and_takes_no_new_one(
    world: World, adding: Adding, category: Category
) -> None:
    risk = adding()
    actions.end_category(world.root, category=category, on=ON)
    category.refresh_from_db()
    with pytest.raises(NotPossible, match="has ended: choose another"):
        adding("Another")
    assert list(queries.open_categories(world.council)) == []
    assert list(queries.open_categories(world.council, risk)) == [category]


# --- reviews ---


def test_a_review_is_owed_by_its_owner_until_it_is_done(world: World, adding: Adding) -> None:
    manager = world.person["service-manager"]
    risk = adding(owner=manager, on=date(2026, 5, 1))  # every three months

    def owed(on: date) -> list[tuple[date, bool, bool]]:
        found = theirs(due(world.council, on, until=on + timedelta(days=60), kinds=["risk-review"]), manager)
        return [(it.due, it.late(on), it.tell) for it in found]

    assert owed(date(2026, 5, 2)) == []
    assert owed(date(2026, 7, 1)) == [(date(2026, 8, 1), False, False)]
    assert owed(date(2026, 7, 25)) == [(date(2026, 8, 1), False, True)]
    assert owed(date(2026, 8, 2)) == [(date(2026, 8, 1), True, True)]
    assert row(world, risk, date(2026, 8, 2)).review_overdue
    actions.review(manager, risk=risk, words="As it was.", on=date(2026, 8, 2))
    assert owed(date(2026, 8, 3)) == []
    actions.close(manager, risk=risk, reason="Gone.", on=date(2026, 8, 3))
    assert owed(date(2026, 12, 1)) == []
