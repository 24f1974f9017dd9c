"""The read API: what it answers, to whom, how much of it, and that its description is true."""

import hashlib
import json
from collections.abc import Iterator
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, Phase, given
from hypothesis import settings as effort
from tests.people import OWN_ROWS, PUBLISHED_ROWS, World, client

from moothall.core import actions
from moothall.figures.actions import load
from moothall.figures.models import Area
from moothall.figures.sources import sources
from moothall.web.api import limits
from moothall.web.api.problems import Problem
from moothall.web.wsgi import application

V1 = "/api/v1"


@pytest.fixture
def key(world: World) -> dict[str, str]:
    """The header of a performance officer's key."""
    assert world.key
    return {"Authorization": f"Bearer {world.key[1]}"}


def get(path: str, headers: dict[str, str] | None = None, status: int = 200, **asked: Any) -> Any:
    answer = Client(headers=headers or {}).get(f"{V1}{path}", asked)
    assert answer.status_code == status, answer.content
    wanted = "application/json; charset=utf-8" if status == 200 else "application/problem+json"
    assert answer["Content-Type"] == wanted
    body = json.loads(answer.content)
    if status != 200:
        assert body.keys() == {"type", "title", "status", "detail", "errors"} and body["status"] == status
        assert body["detail"].endswith((".", "?"))
    return body


def test_anybody_reads_published_statistics_exactly_as_published(world: World) -> None:
    page = get("/observations", measure="recycling-rate")
    assert (page["count"], page["next"]) == (4, None)
    values = {(it["area"], it["period"]): (it["value"], it["missing"]) for it in page["items"]}
    assert values == {
        ("E07000234", "2021-04-01/P1Y"): ("38.50", None),
        ("E07000234", "2022-04-01/P1Y"): ("39.10", None),
        ("E07000125", "2022-04-01/P1Y"): ("31.20", None),
        ("E07000125", "2021-04-01/P1Y"): (None, "missing"),
    }
    one = page["items"][0]
    assert (one["start"], one["end"], one["organisation"]) == ("2021-04-01", "2022-03-31", "published")


def test_a_key_also_reads_its_holders_council_and_no_other(world: World, key: dict[str, str]) -> None:
    page = get("/observations", key, measure="recycling-rate")
    own = {it["value"]: it["numerator"] for it in page["items"] if it["organisation"] == "testham"}
    assert own == {"41.25": "4125", "42.00": "4200"}
    assert page["count"] == 6 and "66.60" not in str(page)


def test_a_signed_in_browser_is_nobody_to_the_api(world: World) -> None:
    page = client(world.person["performance-officer"]).get(f"{V1}/observations?measure=recycling-rate").json()
    assert page["count"] == 4


def test_filters(world: World, key: dict[str, str]) -> None:
    def values(**asked: Any) -> list[str | None]:
        return [it["value"] for it in get("/observations", key, measure="recycling-rate", **asked)["items"]]

    assert values(area="E07000125") == [None, "31.20"]
    assert values(area=["E07000125", "e07000234"], to="2021-04-01") == [None, "38.50"]
    assert values(**{"from": "2022-04-02"}) == ["42.00"]
    assert values(breakdown="ward=Ashdown") == []
    assert values(as_at="2001-01-01T00:00:00Z") == values(as_at="0001-01-01T00:00:00+14:00") == []
    assert len(values(as_at="9999-12-31T23:59:59-14:00")) == 6
    assert get("/areas", name="brom")["items"][0]["code"] == "E07000234"
    assert get("/areas", type="no-such-kind")["count"] == 0


def test_what_stood_at_a_moment(world: World, key: dict[str, str], tmp_path: Path) -> None:
    before = datetime.now(UTC).isoformat()
    path = tmp_path / "corrected.csv"
    path.write_text(OWN_ROWS.replace("41.25", "41.50"), encoding="utf-8")
    load(world.root, organisation=world.council, path=path)
    own = world.own
    assert get(f"/observations/{own.series_id}/{own.start}", key)["observation"]["value"] == "41.50"
    then = get(f"/observations/{own.series_id}/{own.start}", key, as_at=before)
    assert then["observation"]["value"] == "41.25"
    versions = get(f"/observations/{own.series_id}/{own.start}", key)["versions"]
    assert [(it["value"], it["current"]) for it in versions] == [("41.50", True), ("41.25", False)]


def test_lineage_leads_to_the_file_its_digest_and_the_row(world: World, key: dict[str, str]) -> None:
    item = get("/observations", measure="recycling-rate", area="E07000234", to="2021-04-01")["items"][0]
    answer = Client().get(item["lineage"]).json()
    (version,) = answer["versions"]
    assert answer["observation"] == item
    assert version["sha256"] == hashlib.sha256(PUBLISHED_ROWS.encode()).hexdigest()
    assert (version["file"], version["row"], version["source"]) == ("waste.csv", 2, "oflog-waste")
    assert version["loaded_by"] is None  # a name is for those who hold a key
    assert get(item["lineage"].removeprefix(V1), key)["versions"][0]["loaded_by"] == "The command line"


