"""Trade union facility time, as the Regulations of 2017 ask for it: their four tables as one row a year."""

from decimal import Decimal

from moothall.recipes.transparency.checks import adds_up, not_above, not_negative, percentage_of
from moothall.recipes.transparency.template import ORGANISATION, Field, Kind, Need, TransparencySet

_HUNDREDTH = Decimal("0.006")  # the Regulations' percentages are printed to two places

SET = TransparencySet(
    id="facility-time-regulations",
    title="Trade union facility time: the tables of the 2017 Regulations",
    about=(
        "Officials, the share of time they spend, what it costs of the pay bill, and the share of it "
        "for paid union activities."
    ),
    frequency="annual",
    due="By 31 July after the year to 31 March",
    source="Trade Union (Facility Time Publication Requirements) Regulations 2017 (SI 2017/328), Schedule 2",
    checked="secondary",
    fields=(
        *ORGANISATION,
        Field(
            "RelevantUnionOfficials",
            "Table 1: employees who were officials",
            Kind.WHOLE,
            Need.MUST,
            (
                "number of relevant union officials",
                "number of employees who were relevant union officials",
                "union officials",
            ),
        ),
        Field(
            "FTEEmployees",
            "Table 1: full-time equivalent employees of the council",
            Kind.NUMBER,
            Need.MUST,
            ("full time equivalent employee number", "fte employee number", "fte employees"),
        ),
        Field(
            "Officials0Percent",
            "Table 2: officials who spent none of their time",
            Kind.WHOLE,
            Need.MUST,
            ("0%", "officials 0%"),
        ),
        Field(
            "Officials1To50Percent",
            "Table 2: 1% to 50%",
            Kind.WHOLE,
            Need.MUST,
            ("1-50%", "1% - 50%", "officials 1-50%"),
        ),
        Field(
            "Officials51To99Percent",
            "Table 2: 51% to 99%",
            Kind.WHOLE,
            Need.MUST,
            ("51-99%", "51% - 99%", "51%-99%", "officials 51-99%"),
        ),
        Field("Officials100Percent", "Table 2: all of it", Kind.WHOLE, Need.MUST, ("100%", "officials 100%")),
        Field(
            "FacilityTimeCost",
            "Table 3: pounds",
            Kind.MONEY,
            Need.MUST,
            ("total cost of facility time", "cost of facility time"),
        ),
        Field("PayBill", "Table 3: pounds", Kind.MONEY, Need.MUST, ("total pay bill",)),
        Field(
            "PayBillPercentage",
            "Table 3: cost over pay bill",
            Kind.NUMBER,
            Need.MUST,
            (
                "percentage of pay bill",
                "percentage of the total pay bill spent on facility time",
                "% of pay bill",
            ),
        ),
        Field(
            "PaidActivitiesPercentage",
            "Table 4: hours on paid union activities over all paid facility hours",
            Kind.NUMBER,
            Need.MUST,
            (
                "time spent on paid trade union activities",
                "paid trade union activities",
                "time spent on paid trade union activities as a percentage of total paid facility time hours",
            ),
        ),
    ),
    checks=(
        adds_up(
            "RelevantUnionOfficials",
            "Officials0Percent",
            "Officials1To50Percent",
            "Officials51To99Percent",
            "Officials100Percent",
        ),
        percentage_of("PayBillPercentage", "FacilityTimeCost", "PayBill", _HUNDREDTH),
        not_above("FacilityTimeCost", "PayBill"),
        not_negative(
            "RelevantUnionOfficials", "FTEEmployees", "FacilityTimeCost", "PaidActivitiesPercentage"
        ),
    ),
)
