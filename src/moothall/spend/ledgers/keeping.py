"""What a scan found, written to the product's database.

Payments, cells and names are staged in batches under a scan that is being made, so that no writer waits for long; then
one short transaction makes it the newest, and findings are matched by their key, so that what came of them stays.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import islice
from typing import Any, TypeVar

from django.db import DEFAULT_DB_ALIAS
from django.db.models import Max

from moothall.core import clock, runs
from moothall.core.models import Organisation, Person
from moothall.engines.spend.findings import bought
from moothall.engines.spend.findings.registry import tests
from moothall.engines.spend.findings.staffing.kinds import STAFFED
from moothall.spend.ledgers import summing
from moothall.spend.ledgers.life import ScanState
from moothall.spend.ledgers.models import (
    Cell,
    Finding,
    FindingPayment,
    Payee,
    Payment,
    Scan,
    SupplierAlias,
)
from moothall.spend.ledgers.scanning import VERSION, Scanned, registered
from moothall.spend.names import plain_name

ENGINE = "spend"
SUBJECT = "ledgers"
BATCH = 2_000
MOST_PAIRS = 300  # of payees for a person to decide on, those with most pounds first
Report = Callable[[int, int, str], None]
Row = TypeVar("Row")


def stage(
    person: Person, organisation: Organisation, found: Scanned, report: Report
) -> tuple[Scan, Mapping[int, int]]:
    """Writes payments, cells and names under a scan that is being made; it, and the payments that evidence needs."""
    abandon(organisation)
    scan = Scan.objects.create(
        organisation=organisation,
        number=(Scan.objects.filter(organisation=organisation).aggregate(m=Max("number"))["m"] or 0) + 1,
        as_at=found.settings.as_at,
        made_by=person,
        made_at=clock.now(),
        files=found.inputs["files"],
        read=found.read,
        kept=found.kept,
        rejected=found.rejected,
        doubts=list(found.found.left_out),
    )
    payees = _payees(scan, found)
    _aliases(scan, found, payees)
    kept = _payments(scan, found, payees, report)
    _cells(scan, found, payees)
    summing.sum_up(scan, found, payees)
    scan.save()
    return scan, kept


def abandon(organisation: Organisation) -> None:
    """Clears away what a scan that was stopped had staged, and says of it that it was."""
    for it in Scan.objects.filter(organisation=organisation, state=ScanState.MAKING):
        it.state = ScanState.ABANDONED
        it.save(update_fields=["state"])
        clear(it)


def clear(scan: Scan) -> None:
    """Takes away what a scan that no longer stands derived from its files, but for what findings rest on."""
    evidence = FindingPayment.objects.filter(payment__scan=scan).values("payment")
    for rows in (
        Cell.objects.filter(scan=scan),
        SupplierAlias.objects.filter(scan=scan),
        Payment.objects.filter(scan=scan).exclude(pk__in=evidence),
    ):
        rows._raw_delete(rows.db)  # nothing points at them


def _batches(rows: Iterable[Row], size: int = BATCH) -> Iterator[list[Row]]:
    them = iter(rows)
    while some := list(islice(them, size)):
        yield some


def _payees(scan: Scan, found: Scanned) -> dict[int, Payee]:
    """The ledger's suppliers as payees that keep their numbers: each is whose names it has most of."""
    before: dict[tuple[str, str], int] = {
        (name, ref): payee
        for name, ref, payee in SupplierAlias.objects.filter(
            scan__organisation=scan.organisation, scan__state=ScanState.STANDING
        ).values_list("name", "ref", "payee")
    }
    votes: dict[int, Counter[int]] = defaultdict(Counter)
    for supplier, name, ref in found.ledger.rows(
        "SELECT supplier, coalesce(name, ''), coalesce(ref, '') FROM payee JOIN payee_supplier USING (payee)"
    ):
        if (known := before.get((name[:300], ref[:100]))) is not None:
            votes[supplier][known] += 1
    there = {it.pk: it for it in Payee.objects.filter(organisation=scan.organisation)}
    register = registered(scan.organisation)
    local = dict(
        found.ledger.rows(
            "SELECT supplier, bool_or(local) FROM cube WHERE local IS NOT NULL GROUP BY supplier"
        )
    )
    taken: set[int] = set()
    made: dict[int, Payee] = {}
    new: list[Payee] = []
    changed: list[Payee] = []
    names = ("name", "redacted", "company_number", "postcode", "sme", "vcse", "local", "registered_id")
    for supplier, name, redacted, company, postcode, sme, vcse in found.ledger.rows(
        """SELECT supplier, any_value(supplier.name), any_value(supplier.redacted), any_value(supplier.company_number),
                  any_value(supplier.postcode), any_value(supplier.sme), any_value(supplier.vcse)
           FROM supplier LEFT JOIN payee_supplier USING (supplier) LEFT JOIN payment USING (payee)
           GROUP BY supplier ORDER BY sum(abs(amount)) DESC NULLS LAST, supplier"""
    ):
        pk = next((pk for pk, _ in votes[supplier].most_common() if pk not in taken), None)
        it = there[pk] if pk else Payee(organisation=scan.organisation)
        entry = None if redacted else register.get(company or "") or register.get(plain_name(name))
        said = (
            name[:300], redacted, company or "", postcode or "", sme, vcse, local.get(supplier), entry and entry.pk
        )  # fmt: skip
        if it._state.adding:
            new.append(it)
        elif said != tuple(getattr(it, one) for one in names):
            changed.append(it)
        for one, value in zip(names, said, strict=True):
            setattr(it, one, value)
        if it.pk:
            taken.add(it.pk)
        made[supplier] = it
    Payee.objects.bulk_create(new, batch_size=BATCH)
    Payee.objects.bulk_update(changed, [it.removesuffix("_id") for it in names], batch_size=200)
    return made


