"""The test councils with neighbours, figures of two measures and boundaries, made once a module."""

import json
from pathlib import Path

import pytest
from tests.insight.conftest import AREAS, NEIGHBOURS, RATES, neighbours, waste
from tests.people import World
from tests.shared import _django_db_marker, db, people, shared_world, world

from moothall.figures.actions import load
from moothall.figures.measures import Measure, catalogue
from moothall.figures.models import Area

__all__ = ["_django_db_marker", "db", "people", "world"]
OWN = "E07000234"
TONNES = {OWN: "400", "E07000901": "300", "E07000902": "500", "E07000903": "450", "E07000905": "350"}
MAPPED = (OWN, "E07000901", "E07000902", "E07000905")


def residual(figures: dict[str, str], period: str) -> str:
    """Rows of a second measure."""
    rows = [f"{code},{code},{period},Residual household waste,{value}" for code, value in figures.items()]
    return "\n".join(["area_code,area_name,financial_year,metric,value", *rows]) + "\n"


def geojson(*codes: str) -> bytes:
    """A row of squares, one a council."""
    features = [
        {
            "type": "Feature",
            "properties": {"LAD24CD": code},
            "geometry": {
                "type": "Polygon",
                "coordinates": [[[at, 52], [at + 1, 52], [at + 1, 53], [at, 53], [at, 52]]],
            },
        }
        for at, code in enumerate(codes)
    ]
    return json.dumps({"type": "FeatureCollection", "features": features}).encode()


def prepare(world: World, folder: Path) -> None:
    """The world of a module: recycling rates of 2022-23, and residual waste of 2021-22."""
    for name, text in (
        ("areas.csv", AREAS),
        ("global-neighbours.csv", neighbours(OWN, NEIGHBOURS)),
        ("rates.csv", waste(RATES)),
        ("residual.csv", residual(TONNES, "2021-22")),
    ):
        _load(world, folder / name, text)


shared = shared_world(prepare)


def _load(world: World, path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8")
    load(world.root, organisation=world.council, path=path)


@pytest.fixture
def land(world: World) -> Area:
    """The council whose neighbours they are."""
    return Area.objects.get(pk=OWN)


@pytest.fixture
def rate() -> Measure:
    return catalogue()["recycling-rate"]
