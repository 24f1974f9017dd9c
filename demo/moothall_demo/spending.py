"""What the demonstration's councils spend and how many people live there, as a publisher would give it.

Loaded after the quarterly reports were approved, so that they stay as they were. What was planted: Ashcombe Vale spends
more than most on streets and waste and on planning, and less on housing; Castlebury Heath and Gorseley have no
population for the last year, so none of their spending can be counted for each resident; the nation's figures are
totals, and no benchmark.
"""

import csv
from collections.abc import Iterator
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from moothall.core.models import Organisation, Person
from moothall.figures.actions import load
from moothall.figures.queries import loads
from moothall_demo.council import CODE, NATION, STANDING

NAME = "fictional-spending.csv"
HEADER = (
    "areacd", "areanm", "geography", "indicator", "measure", "unit", "period", "observation", "lci_95", "uci_95",
    "status", "notes",
)  # fmt: skip
YEARS = range(2020, 2025)  # financial years by the year they start in; of population, years
WITHOUT = {("X07000003", 2024), ("X07000007", 2024)}
NOTE = "Made up for the demonstration"
# pounds for each resident: the councils', how far they differ, the council's own
SPENT = {
    "Net spending on environment, waste and regulation": (66.0, 7.0, 81.0),
    "Net spending on culture, leisure and parks": (23.0, 4.5, 23.6),
    "Net spending on housing services": (19.0, 3.5, 14.2),
    "Net spending on planning and development": (17.5, 2.5, 22.9),
    "Net spending on highways and transport": (2.5, 3.0, 1.4),
}
TOTAL = "Net spending on all services"
HOMES = "Net additions to the housing stock"


def load_spending(officer: Person, organisation: Organisation, seed: int) -> None:
    """Loads the file unless it is there."""
    if loads(officer).filter(file_name=NAME, state="published").exists():
        return
    with TemporaryDirectory() as folder:
        path = Path(folder) / NAME
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([HEADER, *rows(seed)])
        load(officer, organisation=organisation, path=path)


def rows(seed: int) -> Iterator[tuple[str, ...]]:
    """Every row of the file."""
    rng = Random(f"{seed}/spending")
    people = {it.code: rng.randint(72_000, 165_000) for it in STANDING} | {CODE: 118_400}
    levels = {
        (title, it.code): own if it.code == CODE else rng.gauss(level, spread)
        for title, (level, spread, own) in SPENT.items()
        for it in STANDING
    }
    for year in YEARS:
        whole: dict[str, int] = dict.fromkeys((*SPENT, TOTAL, "Population"), 0)
        for it in STANDING:
            count = round(people[it.code] * (1 + 0.006 * (year - YEARS[-1])))
            absent = "[x]" if (it.code, year) in WITHOUT else ""
            yield _row("Population", "persons", it.code, it.name, f"{year}-01-01", absent or str(count))
            whole["Population"] += count
            spent = 0
            for title in SPENT:
                each = levels[title, it.code] * (1 + 0.045 * (year - YEARS[-1])) + rng.gauss(0, 0.5)
                pounds = round(each * count / 1000) * 1000
                spent += pounds
                whole[title] += pounds
                yield _row(title, "£", it.code, it.name, f"{year}-04-01", str(pounds))
            whole[TOTAL] += spent
            yield _row(TOTAL, "£", it.code, it.name, f"{year}-04-01", str(spent))
            homes = 6 if it.code == CODE else max(round(rng.gauss(9, 2)), 1)
            yield _row(HOMES, "per 1,000", it.code, it.name, f"{year}-04-01", str(homes))
        for title, total in whole.items():
            first = f"{year}-01-01" if title == "Population" else f"{year}-04-01"
            yield _row(title, "", *NATION, first, str(total))


def _row(title: str, unit: str, code: str, name: str, first: str, value: str) -> tuple[str, ...]:
    kind = "Nation" if code == NATION[0] else "District"
    return code, name, kind, title, "", unit, f"{first}/P1Y", value, "", "", "", NOTE