def test_anothers_own_figure_is_not_there(world: World, key: dict[str, str]) -> None:
    path = f"/observations/{world.own.series_id}/{world.own.start}"
    assert get(path, key)["observation"]["value"] == "41.25"
    detail = get(path, status=404)["detail"]
    assert detail == get("/observations/999999/2022-04-01", status=404)["detail"]
    _made, other = actions.make_api_key(world.person["other"], organisation=world.other, name="x")
    get(path, {"Authorization": f"Bearer {other}"}, status=404)


def test_measures_areas_and_sources(world: World) -> None:
    measure = get("/measures/recycling-rate")
    assert (measure["unit"], measure["polarity"]) == ("%", "higher") and "recycled" in measure["definition"]
    assert measure in get("/measures", limit=1000)["items"]
    assert get("/areas/E07000234") == get("/areas")["items"][1] | {"predecessors": [], "successors": []}
    assert {it["id"] for it in get("/sources")["items"]} == set(sources())
    for path in ("/measures/none", "/areas/E99999999", "/nothing/here", "/observations/9999/2022-04-01"):
        get(path, status=404)
    get("/observations", status=404, measure="none")


def test_pages_follow_one_another_to_the_end(world: World, key: dict[str, str]) -> None:
    browser = Client(headers=key)
    seen, address, pages = (
        [],
        f"{V1}/observations?measure=recycling-rate&limit=4&area=E07000234&area=E07000125",
        0,
    )
    while address:
        page = browser.get(address).json()
        seen += [(it["series"], it["start"]) for it in page["items"]]
        address, pages = page["next"], pages + 1
    assert pages == 2 and len(seen) == len(set(seen)) == 6


@pytest.mark.parametrize(
    ("path", "asked", "where"),
    [
        ("/observations", {}, "query.measure"),
        ("/observations", {"measure": "recycling-rate", "limit": 1001}, "query.limit"),
        ("/observations", {"measure": "recycling-rate", "offset": -1}, "query.offset"),
        ("/observations", {"measure": "recycling-rate", "from": "soon"}, "query.from"),
        ("/observations", {"measure": "recycling-rate", "as_at": "2024-01-01T00:00:00"}, "query.as_at"),
        ("/observations/x/2022-04-01", {}, "path.series"),
        ("/observations/1/first-of-april", {}, "path.start"),
        ("/areas", {"name": "\0"}, "query.name"),
    ],
)
def test_a_question_that_cannot_be_read(world: World, path: str, asked: dict[str, Any], where: str) -> None:
    problem = get(path, status=422, **asked)
    assert [it["where"] for it in problem["errors"]] == [where] and problem["errors"][0]["message"]


def test_keys_that_do_not_work(world: World, key: dict[str, str]) -> None:
    officer = world.person["performance-officer"]
    made, secret = actions.make_api_key(officer, organisation=world.council, name="y")
    second = {"Authorization": f"Bearer {secret}"}
    for header in (
        "Bearer mh_wrong",
        "Bearer",
        "Bearer ",
        "Basic eDp5",
        f"Basic {secret}",
        f"Bearer{secret}",
        "x",
    ):
        get("/areas", {"Authorization": header}, status=401)
    assert Client(headers={"Authorization": "x"}).get(f"{V1}/areas")["WWW-Authenticate"] == "Bearer"
    get("/areas", second)
    actions.end_api_key(officer, organisation=world.council, key=made)
    get("/areas", second, status=401)
    get("/areas", key)
    held = officer.memberships.get()
    actions.end_role(world.root, membership=held)
    get("/areas", key, status=401)  # no role lets them hold a key any more
    actions.give_role(world.root, to=officer, organisation=world.council, role=held.role)
    get("/areas", key)
    actions.set_active(world.root, organisation=world.council, whom=officer, active=False)
    get("/areas", key, status=401)


def test_only_reading(world: World, key: dict[str, str]) -> None:
    for method in ("post", "put", "patch", "delete"):
        answer = getattr(Client(headers=key), method)(f"{V1}/areas")
        assert answer.status_code == 405 and answer["Allow"] == "GET"
        assert answer["Content-Type"] == "application/problem+json"


