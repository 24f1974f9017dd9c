"""The examples in docs/add are put in place exactly as they stand there, and work."""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.docs.pages import DOCS, fenced

from moothall.core.actions import add_council
from moothall.core.models import Organisation
from moothall.core.queries import command_line
from moothall.figures import measures, sources
from moothall.figures.actions import load
from moothall.figures.models import Observation


@pytest.fixture
def council(db: None, settings: Any, tmp_path: Path) -> Organisation:
    settings.MOOTHALL_HOME = tmp_path / "home"
    made = add_council(command_line("a test"), slug="ashcombe", name="Ashcombe Vale", area_code="X07000001")
    places = tmp_path / "places.csv"
    places.write_text(
        "area_code,area_name,financial_year,metric,value\nX07000001,Ashcombe Vale,2022-23,recycling-rate,40\n"
    )
    load(command_line("a test"), organisation=made, path=places)
    return made


@pytest.fixture
def catalogue_folder(settings: Any, tmp_path: Path) -> Iterator[Path]:
    """A further folder of measures, named as a council would name it; forgotten afterwards."""
    folder = tmp_path / "measures"
    settings.MOOTHALL_CATALOGUE = [str(folder)]
    measures.catalogue.cache_clear()
    measures.names.cache_clear()
    yield folder
    measures.catalogue.cache_clear()
    measures.names.cache_clear()


def test_the_measure_of_the_page_can_be_added_and_loaded(
    council: Organisation, catalogue_folder: Path, tmp_path: Path
) -> None:
    page = DOCS / "add" / "measure.md"
    path = catalogue_folder / "waste" / "bulky-waste-in-time.toml"
    path.parent.mkdir(parents=True)
    path.write_text(fenced(page, "toml"))

    measure = measures.read(path)
    assert (measure.id, measure.theme, measure.interval) == ("bulky-waste-in-time", "waste", "proportion")
    assert measures.catalogue()[measure.id] == measure

    returned = tmp_path / "return.csv"
    returned.write_text(fenced(page, "csv"))
    (outcome,) = load(command_line("a test"), organisation=council, path=returned)
    assert (outcome.load.kept, outcome.load.missing, outcome.load.rejected) == (2, 1, 0)


def test_the_page_explains_every_field_of_a_measure() -> None:
    page = (DOCS / "add" / "measure.md").read_text()
    explained = page.partition("## The fields")[2]
    assert [
        name
        for name in measures.Measure.__dataclass_fields__
        if name != "id" and f"`{name}`" not in explained
    ] == []


def test_the_source_of_the_page_is_found_recognised_and_read(
    council: Organisation, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    page = DOCS / "add" / "source.md"
    sample = fenced(page, "csv")
    header = sample.splitlines()[0].split(",")
    assert sources.recognise(header) is None, "no layout that ships is like the example"

    (tmp_path / "plugins").mkdir()
    (tmp_path / "plugins" / "wendshire_waste.py").write_text(fenced(page, "python"))
    monkeypatch.setattr(sources, "__path__", [*sources.__path__, str(tmp_path / "plugins")])
    sources.sources.cache_clear()
    try:
        layout = sources.recognise(header)
        assert layout and (layout.source.id, layout.ignored) == ("wendshire-waste", ("Officer",))
        path = tmp_path / "table.csv"
        path.write_text(sample)
        (outcome,) = load(command_line("a test"), organisation=council, path=path)
        assert (outcome.load.kept, outcome.load.rejected) == (2, 0)
    finally:
        sources.sources.cache_clear()
        sys.modules.pop("moothall.figures.sources.wendshire_waste")
    first, second = Observation.objects.filter(load=outcome.load).order_by("line")
    assert (str(first.value), first.status, first.period.iso) == ("96.4", "p", "2024-04-01/P3M")
    assert (second.value, second.reason) == (None, "the council made no return")


def test_the_page_explains_every_field_of_a_source() -> None:
    page = (DOCS / "add" / "source.md").read_text()
    explained = page.partition("## The fields")[2]
    assert [name for name in sources.Source.__dataclass_fields__ if f"`{name}`" not in explained] == []
    assert [name for name in sources.FIGURE_FIELDS if f"`{name}`" not in explained] == []
