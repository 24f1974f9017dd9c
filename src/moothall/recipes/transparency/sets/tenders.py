"""Invitations to tender over £5,000."""

from moothall.kit.personal_data import POSTCODE
from moothall.recipes.transparency.checks import in_order
from moothall.recipes.transparency.template import (
    DEPARTMENT,
    ORGANISATION,
    Field,
    Kind,
    Need,
    Scan,
    TransparencySet,
)

_SITE = frozenset((POSTCODE,))  # where the work is done is no home of anybody's

SET = TransparencySet(
    id="tenders",
    title="Invitations to tender over £5,000",
    about="Each invitation to tender or to quote for goods or services of more than £5,000.",
    frequency="quarterly",
    due="Within a month of the quarter's end",
    months_after=1,
    source="Local Government Transparency Code 2015, Part 2.1: invitations to tender",
    checked="secondary",
    signs=("PublishedDate", "ClosingDate"),
    fields=(
        *ORGANISATION,
        DEPARTMENT,
        Field(
            "TenderReference",
            "The invitation's reference number",
            need=Need.MUST,
            scan=Scan.NONE,
            known_as=(
                "reference",
                "ref",
                "reference number",
                "tender ref",
                "tender number",
                "tender reference number",
            ),
        ),
        Field(
            "TenderTitle",
            "Its title",
            need=Need.MUST,
            known_as=("title", "tender name", "title of tender"),
            allows=_SITE,
        ),
        Field(
            "Description",
            "The goods or services sought",
            need=Need.SHOULD,
            known_as=(
                "tender description",
                "goods or services sought",
                "description of the goods and/or services sought",
            ),
            allows=_SITE,
        ),
        Field(
            "StartDate",
            "The first day of the contract",
            Kind.DATE,
            Need.SHOULD,
            ("start", "contract start", "contract start date", "proposed start date"),
        ),
        Field(
            "EndDate",
            "Its last day",
            Kind.DATE,
            Need.SHOULD,
            ("end", "contract end", "contract end date", "proposed end date"),
        ),
        Field("ReviewDate", "When it would be looked at again", Kind.DATE, known_as=("review",)),
        Field(
            "PublishedDate",
            "The day of the invitation",
            Kind.DATE,
            known_as=(
                "date published",
                "tender published",
                "date of invitation",
                "invitation date",
                "advert date",
            ),
        ),
        Field(
            "ClosingDate",
            "The last day to answer it",
            Kind.DATE,
            known_as=("deadline", "tender deadline", "tender closing date", "date for return", "return date"),
        ),
    ),
    checks=(in_order("StartDate", "EndDate"), in_order("PublishedDate", "ClosingDate")),
)
