"""The pages of the contract register: read, filtered, taken away, changed by those who keep it, open to residents."""

import re
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook
from tests.people import World
from tests.shared import _django_db_marker, db, people, shared_world, world

from moothall.core import clock
from moothall.core.errors import NotPossible
from moothall.core.jobs import run_job
from moothall.core.models import Job, Service
from moothall.spend import actions
from moothall.spend.actions import Said, SupplierSaid
from moothall.spend.models import Contract, Extension, Intake, ProcurementNotice

__all__ = ["_django_db_marker", "db", "people", "world"]
PAGES = (
    "/contracts/",
    "/contracts/pipeline/",
    "/contracts/notices/",
    "/contracts/settings/",
    "/contracts/testham/live/",
)


def _add(world: World, reference: str, **more: Any) -> Contract:
    given: dict[str, Any] = {
        "starts": date(2024, 4, 1),
        "ends": date(2027, 9, 30),
        "value_pence": 12_000_00,
    } | more
    it = Contract.objects.first()
    supplier = (
        it.supplier
        if it
        else actions.add_supplier(
            world.root, organisation=world.council, said=SupplierSaid("=The Bin Company <Ltd>", sme=True)
        )
    )
    service = Service.objects.get(organisation=world.council, slug=given.pop("service", "waste"))
    said = Said(reference, given.pop("title", f"Bins {reference}"), supplier, service, **given)
    return actions.add_contract(world.root, organisation=world.council, said=said)


def _prepare(world: World, _folder: Path) -> None:
    first = _add(world, "C-1", owner=world.person["director"], tier="gold", notice_by=date(2027, 3, 31))
    actions.add_extension(world.root, contract=first, until=date(2028, 9, 30))
    _add(world, "C-2", service="homes", ends=date(2026, 9, 30), tier="bronze")
    _add(world, "C-3", withheld_because="It shows where people hide.")
    actions.open_register(world.root, organisation=world.council)


shared = shared_world(_prepare)


def text(answer: Any) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


def test_the_register_is_filtered_and_taken_away(people: dict[str, Client], world: World) -> None:
    browser = people["councillor"]
    assert "2 contracts." in text(browser.get("/contracts/"))  # those that run
    for asked, found in (
        ({"state": ""}, "3 contracts"),
        ({"state": "ended"}, "1 contract."),
        ({"state": "", "service": "homes"}, "1 contract."),
        ({"state": "", "tier": "none"}, "1 contract."),
        ({"q": "bins c-3"}, "1 contract."),
        ({"within": "3"}, "No contract fits"),
        ({"supplier": "x", "state": "nonsense"}, "3 contracts"),
    ):
        assert found in text(browser.get("/contracts/", asked)), asked
    lines = b"".join(browser.get("/contracts/", {"state": "", "download": "csv"})).decode().splitlines()
    assert len(lines) == 4 and lines[0].startswith("Reference,Title,Supplier")
    assert "'=The Bin Company <Ltd>" in lines[1] and ",12000," in lines[1]
    sheet = load_workbook(BytesIO(browser.get("/contracts/?download=xlsx").content)).worksheets[0]
    assert sheet.max_row == 3 and sheet.cell(2, 12).value == 12000


def test_lists_ask_as_much_of_the_database_however_long_they_are(
    world: World, people: dict[str, Client]
) -> None:
    def asked() -> list[int]:
        counts = []
        for page in PAGES:
            people["procurement-officer"].get(page)
            with CaptureQueriesContext(connection) as seen:
                assert people["procurement-officer"].get(page).status_code == 200
            counts.append(len(seen))
        return counts

    before = asked()
    for number in range(10, 16):
        it = _add(world, f"C-{number}", notice_by=date(2027, 1, 31))
        actions.add_extension(world.root, contract=it, until=date(2028, 9, 30))
        actions.tie(world.root, contract=it, kind="decision", key="", title="A decision")
    assert asked() == before


def test_a_contract_says_everything_and_offers_what_may_be_done(
    world: World, people: dict[str, Client]
) -> None:
    it = Contract.objects.get(reference="C-1")
    read = text(people["auditor"].get(f"/contracts/{it.pk}/"))
    assert "=The Bin Company &lt;Ltd&gt;" in read and "Could be extended" in read and "Director" in read
    assert "Record a review" not in read and "in the audit" in read
    assert "Record a review" in text(people["service-manager"].get(f"/contracts/{it.pk}/"))
    other = Contract.objects.get(reference="C-2")
    assert "Record a review" not in text(people["service-manager"].get(f"/contracts/{other.pk}/"))
    assert people["service-manager"].get(f"/contracts/{other.pk}/change/").status_code == 403
    assert people["service-manager"].get(f"/contracts/{it.pk}/add/nonsense/").status_code == 404
    assert people["service-manager"].get(f"/contracts/things/nonsense/{it.pk}/").status_code == 404


