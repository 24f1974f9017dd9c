"""A risk goes to a register above or below: asked for by whoever writes it, decided by whoever manages risks."""

from datetime import date

from moothall.core import clock
from moothall.core.audit import change
from moothall.core.errors import NotPossible
from moothall.core.models import Person
from moothall.core.wording import prose, prose_or_none
from moothall.risks.actions.held import LONGEST, been, of_risk, step
from moothall.risks.life import LEVEL_LIFE, STATE_LIFE, Decision, Level, State
from moothall.risks.models import Proposal, Risk
from moothall.risks.permissions import MANAGE


def propose(person: Person, *, risk: Risk, level: str, reason: str) -> Proposal:
    """Asks that a risk go to another level, with a reason. One proposal waits at a time."""
    with of_risk(person, "risk.proposed", risk) as (it, entry):
        _may_go(it, level)
        if it.proposals.filter(decision="").exists():
            raise NotPossible("A proposal for this risk waits for a decision already.")
        made = Proposal.objects.create(
            risk=it, level=level, reason=prose(reason, "the reason", LONGEST), by=person, at=clock.now()
        )
        entry.before = {"level": it.level}
        entry.after = {"level asked for": level, "reason": made.reason}
    return made


def decide(person: Person, *, proposal: Proposal, accept: bool, words: str, on: date) -> None:
    """Accepts or refuses what was proposed; a refusal says why. The risk moves when it is accepted."""
    organisation = proposal.risk.organisation
    with change(
        person, MANAGE, "risk.proposal_decided", organisation=organisation, on=proposal.risk
    ) as entry:
        it = Risk.objects.select_for_update().get(pk=proposal.risk_id)
        one = Proposal.objects.select_for_update().get(pk=proposal.pk)
        if one.decision:
            raise NotPossible(f"This proposal was {one.decision} already.")
        been(on, it.identified_on)
        said = prose_or_none(words, "what is said of it", LONGEST)
        if not accept and not said:
            raise NotPossible("Say why it is refused: whoever asked reads it.")
        one.decision = Decision.ACCEPTED if accept else Decision.REFUSED
        one.words, one.decided_by, one.decided_at = said, person, clock.now()
        one.save()
        entry.before = {"level": it.level}
        if accept:
            _go(person, it, one.level, f"{one.reason} {said}".strip(), on)
        entry.after = {"level": it.level, "decision": one.decision, "words": said}


def move(person: Person, *, risk: Risk, level: str, reason: str, on: date) -> None:
    """Moves a risk to another level at once, with a reason: for those who manage risks."""
    with of_risk(person, "risk.moved", risk, permission=MANAGE) as (it, entry):
        if it.proposals.filter(decision="").exists():
            raise NotPossible("A proposal for this risk waits for a decision: decide that one.")
        been(on, it.identified_on)
        entry.before = {"level": it.level}
        _go(person, it, level, prose(reason, "the reason", LONGEST), on)
        entry.after = {"level": it.level, "on": on.isoformat(), "reason": reason}


def _go(person: Person, it: Risk, level: str, reason: str, on: date) -> None:
    _may_go(it, level)
    it.level = level
    step(person, it, on, reason)


def _may_go(it: Risk, level: str) -> None:
    if it.state == State.CLOSED:
        raise NotPossible(STATE_LIFE.refusal(f"Risk {it.number}", it.state))
    if level not in Level.values:
        raise NotPossible("Choose the service’s, the programme’s or the corporate register.")
    LEVEL_LIFE.moved(f"Risk {it.number}", it.level, level)
    if level == Level.PROGRAMME and not it.programme:
        raise NotPossible("Name its programme first, under ‘Change it’.")
