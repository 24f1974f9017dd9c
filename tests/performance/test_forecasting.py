"""Forecasts and effects are worked out when figures or marks change, kept, and read without computing."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.people import World

from moothall.core.models import Run
from moothall.core.runs import of_subject
from moothall.direction.events import events, mark, withdraw
from moothall.direction.models import Kind
from moothall.engines.forecast import Adjustment, forecast
from moothall.figures.actions import load
from moothall.figures.measures import catalogue
from moothall.figures.queries import council_series
from moothall.figures.recalculating import recalculate
from moothall.kit.periods import Period
from moothall.kit.series import whole
from moothall.performance import effects, forecasting
from moothall.performance.effects import Effect
from moothall.performance.forecasting import Forecast, forecast_of, may_be_part

BINS, COMPLAINTS, WAIT = (catalogue()[it] for it in ("missed-bins", "complaints-received", "call-wait"))
GROWING = next(it for it in catalogue().values() if it.basis == "year to date" and it.frequency == "monthly")
ON = date(2024, 1, 8)


def put(
    world: World, folder: Path, measure: Any, values: list[Any], name: str = "a", since: int = 2022
) -> None:
    rows = [f"{measure.title},{since + n // 12}-{n % 12 + 1:02},{it}" for n, it in enumerate(values)]
    path = folder / f"{measure.id}-{name}.csv"
    path.write_text("\n".join(["Measure,Period,Value", *rows]), encoding="utf-8")
    load(world.root, organisation=world.council, path=path)


def changed(world: World, measure: Any, on: date = ON, title: str = "New rounds") -> None:
    mark(
        world.root, organisation=world.council, measure=measure.id, service="waste", kind=Kind.CHANGE,
        on=on, title=title,
    )  # fmt: skip


@pytest.fixture
def council(world: World, tmp_path: Path) -> World:
    """Twenty months of missed bins, three years of complaints that fell when something changed, and one of a year's
    running total."""
    put(world, tmp_path, BINS, [50 + n % 3 for n in range(20)])
    put(world, tmp_path, COMPLAINTS, [100 + (n * 7) % 5 + n % 3 - (20 if n > 23 else 0) for n in range(36)])
    put(world, tmp_path, GROWING, [9.5, 18.9, 28.1])
    return world


def kept(world: World) -> dict[str, Run]:
    return {
        it.subject: it for it in Run.objects.filter(organisation=world.council, engine=forecasting.ENGINE)
    }


def test_a_short_series_is_forecast_naively_and_kept_with_its_history(council: World) -> None:
    said: list[str] = []
    forecasting.refresh(
        council.root, council.council, [BINS, GROWING], lambda done, of, what: said.append(what)
    )
    assert set(kept(council)) == {BINS.id}, "a running total has no forecast"
    assert "Forecast: Missed bins" in said
    found = forecast_of(council.person["councillor"], council.council, BINS)
    assert found and found.naive and "only 20 months" in found.label
    assert [it.period.label for it in (found.points[0], found.points[-1])] == ["Sep 2023", "Aug 2024"]
    assert found.points[0].mean == found.history[8][1] == 52, "the same month a year before"
    assert len(found.history) == 20 and found.findings and found.tests
    again = forecast(whole(BINS.id, found.history), 12)
    assert [it.mean for it in again.points] == [it.mean for it in found.points]
    assert [it.hi95 for it in again.points] == [it.hi95 for it in found.points]


def test_what_has_not_changed_is_not_forecast_again(
    council: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    forecasting.refresh(council.root, council.council, [BINS])
    before = kept(council)[BINS.id]
    with monkeypatch.context() as patched:
        patched.setattr(forecasting, "_worked_out", lambda *_: pytest.fail("it was forecast again"))
        with CaptureQueriesContext(connection) as asked:
            assert forecasting.refresh(council.root, council.council, [BINS]) == 1
    assert len(asked) <= 6
    put(council, tmp_path, BINS, [*(50 + n % 3 for n in range(20)), 60], "b")
    forecasting.refresh(council.root, council.council, [BINS])
    newest = forecast_of(council.root, council.council, BINS)
    assert newest and newest.run.pk > before.pk and newest.history[-1][1] == 60
    assert Run.objects.filter(pk=before.pk).exists(), "older runs stay"


def test_a_scenario_is_laid_on_what_is_stored_and_the_stored_stands(council: World) -> None:
    forecasting.refresh(council.root, council.council, [BINS])
    found = forecast_of(council.root, council.council, BINS)
    assert found
    start = found.points[2].period
    result = found.adjusted([Adjustment("price", "The charge", start, None, Decimal("1.1"), Decimal(-1))])
    assert [it.mean for it in result.base] == [it.mean for it in found.points]
    assert result.points[0] == result.base[0]
    assert result.points[2].mean == (found.points[2].mean * Decimal("1.1") - 1).quantize(found.points[2].mean)
    with pytest.raises(ValueError, match="touches no period"):
        found.adjusted([Adjustment("other", "Too late", Period(date(2030, 1, 1), "P1M"))])


def test_what_could_be_part_done(world: World) -> None:
    assert may_be_part(COMPLAINTS) and not may_be_part(BINS) and not may_be_part(WAIT)


def found_of(world: World, measure: Any) -> list[Effect]:
    run = of_subject(world.council, [effects.ENGINE], measure.id).get(effects.ENGINE)
    return effects.effects(run, events(world.root, world.council)[measure.id]) if run else []


def test_the_effect_of_a_marked_change_is_a_sentence_or_cannot_tell(council: World) -> None:
    changed(council, COMPLAINTS)
    changed(council, BINS)
    assert effects.refresh(council.root, council.council, list(catalogue().values())) == 2
    (fell,) = found_of(council, COMPLAINTS)
    assert (fell.told, fell.verdict, fell.on) == (True, "lower", ON)
    assert "fewer complaints a month since February 2024" in fell.words and "95% interval" in fell.words
    assert fell.method == "interrupted time series" and fell.why == "No controls were given."
    assert fell.said[0][0] == fell.method and any(name == "Enough points" for name, _, _ in fell.checks)
    (few,) = found_of(council, BINS)
    assert not few.told and few.words.startswith("Cannot tell")


def test_a_mark_that_is_withdrawn_or_new_is_worked_out_again_and_the_rest_is_not(
    council: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    changed(council, COMPLAINTS)
    effects.refresh(council.root, council.council, [COMPLAINTS])
    runs = Run.objects.filter(engine=effects.ENGINE)
    first = runs.get()
    with monkeypatch.context() as patched:
        patched.setattr("moothall.engines.effect.effect", lambda *_, **__: pytest.fail("worked out again"))
        effects.refresh(council.root, council.council, [COMPLAINTS])
    assert runs.get() == first
    changed(council, COMPLAINTS, date(2024, 3, 4), "A second round")
    assert len(found_of(council, COMPLAINTS)) == 1, "the new one waits for the next run"
    effects.refresh(council.root, council.council, [COMPLAINTS])
    assert [it.title for it in found_of(council, COMPLAINTS)] == ["New rounds", "A second round"]
    event = events(council.root, council.council)[COMPLAINTS.id][0]
    withdraw(council.root, event=event, service="waste", because="Wrong measure")
    assert [it.title for it in found_of(council, COMPLAINTS)] == ["A second round"]


NEIGHBOURS = [f"E0700{n:04}" for n in (125, 12, 17, 25, 26, 27)]


def test_neighbours_that_return_the_same_stand_for_what_would_have_happened(
    council: World, tmp_path: Path
) -> None:
    listed = tmp_path / "neighbours.csv"
    listed.write_text(
        "areacd," + ",".join(str(n + 1) for n in range(len(NEIGHBOURS)))
        + f"\nE07000234,{','.join(NEIGHBOURS)}\n"
    )  # fmt: skip
    rows = [
        f"{code},{code},District,{COMPLAINTS.title},,,{2022 + n // 12}-{n % 12 + 1:02}-01/P1M,"
        f"{100 + (n * 7) % 5 + (n * (7 + place)) % 4},,,,"
        for place, code in enumerate(NEIGHBOURS)
        for n in range(36)
    ]
    header = "areacd,areanm,geography,indicator,measure,unit,period,observation,lci_95,uci_95,status,notes"
    published = tmp_path / "statistics.csv"
    published.write_text("\n".join([header, *rows]))
    for path in (listed, published):
        load(council.root, organisation=council.council, path=path)
    changed(council, COMPLAINTS)
    effects.refresh(council.root, council.council, [COMPLAINTS])
    (fell,) = found_of(council, COMPLAINTS)
    run = Run.objects.get(engine=effects.ENGINE)
    assert len(run.parameters["controls"]) == len(NEIGHBOURS)
    assert {it[0] for it in fell.said} == {
        "interrupted time series", "difference in differences", "synthetic control",
    }  # fmt: skip
    assert fell.method != "interrupted time series" and fell.verdict == "lower"


def test_the_nights_run_says_how_many_of_each(council: World) -> None:
    changed(council, BINS)
    done = recalculate(council.root, organisation=council.council, measures=[BINS.id])
    assert (done["spc"], done["forecast"], done["effect"], done["peers"]) == (1, 1, 1, 0)
    observed = council_series(council.root, council.council, [BINS], date(2026, 1, 1))[BINS.id]
    assert Forecast(BINS.id, kept(council)[BINS.id]).series == observed[0].series_id


@pytest.fixture(autouse=True)
def _no_library(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Three seconds a process: these series are short, and none needs a model."""
    import sys

    before = "statsforecast" in sys.modules
    yield
    assert before or "statsforecast" not in sys.modules
