"""Early payment: the arithmetic of a rebate, who may be asked, and what a programme would bring."""

from decimal import Decimal
from pathlib import Path

import pytest
from tests.engines.spend.ledgers import ledger_of

from moothall.engines.spend import early_payment
from moothall.engines.spend.early_payment import Programme, Rules, Standing, Terms, assess

TERMS = Terms(Decimal("0.01"), anchor_day=10, due_day=30)
TEN = Decimal("10000.00")


@pytest.mark.parametrize(
    ("day", "pounds"),
    [(0, "150.00"), (10, "100.00"), (15, "75.00"), (29, "5.00"), (30, "0.00"), (45, "0.00")],
)
def test_a_rebate_falls_in_a_straight_line_to_nothing_on_the_due_day(day: int, pounds: str) -> None:
    assert early_payment.rebate(TEN, day, TERMS) == Decimal(pounds)


def test_a_cap_bounds_the_rebate_and_a_credit_gives_its_rebate_back() -> None:
    capped = Terms(Decimal("0.01"), 10, 30, cap=Decimal("0.012"))
    assert [early_payment.rebate(TEN, day, capped) for day in (0, 5, 6, 10)] == [
        Decimal("120.00"), Decimal("120.00"), Decimal("120.00"), Decimal("100.00"),
    ]  # fmt: skip
    assert early_payment.rebate(-TEN, 10, TERMS) == Decimal("-100.00")


def test_half_a_penny_goes_up_whatever_the_days_divide_by() -> None:
    thirds = Terms(Decimal("0.01"), 0, 30)
    assert early_payment.rebate(Decimal("1.50"), 20, thirds) == Decimal("0.01")  # 0.005 exactly
    assert early_payment.rebate(Decimal("1.49"), 20, thirds) == Decimal("0.00")


def test_the_yield_of_a_rebate_is_simple_interest_on_the_days_gained() -> None:
    assert early_payment.annual_yield(10, TERMS) == Decimal("0.1825")
    assert (
        early_payment.annual_yield(0, Terms(Decimal("0.01"), 10, 30, Decimal("0.01"))) == Decimal("3.65") / 30
    )
    assert early_payment.annual_yield(30, TERMS) is None


def test_lost_interest_is_of_the_days_the_money_leaves_sooner() -> None:
    assert early_payment.lost_interest(Decimal(365_000), 20, Decimal("0.05")) == Decimal("1000.00")
    assert early_payment.lost_interest(Decimal(365_000), -4, Decimal("0.05")) == 0


@pytest.mark.parametrize(
    "terms", [{"rate": Decimal(1)}, {"rate": Decimal(0)}, {"anchor_day": 30}, {"cap": Decimal(2)}]
)
def test_terms_that_are_none_are_refused(terms: dict[str, Decimal]) -> None:
    with pytest.raises(ValueError, match=r"rebate|day"):
        Terms(**terms)  # type: ignore[arg-type]


def invoices(
    name: str, days: int | None, number: int = 12, amount: str = "5000.00", **more: object
) -> list[dict]:  # type: ignore[type-arg]
    """So many monthly invoices, each on two lines, paid so many days after they came."""
    return [
        {
            "payee": name,
            "paid": f"2024-{month:02}-28",
            "invoiced": None if days is None else f"2024-{month:02}-{28 - days:02}",
            "transaction_no": f"{name}-{month}",
            "amount": half,
            **more,
        }
        for month in range(1, number + 1)
        for half in (amount, "1000.00")
    ]


@pytest.fixture(scope="module")
def assessed(tmp_path_factory: pytest.TempPathFactory) -> early_payment.Assessment:
    rows = [
        *invoices("Large Works plc", 25, sme=False),
        *invoices("Quarry Sands Ltd", 22),
        *invoices("Corner Joinery", 25, sme=True),
        *invoices("Kind Hands", 25, sme=False, vcse=True),
        *invoices("Wexborough County Council", 25, sme=False),
        *invoices("Brisk Supplies Ltd", 8, sme=False),
        *invoices("Few Bills Ltd", 25, number=3, sme=False),
        *invoices("REDACTED PERSONAL DATA", 25),
        {
            "payee": "Good Cause Ltd",
            "paid": "2024-06-01",
            "amount": "90000",
            "category": "grants/general",
            "sme": False,
        },
        {"payee": "Card Shop", "paid": "2024-06-01", "amount": "90000", "kind": "card", "sme": False},
    ]
    late = [
        {**it, "invoiced": f"{it['paid'][:5]}{int(it['paid'][5:7]) - 1:02}-01"}
        for it in invoices("Slow Ltd", 2)[2:]
    ]
    with ledger_of(tmp_path_factory.mktemp("early"), [*rows, *late]) as ledger:
        found = assess(ledger, Programme(terms=TERMS, deposit_rate=Decimal("0.05")), Rules(least_invoices=11))
    assert found is not None
    return found