def _aliases(scan: Scan, found: Scanned, payees: Mapping[int, Payee]) -> None:
    rows = found.ledger.rows(
        "SELECT supplier, coalesce(name, ''), coalesce(ref, ''), confidence, coalesce(reason, '') "
        "FROM payee JOIN payee_supplier USING (payee) ORDER BY payee"
    )
    SupplierAlias.objects.bulk_create(
        (
            SupplierAlias(
                scan=scan,
                payee=payees[supplier],
                name=name[:300],
                ref=ref[:100],
                confidence=None if confidence is None else round(confidence * 1000),
                reason=reason[:300],
            )
            for supplier, name, ref, confidence, reason in rows
        ),
        batch_size=BATCH,
    )
    scan.pairs = [
        {
            "names": it.names,
            "refs": [one or "" for one in it.refs],
            "confidence": round(it.confidence * 1000),
            "why": it.why,
            "pence": int(it.pounds * 100),
        }
        for it in found.clustering.review[:MOST_PAIRS]
    ]


# A payment as it is kept. What is for agency staff and for consultants is as the tests of those say.
_PAYMENTS = f"""
    SELECT spending.id, file, line, kind, spending.supplier, payee_name, service, category, contract, paid, invoiced,
           concat_ws(' / ', invoice_no, transaction_no), order_no, purpose, sort, (amount * 100)::BIGINT
    FROM spending LEFT JOIN payment_contract USING (id) LEFT JOIN document_of USING (id)
    LEFT JOIN (SELECT document, any_value(sort) AS sort FROM ({STAFFED}) GROUP BY document) USING (document)
    ORDER BY file, line"""  # noqa: S608


