"""The scan: every pound kept with its line, findings that keep what came of them, and what a stopped one leaves."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from django.core.exceptions import PermissionDenied
from django.db.models import Sum
from tests.people import World
from tests.spend_ledgers.making import MONTHS, TODAY, ledger, lines, load, scan

from moothall.core.errors import NotPossible
from moothall.core.jobs import Cancelled
from moothall.core.models import AuditEntry
from moothall.engines.spend.findings import running
from moothall.spend.ledgers import actions, keeping, scanning
from moothall.spend.ledgers.models import (
    Cell,
    Finding,
    FindingPayment,
    LedgerFile,
    Payee,
    Payment,
    Scan,
    SupplierAlias,
    SupplierDecision,
)


@pytest.fixture
def one_test(monkeypatch: pytest.MonkeyPatch) -> None:
    """Scans look for invoices paid twice alone: most of a scan's time is the other tests."""
    whole = running.find
    monkeypatch.setattr(
        running, "find", lambda *args, **more: whole(*args, **more, only=("duplicate-same-invoice",))
    )


def _standing() -> Scan:
    return Scan.objects.get(state="standing")


def test_every_pound_stands_at_its_line_and_adds_up(world: World) -> None:
    it = _standing()
    pounds = sum(Decimal(line.split(",")[5]) for line in lines())
    assert (it.read, it.kept, it.rejected) == (59, 58, 1)
    assert it.total_pence == pounds * 100
    payments = Payment.objects.filter(scan=it)
    assert payments.count() == 58
    for model in (payments, Cell.objects.filter(scan=it)):
        assert model.aggregate(all=Sum("pence"))["all"] == it.total_pence
    again = Payment.objects.filter(reference="THE1021").order_by("line")
    assert [(one.line, one.pence, one.paid) for one in again] == [
        (14, 847_044, MONTHS[3]),
        (58, 847_044, date(2025, 7, 24)),
    ]
    assert again[0].contract and again[0].contract.reference == "C-9"  # its supplier had one that day
    assert again[0].payee and again[0].payee.registered and again[0].payee.sme  # as the register says
    assert it.run and it.run.engine == "spend" and len(it.run.input_sha256) == 64


def test_findings_show_both_sides_and_the_likeliest_pounds_come_first(world: World) -> None:
    first = Finding.objects.first()
    assert first and first.test == "duplicate-same-invoice" and first.amount_pence == 847_044
    about, beside = (
        FindingPayment.objects.get(finding=first, beside=beside).payment.line for beside in (False, True)
    )
    assert {about, beside} == {14, 58}
    assert first.payee and first.payee.name == "The Skip Company Ltd" and first.service == "Waste"


def test_a_new_scan_keeps_what_people_said_and_learns_from_it(world: World, tmp_path: Path) -> None:
    person, council = world.person["procurement-officer"], world.council
    first = Finding.objects.get(test="duplicate-same-invoice")
    payees = {it.name: it.pk for it in Payee.objects.all()}
    actions.say(
        person,
        finding=first,
        state="recovered",
        recovered_pence=800_000,
        recovered_on=TODAY,
        how="Credit note",
    )
    late = Finding.objects.filter(test="late-payment").first()
    assert late
    actions.say(person, finding=late, state="false", said="Their bills came late.")
    before = _standing()
    again = scan(world)
    before.refresh_from_db()
    assert (before.state, again.state, again.number) == ("superseded", "standing", before.number + 1)
    assert (
        not Cell.objects.filter(scan=before).exists()
        and not SupplierAlias.objects.filter(scan=before).exists()
    )
    assert not Payment.objects.filter(scan=before).exists()  # every finding was found again
    first.refresh_from_db()
    assert (first.state, first.recovered_pence, first.found) == ("recovered", 800_000, True)
    assert first.rank > Finding.objects.filter(state="open").count()  # what was judged comes last
    assert {it.payment.scan for it in FindingPayment.objects.filter(finding=first)} == {again}
    for it in Finding.objects.filter(test="late-payment"):
        assert it.stated == 600 and it.likelihood < 600  # one was wrong: the others are believed less
    assert {it.name: it.pk for it in Payee.objects.filter(organisation=council)} == payees


