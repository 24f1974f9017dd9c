"""Figures that are public because something that shows them was published.

A council's own figures are for its own people, until a plan that shows them is published: then anyone can
follow them to their lineage, up to the version that was published (docs/adr/0009). The rooms above register a
rule here as they start; figures knows none of them.
"""

from collections.abc import Callable

from django.db.models import Q

Rule = Callable[[], Q]
RULES: dict[str, Rule] = {}


def disclose(name: str, rule: Rule) -> None:
    """Registers what makes an observation public, as a condition on versions of observations."""
    RULES[name] = rule


def disclosed() -> Q:
    """The condition under which a version of an observation is public by any rule; with no rules, none is."""
    condition = Q(pk__in=())
    for rule in RULES.values():
        condition |= rule()
    return condition
