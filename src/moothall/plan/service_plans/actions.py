"""Every change of state to service plans and self-assessments."""

import hashlib
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from moothall.core import clock
from moothall.core.audit import change, subject
from moothall.core.errors import NotPossible
from moothall.core.frozen import frozen
from moothall.core.models import AuditEntry, Organisation, Person, Service
from moothall.core.permission import may
from moothall.core.wording import line, prose, prose_or_none
from moothall.kit.documents.errors import DocumentError
from moothall.kit.documents.words import showable, spoken_date
from moothall.plan.service_plans import queries
from moothall.plan.service_plans.asked import HIGHEST, question_sets, sections
from moothall.plan.service_plans.composing import state_of
from moothall.plan.service_plans.life import Doing, Group, Stage, State
from moothall.plan.service_plans.models import (
    Action,
    ActionUpdate,
    Approval,
    Assessment,
    Invitation,
    Response,
    SectionRevision,
    ServicePlan,
)
from moothall.plan.service_plans.queries import APPROVE, ASSESS, WHOLE_COUNCIL, WRITE

LONGEST_SECTION = 20_000
MOST_ACTIONS = 200


def start(person: Person, *, organisation: Organisation, service: Service, year: date) -> ServicePlan:
    """Starts a service's plan for a financial year, given as its first day; who starts it is its author."""
    with change(
        person, WRITE, "service.plan_started", organisation=organisation, service=service.slug
    ) as entry:
        if service.organisation_id != organisation.pk:
            raise NotPossible(f"'{service}' is not a service of {organisation}.")
        if year not in queries.years(clock.today()):
            raise NotPossible("Start a plan for the year before, this one or the next.")
        if ServicePlan.objects.filter(service=service, start=year).exists():
            raise NotPossible(f"{service} has a plan for that year: open it instead.")
        plan = ServicePlan.objects.create(
            organisation=organisation, service=service, start=year, author=person, created_at=clock.now()
        )
        subject(entry, plan)
        entry.after = {"service": service.slug, "year": plan.period.label}
    return plan


def write(person: Person, *, plan: ServicePlan, section: str, text: str, opened: int) -> SectionRevision:
    """Saves a section's text as its next version. `opened` is the version it was written from, 0 for none."""
    with change(person, WRITE, "service.plan_written", **_of(plan)) as entry:
        plan = _draft(plan)
        if section not in sections():
            raise NotPossible(f"A service plan has no section '{section}'.")
        text = prose_or_none(text, "this section", LONGEST_SECTION)
        standing = queries.current(plan).get(section)
        number = standing.number if standing else 0
        if number != opened:
            raise NotPossible(
                f"{standing.written_by if standing else 'Somebody'} saved version {number} after you opened it: "
                "copy your text, open the section again and put both together."
            )
        if text == (standing.text if standing else ""):
            raise NotPossible("The text is the same as before: there is nothing to save.")
        revision = SectionRevision.objects.create(
            plan=plan,
            section=section,
            number=number + 1,
            text=text,
            written_by=person,
            written_at=clock.now(),
        )
        entry.before = {"section": section, "version": number}
        entry.after = {"section": section, "version": number + 1, "characters": len(text)}
    return revision


def add_action(
    person: Person, *, plan: ServicePlan, what: str, due: date, owner: Person | None = None
) -> Action:
    """Adds something the service will do, to a plan that is a draft."""
    with change(person, WRITE, "service.plan_action_added", **_of(plan)) as entry:
        plan = _draft(plan)
        what = line(what, "what will be done", 500)
        if not plan.start <= due <= plan.period.end + timedelta(days=366):
            raise NotPossible(
                f"{spoken_date(due)} is outside the plan’s year and the one after: check the year."
            )
        _theirs(plan.organisation, owner)
        number = plan.actions.count() + 1
        if number > MOST_ACTIONS:
            raise NotPossible(f"A service plan holds {MOST_ACTIONS} actions: put some together.")
        made = Action.objects.create(
            plan=plan, number=number, what=what, person=owner, due=due, added_by=person, added_at=clock.now()
        )
        subject(entry, made)
        entry.after = {"what": what, "due": due.isoformat(), "owner": owner.username if owner else ""}
    return made


