"""Land and buildings that the council owns or leases."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from moothall.kit.personal_data import POSTCODE
from moothall.recipes.transparency.checks import ERROR, WARNING, chosen, not_negative, pattern
from moothall.recipes.transparency.problems import Place, Problem
from moothall.recipes.transparency.rules import Rules
from moothall.recipes.transparency.template import ORGANISATION, Field, Kind, Need, Row, Scan, TransparencySet

# What holds Great Britain: in degrees (WGS84), and in metres of the National Grid.
_DEGREES = ((Decimal("-8.7"), Decimal("1.8")), (Decimal("49.8"), Decimal("60.9")))
_METRES = ((Decimal(0), Decimal(700_000)), (Decimal(0), Decimal(1_300_000)))
_LEAST_METRES = 1000  # degrees never reach this


def _coordinates(one: TransparencySet, rows: Sequence[Row], rules: Rules) -> Iterator[Problem]:
    outside: list[Place] = []
    half: list[Place] = []
    for row in rows:
        x, y = row.number("GeoX"), row.number("GeoY")
        if x is None and y is None:
            continue
        if x is None or y is None:
            half.append(row.place)
            continue
        (west, east), (south, north) = _METRES if max(abs(x), abs(y)) >= _LEAST_METRES else _DEGREES
        if not (west <= x <= east and south <= y <= north):
            outside.append(row.place)
    if half:
        yield Problem(
            "coordinates",
            ERROR,
            "Only one of GeoX and GeoY is given.",
            "Give both or neither.",
            tuple(half),
            "GeoX",
        )
    if outside:
        said = "GeoX and GeoY do not lie in Great Britain."
        mend = "Check that longitude or easting is in GeoX, latitude or northing in GeoY, and the system."
        yield Problem("coordinates", ERROR, said, mend, tuple(outside), "GeoX")


SET = TransparencySet(
    id="land",
    title="Land and buildings",
    about="Each piece of land and each building that the council holds, freehold or leasehold.",
    frequency="annual",
    due="Within a month of the year's end",
    months_after=1,
    source="Local Government Transparency Code 2015, Part 2.2: local authority land",
    checked="secondary",
    signs=("UPRN", "AssetCode", "TenureType"),
    fields=(
        *ORGANISATION,
        Field(
            "UPRN",
            "Its Unique Property Reference Number",
            need=Need.SHOULD,
            scan=Scan.NONE,
            known_as=("unique property reference number", "uprn number"),
        ),
        Field(
            "AssetCode",
            "The council's own number for it",
            need=Need.SHOULD,
            scan=Scan.NONE,
            known_as=(
                "asset id",
                "unique asset identity",
                "asset number",
                "asset reference",
                "property reference",
            ),
        ),
        Field(
            "PropertyName",
            "What it is called",
            need=Need.MUST,
            scan=Scan.FORMS,
            allows=frozenset((POSTCODE,)),
            known_as=(
                "name",
                "asset name",
                "name of the building",
                "site name",
                "building name",
                "property",
                "property description",
            ),
        ),
        Field(
            "StreetNumber",
            "Its number in the street",
            scan=Scan.NONE,
            known_as=("number", "street no", "building number"),
        ),
        Field(
            "StreetName",
            "The street",
            scan=Scan.NONE,
            known_as=("street", "road", "address", "address 1", "address line 1"),
        ),
        Field("PostTown", "The post town", scan=Scan.NONE, known_as=("town", "post town name", "locality")),
        Field("PostCode", "The postcode", scan=Scan.NONE, known_as=("post code", "uk postcode")),
        Field(
            "CoordinateReferenceSystem",
            "The system of the coordinates",
            scan=Scan.NONE,
            known_as=("crs", "coordinate system"),
        ),
        Field(
            "GeoX",
            "Longitude or easting",
            Kind.NUMBER,
            Need.SHOULD,
            ("x", "easting", "longitude", "long", "eastings", "lng"),
        ),
        Field(
            "GeoY",
            "Latitude or northing",
            Kind.NUMBER,
            Need.SHOULD,
            ("y", "northing", "latitude", "lat", "northings"),
        ),
        Field(
            "TenureType",
            "Freehold or leasehold",
            need=Need.SHOULD,
            scan=Scan.NONE,
            known_as=("tenure", "ownership", "owned or leased", "freehold or leasehold", "interest"),
        ),
        Field(
            "TenureDetail", "How it is held or let", scan=Scan.FORMS, known_as=("tenure details", "occupancy")
        ),
        Field(
            "OtherDetail",
            "What it is used for",
            scan=Scan.FORMS,
            known_as=("use", "purpose", "purpose held", "other details", "notes"),
        ),
        Field(
            "HoldingType",
            "Land only, or with a permanent building",
            need=Need.SHOULD,
            scan=Scan.NONE,
            known_as=("land or building", "asset type", "type", "land only or land with building", "holding"),
        ),
        Field(
            "BuildingSize",
            "Square metres of floor",
            Kind.NUMBER,
            known_as=("floor area", "gia", "building size sqm"),
        ),
        Field(
            "LandArea",
            "Hectares of land",
            Kind.NUMBER,
            known_as=("site area", "area", "land area ha", "hectares"),
        ),
    ),
    checks=(
        pattern(
            "UPRN", r"[1-9]\d{0,11}", "UPRN is not one to twelve digits.", "Correct it, or leave it blank."
        ),
        _coordinates,
        chosen("TenureType", "Freehold", "Leasehold", "Licence", "Other", severity=WARNING),
        not_negative("BuildingSize", "LandArea"),
    ),
)
