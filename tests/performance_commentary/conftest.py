"""The test councils and their people, made once a module as for the contracts: a priority, a target and figures."""

from datetime import date
from decimal import Decimal
from pathlib import Path

from tests.people import World
from tests.shared import _django_db_marker, db, people, shared_world, world

from moothall.core.models import Service
from moothall.direction.actions import add_priority, set_owner
from moothall.figures.actions import load
from moothall.figures.measures import catalogue
from moothall.performance import signal
from moothall.performance.actions import set_target

__all__ = ["_django_db_marker", "db", "people", "world"]
BINS, CALLS = "missed-bins", "calls-answered"
JUNE = date(2026, 6, 1)


def prepare(world: World, folder: Path) -> None:
    """Missed bins are off target in June, calls answered are not; the waste manager answers for the bins."""
    add_priority(
        world.root,
        organisation=world.council,
        title="Streets",
        from_date=date(2024, 1, 1),
        measures=[BINS, CALLS],
    )
    for measure, value in ((BINS, 60), (CALLS, 80)):
        set_target(
            world.root,
            organisation=world.council,
            measure=catalogue()[measure],
            value=Decimal(value),
            from_date=date(2024, 1, 1),
        )
    set_owner(
        world.root,
        organisation=world.council,
        measure=BINS,
        service=Service.objects.get(organisation=world.council, slug="waste"),
        owner=world.person["service-manager"],
    )
    path = folder / "two.csv"
    bins = [f"Missed bins,2026-{n:02},{64 + n % 3}" for n in range(1, 7)]
    path.write_text(
        "\n".join(["Measure,Period,Value", *bins, "Calls answered,2026-06,91.0"]), encoding="utf-8"
    )
    load(world.root, organisation=world.council, path=path)
    signal.refresh(world.root, world.council, [catalogue()[it] for it in (BINS, CALLS)])


shared = shared_world(prepare)
