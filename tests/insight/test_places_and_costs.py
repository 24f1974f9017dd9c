"""The page of a place and the cost finder: districts, a unitary authority and a nation, to be counted by hand."""

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal as D
from typing import Any

import openpyxl
import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection, transaction
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext
from tests.insight.conftest import AREAS, RATES, neighbours, waste
from tests.people import World, build

from moothall.engines.peers import ENQUIRY
from moothall.figures.actions import load
from moothall.figures.measures import catalogue
from moothall.figures.models import Area
from moothall.insight.costs import COUNTED_OVER, OUTCOMES, UNIT_COST, Cost, find, is_unit_cost
from moothall.insight.places import is_total, place, places

pytestmark = pytest.mark.django_db
OWN, ONE, TWO, THREE, FIVE, SIX = (f"E07000{n}" for n in ("234", "901", "902", "903", "905", "906"))
UNITARY, NATION = "E06000904", "E92000001"
ON = date(2025, 1, 1)
PLANNING, WASTE, CULTURE = (
    "Net spending on planning and development",
    "Net spending on environment, waste and regulation",
    "Net spending on culture, leisure and parks",
)
HOMES, PEOPLE, BINS = "Net additions to the housing stock", "Population", "Cost of waste collection"
# what is spent in thousands of pounds, or stands, in 2023-24; everybody has 100,000 residents, but for SIX, of whom it
# is not known
ROWS = {
    PLANNING: {
        OWN: 2400,
        ONE: 1600,
        TWO: 1800,
        THREE: 2000,
        FIVE: 2200,
        SIX: 3000,
        UNITARY: 100,
        NATION: 999000,
    },
    WASTE: {OWN: 6000, ONE: 6200, TWO: 6400, THREE: 6600, FIVE: 6800, UNITARY: 100},
    HOMES: {OWN: 6, ONE: 8, TWO: 9, THREE: 10, FIVE: 11},
    BINS: {OWN: 70, ONE: 50, TWO: 52, THREE: 54, FIVE: 56},
    PEOPLE: {
        OWN: 100000,
        ONE: 100000,
        TWO: 100000,
        THREE: 100000,
        FIVE: 100000,
        UNITARY: 100000,
        NATION: 56000000,
    },
}
HEADER = "areacd,areanm,indicator,period,observation,status,notes"


def figures() -> str:
    lines = [HEADER]
    for title, values in ROWS.items():
        many = "000" if title.startswith("Net spending") else ""
        for code, value in values.items():
            for year in (2022, 2023):
                known = f"{value}{many}" if year == 2023 else f"{value - value // 10}{many}"
                lines.append(f'{code},,"{title}",{year}-04-01/P1Y,{known},{"p" if code == OWN else ""},')
    return "\n".join(lines) + "\n"


