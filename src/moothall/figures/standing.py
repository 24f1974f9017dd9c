"""Thousands of values at once, as light as they can be: what stands of whole series, read from an index alone.

`Observation.objects.current` asks the database of each row whether a later one replaced it. For a few rows that is
best; for every period of every council it costs less to read all versions and to compare them here.
"""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db.models import Aggregate, TextField, Value
from django.db.models.functions import Cast, Coalesce

from moothall.figures.models import Load, Observation

Pair = tuple[int, int]  # mantissa and scale, as stored
Standing = dict[str, Pair | None]  # by first day ('2026-04-01'); None where there is no value


class Listed(Aggregate):
    """What a group's rows have in one column, in one text with blanks between: one row to fetch, not sixty."""

    function = "STRING_AGG"
    template = "%(function)s(%(expressions)s, ' ')"
    output_field = TextField()

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        return super().as_sql(compiler, connection, function="GROUP_CONCAT", **context)


def listed(column: str) -> Listed:
    return Listed(Coalesce(Cast(column, TextField()), Value("")))


def standing_pairs(series: Collection[int], as_at: datetime | None = None) -> dict[int, Standing]:
    """By series and first day, the values that stand, or stood at a moment: what `current` finds. Two queries.

    The first reads nothing but the index `observation_value`, which is why it does not ask about loads.
    """
    if not series:
        return {}
    rows = list(
        Observation.objects.filter(series__in=list(series))
        .order_by()
        .values("series_id")
        .annotate(
            days=listed("start"),
            mantissas=listed("value_mantissa"),
            scales=listed("value_scale"),
            loads=listed("load_id"),
        )
        .values_list("series_id", "days", "mantissas", "scales", "loads")
    )
    # most series have the same days, scales and loads, in one spelling: each is taken apart once
    days = {text: text.split(" ") for text in {row[1] for row in rows}}
    scales = {text: [int(it) for it in text.split(" ")] for text in {row[3] for row in rows}}
    loads = {text: text.split(" ") for text in {row[4] for row in rows}}
    published = _published({it for some in loads.values() for it in some}, as_at)
    order = {text: _oldest_first(some, published) for text, some in loads.items()}
    found: dict[int, Standing] = {}
    for pk, starts, mantissas, scale, load in rows:
        first, scaled, given = days[starts], scales[scale], mantissas.split(" ")
        versions = {first[n]: (int(given[n]), scaled[n]) if given[n] else None for n in order[load]}
        if versions:
            found[pk] = versions
    return found


def _published(loads: Collection[str], as_at: datetime | None) -> dict[str, int]:
    """Of these loads the published ones, or those published at a moment: the place of each in the order of that."""
    known = Load.objects.filter(pk__in=[int(it) for it in loads], sequence__isnull=False)
    if as_at:
        known = known.filter(published_at__lte=as_at)
    return {str(pk): sequence for pk, sequence in known.values_list("pk", "sequence") if sequence is not None}


def _oldest_first(loads: list[str], published: dict[str, int]) -> list[int]:
    """The places of a series' rows, the last published last, so that of two versions the newer is laid over."""
    return sorted((n for n, load in enumerate(loads) if load in published), key=lambda n: published[loads[n]])
