"""A small ledger with something wrong in it, loaded and scanned through the real actions."""

from datetime import date, timedelta
from pathlib import Path

from tests.people import World

from moothall.core.jobs import run_job
from moothall.core.models import Job, Service
from moothall.spend import actions as register
from moothall.spend.actions import Said, SupplierSaid
from moothall.spend.ledgers import actions
from moothall.spend.ledgers.models import LedgerFile, Scan

TODAY = date(2026, 11, 16)
HEADER = "Supplier,Service,Date paid,Invoice date,Invoice number,Net amount,Purpose,Order number"
MONTHS = [date(2025, 4 + it, 10) if it < 9 else date(2026, it - 8, 10) for it in range(14)]


def lines() -> list[str]:
    """Fourteen months of a quiet council: skips each month, a repeated invoice, agency staff, a name withheld."""
    rows = []
    for number, paid in enumerate(MONTHS):
        billed = paid - timedelta(days=20 if number % 4 else 45)
        for supplier, service, pounds, what, order in (
            (
                "The Skip Company Ltd",
                "Waste",
                8_431.17 + 13.09 * number,
                "Emptying of skips",
                f"PO{500 + number}",
            ),
            ("Brightwork Staffing Ltd", "Homes", 6_204.50 + 7.31 * number, "Agency staff", ""),
            ("Vale Paper & Print", "Homes", 312.44 + number, "Printing of letters", f"PO{700 + number}"),
            ("REDACTED PERSONAL DATA", "Homes", 550.00 + number, "Grant to a household", ""),
        ):
            reference = f"{supplier[:3].upper()}{1000 + 7 * number}"
            rows.append(
                f"{supplier},{service},{paid:%d/%m/%Y},{billed:%d/%m/%Y},{reference},{pounds:.2f},{what},{order}"
            )
    again = rows[12].split(",")  # the skips of one month are paid again, a fortnight later
    again[2] = f"{MONTHS[3] + timedelta(days=14):%d/%m/%Y}"
    rows.append(",".join(again))
    rows.append("The Skip Co. Limited,Waste,14/05/2026,01/05/2026,SKC9,219.36,Skip for a fair,PO900")
    return rows


def ledger(path: Path, more: tuple[str, ...] = ()) -> Path:
    path.write_text("\n".join([HEADER, *lines(), *more, "Total,,,,,not a number,,"]) + "\n", encoding="utf-8")
    return path


def load(world: World, path: Path, **more: object) -> LedgerFile:
    """Loads a file as the procurement officer and reads it."""
    person = world.person["procurement-officer"]
    made, job = actions.add_file(person, organisation=world.council, path=path, name=path.name, **more)  # type: ignore[arg-type]
    run_job.func(job.pk)
    made.refresh_from_db()
    return made


def scan(world: World) -> Scan:
    """Scans as the procurement officer."""
    job = actions.start_scan(world.person["procurement-officer"], organisation=world.council)
    run_job.func(job.pk)
    done = Job.objects.get(pk=job.pk)
    assert done.state == "done", done.message
    return Scan.objects.get(pk=done.result["scan"])


def prepare(world: World, folder: Path) -> None:
    """A contract for the skips, the ledger, and a scan of it."""
    supplier = register.add_supplier(
        world.root, organisation=world.council, said=SupplierSaid("The Skip Company Limited", sme=True)
    )
    service = Service.objects.get(organisation=world.council, slug="waste")
    said = Said("C-9", "Skips", supplier, service, date(2025, 4, 1), date(2027, 3, 31), value_pence=9_000_000)
    register.add_contract(world.root, organisation=world.council, said=said)
    load(world, ledger(folder / "ledger.csv"))
    scan(world)
