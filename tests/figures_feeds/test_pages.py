"""The pages of feeds: how each is in words, the form that a plug-in makes, the buttons; and what is never shown."""

from typing import Any

import pytest
from django.core.cache import cache
from tests.figures_feeds.conftest import CONFIGS
from tests.figures_feeds.stubs import Reply, Stub, publishers
from tests.people import World, client

from moothall.core.models import Job
from moothall.figures.feeds import actions
from moothall.figures.feeds.models import FeedRun, FeedSetup
from moothall.figures.feeds.plugins import plugins
from moothall.figures.models import Observation


@pytest.fixture
def browser(world: World, officer: Any) -> Any:
    cache.clear()
    return client(officer)


def text(answer: Any) -> str:
    return " ".join(answer.content.decode().split())


@pytest.mark.parametrize("id", sorted(plugins()))
def test_each_publisher_has_a_form_of_its_own(id: str, browser: Any) -> None:
    page = text(browser.get(f"/feeds/new/{id}/"))
    for setting in plugins()[id].feed.settings:
        assert f'name="{setting.name}"' in page
    sent = {"title": f"Ours from {id}", "every": "7"} | CONFIGS[id]
    answer = browser.post(f"/feeds/new/{id}/", sent)
    assert answer.status_code == 302
    made = FeedSetup.objects.get()
    assert (made.feed, made.every, answer.url) == (id, 7, f"/feeds/{made.pk}/")
    assert f"Ours from {id}" in text(browser.get("/feeds/"))
    page = text(browser.get(f"/feeds/{made.pk}/change/"))
    assert all(line in page for value in CONFIGS[id].values() for line in value.splitlines())
    assert text(browser.get("/feeds/new/")).count("/feeds/new/") >= len(plugins())


def test_what_cannot_be_used_is_said_on_the_form(browser: Any) -> None:
    answer = browser.post(
        "/feeds/new/lg-inform/", {"title": "X", "every": "7", "metrics": "46 = nothing", "areas": "E1"}
    )
    assert answer.status_code == 422
    assert "the catalogue has no measure ‘nothing’" in text(answer)
    assert browser.get("/feeds/new/no-such/").status_code == 404


