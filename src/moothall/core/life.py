"""How things of any room go from state to state: by a table, and else a sentence that says what to do instead."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

from moothall.core.errors import NotPossible

State = TypeVar("State", bound=str)


@dataclass(frozen=True)
class Life:
    """The life of one kind of thing.

    `allowed` has for each step, from a state to a state, what makes it happen; `why_not` has for each state what is
    said of a thing in it that cannot go on, and `why_not_to` for a step where there is more to say.
    """

    allowed: Mapping[tuple[Any, Any], str]
    why_not: Mapping[Any, str]
    why_not_to: Mapping[tuple[Any, Any], str] = field(default_factory=dict)

    def moved(self, name: str, now: str, then: State) -> State:
        """The new state of the thing called `name`. Raises NotPossible with what to do instead."""
        if (now, then) not in self.allowed:
            raise NotPossible(self.refusal(name, now, then))
        return then

    def refusal(self, name: str, now: str, then: str | None = None) -> str:
        """What to say of the thing called `name` when it cannot go on (to `then`) from the state it is in."""
        return f"{name} {self.why_not_to.get((now, then)) or self.why_not[now]}."
