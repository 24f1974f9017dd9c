"""Senior pay: how many employees are in each band of £5,000 from £50,000."""

from collections.abc import Iterator, Sequence

from moothall.recipes.transparency.checks import (
    ERROR,
    WARNING,
    band,
    bands,
    by_day,
    not_negative,
    problem,
    steps,
)
from moothall.recipes.transparency.problems import Problem
from moothall.recipes.transparency.rules import Rules
from moothall.recipes.transparency.template import ORGANISATION, Field, Kind, Need, Row, Scan, TransparencySet


def _whole(one: TransparencySet, rows: Sequence[Row], rules: Rules) -> Iterator[Problem]:
    width, lowest = int(rules.amount("salary-band")), int(rules.amount("salary-from"))
    for day, of_day in by_day(rows):
        starts = [found[0] for row in of_day if (found := band(row.words("RemunerationBand")))]
        if len(set(starts)) < len(starts):
            said = f"Two rows of {day or 'the same day'} are of one band."
            yield problem("band", ERROR, said, "Give each band once.", column="RemunerationBand")
        elif starts and (min(starts) != lowest or not steps(starts, width)):
            said = f"The bands of {day or 'the file'} do not run without a gap from £{lowest:,}."
            mend = "Add the bands that nobody is in, with 0: a band that is missing could be one that was forgotten."
            yield problem("band", WARNING, said, mend, column="RemunerationBand")


SET = TransparencySet(
    id="senior-pay",
    title="Senior salaries: employees in each band",
    about="How many employees were paid £50,000 or more in the year, in bands of £5,000.",
    frequency="annual",
    due="Within a month of the year's end",
    months_after=1,
    source="Local Government Transparency Code 2015, Part 2.2: senior salaries",
    checked="secondary",
    total="EmployeeCount",
    fields=(
        *ORGANISATION,
        Field(
            "RemunerationBand",
            "The band, such as 50000 - 54999",
            need=Need.MUST,
            scan=Scan.NONE,
            known_as=(
                "band",
                "salary band",
                "remuneration",
                "pay band",
                "remuneration range",
                "salary range",
            ),
        ),
        Field(
            "EmployeeCount",
            "How many employees; 0 where nobody",
            Kind.WHOLE,
            Need.MUST,
            ("employees", "number of employees", "count", "number", "headcount", "no of employees"),
        ),
    ),
    checks=(bands("RemunerationBand", ERROR), _whole, not_negative("EmployeeCount")),
)
