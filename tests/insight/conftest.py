"""A council and its eight neighbours, most with a figure, the others without one for a reason each."""

from collections.abc import Callable
from pathlib import Path

import pytest
from tests.people import World, world

from moothall.figures.actions import load
from moothall.figures.measures import Measure, catalogue
from moothall.figures.models import Area

__all__ = ["world"]

AREAS = """local-authority-code,nice-name,gss-code,nation,start-date,end-date,replaced-by,former-gss-codes
ENG,England,E92000001,England,,,,
OWN,Bromsgrove,E07000234,England,1974-04-01,,,
ONE,Oakley,E07000901,England,,,,
TWO,Birchley,E07000902,England,,,,
THR,Elmley,E07000903,England,,,,
FOU,Ashley,E06000904,England,,,,
SUP,Hushley,E07000905,England,,,,
NOR,Latley,E07000906,England,,,,
WAL,Cwmtest,W06000907,Wales,,,,
REC,Newcodely,E08000908,England,,,,E08000808
MER,Mergeshire,E06000909,England,2023-04-01,,,
OLD,Eastpart,E07000811,England,,2023-03-31,MER,
OLE,Westpart,E07000812,England,,2023-03-31,MER,
"""
RATES = {  # 2022-23; the own council's is 39.10 in the world itself
    "E07000901": "50.0", "E07000902": "45.0", "E07000903": "39.10", "E06000904": "30.0",
    "E07000905": "[c]", "E08000808": "33.0", "E07000811": "20.0", "E07000812": "21.0",
}  # fmt: skip
NEIGHBOURS = ("E07000901", "W06000907", "E07000902", "E08000908", "E06000909", "E07000903", "E07000905", "E07000906",
              "E06000904")  # fmt: skip
Write = Callable[..., None]


def waste(rates: dict[str, str], period: str = "2022-23") -> str:
    rows = [f"{code},{code},{period},Household waste recycling rate,{rate}" for code, rate in rates.items()]
    return "\n".join(["area_code,area_name,financial_year,metric,value", *rows]) + "\n"


def neighbours(own: str, peers: tuple[str, ...]) -> str:
    heads = ",".join(str(place) for place in range(1, len(peers) + 1))
    return f"AREACD,{heads}\n{own},{','.join(peers)}\n"


@pytest.fixture
def put(world: World, tmp_path: Path) -> Write:
    """Loads a file with this text, as published statistics are loaded."""

    def write(name: str, text: str) -> None:
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        (outcome,) = load(world.root, organisation=world.council, path=path)
        assert outcome.load.rejected == 0, list(outcome.rejected_rows())

    return write


@pytest.fixture
def group(put: Write) -> None:
    """The neighbours, their figures, and a second, shorter list."""
    put("areas.csv", AREAS)
    put("global-neighbours.csv", neighbours("E07000234", NEIGHBOURS))
    put("economic-neighbours.csv", neighbours("E07000234", NEIGHBOURS[:3]))
    put("rates.csv", waste(RATES))


@pytest.fixture
def rate() -> Measure:
    return catalogue()["recycling-rate"]


@pytest.fixture
def own(group: None) -> Area:
    return Area.objects.get(pk="E07000234")
