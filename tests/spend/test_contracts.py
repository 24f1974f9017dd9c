"""Suppliers and contracts: recorded, changed, extended, ended; each change kept, and each refusal a sentence."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from zipfile import ZipFile

import pytest
from django.core.exceptions import PermissionDenied
from tests.people import World
from tests.spend.conftest import TODAY, Adding

from moothall.core import clock
from moothall.core.errors import NotPossible
from moothall.core.files import kept
from moothall.core.models import AuditEntry, Service
from moothall.direction.rehoming import ROOMS, Act
from moothall.spend import actions, queries
from moothall.spend.actions import SupplierSaid
from moothall.spend.models import Contract, Supplier

D = date


def test_each_change_is_a_version_and_an_audit_entry(world: World, adding: Adding) -> None:
    it = adding(value_pence=90_000_00)
    officer = world.person["procurement-officer"]
    said = actions.of_contract(it)
    actions.change_contract(
        officer, contract=it, said=replace(said, value_pence=120_000_00), reason="Dearer steel."
    )
    with pytest.raises(NotPossible, match="Nothing is different"):
        actions.change_contract(officer, contract=it, said=replace(said, value_pence=120_000_00))
    newest, first = it.versions.all()
    assert (newest.number, newest.reason) == (2, "Dearer steel.")
    assert (first.said["value in pence"], newest.said["value in pence"]) == (90_000_00, 120_000_00)
    entry = AuditEntry.objects.get(action="contract.changed")
    assert entry.before["value in pence"] == 90_000_00 and entry.after["value in pence"] == 120_000_00


def test_what_does_not_fit_is_refused(world: World, adding: Adding) -> None:
    adding("C-1")
    for fault, given in (
        ("already", {"reference": "c-1"}),
        ("before it starts", {"ends": D(2024, 1, 1)}),
        ("no CPV code", {"cpv": "bins"}),
        ("after the last day", {"notice_by": D(2030, 1, 1)}),
        ("holds no role", {"owner": world.person["other"]}),
        ("the tier", {"tier": "tin"}),
    ):
        with pytest.raises(NotPossible, match=fault):
            adding(**({"reference": "C-2"} | given))
    assert Contract.objects.count() == 1


def test_a_manager_keeps_the_contracts_of_their_own_service_alone(world: World, adding: Adding) -> None:
    mine = adding("C-1", by="service-manager")
    other = adding("C-2", service="homes")
    manager = world.person["service-manager"]
    with pytest.raises(PermissionDenied):
        adding("C-3", by="service-manager", service="homes")
    with pytest.raises(PermissionDenied):
        actions.terminate(manager, contract=other, on=TODAY, reason="No.")
    homes = Service.objects.get(organisation=world.council, slug="homes")
    with pytest.raises(PermissionDenied):  # nor give theirs away
        actions.change_contract(
            manager, contract=mine, said=replace(actions.of_contract(mine), service=homes)
        )
    with pytest.raises(PermissionDenied):
        actions.add_insurance(world.person["councillor"], contract=mine, kind="public", expires_on=TODAY)
    assert queries.contract(world.person["other"], mine.pk) is None


def test_extensions_are_taken_up_in_their_order_on_a_decision(world: World, adding: Adding) -> None:
    root, it = world.root, adding(value_pence=300_000_00)
    first = actions.add_extension(root, contract=it, until=D(2028, 3, 31), value_pence=100_000_00)
    second = actions.add_extension(root, contract=it, until=D(2029, 3, 31))
    with pytest.raises(NotPossible, match="give a later day"):
        actions.add_extension(root, contract=it, until=D(2029, 3, 31))
    with pytest.raises(NotPossible, match="first, or give it up"):
        actions.use_extension(root, extension=second, reason="Good.", on=TODAY)
    risk = actions.tie(root, contract=it, kind="risk", key="risk:1", title="It fails")
    with pytest.raises(NotPossible, match="Choose a decision"):
        actions.use_extension(root, extension=first, reason="Good.", on=TODAY, decision=risk)
    decision = actions.tie(
        root, contract=it, kind="decision", key="decision:1", title="A year more", href="/d/1/"
    )
    actions.use_extension(root, extension=first, reason="Good.", on=TODAY, decision=decision)
    row = queries.one(root, it.pk, TODAY)
    assert row and row.contract.last_day == D(2028, 3, 31) and row.value == 400_000_00
    assert row.used[0].decision == decision and row.contract.versions.first().said["last day"] == "2028-03-31"
    actions.give_up_extension(root, extension=second, on=TODAY)
    with pytest.raises(NotPossible, match="used or given up"):
        actions.give_up_extension(root, extension=first, on=TODAY)
    ended = adding("C-2", ends=D(2026, 9, 30))
    late = actions.add_extension(root, contract=ended, until=D(2027, 9, 30))
    with pytest.raises(NotPossible, match="It was over on 30 September 2026"):
        actions.use_extension(root, extension=late, reason="Late.", on=TODAY)
    actions.use_extension(root, extension=late, reason="It was agreed in time.", on=D(2026, 9, 1))
    with pytest.raises(NotPossible, match="has no end"):
        actions.add_extension(root, contract=adding("C-3", ends=None), until=D(2030, 1, 1))


def test_a_terminated_contract_ends_on_its_day(world: World, adding: Adding) -> None:
    it = adding()
    with pytest.raises(NotPossible, match="ends on 31 March 2027 anyway"):
        actions.terminate(world.root, contract=it, on=D(2027, 4, 1), reason="Late.")
    actions.terminate(world.root, contract=it, on=D(2026, 12, 31), reason="It closed.")
    row = queries.one(world.root, it.pk, TODAY)
    assert row and row.state == "live" and row.alert is None
    assert queries.rows([row.contract], world.council, D(2027, 1, 1))[0].state == "terminated"
    with pytest.raises(NotPossible, match="terminated already"):
        actions.terminate(world.root, contract=it, on=D(2026, 12, 1), reason="Again.")


def test_a_decision_is_asked_for_by_the_rule_of_the_day_it_was_agreed(world: World, adding: Adding) -> None:
    officer = world.person["procurement-officer"]
    actions.set_rules(
        officer, organisation=world.council, decision_pence=200_000_00, months=[12, 6], reason="The constitution.",
        from_date=D(2025, 4, 1),
    )  # fmt: skip
    old, under, over = (
        adding("C-1", value_pence=900_000_00),
        adding("C-2", starts=D(2025, 6, 1), value_pence=199_999_99),
        adding("C-3", starts=D(2025, 6, 1), value_pence=200_000_00),
    )
    unknown = adding("C-4", starts=D(2025, 6, 1))

    def decided() -> list[bool | None]:
        found = [queries.one(officer, it.pk, TODAY) for it in (old, under, over, unknown)]
        return [row.decided if row else None for row in found]

    assert decided() == [None, None, False, None]
    actions.tie(officer, contract=over, kind="key", key="", title="Cabinet, 3 March 2025")
    assert decided() == [None, None, True, None]
    row = queries.one(officer, over.pk, D(2026, 11, 16))
    assert row and queries.steps(queries.own_rules(world.council, TODAY)) == (12, 6)
    with pytest.raises(NotPossible, match="Rules hold from"):
        actions.set_rules(
            officer,
            organisation=world.council,
            decision_pence=1,
            months=[6],
            reason="x",
            from_date=D(2025, 1, 1),
        )


def test_insurances_take_the_place_of_the_one_before(world: World, adding: Adding) -> None:
    it = adding()
    actions.add_insurance(world.root, contract=it, kind="public", expires_on=D(2026, 10, 31))
    with pytest.raises(NotPossible, match="give a later day"):
        actions.add_insurance(world.root, contract=it, kind="public", expires_on=D(2026, 10, 31))
    actions.add_insurance(world.root, contract=it, kind="public", expires_on=D(2027, 10, 31), cover_pence=5)
    row = queries.one(world.root, it.pk, TODAY)
    assert row and [one.expires_on for one in row.contract.insurances.all()] == [D(2027, 10, 31)]
    assert it.insurances.count() == 2  # the older one stays


def test_social_value_promised_and_delivered_stand_apart(world: World, adding: Adding) -> None:
    it = adding()
    promise = actions.promise_social_value(
        world.root, contract=it, what="Apprentices", unit="weeks", units=Decimal("156"), proxy_pence=214_50,
        proxy_year=2026, proxy_source="Our own list", deadweight=Decimal("15"),
    )  # fmt: skip
    for units in ("52", "26.5"):
        actions.deliver_social_value(
            world.root, social_value=promise, units=Decimal(units), on=TODAY, evidence="Pay slips."
        )
    totals = queries.social_totals(world.person["auditor"], world.council)
    assert (totals.promised, totals.delivered, totals.contracts) == (28_442_70, 14_312_51, 1)
    assert not {"total", "sum", "cash"} & set(vars(totals))
    for fault, more in (
        ("year of the proxy", {"proxy_year": 1999}),
        ("0 to 100%", {"attribution": Decimal("100.1")}),
    ):
        with pytest.raises(NotPossible, match=fault):
            actions.promise_social_value(
                world.root, contract=it, what="x", unit="y", units=Decimal(1), proxy_source="z",
                **({"proxy_pence": 1, "proxy_year": 2026} | more),
            )  # fmt: skip


def test_indicators_and_how_few_is_too_few(world: World, adding: Adding) -> None:
    it = adding(starts=D(2026, 4, 1), ends=D(2031, 3, 31), route="act", value_pence=6_000_000_00)
    row = queries.one(world.root, it.pk, TODAY)
    assert row and queries.few_indicators(row)
    made = [actions.add_indicator(world.root, contract=it, name=f"K{n}", target="95%") for n in range(3)]
    actions.report_indicator(world.root, indicator=made[0], on=TODAY, value="97%", rating="good")
    with pytest.raises(NotPossible, match="still to come"):
        actions.report_indicator(world.root, indicator=made[0], on=D(2027, 1, 1), value="97%", rating="good")
    row = queries.one(world.root, it.pk, TODAY)
    assert row and not queries.few_indicators(row)


def test_suppliers_are_known_by_number_and_superseded_never_deleted(
    world: World, adding: Adding, supplier: Supplier
) -> None:
    officer, council = world.person["procurement-officer"], world.council
    it = adding()
    for fault, said in (
        ("already", SupplierSaid("the bin company LTD")),
        ("same company", SupplierSaid("Bins", company_number="99000001")),
        ("no Companies House number", SupplierSaid("Bins", company_number="twelve")),
        ("no postcode", SupplierSaid("Bins", postcode="nowhere")),
    ):
        with pytest.raises(NotPossible, match=fault):
            actions.add_supplier(officer, organisation=council, said=said)
    other = actions.add_supplier(
        officer, organisation=council, said=SupplierSaid("Bin Co", postcode="wr101pt")
    )
    assert other.postcode == "WR10 1PT"
    with pytest.raises(PermissionDenied):
        actions.supersede_supplier(world.person["service-manager"], supplier=supplier, by=other, reason="x")
    actions.supersede_supplier(officer, supplier=supplier, by=other, reason="They took the new name.")
    it.refresh_from_db()
    supplier.refresh_from_db()
    assert it.supplier == other and supplier.replaced_by == other
    assert list(queries.suppliers(officer, council)) == [other] and Supplier.objects.count() == 2
    with pytest.raises(NotPossible, match="change that one"):
        actions.change_supplier(officer, supplier=supplier, said=SupplierSaid("x"))


def test_papers_are_judged_by_what_is_in_them(world: World, adding: Adding, tmp_path: Path) -> None:
    it = adding()

    def send(content: bytes, name: str) -> object:
        path = tmp_path / "sent"
        path.write_bytes(content)
        return actions.add_document(
            world.root, contract=it, kind="contract", title="", file=path, file_name=name
        )

    made = send(b"%PDF-1.7 terms", "terms.PDF")
    assert made.title == "terms.PDF" and kept(made.sha256).read_bytes() == b"%PDF-1.7 terms"  # type: ignore[attr-defined]
    send("Menge,£\n".encode(), "prices.csv")
    send("naïve, caf\xe9".encode("cp1252"), "notes.txt")
    with ZipFile(tmp_path / "made.docx", "w") as zipped:
        zipped.writestr("word/document.xml", "<w/>")
    send((tmp_path / "made.docx").read_bytes(), "letter.docx")
    for fault, content, name in (
        ("not one inside", b"<html><script>", "terms.pdf"),
        ("not one inside", b"<!DOCTYPE html>", "notes.txt"),
        ("not one inside", (tmp_path / "made.docx").read_bytes(), "sums.xlsx"),
        ("not one inside", b"PK\x03\x04 broken", "sums.xlsx"),
        ("not one inside", b"MZ\0\0", "notes.txt"),
        ("is empty", b"", "terms.pdf"),
        ("not a kind of file", b"MZ", "tool.exe"),
    ):
        with pytest.raises(NotPossible, match=fault):
            send(content, name)
    assert it.documents.count() == 4


def test_residents_see_running_contracts_over_the_codes_amount(world: World, adding: Adding) -> None:
    adding("C-1", value_pence=5_000_00)  # not over it
    adding("C-2", value_pence=5_000_01)
    adding("C-3", annual_pence=6_000_00)
    adding("C-4")  # no value is known
    adding("C-5", value_pence=90_000_00, withheld_because="It shows where people hide.")
    adding("C-6", value_pence=90_000_00, ends=D(2026, 9, 30))
    adding("C-7", value_pence=90_000_00, starts=D(2027, 1, 1))
    grown = adding("C-8", value_pence=4_000_00, ends=D(2026, 9, 30))
    option = actions.add_extension(world.root, contract=grown, until=D(2027, 9, 30), value_pence=2_000_00)
    actions.use_extension(world.root, extension=option, reason="Good.", on=D(2026, 9, 1))
    found = queries.public_contracts(world.council, TODAY)
    assert [it.reference for it in found.contracts] == ["C-2", "C-3", "C-8"]
    assert (found.withheld, found.unvalued) == (1, 1)
    assert not queries.is_open(world.council)
    with pytest.raises(PermissionDenied):
        actions.open_register(world.person["service-manager"], organisation=world.council)
    actions.open_register(world.person["section-151-officer"], organisation=world.council)
    assert queries.is_open(world.council)
    with pytest.raises(NotPossible, match="open to residents already"):
        actions.open_register(world.person["section-151-officer"], organisation=world.council)


def test_the_pipeline_is_what_ends_within_eighteen_months(world: World, adding: Adding) -> None:
    adding(
        "C-1", ends=D(2028, 5, 16), value_pence=1_666_666_67
    )  # the last day, a penny over £2 million with VAT
    adding("C-2", ends=D(2028, 5, 17))
    adding("C-3", ends=D(2026, 11, 16), value_pence=9_000_00)
    stop = adding("C-4", ends=D(2027, 6, 30))
    actions.review(world.root, contract=stop, words="No need.", next="stop", on=TODAY)
    gone = adding("C-5", ends=D(2027, 6, 30))
    actions.terminate(world.root, contract=gone, on=D(2027, 1, 31), reason="No.")
    extend = adding("C-6", ends=D(2027, 7, 31))
    actions.add_extension(world.root, contract=extend, until=D(2028, 7, 31), notice_by=D(2027, 4, 30))
    actions.review(world.root, contract=extend, words="Good.", next="extend", on=TODAY)
    found = {it.row.contract.reference: it for it in queries.pipeline(world.root, world.council, TODAY)}
    assert list(found) == ["C-3", "C-4", "C-6", "C-1"]
    assert found["C-1"].noticed and not found["C-3"].noticed
    assert found["C-4"].steps == () and found["C-6"].extend_by == D(2027, 4, 30)
    assert found["C-3"].late and found["C-3"].next_step


def test_the_register_as_a_scan_of_payments_takes_it(world: World, adding: Adding) -> None:
    it = adding("C-1", value_pence=90_000_00, annual_pence=30_000_50)
    option = actions.add_extension(world.root, contract=it, until=D(2028, 3, 31), value_pence=1)
    actions.use_extension(world.root, extension=option, reason="Good.", on=TODAY)
    adding("C-2", ends=None)
    first, second = queries.ledger_rows(world.person["finance-partner"], world.council, TODAY)
    assert (first.reference, first.supplier_name, first.company_number) == (
        "C-1",
        "The Bin Company Ltd",
        "99000001",
    )
    assert (first.ends, first.value, first.annual_value) == (
        D(2028, 3, 31),
        Decimal("90000.01"),
        Decimal("30000.50"),
    )
    assert (second.ends, second.value) == (None, None)
    with pytest.raises(PermissionDenied):
        queries.ledger_rows(world.person["other"], world.council, TODAY)


def test_contracts_that_are_not_over_go_with_their_service(world: World, adding: Adding) -> None:
    here = adding("C-1")
    adding("C-2", ends=D(2026, 9, 30))
    adding("C-3", ends=None)
    waste, homes = (Service.objects.get(organisation=world.council, slug=it) for it in ("waste", "homes"))
    found = list(ROOMS["contracts"].rule(waste, TODAY))
    assert [it.title for it in found] == ["C-1: Litter bins", "C-3: Litter bins"]
    found[0].move(homes, Act(TODAY, clock.now()))
    here.refresh_from_db()
    assert here.service == homes
