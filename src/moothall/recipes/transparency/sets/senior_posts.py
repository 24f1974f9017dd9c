"""Senior pay: each post of £50,000 or more, with what it answers for."""

from collections.abc import Iterator, Sequence

from moothall.recipes.transparency.checks import ERROR, band, bands, not_negative, problem
from moothall.recipes.transparency.problems import Problem
from moothall.recipes.transparency.rules import Rules
from moothall.recipes.transparency.sets.organisation import POST, needless_names
from moothall.recipes.transparency.template import ORGANISATION, Field, Kind, Need, Row, Scan, TransparencySet


def _names(one: TransparencySet, rows: Sequence[Row], rules: Rules) -> Iterator[Problem]:
    least = rules.amount("salary-named")
    for row in rows:
        found = band(row.words("SalaryBand"))
        if found is None:
            continue
        if found[0] >= least and not row.words("Name"):
            said = f"The salary is £{least:,} or more, and nobody is named."
            yield problem("name", ERROR, said, "Name the employee: the Regulations ask for it.", row, "Name")


SET = TransparencySet(
    id="senior-posts",
    title="Senior salaries: posts and what they answer for",
    about="Each senior post of £50,000 or more: salary, bonuses, benefits in kind, services, budget and staff.",
    frequency="annual",
    due="Within a month of the year's end",
    months_after=1,
    source="Local Government Transparency Code 2015, Part 2.2: senior salaries; Accounts and Audit Regulations 2015",
    checked="secondary",
    own_rows=False,
    signs=("Responsibilities", "Bonuses", "BudgetHeld"),
    fields=(
        *ORGANISATION,
        *POST,
        Field(
            "SalaryBand",
            "The salary, in a band of £5,000",
            need=Need.MUST,
            scan=Scan.NONE,
            known_as=("salary", "salary range", "pay band", "remuneration band", "remuneration"),
        ),
        Field("Bonuses", "Pounds of bonuses", Kind.MONEY, Need.SHOULD, ("bonus", "details of bonuses")),
        Field(
            "BenefitsInKind",
            "Pounds of benefits in kind",
            Kind.MONEY,
            Need.SHOULD,
            ("benefits", "benefit in kind"),
        ),
        Field(
            "Responsibilities",
            "The services it answers for",
            need=Need.SHOULD,
            known_as=("list of responsibilities", "functions", "services", "services and functions"),
        ),
        Field("BudgetHeld", "Pounds of budget", Kind.MONEY, Need.SHOULD, ("budget", "budget responsibility")),
        Field(
            "NumberOfStaff",
            "How many people",
            Kind.NUMBER,
            Need.SHOULD,
            ("staff", "staff numbers", "team size", "reports"),
        ),
    ),
    checks=(
        bands("SalaryBand", ERROR),
        _names,
        needless_names,
        not_negative("Bonuses", "BenefitsInKind", "NumberOfStaff"),
    ),
)
