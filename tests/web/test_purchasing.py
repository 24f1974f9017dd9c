"""The pages of purchasing: asked for, approved, ordered, received and matched by four people, and taken away."""

import re
from datetime import date
from decimal import Decimal as D
from io import BytesIO
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook
from tests.people import World
from tests.shared import _django_db_marker, db, people, shared_world, world

from moothall.core import clock
from moothall.core.models import Role, Service
from moothall.spend.actions import Said as ContractSaid
from moothall.spend.actions import SupplierSaid, add_contract, add_supplier
from moothall.spend.models import Contract, Supplier
from moothall.spend.purchasing import actions
from moothall.spend.purchasing.actions import LineSaid, Said
from moothall.spend.purchasing.models import Invoice, Requisition

__all__ = ["_django_db_marker", "db", "people", "world"]
PAGES = ("/purchasing/", "/purchasing/exceptions/", "/purchasing/limits/")


def _prepare(world: World, _folder: Path) -> None:
    root, council = world.root, world.council
    for role, pence in (("director", 5_000_00), ("section-151-officer", 50_000_00)):
        actions.set_limit(
            root, organisation=council, role=Role.objects.get(slug=role), pence=pence,
            from_date=date(2026, 4, 1), reason="Agreed.",
        )  # fmt: skip
    bins = add_supplier(root, organisation=council, said=SupplierSaid("=The Bin Company <Ltd>"))
    service = Service.objects.get(organisation=council, slug="waste")
    said = ContractSaid("C-1", "Bins", bins, service, date(2024, 4, 1), date(2090, 3, 31), value_pence=900_00)
    add_contract(root, organisation=council, said=said)


shared = shared_world(_prepare)


def text(response: object) -> str:
    return re.sub(r"\s+", " ", response.content.decode())  # type: ignore[attr-defined]


def _day(name: str, on: date) -> dict[str, str]:
    return {f"{name}_day": str(on.day), f"{name}_month": str(on.month), f"{name}_year": str(on.year)}


def _sent(**more: object) -> dict[str, object]:
    waste = Service.objects.get(organisation__slug="testham", slug="waste")
    given: dict[str, object] = {
        "service": waste.pk, "title": "Litter bins", "why": "Ten are broken.", "lines": "3",
        "contract": Contract.objects.get().pk, "line-0-words": "Bin", "line-0-quantity": "10",
        "line-0-unit_pence": "£50", "line-0-vat": "200",
    }  # fmt: skip
    return given | _day("needed_by", clock.today()) | more


def _exceptional(world: World, title: str = "=Skips") -> Requisition:
    said = Said(
        Service.objects.get(organisation=world.council, slug="waste"), title, "The depot is full.",
        clock.today(), (LineSaid("Skip", D(1), 240_00),), Supplier.objects.get(), None, "emergency", "A fire.",
    )  # fmt: skip
    one = actions.ask(world.person["service-manager"], organisation=world.council, said=said)
    actions.send(world.person["service-manager"], requisition=one)
    actions.approve(world.person["director"], requisition=one)
    actions.order(world.person["procurement-officer"], requisition=one)
    return one


def test_a_line_more_is_a_form_sent_and_what_was_typed_stays(people: dict[str, Client]) -> None:
    browser = people["service-manager"]
    page = browser.post("/purchasing/add/", _sent(more="1", title=""))
    assert page.status_code == 200 and "There is a problem" not in text(page)
    assert 'value="Bin"' in text(page) and 'name="line-5-words"' in text(page)
    assert 'name="line-6-words"' not in text(page)
    wrong = browser.post("/purchasing/add/", _sent(send="1", **{"line-0-quantity": ""}))
    assert wrong.status_code == 422 and "Line 1: Say how many." in text(wrong)
    assert browser.post("/purchasing/add/", _sent(send="1", title="")).status_code == 422
    over = browser.post("/purchasing/add/", _sent(send="1", **{"line-0-quantity": "100"}))
    assert over.status_code == 422 and "has £900 left, and this is £5,000" in text(over)
    assert not Requisition.objects.exists()


