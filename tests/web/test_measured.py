"""The page of one measure: its chart, what happened, what changed; and marking what happened."""

import csv
import subprocess
import sys
from datetime import date
from html import unescape
from pathlib import Path
from urllib.parse import urlencode

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.people import World

from moothall.core.models import Job, Run
from moothall.core.runs import keep
from moothall.direction.events import mark
from moothall.direction.models import Event, Kind
from moothall.figures.actions import load
from moothall.figures.measures import catalogue
from moothall.figures.recalculating import recalculate_after
from moothall.performance import effects, forecasting
from moothall.web.performance import pictures

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
    return unescape(answer.content.decode())


def test_the_page_shows_the_chart_with_its_words_its_table_and_its_source(
    bins: World, people: dict[str, Client], django_assert_max_num_queries: object
) -> None:
    with django_assert_max_num_queries(13):  # type: ignore[operator]
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


# --- what is expected, what changes did, how others stand: read from runs ---


@pytest.fixture
def told(bins: World) -> World:
    """With its forecast, and the effect of a change, worked out."""
    changed(bins, date(2026, 2, 2), "Rounds were redrawn")
    forecasting.refresh(bins.root, bins.council, [catalogue()[MEASURE]])
    effects.refresh(bins.root, bins.council, [catalogue()[MEASURE]])
    return bins


def changed(world: World, on: date, title: str) -> None:
    mark(
        world.root, organisation=world.council, measure=MEASURE, service="waste", kind=Kind.CHANGE, on=on,
        title=title,
    )  # fmt: skip


def test_the_page_says_what_is_expected_names_the_model_and_how_it_was_tested(
    told: World, people: dict[str, Client]
) -> None:
    page = text(people["councillor"])
    for said in (
        "is expected in Sep 2027, and 95 times in 100",
        "This is the naive answer, what was over again, because there are only 21 months",
        "By seasonal naive (the same period a year before). Tried",
        "times on this measure’s own past, its error was",
        "fell in its 95% interval and",
        "Missed bins: what is expected",  # the chart, with its table behind
        "80 times in 100",
    ):
        assert said in page, said


def test_the_page_says_whether_a_change_worked_or_that_one_cannot_tell(
    told: World, people: dict[str, Client]
) -> None:
    page = text(people["councillor"])
    assert "Rounds were redrawn, 2 February 2026" in page
    assert "Cannot tell since March 2026: there are 13 months with figures before the change" in page
    changed(told, date(2026, 5, 1), "Bins were made larger")
    assert "Its effect has not been worked out yet" in text(people["councillor"])


def test_a_change_that_is_marked_is_left_to_the_worker(bins: World, people: dict[str, Client]) -> None:
    said = {
        "title": "New rounds",
        "kind": "change",
        "on_day": "1",
        "on_month": "2",
        "on_year": "2026",
        "reason": "",
    }
    before = Job.objects.count()
    people["service-manager"].post(f"{PAGE}mark/", said)
    assert Job.objects.count() == before + 1
    assert Job.objects.latest("pk").arguments == {"measures": [MEASURE]}


def standing(world: World, **more: object) -> None:
    """A kept comparison, as `insight.standing` keeps it."""
    councils = [
        {
            "code": f"E{n}",
            "name": name,
            "value": value,
            "lower": None,
            "upper": None,
            "missing": "no return",
            "rank": n,
        }
        for n, (name, value) in enumerate(
            (("Testham", "60"), ("Oak", "50"), ("Elm", "55"), ("Ash", None)), start=1
        )
    ]
    result = {
        "area": "Testham", "period": "2024-25", "value": "60", "place": "3rd of 3", "rank": 3, "of": 3,
        "rank_low": 2, "rank_high": 3, "quarter": "worst quarter", "median": "52.5", "q1": "51", "q3": "54",
        "distance": "7.5", "reason": None, "interval_reason": None, "group": "3 nearest neighbours",
        "list": "Neighbours", "dated": "of 1 March 2026", "source": "Made up.", "councils": councils, **more,
    }  # fmt: skip
    now = Run.objects.latest("pk").made_at
    keep(
        world.root, organisation=world.council, engine="peers", version="1", subject=MEASURE, parameters=more,
        input=[], result=result, as_at=now,
    )  # fmt: skip


