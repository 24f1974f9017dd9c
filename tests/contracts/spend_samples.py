"""A ledger that was scanned: a file, a supplier and a finding of it."""

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from moothall.core import clock
from moothall.spend.ledgers import actions
from moothall.spend.ledgers.models import Finding, LedgerFile, Payee
from moothall.spend.ledgers.reading import read_alone

if TYPE_CHECKING:
    from tests.people import World

LEDGER = "Supplier,Service,Date paid,Invoice number,Net amount,Purpose\n" + "".join(
    f"The Bin Company,Waste,{day:02d}/05/2026,B77,7412.16,Bins\n" for day in (4, 18)
)


def spend_samples(world: "World") -> dict[str, object]:
    if not LedgerFile.objects.exists():
        _scan(world)
    return {
        "ledger_file": LedgerFile.objects.earliest("pk").pk,
        "payee": Payee.objects.earliest("pk").pk,
        "finding": Finding.objects.earliest("pk").pk,
    }


def _scan(world: "World") -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "ledger.csv"
        path.write_text(LEDGER, encoding="utf-8")
        made, _ = actions.add_file(world.root, organisation=world.council, path=path, name="ledger.csv")
        read_alone(made, lambda _done, _of, _what: None)
        actions.scan(
            world.root,
            organisation=world.council,
            folder=Path(folder) / "work",
            report=lambda _done, _of, _what: None,
            on=clock.today(),
        )
