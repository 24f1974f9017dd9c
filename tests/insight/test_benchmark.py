"""A benchmark of a small group whose every number can be worked out by hand."""

import json
from datetime import date
from decimal import Decimal

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.insight.conftest import NEIGHBOURS, Write, neighbours, waste
from tests.people import World

from moothall.core import clock
from moothall.core.errors import NotPossible
from moothall.figures.measures import Measure, catalogue
from moothall.figures.models import Area
from moothall.insight import queries

PUBLIC = AnonymousUser()


def test_place_middle_and_distance(rate: Measure, own: Area) -> None:
    found = queries.benchmark(PUBLIC, rate, own)
    assert found.period is not None and found.period.label == "2022-23"
    assert found.value == Decimal("39.10")
    # 50, 45, 39.1, 39.1 (own), 30: second of the two that share third place
    assert (found.rank, found.of, found.neighbours.result.place) == (3, 5, "joint 3rd of 5")
    # of 30, 39.1, 45, 50, without the own
    assert found.median == Decimal("42.05")
    assert found.quartiles == (Decimal("36.825"), Decimal("46.25"))
    assert found.neighbours.result.distance == Decimal("-2.95")
    assert (found.rank_low, found.rank_high) == (None, None)
    assert found.neighbours.result.interval_reason is not None


@pytest.mark.parametrize(
    ("code", "cause", "words", "elsewhere"),
    [
        ("W06000907", "another nation", "The source publishes no such figure for Wales.", []),
        ("E07000905", "suppressed", "Suppressed as confidential.", []),
        ("E07000906", "no return", "The source has no figure for Latley in 2022-23.", []),
        (
            "E08000908",
            "recoded",
            "The figure stands under the council's former code, E08000808.",
            ["E08000808"],
        ),
        (
            "E06000909",
            "reorganised",
            "It took over from Eastpart (E07000811), Westpart (E07000812): each has a figure of its own.",
            ["E07000811", "E07000812"],
        ),
    ],
)
def test_a_missing_neighbour_is_named_with_its_cause(
    rate: Measure, own: Area, code: str, cause: str, words: str, elsewhere: list[str]
) -> None:
    found = queries.benchmark(PUBLIC, rate, own)
    (peer,) = [it for it in found.peers if it.area.code == code]
    assert peer.value is None and peer.rank is None and peer.absence is not None
    assert (peer.missing, peer.absence.words) == (cause, words)
    assert [it.code for it in peer.absence.elsewhere] == elsewhere


def test_a_blank_is_missing_with_the_sources_reason(rate: Measure, own: Area, put: Write) -> None:
    put("blank.csv", waste({"E07000906": ""}))
    (peer,) = [it for it in queries.benchmark(PUBLIC, rate, own).peers if it.area.code == "E07000906"]
    assert peer.absence is not None
    assert (peer.missing, peer.absence.words) == ("no return", "The cell is blank.")


def test_a_measure_of_another_tier_says_so(own: Area, put: Write, rate: Measure) -> None:
    put("counties.csv", waste({"E10000999": "44.0"}, "2019-20"))
    found = queries.benchmark(PUBLIC, catalogue()["recycling-contamination-rate"], own)
    assert found.period is None and found.value is None and found.rank is None
    county = Area.objects.get(pk="E10000999")
    unitary = Area.objects.create(code="S12000999", name="Loch Test", type="council-area", nation="Scotland")
    assert queries.benchmark(PUBLIC, rate, county).own.value == Decimal("44.0")
    assert queries.benchmark(PUBLIC, rate, unitary).own.missing == "another nation"
    borough = Area.objects.create(
        code="E09000999", name="Test Green", type="london-borough", nation="England"
    )
    assert queries.benchmark(PUBLIC, rate, borough).own.missing == "another tier"


def test_the_old_code_and_the_new_one_lead_to_each_other(rate: Measure, own: Area) -> None:
    new = queries.benchmark(PUBLIC, rate, Area.objects.get(pk="E08000908"))
    assert new.own.missing == "recoded" and [it.code for it in new.before] == ["E08000808"]
    old = queries.benchmark(PUBLIC, rate, Area.objects.get(pk="E08000808"))
    assert old.value == Decimal("33.0") and [it.code for it in old.after] == ["E08000908"]


