"""Late, at weekends, at the year's end, in round sums, by first digits, and VAT that was not taken back."""

from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import Any

import pytest
from tests.engines.spend.findings.looking import bills, found
from tests.engines.spend.ledgers import ledger_of

from moothall.engines.spend.findings.paying.digits import EXPECTED, chi_square, deviation
from moothall.engines.spend.findings.paying.late_payment import Promptness, promptness
from moothall.reference import late_payment as law

pytestmark = pytest.mark.once


class TestLate:
    CODE = "late-payment"
    # asked for on 1 March 2024 and paid on 29 April: due on 31 March, 29 days late, at 5.25 + 8 per cent
    LATE = {"payee": "Alder", "invoiced": "2024-03-01", "paid": "2024-04-29", "amount": 1_000, "vat": 200}

    def test_interest_and_fixed_sum_by_the_law(self, tmp_path: Path) -> None:
        (it,) = found(tmp_path, self.CODE, [self.LATE, *bills("Alder", 3, invoiced="2024-04-01", every=7)])
        # £1,200 × 13.25% × 29 days ÷ 365 = £12.63, and £70
        assert it.amount == Decimal("82.63")
        assert it.facts["Paid late"] == "1 of 4 bills (25%)"
        assert it.facts["The council within 30 days"] == "75% of 4 bills"
        assert it.likelihood == 0.6  # 29 days: no post takes so long

    def test_agrees_with_the_reference_bill_by_bill(self, tmp_path: Path) -> None:
        dice = Random(5)
        rows = []
        for at in range(60):
            asked = date(2022, 1, 1) + timedelta(days=dice.randrange(1_200))
            rows.append(
                {
                    "payee": f"Supplier {at}",
                    "invoice_no": f"{at}",
                    "amount": Decimal(dice.randrange(1, 2_000_000)) / 100,
                    "invoiced": asked,
                    "paid": asked + timedelta(days=dice.randrange(0, 200)),
                }
            )
        owed: dict[str, Decimal] = {}
        for row in rows:
            interest = law.interest(row["amount"], row["invoiced"], row["paid"])
            if interest is not None:
                owed[row["payee"]] = interest.total
        findings = found(tmp_path, self.CODE, rows)
        assert {it.subject for it in findings} == owed.keys()
        for it in findings:
            assert abs(it.amount - owed[it.subject]) <= Decimal("0.01")

    def test_what_is_late_by_receipt_and_what_is_not_late_at_all(self, tmp_path: Path) -> None:
        rows = [
            self.LATE | {"payee": "Received", "received": "2024-03-20"},
            self.LATE | {"payee": "Received later", "received": "2024-03-30"},
            self.LATE | {"payee": "The thirtieth day", "paid": "2024-03-31"},
            self.LATE | {"payee": "Credit", "amount": -1_000, "vat": None},
            self.LATE | {"payee": "Card", "kind": "card"},
            self.LATE | {"payee": "Upper Ash Borough Council"},
            self.LATE | {"payee": "A slip", "paid": "2034-04-29"},
            self.LATE | {"payee": "Before", "paid": "2024-02-01"},
        ]
        (it,) = found(tmp_path, self.CODE, rows)
        assert it.subject == "Received"
        assert it.facts["Counted from"] == "receipt"
        assert it.likelihood == 0.8
        assert it.facts["Days late, middle and most"] == "10 and 10"

    def test_a_councils_own_rows_of_bank_rate_go_before(self, tmp_path: Path) -> None:
        (it,) = found(tmp_path, self.CODE, [self.LATE], bank_rate=((date(2000, 1, 1), Decimal(2)),))
        assert it.amount == 70 + Decimal("9.53")

    def test_before_bank_rate_is_known_only_the_fixed_sum_is_counted(self, tmp_path: Path) -> None:
        (it,) = found(tmp_path, self.CODE, [self.LATE | {"invoiced": "2005-03-01", "paid": "2005-06-01"}])
        assert it.amount == 70
        assert it.facts["Interest"] == "£0, not of every bill"

    def test_promptness(self, tmp_path: Path) -> None:
        rows = [
            {"payee": "A", "amount": 1, "invoice_no": str(days), "invoiced": date(2024, 4, 1)}
            | {"paid": date(2024, 4, 1) + timedelta(days=days)}
            for days in (0, 30, 31, 60, 61)
        ]
        with ledger_of(tmp_path, rows) as ledger:
            assert promptness(ledger) == Promptness(5, 2, 2, 1, 36.4)


