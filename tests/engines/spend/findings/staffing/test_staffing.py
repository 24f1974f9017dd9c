"""Agency staff and consultants by category, code and name, and placements that last."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from tests.engines.spend.findings.looking import bills, found

pytestmark = pytest.mark.once


def test_agency_staff_is_known_by_category_code_words_and_name(tmp_path: Path) -> None:
    rows = [
        *bills("Alder Works", 10),
        *bills("A", 10, service="category", category="staff/agency"),
        *bills("B", 10, service="given", given_category="HR : Temporary & Agency Staff"),
        *bills("C", 10, service="account", account="Agency staff costs"),
        *bills("D", 10, service="purpose", purpose="Locum social worker"),
        *bills("Ashdown Recruitment Ltd", 10, service="name", category=None),
        *bills("Elder Recruitment", 4, service="little", category=None),
        # these are none
        *bills("Ash Travel Agency", 10, service="travel", category=None),
        *bills("The Letting Agency", 10, service="letting", category=None),
        *bills("Elm Personnel Carriers", 10, service="vehicles", category="vehicles/hire"),
    ]
    findings = {it.subject.split("\x1f")[0]: it for it in found(tmp_path, "agency-spending", rows)}
    assert findings.keys() == {"category", "given", "account", "purpose", "name"}
    assert {name: it.facts["Known by"].split()[0] for name, it in findings.items()} == {
        "category": "category",
        "given": "category",
        "account": "account",
        "purpose": "purpose",
        "name": "name",
    }
    assert findings["category"].payments == tuple(range(11, 21))
    assert findings["name"].likelihood < findings["category"].likelihood < 0.5
    assert findings["name"].facts["The council's share of all spending"] == "57.4%"  # 54 of 94 bills


def test_consultants_are_counted_apart_from_agency_staff(tmp_path: Path) -> None:
    rows = [
        *bills("Alder Consulting", 10, service="Planning", category=None),
        *bills("Birch", 10, account="Consultants fees", service="Planning"),
        *bills("Cedar", 10, category="consultancy/ict", service="Planning"),
        *bills("Damson Consultancy", 10, account="Agency staff", service="Planning"),
        *bills("Elder LLP", 10, service="Other words", category=None, purpose="Depot feasibility study"),
        *bills("Fir Partners", 10, service="Other words", category=None, account="External advisers"),
        # work that the category knows for something else, and no advice at all
        *bills("Gorse", 10, service="Builders", purpose="Professional fees"),
        *bills("Hazel", 10, service="Public", category=None, purpose="Advice centre rent"),
    ]
    planning, other = found(tmp_path, "consultant-spending", rows)
    assert set(planning.payments) == set(range(1, 31))
    assert planning.facts["Suppliers"].startswith("3")
    assert set(other.payments) == set(range(41, 61))
    assert "words" in other.facts["Known by"] and "account" in other.facts["Known by"]


class TestPlacement:
    CODE = "placement-long"

    def test_steady_weeks_over_a_year(self, tmp_path: Path) -> None:
        usual = {"every": 7, "category": "staff/agency"}
        rows = [
            *bills("Ash", 60, "1480.00", purpose="J Doe week 12", **usual),
            *bills("Ash", 20, "1480.00", purpose="R Roe week 12", begin=date(2024, 4, 2), **usual),
            # none of these is: people one after another, several at once, now and then, no agency
            *(
                it
                for at in range(6)
                for it in bills(
                    "Row",
                    10,
                    "1480.00",
                    begin=date(2024, 4, 1) + timedelta(days=70 * at),
                    purpose=f"Analyst {'abcdef'[at] * 2}{at}",
                    **(usual | {"service": "a row"}),
                )
            ),
            *bills("Managed", 60, "9000.00", service="a managed service", **usual),
            *bills("Rare", 14, "1480.00", category="staff/agency", every=70, begin=date(2023, 4, 3)),
            *bills("Rent", 60, "1480.00", every=7),
        ]
        (it,) = found(tmp_path, self.CODE, rows)
        assert set(it.payments) == set(range(1, 61))
        assert "doe" not in (it.explanation + "".join(it.facts.values())).lower()
        assert not it.likely

    def test_where_words_vary_the_supplier_is_taken_whole(self, tmp_path: Path) -> None:
        words = [chr(97 + at % 26) * 3 + chr(97 + at // 26) * 3 for at in range(60)]
        rows = [
            it | {"purpose": word}
            for it, word in zip(
                bills("Ash", 60, "1480.00", every=7, category="staff/agency"), words, strict=True
            )
        ]
        (it,) = found(tmp_path, self.CODE, rows)
        assert it.facts["Told apart by"] == "the supplier alone"
        assert it.likelihood < 0.3
