"""A quarter of payments that is published, and a newer check of it that waits."""

from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from moothall.kit.periods import Period
from moothall.spend.transparency import actions
from moothall.spend.transparency.actions import Given
from moothall.spend.transparency.models import Edition, Preparation

if TYPE_CHECKING:
    from tests.people import World

QUARTER = Period(date(2026, 4, 1), "P3M")
LEDGER = (
    "Supplier Name,Payment Date,Transaction Number,Net Amount,Irrecoverable VAT,Description,Directorate,Category\n"
    "The Bin Company Ltd,02/05/2026,T1,900.00,0,Litter bins,Waste and recycling,Bins\n"
)


def transparency_samples(world: "World") -> dict[str, object]:
    it = Edition.objects.filter(state="published").first() or _published(world)
    return {
        "transparency_check": Preparation.objects.filter(organisation=world.council).earliest("pk").pk,
        "published_set": it.pk,
    }


def _published(world: "World") -> Edition:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "ledger.csv"
        path.write_text(LEDGER, encoding="utf-8")
        made = actions.prepare(
            world.root, organisation=world.council, period=QUARTER, given=[Given("ledger.csv", path)]
        )
    [it] = actions.check(world.root, preparation=made)
    if it.to_look_at:
        actions.look(world.root, edition=it, places=it.to_look_at)
    actions.publish(world.root, edition=it)
    return it