class TestWeekend:
    CODE = "weekend-payment"

    def test_days_on_which_it_hardly_ever_pays(self, tmp_path: Path) -> None:
        rows = [
            *(it for at in range(21) for it in bills(f"Supplier {at}", 12, every=28)),
            {"payee": "Alder", "amount": 900, "paid": "2024-06-09", "invoice_no": "1"},
            {"payee": "Alder", "amount": 900, "paid": "2024-05-06", "invoice_no": "2"},
        ]
        sunday, holiday = found(tmp_path, self.CODE, rows, bank_holidays=frozenset({date(2024, 5, 6)}))
        assert sunday.payments == (253,)
        assert "Sunday 9 June 2024" in sunday.explanation
        assert holiday.payments == (254,)
        assert "bank holiday" in holiday.explanation
        assert not sunday.likely

    def test_a_council_that_pays_every_day(self, tmp_path: Path) -> None:
        rows = [
            {
                "payee": "A",
                "amount": 900,
                "paid": date(2024, 4, 1) + timedelta(days=at),
                "invoice_no": str(at),
            }
            for at in range(60)
        ]
        assert found(tmp_path, self.CODE, rows) == []


class TestYearEnd:
    CODE = "year-end-burst"

    def service(self, name: str, march: int, dice: Random) -> list[dict[str, Any]]:
        """About ten bills a month of £2,000 each, and as many more in March as said."""
        rows = []
        for month in range(12):
            begin = date(2024 + (month + 3) // 12, (month + 3) % 12 + 1, 2)
            for at in range(dice.randrange(8, 13) + (march if month == 11 else 0)):
                rows.append(
                    {
                        "payee": f"{name} supplier {at % 7}",
                        "amount": dice.randrange(1_000, 3_000),
                        "paid": begin + timedelta(days=dice.randrange(25)),
                        "invoice_no": f"{name}{month}-{at}",
                        "service": name,
                    }
                )
        return rows

    def test_a_service_that_runs_away_in_march_and_a_supplier_that_does(self, tmp_path: Path) -> None:
        dice = Random(6)
        rows = [
            *(it for at in range(12) for it in self.service(f"Steady {at}", 0, dice)),
            *self.service("Parks", 30, dice),
            *bills("Gadgets", 12, "900.00", begin=date(2025, 3, 24), every=0, service="Steady 1"),
            # no burst: a bill a month, and one large bill
            *bills("Monthly", 12, "900.00", every=30, service="Steady 2"),
            {"payee": "Levy", "amount": 500_000, "paid": "2025-03-10", "service": "Steady 3"},
        ]
        for at, row in enumerate(rows):
            row["invoice_no"] = str(at)
        findings = {it.subject: it for it in found(tmp_path, self.CODE, rows)}
        parks, gadgets = findings.pop("Parks\x1f2024-25"), findings.pop("Steady 1\x1f2024-25\x1flast days")
        assert findings.keys() <= {"Parks\x1f2024-25\x1flast days"}
        assert 30_000 < parks.amount < 90_000
        assert gadgets.amount == 10_800
        assert gadgets.facts["Seen in"] == "Gadgets"
        assert not parks.likely
        assert not gadgets.likely

    def test_a_council_that_does_so_everywhere(self, tmp_path: Path) -> None:
        dice = Random(4)
        rows = [it for at in range(8) for it in self.service(f"S{at}", 30, dice)]
        assert found(tmp_path, self.CODE, rows) == []


class TestRound:
    CODE = "round-sums"

    def test_a_round_bill_among_exact_ones(self, tmp_path: Path) -> None:
        rows = []
        for payee, usual, odd in (
            ("Alder", "312.47", "5000.00"),
            ("Round", "300.00", "5000.00"),
            ("Small", "312.47", "900.00"),
        ):
            rows += [
                *bills(payee, 20, usual),
                *bills(payee, 1, odd, begin=date(2024, 9, 2), invoice_no="odd"),
            ]
        (it,) = found(tmp_path, self.CODE, rows)
        assert it.payments == (21,)
        assert it.amount == 5_000
        assert not it.likely


class TestDigits:
    CODE = "digits"

    def amounts(self, dice: Random, count: int) -> list[str]:
        return [f"{10 ** dice.uniform(1, 5):.2f}" for _ in range(count)]

    def rows(self, service: str, amounts: list[str]) -> list[dict[str, Any]]:
        return [
            {"payee": f"S{at % 50}", "amount": it, "invoice_no": f"{service}{at}", "service": service}
            for at, it in enumerate(amounts)
        ]

    def test_digits_by_the_law_are_silent_and_others_are_information(self, tmp_path: Path) -> None:
        dice = Random(9)
        bent = [*self.amounts(dice, 1_000), *(f"4{at:03}.50" for at in range(250))]
        rows = [*self.rows("Usual", self.amounts(dice, 1_100)), *self.rows("Bent", bent)]
        (it,) = found(tmp_path, self.CODE, rows)
        assert it.subject == "Bent"
        assert it.amount == 0
        assert it.likelihood < 0.1
        assert "begin with 4" in it.explanation

    def test_measures(self) -> None:
        exact = {digit: round(100_000 * share) for digit, share in EXPECTED.items()}
        assert deviation(exact) < 0.0001
        assert chi_square(exact) < 0.1
        assert deviation({9: 10}) == pytest.approx(2 * (1 - EXPECTED[9]) / 9)


class TestVat:
    CODE = "vat-not-recovered"

    def test_irrecoverable_where_that_is_rare_and_where_it_is_the_rule(self, tmp_path: Path) -> None:
        rows = [
            *bills("Alder", 100, every=5),
            *bills("Birch", 2, "500.00", irrecoverable_vat="100.00"),
            *bills("Cedar", 10, "500.00", irrecoverable_vat="100.00", service="Lettings"),
        ]
        rule, rare = found(tmp_path, self.CODE, rows)
        assert (rare.amount, rare.payments) == (200, (101, 102))
        assert rare.likely
        assert rule.likelihood < 0.2

    def with_vat(self, payee: str, count: int, **more: Any) -> list[dict[str, Any]]:
        return bills(payee, count, "1000.00", vat="200.00", gross="1200.00", account="Repairs", **more)

    def test_no_vat_from_suppliers_that_charge_it(self, tmp_path: Path) -> None:
        odd = {
            "vat": "0",
            "gross": "1200.00",
            "account": "Repairs",
            "begin": date(2024, 8, 1),
            "invoice_no": "odd",
        }
        rows = [
            *self.with_vat("Alder", 20),
            *bills("Alder", 1, "1200.00", **odd),
            *self.with_vat("Insured", 20),
            *bills("Insured", 1, "1200.00", **(odd | {"account": "Insurance"})),
            *self.with_vat("Registered", 20),
            *bills("Registered", 1, "1200.00", **(odd | {"begin": date(2024, 1, 3)})),
        ]
        found_, before = found(tmp_path, self.CODE, rows)
        assert found_.amount == 200  # a sixth of the gross
        assert found_.payments == (21,)
        assert found_.likely
        assert before.subject.startswith("Registered")
        assert not before.likely

    def test_posted_gross_in_a_ledger_of_net_amounts(self, tmp_path: Path) -> None:
        rows = [
            *bills("Alder", 10, "412.35"),
            *bills("Alder", 1, "494.82", begin=date(2024, 6, 4), invoice_no="G"),
            # a price that rose by a fifth
            *bills("Risen", 5, "412.35"),
            *bills("Risen", 5, "494.82", begin=date(2024, 9, 2)),
        ]
        (it,) = found(tmp_path, self.CODE, rows)
        assert it.amount == Decimal("82.47")
        assert it.payments == (11,)
        assert it.likely
