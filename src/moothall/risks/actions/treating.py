"""What is done about a risk: controls, how it is known that they work, and actions still to be done."""

from datetime import date

from moothall.core import clock
from moothall.core.errors import NotPossible
from moothall.core.models import Person
from moothall.core.wording import line, prose
from moothall.direction.actions import Promise, Source, add_commitment
from moothall.direction.models import Commitment
from moothall.risks.actions.held import LONGEST, LONGEST_LINE, been, of_risk, theirs
from moothall.risks.life import Effect, Line, Opinion
from moothall.risks.models import Assurance, Control, Risk
from moothall.risks.permissions import WRITE
from moothall.risks.queries import SOURCE


def add_control(
    person: Person, *, risk: Risk, words: str, effect: str, on: date, owner: Person | None = None
) -> Control:
    """Records something that is done already and makes the risk smaller."""
    with of_risk(person, "risk.control_added", risk) as (it, entry):
        been(on)
        _known(effect)
        theirs(it.organisation, owner)
        made = Control.objects.create(
            risk=it,
            words=prose(words, "what the control is", LONGEST),
            effect=effect,
            owner=owner,
            from_date=on,
        )
        entry.after = {"control": made.words, "effect": effect, "from": on.isoformat()}
    return made


def change_control(
    person: Person, *, control: Control, words: str, effect: str, owner: Person | None = None
) -> None:
    """Says anew what a control is, how much it does and whose it is. What was said before is in the audit."""
    with of_risk(person, "risk.control_changed", control.risk) as (it, entry):
        one = _standing(control)
        _known(effect)
        theirs(it.organisation, owner)
        entry.before = _what(one)
        one.words, one.effect, one.owner = prose(words, "what the control is", LONGEST), effect, owner
        one.save()
        entry.after = _what(one)


def end_control(person: Person, *, control: Control, reason: str, on: date) -> None:
    """Ends a control; `on` is its last day."""
    with of_risk(person, "risk.control_ended", control.risk) as (_, entry):
        one = _standing(control)
        been(on, one.from_date)
        one.ended_on, one.ended_because = on, prose(reason, "the reason", LONGEST)
        one.save()
        entry.after = {"control": one.words, "ended on": on.isoformat(), "reason": one.ended_because}


def assure(
    person: Person, *, control: Control, line_of: str, what: str, by_whom: str, opinion: str, on: date
) -> Assurance:
    """Records how it is known that a control works: by which line, when, and with what opinion."""
    with of_risk(person, "risk.assured", control.risk) as (_, entry):
        one = _standing(control)
        been(on)
        if line_of not in Line.values or opinion not in Opinion.values:
            raise NotPossible("Say which line looked, and what assurance it gives.")
        made = Assurance.objects.create(
            control=one,
            line=line_of,
            on=on,
            what=line(what, "what was looked at", LONGEST_LINE),
            by_whom=line(by_whom, "by whom", LONGEST_LINE),
            opinion=opinion,
            recorded_by=person,
            recorded_at=clock.now(),
        )
        entry.after = {"control": one.words, "line": line_of, "opinion": opinion, "on": on.isoformat()}
    return made


def add_action(person: Person, *, risk: Risk, promise: Promise, href: str = "") -> Commitment:
    """Promises something that will make the risk smaller: a commitment, whose source is the risk at `href`."""
    with of_risk(person, "risk.action_added", risk) as (it, entry):
        made = add_commitment(
            person,
            organisation=it.organisation,
            promise=promise,
            source=Source(SOURCE, str(it.number), str(it), href),
            permission=WRITE,
        )
        entry.after = {"commitment": made.number, "words": made.words}
    return made


def _standing(control: Control) -> Control:
    one = Control.objects.select_for_update().get(pk=control.pk)
    if one.ended_on:
        raise NotPossible("This control has ended: add a new one where it is taken up again.")
    return one


def _known(effect: str) -> None:
    if effect not in Effect.values:
        raise NotPossible("Say how effective the control is: not, partly or fully.")


def _what(one: Control) -> dict[str, object]:
    return {"control": one.words, "effect": one.effect, "owner": one.owner.username if one.owner else ""}
