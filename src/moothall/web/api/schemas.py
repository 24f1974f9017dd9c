"""What the API answers with. Exact numbers are strings: a JSON number may lose digits on the way."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Annotated, Any, Generic, TypeVar

from ninja import Schema
from pydantic import AfterValidator, AwareDatetime, Field, PlainSerializer

from moothall.figures.models import Area, Observation

T = TypeVar("T")
Exact = Annotated[
    Decimal,
    PlainSerializer(lambda value: f"{value:f}", return_type=str),
    Field(json_schema_extra={"type": "string"}),
]
Text = Annotated[
    str, Field(max_length=200, pattern=r"^[^\x00]*$")
]  # a database cannot hold the character nought


def _in_reach(moment: datetime) -> datetime:
    """The same answer, from a moment that a database can count with: nothing stood in 1900, all of now will in 2999."""
    if moment.year < 1900:
        return datetime(1900, 1, 1, tzinfo=UTC)
    return min(moment, datetime(2999, 1, 1, tzinfo=UTC))


Moment = Annotated[AwareDatetime, AfterValidator(_in_reach)]


class Paged(Schema):
    """Which part of a list to answer with."""

    limit: Annotated[int, Field(ge=1, le=1000, description="How many at most")] = 100
    offset: Annotated[int, Field(ge=0, le=100_000_000, description="How many to leave out first")] = 0


class Page(Schema, Generic[T]):
    """Part of a list: how many there are in all, and where the next part is."""

    count: int
    next: str | None
    items: list[T]


class AreaOut(Schema):
    code: str
    name: str
    type: str
    nation: str
    region: str
    county: str
    started: date | None
    ended: date | None


class AreaWhole(AreaOut):
    """An area with the areas it took over from, and those that took over from it."""

    predecessors: list[str]
    successors: list[str]


class MeasureOut(Schema):
    id: str
    title: str
    definition: str
    unit: str
    decimals: int
    basis: str
    polarity: str
    frequency: str
    numerator: str
    denominator: str
    source: str
    source_url: str
    licence: str
    owner: str
    theme: str
    caveats: str


class SourceOut(Schema):
    id: str
    title: str
    publisher: str
    licence: str
    url: str
    published: bool


class Numbers(Schema):
    """A value, or why there is none. Missing is never nought."""

    value: Exact | None
    missing: str | None
    reason: str
    numerator: Exact | None
    denominator: Exact | None
    lower: Exact | None
    upper: Exact | None
    status: str
    note: str


class ObservationOut(Numbers):
    series: int
    measure: str
    area: str
    area_name: str
    organisation: str
    period: str
    start: date
    end: date
    basis: str
    breakdown: str
    lineage: str


class Version(Numbers):
    """One row of one file that said what the figure is. `loaded_by` is told to those with a role where that was."""

    current: bool
    published_at: datetime
    loaded_by: str | None
    source: str
    file: str
    sheet: str
    sha256: str
    row: int


class Newer(Schema):
    """What a figure says now, and since when, where that is something else than what is shown."""

    value: Exact | None
    missing: str | None
    since: datetime


class Lineage(Schema):
    """Where a figure comes from: every version of it that you may read, the newest first.

    Anybody may read a council's own figure that a published plan shows, up to the version it shows; `newer` is
    the value that stands now, if it is another.
    """

    observation: ObservationOut
    newer: Newer | None
    versions: list[Version]


def area_out(it: Area) -> dict[str, Any]:
    return {name: getattr(it, name) for name in AreaOut.model_fields}


def numbers(it: Observation) -> dict[str, Any]:
    return {name: getattr(it, name) for name in Numbers.model_fields} | {"missing": it.missing or None}


def observation_out(it: Observation, lineage: str) -> dict[str, Any]:
    """An observation loaded with `full()`; `lineage` is the address of its lineage."""
    return {
        **numbers(it),
        "series": it.series_id,
        "measure": it.series.measure,
        "area": it.series.area_id,
        "area_name": it.series.area.name,
        "organisation": it.series.organisation.slug,
        "period": it.period.iso,
        "start": it.start,
        "end": it.period.end,
        "basis": it.series.basis,
        "breakdown": it.series.breakdown,
        "lineage": lineage,
    }


def newer_out(it: Observation) -> dict[str, Any]:
    return {"value": it.value, "missing": it.missing or None, "since": it.load.published_at}


def version_out(it: Observation, current: bool, known: bool) -> dict[str, Any]:
    """A version of an observation: whether it stands, and who loaded it if that may be `known`."""
    return {
        **numbers(it),
        "current": current,
        "published_at": it.load.published_at,
        "loaded_by": str(it.load.loaded_by) if known else None,
        "source": it.load.source,
        "file": it.load.file_name,
        "sheet": it.load.sheet,
        "sha256": it.load.sha256,
        "row": it.line,
    }
