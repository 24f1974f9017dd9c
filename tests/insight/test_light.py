"""Values read light: what stands is exactly what the one rule of `current` says, and medians are exact."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moothall.core import clock
from moothall.core.models import Organisation
from moothall.core.queries import command_line
from moothall.engines.peers import median
from moothall.figures.models import Area, Load, LoadState, Observation, Series
from moothall.figures.standing import standing_pairs
from moothall.insight.light import middle
from moothall.kit.numbers import decimal

PAIRS = st.lists(st.tuples(st.integers(-(10**12), 10**12), st.integers(0, 6)), min_size=1, max_size=12)


@given(PAIRS)
def test_a_median_of_whole_numbers_is_the_median(pairs: list[tuple[int, int]]) -> None:
    for scaled in (pairs, [(mantissa, 2) for mantissa, _ in pairs]):
        assert middle(scaled) == median([decimal(*pair) for pair in scaled])


def test_a_median_keeps_the_digits_that_were_published() -> None:
    assert str(middle([(3590, 2), (3590, 2), (1, 0)])) == "35.90"
    assert middle([(1, 0), (2, 0)]) == Decimal("1.5")


@pytest.mark.django_db
def test_what_stands_is_what_current_says() -> None:
    published = Organisation.objects.published()
    area = Area.objects.create(code="E07000999", name="Somewhere", type="district")
    now = clock.now()
    series = [
        Series.objects.create(
            organisation=published, measure="recycling-rate", area=area, basis="in period", length=length
        )
        for length in ("P1Y", "P1M")
    ]
    # the order of publication is not that in which the loads began; the last was never published
    for n, sequence in enumerate((3, 1, 2, None)):
        load = Load.objects.create(
            organisation=published, source="x", file_name="f", sha256="0", size=1, loaded_by=command_line("here"),
            started_at=now, sequence=sequence, state=LoadState.PUBLISHED if sequence else LoadState.STAGING,
            published_at=now + timedelta(hours=sequence) if sequence else None,
        )  # fmt: skip
        for it in series:
            for month in range(1, 4 if n else 2):
                Observation.objects.create(
                    series=it, start=date(2025, month, 1), load=load, line=1, value_mantissa=n * 10 + month
                )
    keys = [it.pk for it in series]
    for as_at in (None, now + timedelta(minutes=61), now + timedelta(minutes=121), now):
        light = {
            (pk, date.fromisoformat(first), pair[0])
            for pk, found in standing_pairs(keys, as_at).items()
            for first, pair in found.items()
        }
        rows = Observation.objects.filter(series__in=keys).current(as_at)
        assert light == set(rows.values_list("series_id", "start", "value_mantissa"))