def test_what_is_found_no_more_stays_with_its_evidence(world: World, tmp_path: Path, one_test: None) -> None:
    it = Finding.objects.get(test="duplicate-same-invoice")
    person = world.person["procurement-officer"]
    actions.withdraw_file(person, file=LedgerFile.objects.get(), why="Exported again.")
    path = ledger(tmp_path / "mended.csv")
    text = path.read_text().splitlines()
    path.write_text("\n".join(one for one in text if "24/07/2025" not in one) + "\n")
    load(world, path)
    scan(world)
    it.refresh_from_db()
    assert not it.found and it.last_scan.state == "superseded"
    evidence = [
        one.payment for one in FindingPayment.objects.filter(finding=it).select_related("payment__table")
    ]
    assert {(one.table.name, one.line) for one in evidence} == {("ledger.csv", 14), ("ledger.csv", 58)}
    assert (
        Payment.objects.filter(scan=it.last_scan).count() < 58
    )  # the others can be read again from the file


def test_a_scan_that_is_stopped_changes_nothing(world: World, tmp_path: Path, one_test: None) -> None:
    before = _standing()

    def stop(done: int, _of: int, _what: str) -> None:
        if done > 65:
            raise Cancelled

    person, council = world.person["procurement-officer"], world.council
    with pytest.raises(Cancelled):
        actions.scan(person, organisation=council, folder=tmp_path / "one", report=stop, on=TODAY)
    assert _standing() == before and Finding.objects.filter(last_scan=before).exists()
    keeping.abandon(council)  # as the next one begins
    left = Scan.objects.get(state="abandoned")
    assert not Payment.objects.filter(scan=left).exists() and not Cell.objects.filter(scan=left).exists()


def test_names_are_joined_and_parted_by_people_and_undone(world: World, one_test: None) -> None:
    person, council = world.person["finance-partner"], world.council
    skips = [(it.name, it.ref) for it in SupplierAlias.objects.filter(name__startswith="The Skip")]
    whole = Payee.objects.get(name="The Skip Company Ltd")
    actions.decide(
        person, organisation=council, name=skips[0], other=skips[1], together=False, reason="Two firms."
    )
    with pytest.raises(NotPossible, match="decided already"):
        actions.decide(person, organisation=council, name=skips[1], other=skips[0], together=False)
    it = scan(world)
    apart = SupplierAlias.objects.filter(scan=it, name__startswith="The Skip").values_list("payee", flat=True)
    assert len(set(apart)) == 2 and whole.pk in apart
    actions.undo_decision(person, decision=SupplierDecision.objects.get())
    assert scanning.decisions(council) == ([], [])
    with pytest.raises(PermissionDenied):
        actions.decide(
            world.person["councillor"], organisation=council, name=skips[0], other=skips[1], together=True
        )


def test_what_is_said_of_a_finding_is_whole_and_kept(world: World) -> None:
    person, it = world.person["finance-partner"], Finding.objects.filter(test="contract-none").first()
    assert it
    for fault, said in (
        ("why it is not right", {"state": "false"}),
        ("how much came back", {"state": "recovered"}),
        ("still to come", {"state": "recovered", "recovered_pence": 5, "recovered_on": date(2030, 1, 1)}),
        ("from the list", {"state": "maybe"}),
        ("Nothing is different", {"state": "open"}),
    ):
        with pytest.raises(NotPossible, match=fault):
            actions.say(person, finding=it, **said)  # type: ignore[arg-type]
    actions.say(person, finding=it, state="looking")
    actions.say(person, finding=it, state="looking", said="Asked the housing team.")
    it.refresh_from_db()
    assert it.looked_at_by == person
    assert [one.said for one in it.steps.all()] == ["Asked the housing team.", ""]
    assert AuditEntry.objects.filter(action="finding.judged").count() == 2
    with pytest.raises(PermissionDenied):
        actions.say(world.person["service-manager"], finding=it, state="true")
