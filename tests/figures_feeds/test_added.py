"""The feed of docs/add/feed.md is found, set up, fetched and loaded as the page says."""

import sys
from pathlib import Path
from typing import Any

import pytest
from tests.docs.pages import DOCS, fenced
from tests.figures_feeds.stubs import Reply, Stub

from moothall.figures import sources
from moothall.figures.feeds import actions, plugins
from moothall.figures.models import Observation

pytestmark = pytest.mark.once
NAMES = ("moothall.figures.sources.wendshire_waste", "moothall.figures.feeds.plugins.wendshire")


def test_the_feed_of_the_page(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, stub: Stub, world: Any, officer: Any, asking: Any
) -> None:
    for package, name, page in ((sources, "wendshire_waste", "source.md"), (plugins, "wendshire", "feed.md")):
        folder = tmp_path / name
        folder.mkdir()
        (folder / f"{name}.py").write_text(fenced(DOCS / "add" / page, "python"))
        monkeypatch.setattr(package, "__path__", [*package.__path__, str(folder)])
    monkeypatch.setenv("MOOTHALL_FEED_WENDSHIRE_KEY", "the-key")
    found = {"la": "E07000234", "v": 43.1}, {"la": "E07000125", "v": 31}
    stub.answers["/rows/"] = lambda request: (
        Reply(list(found)) if request.parameters["key"] == "the-key" else Reply(status=401)
    )
    sources.sources.cache_clear()
    plugins.plugins.cache_clear()
    try:
        setup = actions.set_up(
            officer,
            organisation=world.council,
            feed="wendshire",
            title="Ours",
            config={"years": "2023-24\n2024-25", "measure": "missed-bins-put-right"},
            every=7,
        )
        client = asking("wendshire")
        assert actions.check(officer, setup=setup, asking=client) == "Wendshire answers."
        it = actions.fetch(officer, setup=setup, asking=client)
        assert (it.state, it.pages, it.kept, it.rejected) == ("done", 2, 4, 0)
    finally:
        sources.sources.cache_clear()
        plugins.plugins.cache_clear()
        for name in NAMES:
            sys.modules.pop(name, None)
    loaded = Observation.objects.filter(load=it.load).order_by("line")
    assert [f"{one.value:f}" for one in loaded] == ["43.1", "31", "43.1", "31"]


def test_the_page_explains_what_a_plug_in_is_given() -> None:
    page = (DOCS / "add" / "feed.md").read_text()
    assert [name for name in plugins.Asked.__dataclass_fields__ if f"`asked.{name}`" not in page] == []
    kinds = ("text", "whole", "choice", "list", "pairs", "measure", "measures", "address")
    assert [it for it in kinds if f"`{it}`" not in page] == []