def test_a_purchase_goes_through_the_hands_of_four_people(world: World, people: dict[str, Client]) -> None:
    manager, buyer, partner = (
        people[it] for it in ("service-manager", "procurement-officer", "finance-partner")
    )
    went = manager.post("/purchasing/add/", _sent(send="1"))
    one = Requisition.objects.get()
    address = f"/purchasing/{one.pk}/"
    assert went["Location"] == address and one.state == "asked"
    own = text(manager.get(address))
    assert (
        "You asked for it, and nobody approves what they asked for: " in own and "Director (Director)" in own
    )
    assert manager.post(address, {"step": "approve"}).status_code == 302  # not offered: said on the page
    assert Requisition.objects.get().state == "asked"
    assert "Waiting for you" in text(people["director"].get("/purchasing/"))
    assert people["director"].post(address, {"step": "refuse", "refuse-words": ""}).status_code == 422
    assert people["director"].post(address, {"step": "approve", "approve-words": "Yes"}).status_code == 302
    assert buyer.post(address, {"step": "order", "order-deliver_to": "The depot"}).status_code == 302
    line = one.lines.get()
    come = {"step": "receive", f"receive-line_{line.pk}": "11"} | _day("receive-on", clock.today())
    assert "too many" in text(manager.post(address, come))
    assert manager.post(address, come | {f"receive-line_{line.pk}": "10"}).status_code == 302
    bill = {
        "step": "invoice",
        "invoice-number": "A-1",
        "invoice-net_pence": "500",
        "invoice-vat_pence": "100",
    }
    bill |= {"invoice-gross_pence": "600"} | _day("invoice-dated", clock.today())
    bill |= _day("invoice-received_on", clock.today())
    assert partner.post(address, bill | {"invoice-net_pence": ""}).status_code == 422
    assert partner.post(address, bill).status_code == 302
    twice = partner.post(address, bill | {"invoice-number": "a 01"})
    assert twice.status_code == 422 and "The first one stands in" in text(twice)
    paper = Invoice.objects.get()
    name = f"bill-{paper.pk}"
    assert partner.post(address, {"step": name, f"{name}-doing": "dispute"}).status_code == 422
    assert partner.post(address, {"step": name, f"{name}-doing": "match"}).status_code == 302
    paid = {"step": name, f"{name}-doing": "pay"} | _day(f"{name}-on", clock.today())
    assert partner.post(address, paid).status_code == 302
    page = text(people["auditor"].get(address))
    assert "Matched" in page and "in time" in page and "It is over" in page and "in the audit" in page
    assert manager.get(f"{address}change/").status_code == 302
    for format in ("pdf", "docx"):
        answer = people["auditor"].get(f"{address}?download={format}")
        assert answer.status_code == 200 and "PO-" in answer["Content-Disposition"]
    note = {name.replace("invoice", "credit", 1): value for name, value in bill.items()} | {"step": "credit"}
    note |= {"credit-number": "CN-1", "credit-credits": str(paper.pk)}
    assert "is left to credit" in text(
        partner.post(address, note | {"credit-net_pence": "501", "credit-gross_pence": "601"})
    )
    assert partner.post(address, note).status_code == 302
    assert "Match its credit note" in text(partner.get("/purchasing/"))
    name = f"bill-{Invoice.objects.get(number='CN-1').pk}"
    assert partner.post(address, {"step": name, f"{name}-doing": "match"}).status_code == 302
    assert "Credit note CN-1, for A-1" in (page := text(people["auditor"].get(address))) and "−£500" in page


def test_a_requisition_is_changed_by_its_service_alone(world: World, people: dict[str, Client]) -> None:
    homes = Service.objects.get(organisation=world.council, slug="homes")
    people["procurement-officer"].post("/purchasing/add/", _sent(save="1", service=homes.pk))
    one = Requisition.objects.get()
    address = f"/purchasing/{one.pk}/"
    assert one.state == "draft" and people["auditor"].get(f"{address}?download=pdf").status_code == 404
    assert people["service-manager"].get(f"{address}change/").status_code == 403
    form = text(people["procurement-officer"].get(f"{address}change/"))
    assert 'value="50"' in form and 'value="Bin"' in form
    sent = _sent(save="1", title="Fewer bins", service=homes.pk)
    assert people["procurement-officer"].post(f"{address}change/", sent).status_code == 302
    assert Requisition.objects.get().version == 2
    assert people["procurement-officer"].post(address, {"step": "send"}).status_code == 302
    assert Requisition.objects.get().state == "asked"