def test_each_supplier_stands_where_the_rules_put_it(assessed: early_payment.Assessment) -> None:
    assert {it.name: it.standing for it in assessed.candidates} == {
        "Large Works plc": Standing.ASK,
        "Quarry Sands Ltd": Standing.SIZE_UNKNOWN,
        "Corner Joinery": Standing.SMALL,
        "Kind Hands": Standing.SMALL,
        "Wexborough County Council": Standing.PUBLIC,
        "Brisk Supplies Ltd": Standing.FAST,
        "Few Bills Ltd": Standing.FEW,
        "REDACTED PERSONAL DATA": Standing.HIDDEN,
        "Slow Ltd": Standing.LATE,
    }
    assert assessed.dated and (str(assessed.since), str(assessed.until)) == ("2024-01-28", "2024-12-28")


def test_what_a_supplier_would_bring_is_its_rebate_less_the_interest_lost(
    assessed: early_payment.Assessment,
) -> None:
    (large,) = assessed.standing(Standing.ASK)
    assert (large.spend, large.invoices, large.days_now) == (Decimal("72000.00"), 12, 25)
    assert large.rebate == Decimal("720.00")
    assert large.lost == Decimal("147.95")  # 72,000 x 5% x 15/365
    assert large.gain == Decimal("572.05")
    assert all(
        it.rebate == it.lost == 0 for it in assessed.candidates
        if it.standing not in (Standing.ASK, Standing.SIZE_UNKNOWN)
    )  # fmt: skip


def test_scenarios_take_off_interest_fees_and_administration(assessed: early_payment.Assessment) -> None:
    programme = Programme(
        terms=TERMS,
        admin=Decimal(20),
        fee=Decimal("0.5"),
        take_up={"half": Decimal("0.5"), "all": Decimal(1)},
    )
    half, whole = early_payment.scenarios(assessed.standing(Standing.ASK), programme)
    assert (half.rebate, half.lost, half.admin) == (Decimal("360.00"), Decimal("73.98"), Decimal("200.00"))
    assert half.net == half.rebate - half.lost - half.admin
    assert half.net_low <= half.net <= half.net_high
    assert whole.net_low == whole.net == whole.net_high, "nothing is left to chance when all join"
    assert early_payment.scenarios(assessed.standing(Standing.ASK), programme) == (half, whole)
    assert early_payment.scenarios((), programme)[0].net == Decimal("-20")


def test_those_of_unknown_size_are_counted_only_when_asked_for(assessed: early_payment.Assessment) -> None:
    known, wider = assessed.scenarios()[1], assessed.scenarios(size_unknown=True)[1]
    assert wider.suppliers == 2 * known.suppliers and wider.rebate > known.rebate
    rates = assessed.by_rate((Decimal("0.005"), Decimal("0.02")))
    assert rates == ((Decimal("0.005"), Decimal("360.00")), (Decimal("0.02"), Decimal("1440.00")))


def test_without_dates_of_invoices_the_interest_is_the_most_it_can_be(tmp_path: Path) -> None:
    with ledger_of(tmp_path, invoices("Large Works plc", None, sme=False)) as ledger:
        found = assess(ledger, Programme(terms=TERMS, deposit_rate=Decimal("0.05")))
    assert found is not None and not found.dated
    (large,) = found.standing(Standing.ASK)
    assert large.days_now is None and large.lost == Decimal("197.26")  # twenty days
    with ledger_of(tmp_path / "undated", [{"payee": "A", "amount": "5"}]) as ledger:
        assert assess(ledger) is None


def test_rebates_that_were_taken_are_found_with_the_invoices_they_name(tmp_path: Path) -> None:
    rows = [
        *invoices("Large Works plc", 20),
        {"payee": "Large Works plc", "paid": "2024-02-28", "amount": "-60", "invoice_no": "Large Works plc-2",
         "purpose": "CASH DISCOUNT TAKEN"},
        {"payee": "Large Works plc", "paid": "2024-04-28", "amount": "-30", "invoice_no": "Large Works plc-4",
         "purpose": "Early payment rebate"},
        {"payee": "Other Ltd", "paid": "2024-04-28", "amount": "-30", "purpose": "Goods returned"},
    ]  # fmt: skip
    with ledger_of(tmp_path, rows) as ledger:
        (found,) = early_payment.taken(ledger)
    assert (found.rebates, found.amount, found.with_rebate, found.invoices) == (2, Decimal(90), 2, 3)
    assert (found.billed_with, found.spend, found.share) == (
        Decimal(12_000), Decimal(18_000), Decimal("0.0075"),
    )  # fmt: skip
