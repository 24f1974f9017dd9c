"""A clinic's agenda as its page shows it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from moothall.core.models import Person
from moothall.direction.queries import Commitment
from moothall.figures.measures import catalogue
from moothall.figures.queries import series_called
from moothall.kit.charts import Chart
from moothall.performance.clinics.queries import Clinic, Item
from moothall.performance.commentary.queries import Commentary, latest
from moothall.performance.signal import drawn, signals


@dataclass(frozen=True)
class Shown:
    """One thing on the agenda, its chart where it is a measure, and what was agreed of it."""

    item: Item
    lineage: str
    chart: Chart | None
    agreed: Sequence[Commitment]
    late: bool
    said: Commentary | None


def items_shown(
    person: Person,
    clinic: Clinic,
    items: Sequence[Item],
    agreed: Mapping[int, Sequence[Commitment]],
    on: date,
) -> list[Shown]:
    """The agenda in its order; each chart from its kept run, and the newest approved commentary. Three queries."""
    found = signals(person, clinic.organisation, [it.measure for it in items if it.measure], whole=True)
    series = series_called(it.series for it in found.values())
    said = latest(person, clinic.organisation, [it.measure for it in items if it.measure])
    charts = {key: drawn(it, series[it.series]) for key, it in found.items() if key in catalogue()}
    return [
        Shown(
            it,
            reverse("lineage", args=[int(it.evidence["series"]), it.evidence["start"]])
            if "series" in it.evidence
            else "",
            charts.get(it.measure),
            agreed.get(it.pk, ()),
            bool(it.commitment and it.commitment.late(on)),
            said.get(it.measure),
        )
        for it in items
    ]
