"""Every change of state to recommendations."""

from datetime import date

from moothall.core import clock
from moothall.core.audit import change, subject
from moothall.core.errors import NotPossible
from moothall.core.models import Organisation, Person, Service
from moothall.core.wording import line, prose
from moothall.direction import actions as direction
from moothall.direction.actions import Promise, Source
from moothall.direction.life import OPEN as STILL_OPEN
from moothall.direction.models import Commitment
from moothall.direction.recommendations.life import LIFE, Body, State
from moothall.direction.recommendations.models import Recommendation, Step
from moothall.direction.recommendations.queries import MANAGE, SOURCE

LONGEST = 3000  # characters


def record(
    person: Person,
    *,
    organisation: Organisation,
    body: str,
    report: str,
    on: date,
    words: str,
    service: Service,
    owner: Person | None = None,
    due: date | None = None,
) -> Recommendation:
    """Records a recommendation with the council's next number."""
    with change(person, MANAGE, "recommendation.recorded", organisation=organisation) as entry:
        if service.organisation_id != organisation.pk:
            raise NotPossible(f"'{service}' is not a service of {organisation}.")
        if on > clock.today():
            raise NotPossible("The day of the report is still to come: give the day it bears.")
        if due and due < on:
            raise NotPossible("It cannot be due before it was made: change one of the days.")
        Organisation.objects.select_for_update().get(pk=organisation.pk)  # one number is given once
        newest = Recommendation.objects.filter(organisation=organisation).order_by("-number").first()
        it = Recommendation.objects.create(
            organisation=organisation,
            number=newest.number + 1 if newest else 1,
            body=Body(body),
            report=line(report, "the title of the report", 200),
            on=on,
            words=prose(words, "the recommendation", LONGEST),
            service=service,
            person=owner,
            due=due,
            added_by=person,
            added_at=entry.at,
        )
        subject(entry, it)
        entry.after = {"body": it.body, "report": it.report, "words": it.words, "service": service.slug}
    return it


def step(
    person: Person, *, recommendation: Recommendation, state: str, words: str, evidence: str = ""
) -> Step:
    """Answers a recommendation, or says that it is done: that needs evidence somebody else can look at."""
    organisation = recommendation.organisation
    with change(
        person, MANAGE, "recommendation.moved", organisation=organisation, on=recommendation
    ) as entry:
        it = Recommendation.objects.select_for_update().get(pk=recommendation.pk)
        then = LIFE.moved(f"Recommendation {it.number}", it.state, State(state))
        if then == State.DONE and not evidence.strip():
            raise NotPossible("Say where it can be seen that it was done: a minute, a report, an address.")
        if then == State.DONE and (left := _open(it)):
            raise NotPossible(f"{left[0]} is still open: say that it is done, or drop it, first.")
        made = Step.objects.create(
            recommendation=it,
            state=then,
            words=prose(words, "what is said", LONGEST),
            evidence=line(evidence, "the evidence", 500) if evidence.strip() else "",
            by=person,
            at=entry.at,
        )
        entry.before = {"state": it.state}
        it.state = then
        it.save(update_fields=["state"])
        entry.after = {"state": it.state, "words": made.words, "evidence": made.evidence}
    recommendation.state = it.state
    return made


def agree(
    person: Person,
    *,
    recommendation: Recommendation,
    words: str,
    service: Service,
    owner: Person | None,
    due: date,
) -> Commitment:
    """Agrees an action on a recommendation, tracked until it is done."""
    it = recommendation
    return direction.add_commitment(
        person,
        organisation=it.organisation,
        promise=Promise(words, service, owner, due=due),
        source=Source(
            SOURCE, str(it.pk), f"{it.get_body_display()}: {it.report}", f"/recommendations/{it.pk}/"
        ),
        permission=MANAGE,
    )


def _open(it: Recommendation) -> list[Commitment]:
    found = Commitment.objects.filter(
        organisation=it.organisation, source_kind=SOURCE, source_key=str(it.pk), state__in=STILL_OPEN
    )
    return list(found[:1])
