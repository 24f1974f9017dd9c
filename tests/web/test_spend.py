"""The pages of spending: read, filtered, taken away; findings judged, names decided, files corrected."""

import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.people import World, client
from tests.shared import _django_db_marker, db, people, shared_world, world
from tests.spend_ledgers.making import HEADER, lines, prepare

from moothall.spend.ledgers.models import (
    Finding,
    LedgerFile,
    Payee,
    Remembered,
    Scan,
    StaffCost,
    SupplierDecision,
)
from moothall.spend.models import Contract

__all__ = ["_django_db_marker", "db", "people", "world"]

shared = shared_world(prepare)


def text(answer: Any) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


def test_every_pound_on_a_page_leads_to_its_lines(people: dict[str, Client], world: World) -> None:
    browser = people["councillor"]
    scan = Scan.objects.get()
    overview = browser.get("/spend/")
    assert f"£{scan.total_pence / 100:,.2f}" in text(overview)
    cube = browser.get("/spend/cube/", {"by": "payee"})
    assert "The Skip Company Ltd" in text(cube)
    href = re.search(r'href="(/spend/payments/[^"]*payee=\d+[^"]*)"', cube.content.decode())
    assert href
    page = text(browser.get(href[1].replace("&amp;", "&")))
    assert "ledger.csv , line 5" in page and "The Skip Company Ltd" in page
    rows = b"".join(browser.get("/spend/payments/?download=csv")).decode().splitlines()  # type: ignore[arg-type]
    assert len(rows) == len(lines()) + 1 and rows[1].endswith(",ledger.csv,57") is False
    assert sum(
        float(re.search(r",(-?[\d.]+),(?:Payment|Card|payment|card),ledger.csv", it)[1]) for it in rows[1:]
    ) == (  # type: ignore[index]
        pytest.approx(scan.total_pence / 100)
    )
    for format, start in (("csv", b"\xef\xbb\xbf"), ("xlsx", b"PK")):
        answer = browser.get("/spend/cube/", {"by": "month", "download": format})
        assert b"".join(answer)[:2] in (start[:2], b"Mo")  # type: ignore[arg-type]


def test_the_overview_says_how_it_was_bought_and_charts_say_pounds(people: dict[str, Client]) -> None:
    page = text(people["section-151-officer"].get("/spend/"))
    assert "Spending with a purchase order" in page and "bills" in page
    scan = Scan.objects.get()
    service, pence = scan.summary["services"][0]
    assert f"{service} £{(pence + 50) // 100:,}" in page  # in the chart's table
    assert scan.summary["suppliers"] == 4


def test_the_cube_is_by_what_is_known_of_suppliers(people: dict[str, Client]) -> None:
    browser = people["finance-partner"]
    cube = browser.get("/spend/cube/", {"by": "sme"})
    assert "Yes" in text(cube) and "Not known" in text(cube)
    href = re.search(r'href="(/spend/payments/[^"]*sme=yes[^"]*)"', cube.content.decode())
    assert href
    page = text(browser.get(href[1].replace("&amp;", "&")))
    assert "Small or medium-sized: Yes" in page and "Skip" in page and "Brightwork" not in page
    assert "Brightwork" in text(browser.get("/spend/payments/", {"sme": "unknown"}))
    assert "Brightwork" in text(browser.get("/spend/payments/", {"sme": "perhaps"}))  # not asked


def test_a_supplier_is_one_from_the_ledgers_and_from_the_register(people: dict[str, Client]) -> None:
    browser = people["procurement-officer"]
    it = Payee.objects.get(name="The Skip Company Ltd")
    register, ledgers = f"/contracts/suppliers/{it.registered_id}/", f"/spend/suppliers/{it.pk}/"
    assert (
        register in browser.get(ledgers).content.decode()
        and ledgers in browser.get(register).content.decode()
    )
    contract = Contract.objects.get()
    page = text(browser.get(f"/contracts/{contract.pk}/"))
    assert "Left of its value" in page and "Spending beyond a contract" in page
    assert "spent" in text(browser.get("/contracts/"))
    found = text(browser.get("/spend/findings/", {"state": "", "contract": contract.pk}))
    assert "Spending beyond a contract" in found and "Paid late" not in found.partition(" findings.")[2]


