"""A risk is put in words, looked at again, closed and opened again; and what nearly went wrong is written down."""

from dataclasses import dataclass
from datetime import date

from moothall.core import clock
from moothall.core.audit import change, subject
from moothall.core.errors import NotPossible
from moothall.core.models import Organisation, Person, Service
from moothall.core.permission import require
from moothall.core.wording import line, prose, prose_or_none
from moothall.direction.models import Priority
from moothall.kit.documents.words import showable
from moothall.risks.actions.held import LONGEST, LONGEST_LINE, been, of_risk, step, theirs
from moothall.risks.life import STATE_LIFE, Kind, Level, Proximity, State, Treatment
from moothall.risks.models import Category, NearMiss, Review, Risk
from moothall.risks.permissions import WRITE
from moothall.risks.rules import months_after


@dataclass(frozen=True)
class Said:
    """What is said of a risk: why it may happen, what would happen, and what that would do."""

    title: str
    cause: str
    event: str
    consequence: str
    category: Category
    service: Service
    kind: str = Kind.THREAT
    owner: Person | None = None
    priority: Priority | None = None
    objective: str = ""
    programme: str = ""
    proximity: str = Proximity.YEAR
    treatment: str = Treatment.TREAT
    treatment_words: str = ""
    target_date: date | None = None
    review_months: int = 3


def add(person: Person, *, organisation: Organisation, said: Said, on: date) -> Risk:
    """Records a risk, with the council's next number, in the register of its service or its programme."""
    with change(person, WRITE, "risk.added", organisation=organisation, service=said.service.slug) as entry:
        Organisation.objects.select_for_update().get(pk=organisation.pk)  # one number is given once
        been(on)
        newest = Risk.objects.filter(organisation=organisation).order_by("-number").first()
        risk = Risk(
            organisation=organisation,
            number=newest.number + 1 if newest else 1,
            identified_on=on,
            next_review=on,
            level=Level.PROGRAMME if said.programme.strip() else Level.SERVICE,
            added_by=person,
            added_at=clock.now(),
        )
        _say(risk, said)
        risk.next_review = months_after(on, risk.review_months)
        risk.save()
        step(person, risk, on, "It was identified.")
        subject(entry, risk)
        entry.after = _what(risk)
    return risk


def edit(person: Person, *, risk: Risk, said: Said) -> None:
    """Says anew what a risk is. What was said before is in the audit."""
    with of_risk(person, "risk.changed", risk) as (it, entry):
        require(person, WRITE, it.organisation, service=said.service.slug)
        before = _what(it)
        _say(it, said)
        it.save()
        after = _what(it)
        entry.before = {name: value for name, value in before.items() if value != after[name]}
        entry.after = {name: value for name, value in after.items() if value != before[name]}


def review(person: Person, *, risk: Risk, words: str, on: date) -> Review:
    """Says that a risk was looked at on a day and what was found; the next review is due so many months later."""
    with of_risk(person, "risk.reviewed", risk) as (it, entry):
        been(on, it.identified_on)
        entry.before = {"next review": it.next_review.isoformat()}
        it.next_review = months_after(on, it.review_months)
        it.save(update_fields=["next_review"])
        made = Review.objects.create(
            risk=it,
            on=on,
            words=prose(words, "what was found", LONGEST),
            next_on=it.next_review,
            by=person,
            at=clock.now(),
        )
        entry.after = {"on": on.isoformat(), "next review": it.next_review.isoformat(), "words": made.words}
    return made


def close(person: Person, *, risk: Risk, reason: str, on: date) -> None:
    """Closes a risk, with a reason. It stays on record."""
    _to(person, "risk.closed", risk, State.CLOSED, reason, on)


def reopen(person: Person, *, risk: Risk, reason: str, on: date) -> None:
    """Opens a closed risk again, at the level it had."""
    _to(person, "risk.reopened", risk, State.OPEN, reason, on)


