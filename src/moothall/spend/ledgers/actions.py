"""Every change of state to ledgers: files, how they are read, scans, and what came of findings and suppliers."""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

from moothall.core import clock, files, jobs
from moothall.core.audit import change, subject
from moothall.core.errors import NotPossible
from moothall.core.models import Job, Organisation, Person
from moothall.core.permission import require
from moothall.core.wording import line, prose_or_none
from moothall.kit.documents.words import showable, spoken_date
from moothall.spend import queries as register
from moothall.spend.ledgers import keeping, scanning
from moothall.spend.ledgers.life import KINDS, READ_KIND, SCAN_KIND, State
from moothall.spend.ledgers.models import (
    Finding,
    LedgerFile,
    LedgerTable,
    Remembered,
    Scan,
    ScanRules,
    StaffCost,
    Step,
    SupplierAlias,
    SupplierDecision,
)
from moothall.spend.permissions import LOAD, REVIEW

LARGEST = 200 * 2**20  # bytes of one file
_DISTRICT = re.compile(r"[A-Z]{1,2}[0-9][A-Z0-9]?")


# --- files ---


def add_file(
    person: Person, *, organisation: Organisation, path: Path, name: str, replaces: LedgerFile | None = None
) -> tuple[LedgerFile, Job]:
    """Keeps a file of payments and starts reading it. With `replaces`, that file is withdrawn in its favour.

    Raises NotPossible for a file that is there already, byte for byte, is empty, or is too large.
    """
    with change(person, LOAD, "ledger.added", organisation=organisation) as entry:
        name = showable(name).strip()[-200:] or "file"
        size = path.stat().st_size
        if not size:
            raise NotPossible(f"‘{name}’ is empty: export it again.")
        if size > LARGEST:
            raise NotPossible(
                f"‘{name}’ is larger than {LARGEST // 2**20} MB: send it zipped, or a year at a time."
            )
        sha256 = files.keep(path)
        standing = LedgerFile.objects.filter(organisation=organisation, withdrawn_at__isnull=True)
        if same := standing.filter(sha256=sha256).first():
            raise NotPossible(
                f"‘{name}’ is the same file as ‘{same}’, byte for byte, which is here since "
                f"{spoken_date(same.added_at.date())}: there is nothing to do."
            )
        if replaces:
            _withdraw(person, _held(replaces), f"Replaced by ‘{name}’."[:300])
        made = LedgerFile.objects.create(
            organisation=organisation,
            name=name,
            sha256=sha256,
            size=size,
            added_by=person,
            added_at=clock.now(),
            replaces=replaces,
        )
        subject(entry, made)
        entry.after = {"file": name, "sha256": sha256, "replaces": str(replaces) if replaces else None}
        return made, _read(person, made)


def withdraw_file(person: Person, *, file: LedgerFile, why: str) -> None:
    """Takes a file out of later scans. It stays, with who withdrew it and why."""
    with change(person, LOAD, "ledger.withdrawn", organisation=file.organisation, on=file) as entry:
        it = _held(file)
        _withdraw(person, it, line(why, "the reason", 300))
        entry.after = {"why": it.withdrawn_why}


def _held(file: LedgerFile) -> LedgerFile:
    it = LedgerFile.objects.select_for_update().get(pk=file.pk)
    if it.withdrawn_at:
        raise NotPossible(f"‘{it}’ was withdrawn before: there is nothing left to do.")
    return it


def _withdraw(person: Person, it: LedgerFile, why: str) -> None:
    it.withdrawn_at, it.withdrawn_by, it.withdrawn_why = clock.now(), person, why
    it.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_why"])


def _read(person: Person, it: LedgerFile) -> Job:
    return jobs.start(
        person,
        kind=READ_KIND,
        title=f"Reading {it.name}"[:200],
        organisation=it.organisation,
        arguments={"file": it.pk},
    )


def correct_mapping(
    person: Person, *, table: LedgerTable, columns: Mapping[str, str | None], kind: str = ""
) -> Job:
    """Says which column holds which field, for this layout and every later file that has it; reads the file again.

    `columns`: field to heading, or None where no column holds it. Fields not named are recognised as ever.
    """
    it = table.file
    with change(person, LOAD, "ledger.mapped", organisation=it.organisation, on=it) as entry:
        headings = {one["name"] for one in table.columns}
        if strange := [one for one in columns.values() if one is not None and one not in headings]:
            raise NotPossible(f"There is no column ‘{strange[0]}’ in ‘{table}’: choose one that there is.")
        chosen = [one for one in columns.values() if one is not None]
        if twice := next((one for one in chosen if chosen.count(one) > 1), None):
            raise NotPossible(f"The column ‘{twice}’ is chosen for two fields: choose it for one.")
        if kind and kind not in KINDS:
            raise NotPossible("Choose what the file holds from the list.")
        Remembered.objects.create(
            organisation=it.organisation,
            layout=table.layout,
            columns=dict(columns),
            kind=kind,
            set_by=person,
            set_at=clock.now(),
        )
        entry.before = {"columns": table.mapping, "kind": table.kind}
        entry.after = {"columns": dict(columns), "kind": kind}
        return _read(person, it)