def test_too_many_requests_are_told_when_to_come_back(
    world: World, key: dict[str, str], settings: Any
) -> None:
    settings.API_RATE, settings.API_RATE_ANONYMOUS = (4, 3600), (2, 3600)
    assert [Client().get(f"{V1}/sources").status_code for _ in range(3)] == [200, 200, 429]
    answer = Client().get(f"{V1}/sources")
    assert 0 < int(answer["Retry-After"]) <= 3600
    get("/sources", status=429)
    assert Client(REMOTE_ADDR="10.0.0.9").get(f"{V1}/sources").status_code == 200
    assert [Client(headers=key).get(f"{V1}/sources").status_code for _ in range(5)] == [200] * 4 + [429]
    # a guess at a key counts against the address it comes from
    assert Client(headers={"Authorization": "Bearer mh_x"}).get(f"{V1}/sources").status_code == 429


def test_requests_are_counted_in_whole_periods(monkeypatch: pytest.MonkeyPatch) -> None:
    now = 86400 * 20_000 + 86390
    monkeypatch.setattr("moothall.core.clock.seconds", lambda: now)
    limits.count("somebody", (1, 86400))
    with pytest.raises(Problem, match="1 requests are allowed in 86400 seconds: wait 10 seconds"):
        limits.count("somebody", (1, 86400))
    now += 10
    limits.count("somebody", (1, 86400))


def test_the_number_of_queries_does_not_grow_with_the_answer(
    world: World, key: dict[str, str], tmp_path: Path
) -> None:
    def asked(path: str) -> int:
        with CaptureQueriesContext(connection) as seen:
            assert Client(headers=key).get(V1 + path).status_code == 200
        return len(seen)

    paths = ("/areas?limit=1000", "/observations?limit=1000&measure=recycling-rate", "/measures?limit=1000")
    before = [asked(path) for path in paths]
    rows = "".join(
        f"E0700{n:04},Place {n},{y}-{y % 100 + 1},Household waste recycling rate,{n}.5\n"
        for n in range(1000, 1020)
        for y in range(2015, 2023)
    )
    path = tmp_path / "more.csv"
    path.write_text(PUBLISHED_ROWS.splitlines()[0] + "\n" + rows, encoding="utf-8")
    load(world.root, organisation=world.council, path=path)
    assert Area.objects.count() == 22
    assert get("/observations", key, measure="recycling-rate", limit=1000)["count"] == 166
    assert [asked(path) for path in paths] == before
    assert max(before) <= 6


def test_what_a_key_reads_is_not_kept_for_others(world: World, key: dict[str, str]) -> None:
    answer = Client(headers=key).get(f"{V1}/areas")
    assert "private" in answer["Cache-Control"] and "Authorization" in answer["Vary"]


def test_every_digit_survives(world: World, key: dict[str, str], tmp_path: Path) -> None:
    exact = ["0.10", "123456789012345.67", "-3.000", "0", "1000000"]
    rows = "".join(f"Household waste recycling rate,{2010 + n}/{11 + n},{it}\n" for n, it in enumerate(exact))
    path = tmp_path / "exact.csv"
    path.write_text("Measure,Period,Value\n" + rows, encoding="utf-8")
    load(world.root, organisation=world.council, path=path)
    found = get("/observations", key, measure="recycling-rate", to="2014-04-01")["items"]
    assert [it["value"] for it in found] == exact
    assert all(
        isinstance(it["value"], str) and Decimal(it["value"]) == Decimal(e)
        for it, e in zip(found, exact, strict=True)
    )


# The description


def test_the_description_is_openapi_3_1_and_documents_every_refusal(client: Client) -> None:
    schema = client.get(f"{V1}/openapi.json").json()
    assert schema["openapi"].startswith("3.1.")
    assert len(schema["paths"]) == 7
    for address, path in schema["paths"].items():
        (operation,) = path.values()
        assert operation["summary"] and operation["description"], address
        assert {"200", "401", "422", "429"} <= operation["responses"].keys(), address
        assert ("404" in operation["responses"]) == ("{" in address or address.endswith("observations")), (
            address
        )
        assert {} in operation["security"]


@pytest.fixture
def one_connection() -> Iterator[None]:
    """Requests leave the test's connection open, as those of Django's test client do."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


def test_the_api_is_what_it_says_it_is(
    world: World, key: dict[str, str], settings: Any, one_connection: None
) -> None:
    """schemathesis asks what the description allows, and much that it does not; answers must fit it."""
    settings.API_RATE = settings.API_RATE_ANONYMOUS = (1_000_000, 86400)
    schema = schemathesis.openapi.from_wsgi(f"{V1}/openapi.json", application)
    tried = 0
    for made in schema.get_all_operations():
        operation = made.ok()

        @given(case=operation.as_strategy())
        @effort(
            max_examples=25,
            deadline=None,
            database=None,
            derandomize=True,
            phases=[Phase.explicit, Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        def holds(case: Any) -> None:
            nonlocal tried
            tried += 1
            case.call_and_validate(headers=key)

        holds()
    assert tried > 100
