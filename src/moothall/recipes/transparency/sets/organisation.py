"""The organisation chart: posts of the top three tiers."""

from collections.abc import Iterator, Sequence

from moothall.kit.personal_data import EMAIL, PHONE
from moothall.recipes.transparency.checks import ERROR, WARNING, band, bands, problem
from moothall.recipes.transparency.problems import Problem
from moothall.recipes.transparency.rules import Rules
from moothall.recipes.transparency.template import ORGANISATION, Field, Kind, Need, Row, Scan, TransparencySet

TIERS = 3


def _tiers(one: TransparencySet, rows: Sequence[Row], rules: Rules) -> Iterator[Problem]:
    found = set()
    for row in rows:
        level = row.number("Level")
        if level is None:
            continue
        found.add(level)
        if not 1 <= level <= TIERS:
            said = (
                f"Level is not 1 to {TIERS}: the Code asks for the top three tiers, of which 1 is the head of "
                "the paid service."
            )
            yield problem("tier", WARNING, said, "Leave lower tiers out, or correct the level.", row, "Level")
    for tier in range(1, TIERS + 1):
        if rows and tier not in found:
            yield problem(
                "tier", ERROR, f"No post is of level {tier}.", "Add the posts of that tier.", column="Level"
            )


def needless_names(one: TransparencySet, rows: Sequence[Row], rules: Rules) -> Iterator[Problem]:
    """A name where the salary is too small for the Code to ask for one."""
    least = rules.amount("salary-named")
    for row in rows:
        found = band(row.words("SalaryBand"))
        if row.words("Name") and found is not None and found[0] < least:
            said = f"A name is given, and the salary is under £{least:,}: the Code does not ask for it."
            yield problem(
                "name", WARNING, said, "Take the name out unless the person agreed to it.", row, "Name"
            )


POST = (
    Field(
        "JobTitle",
        "The post",
        need=Need.MUST,
        scan=Scan.FORMS,
        known_as=("post", "title", "position", "role", "post title"),
    ),
    Field(
        "Name",
        "Who holds it, at £150,000 or more",
        scan=Scan.FORMS,
        known_as=("post holder", "employee name", "officer"),
    ),
)

SET = TransparencySet(
    id="organisation",
    title="Organisation chart",
    about="Each post of the top three tiers, filled or not.",
    frequency="annual",
    due="Within a month of the year's end",
    months_after=1,
    source="Local Government Transparency Code 2015, Part 2.2: organisation chart",
    checked="secondary",
    signs=("Grade", "Level", "ContractType"),
    own_rows=False,  # two posts may well be alike
    fields=(
        *ORGANISATION,
        Field(
            "Level",
            "The tier: 1 is the head of the paid service",
            Kind.WHOLE,
            Need.MUST,
            ("tier", "organisation level", "hierarchy level"),
        ),
        *POST,
        Field("Grade", "The grade", need=Need.SHOULD, scan=Scan.NONE, known_as=("pay grade", "post grade")),
        Field(
            "Directorate",
            "The department",
            need=Need.SHOULD,
            scan=Scan.FORMS,
            known_as=("department", "organisational unit"),
        ),
        Field("Service", "The team", scan=Scan.FORMS, known_as=("team", "service area", "unit", "section")),
        Field(
            "ContractType",
            "Permanent or temporary",
            need=Need.SHOULD,
            scan=Scan.NONE,
            known_as=("permanent or temporary", "permanent/temporary", "type of contract", "employment type"),
        ),
        Field("SharedPost", "Whether it is shared with another body", scan=Scan.FORMS, known_as=("shared",)),
        Field(
            "ContactDetails",
            "How the post is reached at work",
            need=Need.SHOULD,
            scan=Scan.FORMS,
            allows=frozenset((EMAIL, PHONE)),
            known_as=("contact", "email", "telephone", "work contact", "contact email"),
        ),
        Field(
            "SalaryBand",
            "The salary, in a band of £5,000",
            need=Need.SHOULD,
            scan=Scan.NONE,
            known_as=("salary", "salary range", "pay band", "salary bracket"),
        ),
        Field(
            "MaximumSalary",
            "Pounds: the most that the grade pays",
            Kind.MONEY,
            Need.SHOULD,
            ("salary ceiling", "maximum", "grade maximum", "max salary"),
        ),
        Field(
            "TeamSize",
            "How many people the post answers for",
            Kind.WHOLE,
            known_as=("number of staff", "staff", "size of team", "reports"),
        ),
        Field("Vacancy", "Whether it is vacant", scan=Scan.NONE, known_as=("vacant", "is vacant")),
        Field("Comments", "What a reader must know", known_as=("notes", "comment", "remarks")),
    ),
    checks=(_tiers, bands("SalaryBand", WARNING, lowest=False), needless_names),
)
