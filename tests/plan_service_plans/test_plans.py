"""Service plans: written by their service, approved by somebody else, frozen, followed, closed."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from tests.people import World

from moothall.core import clock
from moothall.core.errors import NotPossible
from moothall.core.models import Service
from moothall.direction.actions import add_priority, set_owner
from moothall.kit.documents.docx import to_docx
from moothall.kit.documents.json import from_json
from moothall.kit.documents.model import tables
from moothall.kit.documents.pdf import to_pdf
from moothall.kit.documents.text import to_text
from moothall.kit.documents.xlsx import to_xlsx
from moothall.plan.service_plans import actions, queries
from moothall.plan.service_plans.life import State
from moothall.plan.service_plans.models import Approval, ServicePlan


def shown(world: World, plan: ServicePlan, role: str = "director") -> str:
    made = queries.document(world.person[role], plan, clock.today())
    return queries.fingerprint(made, plan)


def test_a_manager_writes_the_plans_of_their_own_services(world: World, waste: Service) -> None:
    homes = Service.objects.get(organisation=world.council, slug="homes")
    year = queries.year_start(clock.today())
    manager = world.person["service-manager"]
    assert queries.may_start(manager, world.council) == [waste]
    with pytest.raises(PermissionDenied):
        actions.start(manager, organisation=world.council, service=homes, year=year)
    theirs = actions.start(
        world.person["administrator"], organisation=world.council, service=homes, year=year
    )
    with pytest.raises(PermissionDenied):
        actions.write(manager, plan=theirs, section="purpose", text="x", opened=0)
    with pytest.raises(PermissionDenied):
        actions.add_action(manager, plan=theirs, what="x", due=year)
    assert queries.plan(world.person["other"], theirs.pk) is None
    with pytest.raises(NotPossible, match="has a plan for that year"):
        actions.start(world.root, organisation=world.council, service=homes, year=year)
    with pytest.raises(NotPossible, match="the year before, this one or the next"):
        actions.start(world.root, organisation=world.council, service=waste, year=date(2000, 4, 1))


def test_a_text_saved_meanwhile_is_not_overwritten(world: World, written: ServicePlan) -> None:
    manager, root = world.person["service-manager"], world.person["administrator"]
    actions.write(root, plan=written, section="purpose", text="Newer", opened=1)
    with pytest.raises(NotPossible, match="saved version 2 after you opened it"):
        actions.write(manager, plan=written, section="purpose", text="Mine", opened=1)
    assert queries.history(written, "purpose")[0].text == "Newer"
    assert len(queries.history(written, "purpose")) == 2


def test_nobody_approves_what_they_wrote(world: World, written: ServicePlan) -> None:
    with pytest.raises(PermissionDenied):
        actions.approve(world.person["service-manager"], plan=written, fingerprint=shown(world, written))
    with pytest.raises(NotPossible, match="changed after you opened"):
        actions.approve(world.person["director"], plan=written, fingerprint="0" * 64)
    from moothall.plan.service_plans.models import SectionRevision

    SectionRevision.objects.filter(plan=written, section="money").update(written_by=world.person["director"])
    with pytest.raises(NotPossible, match="You wrote part of this plan"):
        actions.approve(world.person["director"], plan=written, fingerprint=shown(world, written))


def test_what_is_approved_is_frozen_and_one_changed_byte_is_seen(world: World, written: ServicePlan) -> None:
    director, manager = world.person["director"], world.person["service-manager"]
    it = actions.approve(director, plan=written, fingerprint=shown(world, written))
    assert queries.intact(it)
    written.refresh_from_db()
    assert written.state == State.APPROVED
    with pytest.raises(NotPossible, match="is approved"):
        actions.write(manager, plan=written, section="money", text="More", opened=1)
    assert "About money." in to_text(from_json(it.document))
    actions.reopen(manager, plan=written, reason="The budget changed.")
    actions.write(manager, plan=written, section="money", text="More", opened=1)
    assert "About money." in to_text(from_json(Approval.objects.get().document))
    Approval.objects.update(document=it.document.replace("About money", "About honey"))
    assert not queries.intact(Approval.objects.get())
    import hashlib

    changed = Approval.objects.get()
    Approval.objects.update(document_sha256=hashlib.sha256(changed.document.encode()).hexdigest())
    assert not queries.intact(Approval.objects.get()), "the audit says what it was"


def test_an_empty_section_is_not_approved(world: World, waste: Service) -> None:
    plan = actions.start(
        world.person["service-manager"],
        organisation=world.council,
        service=waste,
        year=queries.year_start(clock.today()),
    )
    with pytest.raises(NotPossible, match="Nothing is written under"):
        actions.approve(world.person["director"], plan=plan, fingerprint=shown(world, plan))


def test_it_inherits_the_measures_its_service_answers_for(
    world: World, written: ServicePlan, waste: Service
) -> None:
    root = world.root
    add_priority(
        root,
        organisation=world.council,
        title="Cleaner streets",
        from_date=date(2023, 4, 1),
        measures=["recycling-rate", "residual-household-waste"],
    )
    set_owner(root, organisation=world.council, measure="recycling-rate", service=waste)
    auditor = world.person["auditor"]
    assert [it.measure.id for it in queries.measures(auditor, written, clock.today())] == ["recycling-rate"]
    made = queries.document(auditor, written, clock.today())
    (measures,) = [
        it for it in tables(made.blocks) if it.caption.startswith("Measures of the corporate plan")
    ]
    (row,) = measures.rows
    latest = str(row[1].content[0].text)  # type: ignore[union-attr]
    assert row[1].number is not None and "%" in latest
    text = to_text(made)
    assert latest in text and "Change the rounds" in text
    assert to_pdf(made, "https://x.example").startswith(b"%PDF")
    assert to_docx(made, "https://x.example")[:2] == to_xlsx(made)[:2] == b"PK"


def test_actions_are_followed_until_the_plan_closes(world: World, written: ServicePlan) -> None:
    director, manager = world.person["director"], world.person["service-manager"]
    (action,) = queries.actions(written)
    with pytest.raises(NotPossible, match="why it is dropped"):
        actions.update_action(manager, action=action, state="dropped")
    actions.update_action(manager, action=action, state="begun", note="The first round moved.")
    with pytest.raises(NotPossible, match="only one that is approved can be closed"):
        actions.close(manager, plan=written, reason="Over")
    actions.approve(director, plan=written, fingerprint=shown(world, written))
    actions.update_action(manager, action=queries.actions(written)[0], state="done")
    assert [it.state for it in queries.actions(written)[0].updates.all()] == ["done", "begun"]
    actions.close(manager, plan=written, reason="The year is over.")
    with pytest.raises(NotPossible, match="is closed"):
        actions.update_action(manager, action=queries.actions(written)[0], state="begun")