def test_peers_keep_the_order_of_the_list_and_share_ranks(rate: Measure, own: Area) -> None:
    found = queries.benchmark(PUBLIC, rate, own)
    assert tuple(it.area.code for it in found.peers) == NEIGHBOURS
    assert [it.position for it in found.peers] == list(range(1, 10))
    ranks = {it.area.code: it.rank for it in (found.own, *found.peers) if it.rank}
    assert ranks == {"E07000901": 1, "E07000902": 2, "E07000234": 3, "E07000903": 3, "E06000904": 5}


def test_only_the_same_type(rate: Measure, own: Area) -> None:
    found = queries.benchmark(PUBLIC, rate, own, same_type=True)
    assert {it.area.type for it in found.peers} == {"district"}
    assert (len(found.peers), found.left_out) == (5, 4)
    assert found.median == Decimal("45.0")


def test_another_list(rate: Measure, own: Area) -> None:
    found = queries.benchmark(PUBLIC, rate, own, peer_list="economic-neighbours")
    assert found.edition is not None and found.edition.slug == "economic-neighbours"
    assert [it.area.code for it in found.peers] == list(NEIGHBOURS[:3])
    assert found.rank is None and found.median is None
    assert found.neighbours.result.reason is not None and "at least 3" in found.neighbours.result.reason
    assert queries.benchmark(PUBLIC, rate, own, peer_list="econ").edition == found.edition


def test_a_list_or_period_that_is_not_there_is_said(rate: Measure, own: Area) -> None:
    with pytest.raises(
        NotPossible, match=r"No list called 'cousins'.*economic-neighbours, global-neighbours"
    ):
        queries.benchmark(PUBLIC, rate, own, peer_list="cousins")
    with pytest.raises(NotPossible, match=r"no figures for 2014-15\. There are for: 2022-23, 2021-22"):
        queries.benchmark(PUBLIC, rate, own, period="2014/15")
    with pytest.raises(NotPossible, match="is not a period"):
        queries.benchmark(PUBLIC, rate, own, period="yesterday")


def test_every_spelling_of_a_period(rate: Measure, own: Area) -> None:
    for text in ("2021-22", "2021/22", "FY2021", "2021-04-01/P1Y"):
        assert queries.benchmark(PUBLIC, rate, own, period=text).value == Decimal("38.50")


def test_the_same_few_queries_whatever_the_group(rate: Measure, own: Area) -> None:
    counts = []
    for peer_list in ("economic-neighbours", "global-neighbours"):
        with CaptureQueriesContext(connection) as captured:
            queries.benchmark(PUBLIC, rate, own, peer_list=peer_list)
        counts.append(len(captured))
    assert counts == [8, 8]


def test_own_figures_are_for_their_own_people(rate: Measure, own: Area, world: World) -> None:
    officer = world.person["performance-officer"]
    assert [it.label for it in queries.benchmark(PUBLIC, rate, own).periods] == ["2022-23", "2021-22"]
    found = queries.benchmark(officer, rate, own)
    assert [it.label for it in found.periods] == ["2023-24", "2022-23", "2021-22"]
    # the latest that can be compared, and there the published figure, as the neighbours' are
    assert found.period is not None and (found.period.label, found.value) == ("2022-23", Decimal("39.10"))
    assert queries.benchmark(officer, rate, own, period="2023-24").value == Decimal("42.00")
    theirs = queries.benchmark(world.person["other"], rate, own, period="2023-24")
    assert theirs.value is None and theirs.tier_figures["E07000125"].value == Decimal("42.00")


def test_as_it_was_known_then(rate: Measure, own: Area, put: Write) -> None:
    before = clock.now()
    put("corrected.csv", waste({"E07000901": "35.0"}))
    assert queries.benchmark(PUBLIC, rate, own).rank == 2
    then = queries.benchmark(PUBLIC, rate, own, as_at=before)
    assert (then.rank, then.as_at) == (3, before)


def test_a_year_nobody_returned_is_a_gap_in_the_trend(rate: Measure, own: Area, put: Write) -> None:
    put("earlier.csv", waste({"E07000234": "30.0", "E07000901": "31.0"}, "2018-19"))
    found = queries.benchmark(PUBLIC, rate, own)
    assert [(it.period.label, it.value) for it in found.trend] == [
        ("2018-19", Decimal("30.0")), ("2019-20", None), ("2020-21", None),
        ("2021-22", Decimal("38.50")), ("2022-23", Decimal("39.10")),
    ]  # fmt: skip
    assert [it.label for it in found.periods] == ["2022-23", "2021-22", "2018-19"]
    assert found.trend[0].spread is None, "one neighbour makes no middle"


