"""The parking account: income, expenditure, and what a surplus was spent on."""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from moothall.recipes.transparency.checks import ERROR, WARNING, by_day, chosen, problem
from moothall.recipes.transparency.problems import Problem
from moothall.recipes.transparency.rules import Rules
from moothall.recipes.transparency.template import ORGANISATION, Field, Kind, Need, Row, Scan, TransparencySet

INCOME, EXPENDITURE, SURPLUS_USE = "Income", "Expenditure", "Surplus use"
_ASKED = {
    "on-street parking": re.compile(r"on[- ]?street", re.I),
    "off-street parking": re.compile(r"off[- ]?street|car park", re.I),
    "penalty charge notices": re.compile(r"penalty|\bpcns?\b", re.I),
}


def _account(one: TransparencySet, rows: Sequence[Row], rules: Rules) -> Iterator[Problem]:
    for day, of_day in by_day(rows):
        sums = dict.fromkeys((INCOME.casefold(), EXPENDITURE.casefold(), SURPLUS_USE.casefold()), Decimal(0))
        for row in of_day:
            side = row.words("Side").casefold()
            if side in sums:
                sums[side] += row.number("Amount") or Decimal(0)
        surplus = sums[INCOME.casefold()] - sums[EXPENDITURE.casefold()]
        if sums[SURPLUS_USE.casefold()] > max(surplus, Decimal(0)):
            said = f"More surplus is used than income less expenditure leaves ({day or 'in the file'})."
            yield problem(
                "arithmetic",
                ERROR,
                said,
                "Correct the lines; use of a surplus of earlier years is a line of income.",
            )
        lines = [row.words("Line") for row in of_day if row.words("Side").casefold() == INCOME.casefold()]
        for name, form in _ASKED.items():
            if lines and not any(form.search(it) for it in lines):
                said = f"No line of income is of {name}, which the Code names ({day or 'in the file'})."
                yield problem(
                    "line missing", WARNING, said, "Add the line, with 0 where there was none.", column="Line"
                )


SET = TransparencySet(
    id="parking-account",
    title="Parking account",
    about="Income and expenditure of the parking account by line, and what a surplus was spent on.",
    frequency="annual",
    due="Within a month of the year's end",
    months_after=1,
    source=(
        "Local Government Transparency Code 2015, Part 2.2: parking account; Road Traffic Regulation "
        "Act 1984, section 55"
    ),
    checked="secondary",
    fields=(
        *ORGANISATION,
        Field(
            "Side",
            f"{INCOME}, {EXPENDITURE} or {SURPLUS_USE}",
            need=Need.MUST,
            scan=Scan.NONE,
            known_as=("income or expenditure", "type", "account side"),
        ),
        Field(
            "Line",
            "What the money was for, such as on-street parking",
            need=Need.MUST,
            known_as=("account line", "description", "parking line", "item"),
        ),
        Field(
            "Amount",
            "Pounds; income and expenditure are both positive",
            Kind.MONEY,
            Need.MUST,
            ("value", "total", "parking amount"),
        ),
    ),
    signs=("Side",),
    checks=(chosen("Side", INCOME, EXPENDITURE, SURPLUS_USE, severity=ERROR), _account),
)
