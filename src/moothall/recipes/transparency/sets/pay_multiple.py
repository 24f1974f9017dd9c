"""The pay multiple: the highest taxable earnings over the median of the whole workforce."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal

from moothall.recipes.transparency.checks import ERROR, WARNING, by_day, chosen, not_negative, problem
from moothall.recipes.transparency.problems import Problem
from moothall.recipes.transparency.rules import Rules
from moothall.recipes.transparency.template import (
    COMMON,
    ORGANISATION,
    Field,
    Kind,
    Need,
    Row,
    Scan,
    TransparencySet,
    Value,
)

_RATIO = re.compile(r"(\d+(?:\.\d+)?)(?:\s*(?::|to)\s*1(?:\.0+)?)?", re.I)
HIGHEST, MEDIAN = "Highest", "Median"


def ratio(text: str) -> tuple[Decimal, Decimal] | None:
    """A printed multiple and half its last decimal place, by which it may differ: '7.14:1' is 7.14 and 0.005."""
    if not (it := _RATIO.fullmatch(text.strip())):
        return None
    value = Decimal(it[1])
    exponent = value.as_tuple().exponent
    return value, Decimal(5).scaleb(int(exponent) - 1)


def _multiple(one: TransparencySet, rows: Sequence[Row], rules: Rules) -> Iterator[Problem]:
    for day, of_day in by_day(rows):
        by_factor = {row.words("PayMultipleFactor").casefold(): row for row in of_day}
        highest, median = by_factor.get(HIGHEST.casefold()), by_factor.get(MEDIAN.casefold())
        if highest is None or median is None:
            said = f"The rows of {day or 'the file'} do not hold both the highest and the median earnings."
            yield problem(
                "pay multiple",
                ERROR,
                said,
                "Add the row that is missing: the multiple is one over the other.",
            )
            continue
        top = highest.number("RemunerationValue")
        for row in of_day:
            value, said_ratio = row.number("RemunerationValue"), ratio(row.words("Ratio"))
            if row.words("Ratio") and said_ratio is None:
                yield problem(
                    "pay multiple", ERROR, "Ratio is not a multiple.", "Write it as 7.14:1.", row, "Ratio"
                )
            elif (
                top is not None and value and said_ratio and abs(top / value - said_ratio[0]) > said_ratio[1]
            ):
                said = "Ratio is not the highest earnings over the earnings of this row."
                yield problem(
                    "pay multiple", ERROR, said, "Work it out again from the two figures.", row, "Ratio"
                )
        if not median.words("Ratio"):
            said = "The multiple is not stated beside the median."
            yield problem(
                "pay multiple", WARNING, said, "Write highest over median in Ratio.", median, "Ratio"
            )


def _long(values: Mapping[str, Value]) -> Iterable[Mapping[str, Value]]:
    """One row of highest, median and multiple as the two rows of the template."""
    common = {name: values.get(name) for name in (*COMMON, "Period")}
    yield {
        **common,
        "PayMultipleFactor": HIGHEST,
        "RemunerationValue": values.get("HighestEarnings"),
        "Ratio": "1.00:1",
    }
    yield {
        **common,
        "PayMultipleFactor": MEDIAN,
        "RemunerationValue": values.get("MedianEarnings"),
        "Ratio": values.get("Multiple") or values.get("Ratio"),
    }


SET = TransparencySet(
    id="pay-multiple",
    title="Pay multiple",
    about=(
        "The highest taxable earnings of the year over the median of the whole workforce: salary, "
        "variable pay, bonuses, "
        "allowances and benefits in kind. It is given by its parts, so that it can be checked."
    ),
    frequency="annual",
    due="Within a month of the year's end",
    months_after=1,
    source="Local Government Transparency Code 2015, Part 2.2: pay multiple",
    checked="secondary",
    fields=(
        *ORGANISATION,
        Field(
            "PayMultipleFactor",
            "Highest, Median or Lowest",
            need=Need.MUST,
            scan=Scan.NONE,
            known_as=("factor", "pay factor"),
        ),
        Field(
            "RemunerationValue",
            "Pounds of taxable earnings in the year",
            Kind.MONEY,
            Need.MUST,
            ("remuneration", "earnings", "taxable earnings"),
        ),
        Field(
            "Ratio",
            "The highest earnings over this row's, such as 7.14:1",
            scan=Scan.NONE,
            known_as=("multiple", "pay multiple"),
        ),
        Field("Period", "The year", scan=Scan.NONE, known_as=("year", "financial year")),
    ),
    wide=(
        Field(
            "HighestEarnings",
            "Pounds",
            Kind.MONEY,
            known_as=(
                "highest",
                "highest salary",
                "highest paid",
                "highest taxable earnings",
                "highest paid salary",
                "maximum earnings",
            ),
        ),
        Field(
            "MedianEarnings",
            "Pounds",
            Kind.MONEY,
            known_as=("median", "median salary", "median taxable earnings", "median pay"),
        ),
        Field(
            "Multiple", "Their ratio", known_as=("ratio", "pay multiple", "pay ratio", "multiple of median")
        ),
    ),
    wide_needs=("HighestEarnings", "MedianEarnings"),
    expand=_long,
    checks=(
        chosen("PayMultipleFactor", "Highest", "Median", "Lowest", "Mean"),
        _multiple,
        not_negative("RemunerationValue"),
    ),
)
