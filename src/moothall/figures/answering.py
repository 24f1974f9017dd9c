"""Which service answers for a measure: what the council has said, else what the catalogue says.

A floor above registers a rule here as it starts; figures knows neither it nor direction, its neighbour.
"""

from collections.abc import Callable

from moothall.core.models import Organisation
from moothall.figures.measures import Measure

Rule = Callable[[Organisation, str], str | None]
RULES: dict[str, Rule] = {}


def answers(name: str, rule: Rule) -> None:
    """Registers a rule: by a measure's id, the slug of the service that answers for it, where the council named one."""
    RULES[name] = rule


def answering(organisation: Organisation, measure: Measure) -> str:
    """The slug of the service that answers for a measure in this council."""
    said = (rule(organisation, measure.id) for rule in RULES.values())
    return next(filter(None, said), measure.owner)