def test_the_page_says_how_others_stand_and_what_a_gap_is_and_is_not(
    told: World, people: dict[str, Client]
) -> None:
    standing(told)
    page = text(people["councillor"])
    for said in (
        "Testham is 3rd of 3 among its 3 nearest neighbours in 2024-25 (lower is better).",
        "in the worst quarter",
        "its place could be anywhere from 2 to 3",
        "Compared with: Neighbours, of 1 March 2026",
        "No figure for Ash.",
    ):
        assert said in page, said
    assert "not a saving" not in page
    standing(told, gap=12345)
    assert "£12,345 less in the period: for enquiry, not a saving" in text(people["councillor"])


def test_the_page_links_to_the_methods_and_to_where_each_figure_comes_from(
    told: World, people: dict[str, Client]
) -> None:
    page = text(people["auditor"])
    methods = text(people["auditor"], "/scorecard/methods/")
    for anchor in ("lean", "signal", "expected", "worked"):
        assert f'href="/scorecard/methods/#{anchor}"' in page and f'id="{anchor}"' in methods
    assert (
        page.count("/2026-09-01/") >= 2
    )  # the latest figure, and its row under 'Where the figures come from'
    spc = (Path(__file__).parents[2] / "docs" / "methods" / "spc.md").read_text(encoding="utf-8")
    flagged = [
        row.split("|")[-2].strip() for row in spc.splitlines() if row.startswith("| 0") and "| 36 |" in row
    ]
    assert len(flagged) == 3 and all(it in methods for it in flagged)


def queries(browser: Client, address: str) -> int:
    browser.get(address)  # what a process keeps is kept by now
    with CaptureQueriesContext(connection) as asked:
        browser.get(address)
    return len(asked)


def test_the_page_asks_as_much_of_a_long_history_with_many_marks(
    told: World, people: dict[str, Client], tmp_path: Path
) -> None:
    few = queries(people["councillor"], PAGE)
    rows = [f"{catalogue()[MEASURE].title},{2020 + n // 12}-{n % 12 + 1:02},{50 + n % 5}" for n in range(60)]
    path = tmp_path / "before.csv"
    path.write_text("\n".join(["Measure,Period,Value", *rows]), encoding="utf-8")
    load(told.root, organisation=told.council, path=path)
    for month in range(1, 9):
        changed(told, date(2026, month, 3), f"Change {month}")
    assert queries(people["councillor"], PAGE) == few <= 13


def test_a_picture_of_a_run_is_drawn_once(
    told: World, people: dict[str, Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    text(people["councillor"])
    with monkeypatch.context() as patched:
        patched.setattr(pictures, "drawn", lambda *_: pytest.fail("drawn again"))
        text(people["councillor"])
        changed(told, date(2026, 3, 3), "Another")  # it is marked on the chart, which is then another picture
        with pytest.raises(pytest.fail.Exception):
            text(people["councillor"])


# --- what if ---


def test_changes_are_laid_on_the_forecast_in_the_address_with_the_forecast_beside(
    told: World, people: dict[str, Client]
) -> None:
    asked = urlencode(
        {"policy_words": "Fortnightly rounds", "policy_share": "10%", "policy_from": "2026-11", "price_amount": "-1.5",
         "price_from": "2026-10", "price_to": "2026-12"}
    )  # fmt: skip
    page = text(people["councillor"], f"{PAGE}scenarios/?{asked}")
    for said in (
        "Fortnightly rounds: 10 per cent more, from Nov 2026.",
        "Price: 1.5 per 100,000 collections less, from Oct 2026 to Dec 2026.",
        "Without the changes",
        f'href="{PAGE}scenarios.csv?{asked}"',
    ):
        assert said in page, said
    sent = people["councillor"].get(f"{PAGE}scenarios.csv?{asked}")
    rows = list(csv.DictReader(sent.getvalue().decode("utf-8-sig").splitlines()))
    assert len(rows) == 12 and rows[0]["period"] == "2026-10"
    base = [float(it["base"]) for it in rows]
    assert float(rows[0]["adjusted"]) == pytest.approx(base[0] - 1.5, abs=0.01)
    assert float(rows[1]["adjusted"]) == pytest.approx(base[1] * 1.1 - 1.5, abs=0.02)
    assert float(rows[5]["adjusted"]) == pytest.approx(base[5] * 1.1, abs=0.01)
    for row in rows:
        effects_ = float(row["effect of Fortnightly rounds"]) + float(row["effect of Price"])
        assert float(row["adjusted"]) - float(row["base"]) == pytest.approx(effects_, abs=1e-9)


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("price_share=-150", "write no less"),
        ("price_share=lots", "is not a number"),
        ("price_share=5&price_from=2027-03&price_to=2026-12", "ends before it begins"),
        ("price_share=5&price_from=1999-01", "Choose one of those listed"),
    ],
)
def test_a_scenario_that_cannot_be_is_said(
    told: World, people: dict[str, Client], asked: str, said: str
) -> None:
    answer = people["councillor"].get(f"{PAGE}scenarios/?{asked}")
    assert answer.status_code == 422 and said in unescape(answer.content.decode())


