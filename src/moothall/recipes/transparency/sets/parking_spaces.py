"""Controlled parking spaces, on and off the street."""

from moothall.recipes.transparency.checks import ERROR, chosen, not_negative
from moothall.recipes.transparency.template import ORGANISATION, Field, Kind, Need, Scan, TransparencySet

SET = TransparencySet(
    id="parking-spaces",
    title="Parking spaces",
    about=(
        "How many marked-out controlled spaces there are on and off the street, or an estimate where "
        "they are not marked."
    ),
    frequency="annual",
    due="Within a month of the year's end",
    months_after=1,
    source="Local Government Transparency Code 2015, Part 2.2: controlled parking spaces",
    checked="secondary",
    total="Spaces",
    fields=(
        *ORGANISATION,
        Field(
            "SpaceType",
            "On-street or off-street",
            need=Need.MUST,
            scan=Scan.NONE,
            known_as=("type of space", "on or off street", "parking type", "type", "on-street or off-street"),
        ),
        Field(
            "Spaces",
            "How many",
            Kind.WHOLE,
            Need.MUST,
            ("number of spaces", "parking spaces", "controlled spaces", "count"),
        ),
        Field(
            "Location",
            "Where, if by place",
            scan=Scan.FORMS,
            known_as=("car park", "street", "place", "car park name"),
        ),
        Field("Estimated", "Whether it is an estimate", scan=Scan.NONE, known_as=("estimate", "is estimate")),
    ),
    signs=("SpaceType",),
    checks=(
        chosen("SpaceType", "On-street", "Off-street", "On street", "Off street", severity=ERROR),
        not_negative("Spaces"),
    ),
)
