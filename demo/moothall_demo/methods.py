"""Two more changes marked, and the slow methods run over a dozen measures: what the night's run would find.

Only `moothall demo` does this: it takes some seconds, and the tests that load the demonstration want none of it.
"""

from collections.abc import Callable
from datetime import date

from moothall.core.models import Organisation, Person
from moothall.core.queries import person_called
from moothall.direction.events import Kind, events, mark
from moothall.figures.answering import answering
from moothall.figures.measures import catalogue
from moothall.figures.recalculating import recalculate
from moothall_demo import council

CHANGED = (
    ("call-wait", date(2025, 6, 2), "Callers can ask to be rung back"),
    ("missed-bins-put-right", date(2026, 7, 6), "Crews are told of missed bins in the cab"),
)
FORECAST = (
    "recycling-rate", "residual-household-waste", "missed-bins", "missed-bins-put-right", "fly-tips-cleared",
    "streets-littered", "council-carbon", "temporary-accommodation", "theatre-seats-sold", "contact-online",
    "calls-answered", "call-wait", "sickness-absence",
)  # fmt: skip


def run_methods(say: Callable[[str], None]) -> None:
    """Marks the changes unless they are marked, and runs the methods; a second time there is nothing new to run."""
    person, organisation = person_called(council.OFFICER), Organisation.objects.get(slug=council.SLUG)
    _mark(person, organisation)
    say("Forecasting a dozen of its measures (`moothall recalculate` does the rest).")
    recalculate(person, organisation=organisation, measures=FORECAST)


def _mark(person: Person, organisation: Organisation) -> None:
    there = events(person, organisation, [measure for measure, _, _ in CHANGED])
    for measure, on, title in CHANGED:
        if not there.get(measure):
            service = answering(organisation, catalogue()[measure])
            mark(
                person,
                organisation=organisation,
                measure=measure,
                service=service,
                kind=Kind.CHANGE,
                on=on,
                title=title,
            )
