"""Cards, orders, many small suppliers, prices and suppliers paid once."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from tests.engines.spend.findings.looking import bills, found
from tests.engines.spend.ledgers import ledger_of

from moothall.engines.spend.findings import bought
from moothall.engines.spend.findings.buying.prices import spreads

pytestmark = pytest.mark.once

LIVE = {"reference": "C1", "supplier_name": "Alder", "starts": "2024-01-01", "ends": "2026-01-01"}


class TestCard:
    CODE = "card-with-contract"

    def test_with_a_contract(self, tmp_path: Path) -> None:
        rows = [*bills("Alder", 3, "80.00"), *bills("Alder", 4, "55.00", kind="card")]
        (it,) = found(tmp_path, self.CODE, rows, contracts=[LIVE])
        assert it.amount == 220
        assert it.payments == (4, 5, 6, 7)
        assert it.likely

    def test_with_an_account_and_no_contract_is_only_worth_a_look(self, tmp_path: Path) -> None:
        rows = [*bills("Alder", 8), *bills("Alder", 4, "55.00", kind="card")]
        (it,) = found(tmp_path, self.CODE, rows)
        assert not it.likely

    def test_before_the_contract_or_with_somebody_else(self, tmp_path: Path) -> None:
        rows = [
            *bills("Alder", 3, kind="card", begin=date(2023, 5, 1)),
            *bills("Birch", 3, kind="card"),
            *bills("Alder", 2),
        ]
        assert found(tmp_path, self.CODE, rows, contracts=[LIVE]) == []


class TestRetrospective:
    CODE = "order-retrospective"

    def test_one_finding_a_service_with_its_share(self, tmp_path: Path) -> None:
        rows = [
            *bills("Alder", 38, order_no="P1", ordered="2024-03-01", invoiced="2024-03-20", every=3),
            *bills("Birch", 2, order_no="P2", ordered="2024-05-11", invoiced="2024-05-01"),
        ]
        (it,) = found(tmp_path, self.CODE, rows)
        assert it.payments == (39, 40)
        assert it.facts["Raised after the invoice"] == "2 of 40 (5%)"
        assert it.facts["Days late, middle and most"] == "10 and 10"
        assert it.likely

    def test_by_an_extract_of_orders(self, tmp_path: Path) -> None:
        rows = [
            *bills("Alder", 20, order_no="P1", invoiced="2024-04-01", every=3),
            *bills("Birch", 1, order_no="p2", invoiced="2024-04-01"),
        ]
        orders = [{"order_no": "P1", "raised": "2024-03-01"}, {"order_no": "P2", "raised": "2024-04-02"}]
        (it,) = found(tmp_path, self.CODE, rows, orders=orders)
        assert it.payments == (21,)

    def test_a_habit_is_not_called_likely(self, tmp_path: Path) -> None:
        rows = bills("Alder", 10, order_no="P", ordered="2024-05-11", invoiced="2024-05-01")
        assert not any(it.likely for it in found(tmp_path, self.CODE, rows))

    def test_the_same_day_is_in_time(self, tmp_path: Path) -> None:
        rows = bills("Alder", 10, order_no="P", ordered="2024-05-01", invoiced="2024-05-01")
        assert found(tmp_path, self.CODE, rows) == []


class TestNoOrder:
    CODE = "order-none"

    def test_where_orders_are_the_rule(self, tmp_path: Path) -> None:
        rows = [
            *bills("Alder", 98, order_no="P1", every=3),
            *bills("Birch", 2, "700.00"),
            *bills("Carers", 30, category="care/home"),  # nobody orders care
        ]
        (it,) = found(tmp_path, self.CODE, rows)
        assert it.payments == (99, 100)
        assert it.amount == 1_400
        assert not it.likely

    def test_where_orders_are_often_missing(self, tmp_path: Path) -> None:
        rows = [*bills("Alder", 25, order_no="P1"), *bills("Birch", 4)]
        (it,) = found(tmp_path, self.CODE, rows)
        assert it.likelihood < 0.4


class TestFragmented:
    CODE = "category-fragmented"

    def test_many_small_suppliers(self, tmp_path: Path) -> None:
        small = [it for at in range(20) for it in bills(f"Small {at}", 2, "1500.00", every=180)]
        rows = [*small, *(it for at in range(10) for it in bills(f"Mid {at}", 10, "600.00", every=35))]
        (it,) = found(tmp_path, self.CODE, rows)
        assert it.subject == "works/repairs"
        assert it.facts["Suppliers"] == "30, of which 0 were paid once"
        assert it.amount == Decimal("2000.00")  # a thirtieth of the tail of £60,000
        assert set(it.payments) == set(range(1, 41))
        assert not it.likely

    def test_a_short_tail_or_people_who_choose(self, tmp_path: Path) -> None:
        rows = [
            *(it for at in range(11) for it in bills(f"Small {at}", 2, "1500.00")),
            *(
                it
                for at in range(20)
                for it in bills(f"Home {at}", 2, "1500.00", category="social-care-adult/nursing")
            ),
        ]
        assert found(tmp_path, self.CODE, rows) == []

    def test_prices_of_the_same_item(self, tmp_path: Path) -> None:
        """Three ask £10, £12 and £15 for a skip; who varies has no price and is left out."""
        rows = [
            *bills("Alder", 3, "10.00", purpose="Skip hire week 12 January"),
            *bills("Birch", 4, "12.00", purpose="Skip hire 2024/05"),
            *bills("Cedar", 5, "15.00", purpose="SKIP HIRE"),
            *(it for at in range(3) for it in bills("Damson", 1, f"{20 + 40 * at}.00", purpose="Skip hire")),
        ]
        with ledger_of(tmp_path, rows) as ledger:
            bought.prepare(ledger)
            assert spreads(ledger) == {"works/repairs": (1, Decimal("15.00"), 1.5)}


class TestOnce:
    CODE = "supplier-once"

    def test_one_finding_a_category(self, tmp_path: Path) -> None:
        rows = [
            *bills("Alder", 26),
            *bills("Birch", 1, "6000.00"),
            *bills("Cedar", 1, "7000.00"),
            *bills("Damson", 1, "400.00"),
            *bills("New", 1, "9000.00", begin=date(2025, 3, 3)),
        ]
        (it,) = found(tmp_path, self.CODE, rows)
        assert it.payments == (28, 27)
        assert it.amount == 13_000
        assert not it.likely

    def test_a_short_ledger_says_nothing(self, tmp_path: Path) -> None:
        rows = [*bills("Alder", 26, every=5), *bills("Birch", 1, "6000.00")]
        assert found(tmp_path, self.CODE, rows) == []
