"""Which service answers for a measure: what the council has said, else what the catalogue says.

The room that keeps what councils say registers a rule here as it starts; figures does not know it.
"""

from collections.abc import Callable

from moothall.core.models import Organisation
from moothall.figures.measures import Measure

Rule = Callable[[Organisation, Measure], str | None]
RULES: dict[str, Rule] = {}


def answers(name: str, rule: Rule) -> None:
    """Registers a rule: the slug of the service that answers for a measure in a council, where one is named."""
    RULES[name] = rule


def answering(organisation: Organisation, measure: Measure) -> str:
    """The slug of the service that answers for a measure in this council."""
    said = (rule(organisation, measure) for rule in RULES.values())
    return next(filter(None, said), measure.owner)