@pytest.fixture(scope="module")
def counted(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[World]:
    """Everything in one transaction, which is rolled back at the end of the module: no test here changes anything."""
    folder = tmp_path_factory.mktemp("counted")
    fast = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    with (
        override_settings(MOOTHALL_HOME=folder / "home", PASSWORD_HASHERS=fast),
        django_db_blocker.unblock(),
        transaction.atomic(),
    ):
        world = build(folder)
        for name, text in (
            ("areas.csv", AREAS),
            ("global-neighbours.csv", neighbours(OWN, (ONE, TWO, THREE, UNITARY, FIVE, SIX))),
            ("economic-neighbours.csv", neighbours(UNITARY, (ONE, TWO, THREE, FIVE, SIX))),
            ("rates.csv", waste(RATES | {NATION: "43.0"})),
            ("indicators.csv", figures()),
            ("own.csv", f'Measure,Period,Value\n"{CULTURE}",2023-24,1500000\n"Population",2023-24,100000\n'),
        ):
            (folder / name).write_text(text, encoding="utf-8")
            (outcome,) = load(world.root, organisation=world.council, path=folder / name)
            assert outcome.load.rejected == 0, list(outcome.rejected_rows())
        yield world
        transaction.set_rollback(True)


def own() -> Area:
    return Area.objects.get(pk=OWN)


def cost(title: str, on: date = ON) -> Cost:
    return next(it for it in find(AnonymousUser(), own(), on).every if it.measure.title == title)


# --- the cost finder ---


def test_a_gap_is_what_the_hand_makes_it(counted: World) -> None:
    """£2.4m over 100,000 is £24; the others £16, 18, 20 and 22: median 19, upper quartile 20.50, gap £5 x 100,000."""
    it = cost(PLANNING)
    assert (it.amount, it.unit, it.denominator) == (D(24), "£ per resident", D(100000))
    assert it.spread == (D("17.5"), D(19), D("20.5"))
    assert it.gap and (it.gap.above, it.gap.whole) == (D(5), 500_000)
    assert it.level == "dear"


def test_dear_ones_come_first_by_pounds_and_cheap_ones_are_not_among_them(counted: World) -> None:
    found = find(AnonymousUser(), own(), ON)
    assert [it.measure.title for it in found.dear] == [PLANNING, BINS]
    assert [(it.measure.title, it.level) for it in found.rest] == [(WASTE, "cheap")]
    assert found.rest[0].gap and found.rest[0].gap.whole == 0


def test_the_outcome_of_the_same_service_stands_beside_it(counted: World) -> None:
    assert cost(PLANNING).reading == "Dear and poor"  # 6 homes beside 8, 9, 10 and 11
    waste_cost = cost(WASTE)
    assert waste_cost.outcome and waste_cost.outcome.held.measure.id == "recycling-rate"
    assert waste_cost.reading == "Cheap and poor"  # 39.1% beside 50, 45 and 39.1


def test_another_type_is_left_out_and_counted(counted: World) -> None:
    found = find(AnonymousUser(), own(), ON)
    assert (found.count, found.left_out) == (5, 1)
    assert UNITARY not in (*cost(PLANNING).result.order, *cost(PLANNING).result.missing)


def test_what_makes_it_doubtful_is_said(counted: World) -> None:
    assert cost(PLANNING).doubts == (
        "only 4 comparators have a figure",
        "1 comparator has no denominator and is left out",
        "the council’s figure is provisional",
    )
    assert any("ended more than two years ago" in it for it in cost(PLANNING, date(2026, 6, 1)).doubts)
    bins = cost(BINS)
    assert (bins.gap, bins.level) == (None, "dear")
    assert "the denominator is missing, so the gap cannot be priced" in bins.doubts


def test_a_figure_of_the_councils_own_is_for_those_who_may_read_it(counted: World) -> None:
    title = catalogue()["spend-cultural-services"].title
    seen = {it.measure.title for it in find(AnonymousUser(), own(), ON).every}
    assert title not in seen
    mine = find(counted.person["section-151-officer"], own(), ON)
    assert [it.measure.title for it in mine.alone] == [title]
    assert "Only 0 of the other councils" in (mine.alone[0].result.reason or "")
    assert title not in {it.measure.title for it in find(counted.person["other"], own(), ON).every}


def test_a_list_without_councils_of_its_type_is_passed_over(counted: World) -> None:
    """The unitary authority's list holds districts alone: its tier is used, and the list named."""
    found = find(AnonymousUser(), Area.objects.get(pk=UNITARY), ON)
    assert found.peers and found.peers.key == "tier"
    assert [it.key for it in found.passed] == ["economic-neighbours"]


def test_a_set_that_is_not_there_is_said_and_the_usual_one_used(counted: World) -> None:
    found = find(AnonymousUser(), own(), ON, peers="no-such-list")
    assert "no-such-list" in found.problem
    assert found.peers and found.peers.key == "global-neighbours"


def test_as_many_queries_for_one_cost_as_for_many(counted: World) -> None:
    def queries(area: Area) -> int:
        with CaptureQueriesContext(
            connection,
        ) as kept:
            find(AnonymousUser(), area, ON, peers=f"codes:{ONE},{TWO}")
        return len(kept)

    many, few = own(), Area.objects.get(pk=SIX)
    assert queries(many) == queries(few) <= 10


def test_the_tables_name_measures_of_the_catalogue() -> None:
    named = {*COUNTED_OVER, *OUTCOMES, *(it.measure for it in COUNTED_OVER.values())} - set(OUTCOMES)
    assert named | {key for keys in OUTCOMES.values() for key in keys} <= set(catalogue())
    assert set(OUTCOMES) <= {it.owner for it in catalogue().values()}
    assert all(catalogue()[key].unit == "£" for key in COUNTED_OVER)


def test_a_unit_cost_is_told_by_its_unit() -> None:
    bins = catalogue()["waste-service-cost"]
    assert is_unit_cost(bins)
    assert not is_unit_cost(replace(bins, polarity="higher"))  # income
    assert not is_unit_cost(replace(bins, numerator="", denominator=""))
    assert not is_unit_cost(catalogue()["median-weekly-pay"])
    fit = UNIT_COST.fullmatch("£ per 1,000 residents")
    assert fit and (fit["many"], fit["what"]) == ("1,000", "residents")


def test_the_page_says_for_enquiry_and_gives_the_table_away(counted: World, client: Client) -> None:
    page = client.get(f"/costs/?council={OWN}").content.decode()
    assert "£500,000" in page
    assert page.count(ENQUIRY) >= 2
    assert "1 of another type" not in page and "1 comparator of another type is left out" in page
    assert f"/measures/spend-planning-services/{OWN}/" in page
    address = f"/costs/{OWN}/costs.csv?list=global-neighbours"
    assert address in page
    rows = list(csv.DictReader(io.StringIO(client.get(address).content.decode("utf-8-sig"))))
    heading = f"Gap to the median: {ENQUIRY} (£)"
    assert [(it["Cost"], it[heading]) for it in rows][:2] == [(PLANNING, "500000"), (BINS, "Not priced")]
    book = openpyxl.load_workbook(io.BytesIO(client.get(f"/costs/{OWN}/costs.xlsx").content))
    assert any(cell.value == 500000 for sheet in book for row in sheet.iter_rows() for cell in row)


@pytest.mark.parametrize(
    ("asked", "said"),
    [("", "Name a council"), ("nowhere", "No council here is called"), ("part", "Which one do you mean?")],
)
def test_the_finder_helps_to_name_a_council(counted: World, client: Client, asked: str, said: str) -> None:
    assert said in client.get(f"/costs/?council={asked}").content.decode()
    assert client.get("/costs/nowhere/costs.csv").status_code == 404


# --- places ---


def test_a_place_shows_published_figures_alone(counted: World) -> None:
    found = place(own())
    lines = {it.held.measure.id: it for them in found.shown.values() for it in them}
    assert "spend-cultural-services" not in lines  # the council's own record
    assert lines["recycling-rate"].held.value == D("39.10")  # and not its own 41.25
    assert set(found.themes) == {"finance", "place", "waste"}
    assert found.group == "6 nearest neighbours"


def test_each_figure_stands_beside_its_peers_and_its_nation(counted: World) -> None:
    lines = {it.held.measure.id: it for them in place(own()).shown.values() for it in them}
    rate = lines["recycling-rate"]
    assert (rate.result.others, rate.result.median, rate.result.quarter) == (
        4,
        D("42.05"),
        "third best quarter",
    )
    assert rate.nation == D("43.0")
    assert lines["population"].nation is None  # a total
    planning = lines["spend-planning-services"]
    assert planning.each and planning.each.amount == D(24)
    assert planning.nation is None
    assert [period.label for period, _ in rate.held.lately()] == ["2021-22", "2022-23"]


@pytest.mark.parametrize(
    ("nation", "values", "total"),
    [
        (D(43), [D(39), D(50), D(45), D(30)], False),
        (D(400), [D(39), D(50), D(45), D(30)], True),
        (D(43), [D(39), D(50)], True),  # too few to say
        (D(-5), [D(-4), D(-3), D(-6), D(-5)], False),
    ],
)
def test_a_total_is_told_from_an_average(nation: D, values: list[D], total: bool) -> None:
    assert is_total(nation, values) is total


def test_as_many_queries_for_one_theme_as_for_all(counted: World) -> None:
    counts = []
    for theme in ("waste", ""):
        with CaptureQueriesContext(connection) as kept:
            found = place(own(), theme)
        counts.append((len(kept), sum(map(len, found.shown.values()))))
    (few, one), (many, every) = counts
    assert one < every
    assert few == many <= 14


def test_places_are_found_by_name_and_code(counted: World) -> None:
    assert [it.code for it in places("oakl")] == [ONE]
    assert [it.code for it in places(ONE.lower())] == [ONE]
    assert not places("nowhere")
    assert "E07000906" in {it.code for it in places()}
    assert "W06000907" not in {it.code for it in places()}  # no figures


def test_the_pages_of_places(counted: World, client: Client) -> None:
    assert f'href="/places/{OWN}/"' in client.get("/places/").content.decode()
    assert "No place with published figures" in client.get("/places/?q=nowhere").content.decode()
    page = client.get(f"/places/{OWN}/").content.decode()
    for said in (
        "In the third best quarter",
        "England: 43.0%",
        "£24.00 per resident",
        "Median of the others",
    ):
        assert said in page, said
    assert re.search(r"/figures/\d+/2022-04-01/", page), "each figure leads to where it comes from"
    assert "1,500,000" not in page
    assert client.get("/places/Bromsgrove/").url == f"/places/{OWN}/"  # type: ignore[attr-defined]
    assert client.get("/places/nowhere/").status_code == 404
    assert "no published figures of" in client.get("/places/W06000907/").content.decode()
    nation = client.get(f"/places/{NATION}/").content.decode()
    assert "43.0%" in nation and "Where it stands" not in nation
