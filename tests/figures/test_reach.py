"""How far series reach is kept beside them: it must be what reading every observation would say."""

import random
from collections.abc import Callable
from pathlib import Path

import pytest
from django.db.models import Max, Min

from moothall.core.jobs import Cancelled
from moothall.core.models import Organisation, Person
from moothall.figures import queries
from moothall.figures.actions import load
from moothall.figures.models import Load, Observation, Series

Write = Callable[..., Path]
MEASURES = ("recycling-rate", "residual-household-waste")


def told_by_a_scan() -> dict[int, tuple[object, object]]:
    rows = Observation.objects.filter(load__sequence__isnull=False).values("series").order_by()
    return {it["series"]: (it["a"], it["b"]) for it in rows.annotate(a=Min("start"), b=Max("start"))}


def kept() -> dict[int, tuple[object, object]]:
    return {
        pk: (first, last) for pk, first, last in Series.objects.reaching().values_list("pk", "first", "last")
    }


def stop(done: int, total: int, message: str) -> None:
    raise Cancelled


@pytest.mark.django_db
def test_the_reach_of_series_is_what_a_scan_says(
    officer: Person, council: Organisation, csv_file: Write
) -> None:
    rng = random.Random(4)
    for n in range(12):
        rows = {
            (rng.choice(MEASURES), f"{year}-{year % 100 + 1}"): f"{rng.randint(10, 12)}.5"
            for year in rng.sample(range(2012, 2024), 3)
        }
        path = csv_file(
            *((measure, "", at, value, "", "", "") for (measure, at), value in rows.items()), name=f"{n}.csv"
        )
        if n % 4 == 2:  # staged, and taken away again
            before = kept()
            with pytest.raises(Cancelled):
                load(officer, organisation=council, path=path, report=stop)
            assert kept() == before
        else:
            (outcome,) = load(officer, organisation=council, path=path)
            said = Observation.objects.filter(load=outcome.load).values_list("series__measure", flat=True)
            assert outcome.load.measures == sorted(set(said))
            assert Load.objects.get(pk=outcome.load.pk).measures == outcome.load.measures
        assert kept() == told_by_a_scan()
    reaches = queries.extents(officer)
    rows_of = Observation.objects.current().values_list("series__measure", "start")
    for measure in MEASURES:
        starts = [start for its, start in rows_of if its == measure]
        assert (reaches[measure].first.start, reaches[measure].last.start) == (min(starts), max(starts))
