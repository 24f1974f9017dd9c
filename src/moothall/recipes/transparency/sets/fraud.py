"""Countering fraud: the five figures of a year."""

from moothall.recipes.transparency.checks import not_above, not_negative
from moothall.recipes.transparency.template import ORGANISATION, Field, Kind, Need, TransparencySet

SET = TransparencySet(
    id="fraud",
    title="Fraud",
    about=(
        "Use of powers, employees who investigate, those of them accredited, what it cost and how many "
        "cases there were."
    ),
    frequency="annual",
    due="Within a month of the year's end",
    months_after=1,
    source="Local Government Transparency Code 2015, Part 2.2: fraud",
    checked="secondary",
    fields=(
        *ORGANISATION,
        Field(
            "PowersUsedCount",
            "Times that powers of the Prevention of Social Housing Fraud (England) Regulations 2014 or like were used",
            Kind.WHOLE,
            Need.MUST,
            ("number of occasions powers used", "occasions powers used", "powers used", "use of powers"),
        ),
        Field(
            "InvestigatingEmployees",
            "Employees who investigate and prosecute fraud",
            Kind.WHOLE,
            Need.MUST,
            (
                "employees investigating",
                "number of employees",
                "total employees investigating fraud",
                "fraud employees",
            ),
        ),
        Field(
            "InvestigatingEmployeesFTE",
            "The same as full-time equivalents",
            Kind.NUMBER,
            Need.MUST,
            ("fte employees investigating", "employees investigating fte", "fte", "fraud employees fte"),
        ),
        Field(
            "AccreditedEmployees",
            "Of those, who are accredited counter-fraud specialists",
            Kind.WHOLE,
            Need.MUST,
            ("accredited specialists", "professionally accredited", "accredited counter fraud specialists"),
        ),
        Field(
            "AccreditedEmployeesFTE",
            "The same as full-time equivalents",
            Kind.NUMBER,
            Need.MUST,
            ("fte accredited specialists", "professionally accredited fte", "accredited specialists fte"),
        ),
        Field(
            "SpendingAmount",
            "Pounds spent on investigating and prosecuting fraud",
            Kind.MONEY,
            Need.MUST,
            (
                "total spend",
                "amount spent",
                "total amount spent on investigation and prosecution",
                "spend on fraud",
                "cost",
            ),
        ),
        Field(
            "CasesInvestigated",
            "Cases investigated",
            Kind.WHOLE,
            Need.MUST,
            ("fraud cases", "number of cases", "total fraud cases investigated", "cases"),
        ),
    ),
    checks=(
        not_above("InvestigatingEmployeesFTE", "InvestigatingEmployees"),
        not_above("AccreditedEmployees", "InvestigatingEmployees"),
        not_above("AccreditedEmployeesFTE", "AccreditedEmployees"),
        not_negative(
            "PowersUsedCount",
            "InvestigatingEmployees",
            "InvestigatingEmployeesFTE",
            "AccreditedEmployees",
            "AccreditedEmployeesFTE",
            "SpendingAmount",
            "CasesInvestigated",
        ),
    ),
)