def _payments(scan: Scan, found: Scanned, payees: Mapping[int, Payee], report: Report) -> dict[int, int]:
    """Writes every payment; those that findings are about by the ledger's number."""
    wanted = {one for it in found.found.findings for one in (*it.finding.payments, *it.finding.beside)}
    kept: dict[int, int] = {}
    bought.prepare(found.ledger)  # what the tests of agency staff and consultants look among
    done, rows = 0, found.ledger.db.execute(_PAYMENTS)
    while some := rows.fetchmany(BATCH):
        made = Payment.objects.bulk_create(_payment(scan, found, payees, row) for row in some)
        kept |= {row[0]: it.pk for row, it in zip(some, made, strict=True) if row[0] in wanted}
        done += len(made)
        report(65 + 30 * done // found.kept, 100, f"Keeping {done:,} of {found.kept:,} payments")
    return kept


def _payment(scan: Scan, found: Scanned, payees: Mapping[int, Payee], row: tuple[Any, ...]) -> Payment:
    (_id, file, line, kind, supplier, printed, service, category, contract, paid, invoiced, reference, order,
     purpose, sort, pence) = row  # fmt: skip
    return Payment(
        scan=scan,
        table=found.tables[file],
        line=line,
        kind=kind,
        payee=payees.get(supplier),
        printed=(printed or "")[:300],
        service=(service or "")[:200],
        category=category or "",
        contract_id=contract,
        paid=paid,
        invoiced=invoiced,
        reference=(reference or "")[:200],
        order=(order or "")[:100],
        purpose=(purpose or "")[:300],
        staffing=sort or "",
        pence=pence,
    )


def _cells(scan: Scan, found: Scanned, payees: Mapping[int, Payee]) -> None:
    rows = found.ledger.db.execute(
        """SELECT month, coalesce(service, ''), supplier, coalesce(category, ''), contract, kind,
                  (sum(amount) * 100)::BIGINT, sum(payments)::BIGINT
           FROM cube GROUP BY ALL ORDER BY ALL"""
    ).fetchall()
    for some in _batches(rows):
        Cell.objects.bulk_create(
            Cell(
                scan=scan,
                month=month,
                service=service[:200],
                payee=payees.get(supplier),
                category=category,
                contract_id=contract,
                kind=kind,
                pence=pence,
                payments=payments,
            )
            for month, service, supplier, category, contract, kind, pence, payments in some
        )


def stand(scan: Scan, found: Scanned, kept: Mapping[int, int]) -> list[Scan]:
    """Makes a staged scan the newest, with its findings; the scans that it supersedes. Inside a change."""
    old = list(
        Scan.objects.select_for_update().filter(organisation=scan.organisation, state=ScanState.STANDING)
    )
    Scan.objects.filter(pk__in=[it.pk for it in old]).update(state=ScanState.SUPERSEDED)
    scan.run = runs.keep(
        scan.made_by,
        organisation=scan.organisation,
        engine=ENGINE,
        version=VERSION,
        subject=SUBJECT,
        parameters={
            "as at": found.settings.as_at,
            "thresholds": list(found.settings.thresholds),
            "contract needed from": found.settings.contract_needed_from,
            "local": list(found.settings.local_postcodes),
        },
        input=found.inputs,
        result={
            "rows": [scan.read, scan.kept, scan.rejected],
            "pence": scan.total_pence,
            "tests": scan.tests,
        },
        as_at=scan.made_at,
    )
    scan.state = ScanState.STANDING
    scan.save(update_fields=["state", "run"])
    _findings(scan, found, kept)
    return old


def _findings(scan: Scan, found: Scanned, kept: Mapping[int, int]) -> None:
    """Findings as they are now, matched with those there were. One that is not found any more stays, and says so."""
    known = tests()
    there = {(it.test, it.key): it for it in Finding.objects.filter(organisation=scan.organisation)}
    about = _about(found, kept)
    new: list[Finding] = []
    again: list[Finding] = []
    for rank, ranked in enumerate(found.found.findings, 1):
        one = ranked.finding
        it = there.get((one.test, ranked.key)) or Finding(
            organisation=scan.organisation, test=one.test, key=ranked.key, first_scan=scan
        )
        payee, service = about(one.payments)
        it.title, it.family = known[one.test].title, known[one.test].family
        it.amount_pence = int(one.amount * 100)
        it.stated, it.likelihood = round(one.likelihood * 1000), round(ranked.likelihood * 1000)
        it.expected_pence = int(ranked.expected * 100)
        it.explanation, it.facts = one.explanation, dict(one.facts)
        it.rank, it.payee_id, it.service = rank, payee, service
        it.contract_id, it.last_scan, it.found = one.contract, scan, True
        (again if it.pk else new).append(it)
    Finding.objects.bulk_create(new, batch_size=500)
    Finding.objects.bulk_update(again, _SAID, batch_size=100)
    Finding.objects.filter(organisation=scan.organisation).exclude(last_scan=scan).update(found=False)
    _away_evidence([it.pk for it in again])
    placed = {(it.test, it.key): it.pk for it in (*new, *again)}
    for some in _batches(_evidence(found, kept, placed)):
        FindingPayment.objects.bulk_create(some)


_SAID = (
    "title", "family", "amount_pence", "stated", "likelihood", "expected_pence", "explanation", "facts", "rank",
    "payee", "service", "contract", "last_scan", "found",
)  # fmt: skip


def _away_evidence(findings: list[int]) -> None:
    for some in _batches(findings, 500):
        FindingPayment.objects.filter(finding__in=some)._raw_delete(DEFAULT_DB_ALIAS)


def _evidence(
    found: Scanned, kept: Mapping[int, int], placed: Mapping[tuple[str, str], int]
) -> Iterator[FindingPayment]:
    for ranked in found.found.findings:
        finding = placed[ranked.finding.test, ranked.key]
        for beside, some in ((False, ranked.finding.payments), (True, ranked.finding.beside)):
            for one in some:
                yield FindingPayment(finding_id=finding, payment_id=kept[one], beside=beside)


def _about(found: Scanned, kept: Mapping[int, int]) -> Callable[[Iterable[int]], tuple[int | None, str]]:
    """Of payments of the ledger: the payee and the service that they are all of, where they are of one."""
    of = {
        pk: (payee, service)
        for some in _batches(kept.values(), 900)
        for pk, payee, service in Payment.objects.filter(pk__in=some).values_list("pk", "payee", "service")
    }

    def about(payments: Iterable[int]) -> tuple[int | None, str]:
        seen = [of[kept[it]] for it in payments]
        payees, services = {it[0] for it in seen}, {it[1] for it in seen}
        return (
            next(iter(payees)) if len(payees) == 1 else None,
            next(iter(services)) if len(services) == 1 else "",
        )

    return about