# --- scans ---


def start_scan(person: Person, *, organisation: Organisation) -> Job:
    """Starts a scan of all that stands. Raises NotPossible where there is nothing, or one is on its way."""
    with change(person, LOAD, "ledger.scan_started", organisation=organisation):
        if not scanning.standing_files(organisation):
            raise NotPossible("There is no ledger to scan: load one first.")
        under_way = Job.objects.filter(organisation=organisation, kind=SCAN_KIND).exclude(state__in=jobs.OVER)
        if under_way.exists():
            raise NotPossible("A scan is under way already: wait for it, or stop it on its page.")
        return jobs.start(
            person, kind=SCAN_KIND, title="Scanning the ledgers", organisation=organisation, arguments={}
        )


def scan(person: Person, *, organisation: Organisation, folder: Path, report: jobs.Report, on: date) -> Scan:
    """Looks through the ledgers in `folder`, which is the caller's, and makes what was found the newest scan.

    Raises NotPossible where nothing can be read.
    """
    require(person, LOAD, organisation)
    contracts = register.contracts_for_ledgers(person, organisation)
    found = scanning.look(organisation, contracts, folder, report, on)
    with found.ledger:
        staged, kept = keeping.stage(person, organisation, found, report)
        with change(person, LOAD, "ledger.scanned", organisation=organisation, on=staged) as entry:
            old = keeping.stand(staged, found, kept)
            entry.after = {
                "files": staged.files,
                "rows": [staged.read, staged.kept, staged.rejected],
                "pence": staged.total_pence,
                "findings": len(found.found.findings),
            }
    for it in old:
        keeping.clear(it)
    return staged


def set_rules(
    person: Person,
    *,
    organisation: Organisation,
    thresholds_pence: Sequence[int],
    contract_needed_pence: int,
    postcodes: Sequence[str],
) -> ScanRules:
    """Sets what later scans go by: thresholds, from when a contract is needed, and which postcodes are local."""
    with change(person, REVIEW, "ledger.rules_set", organisation=organisation) as entry:
        steps = sorted(set(thresholds_pence))
        if not steps or steps[0] <= 0:
            raise NotPossible("Give at least one threshold, in pounds, such as 5000.")
        districts = sorted({"".join(it.split()).upper() for it in postcodes if it.strip()})
        if wrong := next((it for it in districts if not _DISTRICT.fullmatch(it)), None):
            raise NotPossible(f"‘{wrong[:10]}’ is no postcode district: write the first half, such as WR10.")
        made = _renewed(
            person,
            organisation,
            thresholds_pence=steps,
            contract_needed_pence=contract_needed_pence,
            postcodes=districts,
        )
        subject(entry, made)
        entry.after = {
            "thresholds in pence": steps,
            "contract needed from, in pence": contract_needed_pence,
            "local": districts,
        }
    return made


def set_early_payment(
    person: Person,
    *,
    organisation: Organisation,
    rebate: int,
    early_day: int,
    due_day: int,
    deposit: int | None,
    running_pence: int,
) -> ScanRules:
    """Sets the terms that early payment is worked out with. `rebate` and `deposit` in hundredths of a per cent."""
    with change(person, REVIEW, "ledger.early_payment_set", organisation=organisation) as entry:
        if not 0 < rebate < 10_000:
            raise NotPossible("The rebate is a share of an invoice: give between 0.01 and 99 per cent.")
        if not 0 <= early_day < due_day <= 120:
            raise NotPossible("The early day must come before the day on which an invoice is due.")
        made = _renewed(
            person,
            organisation,
            rebate=rebate,
            early_day=early_day,
            due_day=due_day,
            deposit=deposit,
            running_pence=running_pence,
        )
        subject(entry, made)
        entry.after = {
            "rebate": rebate,
            "days": [early_day, due_day],
            "deposit": deposit,
            "pence": running_pence,
        }
    return made


def _renewed(person: Person, organisation: Organisation, **said: object) -> ScanRules:
    """The newest rules with some of them said anew, as a row of their own."""
    it = scanning.rules(organisation)
    it.pk = None
    it._state.adding = True
    for name, value in {**said, "set_by": person, "set_at": clock.now()}.items():
        setattr(it, name, value)
    it.save()
    return it


