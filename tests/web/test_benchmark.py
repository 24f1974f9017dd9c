"""The pages of measures and the benchmark page, as a browser gets them."""

import csv
import io
import json
from pathlib import Path
from xml.etree.ElementTree import Element

import html5lib
import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.db.models.signals import post_init
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.insight.conftest import group, put
from tests.people import World

from moothall.figures.actions import load
from moothall.figures.measures import catalogue
from moothall.figures.models import Area, Observation, Series
from moothall.insight import queries

__all__ = ["group", "put"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("group")]
PAGE = "/measures/recycling-rate/E07000234/"


def parse(response: HttpResponse) -> Element:
    assert response.status_code == 200, response
    parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
    tree: Element = parser.parse(response.content.decode())
    return tree


def text(element: Element) -> str:
    return " ".join("".join(element.itertext()).split())


def links(tree: Element) -> set[str]:
    return {it.get("href", "") for it in tree.iter("a")}


def table(tree: Element, caption: str) -> list[list[str]]:
    """The body of the table with this caption."""
    (found,) = [it for it in tree.iter("table") if text(next(it.iter("caption"))) == caption]
    return [[text(cell) for cell in row] for row in next(found.iter("tbody"))]


def test_the_benchmark_says_it_in_words(client: Client) -> None:
    tree = parse(client.get(PAGE))
    (heading,) = tree.iter("h1")
    assert "Household waste recycling rate: Bromsgrove" in text(heading)
    said = text(tree)
    for words in (
        "Bromsgrove is joint 3rd of 5 among those of its 9 nearest neighbours that have a figure (higher is better).",
        "That is 2.95 percentage points below their median of 42.05%",
        "There is no range of places: the source gives no interval",
        "The file gives no date; it was loaded on",
        "medians and quartiles leave it out",
    ):
        assert words in said


def test_each_council_with_its_type_place_and_figure(client: Client) -> None:
    rows = table(parse(client.get(PAGE)), "Each council, 2022-23")
    assert rows[0] == ["Oakley", "Non-metropolitan district", "1", "50.0%", "1"]
    assert ["Bromsgrove", "Non-metropolitan district", "3", "39.1%", "–"] in rows
    assert ["Cwmtest", "Unitary authority (Wales)", "–", "Another nation", "2"] in rows
    assert len(rows) == 10


def test_the_missing_are_named_with_the_cause_and_the_way(client: Client) -> None:
    tree = parse(client.get(PAGE))
    causes = {row[0]: row[2] for row in table(tree, "Neighbours without a figure, 2022-23")}
    assert causes == {
        "Cwmtest": "Another nation",
        "Newcodely": "Recoded",
        "Mergeshire": "Reorganised",
        "Hushley": "Suppressed",
        "Latley": "No return",
    }
    assert {"/measures/recycling-rate/E08000808/", "/measures/recycling-rate/E07000811/"} <= links(tree)


def test_each_figure_leads_to_its_lineage(client: Client) -> None:
    tree = parse(client.get(PAGE))
    lineage = [it for it in links(tree) if it.startswith("/figures/")]
    assert len(lineage) == 5
    assert all(client.get(it).status_code == 200 for it in lineage)


def test_charts_have_words_a_table_and_a_source(client: Client) -> None:
    figures = list(parse(client.get(PAGE)).iter("figure"))
    assert len(figures) == 3
    for figure in figures:
        assert (
            next(figure.iter("{http://www.w3.org/2000/svg}desc"), next(figure.iter("desc"), None)) is not None
        )
        assert next(figure.iter("table"), None) is not None
        assert "Source: Oflog Data Explorer" in text(figure)


def test_the_choices_are_kept_and_change_the_page(client: Client) -> None:
    tree = parse(
        client.get(PAGE, {"list": "global-neighbours", "period": "2022-04-01/P1Y", "same_type": "on"})
    )
    assert "5 nearest neighbours of the same type" in text(tree)
    chosen = {it.get("value") for it in tree.iter("option") if it.get("selected") is not None}
    assert chosen == {"global-neighbours", "2022-04-01/P1Y"}
    assert any("same_type=on" in it and "benchmark.csv" in it for it in links(tree))
    assert "4 of them are of another type, and left out here." in text(tree)


