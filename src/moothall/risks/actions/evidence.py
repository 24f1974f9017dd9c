"""Measures are named as evidence for a risk's score."""

from datetime import date
from decimal import Decimal

from moothall.core import clock
from moothall.core.errors import NotPossible
from moothall.core.models import Person
from moothall.core.wording import line, prose
from moothall.figures.measures import catalogue
from moothall.kit.numbers import NotANumber, split
from moothall.risks.actions.held import LONGEST, LONGEST_LINE, been, of_risk
from moothall.risks.models import MeasureLink, Risk


def link_measure(
    person: Person, *, risk: Risk, measure: str, side: str, threshold: Decimal, trigger: str
) -> MeasureLink:
    """Says that a measure above or below a value is a reason to score the risk again. Nothing is scored by itself."""
    with of_risk(person, "risk.measure_linked", risk) as (it, entry):
        if measure not in catalogue():
            raise NotPossible("Choose a measure of the catalogue.")
        if side not in ("above", "below"):
            raise NotPossible("Say whether the score should be looked at above the value or below it.")
        if it.links.filter(measure=measure, side=side, ended_on__isnull=True).exists():
            raise NotPossible(f"{catalogue()[measure].title} is linked already: end that link first.")
        try:
            mantissa, scale = split(threshold)
        except NotANumber as fault:
            raise NotPossible(str(fault)) from fault
        made = MeasureLink.objects.create(
            risk=it,
            measure=measure,
            side=side,
            mantissa=mantissa,
            scale=scale,
            trigger=line(trigger, "what it would tell", LONGEST_LINE),
            added_by=person,
            added_at=clock.now(),
        )
        entry.after = {"measure": measure, "side": side, "threshold": str(made.threshold)}
    return made


def end_link(person: Person, *, link: MeasureLink, reason: str, on: date) -> None:
    """Says that a measure is no evidence for the score any more, and why."""
    with of_risk(person, "risk.link_ended", link.risk) as (_, entry):
        one = MeasureLink.objects.select_for_update().get(pk=link.pk)
        if one.ended_on:
            raise NotPossible("This link has ended already.")
        been(on)
        one.ended_on, one.ended_because = on, prose(reason, "the reason", LONGEST)
        one.save()
        entry.after = {"measure": one.measure, "ended on": on.isoformat(), "reason": one.ended_because}
