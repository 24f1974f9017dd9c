"""The OData feed, asked as Power BI asks: the service, its metadata, then pages of rows with filters folded in."""

import base64
import json
from collections.abc import Callable
from decimal import Decimal
from typing import Any
from urllib.parse import quote

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from lxml import etree
from tests.people import World

from moothall.figures.measures import catalogue
from moothall.figures.models import Area
from moothall.web.api.odata_query import BadQuery, parse
from moothall.web.api.odata_schema import OBSERVATIONS, csdl

EDM = {"e": "http://docs.oasis-open.org/odata/ns/edm", "x": "http://docs.oasis-open.org/odata/ns/edmx"}
Ask = Callable[..., Any]


@pytest.fixture
def ask(world: World) -> Ask:
    """Asks as anybody, or with the key of the performance officer; exact numbers stay exact."""
    cache.clear()
    assert world.key
    bearer = f"Bearer {world.key[1]}"

    def get(path: str, status: int = 200, key: bool = False, **headers: str) -> Any:
        given = {"Authorization": bearer} if key else {}
        answer = Client().get(
            path if path.startswith("http") else f"/api/odata/{path}", headers=given | headers
        )
        assert answer.status_code == status, answer.content.decode()[:300]
        assert answer["OData-Version"] == "4.0"
        if "json" in answer["Content-Type"]:
            return json.loads(answer.content, parse_float=Decimal)
        return answer.content.decode()

    return get


@pytest.mark.once
def test_the_metadata_is_csdl_and_says_what_the_rows_have() -> None:
    tree = etree.fromstring(csdl().encode())
    assert tree.tag == f"{{{EDM['x']}}}Edmx" and tree.get("Version") == "4.0"
    types = {it.get("Name"): it for it in tree.iterfind(".//e:EntityType", EDM)}
    sets = {it.get("Name"): it.get("EntityType") for it in tree.iterfind(".//e:EntitySet", EDM)}
    assert sets == {
        "Observations": "Moothall.Observation", "Measures": "Moothall.Measure", "Areas": "Moothall.Area",
    }  # fmt: skip
    keys = {
        name: [it.get("Name") for it in found.iterfind("e:Key/e:PropertyRef", EDM)]
        for name, found in types.items()
    }
    assert keys == {"Observation": ["Series", "Start"], "Measure": ["Id"], "Area": ["Code"]}
    kinds = {it.get("Name"): it for it in types["Observation"].iterfind("e:Property", EDM)}
    assert (kinds["Value"].get("Type"), kinds["Value"].get("Scale")) == ("Edm.Decimal", "variable")
    assert kinds["Value"].get("Nullable") is None and kinds["Series"].get("Nullable") == "false"
    assert kinds["Start"].get("Type") == "Edm.Date"
    closed = tree.findall(".//e:EntitySet[@Name='Observations']//e:Collection/e:PropertyPath", EDM)
    assert {it.text for it in closed} == {it.name for it in OBSERVATIONS.properties if not it.column}


def test_power_bi_reads_the_service_then_its_tables(ask: Ask, world: World) -> None:
    found = ask("")
    assert found["@odata.context"] == "http://testserver/api/odata/$metadata"
    assert [it["name"] for it in found["value"]] == ["Observations", "Measures", "Areas"]
    assert "Edmx" in ask("$metadata")
    rows = ask("Observations?$top=1000")["value"]
    assert len(rows) == 4, "published statistics alone"
    assert {"Series", "Start", "Value", "Missing", "AreaName"} < set(rows[0])
    own = ask("Observations", key=True)
    assert len(own["value"]) == 6, "and the council's own, to who may read them; another's never"
    assert own["@odata.context"].endswith("$metadata#Observations")


def test_numbers_keep_every_digit_and_missing_is_null(ask: Ask) -> None:
    rows = ask("Observations?$filter=Measure eq 'recycling-rate'&$orderby=Area,Start")["value"]
    assert [str(it["Value"]) for it in rows] == ["None", "31.20", "38.50", "39.10"]
    assert rows[0]["Missing"] == "missing" and rows[1]["Missing"] is None
    text = ask("Observations?$filter=Area eq 'E07000125'", Accept="application/json;IEEE754Compatible=true")
    assert [it["Value"] for it in text["value"]] == [None, "31.20"]


