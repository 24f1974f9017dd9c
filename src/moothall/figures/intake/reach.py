"""How far each series reaches, kept beside it: what there is of a measure is asked of thousands, not of millions.

Worked out from what a load staged before its flip, and written in the flip, so that it is always true of what is
published. Only the holder of the lock on loads writes it, and nothing that is published goes away: it only grows.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Max, Min

from moothall.figures.models import Load, Observation, Series

AT_ONCE = 5_000  # series in one statement


@dataclass(frozen=True)
class Reach:
    """What these loads change: by first and last day, the series that now reach so far; the measures by load."""

    series: dict[tuple[date, date], list[int]]
    measures: dict[int, list[str]]

    def write(self) -> None:
        """Stores how far the series reach: in the transaction of the flip."""
        for (first, last), keys in self.series.items():
            for some in in_parts(keys):
                Series.objects.filter(pk__in=some).update(first=first, last=last)


def reach(loads: Sequence[Load]) -> Reach:
    """How far the series of these loads reach, with what they staged beside what was published before."""
    ends: dict[int, tuple[date, date]] = {}
    brought: dict[int, set[int]] = {it.pk: set() for it in loads}
    rows = Observation.objects.filter(load__in=loads).values("load", "series").order_by()
    for row in rows.annotate(first=Min("start"), last=Max("start")).iterator(AT_ONCE):
        pk = row["series"]
        first, last = ends.get(pk, (row["first"], row["last"]))
        ends[pk] = min(first, row["first"]), max(last, row["last"])
        brought[row["load"]].add(pk)
    changed: dict[tuple[date, date], list[int]] = defaultdict(list)
    measure: dict[int, str] = {}
    for keys in in_parts(list(ends)):
        known = Series.objects.filter(pk__in=keys).values_list("pk", "measure", "first", "last")
        for pk, measure[pk], old_first, old_last in known:
            first, last = ends[pk]
            now = min(first, old_first or first), max(last, old_last or last)
            if now != (old_first, old_last):
                changed[now].append(pk)
    return Reach(
        dict(changed), {load: sorted({measure[pk] for pk in keys}) for load, keys in brought.items()}
    )


def in_parts(keys: Sequence[int]) -> Iterator[Sequence[int]]:
    """So many at once that a statement can name them."""
    for n in range(0, len(keys), AT_ONCE):
        yield keys[n : n + AT_ONCE]