def test_a_choice_that_cannot_be_is_said_and_the_page_still_stands(client: Client) -> None:
    said = text(parse(client.get(PAGE, {"list": "cousins"})))
    assert "No list called 'cousins' has neighbours of this council" in said
    assert "joint 3rd of 5" in said


def test_csv_and_json_are_what_the_page_shows(client: Client) -> None:
    found = queries.benchmark(
        AnonymousUser(), catalogue()["recycling-rate"], Area.objects.get(pk="E07000234"), same_type=True
    )
    said = json.loads(client.get(f"{PAGE}benchmark.json", {"same_type": "on"}).content)
    assert said == json.loads(json.dumps(queries.as_json(found)))
    response = client.get(f"{PAGE}benchmark.csv", {"same_type": "on"})
    assert response["Content-Disposition"] == 'attachment; filename="recycling-rate-E07000234.csv"'
    rows = list(csv.DictReader(io.StringIO(b"".join(response).decode())))  # type: ignore[call-overload]
    assert [it["area"] for it in rows if it["part"] == "neighbour"] == [it.area.code for it in found.peers]
    (median,) = [
        it["value"]
        for it in rows
        if (it["type"], it["part"]) == ("median", "statistic") and "nearest" in it["name"]
    ]
    assert median == "45.0"


def test_a_page_costs_few_queries(client: Client) -> None:
    with CaptureQueriesContext(connection) as captured:
        client.get(PAGE)
    assert len(captured) <= 10


def test_own_figures_show_only_to_their_people(client: Client, people: dict[str, Client]) -> None:
    year = {"period": "2023-24"}
    assert "42.0%" not in text(parse(client.get(PAGE, year)))
    assert "42.0%" not in text(parse(people["no-role"].get(PAGE, year)))
    assert "42.0%" in text(parse(people["councillor"].get(PAGE, year)))


def test_a_council_without_figures_or_list(client: Client) -> None:
    said = text(parse(client.get("/measures/recycling-rate/E08000908/")))
    assert "No figure for 2022-23: recoded." in said
    assert "No list of neighbours that has been loaded has Newcodely." in said
    assert "no figures of this measure that you may read" in text(
        parse(client.get("/measures/library-walk/E07000234/"))
    )


def test_names_and_small_letters_lead_to_the_code(client: Client) -> None:
    assert (
        client.get("/measures/recycling-rate/e07000234/?same_type=on")["Location"] == f"{PAGE}?same_type=on"
    )
    assert client.get("/measures/recycling-rate/Bromsgrove/")["Location"] == PAGE
    assert client.get("/measures/recycling-rate/E07999999/").status_code == 404
    assert client.get("/measures/no-such/E07000234/").status_code == 404
    assert client.get("/measures/no-such/").status_code == 404


def test_how_is_my_council_doing(client: Client) -> None:
    everything = parse(client.get("/measures/"))
    assert "/measures/recycling-rate/" in links(everything)
    mine = parse(client.get("/measures/", {"council": "bromsgrove"}))
    assert text(next(mine.iter("h1"))).endswith("How is Bromsgrove doing?")
    assert table(mine, "Waste") == [
        ["Household waste recycling rate", "2022-23", "39.1%", "Higher is better"]
    ]
    assert PAGE in links(mine)
    which = parse(client.get("/measures/", {"council": "part"}))
    assert {"/measures/?council=E07000811", "/measures/?council=E07000812"} <= links(which)
    assert "No council here is called ‘Atlantis’" in text(
        parse(client.get("/measures/", {"council": "Atlantis"}))
    )
    none = parse(client.get("/measures/", {"q": "recycling zebra"}))
    assert "No measure with figures fits" in text(none)


def test_a_person_begins_with_their_own_council(people: dict[str, Client]) -> None:
    assert "How is Bromsgrove doing?" in text(parse(people["councillor"].get("/measures/")))
    assert "How is my council doing?" in text(parse(people["councillor"].get("/measures/", {"council": ""})))


def test_the_page_of_a_measure(client: Client, world: World) -> None:
    tree = parse(client.get("/measures/recycling-rate/"))
    said = text(tree)
    for words in ("Tonnes of household waste collected", "Higher is better", "Open Government Licence v3.0"):
        assert words in said
    rows = {row[0]: row[1:4] for row in table(tree, "What there is")}
    assert rows["District councils in England"] == ["8", "2021-22", "2022-23"]
    assert client.get("/measures/recycling-rate/", {"council": "Bromsgrove"})["Location"] == PAGE
    assert "/measures/recycling-rate/E07000811/" in links(
        parse(client.get("/measures/recycling-rate/", {"council": "part"}))
    )