def _to(person: Person, action: str, risk: Risk, state: str, reason: str, on: date) -> None:
    with of_risk(person, action, risk, closed=True) as (it, entry):
        been(on, it.identified_on)
        why = prose(reason, "the reason", LONGEST)
        if state == State.CLOSED and it.proposals.filter(decision="").exists():
            raise NotPossible("A proposal waits for a decision: decide it first.")
        entry.before = {"state": it.state}
        it.state = STATE_LIFE.moved(f"Risk {it.number}", it.state, state)
        step(person, it, on, why)
        entry.after = {"state": it.state, "on": on.isoformat(), "reason": why}


def record_near_miss(
    person: Person,
    *,
    organisation: Organisation,
    service: Service,
    what: str,
    learned: str,
    on: date,
    risk: Risk | None = None,
) -> NearMiss:
    """Records something that nearly went wrong in a service, and what was learned from it."""
    with change(
        person, WRITE, "near_miss.recorded", organisation=organisation, service=service.slug
    ) as entry:
        been(on)
        if service.organisation_id != organisation.pk or (risk and risk.organisation_id != organisation.pk):
            raise NotPossible(f"Name a service and a risk of {organisation}.")
        made = NearMiss.objects.create(
            organisation=organisation,
            service=service,
            on=on,
            what=prose(what, "what nearly happened", LONGEST),
            learned=prose(learned, "what was learned", LONGEST),
            risk=risk,
            recorded_by=person,
            recorded_at=clock.now(),
        )
        subject(entry, made)
        entry.after = {"service": service.slug, "on": on.isoformat(), "what": made.what}
    return made


def _say(risk: Risk, said: Said) -> None:
    organisation = risk.organisation
    for choices, value, what in (
        (Kind, said.kind, "a threat or an opportunity"),
        (Proximity, said.proximity, "when it could happen"),
        (Treatment, said.treatment, "what is done about it"),
    ):
        if value not in choices.values:
            raise NotPossible(f"Say {what}.")
    if said.service.organisation_id != organisation.pk or said.category.organisation_id != organisation.pk:
        raise NotPossible(f"Name a service and a category of {organisation}.")
    if said.priority and said.priority.organisation_id != organisation.pk:
        raise NotPossible(f"‘{said.priority}’ is not a priority of {organisation}.")
    if said.category.ended_on and said.category != getattr(risk, "category", None):
        raise NotPossible(f"The category ‘{said.category}’ has ended: choose another.")
    if (said.treatment == Treatment.TAKE) and said.kind != Kind.OPPORTUNITY:
        raise NotPossible(
            "An opportunity is taken; a threat is tolerated, treated, transferred or terminated."
        )
    if not 1 <= said.review_months <= 24:
        raise NotPossible("Review a risk every 1 to 24 months.")
    theirs(organisation, said.owner)
    risk.kind, risk.category, risk.service = said.kind, said.category, said.service
    risk.title = line(said.title, "the title", LONGEST_LINE)
    risk.cause = prose(said.cause, "the cause", LONGEST)
    risk.event = prose(said.event, "the event", LONGEST)
    risk.consequence = prose(said.consequence, "the consequence", LONGEST)
    risk.owner, risk.priority = said.owner, said.priority
    risk.objective = " ".join(showable(said.objective).split())[:LONGEST_LINE]
    risk.programme = " ".join(showable(said.programme).split())[:100]
    if risk.level == Level.PROGRAMME and not risk.programme:
        raise NotPossible("It is in the register of a programme: name the programme.")
    risk.proximity, risk.treatment = said.proximity, said.treatment
    risk.treatment_words = prose_or_none(said.treatment_words, "how it is treated", LONGEST)
    risk.target_date, risk.review_months = said.target_date, said.review_months


def _what(it: Risk) -> dict[str, object]:
    return {
        "title": it.title,
        "kind": it.kind,
        "cause": it.cause,
        "event": it.event,
        "consequence": it.consequence,
        "category": it.category.name,
        "priority": it.priority.slug if it.priority else "",
        "objective": it.objective,
        "service": it.service.slug,
        "owner": it.owner.username if it.owner else "",
        "programme": it.programme,
        "proximity": it.proximity,
        "treatment": it.treatment,
        "treatment words": it.treatment_words,
        "target date": it.target_date.isoformat() if it.target_date else None,
        "review months": it.review_months,
    }