def test_findings_and_their_payments_are_taken_away(people: dict[str, Client]) -> None:
    browser = people["auditor"]
    first = Finding.objects.get(test="duplicate-same-invoice")
    rows = b"".join(browser.get("/spend/findings/?state=&download=csv")).decode().splitlines()  # type: ignore[arg-type]
    assert len(rows) == Finding.objects.count() + 1 and "8470.44" in "".join(rows)
    lines = b"".join(browser.get(f"/spend/findings/{first.pk}/?download=csv")).decode().splitlines()  # type: ignore[arg-type]
    assert [it.split(",")[0] for it in lines[1:]] == ["About it", "Set beside it"]
    assert {it.rpartition(",")[2] for it in lines[1:]} == {"14", "58"}


def test_the_cube_is_compared_in_cash_and_in_real_terms(people: dict[str, Client]) -> None:
    browser = people["finance-partner"]
    asked = {"by": "service", "since": "2026-04-01", "until": "2026-05-01"}
    assert "Change in real terms" not in text(browser.get("/spend/cube/", asked))
    page = text(browser.get("/spend/cube/", {**asked, "rise": "10"}))
    assert "Change in cash" in page and "Change in real terms" in page
    far = text(browser.get("/spend/cube/", {**asked, "since": "2025-04-01", "rise": "x", "by": "nonsense"}))
    assert "do not reach back a year" in far


def test_findings_are_filtered_judged_and_recovered(people: dict[str, Client]) -> None:
    browser = people["procurement-officer"]
    first = Finding.objects.get(test="duplicate-same-invoice")
    queue = text(browser.get("/spend/findings/")).partition(" findings.")[2]
    assert queue.index("Same supplier, invoice number") < queue.index("Paid late")
    assert "Same supplier" in text(browser.get("/spend/findings/", {"likely": "yes"}))
    assert "No finding fits" in text(browser.get("/spend/findings/", {"state": "gone"}))
    address = f"/spend/findings/{first.pk}/"
    page = text(browser.get(address))
    assert "line 14" in page and "line 58" in page and "innocent" in page
    assert "Say why" in text(browser.post(address, {"state": "false"}))
    said = {
        "state": "recovered",
        "recovered_pence": "8,470.44",
        "recovered_on_day": "2",
        "recovered_on_month": "11",
        "recovered_on_year": "2026",
        "how": "Credit note",
    }
    assert browser.post(address, said).status_code == 302
    page = text(browser.get("/spend/"))
    assert "£8,470.44" in page and "Nov 2026" in page
    assert people["councillor"].post(address, {"state": "true"}).status_code == 403
    assert people["councillor"].get(address).status_code == 200


def test_names_are_decided_on_and_taken_back(people: dict[str, Client]) -> None:
    browser = people["procurement-officer"]
    it = Payee.objects.get(name="The Skip Company Ltd")
    address = f"/spend/suppliers/{it.pk}/"
    page = browser.get(address)
    assert "The Skip Co. Limited" in text(page) and "C-9" in text(page)
    alias, other = re.search(
        r'name="alias" value="(\d+)"><input type="hidden" name="other" value="(\d+)"', page.content.decode()
    ).groups()  # type: ignore[union-attr]
    browser.post(address, {"alias": alias, "other": other, "as": "two"})
    decision = SupplierDecision.objects.get()
    assert not decision.together
    assert "Take it back" in text(browser.get("/spend/suppliers/"))
    browser.post("/spend/suppliers/", {"undo": decision.pk})
    decision.refresh_from_db()
    assert decision.undone_at
    assert (
        people["councillor"].post(address, {"alias": alias, "other": other, "as": "two"}).status_code == 403
    )
    assert "Vale Paper" in text(browser.get(address, {"q": "vale"}))


