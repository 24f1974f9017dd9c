"""Numbers come back from the database in use exactly as they went in, one by one and summed."""

from datetime import date
from decimal import Decimal, localcontext

from hypothesis import HealthCheck, given
from hypothesis import settings as effort
from hypothesis import strategies as st
from tests.people import World

from moothall.figures.models import Observation, Series

NUMBERS = st.decimals(
    allow_nan=False, allow_infinity=False, places=6, min_value=-(10**12) + 1, max_value=10**12 - 1
) | st.decimals(
    allow_nan=False, allow_infinity=False, places=2, min_value=-(10**15) + 1, max_value=10**15 - 1
)
AWKWARD = ["0.1", "0.2", "0.3", "35.90", "1E+2", "-0.001", "999999999999999.99", "0.000001", "0", "0.00"]


def kept(world: World, values: list[Decimal]) -> list[Decimal]:
    """The values as the database gives them back."""
    series, load = Series.objects.get(organisation=world.council), world.loads[1]
    Observation.objects.filter(series=series, load=load).delete()
    rows = []
    for n, value in enumerate(values):
        row = Observation(series=series, load=load, line=n, start=date(1900 + n, 1, 1))
        row.value = row.upper = value
        rows.append(row)
    Observation.objects.bulk_create(rows)
    back = Observation.objects.filter(series=series, load=load).order_by("line")
    assert [it.value for it in back] == [it.upper for it in back]
    return [it.value for it in back if it.value is not None]


def test_awkward_numbers_keep_every_digit(world: World) -> None:
    values = [Decimal(it) for it in AWKWARD]
    back = kept(world, values)
    assert back == values
    assert [f"{it:f}" for it in back] == [f"{it:f}" for it in values]
    assert sum(back[:3]) == Decimal("0.6")


@given(values=st.lists(NUMBERS, min_size=1, max_size=30))
@effort(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
def test_any_numbers_come_back_and_sum_exactly(world: World, values: list[Decimal]) -> None:
    back = kept(world, values)
    assert [f"{it:f}" for it in back] == [f"{it:f}" for it in values]
    with localcontext(prec=100):
        assert sum(back) == sum(values)
