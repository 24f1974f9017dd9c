"""What the OData feed offers: three entity sets, their properties, and the CSDL document that says so."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from xml.sax.saxutils import quoteattr

from moothall.figures.measures import Measure
from moothall.figures.models import Area, Observation

NAMESPACE = "Moothall"
STRING, DATE, WHOLE, EXACT, MOMENT = (
    "Edm.String", "Edm.Date", "Edm.Int64", "Edm.Decimal", "Edm.DateTimeOffset",
)  # fmt: skip


@dataclass(frozen=True)
class Property:
    """One property of an entity.

    column: what it is called in the database or on the measure; '' where it cannot be filtered or ordered by.
    """

    name: str
    kind: str
    value: Callable[[Any], Any]
    column: str = ""
    nullable: bool = False


@dataclass(frozen=True)
class Entity:
    """An entity set: its type, its key, its properties."""

    set: str
    type: str
    key: tuple[str, ...]
    properties: tuple[Property, ...]

    @property
    def by_name(self) -> Mapping[str, Property]:
        return {it.name: it for it in self.properties}


def _of(name: str, attribute: str, kind: str = STRING, nullable: bool = False, column: str = "") -> Property:
    return Property(name, kind, lambda it: _within(it, attribute), column, nullable)


def _within(it: Any, attribute: str) -> Any:
    for part in attribute.split("."):
        it = getattr(it, part)
    return it


def _missing(it: Observation) -> str | None:
    return it.missing or None


OBSERVATIONS = Entity(
    "Observations",
    "Observation",
    ("Series", "Start"),
    (
        _of("Series", "series_id", WHOLE, column="series_id"),
        _of("Start", "start", DATE, column="start"),
        Property("End", DATE, lambda it: it.period.end),
        _of("Measure", "series.measure", column="series__measure"),
        _of("Area", "series.area_id", column="series__area_id"),
        _of("AreaName", "series.area.name", column="series__area__name"),
        _of("Organisation", "series.organisation.slug", column="series__organisation__slug"),
        Property("Period", STRING, lambda it: it.period.iso),
        _of("Length", "series.length", column="series__length"),
        _of("Basis", "series.basis", column="series__basis"),
        _of("Breakdown", "series.breakdown", column="series__breakdown"),
        _of("Value", "value", EXACT, True),
        Property("Missing", STRING, _missing, nullable=True),
        _of("Reason", "reason"),
        _of("Numerator", "numerator", EXACT, True),
        _of("Denominator", "denominator", EXACT, True),
        _of("Lower", "lower", EXACT, True),
        _of("Upper", "upper", EXACT, True),
        _of("Status", "status"),
        _of("Note", "note"),
        _of("PublishedAt", "load.published_at", MOMENT, column="load__published_at"),
    ),
)
MEASURES = Entity(
    "Measures",
    "Measure",
    ("Id",),
    tuple(
        _of(name, attribute, WHOLE if kind == "int" else STRING, column=attribute)
        for name, attribute, kind in (
            ("Id", "id", "str"),
            ("Title", "title", "str"),
            ("Definition", "definition", "str"),
            ("Unit", "unit", "str"),
            ("Decimals", "decimals", "int"),
            ("Basis", "basis", "str"),
            ("Polarity", "polarity", "str"),
            ("Frequency", "frequency", "str"),
            ("Numerator", "numerator", "str"),
            ("Denominator", "denominator", "str"),
            ("Source", "source", "str"),
            ("SourceUrl", "source_url", "str"),
            ("Licence", "licence", "str"),
            ("Owner", "owner", "str"),
            ("Theme", "theme", "str"),
            ("Caveats", "caveats", "str"),
        )
    ),
)
AREAS = Entity(
    "Areas",
    "Area",
    ("Code",),
    (
        _of("Code", "code", column="code"),
        _of("Name", "name", column="name"),
        _of("Type", "type", column="type"),
        _of("Nation", "nation", column="nation"),
        _of("Region", "region", column="region"),
        _of("County", "county", column="county"),
        _of("Started", "started", DATE, True, column="started"),
        _of("Ended", "ended", DATE, True, column="ended"),
    ),
)
ENTITIES: Mapping[str, Entity] = {it.set: it for it in (OBSERVATIONS, MEASURES, AREAS)}
Row = Observation | Measure | Area


def csdl() -> str:
    """The metadata document (CSDL 4.0, XML)."""
    types = "".join(_type(it) for it in ENTITIES.values())
    sets = "".join(map(_set, ENTITIES.values()))
    return (
        '<?xml version="1.0" encoding="utf-8"?>'
        '<edmx:Edmx Version="4.0" xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx"><edmx:DataServices>'
        f'<Schema Namespace="{NAMESPACE}" xmlns="http://docs.oasis-open.org/odata/ns/edm">'
        f'{types}<EntityContainer Name="Container">{sets}</EntityContainer></Schema>'
        "</edmx:DataServices></edmx:Edmx>"
    )


def _set(it: Entity) -> str:
    """An entity set, and which properties cannot be filtered or sorted by: a program then does not try."""
    closed = "".join(f"<PropertyPath>{one.name}</PropertyPath>" for one in it.properties if not one.column)
    said = (
        f'<Annotation Term="Org.OData.Capabilities.V1.{restriction}"><Record><PropertyValue Property="{which}">'
        f"<Collection>{closed}</Collection></PropertyValue></Record></Annotation>"
        for restriction, which in (
            ("FilterRestrictions", "NonFilterableProperties"),
            ("SortRestrictions", "NonSortableProperties"),
        )
        if closed
    )
    return f'<EntitySet Name="{it.set}" EntityType="{NAMESPACE}.{it.type}">{"".join(said)}</EntitySet>'


def _type(it: Entity) -> str:
    keys = "".join(f"<PropertyRef Name={quoteattr(name)}/>" for name in it.key)
    return (
        f'<EntityType Name="{it.type}"><Key>{keys}</Key>{"".join(map(_property, it.properties))}</EntityType>'
    )


def _property(it: Property) -> str:
    more = ' Scale="variable"' if it.kind == EXACT else ' Precision="6"' if it.kind == MOMENT else ""
    nullable = "" if it.nullable else ' Nullable="false"'
    return f'<Property Name="{it.name}" Type="{it.kind}"{more}{nullable}/>'
