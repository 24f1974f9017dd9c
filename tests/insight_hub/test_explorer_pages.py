"""The explorer's pages and files: the state in the address, what is said of what is missing, who sees what."""

import io
import json
import re
from decimal import Decimal
from xml.etree import ElementTree

import openpyxl
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.insight_hub.conftest import MAPPED, OWN, geojson
from tests.people import World

from moothall.core.models import AuditEntry
from moothall.figures.measures import catalogue
from moothall.figures.models import Area
from moothall.insight import actions, queries
from moothall.insight.models import PeerGroup, SavedView
from moothall.web.insight.explorer.state import WAYS, asked, from_state

People = dict[str, Client]
RATE = f"measure=recycling-rate&area={OWN}"
AGAINST = f"{RATE}&show=scatter&against=residual-household-waste"


def text(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status, answer
    return answer.content.decode()


@pytest.fixture
def mapped(world: World) -> None:
    """Boundaries of four of the districts."""
    actions.load_boundaries(
        world.root, content=geojson(*MAPPED), title="Squares", source="Made up", licence="Free to use"
    )


def test_the_whole_state_is_in_the_address() -> None:
    state = asked({"measure": "a", "area": "E07000234", "peers": "codes:E07000901,E07000902", "show": "map"})
    assert from_state(state.query) == state and ":E07000901,E" in state.query
    assert asked({"show": "nonsense", "measure": "\x00"}) == asked({})
    assert asked({}).query == "", "the usual choices need not be said"


@pytest.mark.parametrize("show", WAYS)
def test_each_way_of_seeing_is_a_link_that_works(people: People, mapped: None, show: str) -> None:
    page = text(people["anonymous"], f"/explore/?{RATE}&against=residual-household-waste&show={show}")
    ways = page.partition('aria-label="Ways to see it"')[2].partition("</nav>")[0]
    links = re.findall(r'class="app-rooms__link" href="([^"]+)"( aria-current="page")?', ways)
    assert [href for href, here in links if here] and len(links) == len(WAYS)
    assert all("recycling-rate" in href and "against=residual" in href for href, _ in links)
    assert ("mh-chart__svg" in page) == (show != "table")
    assert "39.1%" in page and "joint 3rd of 5" in page
    assert "median of 42.05%, which leaves Bromsgrove out" in page


def test_missing_is_said_with_its_cause(people: People) -> None:
    page = text(people["anonymous"], f"/explore/?{RATE}&show=table")
    assert ">Suppressed as confidential." in page
    assert "Recoded: The figure stands under the council" in page
    lacking = text(people["anonymous"], "/explore/?measure=recycling-rate&area=E07000906")
    assert "No figure for Latley." in lacking


def test_no_map_and_no_second_measure_are_said(people: People) -> None:
    assert "No boundaries of Bromsgrove are loaded" in text(people["anonymous"], f"/explore/?{RATE}&show=map")
    assert "Choose a second measure" in text(people["anonymous"], f"/explore/?{RATE}&show=scatter")


def test_the_map_draws_the_tier_and_says_whose_boundaries_they_are(people: People, mapped: None) -> None:
    page = text(people["anonymous"], f"/explore/?{RATE}&show=map")
    assert "Boundaries: Squares. Made up. Free to use." in page
    assert "a map of 3 areas in 3 classes" in page and "No figure for Hushley." in page


def test_what_cannot_be_is_said_and_the_usual_is_shown(people: People) -> None:
    page = text(people["anonymous"], f"/explore/?{RATE}&peers=group-99&period=2011-12")
    assert "has been ended, or belongs to a council" in page and "39.1%" in page
    assert "No measure here has that name" in text(people["anonymous"], f"/explore/?measure=x&area={OWN}")
    assert "No council here is called ‘Atlantis’" in text(people["anonymous"], "/explore/?area=Atlantis")
    assert "Which one do you mean?" in text(people["anonymous"], "/explore/?area=part")
    assert "Name a council" in text(people["anonymous"], "/explore/")
    assert "There are no figures of this measure" in text(
        people["anonymous"], f"/explore/?measure=sickness-absence&area={OWN}"
    )


def test_councils_to_compare_with_can_be_typed(people: People) -> None:
    page = text(people["anonymous"], f"/explore/?{RATE}&beside=Oakley, birchley,E07000903")
    assert "3 councils picked by hand" in page
    assert "peers=codes:E07000901,E07000902,E07000903" in page
    wrong = text(people["anonymous"], f"/explore/?{RATE}&beside=Oakley,Atlantis")
    assert "‘Atlantis’ is not understood" in wrong and "9 nearest neighbours" in wrong


def test_ones_own_council_is_where_it_begins(people: People) -> None:
    assert "Household waste recycling rate: Bromsgrove" in text(
        people["analyst"], "/explore/?measure=recycling-rate"
    )


def test_own_returns_are_for_their_own_people(people: People) -> None:
    own = f"/explore/?{RATE}&period=2023-24"
    assert "42.0%" in text(people["analyst"], own)
    assert "Put this picture on another site" not in text(people["analyst"], own)
    assert "Put this picture on another site" in text(people["analyst"], f"/explore/?{RATE}")
    assert "There are no figures for 2023-24" in text(people["anonymous"], own)
    assert (
        "Not published"
        in json.loads(text(people["analyst"], f"/explore/json/download/?{RATE}&period=2023-24"))["about"]
    )
    assert (
        "Not published"
        not in json.loads(text(people["anonymous"], f"/explore/json/download/?{RATE}"))["about"]
    )


@pytest.mark.parametrize("show", WAYS)
def test_the_same_queries_however_many_councils(people: People, mapped: None, show: str) -> None:
    counts = []
    for peers in ("codes:E07000901", "codes:E07000901,E07000902,E07000903,E07000905,E06000904"):
        with CaptureQueriesContext(connection) as captured:
            text(
                people["anonymous"],
                f"/explore/?{AGAINST.replace('show=scatter', f'show={show}')}&peers={peers}",
            )
        counts.append(len(captured))
    assert counts[0] == counts[1] <= 24, counts


def csv_rows(content: str) -> list[dict[str, str]]:
    import csv

    return list(csv.DictReader(io.StringIO(content)))


def test_csv_has_what_is_shown_and_says_where_it_is_from(people: People) -> None:
    rows = csv_rows(text(people["anonymous"], f"/explore/csv/download/?{RATE}&show=table"))
    by_code = {row["area"]: row for row in rows}
    assert rows[0]["area"] == OWN and by_code[OWN]["value"] == "39.10"
    assert by_code["E07000905"]["value"] == "" and by_code["E07000905"]["missing"].startswith("Suppressed")
    assert by_code["E07000901"]["comparator"] == "yes" and by_code["E07000125"]["comparator"] == "no"
    measure = catalogue()["recycling-rate"]
    assert (rows[0]["source"], rows[0]["licence"]) == (measure.source, measure.licence)
    assert (
        rows[0]["period shown"] == "2022-23"
        and "never counted as nought" in rows[0]["how missing is treated"]
    )
    trend = csv_rows(text(people["anonymous"], f"/explore/csv/download/?{RATE}"))
    assert [(row["period"], row["Bromsgrove"]) for row in trend] == [
        ("2021-04-01/P1Y", "38.50"), ("2022-04-01/P1Y", "39.10"),
    ]  # fmt: skip
    assert trend[1]["median of 9 nearest neighbours"] == "42.05"
    pairs = csv_rows(text(people["anonymous"], f"/explore/csv/download/?{AGAINST}"))
    assert {row["area"] for row in pairs} == {OWN, "E07000901", "E07000902", "E07000903"}


def test_json_and_excel_hold_the_same(people: People) -> None:
    said = json.loads(text(people["anonymous"], f"/explore/json/download/?{RATE}&show=distribution"))
    assert said["about"]["Period"] == "2022-23" and "Compared with" in said["about"]
    assert {row["area"]: row["value"] for row in said["rows"]}[OWN] == "39.10"
    answer = people["anonymous"].get(f"/explore/xlsx/download/?{RATE}&show=distribution")
    book = openpyxl.load_workbook(io.BytesIO(answer.content))
    assert book.sheetnames[:2] == ["Figures", "About these figures"]
    figures = list(book["Figures"].iter_rows(values_only=True))
    assert len(figures) == len(said["rows"]) + 1
    assert Decimal(str(figures[1][3])) == Decimal("39.1")
    about = dict(book["About these figures"].iter_rows(min_row=2, values_only=True))
    assert {"Source", "Licence", "Period", "Missing"} <= about.keys()


def test_the_picture_says_where_it_is_from(people: People, mapped: None) -> None:
    for show in ("trend", "distribution", "map"):
        drawn = text(people["anonymous"], f"/explore/svg/download/?{RATE}&show={show}")
        root = ElementTree.fromstring(drawn)
        words = " ".join(root.itertext())
        assert (
            "Licence:" in words
            and "never counted as nought" in words
            and "http://testserver/explore/" in drawn
        )
    assert people["anonymous"].get(f"/explore/svg/download/?{RATE}&show=table").status_code == 404
    assert people["anonymous"].get(f"/explore/pdf/download/?{RATE}").status_code == 404


def test_an_embedded_picture_is_of_published_figures_alone(people: People) -> None:
    answer = people["analyst"].get(f"/explore/embed/?{RATE}&period=2023-24")
    assert "X-Frame-Options" not in answer.headers
    assert "frame-ancestors *" in answer.headers["Content-Security-Policy"]
    page = answer.content.decode()
    assert "42.0" not in page and "<svg" in page and "<form" not in page
    assert "<svg" in text(people["anonymous"], f"/explore/embed/?{RATE}&show=table"), "a table is no picture"
    assert "no published figures to draw" in text(people["anonymous"], "/explore/embed/")
    assert people["analyst"].get(f"/explore/?{RATE}").headers["X-Frame-Options"] == "DENY"


def test_a_view_is_kept_shared_opened_by_its_short_link_and_ended(people: People, world: World) -> None:
    address = f"/explore/save/?{RATE}&show=table"
    assert "Keep this view" in text(people["analyst"], address)
    assert "Enter an answer to" in people["analyst"].post(address, {"title": ""}).content.decode()
    made = people["analyst"].post(address, {"title": "Our rate", "shared": "on"})
    kept = SavedView.objects.get()
    assert made.headers["Location"] == f"/explore/v/{kept.pk}/"
    assert kept.state == f"measure=recycling-rate&area={OWN}&peers=global-neighbours&show=table"
    again = people["analyst"].post(address, {"title": "Our rate"})
    assert "You have a view called ‘Our rate’ already" in again.content.decode()
    assert "Suppressed" in text(people["councillor"], f"/explore/v/{kept.pk}/")
    assert "Our rate" in text(people["councillor"], "/explore/views/")
    refused = people["director"].post(f"/explore/v/{kept.pk}/end/", follow=True)
    assert "Only whoever saved a view can end it" in refused.content.decode()
    ended = people["analyst"].post(f"/explore/v/{kept.pk}/end/", follow=True)
    assert "leads nowhere from now on" in ended.content.decode()
    text(people["analyst"], f"/explore/v/{kept.pk}/", 404)
    assert set(AuditEntry.objects.filter(action__startswith="view.").values_list("action", flat=True)) == {
        "view.saved", "view.ended",
    }  # fmt: skip


def test_lists_of_views_and_groups_take_the_same_queries_at_any_length(
    people: People, world: World, land: Area
) -> None:
    counts = []
    for count in (1, 6):
        for number in range(count):
            title = f"{count}/{number}"
            actions.save_view(
                world.person["director"], organisation=world.council, title=title, state=RATE, shared=True
            )
            actions.keep_group(
                world.person["director"],
                organisation=world.council,
                area=land,
                title=title,
                members=["E07000901"],
            )
        for address in ("/explore/views/", "/explore/peers/"):
            with CaptureQueriesContext(connection) as captured:
                text(people["analyst"], address)
            counts.append(len(captured))
    assert counts[:2] == counts[2:]


def test_comparators_are_chosen_shown_with_their_working_and_kept(people: People, world: World) -> None:
    address = f"/explore/peers/choose/?area={OWN}&by=recycling-rate&by=residual-household-waste&k=2"
    page = text(people["analyst"], f"{address}&weight-recycling-rate=2")
    assert "Latley" in page and "No figure: given the median" in page
    made = people["analyst"].post(address, {"title": "Like us"})
    group = PeerGroup.objects.get()
    assert made.headers["Location"] == f"/explore/peers/{group.pk}/"
    shown = text(people["councillor"], f"/explore/peers/{group.pk}/")
    assert "Nearest by characteristics" in shown and "Given the median of" in shown
    assert f"{catalogue()['recycling-rate'].title}, {catalogue()['residual-household-waste'].title}" in shown
    beside = text(people["analyst"], f"/explore/?{RATE}&peers=group-{group.pk}")
    assert "Like us (chosen by characteristics)" in beside
    assert f"codes%3A{','.join(group.members)}" in beside or f"codes:{','.join(group.members)}" in beside
    ended = people["analyst"].post(f"/explore/peers/{group.pk}/end/", follow=True).content.decode()
    assert "no longer among the choices" in ended
    assert "This group was ended" in text(people["analyst"], f"/explore/peers/{group.pk}/")
    assert "Like us" not in text(people["analyst"], f"/explore/?{RATE}")


def test_what_cannot_be_chosen_is_a_sentence(people: People) -> None:
    address = f"/explore/peers/choose/?area={OWN}"
    nothing = people["analyst"].post(address, {"title": "None"}).content.decode()
    assert "Choose at least one characteristic first" in nothing
    strange = text(people["analyst"], f"{address}&by=no-such-measure")
    assert "Choose one of those listed" in strange
    assert "Enter 1 or more" in text(people["analyst"], f"{address}&by=recycling-rate&k=0")
    text(people["analyst"], "/explore/peers/choose/?area=nowhere", 404)


def test_councils_are_picked_by_hand(people: People) -> None:
    address = f"/explore/peers/pick/?area={OWN}"
    assert "Oakley" in text(people["analyst"], address)
    wrong = people["analyst"].post(address, {"title": "Mine", "councils": "Atlantis"}).content.decode()
    assert "‘Atlantis’ is not understood" in wrong
    people["analyst"].post(address, {"title": "Mine", "councils": "Oakley\nE07000902"})
    assert PeerGroup.objects.get().members == ["E07000901", "E07000902"]
    assert queries.groups(people["analyst"].get("/").wsgi_request.user)[0].title == "Mine"