FILTERS = (
    ("Area eq 'E07000234'", ["2021-04-01", "2022-04-01"]),
    ("Area eq 'E07000234' and Start ge 2022-04-01", ["2022-04-01"]),
    ("Start lt 2022-04-01 or Area ne 'E07000234'", ["2021-04-01", "2021-04-01", "2022-04-01"]),
    ("not (Area in ('E07000234','E07000125'))", []),
    ("(Area eq 'E07000125') and (Start gt 2021-04-01 and Start le 2022-04-01)", ["2022-04-01"]),
    ("AreaName eq 'O''Brien'", []),
    ("startswith(AreaName,'Bro') and contains(Measure,'cycling')", ["2021-04-01", "2022-04-01"]),
    ("not endswith(AreaName,'grove')", ["2021-04-01", "2022-04-01"]),
    ("Breakdown eq '' and PublishedAt ge 2020-01-01T00:00:00Z and Start eq 2022-04-01", ["2022-04-01"] * 2),
)


def test_filters(ask: Ask) -> None:
    for filter, starts in FILTERS:
        rows = ask(f"Observations?$filter={quote(filter)}&$orderby=Start&$select=Start")["value"]
        assert [it["Start"] for it in rows] == starts, filter
        assert int(ask(f"Observations/$count?$filter={quote(filter)}")) == len(starts), filter


BAD = (
    (
        "$filter=Area eq",
        "Area is compared with a text in quotes, such as 'x', and there is nothing more.",
    ),
    ("$filter=Area eq 4", "Area is compared with a text in quotes, such as 'x', not '4'."),
    ("$filter=Nothing eq 'x'", "Observations has no property 'Nothing': it has"),
    ("$filter=Value gt 3", "Value cannot be asked about"),
    ("$filter=year(Start) eq 2021", "The function year is not offered here"),
    ("$filter=contains(Start,'E07')", "contains looks into texts, and Start is none."),
    ("$filter=contains(Area 'E07')", "$filter lacks a ',', not ''E07''."),
    (
        "$filter=Start eq 2021-13-01",
        "Start is compared with a date such as 2025-04-01, not '2021-13-01'.",
    ),
    ("$filter=(Area eq 'x'", "$filter lacks a ')', and there is nothing more."),
    ("$filter=Area eq 'x' Area eq 'y'", "$filter goes on after it ends, with 'Area'."),
    ("$filter=Area eq 'x", "$filter cannot be read from here on: ''x'."),
    ("$filter=Area gt null", "null can be compared by eq and ne only."),
    ("$select=Nothing", "Observations has no property 'Nothing'"),
    ("$orderby=Start sideways", "$orderby 'Start sideways' is not a property followed by asc or desc."),
    ("$orderby=Value", "Value cannot be asked about"),
    ("$top=many", "$top is a whole number, such as 100."),
    ("$skip=-1", "$skip is a whole number, such as 100."),
    ("$count=maybe", "$count is true or false."),
    ("$expand=Area", "$expand is not offered here: this feed takes $select, $filter"),
    ("$format=xml", "Only JSON is given"),
    ("$skiptoken=nonsense", "This $skiptoken is none that this feed gave"),
    ("$top=1&$top=2", "$top is given more than once."),
)


def test_a_bad_question_is_one_sentence(ask: Ask) -> None:
    for query, said in BAD:
        error = ask(f"Observations?{quote(query, safe='$=&(),')}", status=400)["error"]
        assert error["code"] == "400"
        assert error["message"].startswith(said) and error["message"].endswith("."), query


@pytest.mark.once
def test_no_filter_exhausts_the_reader() -> None:
    for text in (
        "(" * 300 + "Area eq 'x'",
        "not " * 399 + "Area eq 'x'",
        "Area eq 'x' or " * 500 + "Area eq 'x'",
    ):
        with pytest.raises(BadQuery):
            parse(OBSERVATIONS, text)


@pytest.mark.parametrize("order", ["", "&$orderby=Area desc"])
def test_pages_lead_from_one_to_the_next(ask: Ask, monkeypatch: pytest.MonkeyPatch, order: str) -> None:
    monkeypatch.setattr("moothall.web.api.odata.PAGE", 2)
    whole = [(it["Series"], it["Start"]) for it in ask(f"Observations?$top=100{order}", key=True)["value"]]
    seen, next = [], f"Observations?$count=true&$filter=Measure eq 'recycling-rate'{order}"
    pages = 0
    while next:
        page = ask(next, key=True)
        assert page["@odata.count"] == 6
        seen += [(it["Series"], it["Start"]) for it in page["value"]]
        next, pages = page.get("@odata.nextLink"), pages + 1
    assert (len(seen), len(set(seen)), pages) == (6, 6, 3)
    assert set(whole[:2]) <= set(seen)
    assert [len(ask(f"Observations?$skip=5{order}", key=True)["value"])] == [1]


