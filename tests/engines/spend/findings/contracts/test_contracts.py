"""Spending set beside a register: none, too much, too late, nearly out, and what is innocent.

Every case is a supplier of one council, so that one ledger serves them all.
"""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from tests.engines.spend.findings.looking import Row, bills, found, found_in
from tests.engines.spend.ledgers import ledger_of

from moothall.engines.spend.findings.finding import Finding, Settings

pytestmark = pytest.mark.once

NONE, OVER, ENDED, OUT = "contract-none", "contract-over-value", "contract-ended", "contract-running-out"
SETTINGS = Settings(as_at=date(2025, 4, 1))


def contract(supplier: str, **more: object) -> Row:
    return {
        "reference": f"C-{supplier}",
        "title": f"{supplier} works",
        "supplier_name": supplier,
        "starts": "2022-01-01",
        "ends": "2027-12-31",
        "value": 1_000_000,
        **more,
    }


# supplier -> its bills and its contracts
CASES: dict[str, tuple[list[dict[str, Any]], list[Row]]] = {
    "Covered": (bills("Covered", 26), [contract("Covered")]),
    # in no contract, or only later
    "Birch": (bills("Birch", 26), []),
    "Early": (bills("Early", 26), [contract("Early", starts="2024-12-01")]),
    # need none
    "Little": (bills("Little", 4), []),
    "Two years": (
        [*bills("Two years", 4, begin=date(2024, 1, 8), every=7), *bills("Two years", 4, every=7)],
        [],
    ),
    "Parish of Ash": (bills("Parish of Ash", 26, purpose="Parish precept 2024"), []),
    "Pensions": (bills("Pensions", 26, account="Teachers pension contributions"), []),
    "Ratepayer": (bills("Ratepayer", 26, purpose="Business rates refund"), []),
    "Ash Voices": (bills("Ash Voices", 26, account="Grant payments"), []),
    "Upper Ash Borough Council": (bills("Upper Ash Borough Council", 26), []),
    # landlords stand in no register: none of them says anything
    "Landlord A": (bills("Landlord A", 26, category="property/rents"), []),
    "Landlord B": (bills("Landlord B", 26, category="property/rents"), []),
    # of four growers the register holds two, of four nurseries one
    **{
        f"Grower {at}": (
            bills(f"Grower {at}", 26, category="grounds/supplies"),
            [contract(f"Grower {at}")] if at < 2 else [],
        )
        for at in range(4)
    },
    **{
        f"Nursery {at}": (
            bills(f"Nursery {at}", 26, category="education/early-years"),
            [contract(f"Nursery {at}")] if at == 0 else [],
        )
        for at in range(4)
    },
    "Taxman": (bills("Taxman", 26, category="taxes/paye"), []),
    "REDACTED": (bills("REDACTED", 26, redacted=True), []),
    # beyond the value
    "Over": (bills("Over", 13, "1000.00", every=28), [contract("Over", value=10_000)]),
    "Near": (bills("Near", 13, "1000.00", every=28), [contract("Near", value=12_500)]),
    "Unvalued": (bills("Unvalued", 13, "1000.00", every=28), [contract("Unvalued", value=None)]),
    "One year": (
        bills("One year", 36, "1000.00", every=30, begin=date(2022, 4, 4)),
        [contract("One year", value=12_000)],
    ),
    "By the year": (  # £10,000 a year for three years
        bills("By the year", 26, "1000.00"),
        [contract("By the year", value=None, annual_value=10_000, starts="2024-01-01", ends="2026-12-31")],
    ),
    "Named": (
        [
            *bills("Named", 6, "1000.00", contract_ref="R/101"),
            *bills("Named", 6, "1000.00", contract_ref="R/102", every=15),
        ],
        [contract("Named", reference="R101", value=5_000), contract("Named", reference="R102", value=50_000)],
    ),
    "Together": (
        bills("Together", 12, "1000.00"),
        [contract("Together", reference=it, value=5_000) for it in ("T1", "T2")],
    ),
    "Together enough": (
        bills("Together enough", 12, "1000.00"),
        [contract("Together enough", reference=it, value=6_000) for it in ("T3", "T4")],
    ),
    # after the end
    "Ended": (bills("Ended", 26), [contract("Ended", ends="2024-09-30")]),
    "Dated in it": (
        bills("Dated in it", 26, invoiced="2024-09-30"),
        [contract("Dated in it", ends="2024-09-30")],
    ),
    "Extended": (
        bills("Extended", 26),
        [contract("Extended", ends="2024-04-30", extends_to="2027-12-31")],
    ),
    "Endless": (bills("Endless", 26), [contract("Endless", ends=None)]),
    "Just ended": (bills("Just ended", 26), [contract("Just ended", ends="2025-03-01")]),
    "Followed": (
        bills("Followed", 26),
        [contract("Followed", ends="2024-06-30"), contract("Followed", reference="next")],
    ),
    "Last bill": (
        [*bills("Last bill", 10), *bills("Last bill", 1, begin=date(2025, 2, 3))],
        [contract("Last bill", ends="2024-09-30")],
    ),
    # nearly out
    **{
        f"Out {ends}": (bills(f"Out {ends}", 5, begin=date(2025, 1, 6)), [contract(f"Out {ends}", ends=ends)])
        for ends in ("2025-06-15", "2025-09-15", "2025-12-15", "2026-03-15", "2026-06-15")
    },
    "Spent": (bills("Spent", 26, "1000.00"), [contract("Spent", value=30_000)]),
    "Unused": (bills("Unused", 2, begin=date(2022, 4, 4)), [contract("Unused", ends="2025-06-15")]),
}
ROWS = [row for paid, _ in CASES.values() for row in paid]


