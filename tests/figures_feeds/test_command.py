"""`moothall fetch`: what is due, what is named, its JSON and its exit status."""

from collections.abc import Callable
from typing import Any

import pytest
from tests.cli.conftest import Said, moothall
from tests.cli.test_commands import valid
from tests.figures_feeds.stubs import Stub, publishers
from tests.people import World

from moothall.figures.feeds.models import FeedRun

__all__ = ["moothall"]
Run = Callable[..., Said]


@pytest.fixture
def command(world: World, moothall: Run, stub: Stub, monkeypatch: pytest.MonkeyPatch) -> Run:
    """The command, for the council of the feeds; Nomis is the stub."""
    monkeypatch.setenv("MOOTHALL_FEED_NOMIS_URL", stub.base)
    monkeypatch.setattr("moothall.figures.feeds.http.Client.sleep", lambda seconds: None, raising=False)
    return lambda *said: moothall("fetch", "--organisation", "testham", *said)


def test_what_is_due_is_fetched_once(command: Run, feed: Any, stub: Stub) -> None:
    publishers.nomis(stub)
    feed("nomis")
    said = command("--due", "--json", "-")
    (run,) = valid("fetch", said.out)["runs"]
    assert (said.status, run["state"], run["kept"], run["rejected"]) == (0, "done", 4, 0)
    assert valid("fetch", command("--due", "--json", "-").out) == {"runs": []}
    assert "No feed is due." in command("--due").out


def test_feeds_are_named_by_title_number_or_plugin(command: Run, feed: Any, stub: Stub) -> None:
    publishers.nomis(stub)
    setup = feed("nomis")
    assert "done, 4 rows, 4 kept, 0 rejected" in command("Nomis for us").out
    assert "nothing new" in command("nomis").out
    assert "done" in command("--again", str(setup.pk)).out
    said = command("nonsense")
    assert (said.status, said.err.strip()) == (
        2, "moothall: No feed of Testham is called 'nonsense'; there are: ‘Nomis for us’.",
    )  # fmt: skip
    assert command("nomis", "--all").status == 2


def test_a_feed_that_fails_does_not_stop_the_others(command: Run, feed: Any, stub: Stub) -> None:
    publishers.nomis(stub)
    feed("lg-inform")
    feed("nomis")
    said = command("--all")
    assert said.status == 1
    assert "LG Inform Plus for us: failed" in said.out and "needs a key" in said.out
    assert "Nomis for us: done" in said.out
    assert FeedRun.objects.count() == 2


def test_without_any_it_says_how_feeds_are(command: Run, feed: Any) -> None:
    assert "No feed is set up" in command().out
    feed("bank-holidays")
    (it,) = valid("fetch", command("--json", "-").out)["feeds"]
    assert (it["state"], it["last_run"], it["licence"]) == ("new", None, "Open Government Licence v3.0")
    assert "GOV.UK bank holidays for us (Testham): new." in command().out
