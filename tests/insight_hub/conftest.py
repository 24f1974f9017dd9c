"""The test councils with neighbours, figures of two measures and boundaries, made once a module."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.cache import cache
from django.db import transaction
from django.test import override_settings
from pytest_django import DjangoDbBlocker
from tests.contracts.conftest import _django_db_marker, people, pytest_collection_modifyitems, world
from tests.insight.conftest import AREAS, NEIGHBOURS, RATES, neighbours, waste
from tests.people import World, build

from moothall.figures.actions import load
from moothall.figures.measures import Measure, catalogue
from moothall.figures.models import Area

__all__ = ["_django_db_marker", "people", "pytest_collection_modifyitems", "world"]
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


@pytest.fixture(scope="module")
def shared(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[World]:
    """The world of a module: recycling rates of 2022-23, and residual waste of 2021-22."""
    folder = tmp_path_factory.mktemp("world")
    ours = override_settings(
        MOOTHALL_HOME=folder / "home", PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"]
    )
    with django_db_blocker.unblock(), ours, transaction.atomic():
        cache.clear()
        made = build(folder)
        for name, text in (
            ("areas.csv", AREAS),
            ("global-neighbours.csv", neighbours(OWN, NEIGHBOURS)),
            ("rates.csv", waste(RATES)),
            ("residual.csv", residual(TONNES, "2021-22")),
        ):
            _load(made, folder / name, text)
        yield made
        transaction.set_rollback(True)


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