@pytest.fixture(scope="module")
def council(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, dict[str, list[Finding]]]:
    """What each of the four tests finds, by supplier."""
    register = [it for _, contracts in CASES.values() for it in contracts]
    by: dict[str, dict[str, list[Finding]]] = {}
    with ledger_of(tmp_path_factory.mktemp("council"), ROWS, contracts=register) as ledger:
        for code in (NONE, OVER, ENDED, OUT):
            by[code] = {}
            for it in found_in(ledger, code, SETTINGS):
                by[code].setdefault(it.subject.split("\x1f")[0], []).append(it)
    return by


Council = Mapping[str, Mapping[str, list[Finding]]]


def paid(finding: Finding) -> list[int]:
    """Which of a supplier's bills a finding names, counted from 0."""
    supplier = finding.subject.split("\x1f")[0]
    first = next(at for at, row in enumerate(ROWS, start=1) if row["payee"] == supplier)
    return [it - first for it in sorted(finding.payments)]


class TestNone:
    def test_one_finding_for_each_supplier_in_no_contract_and_no_other(self, council: Council) -> None:
        assert council[NONE].keys() == {"Birch", "Early", "Grower 2", "Grower 3", "of a kind"}
        (it,) = council[NONE]["Birch"]
        assert it.amount == Decimal("26002.60")
        assert paid(it) == list(range(26))
        assert "2024-25 £26,003" in it.explanation
        assert it.likely

    def test_a_kind_that_the_register_hardly_holds_is_one_finding_that_says_little(
        self, council: Council
    ) -> None:
        rents, nurseries = sorted(council[NONE]["of a kind"], key=lambda it: it.amount)
        assert rents.likelihood < 0.3 and nurseries.likelihood < 0.3
        assert rents.amount == 2 * Decimal("26002.60") and nurseries.amount == 3 * Decimal("26002.60")
        assert rents.facts["Suppliers of its kind in the register"] == "0 of 2"
        assert nurseries.facts["Suppliers of its kind in the register"] == "1 of 4"

    def test_spending_before_a_contract_began_is_less_likely(self, council: Council) -> None:
        (it,) = council[NONE]["Early"]
        assert it.likelihood <= 0.3
        assert "began" in it.explanation
        assert paid(it) == list(range(18))  # the eighteenth is of 25 November

    def test_sure_where_the_register_holds_nearly_all(self, tmp_path_factory: pytest.TempPathFactory) -> None:
        held = [f"Held {at}" for at in range(19)]
        rows = [it for name in [*held, "Birch"] for it in bills(name, 8)]
        register = [contract(name) for name in held]
        (it,) = found(tmp_path_factory.mktemp("held"), NONE, rows, contracts=register)
        assert it.likely
        assert it.likelihood == pytest.approx(0.3 / (0.3 + 0.7 * 0.1))
        assert it.facts["Suppliers of its kind in the register"] == "19 of 20"

    def test_unsure_where_the_register_holds_few(self, council: Council) -> None:
        (it,) = council[NONE]["Grower 2"]
        assert it.facts["Suppliers of its kind in the register"] == "2 of 4" and not it.likely


class TestOverValue:
    def test_who_is_over(self, council: Council) -> None:
        assert council[OVER].keys() == {"Over", "One year", "Named", "Together"}

    def test_says_when_it_passed_and_by_how_much(self, council: Council) -> None:
        (it,) = council[OVER]["Over"]
        assert it.amount == 3_000
        assert paid(it) == [10, 11, 12]
        assert it.facts["Passed on"] == "6 January 2025"
        assert it.facts["Before the ledger"] == "not counted"
        assert it.likely
        assert it.contract is not None

    def test_a_value_for_one_year_is_less_likely(self, council: Council) -> None:
        (it,) = council[OVER]["One year"]
        assert it.amount == 24_000
        assert not it.likely
        assert "one year" in it.explanation

    def test_bills_that_name_their_contract_are_counted_under_it_alone(self, council: Council) -> None:
        (it,) = council[OVER]["Named"]
        assert it.facts["Contract"] == "R101"
        assert it.amount == 1_000
        assert it.likelihood > 0.7

    def test_contracts_that_bills_do_not_tell_apart_are_held_together(self, council: Council) -> None:
        (it,) = council[OVER]["Together"]
        assert it.amount == 2_000
        assert not it.likely


class TestEnded:
    def test_paid_long_after_the_end(self, council: Council) -> None:
        assert council[ENDED].keys() == {"Ended", "Last bill"}
        (it,) = council[ENDED]["Ended"]
        assert it.likely
        assert paid(it) == list(range(18, 26))  # sixty days after 30 September is 29 November
        assert it.amount == 8 * Decimal("1000.10")

    def test_one_last_bill_is_less_likely(self, council: Council) -> None:
        (it,) = council[ENDED]["Last bill"]
        assert not it.likely


class TestRunningOut:
    def test_in_time_and_never_likely(self, council: Council) -> None:
        told = {
            name.removeprefix("Out "): it.facts["Out within"]
            for name, found in council[OUT].items()
            for it in found
            if name.startswith("Out ")
        }
        assert told == {
            "2025-06-15": "3 months",
            "2025-09-15": "6 months",
            "2025-12-15": "9 months",
            "2026-03-15": "12 months",
        }
        assert not any(it.likely for found in council[OUT].values() for it in found)

    def test_in_value_before_its_time(self, council: Council) -> None:
        """£26,000 of £30,000 is spent at £26,000 a year: the rest is gone in eight weeks, years before the end."""
        (it,) = council[OUT]["Spent"]
        assert it.facts["Nearly out in"] == "value"
        assert it.facts["Out within"] == "3 months"

    def test_a_contract_nobody_buys_under_is_not_told(self, council: Council) -> None:
        assert "Unused" not in council[OUT]