def test_the_nations_own_figure_stands_where_it_is_an_average(rate: Measure, own: Area, put: Write) -> None:
    assert queries.benchmark(PUBLIC, rate, own).nation == "Median of all councils in England"
    put("england.csv", waste({"E92000001": "43.3"}))
    average = queries.benchmark(PUBLIC, rate, own)
    assert (average.nation, average.nation_value) == ("England", Decimal("43.3"))
    put("total.csv", waste({"E92000001": "4300"}))
    assert queries.benchmark(PUBLIC, rate, own).nation == "Median of all councils in England"


def test_a_new_edition_of_a_list_is_the_one_in_use(rate: Measure, own: Area, put: Write) -> None:
    put("global-neighbours.csv", neighbours("E07000234", NEIGHBOURS[:1]))
    assert [it.area.code for it in queries.benchmark(PUBLIC, rate, own).peers] == ["E07000901"]


def test_json_is_the_shape_of_the_command(rate: Measure, own: Area) -> None:
    said = json.loads(json.dumps(queries.as_json(queries.benchmark(PUBLIC, rate, own))))
    assert list(said)[:8] == ["period", "value", "rank", "of", "rank_low", "rank_high", "median", "quartiles"]
    assert (said["period"], said["value"], said["median"]) == ("2022-04-01/P1Y", "39.10", "42.05")
    assert said["quartiles"] == ["36.825", "46.25"]
    first, second = said["peers"][:2]
    assert (first["area"], first["value"], first["missing"]) == ("E07000901", "50.0", None)
    assert (second["area"], second["value"], second["missing"]) == ("W06000907", None, "another nation")
    assert (
        said["list"]["id"] == "global-neighbours" and said["list"]["date"] is None and said["list"]["loaded"]
    )


def test_rows_hold_what_the_json_holds(rate: Measure, own: Area) -> None:
    found = queries.benchmark(PUBLIC, rate, own)
    rows = [dict(zip(queries.HEADER, row, strict=True)) for row in queries.as_rows(found)]
    councils = [row for row in rows if row["part"] in ("council", "neighbour")]
    assert [(row["area"], row["value"], row["missing"]) for row in councils] == [
        (it.area.code, it.value, it.missing) for it in (found.own, *found.peers)
    ]
    trend = [row for row in rows if row["part"] == "trend" and row["area"] == "E07000234"]
    assert [row["value"] for row in trend] == [it.value for it in found.trend]


def test_words_for_a_terminal(rate: Measure, own: Area) -> None:
    said = list(queries.as_text(queries.benchmark(PUBLIC, rate, own)))
    assert said[1] == "  2022-23: 39.1%"
    assert "  place: joint 3rd of 5" in said
    assert any("Cwmtest" in line and "another nation" in line for line in said)


def test_councils_are_found_by_name_code_and_part(own: Area) -> None:
    assert [it.code for it in queries.councils("bromsgrove")] == ["E07000234"]
    assert [it.code for it in queries.councils("e07000901")] == ["E07000901"]
    assert [it.name for it in queries.councils("part")] == ["Eastpart", "Westpart"]
    assert queries.councils("Atlantis") == [] and queries.councils(" ") == []


def test_what_there_is_of_a_measure(rate: Measure, own: Area) -> None:
    districts = next(
        it for it in queries.coverage(PUBLIC, rate) if (it.kind, it.nation) == ("district", "England")
    )
    assert (districts.areas, districts.first.label, districts.last.label) == (8, "2021-22", "2022-23")
    waste_theme = {it.measure.id: it.areas for it in queries.measures(PUBLIC, "recycling")["waste"]}
    assert waste_theme["recycling-rate"] == 10 and waste_theme["recycling-contamination-rate"] == 0
    assert queries.latest(PUBLIC, own)["recycling-rate"].start == date(2022, 4, 1)


def test_a_period_of_another_length_does_not_hide_the_measures_own(
    world: World, put: Write, group: None, rate: Measure, own: Area
) -> None:
    put("month.csv", waste({own.code: "99"}, "Apr 2024"))
    put("calendar.csv", waste({"E07000901": "98"}, "2030"))
    found = queries.benchmark(world.person["performance-officer"], rate, own)
    assert found.period is not None and found.period.iso == "2022-04-01/P1Y"
    assert {(it.length, it.start.month) for it in found.periods} == {("P1Y", 4)}