def test_top_holds_over_pages(ask: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("moothall.web.api.odata.PAGE", 2)
    first = ask("Observations?$top=3")
    second = ask(first["@odata.nextLink"])
    assert (len(first["value"]), len(second["value"]), second.get("@odata.nextLink")) == (2, 1, None)
    assert ask("Observations?$top=0")["value"] == []
    assert "@odata.nextLink" not in ask("Observations?$top=2")


def test_measures_and_areas(ask: Ask) -> None:
    found = ask(
        "Measures?$filter=Theme eq 'waste' and contains(Unit, '')&$select=Id,Title&$orderby=Title desc&$count=true"
    )
    waste = [it for it in catalogue().values() if it.theme == "waste"]
    assert found["@odata.count"] == len(waste)
    assert [it["Title"] for it in found["value"]] == sorted((it.title for it in waste), reverse=True)
    assert found["@odata.context"].endswith("#Measures(Id,Title)")
    assert int(ask("Measures/$count")) == len(catalogue())
    assert [it["Code"] for it in ask("Areas?$orderby=Name")["value"]] == ["E07000234", "E07000125"]
    assert Area.objects.count() == 2


def test_one_row_by_its_key(ask: Ask, world: World) -> None:
    assert ask("Areas('E07000234')")["Name"] == "Bromsgrove"
    assert ask("Measures('recycling-rate')?$select=Unit")["Unit"] == "%"
    it = world.published
    row = ask(f"Observations(Series={it.series_id},Start={it.start.isoformat()})")
    assert row["Series"] == it.series_id
    assert row["@odata.context"].endswith("#Observations/$entity")
    assert ask("Areas('E00')", status=404)["error"]["message"].startswith("Areas has nothing with the key")
    assert ask("Observations(5)", status=400)
    assert "there are Observations, Measures, Areas" in ask("Nothing", status=404)["error"]["message"]
    own = world.own
    ask(f"Observations(Series={own.series_id},Start={own.start.isoformat()})", status=404)
    ask(f"Observations(Series={own.series_id},Start={own.start.isoformat()})", key=True)


def test_the_ways_to_send_a_key(ask: Ask, world: World) -> None:
    assert world.key
    key = world.key[1]
    basic = base64.b64encode(f"anything:{key}".encode()).decode()
    assert len(ask("Observations", Authorization=f"Basic {basic}")["value"]) == 6
    assert len(ask(f"Observations?api_key={key}")["value"]) == 6
    wrong = base64.b64encode(b"anything:wrong").decode()
    for header in (f"Basic {wrong}", "Basic ???", "Bearer nonsense"):
        assert (
            "Send a key that works"
            in ask("Observations", status=401, Authorization=header)["error"]["message"]
        )
    ask("Observations?api_key=nonsense", status=401)
    assert key not in json.dumps(ask(f"Observations?api_key={key}&$top=1"), default=str)


def test_a_key_is_not_in_the_address_of_the_next_page(
    ask: Ask, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("moothall.web.api.odata.PAGE", 2)
    assert world.key
    assert world.key[1] not in ask(f"Observations?api_key={world.key[1]}")["@odata.nextLink"]


def test_too_many_questions_are_refused_in_the_same_shape(ask: Ask, settings: Any) -> None:
    settings.API_RATE_ANONYMOUS = (2, 60)
    cache.clear()
    for _ in range(2):
        ask("Areas")
    assert "requests are allowed" in ask("Areas", status=429)["error"]["message"]


def test_queries_do_not_grow_with_rows(ask: Ask, django_assert_num_queries: Any) -> None:
    def queries(path: str) -> int:
        with CaptureQueriesContext(connection) as seen:
            ask(path)
        return len(seen)

    ask("Observations")
    for path in ("Observations?$top={}&$count=true", "Areas?$top={}", "Measures?$top={}"):
        assert queries(path.format(1)) == queries(path.format(1000)) <= 3


def test_only_reading(world: World) -> None:
    for method in ("post", "put", "delete", "patch"):
        assert getattr(Client(), method)("/api/odata/Areas").status_code == 405
