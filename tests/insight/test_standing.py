"""How the council stands is worked out once and kept: the same as the benchmark says, and read without comparing."""

from decimal import Decimal

import pytest
from tests.insight.conftest import Write
from tests.people import World

from moothall.core.models import Run
from moothall.figures.measures import Measure, catalogue
from moothall.figures.models import Area
from moothall.figures.recalculating import recalculate
from moothall.insight import queries, standing
from moothall.insight.standing import ENGINE, Standing


@pytest.fixture
def kept(world: World, rate: Measure, own: Area) -> Standing:
    assert standing.refresh(world.root, world.council, [rate, catalogue()["call-wait"]]) == 1
    return Standing(Run.objects.get(engine=ENGINE))


def test_it_keeps_what_the_benchmark_says(world: World, kept: Standing, rate: Measure, own: Area) -> None:
    found = queries.benchmark(world.root, rate, own)
    of = kept.of
    assert found.period is not None
    assert (of["place"], of["of"], of["period"]) == (
        found.neighbours.result.place,
        found.of,
        found.period.label,
    )
    assert (kept.number("median"), kept.number("value")) == (found.median, found.value)
    assert [it["code"] for it in of["councils"]] == [own.code, *(it.area.code for it in found.peers)]
    assert {it["missing"] for it in of["councils"] if it["value"] is None} >= {"suppressed", "another nation"}
    assert "gap" not in of, "a share is no unit cost"


def test_it_is_kept_again_only_when_a_figure_moved(
    world: World, kept: Standing, rate: Measure, put: Write
) -> None:
    standing.refresh(world.root, world.council, [rate])
    assert Run.objects.filter(engine=ENGINE).count() == 1
    rows = "area_code,area_name,financial_year,metric,value\nE07000901,Oakley,2022-23,Household waste recycling rate,"
    put("corrected.csv", f"{rows}51.0\n")
    assert recalculate(world.root, organisation=world.council, measures=[rate.id])["peers"] == 1
    assert Run.objects.filter(engine=ENGINE).count() == 2


def test_a_gap_in_pounds_is_of_a_unit_cost_with_its_volume(
    world: World, own: Area, put: Write, rate: Measure
) -> None:
    cost = catalogue()["waste-service-cost"]
    header = "areacd,areanm,geography,indicator,measure,unit,period,observation,lci_95,uci_95,status,notes"
    rows = [
        f"{code},{code},District,{cost.title},,,2022-04-01/P1Y,{value},,,,"
        for code, value in (("E07000901", "60"), ("E07000902", "62"), ("E07000903", "70"))
    ]
    put("costs.csv", "\n".join([header, *rows]))
    put("own.csv", f"Measure,Period,Value,Numerator,Denominator\n{cost.title},2022-23,66.00,2640000,40000\n")
    assert standing.refresh(world.root, world.council, [cost]) == 1
    found = Standing(Run.objects.get(engine=ENGINE))
    assert found.number("median") == Decimal(62)
    assert found.of["gap"] == 160_000  # four pounds above, for 40,000 households