def update_action(person: Person, *, action: Action, state: str, note: str = "") -> ActionUpdate:
    """Says how far an action is. A plan that is closed takes no more updates."""
    plan = action.plan
    with change(person, WRITE, "service.plan_action_updated", **_of(plan)) as entry:
        if _held(plan).state == State.CLOSED:
            raise NotPossible(f"{plan} is closed: carry the action on in the next year’s plan.")
        if state not in Doing.values:
            raise NotPossible(f"An action is {', '.join(Doing.values)}.")
        note = showable(note).strip()[:1000]
        before = state_of(action)
        if state == before and not note:
            raise NotPossible("Say how far it is now, or what there is to say of it.")
        if state == Doing.DROPPED and not note:
            raise NotPossible("Say why it is dropped.")
        made = ActionUpdate.objects.create(action=action, state=state, note=note, by=person, at=clock.now())
        subject(entry, action)
        entry.before = {"state": before}
        entry.after = {"state": state, "note": note}
    return made


def approve(person: Person, *, plan: ServicePlan, fingerprint: str) -> Approval:
    """Approves a draft and freezes its text and figures. Not for anybody who wrote in it.

    `fingerprint` is that of the plan this person was shown: if a word or a figure changed since, nothing is approved.
    """
    organisation = plan.organisation
    with change(person, APPROVE, "service.plan_approved", organisation=organisation, on=plan) as entry:
        plan = _draft(plan)
        if person.pk in queries.writers(plan):
            raise NotPossible("You wrote part of this plan: somebody who did not approves it.")
        lacking = [it.title for key, it in sections().items() if key not in _written(plan)]
        if lacking:
            raise NotPossible(f"Nothing is written under {', '.join(lacking)}: that comes first.")
        today = clock.today()
        said = f"Approved by {person} on {spoken_date(today)}"
        try:
            made = queries.document(person, plan, today, said)
        except DocumentError as fault:
            raise NotPossible(str(fault)) from fault
        document = frozen(made)
        if queries.fingerprint(made, plan) != fingerprint:
            raise NotPossible("The plan or a figure changed after you opened this page: read it again.")
        approval = Approval.objects.create(
            plan=plan,
            number=plan.approvals.count() + 1,
            document=document,
            document_sha256=hashlib.sha256(document.encode()).hexdigest(),
            approved_by=person,
            approved_at=clock.now(),
        )
        plan.state = State.APPROVED
        plan.save(update_fields=["state"])
        subject(entry, approval)
        entry.before = {"state": State.DRAFT}
        entry.after = {"state": State.APPROVED, "document_sha256": approval.document_sha256}
    return approval


def reopen(person: Person, *, plan: ServicePlan, reason: str) -> ServicePlan:
    """Takes up an approved plan again, to be changed and approved anew. What was approved stays as it was."""
    with change(person, WRITE, "service.plan_reopened", **_of(plan)) as entry:
        return _moved(entry, plan, State.APPROVED, State.DRAFT, reason)


def close(person: Person, *, plan: ServicePlan, reason: str) -> ServicePlan:
    """Closes an approved plan at the end of its year."""
    with change(person, WRITE, "service.plan_closed", **_of(plan)) as entry:
        return _moved(entry, plan, State.APPROVED, State.CLOSED, reason)


def _moved(entry: AuditEntry, plan: ServicePlan, now: State, then: State, reason: str) -> ServicePlan:
    plan = _held(plan)
    if plan.state != now:
        raise NotPossible(
            f"{plan} is {State(plan.state).label}: only one that is {now.label} can be {then.label}."
        )
    reason = prose(reason, "the reason", 1000)
    plan.state = then
    plan.save(update_fields=["state"])
    entry.before, entry.after = {"state": now}, {"state": then, "reason": reason}
    return plan


def open_assessment(
    person: Person,
    *,
    organisation: Organisation,
    title: str,
    stage: str,
    questions: str,
    service: Service | None = None,
    before: Assessment | None = None,
) -> Assessment:
    """Opens a round of self-assessment, of a service or of the whole council."""
    slug = service.slug if service else WHOLE_COUNCIL
    with change(person, WRITE, "assessment.opened", organisation=organisation, service=slug) as entry:
        title = line(title, "the title", 200)
        if stage not in Stage.values or questions not in question_sets():
            raise NotPossible("Choose when it is scored, and a set of questions there is.")
        if service and service.organisation_id != organisation.pk:
            raise NotPossible(f"'{service}' is not a service of {organisation}.")
        if before:
            _comparable(organisation, service, questions, before)
        made = Assessment.objects.create(
            organisation=organisation,
            service=service,
            title=title,
            stage=stage,
            questions=questions,
            before=before,
            opened_by=person,
            opened_at=clock.now(),
        )
        subject(entry, made)
        entry.after = {"title": title, "stage": stage, "service": slug, "questions": questions}
    return made


