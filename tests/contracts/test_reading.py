"""A GET changes nothing: no table has a row more, fewer or other than before."""

from collections.abc import Callable

import pytest
from tests.contracts.visits import WIDE, Visits
from tests.people import EVERYBODY


def _on_which(role: str) -> object:
    """Those who open nearly all are asked on every database."""
    return role if role in WIDE else pytest.param(role, marks=pytest.mark.once)


@pytest.mark.parametrize("role", [_on_which(it) for it in EVERYBODY])
def test_no_get_writes(role: str, visited: Callable[[str], Visits]) -> None:
    visits = visited(role)
    wrote = {it.route.pattern: it.wrote for it in visits if it.wrote}
    assert not wrote, f"as {role}: {wrote}"
    assert visits.before == visits.after, f"as {role}"
