"""A GET changes nothing: no table has a row more, fewer or other than before."""

from collections.abc import Callable

import pytest
from tests.contracts.visits import Visits
from tests.people import EVERYBODY


@pytest.mark.parametrize("role", EVERYBODY)
def test_no_get_writes(role: str, visited: Callable[[str], Visits]) -> None:
    visits = visited(role)
    wrote = {it.route.pattern: it.wrote for it in visits if it.wrote}
    assert not wrote, f"as {role}: {wrote}"
    assert visits.before == visits.after, f"as {role}"
