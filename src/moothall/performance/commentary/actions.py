"""Every change of state to commentary."""

from dataclasses import dataclass
from datetime import date

from moothall.core import clock
from moothall.core.audit import change, subject
from moothall.core.errors import NotPossible
from moothall.core.models import Organisation, Person, Service
from moothall.core.versions import refuse_meanwhile
from moothall.core.wording import line, prose_or_none
from moothall.direction import actions as direction
from moothall.direction.actions import LONGEST_PROMISE, Promise, Source
from moothall.direction.models import Commitment
from moothall.direction.queries import owner
from moothall.figures.answering import answering
from moothall.figures.measures import Measure, catalogue
from moothall.kit.documents.words import spoken_date
from moothall.kit.periods import Period
from moothall.performance.commentary import queries
from moothall.performance.commentary.life import LIFE, OPEN, State
from moothall.performance.commentary.queries import APPROVE, SOURCE, WRITE
from moothall.performance.models import Commentary

LONGEST = 2000  # characters of what happened, and of why


@dataclass(frozen=True)
class Said:
    """What a commentary says. `commitment` is an action that is tracked already; without one, `doing` with `by_when`
    becomes one when the commentary is approved."""

    happened: str = ""
    why: str = ""
    doing: str = ""
    by_when: date | None = None
    commitment: Commitment | None = None


def write(
    person: Person,
    *,
    organisation: Organisation,
    measure: Measure,
    start: date,
    said: Said,
    opened: int,
    send: bool = False,
) -> Commentary:
    """Saves what is said of a figure as its next version, a draft, and with `send` sends it for approval.

    `opened` is the version it was written from, 0 for none. A draft that says the same is sent as it is. Raises
    NotPossible with one sentence, WrittenMeanwhile among them, and PermissionDenied.
    """
    service = answering(organisation, measure)
    with change(
        person, WRITE, "commentary.written", organisation=organisation, service=service, measure=measure.id
    ) as entry:
        Organisation.objects.select_for_update().get(pk=organisation.pk)  # one version is numbered once
        period = _period(person, organisation, measure, start)
        said = _checked(organisation, measure, period, said)
        every = queries.versions(organisation, measure.id, period)
        before = every.exclude(state=State.SUPERSEDED).first()
        refuse_meanwhile(before, opened)
        draft = before if before and before.state in OPEN else None
        made = Commentary(
            organisation=organisation,
            measure=measure.id,
            start=period.start,
            length=period.length,
            number=getattr(every.first(), "number", 0) + 1,
            written_by=person,
            written_at=entry.at,
            **vars(said),
        )
        if before and before.said() == made.said():
            if not (send and before.state == State.DRAFT):
                raise NotPossible("The text is the same as before: there is nothing to save.")
            made = before
        else:
            if draft:
                draft.state = LIFE.moved("This commentary", draft.state, State.SUPERSEDED)
                draft.save(update_fields=["state"])
            made.save()
        subject(entry, made)
        entry.before = _told(before) if before and before.pk != made.pk else None
        entry.after = _told(made)
        if send:
            _send(made)
            entry.after["state"] = made.state
    return made


def _period(person: Person, organisation: Organisation, measure: Measure, start: date) -> Period:
    found = queries.periods(person, organisation, measure, clock.today())
    period = next((it.period for it in found if it.start == start), None)
    if period is None:
        raise NotPossible(
            f"There is no figure of ‘{measure.title}’ for that period: write about one that there is."
        )
    return period


def _checked(organisation: Organisation, measure: Measure, period: Period, said: Said) -> Said:
    doing = prose_or_none(said.doing, "what you will do", LONGEST_PROMISE)
    if said.by_when and not doing:
        raise NotPossible("Say what you will do by that day, or leave the day blank.")
    if said.by_when and said.by_when <= period.end:
        raise NotPossible(
            f"{period.label} ended on {spoken_date(period.end)}: what you will do comes after that."
        )
    if (
        said.commitment
        and not queries.to_track(organisation, measure.id).filter(pk=said.commitment.pk).exists()
    ):
        raise NotPossible("Choose an action on this measure that is still to be done, or none.")
    if said.by_when and not said.commitment:
        _service(organisation, measure)
    return Said(
        prose_or_none(said.happened, "what happened", LONGEST),
        prose_or_none(said.why, "why", LONGEST),
        doing,
        said.by_when,
        said.commitment,
    )