def _day(name: str, on: date) -> dict[str, str]:
    return {f"{name}_day": str(on.day), f"{name}_month": str(on.month), f"{name}_year": str(on.year)}


def test_a_contract_is_recorded_with_a_new_supplier_and_changed(
    world: World, people: dict[str, Client]
) -> None:
    browser = people["service-manager"]
    waste = Service.objects.get(organisation=world.council, slug="waste")
    sent = {
        "reference": "N-1",
        "title": "Skips",
        "new_supplier": "Beck Skips",
        "service": waste.pk,
        "kind": "goods",
    }
    sent |= {"value_pence": "£12,345.67", "tier": "silver"} | _day("starts", date(2026, 4, 1))
    homes = Service.objects.get(organisation=world.council, slug="homes")
    assert browser.post("/contracts/add/", sent | {"service": homes.pk}).status_code == 422
    assert browser.post("/contracts/add/", sent | {"new_supplier": ""}).status_code == 422
    assert browser.post("/contracts/add/", sent | {"value_pence": "lots"}).status_code == 422
    done = browser.post("/contracts/add/", sent)
    it = Contract.objects.get(reference="N-1")
    assert done["Location"] == f"/contracts/{it.pk}/" and it.value_pence == 12_345_67 and it.ends is None
    form = browser.get(f"/contracts/{it.pk}/change/").content.decode()
    assert 'value="12345.67"' in form
    again = sent | {
        "supplier": it.supplier_id,
        "new_supplier": "",
        "title": "Large skips",
        "reason": "Too small.",
    }
    assert browser.post(f"/contracts/{it.pk}/change/", again).status_code == 302
    assert it.versions.count() == 2 and "Too small." in text(browser.get(f"/contracts/{it.pk}/"))


def test_parts_are_added_by_one_form_each(world: World, people: dict[str, Client]) -> None:
    browser, it = people["procurement-officer"], Contract.objects.get(reference="C-1")
    today = date(2026, 11, 2)
    paper = SimpleUploadedFile("terms.pdf", b"%PDF-1.4 terms")
    given: dict[str, dict[str, Any]] = {
        "review": {"words": "Good.", "next": "tender"} | _day("on", today),
        "extension": {"value_pence": "500"} | _day("until", date(2029, 9, 30)),
        "document": {"kind": "contract", "title": "", "file": paper},
        "insurance": {"kind": "public"} | _day("expires_on", date(2027, 3, 31)),
        "indicator": {"name": "Bins put right", "target": "95%"},
        "social-value": {
            "what": "Apprentices", "unit": "weeks", "units": "52", "proxy_pence": "200", "proxy_year": "2026",
            "proxy_source": "Our list", "deadweight": "0", "attribution": "100", "displacement": "0",
        },
        "decision": {"which": "", "kind": "key", "title": "Cabinet, March", "href": "https://council.example/1"},
    }  # fmt: skip
    for part, sent in given.items():
        address = f"/contracts/{it.pk}/add/{part}/"
        assert browser.get(address).status_code == 200
        assert browser.post(address, {"sent": "1"}).status_code == 422, part
        assert browser.post(address, sent).status_code == 302, part
    page = text(browser.get(f"/contracts/{it.pk}/"))
    for said in (
        "Good.",
        "terms.pdf",
        "Bins put right",
        "Apprentices",
        "£10,400",
        "Cabinet, March",
        "Public liability",
    ):
        assert said in page, said
    document = it.documents.get()
    paper = f"/contracts/documents/{document.pk}/download/"
    for role, status in (("councillor", 200), ("auditor", 200), ("contributor", 403), ("no-role", 403)):
        assert (
            people[role].get(paper).status_code
            == people[role].get(f"/contracts/{it.pk}/").status_code
            == status
        )
    answer = browser.get(paper)
    assert b"".join(answer) == b"%PDF-1.4 terms" and answer["Content-Type"] == "application/octet-stream"  # type: ignore[arg-type]
    first = Extension.objects.filter(contract=it).earliest("until")
    address = f"/contracts/things/extension/{first.pk}/"
    decision = it.ties.get()
    used = {"doing": "use", "decision": decision.pk, "reason": "It works."} | _day("on", today)
    assert browser.post(address, used | {"reason": ""}).status_code == 422
    assert browser.post(address, used).status_code == 302
    first.refresh_from_db()
    assert first.used_on == today and first.decision == decision
    report = {"value": "97%", "rating": "good"} | _day("on", today)
    assert browser.post(f"/contracts/things/indicator/{it.indicators.get().pk}/", report).status_code == 302
    some = {"units": "26", "evidence": "Pay slips."} | _day("on", today)
    assert (
        browser.post(f"/contracts/things/social-value/{it.social_values.get().pk}/", some).status_code == 302
    )
    for kind, pk in (("document", document.pk), ("tie", decision.pk)):
        assert browser.post(f"/contracts/things/{kind}/{pk}/", _day("on", today)).status_code == 302
    page = text(browser.get(f"/contracts/{it.pk}/"))
    assert "97%, to 2 November 2026" in page and "£5,200" in page and "No document is kept." in page
    assert (
        browser.post(
            f"/contracts/{it.pk}/add/end/", {"reason": "No."} | _day("on", date(2027, 1, 31))
        ).status_code
        == 302
    )
    assert "Terminated: its last day is 31 January 2027" in text(browser.get(f"/contracts/{it.pk}/"))