def test_a_measure_without_a_forecast_has_no_scenarios(world: World, people: dict[str, Client]) -> None:
    assert "There is no forecast to lay a change on yet" in text(people["councillor"], f"{PAGE}scenarios/")
    assert people["councillor"].get(f"{PAGE}scenarios.csv").status_code == 404


@pytest.mark.once
def test_the_arithmetic_of_a_scenario_brings_in_no_library_of_models() -> None:
    program = (
        "import sys\nfrom moothall.engines.forecast import Adjustment, adjusted\n"
        "print(sorted(it for it in ('statsforecast', 'statsmodels', 'numba', 'scipy') if it in sys.modules))"
    )
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert ran.stdout.splitlines()[-1] == "[]"


# --- channel shift ---

ONLINE = "contact-online"


@pytest.fixture
def contacts(world: World, tmp_path: Path) -> World:
    """Three years of requests, of which a tenth more came online from the third January on."""
    title = catalogue()[ONLINE].title
    shares = [450 + (n * 7) % 11 + (100 if n > 23 else 0) for n in range(36)]
    rows = [f"{title},{2022 + n // 12}-{n % 12 + 1:02},{it / 10},{it},1000" for n, it in enumerate(shares)]
    path = tmp_path / "contacts.csv"
    path.write_text("\n".join(["Measure,Period,Value,Numerator,Denominator", *rows]), encoding="utf-8")
    load(world.root, organisation=world.council, path=path)
    mark(
        world.root, organisation=world.council, measure=ONLINE, service="homes", kind=Kind.CHANGE,
        on=date(2024, 1, 1), title="A new website",
    )  # fmt: skip
    return world


def test_contacts_by_channel_are_priced_at_the_costs_in_the_address_and_at_no_others(
    contacts: World, people: dict[str, Client]
) -> None:
    address, event = "/scorecard/channel-shift/", Event.objects.get()
    first = text(people["councillor"], address)
    assert "A new website, 1 January 2024" in first and "Contacts before" not in first
    bare = text(people["councillor"], f"{address}?what={event.pk}")
    assert "No unit costs were given, so nothing is priced" in bare and "Other requests made" in bare
    assert "£" not in bare.split("<main")[1].split("What to show")[0]
    costs = {
        "what": event.pk,
        "cost_0": "0.50",
        "cost_1": "6",
        "prices": "2025-26",
        "source": "Own costing, May 2026",
    }
    priced = text(people["councillor"], f"{address}?{urlencode(costs)}")
    assert "At prices of 2025-26. Unit costs: Own costing, May 2026." in priced
    assert "It is not cashable" in priced and "Jan 2024 to Dec 2024, beside Jan 2023 to Dec 2023" in priced
    assert "£6,6" in priced or "£6,5" in priced  # 1,200 of 12,000 moved, at £5.50 apart
    for lacking in ("prices", "source", "cost_1"):
        told = {key: it for key, it in costs.items() if key != lacking}
        assert people["councillor"].get(f"{address}?{urlencode(told)}").status_code == 422


def test_a_council_without_a_change_among_its_contacts_is_told_what_to_mark(
    world: World, people: dict[str, Client]
) -> None:
    assert "No change is marked on a measure that counts contacts" in text(
        people["auditor"], "/scorecard/channel-shift/"
    )
