"""The Transparency Code's pages: files given, looked at, published, taken off; and what anyone reads and searches."""

import csv
import io
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.people import World
from tests.shared import _django_db_marker, db, people, shared_world, world
from tests.spend_transparency.making import BINS, FORMULA, HEADER, NAMED, Q1, SALT, TODAY

from moothall.core import clock
from moothall.core.jobs import run_job
from moothall.core.models import Job, Service
from moothall.spend.actions import Said, SupplierSaid, add_contract, add_supplier
from moothall.spend.transparency import actions, queries
from moothall.spend.transparency.actions import Given
from moothall.spend.transparency.models import Edition, Preparation, PublishedPayment

__all__ = ["_django_db_marker", "db", "people", "world"]
PUBLIC = "/spending/testham/"


def _publish(world: World, folder: Path, rows: list[str], note: str = "") -> Edition:
    path = folder / "ledger.csv"
    path.write_text("\n".join([HEADER, *rows]) + "\n", encoding="utf-8")
    made = actions.prepare(
        world.root, organisation=world.council, period=Q1, given=[Given("ledger.csv", path)]
    )
    [it] = actions.check(world.root, preparation=made)
    if it.to_look_at:
        actions.look(world.root, edition=it, places=it.to_look_at)
    actions.publish(world.root, edition=it, note=note)
    return it


def _prepare(world: World, folder: Path) -> None:
    _publish(world, folder, [BINS, SALT, FORMULA])


shared = shared_world(_prepare)


