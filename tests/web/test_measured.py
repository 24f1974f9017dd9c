"""The page of one measure: its chart, what happened, what changed; and marking what happened."""

from datetime import date
from pathlib import Path

import pytest
from django.test import Client
from tests.people import World

from moothall.direction.models import Event
from moothall.figures.actions import load
from moothall.figures.measures import catalogue
from moothall.figures.recalculating import recalculate_after

MEASURE = "missed-bins"
PAGE = f"/scorecard/{MEASURE}/"


@pytest.fixture
def bins(world: World, tmp_path: Path) -> World:
    title = catalogue()[MEASURE].title
    rows = [
        f"{title},{2025 + n // 12}-{n % 12 + 1:02},{50 + n % 3 + (40 if n == 20 else 0)}" for n in range(21)
    ]
    path = tmp_path / "return.csv"
    path.write_text("\n".join(["Measure,Period,Value", *rows]), encoding="utf-8")
    recalculate_after(
        world.root, [it.load.pk for it in load(world.root, organisation=world.council, path=path)]
    )
    return world


def text(browser: Client, address: str = PAGE) -> str:
    answer = browser.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_page_shows_the_chart_with_its_words_its_table_and_its_source(
    bins: World, people: dict[str, Client], django_assert_max_num_queries: object
) -> None:
    with django_assert_max_num_queries(22):  # type: ignore[operator]
        page = text(people["councillor"])
    for said in (
        "Unusually poor",
        "above the upper limit",
        "Show the figures",
        "Source:",
        "What changed since last quarter",
    ):
        assert said in page
    assert "Mark what happened" not in page


def test_what_happened_is_marked_shown_and_withdrawn(bins: World, people: dict[str, Client]) -> None:
    manager = people["service-manager"]
    said = {"title": "Snow", "kind": "event", "on_day": "9", "on_month": "9", "on_year": "2026", "reason": ""}
    assert "It is marked" in manager.post(f"{PAGE}mark/", said, follow=True).content.decode()
    assert "Snow" in text(people["councillor"])
    event = Event.objects.get()
    assert event.on == date(2026, 9, 9)
    manager.post(f"/scorecard/marks/{event.pk}/withdraw/", {"because": "Wrong year"})
    assert "Snow" not in text(people["councillor"])
    assert Event.objects.get().withdrawn_because == "Wrong year"


def test_a_rebase_without_a_reason_is_refused_and_one_with_starts_new_limits(
    bins: World, people: dict[str, Client]
) -> None:
    said = {
        "title": "New rounds",
        "kind": "rebase",
        "on_day": "1",
        "on_month": "1",
        "on_year": "2026",
        "reason": "",
    }
    refused = people["service-manager"].post(f"{PAGE}mark/", said)
    assert refused.status_code == 422 and "Say why the process is new" in refused.content.decode()
    people["service-manager"].post(f"{PAGE}mark/", said | {"reason": "Every round changed."})
    assert "1 January 2026, Every round changed." in text(people["councillor"])


def test_nobody_marks_a_measure_of_another_service(world: World, people: dict[str, Client]) -> None:
    assert people["service-manager"].get("/scorecard/calls-answered/mark/").status_code == 404
    assert people["councillor"].get(f"{PAGE}mark/").status_code == 403


def test_a_measure_without_figures_and_one_that_grows_all_year_say_so(
    world: World, people: dict[str, Client]
) -> None:
    assert "There are no figures to chart yet" in text(people["auditor"])
    growing = next(it.id for it in catalogue().values() if it.basis == "year to date")
    assert "no average to vary about" in text(people["auditor"], f"/scorecard/{growing}/")
    assert people["auditor"].get("/scorecard/nonsense/").status_code == 404
