"""Every change of state to barriers and asks."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from moothall.core import clock
from moothall.core.audit import change, subject
from moothall.core.errors import NotPossible
from moothall.core.models import Organisation, Person, Service
from moothall.core.wording import line, prose
from moothall.kit.documents.words import showable, spoken_date
from moothall.plan.barriers.life import LIFE, Outcome, Remover, State
from moothall.plan.barriers.models import Ask, Barrier, Step
from moothall.plan.barriers.permissions import MANAGE

LONGEST, LONGEST_LINE = 3000, 200  # characters


@dataclass(frozen=True)
class Said:
    """What is said of a barrier. `hours` and `pence` are a year's; None where nobody knows."""

    title: str
    words: str
    remover: str
    theme: str = ""
    services: Sequence[Service] = ()
    hours: int | None = None
    pence: int | None = None
    known: str = ""
    evidence: str = ""


def add(person: Person, *, organisation: Organisation, said: Said) -> Barrier:
    """Records a barrier."""
    with change(person, MANAGE, "barrier.added", organisation=organisation) as entry:
        barrier = Barrier(organisation=organisation, added_by=person, added_at=clock.now())
        _say(barrier, said)
        subject(entry, barrier)
        entry.after = _what(barrier)
    return barrier


def edit(person: Person, *, barrier: Barrier, said: Said) -> None:
    """Says anew what a barrier is and costs. What was said before is in the audit."""
    organisation = barrier.organisation
    with change(person, MANAGE, "barrier.changed", organisation=organisation, on=barrier) as entry:
        it = _held(barrier)
        before = _what(it)
        _say(it, said)
        after = _what(it)
        entry.before = {name: said for name, said in before.items() if said != after[name]}
        entry.after = {name: said for name, said in after.items() if said != before[name]}


def move(person: Person, *, barrier: Barrier, state: str, reason: str) -> None:
    """Says that a barrier is removed, withdrawn or open again, and why."""
    organisation = barrier.organisation
    with change(person, MANAGE, "barrier.moved", organisation=organisation, on=barrier) as entry:
        it = _held(barrier)
        if state in (State.RAISED, State.ANSWERED):
            raise NotPossible("Record what is asked, or the reply: the barrier moves with it.")
        entry.before = {"state": it.state}
        step = _step(person, it, state, reason)
        entry.after = {"state": it.state, "reason": step.reason}


def ask(person: Person, *, barrier: Barrier, of: str, words: str, on: date, means: str) -> Ask:
    """Records what was asked of whom; the barrier is raised with it."""
    organisation = barrier.organisation
    with change(person, MANAGE, "ask.made", organisation=organisation, on=barrier) as entry:
        it = _held(barrier)
        _been(on)
        made = Ask.objects.create(
            barrier=it,
            of=line(of, "who is asked", LONGEST_LINE),
            words=prose(words, "what is asked", LONGEST),
            on=on,
            means=line(means, "by what means", LONGEST_LINE),
            asked_by=person,
            asked_at=clock.now(),
        )
        entry.before = {"state": it.state}
        if it.state != State.RAISED:
            _step(person, it, State.RAISED, f"Asked of {made.of} by {made.means} on {spoken_date(on)}.")
        entry.after = {"state": it.state, "of": made.of, "on": on.isoformat(), "words": made.words}
    return made


def answer(person: Person, *, ask: Ask, reply: str, on: date, outcome: str) -> None:
    """Records what came of an ask; the barrier is answered once nothing asked of it waits."""
    organisation = ask.barrier.organisation
    with change(person, MANAGE, "ask.answered", organisation=organisation, on=ask) as entry:
        barrier = _held(ask.barrier)
        it = Ask.objects.select_for_update().get(pk=ask.pk)
        if it.outcome:
            raise NotPossible(
                "The reply to this ask is recorded already: record another ask if there was one."
            )
        if outcome not in Outcome.values or not outcome:
            raise NotPossible("Say what came of it: granted, granted in part, refused or noted only.")
        if on < it.on:
            raise NotPossible(f"It was asked on {spoken_date(it.on)}: the reply cannot be older.")
        _been(on)
        it.reply, it.replied_on, it.outcome = prose(reply, "the reply", LONGEST), on, outcome
        it.save(update_fields=["reply", "replied_on", "outcome"])
        entry.before = {"state": barrier.state}
        if barrier.state == State.RAISED and not barrier.asks.filter(outcome="").exists():
            _step(person, barrier, State.ANSWERED, f"{it.of} replied on {spoken_date(on)}.")
        entry.after = {"state": barrier.state, "outcome": outcome, "on": on.isoformat(), "reply": it.reply}


def _held(barrier: Barrier) -> Barrier:
    """The barrier as it stands now, held until the change is done."""
    return Barrier.objects.select_for_update().get(pk=barrier.pk)


def _step(person: Person, it: Barrier, state: str, reason: str) -> Step:
    reason = prose(reason, "the reason", LONGEST)
    it.state = LIFE.moved(f"‘{it}’", it.state, state)
    it.save(update_fields=["state"])
    return Step.objects.create(barrier=it, state=state, reason=reason, by=person, at=clock.now())


def _say(barrier: Barrier, said: Said) -> None:
    if said.remover not in Remover.values:
        raise NotPossible(f"Say who could remove it: {', '.join(Remover.labels)}.")
    if any(it.organisation_id != barrier.organisation_id for it in said.services):
        raise NotPossible(f"Name services of {barrier.organisation} only.")
    if (said.hours is not None and said.hours < 0) or (said.pence is not None and said.pence < 0):
        raise NotPossible("What it costs a year is nought or more; leave it blank where nobody knows.")
    if (said.hours is None and said.pence is None) != (said.known == ""):
        raise NotPossible("Give hours or pounds and say how they are known, or neither.")
    barrier.title = line(said.title, "the title", LONGEST_LINE)
    barrier.words = prose(said.words, "what it prevents", LONGEST)
    barrier.theme, barrier.remover = said.theme, said.remover
    barrier.hours, barrier.pence, barrier.known = said.hours, said.pence, said.known
    barrier.evidence = showable(said.evidence).strip()[:LONGEST]
    barrier.save()
    barrier.services.set(said.services)


def _been(on: date) -> None:
    if on > clock.today():
        raise NotPossible(f"{spoken_date(on)} is still to come: record it once it has been.")


def _what(it: Barrier) -> dict[str, object]:
    return {
        "title": it.title,
        "words": it.words,
        "theme": it.theme,
        "services": sorted(it.services.values_list("slug", flat=True)),
        "hours": it.hours,
        "pence": it.pence,
        "known": it.known,
        "evidence": it.evidence,
        "remover": it.remover,
    }