def test_how_a_feed_is_stands_in_words(
    stub: Stub, browser: Any, feed: Any, officer: Any, asking: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    publishers.nomis(stub)
    setup = feed("nomis")
    assert "Not run yet" in text(browser.get("/feeds/"))
    actions.fetch(officer, setup=setup, asking=asking())
    page = text(browser.get("/feeds/"))
    assert "Well" in page and "4 kept" in page and "Open Government Licence v3.0" in page
    stub.answers = {}
    actions.fetch(officer, setup=setup, asking=asking(), again=True)
    page = text(browser.get(f"/feeds/{setup.pk}/"))
    assert "Failed" in page and "There is nothing at" in page
    run = FeedRun.objects.latest()
    assert "There is nothing at" in text(browser.get(f"/feeds/{setup.pk}/runs/{run.pk}/"))
    actions.stop(officer, setup=setup)
    assert "Stopped" in text(browser.get("/feeds/"))


def test_keys_are_never_on_a_page(browser: Any, feed: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MOOTHALL_FEED_LG_INFORM_KEY", "hush-hush")
    setup = feed("lg-inform")
    page = text(browser.get(f"/feeds/{setup.pk}/"))
    assert "MOOTHALL_FEED_LG_INFORM_KEY" in page and "MOOTHALL_FEED_LG_INFORM_SECRET" in page
    assert "hush-hush" not in page
    said = text(browser.post(f"/feeds/{setup.pk}/check/", follow=True))
    assert "set MOOTHALL_FEED_LG_INFORM_SECRET where Moothall runs" in said


def test_the_buttons(stub: Stub, browser: Any, feed: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MOOTHALL_FEED_NOMIS_URL", stub.base)
    publishers.nomis(stub)
    setup = feed("nomis")
    assert "Nomis answers: 4 rows" in text(browser.post(f"/feeds/{setup.pk}/check/", follow=True))
    stub.answers = {"/": lambda _: Reply("<p>closed</p>")}
    assert "Nomis did not answer with a table" in text(browser.post(f"/feeds/{setup.pk}/check/", follow=True))
    answer = browser.post(f"/feeds/{setup.pk}/run/")
    job = Job.objects.get()
    assert (answer.url, job.kind, job.arguments) == (
        f"/jobs/{job.pk}/",
        "fetch",
        {"setup": setup.pk, "again": False},
    )
    browser.post(f"/feeds/{setup.pk}/active/")
    setup.refresh_from_db()
    assert not setup.active
    for name in ("run", "check", "active"):
        assert browser.get(f"/feeds/{setup.pk}/{name}/").status_code == 405


def test_a_metric_with_no_measure_is_offered_as_a_file(
    stub: Stub, browser: Any, feed: Any, officer: Any, asking: Any
) -> None:
    publishers.ons_indicators(stub)
    setup = feed("ons-indicators")
    actions.fetch(officer, setup=setup, asking=asking("ons-indicators"))
    assert "1 of its metrics has no measure" in text(browser.get(f"/feeds/{setup.pk}/"))
    page = text(browser.get(f"/feeds/{setup.pk}/measures/"))
    assert "bus-stops.toml" in page and "per mile" in page
    assert "Well, with gaps" in text(browser.get("/feeds/"))


def test_bank_holidays_that_differ_are_said(
    stub: Stub, browser: Any, feed: Any, officer: Any, asking: Any
) -> None:
    publishers.bank_holidays(stub, more=("2026-06-15",))
    setup = feed("bank-holidays")
    run = actions.fetch(officer, setup=setup, asking=asking("bank-holidays"))
    assert "Days differ" in text(browser.get("/feeds/"))
    page = text(browser.get(f"/feeds/{setup.pk}/runs/{run.pk}/"))
    assert "2026-06-15 (A holiday) is on GOV.UK’s list" in page
    publishers.bank_holidays(stub, etag='"other"')
    run = actions.fetch(officer, setup=setup, asking=asking("bank-holidays"))
    assert "agrees with the days" in text(browser.get(f"/feeds/{setup.pk}/runs/{run.pk}/"))
    assert "Days differ" not in text(browser.get("/feeds/"))


def test_another_councils_feeds_are_not_there(world: World, feed: Any) -> None:
    setup = feed("nomis")
    theirs = client(world.person["other"])
    assert "Nomis for us" not in text(theirs.get("/feeds/"))
    for address in ("", "change/", "measures/", "runs/1/"):
        assert theirs.get(f"/feeds/{setup.pk}/{address}").status_code == 404
    assert theirs.post(f"/feeds/{setup.pk}/run/").status_code == 404


def test_lineage_names_the_feed(stub: Stub, world: World, feed: Any, officer: Any, asking: Any) -> None:
    publishers.nomis(stub)
    actions.fetch(officer, setup=feed("nomis"), asking=asking())
    it = Observation.objects.filter(load__source="nomis").first()
    assert it
    page = text(client().get(f"/figures/{it.series_id}/{it.start.isoformat()}/"))
    assert f"by the feed ‘Nomis for us’, from {stub.base}" in page
    assert "Office for National Statistics" in page


def test_the_list_takes_as_many_queries_for_ten_as_for_one(
    browser: Any, feed: Any, officer: Any, world: World, django_assert_num_queries: Any
) -> None:
    setup = feed("bank-holidays")
    browser.get("/feeds/")
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as one:
        browser.get("/feeds/")
    for number in range(9):
        actions.set_up(
            officer, organisation=world.council, feed="bank-holidays", title=f"{number}", config={}, every=7
        )
    with django_assert_num_queries(len(one)):
        assert text(browser.get("/feeds/")).count("Not run yet") == 10
    assert setup.active