def set_staff_cost(
    person: Person,
    *,
    organisation: Organisation,
    year: int,
    pay_bill_pence: int | None,
    staff_budget_pence: int | None,
    source: str,
) -> StaffCost:
    """Says what a financial year's pay bill and staff budget are, and where the figures are from."""
    with change(person, REVIEW, "ledger.staff_cost_set", organisation=organisation) as entry:
        if not pay_bill_pence and not staff_budget_pence:
            raise NotPossible("Give the pay bill, the staff budget, or both.")
        made = StaffCost.objects.create(
            organisation=organisation,
            year=year,
            pay_bill_pence=pay_bill_pence or None,
            staff_budget_pence=staff_budget_pence or None,
            source=line(source, "where the figures are from", 300),
            set_by=person,
            set_at=clock.now(),
        )
        subject(entry, made)
        entry.after = {
            "year": year,
            "pay bill in pence": pay_bill_pence,
            "budget in pence": staff_budget_pence,
        }
    return made


# --- findings ---


def say(
    person: Person,
    *,
    finding: Finding,
    state: str,
    said: str = "",
    recovered_pence: int | None = None,
    recovered_on: date | None = None,
    how: str = "",
) -> Step:
    """Says what came of a finding, or how it stands; what was said before stays.

    'Not right' needs why. 'Money came back' needs how much, when and how. The next scan's order learns from it.
    """
    with change(person, REVIEW, "finding.judged", organisation=finding.organisation, on=finding) as entry:
        it = Finding.objects.select_for_update().get(pk=finding.pk)
        if state not in State.values:
            raise NotPossible("Choose what came of it from the list.")
        words = prose_or_none(said, "what you say of it", 5000)
        if state == State.FALSE and not words:
            raise NotPossible("Say why it is not right: the next scan learns from it.")
        if state == State.RECOVERED:
            if not recovered_pence or recovered_on is None:
                raise NotPossible("Say how much came back, and on which day.")
            if recovered_on > clock.today():
                raise NotPossible(
                    f"{spoken_date(recovered_on)} is still to come: give the day the money came."
                )
            how = line(how, "how the money came back", 200)
        else:
            recovered_pence, recovered_on, how = None, None, ""
        if state == it.state and not words and state != State.RECOVERED:
            raise NotPossible("Nothing is different: say something, or choose another outcome.")
        entry.before = {"state": it.state, "recovered in pence": it.recovered_pence}
        it.looked_at_by = person if state == State.LOOKING and it.state != State.LOOKING else it.looked_at_by
        it.state = state
        it.recovered_pence, it.recovered_on = recovered_pence or 0, recovered_on
        it.save(update_fields=["state", "looked_at_by", "recovered_pence", "recovered_on"])
        made = Step.objects.create(
            finding=it,
            state=state,
            said=words,
            recovered_pence=recovered_pence,
            recovered_on=recovered_on,
            how=how,
            by=person,
            at=clock.now(),
        )
        entry.after = {"state": state, "recovered in pence": it.recovered_pence, "said": words}
    return made


# --- suppliers ---


def decide(
    person: Person,
    *,
    organisation: Organisation,
    name: tuple[str, str],
    other: tuple[str, str],
    together: bool,
    reason: str = "",
) -> SupplierDecision:
    """Says that two printed names (with their references) are one supplier, or are not: from the next scan on."""
    action = "ledger.supplier_joined" if together else "ledger.supplier_parted"
    with change(person, REVIEW, action, organisation=organisation) as entry:
        known = SupplierAlias.objects.filter(scan__organisation=organisation, scan__state="standing")
        for one in (name, other):
            if not known.filter(name=one[0], ref=one[1]).exists():
                raise NotPossible("The newest scan has no such name: choose one that it has.")
        if name == other:
            raise NotPossible("These are the same name: choose two that differ.")
        pair = {name, other}
        for it in SupplierDecision.objects.filter(organisation=organisation, undone_at__isnull=True):
            if {(it.name, it.ref), (it.other_name, it.other_ref)} == pair:
                if it.together == together:
                    raise NotPossible("That was decided already: the next scan goes by it.")
                _undo(person, it)
        made = SupplierDecision.objects.create(
            organisation=organisation,
            together=together,
            name=name[0],
            ref=name[1],
            other_name=other[0],
            other_ref=other[1],
            reason=prose_or_none(reason, "the reason", 300),
            by=person,
            at=clock.now(),
        )
        subject(entry, made)
        entry.after = {"names": [list(name), list(other)], "together": together, "reason": made.reason}
    return made


def undo_decision(person: Person, *, decision: SupplierDecision) -> None:
    """Takes back what was said of two names: the next scan judges them by itself."""
    where = decision.organisation
    with change(person, REVIEW, "ledger.supplier_undone", organisation=where, on=decision):
        it = SupplierDecision.objects.select_for_update().get(pk=decision.pk)
        if it.undone_at:
            raise NotPossible("That was taken back before: there is nothing left to do.")
        _undo(person, it)


def _undo(person: Person, it: SupplierDecision) -> None:
    it.undone_by, it.undone_at = person, clock.now()
    it.save(update_fields=["undone_by", "undone_at"])
