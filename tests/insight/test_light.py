"""Values read light: what stands is exactly what the one rule of `current` says, and medians are exact."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from moothall.core import clock
from moothall.core.models import Organisation
from moothall.core.queries import command_line
from moothall.engines.peers import median
from moothall.figures.models import Area, Load, LoadState, Observation, Series
from moothall.figures.standing import standing_pairs
from moothall.insight.light import middle
from moothall.insight.panel import Known, figures_in
from moothall.kit.numbers import decimal

KNOWN = Known("recycling-rate", True, "P1Y", "E07000999", "Somewhere", ("district", "England"))
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
                    series=it, start=date(2025, month, 1), load=load, line=1, value_scale=n,
                    value_mantissa=None if (n, month) == (1, 2) else n * 10 + month,
                )  # fmt: skip
    keys = [it.pk for it in series]
    for as_at in (None, now + timedelta(minutes=61), now + timedelta(minutes=121), now):
        light = {
            (pk, date.fromisoformat(first), *(pair or (None, 1)))
            for pk, found in standing_pairs(keys, as_at).items()
            for first, pair in found.items()
        }
        rows = Observation.objects.filter(series__in=keys).current(as_at)
        assert light == set(rows.values_list("series_id", "start", "value_mantissa", "value_scale"))
        figures = figures_in(dict.fromkeys(keys, KNOWN), as_at=as_at)
        assert {(it.series, it.start, it.value) for it in figures} == {
            (it.series_id, it.start, it.value) for it in rows
        }


@pytest.mark.django_db
def test_the_values_of_whole_series_are_read_from_an_index_alone() -> None:
    with CaptureQueriesContext(connection) as captured:
        standing_pairs([1, 2, 3])
    query = captured.captured_queries[0]["sql"]
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":  # which would rather read all of an empty table
            cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_bitmapscan = off")
        cursor.execute(f"EXPLAIN {'QUERY PLAN' if connection.vendor == 'sqlite' else ''} {query}")
        plan = str(cursor.fetchall())
    alone = {"sqlite": "USING COVERING INDEX", "postgresql": "Index Only Scan using"}[connection.vendor]
    assert f"{alone} observation_value" in plan
