"""Every route of the site, as the resolver has it, with a real address for each."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver, reverse
from tests.contracts.samples import ELSEWISE

from moothall.web.access import access_of


@dataclass(frozen=True)
class Route:
    """One route: its pattern in full, the name it is reversed by, what its view declares, and its arguments."""

    pattern: str
    name: str
    access: str | None
    arguments: tuple[str, ...]

    def address(self, samples: dict[str, object]) -> str:
        """A real address; says what to add when there is no value for an argument."""
        known = samples | {name: samples[other] for name, other in ELSEWISE.get(self.pattern, {}).items()}
        lacking = [it for it in self.arguments if it not in known]
        assert not lacking, (
            f"'{self.pattern}' takes {lacking}: add a real value to samples() in tests/contracts/samples.py"
        )
        return reverse(self.name, kwargs={it: known[it] for it in self.arguments})


def routes() -> list[Route]:
    """Every route of the resolver, in order."""
    return list(_walk(get_resolver().url_patterns, "", ""))


def _walk(patterns: list[Any], before: str, space: str) -> Iterator[Route]:
    for it in patterns:
        pattern = before + str(it.pattern)
        if isinstance(it, URLResolver):
            inner = f"{space}{it.namespace}:" if it.namespace else space
            yield from _walk(it.url_patterns, pattern, inner)
        elif isinstance(it, URLPattern):
            arguments = tuple(it.pattern.converters) or tuple(it.pattern.regex.groupindex)
            yield Route(pattern, space + (it.name or ""), access_of(it.callback), arguments)