def test_exceptions_are_counted_drawn_and_taken_away(world: World, people: dict[str, Client]) -> None:
    _exceptional(world)
    browser = people["auditor"]
    page = text(browser.get("/purchasing/exceptions/"))
    assert "Orders that depart from the rule, 20" in page and "An emergency" in page and "£240" in page
    rows = b"".join(browser.get("/purchasing/exceptions/?download=csv")).decode().splitlines()  # type: ignore[arg-type]
    assert len(rows) == 2 and "'=Skips" in rows[1] and "'=The Bin Company <Ltd>" in rows[1]
    sheet = load_workbook(BytesIO(browser.get("/purchasing/exceptions/?download=xlsx").content)).worksheets[0]
    assert sheet.max_row == 2 and sheet.cell(2, 11).value == 240
    assert "No order of" in text(browser.get("/purchasing/exceptions/?year=" + str(clock.today().year - 3)))
    assert browser.get("/purchasing/exceptions/?year=x").status_code == 200


def test_limits_are_set_by_those_who_may(world: World, people: dict[str, Client]) -> None:
    role = Role.objects.get(slug="finance-partner").pk
    sent = {"step": "limit", "limit-role": role, "limit-pence": "2,000", "limit-reason": "Agreed."}
    sent |= _day("limit-from_date", clock.today())
    assert people["auditor"].post("/purchasing/limits/", sent).status_code == 403
    assert people["administrator"].post("/purchasing/limits/", sent | {"limit-pence": ""}).status_code == 422
    assert people["administrator"].post("/purchasing/limits/", sent).status_code == 302
    own = sent | {"limit-role": Role.objects.get(slug="section-151-officer").pk}
    refused = people["section-151-officer"].post("/purchasing/limits/", own)
    assert refused.status_code == 422 and "somebody else sets that limit" in text(refused)
    bound = {
        "step": "tolerance",
        "tolerance-per_cent": "2.5",
        "tolerance-pence": "10",
        "tolerance-reason": "Pence.",
    }
    bound |= _day("tolerance-from_date", clock.today())
    assert people["administrator"].post("/purchasing/limits/", bound).status_code == 302
    page = text(people["auditor"].get("/purchasing/limits/"))
    assert "£2,000" in page and "2.5%" in page and "Kept apart: nobody approves what they asked for" in page


def test_lists_ask_as_much_of_the_database_however_long_they_are(
    world: World, people: dict[str, Client]
) -> None:
    def asked() -> list[int]:
        counts = []
        for page in PAGES:
            people["service-manager"].get(page)
            with CaptureQueriesContext(connection) as seen:
                assert people["service-manager"].get(page).status_code == 200
            counts.append(len(seen))
        return counts

    def add() -> None:
        one = _exceptional(world)
        came = {one.lines.get().pk: D(1)}
        actions.receive(world.person["service-manager"], requisition=one, came=came)
        actions.record_invoice(
            world.person["finance-partner"], requisition=one, number=str(one.pk), dated=clock.today(),
            received_on=clock.today(), net_pence=240_00, vat_pence=48_00, gross_pence=288_00,
        )  # fmt: skip

    add()
    before = asked()
    for _ in range(4):
        add()
    assert asked() == before


@pytest.mark.parametrize(
    "query", ["?state=open&service=waste&kind=no-contract&q=Skip", "?state=nonsense&page=9"]
)
def test_the_list_is_filtered(world: World, people: dict[str, Client], query: str) -> None:
    _exceptional(world)
    assert "=Skips" in text(people["auditor"].get(f"/purchasing/{query}"))
    assert "No requisition fits" in text(people["auditor"].get("/purchasing/?q=nothing-such"))
