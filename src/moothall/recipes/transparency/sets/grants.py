"""Grants to voluntary, community and social enterprise bodies."""

from moothall.recipes.transparency.checks import not_negative, redaction
from moothall.recipes.transparency.template import (
    DEPARTMENT,
    ORGANISATION,
    Field,
    Kind,
    Need,
    Scan,
    TransparencySet,
)

SET = TransparencySet(
    id="grants",
    title="Grants to voluntary, community and social enterprise bodies",
    about=(
        "Each grant to such a body. They may be tagged among the spending over £500 instead; then this "
        "set is not needed."
    ),
    frequency="annual",
    due="Within a month of the year's end",
    months_after=1,
    source="Local Government Transparency Code 2015, Part 2.2: grants",
    checked="secondary",
    total="Amount",
    signs=("GrantDate", "GrantPeriod"),
    fields=(
        *ORGANISATION,
        DEPARTMENT,
        Field(
            "GrantDate",
            "The day it was awarded",
            Kind.DATE,
            Need.MUST,
            (
                "date awarded",
                "award date",
                "date of award",
                "grant awarded",
                "grant award date",
                "date of grant",
                "date the grant was awarded",
            ),
        ),
        Field(
            "GrantPeriod",
            "The time it is for",
            need=Need.SHOULD,
            scan=Scan.NONE,
            known_as=(
                "time period",
                "period",
                "grant duration",
                "period of grant",
                "time period for which the grant has been given",
            ),
        ),
        Field(
            "BeneficiaryName",
            "Who was given it",
            need=Need.MUST,
            scan=Scan.PAYEE,
            known_as=(
                "beneficiary",
                "recipient",
                "grant recipient",
                "organisation awarded",
                "recipient name",
                "recipient org name",
            ),
        ),
        Field(
            "BeneficiaryRegistrationNumber",
            "Its charity, company or other number",
            need=Need.SHOULD,
            scan=Scan.NONE,
            known_as=(
                "registration number",
                "charity number",
                "company or charity number",
                "beneficiary's registration number",
                "recipient org charity number",
                "registered charity number",
            ),
        ),
        Field(
            "Amount",
            "Pounds",
            Kind.MONEY,
            Need.MUST,
            ("grant amount", "amount awarded", "value", "grant value", "amount of grant", "award amount"),
        ),
        Field(
            "Purpose",
            "What it is for",
            need=Need.MUST,
            known_as=(
                "purpose of grant",
                "summary of purpose",
                "summary of the purpose of the grant",
                "description",
                "grant title",
            ),
        ),
    ),
    checks=(redaction("BeneficiaryName"), not_negative("Amount")),
)
