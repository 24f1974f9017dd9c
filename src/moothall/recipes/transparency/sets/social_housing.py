"""Social housing: how many dwellings, and what they are worth, by postcode sector and band of value."""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from moothall.kit.personal_data import is_postcode
from moothall.recipes.transparency.checks import ERROR, WARNING, not_negative, problem
from moothall.recipes.transparency.problems import Problem
from moothall.recipes.transparency.rules import Rules
from moothall.recipes.transparency.template import ORGANISATION, Field, Kind, Need, Row, Scan, TransparencySet

# 'M33 7', 'M33 7**'; or a district, 'M33' or 'M33 ***', where a sector is too small
_SECTOR = re.compile(r"[A-Z]{1,2}\d[A-Z\d]?(?: \d(?:\*\*)?| \*\*\*)?", re.I)

_ROUNDING = Decimal("0.2")  # of two percentages printed to one place


def _sectors(one: TransparencySet, rows: Sequence[Row], rules: Rules) -> Iterator[Problem]:
    fewest = rules.amount("dwellings")
    for row in rows:
        sector = row.words("PostcodeSector").strip()
        if is_postcode(sector):
            said = "PostcodeSector is a full postcode, by which a home could be known."
            yield problem(
                "personal data", ERROR, said, "Cut it to the sector, such as AB1 2**.", row, "PostcodeSector"
            )
        elif sector and not _SECTOR.fullmatch(sector):
            said = "PostcodeSector is not a postcode sector."
            yield problem(
                "form",
                ERROR,
                said,
                "Write it as AB1 2** (a district where sectors are small).",
                row,
                "PostcodeSector",
            )
        count, share = row.number("Dwellings"), row.number("OccupiedPercentage")
        occupied = None if count is None else count if share is None else count * share / 100
        if occupied is not None and 0 < occupied < fewest:
            said = f"The band has fewer than {fewest} occupied dwellings, by which a home could be known."
            yield problem(
                "personal data", ERROR, said, "Merge it with the next lower band.", row, "Dwellings"
            )


def _averages(one: TransparencySet, rows: Sequence[Row], rules: Rules) -> Iterator[Problem]:
    for row in rows:
        count = row.number("Dwellings")
        for basis in ("EUVSH", "MarketValue"):
            total, average = row.number(f"{basis}Total"), row.number(f"{basis}Average")
            if count and total is not None and average is not None and abs(total / count - average) > 1:
                said = f"{basis}Average is not {basis}Total over Dwellings, to a pound."
                yield problem("arithmetic", ERROR, said, "Correct one of the three.", row, f"{basis}Average")
        use, market = row.number("EUVSHTotal"), row.number("MarketValueTotal")
        if use is not None and market is not None and use > market:
            said = "The value for social housing is more than the market value."
            yield problem(
                "arithmetic",
                WARNING,
                said,
                "Check that the two are not the wrong way round.",
                row,
                "EUVSHTotal",
            )


def _shares(one: TransparencySet, rows: Sequence[Row], rules: Rules) -> Iterator[Problem]:
    for row in rows:
        occupied, vacant = row.number("OccupiedPercentage"), row.number("VacantPercentage")
        if occupied is not None and vacant is not None and abs(occupied + vacant - 100) > _ROUNDING:
            said = "OccupiedPercentage and VacantPercentage do not make 100."
            yield problem("arithmetic", ERROR, said, "Correct one of the two.", row, "OccupiedPercentage")


SET = TransparencySet(
    id="social-housing",
    title="Social housing assets",
    about="Dwellings of the Housing Revenue Account and their value on 1 April, by postcode sector and band of value.",
    frequency="annual",
    due="Within a month of the year's end",
    months_after=1,
    source="Local Government Transparency Code 2015, Part 2.2 and Annex C: social housing asset data",
    checked="secondary",
    total="Dwellings",
    fields=(
        *ORGANISATION,
        Field(
            "PostcodeSector",
            "The sector, such as AB1 2**",
            need=Need.MUST,
            scan=Scan.NONE,
            known_as=("postal sector", "sector", "postcode", "post code sector", "postal sector level"),
        ),
        Field(
            "ValuationBand",
            "The band of value",
            need=Need.MUST,
            scan=Scan.NONE,
            known_as=(
                "valuation band range",
                "band",
                "value band",
                "valuation bands",
                "intervening bands value range",
            ),
        ),
        Field(
            "Dwellings",
            "How many",
            Kind.WHOLE,
            Need.MUST,
            (
                "number of dwellings",
                "total number of social housing dwellings",
                "dwelling count",
                "properties",
                "no of dwellings",
            ),
        ),
        Field(
            "EUVSHTotal",
            "Pounds: existing use value for social housing, all of them",
            Kind.MONEY,
            Need.MUST,
            ("euv-sh total", "euv-sh values total", "total euv-sh", "euvsh", "euv-sh"),
        ),
        Field(
            "EUVSHAverage",
            "Pounds: the same, each",
            Kind.MONEY,
            Need.SHOULD,
            ("euv-sh average", "average euv-sh", "euv-sh values average"),
        ),
        Field(
            "MarketValueTotal",
            "Pounds: market value, all of them",
            Kind.MONEY,
            Need.MUST,
            ("market value", "total market value", "market values total"),
        ),
        Field(
            "MarketValueAverage",
            "Pounds: the same, each",
            Kind.MONEY,
            Need.SHOULD,
            ("average market value", "market values average"),
        ),
        Field(
            "OccupiedPercentage",
            "How many in a hundred are occupied",
            Kind.NUMBER,
            Need.SHOULD,
            ("occupied", "% occupied", "occupied %", "percentage occupied", "tenure status occupied"),
        ),
        Field(
            "VacantPercentage",
            "How many in a hundred are vacant",
            Kind.NUMBER,
            Need.SHOULD,
            ("vacant", "% vacant", "vacant %", "percentage vacant", "tenure status vacant"),
        ),
    ),
    checks=(
        _sectors,
        _averages,
        _shares,
        not_negative("Dwellings", "EUVSHTotal", "MarketValueTotal", "OccupiedPercentage", "VacantPercentage"),
    ),
)
