"""Charts are worked out when figures, a target or a rebase change, kept, and read without computing."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from tests.people import World

from moothall.core.models import Run
from moothall.direction.events import mark
from moothall.direction.models import Kind
from moothall.figures.actions import load
from moothall.figures.measures import catalogue
from moothall.figures.queries import council_series
from moothall.figures.recalculating import recalculate, recalculate_after
from moothall.kit.series import whole
from moothall.performance.actions import set_target
from moothall.performance.signal import ENGINE, replayed, signals

MEASURE = "missed-bins"
ON = date(2026, 11, 1)


@pytest.fixture
def bins(world: World, tmp_path: Path) -> World:
    """Two years of missed bins, the last eight months all high."""
    title = catalogue()[MEASURE].title
    months = [(2024 + n // 12, n % 12 + 1) for n in range(24)]
    values = [50 + (n * 7) % 5 + (12 if n >= 16 else 0) for n in range(24)]
    rows = [f"{title},{year}-{month:02},{value}" for (year, month), value in zip(months, values, strict=True)]
    path = tmp_path / "bins.csv"
    path.write_text("\n".join(["Measure,Period,Value", *rows]), encoding="utf-8")
    loads = [it.load.pk for it in load(world.root, organisation=world.council, path=path)]
    recalculate_after(world.root, loads)
    return world


def test_a_load_works_its_measures_out_and_the_page_reads_them(
    bins: World, django_assert_num_queries: object
) -> None:
    person = bins.person["performance-officer"]
    found = signals(person, bins.council)
    with django_assert_num_queries(1):  # type: ignore[operator]
        found = signals(person, bins.council)
        it = found[MEASURE]
        assert (it.variation, it.concern) == ("concern_high", True)
        assert "above the upper limit" in it.words
    assert signals(person, bins.council, [MEASURE], whole=True)[MEASURE].result.variation == "concern_high"


def test_running_again_keeps_nothing_new_and_a_target_does(bins: World) -> None:
    before = Run.objects.count()
    recalculate(bins.root, organisation=bins.council, slow=False)
    assert Run.objects.filter(engine=ENGINE, subject=MEASURE).count() == 1
    assert Run.objects.count() <= before + 1  # the other measures of the council's published area
    set_target(
        bins.root,
        organisation=bins.council,
        measure=catalogue()[MEASURE],
        value=Decimal(40),
        from_date=date(2024, 1, 1),
    )
    assert signals(bins.root, bins.council)[MEASURE].assurance == "consistently_fails"


def test_a_rebase_starts_new_limits_and_says_why(bins: World) -> None:
    mark(
        bins.root,
        organisation=bins.council,
        measure=MEASURE,
        service="waste",
        kind=Kind.REBASE,
        on=date(2025, 5, 1),
        title="New rounds",
        reason="Every round changed on one day.",
    )
    recalculate(bins.root, organisation=bins.council, measures=[MEASURE], slow=False)
    segments = signals(bins.root, bins.council, whole=True)[MEASURE].result.segments
    assert [it.start.iso for it in segments] == ["2024-01", "2025-05"]
    assert segments[1].rebase is not None and segments[1].rebase.reason == "Every round changed on one day."


def test_a_kept_chart_can_be_replayed_from_the_figures(bins: World) -> None:
    observed = council_series(bins.root, bins.council, [catalogue()[MEASURE]], ON)[MEASURE]
    points = whole(MEASURE, ((it.period, it.value) for it in observed)).points
    run = signals(bins.root, bins.council, whole=True)[MEASURE].run
    assert replayed(run, points)
    assert not replayed(run, points[:-1])


def test_a_figure_that_grows_all_year_is_not_charted(world: World, tmp_path: Path) -> None:
    measure = next(it for it in catalogue().values() if it.basis == "year to date")
    path = tmp_path / "year.csv"
    path.write_text(
        f"Measure,Period,Value\n{measure.title},2025-04,9.5\n{measure.title},2025-05,18.9\n", encoding="utf-8"
    )
    loads = [it.load.pk for it in load(world.root, organisation=world.council, path=path)]
    recalculate_after(world.root, loads)
    assert measure.id not in signals(world.root, world.council)