REGISTER = (
    b"Ref,Title,Supplier,Department,Start,End\nR-1,Lamps,Lamp Co,Homes,1/4/2026,31/3/2027\n"
    b"R-2,,x,Homes,1/4/2026,\n"
)
PACKAGE = (
    b'{"releases": [{"ocid": "ocds-h6vhtk-1", "id": "1", "tag": ["award"], "date": "2026-11-02",'
    b' "tender": {"title": "Bins C-1 <script>"}}]}'
)


def test_files_are_read_looked_at_and_kept(world: World, people: dict[str, Client]) -> None:
    browser = people["procurement-officer"]

    def load(holds: str, name: str, content: bytes) -> Any:
        return browser.post("/contracts/import/", {"holds": holds, "file": SimpleUploadedFile(name, content)})

    done = load("register", "register.csv", REGISTER)
    made = Intake.objects.get(holds="register")
    assert done["Location"] == f"/contracts/import/{made.pk}/"
    page = text(browser.get(done["Location"]))
    assert "Keep 1 new and 0 changed" in page and "It has no title." in page and "first day" in page
    assert browser.post(done["Location"], {"doing": "keep"}).status_code == 302
    assert Contract.objects.filter(reference="R-1").exists()
    assert "load the file again" in text(browser.post(done["Location"], {"doing": "drop"}, follow=True))
    assert load("register", "register.csv", b"%PDF-1.4").status_code == 422
    notices = load("notices", "n.json", PACKAGE)
    assert "1 notice" not in text(browser.get(notices["Location"]))
    notice = ProcurementNotice.objects.get()
    page = browser.get(f"/contracts/notices/{notice.pk}/").content.decode()
    assert "&lt;script&gt;" in page and "<script>" not in page.partition("<main")[2].partition("</main>")[0]
    it = Contract.objects.get(reference="C-1")
    match = f"/contracts/notices/{notice.pk}/"
    assert people["service-manager"].post(match, {"contract": it.pk}).status_code == 403
    assert "matched with C-1" in text(browser.post(match, {"contract": it.pk}, follow=True))
    assert "Bins C-1" in text(browser.get("/contracts/notices/", {"matched": "yes"}))
    assert "No notice fits" in text(browser.get("/contracts/notices/", {"matched": "no"}))
    browser.post(match)
    notice.refresh_from_db()
    assert notice.contract is None
    assert (
        'value="Bins C-1 &lt;script&gt;"'
        in browser.get("/contracts/add/", {"notice": notice.pk}).content.decode()
    )


