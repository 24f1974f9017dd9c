"""Contacts by channel: where a council's own figures tell them, and the changes they can be set around."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from moothall.core.models import Organisation, Person
from moothall.core.permission import require
from moothall.direction.events import Event, Kind, events
from moothall.figures.measures import Measure, catalogue
from moothall.figures.models import Observation
from moothall.figures.queries import council_series, series_of
from moothall.kit.series import Series, whole

MOST = 8  # channels


@dataclass(frozen=True)
class Move:
    """A change marked on a measure whose figures tell of channels."""

    event: Event
    measure: Measure

    @property
    def label(self) -> str:
        return f"{self.measure.title}: {self.event.title}, {self.event.on:%-d %B %Y}"


def moves(person: Person, organisation: Organisation) -> list[Move]:
    """Every marked change that contacts could have moved at, the newest first. Raises PermissionDenied."""
    require(person, "performance.read", organisation)
    found = [
        Move(event, catalogue()[key])
        for key, them in events(person, organisation).items()
        if key in catalogue() and _tells(person, organisation, catalogue()[key])
        for event in them
        if event.kind == Kind.CHANGE
    ]
    return sorted(found, key=lambda it: it.event.on, reverse=True)


def _tells(person: Person, organisation: Organisation, measure: Measure) -> bool:
    """Whether it is a share of things counted one by one, or a count returned by channel."""
    if measure.unit == "%":
        return measure.interval == "proportion"
    return len(_breakdowns(person, organisation, measure)) > 1


def contacts(person: Person, organisation: Organisation, measure: Measure, on: date) -> dict[str, Series]:
    """Contacts by channel: the breakdowns of a count, or what a share counts and the rest of what it is a share of.

    Two queries a channel at most. Raises PermissionDenied.
    """
    require(person, "performance.read", organisation)
    if measure.unit != "%":
        made = {}
        for name in _breakdowns(person, organisation, measure):
            found = council_series(person, organisation, [measure], on, breakdown=name)
            rows = found.get(measure.id, ())
            if any(it.value is not None for it in rows):
                made[name] = whole(name, ((it.period, it.value) for it in rows))
        return made
    rows = council_series(person, organisation, [measure], on).get(measure.id, ())
    known = [it for it in rows if it.numerator is not None and it.denominator is not None]
    if not known:
        return {}
    rest = f"Other {measure.denominator[:1].lower()}{measure.denominator[1:]}"
    return {
        measure.numerator: whole(measure.numerator, ((it.period, it.numerator) for it in known)),
        rest: whole(rest, ((it.period, _rest(it)) for it in known)),
    }


def _rest(it: Observation) -> Decimal:
    assert it.numerator is not None and it.denominator is not None
    return it.denominator - it.numerator


def _breakdowns(person: Person, organisation: Organisation, measure: Measure) -> list[str]:
    own = series_of(person, measure).filter(organisation=organisation, area=organisation.area_code)
    return sorted(set(own.exclude(breakdown="").values_list("breakdown", flat=True)))[:MOST]
