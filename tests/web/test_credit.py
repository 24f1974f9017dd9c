"""Fiction is credited to nobody: made-up figures say that they are, on every page that shows them."""

import json

import html5lib
import pytest
from tests.demonstration import Demonstration, demonstration
from tests.people import client

from moothall.figures.measures import catalogue
from moothall.figures.models import Area, Observation
from moothall.figures.wording import MADE_UP, source_of
from moothall_demo.council import CODE

__all__ = ["demonstration"]


def test_a_real_areas_figures_name_their_source_and_licence() -> None:
    it = catalogue()["recycling-rate"]
    assert source_of(it, Area(code="E07000234", nation="England")) == f"{it.source}. {it.licence}."
    assert source_of(it, Area(code="X07000001", nation="Fictional")) == f"{MADE_UP}."


@pytest.mark.parametrize("measure", ["recycling-rate", "staff-turnover"])
def test_no_publisher_is_named_for_made_up_figures(demonstration: Demonstration, measure: str) -> None:
    browser = client(demonstration.person("auditor"))
    figures = Observation.objects.filter(series__measure=measure, series__area=CODE).readable(
        [demonstration.organisation.pk]
    )
    shown = figures.select_related("series").latest("pk")
    for address in (
        f"/measures/{measure}/{CODE}/",
        f"/figures/{shown.series_id}/{shown.start.isoformat()}/",
    ):
        page = browser.get(address).content.decode()
        words = " ".join("".join(html5lib.parse(page, namespaceHTMLElements=False).itertext()).split())
        assert MADE_UP in words
        for publisher in ("Oflog", "Defra", "Department for", "Office for"):
            assert publisher not in words, f"{address} credits {publisher}"
    found = json.loads(browser.get(f"/measures/{measure}/{CODE}/benchmark.json").content)
    assert (found["measure"]["source"], found["measure"]["licence"]) == (MADE_UP, None)