def test_files_are_loaded_corrected_and_withdrawn(people: dict[str, Client]) -> None:
    browser = people["data-officer"]
    sent = SimpleUploadedFile("more.csv", f"{HEADER}\n{lines()[0]}\n".encode())
    assert browser.post("/spend/files/", {"file": sent}).status_code == 302
    sent.seek(0)
    assert "byte for byte" in text(browser.post("/spend/files/", {"file": sent}))
    assert people["councillor"].post("/spend/files/", {"file": sent}).status_code == 403
    it = LedgerFile.objects.get(name="ledger.csv")
    page = browser.get(f"/spend/files/{it.pk}/")
    assert "Emptying of skips" in text(page) and "59 read, 58 kept, 1 set aside" in text(page)
    table = it.tables.get()
    assert b"Line,Reason,Row" in b"".join(browser.get(f"/spend/files/{it.pk}/?rejects={table.pk}"))  # type: ignore[arg-type]
    fields = {
        f"table-{table.pk}-{name}": table.mapping.get(name, "-")
        for name in ("payee", "service", "paid", "invoiced", "invoice_no", "net", "order_no")
    }
    fields |= {f"table-{table.pk}-kind": "payments", f"table-{table.pk}-account": "Purpose"}
    assert browser.post(f"/spend/files/{it.pk}/", fields).status_code == 302
    assert Remembered.objects.get().columns == {"purpose": None, "account": "Purpose"}
    browser.post(f"/spend/files/{it.pk}/", {"withdraw": "yes", "withdraw-why": "Wrong year."})
    assert "Wrong year." in text(browser.get("/spend/files/"))
    assert browser.post("/spend/files/", {"scan": "yes"}).status_code == 302


def test_agency_staff_by_both_denominators(people: dict[str, Client]) -> None:
    browser = people["finance-partner"]
    said = {
        "year": "2025",
        "pay_bill_pence": "1,000,000",
        "staff_budget_pence": "2000000",
        "source": "Outturn",
    }
    assert browser.post("/spend/agency/", said).status_code == 302
    page = text(browser.get("/spend/agency/"))
    spent = sum(
        over
        for name, month, over, _ in Scan.objects.get().figures
        if name == "agency" and "2025-04" <= month < "2026-04"
    )
    assert f"{spent / 1_000_000:.1f}%" in page and f"{spent / 2_000_000:.1f}%" in page
    assert "Brightwork Staffing Ltd" in page and StaffCost.objects.count() == 1


def test_early_payment_and_rules_are_set(people: dict[str, Client]) -> None:
    browser = people["section-151-officer"]
    terms = {"rebate": "2.00", "early_day": "5", "due_day": "30", "deposit": "4", "running_pence": "1000"}
    assert browser.post("/spend/early-payment/", terms).status_code == 302
    page = text(browser.get("/spend/early-payment/"))
    assert "2% when paid on day 5" in page.replace("2.00", "2").replace("2.0%", "2%") and "Brightwork" in page
    assert browser.post("/spend/early-payment/", {**terms, "early_day": "40"}).status_code == 422
    rules = {"thresholds": "5,000 25000", "contract_needed": "10000", "postcodes": "wr9, WR10"}
    assert browser.post("/spend/rules/", rules).status_code == 302
    page = text(browser.get("/spend/rules/"))
    assert "£5,000, £25,000" in page and "WR10, WR9" in page
    assert browser.post("/spend/rules/", {**rules, "postcodes": "Worcester"}).status_code == 422
    assert people["auditor"].post("/spend/rules/", rules).status_code == 403


def test_pages_take_as_many_queries_however_much_there_is(people: dict[str, Client]) -> None:
    browser = people["finance-partner"]
    payee = Payee.objects.get(name="The Skip Company Ltd").pk
    for address, few, many in (
        ("/spend/findings/", {"test": "duplicate-same-invoice"}, {"state": ""}),
        ("/spend/cube/", {"by": "payee", "service": "Waste"}, {"by": "payee"}),
        ("/spend/payments/", {"payee": payee, "q": "SKC9"}, {"payee": payee}),
        ("/spend/suppliers/", {"q": "skip"}, {}),
    ):
        counts = []
        for asked in (few, many):
            with CaptureQueriesContext(connection) as seen:
                assert browser.get(address, asked).status_code == 200
            counts.append(len(seen))
        assert counts[0] == counts[1] <= 20, (address, counts)


def test_before_the_first_ledger_pages_say_what_to_do(people: dict[str, Client], world: World) -> None:
    browser = client(world.person["other"])
    assert "Load a ledger" in text(browser.get("/spend/"))
    for page in ("cube", "payments", "findings", "suppliers", "agency", "early-payment", "files", "rules"):
        assert browser.get(f"/spend/{page}/").status_code == 200, page
    finding = Finding.objects.first()
    assert finding and browser.get(f"/spend/findings/{finding.pk}/").status_code == 404
