"""What a council's figures say of one of its wards, where they are counted by ward."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from moothall.core.models import Organisation, Person
from moothall.core.permission import require
from moothall.figures.measures import Measure, catalogue
from moothall.figures.models import Observation, Series
from moothall.figures.queries import council_series

WARD = "ward="
PERIODS = {"P1M": 3, "P3M": 3, "P1Y": 2}  # that are looked at for the newest


@dataclass(frozen=True)
class InWard:
    """The newest figure of a measure in one ward, and that of the whole council for the same period, if any."""

    measure: Measure
    here: Observation
    whole: Observation | None


def wards(person: Person, organisation: Organisation) -> list[str]:
    """The wards that some measure of the council's own is counted by, by name: one query. Raises PermissionDenied."""
    require(person, "performance.read", organisation)
    found = Series.objects.filter(
        organisation=organisation, area=organisation.area_code, breakdown__startswith=WARD, last__isnull=False
    )
    named = found.order_by("breakdown").values_list("breakdown", flat=True).distinct()
    return [it.removeprefix(WARD) for it in named]


def of_ward(person: Person, organisation: Organisation, ward: str, on: date) -> list[InWard]:
    """Each measure that is counted in this ward, as the catalogue has them: five queries. Raises PermissionDenied."""
    require(person, "performance.read", organisation)
    breakdown = WARD + ward
    counted = Series.objects.filter(organisation=organisation, breakdown=breakdown)
    ids = set(counted.values_list("measure", flat=True))
    measures = [it for key, it in catalogue().items() if key in ids]
    here = council_series(person, organisation, measures, on, breakdown=breakdown, shown=PERIODS)
    whole = council_series(person, organisation, measures, on, shown=PERIODS)
    return [
        InWard(it, rows[-1], _same(rows[-1], whole.get(it.id, ())))
        for it in measures
        if (rows := here.get(it.id))
    ]


def _same(one: Observation, rows: Sequence[Observation]) -> Observation | None:
    return next((it for it in rows if it.period == one.period), None)
