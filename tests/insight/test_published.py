"""The real figures of five councils: what is worked out here, from the published files alone, Moothall must show.

Nothing of Moothall's is used for the expected numbers: the files are read with `csv`, the middle with `statistics`.
"""

import csv
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from statistics import median, quantiles
from typing import NamedTuple

import pytest
from django.contrib.auth.models import AnonymousUser

from moothall.core.actions import add_council
from moothall.core.models import Organisation
from moothall.core.queries import command_line
from moothall.figures.actions import load
from moothall.figures.measures import catalogue
from moothall.figures.models import Area, Load
from moothall.insight.queries import Benchmark, benchmark

pytestmark = [pytest.mark.data, pytest.mark.django_db]

LISTS = ("demographic", "economic", "global")
WASTE, CARE = "oflog_waste_2015-23.csv", "oflog_adult_social_care_2015-23.csv"


class Asked(NamedTuple):
    """A measure here and in its file, and whether more is better."""

    measure: str
    file: str
    column: str
    name: str
    more: bool


RECYCLING = Asked("recycling-rate", WASTE, "metric", "Household waste recycling rate", True)
RESIDUAL = Asked("residual-household-waste", WASTE, "metric", "Residual household waste", False)
QUALITY = Asked("social-care-quality-of-life", CARE, "measure", "Outcome, ASC Quality of Life", True)
CARERS = Asked("carer-quality-of-life", CARE, "measure", "Outcome, ASC Carer Quality of Life", True)
TURNOVER = Asked("social-care-workforce-turnover", CARE, "measure", "Outcome, Workforce turnover rate", False)
BROMSGROVE, ROSSENDALE, ASHFIELD, DACORUM = "E07000234", "E07000125", "E07000170", "E07000096"
WORCESTERSHIRE = "E10000034"
CASES = [
    *(
        (code, asked)
        for code in (BROMSGROVE, ROSSENDALE, ASHFIELD, DACORUM)
        for asked in (RECYCLING, RESIDUAL)
    ),
    *((WORCESTERSHIRE, asked) for asked in (QUALITY, CARERS, TURNOVER)),
]


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def expected(folder: Path, code: str, asked: Asked) -> tuple[str, Mapping[str, Decimal]]:
    """The latest year in which the council has a figure, and every council's figure in it."""
    found = [
        it
        for it in rows(folder / "oflog" / asked.file)
        if it[asked.column] == asked.name and it["value"].strip()
    ]
    year = max(it["financial_year"] for it in found if it["area_code"] == code)
    return year, {it["area_code"]: Decimal(it["value"]) for it in found if it["financial_year"] == year}


def listed(folder: Path, name: str, code: str) -> list[str]:
    (row,) = [it for it in rows(folder / "neighbours" / f"{name}-neighbours.csv") if it["AREACD"] == code]
    return [row[str(place)] for place in range(1, 21)]


@pytest.fixture
def loaded(data_folder: Path, tmp_path: Path, settings: object) -> list[Load]:
    settings.MOOTHALL_HOME = tmp_path / "home"  # type: ignore[attr-defined]
    person = command_line("test")
    add_council(person, slug="council", name="A council")
    files = [
        data_folder / "councils" / "uk_local_authorities_current.csv",
        *(data_folder / "neighbours" / f"{name}-neighbours.csv" for name in LISTS),
        data_folder / "oflog" / WASTE,
        data_folder / "oflog" / CARE,
        data_folder / "ons" / "claimant-count.csv",  # its notes say which codes were replaced, and by which
    ]
    where = Organisation.objects.get(slug="council")
    return [it.load for path in files for it in load(person, organisation=where, path=path)]


def test_every_list_for_every_council(loaded: list[Load], data_folder: Path) -> None:
    """One load, then all the comparisons: each of them names itself when it fails."""
    for code, asked in CASES:
        year, figures = expected(data_folder, code, asked)
        for name in LISTS:
            found = benchmark(
                AnonymousUser(),
                catalogue()[asked.measure],
                Area.objects.get(pk=code),
                peer_list=f"{name}-neighbours",
            )
            check(
                found,
                code,
                asked,
                year,
                figures,
                listed(data_folder, name, code),
                f"{code} {asked.measure} {name}",
            )


def check(
    found: Benchmark,
    code: str,
    asked: Asked,
    year: str,
    figures: Mapping[str, Decimal],
    peers: list[str],
    where: str,
) -> None:
    others = sorted(figures[peer] for peer in peers if peer in figures)
    better = sum((value > figures[code]) if asked.more else (value < figures[code]) for value in others)
    lower, _, upper = quantiles(others, n=4, method="inclusive")
    assert found.period is not None and found.period.label == year, where
    assert found.value == figures[code], where
    assert (found.rank, found.of) == (1 + better, 1 + len(others)), where
    assert found.median == median(others), where
    assert found.quartiles == (lower, upper), where
    assert [it.area.code for it in found.peers] == peers, where
    assert {it.area.code: it.value for it in found.peers if it.value is not None} == {
        peer: figures[peer] for peer in peers if peer in figures
    }, where
    missing = {it.area.code: it.missing for it in found.absent}
    assert missing.keys() == {peer for peer in peers if peer not in figures}, where
    for peer, cause in missing.items():
        assert (cause == "another nation") == (peer[0] in "WSN"), (where, peer, cause)


def test_barnsley_is_recoded_and_the_way_is_shown(loaded: list[Load]) -> None:
    """Barnsley was E08000016 when these figures were published, and is E08000038 in the lists."""
    found = benchmark(
        AnonymousUser(),
        catalogue()["recycling-rate"],
        Area.objects.get(pk=ASHFIELD),
        peer_list="global-neighbours",
    )
    (barnsley,) = [it for it in found.absent if it.area.code == "E08000038"]
    assert barnsley.missing == "recoded" and barnsley.absence is not None
    assert [it.code for it in barnsley.absence.elsewhere] == ["E08000016"]


def test_the_files_load_whole(loaded: list[Load], data_folder: Path) -> None:
    by_file = {it.file_name: it for it in loaded}
    waste, care = by_file[WASTE], by_file[CARE]
    assert (waste.kept, waste.missing, waste.rejected) == (7458, 0, 0)
    assert (care.kept - care.missing, care.missing, care.rejected) == (6078, 298, 0)
    for it in (waste, care):
        values = [row["value"].strip() for row in rows(data_folder / "oflog" / it.file_name)]
        assert (it.kept, it.missing) == (len(values), values.count(""))
    reasons = set(care.observations.filter(value_mantissa=None).values_list("missing", "reason"))
    assert reasons == {("suppressed", "left blank by the publisher: suppressed, or not returned")}
