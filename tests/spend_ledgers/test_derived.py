"""Measures from the ledgers: whole quarters, sums above and below, and nothing entered twice."""

from decimal import Decimal

from tests.people import World
from tests.spend_ledgers.making import MONTHS, lines

from moothall.core.jobs import silent
from moothall.figures.measures import catalogue
from moothall.figures.models import Observation
from moothall.spend.ledgers import actions, derived
from moothall.spend.ledgers.models import Scan


def test_shares_are_sums_over_sums_of_whole_quarters(world: World) -> None:
    actions.set_staff_cost(
        world.root,
        organisation=world.council,
        year=2025,
        pay_bill_pence=1_000_000_00,
        staff_budget_pence=None,
        source="Outturn",
    )
    measures = list(catalogue().values())
    made = derived.refresh(world.root, world.council, measures, silent)
    assert made and derived.refresh(world.root, world.council, measures, silent) == 0

    def of(measure: str) -> dict[str, Observation]:
        found = Observation.objects.filter(series__measure=measure, series__organisation=world.council)
        return {it.period.iso: it for it in found.select_related("series", "load")}

    orders = of("spend-with-order")
    first = orders["2025-04-01/P3M"] if "2025-04-01/P3M" in orders else min(orders.items())[1]
    quarter = [
        it.split(",") for it in lines() if it.split(",")[2][3:] in {f"{on:%m/%Y}" for on in MONTHS[:3]}
    ]
    bought = [it for it in quarter if not it[0].startswith("REDACTED")]
    assert first.numerator == sum(Decimal(it[5]) for it in bought if it[7])
    assert first.denominator == sum(Decimal(it[5]) for it in bought)
    assert first.load.file_name == f"Ledgers, scan {Scan.objects.get().number}.csv"
    assert len(orders) == 4  # the fifth quarter has but two months of payments
    agency = of("agency-share-of-pay-bill")
    spent = sum(Decimal(it.split(",")[5]) for it in lines()[: 12 * 4] if "Brightwork" in it)
    assert [it.numerator for it in agency.values()] == [spent]
    assert "spend-local" not in {
        it.measure for it in derived.worked_out(world.root, world.council, Scan.objects.get())
    }
