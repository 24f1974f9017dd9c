"""Trade union facility time, as the Code asks for it. What the 2017 Regulations ask for is another set."""

from moothall.recipes.transparency.checks import not_above, not_negative
from moothall.recipes.transparency.template import ORGANISATION, Field, Kind, Need, Scan, TransparencySet

SET = TransparencySet(
    id="facility-time",
    title="Trade union facility time: the Code's own figures",
    about=(
        "Union representatives, those who spend at least half their time on it, the unions, and a basic "
        "estimate of cost. "
        "The Trade Union (Facility Time Publication Requirements) Regulations 2017 ask for other "
        "figures of the same year."
    ),
    frequency="annual",
    due="Within a month of the year's end",
    months_after=1,
    source="Local Government Transparency Code 2015, Part 2.2: trade union facility time",
    checked="secondary",
    fields=(
        *ORGANISATION,
        Field(
            "TotalRepresentativeCount",
            "Staff who are union representatives",
            Kind.WHOLE,
            Need.MUST,
            (
                "union representatives",
                "number of representatives",
                "total representatives",
                "total number of union representatives",
            ),
        ),
        Field(
            "FTERepresentativesCount",
            "The same as full-time equivalents",
            Kind.NUMBER,
            Need.SHOULD,
            ("fte representatives", "representatives fte", "full time equivalent representatives"),
        ),
        Field(
            "TotalRepresentativesMajorityDutyCount",
            "Of those, who spend at least half their time on it",
            Kind.WHOLE,
            Need.SHOULD,
            (
                "representatives majority duty",
                "representatives at least 50%",
                "representatives over 50%",
                "number devoting at least 50 per cent of their time",
            ),
        ),
        Field(
            "FTERepresentativesMajorityDutyCount",
            "The same as full-time equivalents",
            Kind.NUMBER,
            Need.SHOULD,
            ("fte at least 50%", "fte representatives over 50%"),
        ),
        Field(
            "TradeUnionNames",
            "The names of the unions",
            need=Need.SHOULD,
            scan=Scan.NONE,
            known_as=("unions", "trade unions", "names of unions", "trade unions represented", "union names"),
        ),
        Field(
            "TotalEstimateSpendingAmount",
            "Pounds: full-time equivalent days on union duties times average salary",
            Kind.MONEY,
            Need.MUST,
            (
                "estimate of spending",
                "estimated spending on unions",
                "basic estimate of spending on unions",
                "cost",
            ),
        ),
        Field(
            "RelativeEstimateSpending",
            "That as a percentage of the pay bill",
            Kind.NUMBER,
            Need.SHOULD,
            ("percentage of pay bill", "% of pay bill", "spending as a percentage of the total pay bill"),
        ),
    ),
    checks=(
        not_above("FTERepresentativesCount", "TotalRepresentativeCount"),
        not_above("TotalRepresentativesMajorityDutyCount", "TotalRepresentativeCount"),
        not_above("FTERepresentativesMajorityDutyCount", "TotalRepresentativesMajorityDutyCount"),
        not_negative("TotalRepresentativeCount", "TotalEstimateSpendingAmount", "RelativeEstimateSpending"),
    ),
)
