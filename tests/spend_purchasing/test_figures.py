"""Purchasing as measures: shares of months that are over, with both numbers, entered anew where a month changes."""

from datetime import date
from decimal import Decimal as D

import pytest
from tests.people import World
from tests.spend_purchasing.conftest import DIRECTOR, MANAGER, PARTNER, TODAY, Asking, billed, came, said

from moothall.core.jobs import silent
from moothall.figures.measures import catalogue
from moothall.figures.models import Observation
from moothall.spend.models import Supplier
from moothall.spend.purchasing import actions, rules, shares
from moothall.spend.purchasing.models import Order

JANUARY = date(2027, 1, 15)


def figures(measure: str) -> dict[tuple[date, str], Observation]:
    found = Observation.objects.current().filter(series__measure=measure).select_related("series")
    return {(it.start, it.series.breakdown): it for it in found}


def test_months_that_are_over_are_entered_with_both_numbers(
    world: World, ordered: Asking, skips: Supplier, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = ordered()
    other = ordered(supplier=skips, reason="emergency", reason_words="A fire.")
    came(world, one, D(10))
    bill = billed(world, one, 500_00)
    actions.match(world.person[PARTNER], invoice=bill)
    measures = list(catalogue().values())
    assert shares.refresh(world.root, world.council, measures, silent) == 0  # November is not over
    monkeypatch.setattr("moothall.core.clock.today", lambda: JANUARY)
    actions.pay(world.person[PARTNER], invoice=bill, on=date(2026, 12, 16))
    assert shares.refresh(world.root, world.council, measures, silent) == 8
    november = date(2026, 11, 1)
    it = figures("orders-under-contract")[november, ""]
    assert (it.value, it.numerator, it.denominator) == (D("50.0"), D(1), D(2))
    assert figures("orders-retrospective")[november, ""].value == 0
    assert figures("invoices-matched-first-time")[november, "Waste and recycling"].value == 100
    late = figures("order-invoices-paid-in-time")[date(2026, 12, 1), ""]
    assert (late.value, late.denominator) == (D(0), D(1))  # the thirtieth day was the fifteenth
    assert shares.refresh(world.root, world.council, measures, silent) == 0
    billed(
        world, other, 500_00, "OLD", dated=date(2026, 11, 1), received_on=TODAY, because="It was forgotten."
    )
    assert shares.refresh(world.root, world.council, measures, silent) == 2
    assert figures("orders-retrospective")[november, ""].value == 50
    assert shares.refresh(world.person["councillor"], world.council, measures, silent) == 0


def test_a_cancelled_order_is_counted_nowhere(world: World, ordered: Asking) -> None:
    one = ordered()
    actions.cancel(world.person["administrator"], requisition=one, words="Not needed.")
    assert Order.objects.count() == 1 and list(shares.under_contract(world.council)) == []


@pytest.mark.once
@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("INV 00-123/a", "INV123A"),
        ("0007", "7"),
        ("A-010", "A10"),
        ("10010", "10010"),
        ("—", ""),
        ("é1", "1"),
    ],
)
def test_a_number_is_the_same_however_it_is_written(text: str, plain: str) -> None:
    assert rules.plain_number(text) == plain


@pytest.mark.once
def test_amounts_round_halves_away_from_nought() -> None:
    assert rules.net(D("2.5"), 33) == 83 and rules.vat(83, 200) == 17 and rules.vat(1_10, 50) == 6
    assert rules.financial_year(date(2026, 3, 31)) == 2025 and rules.year_label(2099) == "2099-00"
    assert rules.lateness(TODAY, None, TODAY) == 0 and rules.lateness(date(2026, 11, 1), None, TODAY) == 15


def test_a_draft_is_nobodys_but_its_writers_to_finish(world: World) -> None:
    from moothall.spend.purchasing import queries
    from moothall.spend.purchasing.roster import Roster

    one = actions.ask(world.person[MANAGER], organisation=world.council, said=said(world))
    roster = Roster(world.council, TODAY)

    def waits(who: str) -> list[str]:
        return [what for _it, what in queries.waiting(world.person[who], world.council, TODAY, roster)]

    assert waits(MANAGER) == ["Finish and send it"] and waits(PARTNER) == waits(DIRECTOR) == []
    actions.send(world.person[MANAGER], requisition=one)
    assert waits(MANAGER) == [] and waits(PARTNER) == waits(DIRECTOR) == ["Approve or refuse it"]
    assert waits("auditor") == []
