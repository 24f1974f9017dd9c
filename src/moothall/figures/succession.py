"""Who took over from whom, as far back and forward as is known."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from moothall.figures.models import Succession


@dataclass(frozen=True)
class Lineages:
    """For each code the codes before it and the codes after it."""

    before: Mapping[str, frozenset[str]]
    after: Mapping[str, frozenset[str]]
    began: Mapping[str, date] = field(default_factory=dict)  # the day a code took over, where it is known

    def predecessors(self, code: str) -> frozenset[str]:
        """Every code this one took over from, at whatever remove."""
        return _reached(code, self.before)

    def successors(self, code: str) -> frozenset[str]:
        """Every code that took over from this one, at whatever remove."""
        return _reached(code, self.after)

    def related(self, code: str) -> frozenset[str]:
        """Predecessors and successors."""
        return self.predecessors(code) | self.successors(code)

    def one_for_one(self, code: str, other: str) -> bool:
        """Whether one code stands for the other and nothing else: no council was merged or split."""
        old, new = (other, code) if other in self.predecessors(code) else (code, other)
        return self.after.get(old) == frozenset({new}) and self.before.get(new) == frozenset({old})


def lineages() -> Lineages:
    """Every succession there is: a few hundred for the whole of the United Kingdom."""
    before: dict[str, set[str]] = defaultdict(set)
    after: dict[str, set[str]] = defaultdict(set)
    began: dict[str, date] = {}
    for old, new, day in Succession.objects.values_list("predecessor", "successor", "from_date"):
        before[new].add(old)
        after[old].add(new)
        if day:
            began[new] = day
    return Lineages(
        {code: frozenset(others) for code, others in before.items()},
        {code: frozenset(others) for code, others in after.items()},
        began,
    )


def _reached(code: str, steps: Mapping[str, frozenset[str]]) -> frozenset[str]:
    found: set[str] = set()
    waiting = [code]
    while waiting:
        new = steps.get(waiting.pop(), frozenset()) - found - {code}
        found |= new
        waiting.extend(new)
    return frozenset(found)