def _comparable(
    organisation: Organisation, service: Service | None, questions: str, before: Assessment
) -> None:
    if before.organisation_id != organisation.pk or before.service_id != (service.pk if service else None):
        raise NotPossible(f"‘{before}’ is of something else: compare like with like.")
    if before.questions != questions:
        raise NotPossible(f"‘{before}’ asked other questions: compare rounds that asked the same.")
    if before.closed_at is None:
        raise NotPossible(f"‘{before}’ is still open: close it first.")


def invite(person: Person, *, assessment: Assessment, whom: Person, group: str) -> Invitation:
    """Asks somebody to score, and says as whom. Nobody can be asked twice or moved to another group."""
    with change(person, WRITE, "assessment.invited", **_of_round(assessment)) as entry:
        if _held_round(assessment).closed_at:
            raise NotPossible(f"‘{assessment}’ is closed: nobody can be asked any more.")
        if group not in Group.values:
            raise NotPossible(
                "Say as whom they are asked: head of the service, their manager, peer or staff."
            )
        if not whom.is_active or not may(whom, ASSESS, assessment.organisation):
            raise NotPossible(f"{whom} has no role that scores a self-assessment: give them one first.")
        if Invitation.objects.filter(assessment=assessment, person=whom).exists():
            raise NotPossible(f"{whom} was asked already.")
        made = Invitation.objects.create(
            assessment=assessment, person=whom, group=group, invited_by=person, invited_at=clock.now()
        )
        entry.after = {"person": whom.username, "group": group}
    return made


def answer(person: Person, *, assessment: Assessment, answers: Mapping[str, int | None]) -> Response:
    """Keeps what the acting person answers, each statement with a level from 0 to 4 or none for 'cannot say'.

    They may answer anew until the round closes. The audit says that they answered, never what.
    """
    with change(person, ASSESS, "assessment.answered", organisation=assessment.organisation, on=assessment):
        if _held_round(assessment).closed_at:
            raise NotPossible(f"‘{assessment}’ is closed: no more answers are taken.")
        invitation = Invitation.objects.filter(assessment=assessment, person=person).first()
        if not invitation:
            raise NotPossible(f"You were not asked to score ‘{assessment}’.")
        wanted = {it.id for it in queries.questions_of(assessment).statements}
        if set(answers) != wanted:
            raise NotPossible("Answer every statement, with a level or ‘I cannot say’.")
        for level in answers.values():
            if level is not None and level not in range(HIGHEST + 1):
                raise NotPossible(f"A level runs from 0 to {HIGHEST}.")
        return Response.objects.create(
            invitation=invitation,
            number=invitation.responses.count() + 1,
            answers=dict(answers),
            answered_at=clock.now(),
        )


def close_assessment(person: Person, *, assessment: Assessment) -> Assessment:
    """Closes a round for good; from then on its results can be read, small groups kept out."""
    with change(person, WRITE, "assessment.closed", **_of_round(assessment)) as entry:
        assessment = _held_round(assessment)
        if assessment.closed_at:
            raise NotPossible(f"‘{assessment}’ is closed already.")
        assessment.closed_by, assessment.closed_at = person, clock.now()
        assessment.save(update_fields=["closed_by", "closed_at"])
        entry.after = {"asked": assessment.invitations.count()}
    return assessment


def _of(plan: ServicePlan) -> dict[str, Any]:
    """What a change to a plan is about, and within whose reach."""
    return {"organisation": plan.organisation, "on": plan, "service": plan.service.slug}


def _of_round(it: Assessment) -> dict[str, Any]:
    """What a change to a round is about, and within whose reach."""
    slug = it.service.slug if it.service else WHOLE_COUNCIL
    return {"organisation": it.organisation, "on": it, "service": slug}


def _held(plan: ServicePlan) -> ServicePlan:
    """The plan as it is now, held until the change is made."""
    found = ServicePlan.objects.select_for_update(of=("self",)).select_related("organisation", "service")
    return found.get(pk=plan.pk)


def _held_round(it: Assessment) -> Assessment:
    return Assessment.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=it.pk)


def _draft(plan: ServicePlan) -> ServicePlan:
    plan = _held(plan)
    if plan.state != State.DRAFT:
        raise NotPossible(f"{plan} is {State(plan.state).label}: take it up again to change it.")
    return plan


def _written(plan: ServicePlan) -> frozenset[str]:
    return frozenset(key for key, it in queries.current(plan).items() if it.text)


def _theirs(organisation: Organisation, owner: Person | None) -> None:
    if owner and not owner.memberships.filter(organisation=organisation, ended_at__isnull=True).exists():
        raise NotPossible(f"{owner} holds no role in {organisation}: give them one first.")