def test_hostile_words_stay_words(client: Client) -> None:
    hostile = "<script>alert(1)</script>{{ 7 * 7 }}"
    for where in ("/measures/", "/measures/recycling-rate/"):
        tree = parse(client.get(where, {"council": hostile, "q": hostile}))
        assert not [it for it in tree.iter("script") if not it.get("src")]
        assert "49" not in text(next(tree.iter("main")))
    said = parse(client.get(PAGE, {"list": hostile, "period": hostile}))
    assert not [it for it in said.iter("script") if not it.get("src")]


def test_a_measure_that_only_this_council_keeps(
    people: dict[str, Client], world: World, tmp_path: Path
) -> None:
    path = tmp_path / "calls.csv"
    path.write_text("Measure,Period,Value\nCalls answered,Apr 2025,91.5\nCalls answered,May 2025,92.5\n")
    load(world.root, organisation=world.council, path=path)
    said = text(parse(people["councillor"].get("/measures/calls-answered/E07000234/")))
    assert "92.5%" in said and "so there is nothing to compare it with" in said
    assert "shown only to those who may read its returns" in said
    assert "Neighbours without a figure" not in said and "Nearest neighbours" not in said


@pytest.mark.parametrize("place", ["%00", "E07%000234", "%0a", "%1f", "x" * 201])
@pytest.mark.parametrize("page", ["", "benchmark.csv", "benchmark.json"])
def test_what_no_database_can_hold_is_no_place(client: Client, place: str, page: str) -> None:
    assert client.get(f"/measures/recycling-rate/{place}/{page}").status_code == 404


RETURN = "Measure,Period,Value,Note\n"


def test_the_latest_figure_is_the_last_with_a_value_and_on_the_usual_basis(
    world: World, tmp_path: Path
) -> None:
    """Series of several lengths and bases: which is shown does not hang on the order they were loaded in."""
    area, officer = Area.objects.get(pk="E07000234"), world.person["auditor"]

    def given(name: str, rows: str) -> str:
        (tmp_path / name).write_text(RETURN + rows)
        (outcome,) = load(world.root, organisation=world.council, path=tmp_path / name)
        assert outcome.load.rejected == 0, list(outcome.rejected_rows())
        return str(queries.latest(officer, area)["recycling-rate"].value)

    name = "Household waste recycling rate"
    assert str(queries.latest(officer, area)["recycling-rate"].value) == "42.00"
    assert given("quarter.csv", f"{name},Q1 2023-24,11.00,\n") == "42.00", "a year, as it is published"
    assert given("sooner.csv", f"{name},Q2 2023-24,12.00,\n") == "12.00", "but the latest comes first"
    given("month.csv", f"{name},Mar 2024,13.00,\n")
    Series.objects.filter(length="P1M").update(basis="rolling year")
    assert str(queries.latest(officer, area)["recycling-rate"].value) == "12.00", "on the usual basis"
    assert given("gone.csv", f"{name},Q2 2023-24,[c],\n") == "42.00", "withdrawn: the last with a value"
    public = queries.latest(AnonymousUser(), area)["recycling-rate"]
    assert (str(public.value), public.series.organisation.slug) == ("39.10", "published")


def test_only_the_latest_figures_are_fetched(world: World, tmp_path: Path) -> None:
    rows = "".join(
        f"Household waste recycling rate,{year}-{year % 100 + 1},40,\n" for year in range(2002, 2022)
    )
    (tmp_path / "long.csv").write_text(RETURN + rows)
    load(world.root, organisation=world.council, path=tmp_path / "long.csv")
    made: list[object] = []

    def note(sender: object, instance: object, **_: object) -> None:
        made.append(instance)

    post_init.connect(note, sender=Observation)
    try:
        queries.latest(world.person["auditor"], Area.objects.get(pk="E07000234"))
    finally:
        post_init.disconnect(note, sender=Observation)
    assert len(made) == 2, "one of each series: the council's own, and the published one"
