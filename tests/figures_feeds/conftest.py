"""A publisher on this machine, a client that neither waits nor guesses, and a feed set up."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from tests.figures_feeds.stubs import Stub, serve
from tests.people import World, people, world

from moothall.core.models import Person
from moothall.figures.feeds.actions import set_up
from moothall.figures.feeds.http import Client, Patience
from moothall.figures.feeds.models import FeedSetup
from moothall.figures.feeds.plugins import plugins

__all__ = ["people", "world"]
QUICK = Patience(attempts=4, connect=2, read=5, whole=30, longest=60)


@dataclass
class Clock:
    """Seconds that pass only when somebody sleeps."""

    at: float = 0
    slept: list[float] = field(default_factory=list)

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.at += seconds

    def seconds(self) -> float:
        return self.at


@pytest.fixture
def stub() -> Iterator[Stub]:
    made = Stub()
    server = serve(made)
    yield made
    server.shutdown()
    server.server_close()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def asking(stub: Stub, clock: Clock) -> Callable[..., Client]:
    """A client that asks the stub as it would ask a feed's publisher."""

    def make(feed: str = "nomis", **options: Any) -> Client:
        found = plugins()[feed].feed
        settings = {"patience": QUICK, "sleep": clock.sleep, "rate": found.rate, "hosts": found.hosts}
        settings |= {"seconds": clock.seconds, "chance": lambda: 0.0, "trusted": True}
        return Client(stub.base, **(settings | options))

    return make


@pytest.fixture
def officer(world: World) -> Person:
    return world.person["data-officer"]


CONFIGS: dict[str, dict[str, Any]] = {
    "nomis": {
        "dataset": "NM_162_1",
        "geography": "E07000234,E07000125",
        "time": "latestMINUS1-latest",
        "dimensions": "measures = 20100\ngender = 0",
        "measure": "claimant-count",
    },
    "lg-inform": {"metrics": "46 = recycling-rate", "areas": "E07000234\nE07000125", "period": "latest:2"},
    "ons-api": {
        "dataset": "claimants",
        "areas": "E07000234\nE07000125",
        "dimensions": "sex = all",
        "measure": "claimant-count",
    },
    "ons-indicators": {"indicators": "claimant-count\nbus-stops"},
    "dfe-statistics": {
        "dataset": "abc",
        "columns": "rate = claimant-count",
        "filters": "school_type = Total",
    },
    "mhclg-revenue": {
        "workbook": "https://assets.publishing.service.gov.uk/media/RS_2017-18.xlsx",
        "lines": "509 = spend-cultural-services\nHousing = spend-housing-services",
    },
    "open-data": {
        "file": "https://assets.publishing.service.gov.uk/media/table.csv",
        "area": "LA code",
        "period": "Year",
        "columns": "Rate = recycling-rate",
    },
    "bank-holidays": {},
    "postcodes-io": {},
}


@pytest.fixture
def feed(world: World, officer: Person) -> Callable[..., FeedSetup]:
    """A feed set up by the data officer: feed("nomis")."""

    def make(feed: str, **config: Any) -> FeedSetup:
        return set_up(
            officer,
            organisation=world.council,
            feed=feed,
            title=f"{plugins()[feed].feed.title} for us",
            config=CONFIGS[feed] | config,
            every=7,
        )

    return make