def test_a_publisher_is_asked_by_a_job(
    world: World, people: dict[str, Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    browser, asked = people["procurement-officer"], []

    def answer(person: Any, **given: Any) -> Intake:
        asked.append(given["source"])
        if len(asked) > 1:
            raise NotPossible("It answered nothing.")
        said = {"holds": "notices", "source": given["source"], "name": "Notices", "state": "kept"}
        return Intake.objects.create(
            organisation=given["organisation"], by=person, at=clock.now(), told={"to": "2026-11-16"}, **said
        )

    monkeypatch.setattr("moothall.spend.fetching.fetch_notices", answer)
    page = "/contracts/notices/"
    assert "Ask Find a Tender" in text(browser.get(page)) and "Not asked yet" in text(browser.get(page))
    assert "Ask Find a Tender" not in text(people["councillor"].get(page))
    assert people["councillor"].post(page, {"source": "find-a-tender"}).status_code == 403
    assert "from the list" in text(browser.post(page, {"source": "elsewhere"}, follow=True))
    for state in ("done", "failed"):
        browser.post(page, {"source": "find-a-tender"})
        job = Job.objects.latest("pk")
        assert "asked already" in text(browser.post(page, {"source": "contracts-finder"}, follow=True))
        run_job.func(job.pk)
        job.refresh_from_db()
        assert job.state == state
    assert asked == ["find-a-tender"] * 2 and "Asked last on" in text(browser.get(page))


def test_residents_look_for_contracts(people: dict[str, Client]) -> None:
    resident, page = people["anonymous"], "/contracts/testham/live/"
    assert "No contract fits" in text(resident.get(page, {"q": "submarine"}))
    assert "C-1" in text(resident.get(page, {"q": "c-1"})) and "Open Government" in text(resident.get(page))
    rows = b"".join(resident.get(page, {"q": "submarine", "download": "csv"})).decode().splitlines()  # type: ignore[arg-type]
    assert len(rows) == 1
    Contract.objects.filter(reference="C-1").update(description="Ring Ada on 07700 900461")
    found = text(resident.get(page))
    assert "900461" not in found and "C-1" not in found and "1 waits until the council has looked" in found
    assert "telephone number" in text(
        people["auditor"].get(f"/contracts/{Contract.objects.get(reference='C-1').pk}/")
    )
    assert page in resident.get("/spending/").content.decode()
    assert page in resident.get("/how/testham/").content.decode()


def test_rules_are_set_and_the_register_opened_and_closed(world: World, people: dict[str, Client]) -> None:
    officer, resident = people["procurement-officer"], people["anonymous"]
    sent = {
        "decision_pence": "200,000",
        "months": "12, 6",
        "buyers": "Testham BC",
        "reason": "The constitution.",
    }
    assert (
        officer.post(
            "/contracts/settings/set/", sent | {"months": "soon"} | _day("from_date", date(2026, 11, 1))
        ).status_code
        == 422
    )
    assert (
        officer.post("/contracts/settings/set/", sent | _day("from_date", date(2026, 11, 1))).status_code
        == 302
    )
    page = text(officer.get("/contracts/settings/"))
    assert (
        "£200,000" in page
        and "12, 6" in page
        and "UK17" in page
        and "£207,720" in page
        and "Unverified" in page
    )
    assert resident.get("/contracts/testham/live/").status_code == 200
    assert resident.get("/contracts/otherham/live/").status_code == 404  # not open there
    officer.post("/contracts/settings/", {"to": "closed"})
    assert resident.get("/contracts/testham/live/").status_code == 404
    assert resident.get("/contracts/testham/live/?download=csv").status_code == 404


@pytest.mark.parametrize("address", ["/contracts/testham/live/", "/contracts/testham/live/?download=csv"])
def test_residents_read_no_officers_name_and_nothing_withheld(
    address: str, people: dict[str, Client]
) -> None:
    answer = people["anonymous"].get(address)
    content = b"".join(answer).decode() if answer.streaming else answer.content.decode()
    assert "C-1" in content and "C-2" not in content and "C-3" not in content
    assert "Director" not in content and "hide" not in content


def test_suppliers_are_shown_with_their_contracts_and_superseded(
    world: World, people: dict[str, Client]
) -> None:
    browser, it = people["procurement-officer"], Contract.objects.get(reference="C-1").supplier
    page = text(browser.get(f"/contracts/suppliers/{it.pk}/"))
    assert "2 of 3 run today, worth £24,000" in page and "Yes" in page
    sent = {"name": "The Bin Company", "sme": "no", "postcode": "wr10 1pt"}
    assert browser.post(f"/contracts/suppliers/{it.pk}/change/", sent).status_code == 302
    it.refresh_from_db()
    assert (it.sme, it.vcse, it.postcode) == (False, None, "WR10 1PT")
    other = actions.add_supplier(world.root, organisation=world.council, said=SupplierSaid("Bins United"))
    assert (
        browser.post(
            f"/contracts/suppliers/{it.pk}/same/", {"by": other.pk, "reason": "A new name."}
        ).status_code
        == 302
    )
    assert "This is Bins United now" in text(browser.get(f"/contracts/suppliers/{it.pk}/"))
    assert "Also known as The Bin Company" in text(browser.get(f"/contracts/suppliers/{other.pk}/"))