@pytest.fixture(autouse=True)
def today(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(clock, "today", lambda: TODAY)
    yield


def text(answer: Any) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


def test_officers_prepare_look_and_publish(people: dict[str, Client], world: World) -> None:
    partner, officer = people["finance-partner"], people["procurement-officer"]
    sent = SimpleUploadedFile("../ledger.csv", "\n".join([HEADER, BINS, NAMED]).encode())
    refused = partner.post("/transparency/new/", {"period": "2026-01-01/P3M"})
    assert refused.status_code == 422 and "Choose a file for ‘Files’" in text(refused)
    answer = partner.post("/transparency/new/", {"period": Q1.iso, "given": [sent]})
    job = Job.objects.latest("pk")
    assert answer["Location"] == f"/jobs/{job.pk}/"
    run_job.func(job.pk)
    made = Preparation.objects.latest("pk")
    page, one = f"/transparency/{made.pk}/", queries.editions(made)[0]
    assert "Write over all that is personal" in text(officer.get(page)) and "AB123456C" not in text(
        officer.get(page)
    )
    officer.post(page, {"doing": "publish"})
    address = f"/transparency/sets/{one.pk}/"
    said = text(officer.get(address))
    assert "It holds personal data" in said and "ledger.csv, row 3" in said and "Look at everything" in said
    assert "Quillby" in said, "those who publish see the rows as they would be"
    assert "Quillby" not in text(people["councillor"].get(address))
    assert people["councillor"].get(f"{address}?download=file").status_code == 404
    found = b"".join(officer.get(f"{address}?download=found")).decode()
    assert "personal data" in found and "Quillby" not in found
    assert people["councillor"].post(address, {"doing": "look", "looked": "0"}).status_code == 403
    assert partner.post(address, {"doing": "publish", "despite": "x", "note": "y"}).status_code == 403
    officer.post(address, {"doing": "look", "looked": [str(it) for it in one.to_look_at] + ["x"]})
    assert officer.post(address, {"doing": "publish"}).status_code == 422  # why, and what differs
    run_job.func(int(partner.post(page, {"doing": "redact"})["Location"].split("/")[-2]))
    again = queries.editions(made)[0]
    address = f"/transparency/sets/{again.pk}/"
    officer.post(address, {"doing": "look", "looked": [str(it) for it in again.to_look_at]})
    officer.post(address, {"doing": "publish", "note": "A refund was left out."})
    again.refresh_from_db()
    assert again.state == "published"
    assert again.sha256 in text(people["anonymous"].get(f"{PUBLIC}{again.pk}/"))
    assert "A refund was left out." in text(people["anonymous"].get(f"{PUBLIC}{again.supersedes.get().pk}/"))
    assert "Quillby" not in text(people["anonymous"].get(f"{PUBLIC}payments/"))
    overview = text(people["auditor"].get("/transparency/"))
    assert "Published" in overview and "Late by 31 October 2026" in overview


def test_contracts_are_published_from_the_register_itself(people: dict[str, Client], world: World) -> None:
    service = Service.objects.get(organisation=world.council, slug="waste")
    supplier = add_supplier(world.root, organisation=world.council, said=SupplierSaid("=Bins", sme=True))
    for reference, starts, ends, value, withheld in (
        ("C-1", date(2025, 1, 1), date(2026, 5, 31), 9_000_00, ""),
        ("C-2", date(2025, 1, 1), date(2026, 3, 31), 9_000_00, ""),  # over before the quarter
        ("C-3", date(2025, 1, 1), None, 5_000_00, ""),  # not more than £5,000
        ("C-4", date(2025, 1, 1), None, 9_000_00, "It shows where people hide."),
    ):
        said = Said(
            reference, "Bins", supplier, service, starts, ends, value_pence=value, withheld_because=withheld
        )
        add_contract(world.root, organisation=world.council, said=said)
    browser = people["finance-partner"]
    answer = browser.post("/transparency/new/", {"period": Q1.iso, "register": "on"})
    run_job.func(int(answer["Location"].split("/")[-2]))
    it = Edition.objects.get(set_id="contracts")
    assert (it.rows, it.total_pence, it.errors) == (1, 9_000_00, 0)
    shown = browser.get(f"/transparency/sets/{it.pk}/?download=file").content.decode()
    assert "C-1" in shown and "'=Bins" in shown and "Yes" in shown


def test_residents_search_and_follow_a_payment_to_its_row(people: dict[str, Client]) -> None:
    anyone = people["anonymous"]
    assert "Testham" in text(anyone.get("/spending/"))
    assert "£849.75" in text(anyone.get(PUBLIC))
    for asked, found in (
        ({}, "3 payments, £849.75"),
        ({"q": "bin COMP"}, "1 payment, £900"),
        ({"q": "ompany"}, "No published payment fits"),
        ({"service": "Roads"}, "1 payment, -£700.25"),
        ({"category": "Paper", "kind": "invoice", "period": "2026-04-01"}, "1 payment, £650"),
        ({"kind": "card"}, "No published payment fits"),
        ({"least": "£651"}, "1 payment, £900"),
        ({"most": "0", "sort": "payee"}, "1 payment, -£700.25"),
    ):
        assert found in text(anyone.get(f"{PUBLIC}payments/", asked)).replace("−", "-"), asked
    wrong = anyone.get(f"{PUBLIC}payments/", {"service": "Nothing", "least": "lots"})
    assert wrong.status_code == 422 and "Choose one of those listed" in text(wrong)
    page = anyone.get(f"{PUBLIC}payments/", {"q": "salt", "sort": "largest"}).content.decode()
    [row] = re.findall(r'href="([^"]+\?row=\d+)"', page)
    said = text(anyone.get(row))
    assert "Salt &amp; Grit CIC" in said and "-700.25" in said
    assert "There is no row 99" in text(anyone.get(row.replace("row=3", "row=99")))
    for odd in ("row=-1", "row=²", "row=" + "9" * 30):
        assert anyone.get(f"{row.split('?')[0]}?{odd}").status_code == 200


def test_what_is_taken_away_runs_in_no_spreadsheet(people: dict[str, Client]) -> None:
    it = Edition.objects.get(state="published")
    shown = b"".join(
        people["anonymous"].get(f"{PUBLIC}payments/", {"category": "Paper", "download": "csv"})
    ).decode()
    [_head, row] = csv.reader(io.StringIO(shown))
    assert row[1].startswith("'=HYPERLINK") and row[3] == "'@SUM(A1)" and row[9:] == [it.sha256, "4"]
    whole = people["anonymous"].get(f"{PUBLIC}{it.pk}.csv")
    assert b"'=HYPERLINK" in whole.content and "testham-spend-q1-2026-27.csv" in whole["Content-Disposition"]
    assert b",=" not in whole.content and b"\n=" not in whole.content


def test_what_is_withdrawn_is_gone_but_not_forgotten(people: dict[str, Client]) -> None:
    it, officer, anyone = (
        Edition.objects.get(state="published"),
        people["procurement-officer"],
        people["anonymous"],
    )
    address = f"/transparency/sets/{it.pk}/"
    assert officer.post(address, {"doing": "withdraw", "because": ""}).status_code == 422
    assert people["finance-partner"].post(address, {"doing": "withdraw", "because": "x"}).status_code == 403
    officer.post(address, {"doing": "withdraw", "because": "A name stood in it."})
    assert anyone.get(f"{PUBLIC}{it.pk}.csv").status_code == 404
    assert "A name stood in it." in text(anyone.get(f"{PUBLIC}{it.pk}/"))
    assert "Bin Company" not in anyone.get(f"{PUBLIC}{it.pk}/?row=2").content.decode()
    assert "Withdrawn" in text(anyone.get(PUBLIC)) and "No published payment" in text(
        anyone.get(f"{PUBLIC}payments/")
    )
    assert people["councillor"].get(f"{address}?download=file").status_code == 404


def test_what_nobody_published_is_nowhere(people: dict[str, Client], world: World, tmp_path: Path) -> None:
    anyone, it = people["anonymous"], Edition.objects.get()
    assert anyone.get("/spending/otherham/").status_code == 404
    assert anyone.get(f"/spending/otherham/{it.pk}/").status_code == 404
    Edition.objects.filter(pk=it.pk).update(state="checked")
    for address in (
        PUBLIC,
        f"{PUBLIC}payments/",
        f"{PUBLIC}payments/?download=csv",
        f"{PUBLIC}{it.pk}/",
        f"{PUBLIC}{it.pk}.csv",
    ):
        assert anyone.get(address).status_code == 404, address


def test_pages_ask_as_much_of_the_database_however_much_is_published(
    people: dict[str, Client], world: World, tmp_path: Path
) -> None:
    addresses = (PUBLIC, f"{PUBLIC}payments/?q=bin", f"{PUBLIC}payments/", "/spending/", "/transparency/")

    def asked() -> list[int]:
        counts = []
        for address in addresses:
            browser = people["auditor" if address == "/transparency/" else "anonymous"]
            browser.get(address)
            with CaptureQueriesContext(connection) as queries_:
                assert browser.get(address).status_code == 200
            counts.append(len(queries_))
        return counts

    before = asked()
    rows = [BINS.replace("T1", f"B{number}").replace("Bin", f"Bin{number}") for number in range(60)]
    _publish(world, tmp_path, [BINS, *rows], note="More.")
    assert PublishedPayment.objects.count() == 61
    assert asked() == before
    assert max(before) < 20, before