def _service(organisation: Organisation, measure: Measure) -> Service:
    """The service that answers for the measure, and so for its action."""
    slug = answering(organisation, measure)
    found = Service.objects.filter(organisation=organisation, slug=slug).first()
    if found is None:
        raise NotPossible(
            f"No service here answers for ‘{measure.title}’, so nobody could be held to a day: "
            "say who does under Priorities and owners, or leave the day blank."
        )
    return found


def _send(it: Commentary) -> None:
    lacking = [
        name
        for name, text in (("what happened", it.happened), ("why", it.why), ("what you will do", it.doing))
        if not text
    ]
    if lacking:
        raise NotPossible(
            f"Say {' and '.join(lacking)} before you send it; if nothing will be done, say so and why."
        )
    it.state = LIFE.moved("This commentary", it.state, State.WAITING)
    it.sent_at = clock.now()
    it.save(update_fields=["state", "sent_at"])


def approve(person: Person, *, commentary: Commentary) -> None:
    """Approves a commentary that somebody else wrote: it becomes the one of its period.

    An action with a day becomes a commitment of whoever answers for the measure, unless it is tracked already.
    """
    it, measure, service = _decided(commentary)
    with change(
        person,
        APPROVE,
        "commentary.approved",
        organisation=it.organisation,
        on=it,
        service=service,
        measure=measure.id,
    ) as entry:
        it = _locked(commentary)
        state = LIFE.moved("This commentary", it.state, State.APPROVED)
        if person.pk in queries.authors(it):
            raise NotPossible("You wrote in this commentary: somebody else has to approve it.")
        replaced = (
            queries.versions(it.organisation, it.measure, it.period).filter(state=State.APPROVED).first()
        )
        if replaced:
            replaced.state = LIFE.moved("This commentary", replaced.state, State.SUPERSEDED)
            replaced.save(update_fields=["state"])
        if it.by_when and not it.commitment:
            it.commitment = _tracked(person, it, measure)
        it.state, it.decided_by, it.decided_at = state, person, entry.at
        it.save()
        entry.before = {"replaced": replaced.number} if replaced else None
        entry.after = _told(it)
    commentary.refresh_from_db()


def _tracked(person: Person, it: Commentary, measure: Measure) -> Commitment:
    answers = owner(it.organisation, it.measure)
    return direction.add_commitment(
        person,
        organisation=it.organisation,
        promise=Promise(
            it.doing,
            _service(it.organisation, measure),
            answers.person if answers else None,
            due=it.by_when,
            measure=it.measure,
        ),
        source=Source(SOURCE, str(it.pk), str(it), f"/scorecard/commentary/{it.pk}/"),
        permission=APPROVE,
    )


def send_back(person: Person, *, commentary: Commentary, because: str) -> None:
    """Asks for a commentary again, with what is wrong with it."""
    it, measure, service = _decided(commentary)
    with change(
        person,
        APPROVE,
        "commentary.sent_back",
        organisation=it.organisation,
        on=it,
        service=service,
        measure=measure.id,
    ) as entry:
        it = _locked(commentary)
        it.state = LIFE.moved("This commentary", it.state, State.SENT_BACK)
        it.because = line(because, "the reason", 500)
        it.decided_by, it.decided_at = person, entry.at
        it.save()
        entry.after = {"because": it.because}
    commentary.refresh_from_db()


def _decided(it: Commentary) -> tuple[Commentary, Measure, str]:
    measure = catalogue().get(it.measure)
    if measure is None:
        raise NotPossible("Its measure is no longer in the catalogue: nothing can be decided on it.")
    return it, measure, answering(it.organisation, measure)


def _locked(it: Commentary) -> Commentary:
    return (
        Commentary.objects.select_for_update(of=("self",))
        .select_related("organisation", "commitment")
        .get(pk=it.pk)
    )


def _told(it: Commentary) -> dict[str, object]:
    return {
        "measure": it.measure,
        "period": it.period.iso,
        "version": it.number,
        "state": it.state,
        "happened": it.happened,
        "why": it.why,
        "doing": it.doing,
        "by_when": it.by_when.isoformat() if it.by_when else None,
        "commitment": it.commitment.number if it.commitment else None,
    }
