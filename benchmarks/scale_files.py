"""The made store of the scale benchmark: its catalogue, its files, and its lists of neighbours.

350 areas × 57 months × as many measures as asked, by arithmetic alone: the same rows each time. A file holds 50
measures, month by month as they were published, so that a measure's rows lie scattered when they are read again.
"""

from itertools import product
from pathlib import Path

AREAS, PERIODS, A_FILE = 350, 57, 50
MONTHS = [
    f"{2021 + (m + 9) // 12}-{(m + 9) % 12 + 1:02}" for m in range(PERIODS)
]  # October 2021 to June 2026
CODES = [f"E07{n:06}" for n in range(1, AREAS + 1)]
REVISED = 50  # one row in so many is corrected by a second file
MEASURE = """title = "Made measure {n}"
definition = "A number made by arithmetic, for the benchmark."
unit = "%"
decimals = 2
basis = "in period"
polarity = "{polarity}"
frequency = "monthly"
source = "made"
licence = "none"
owner = "benchmark"
"""


def catalogue(folder: Path, measures: int) -> Path:
    """A folder of the measures `made-0000`, `made-0001` …"""
    folder.mkdir(parents=True)
    for n in range(measures):
        text = MEASURE.format(n=n, polarity=("higher", "lower")[n % 2])
        (folder / f"made-{n:04}.toml").write_text(text)
    return folder


def value(measure: int, area: int, month: int) -> int:
    """In hundredths: a level of the area, a season, a slope and what looks like chance."""
    chance = (measure * 7919 + area * 104729 + month * 15485863) % 997
    return 2000 + area * 13 % 4000 + (month % 12) * 25 + month * (measure % 7) + chance


def written(folder: Path, measures: int) -> list[Path]:
    """The files: one for each 50 measures, the corrections, the neighbours."""
    folder.mkdir(parents=True, exist_ok=True)
    return [
        *(_figures(folder / f"figures-{first // A_FILE:02}.csv", range(first, min(first + A_FILE, measures)))
          for first in range(0, measures, A_FILE)),
        _corrections(folder / "corrections.csv", measures),
        _neighbours(folder / "global-neighbours.csv"),
    ]  # fmt: skip


def _figures(path: Path, measures: range) -> Path:
    ids = [f"made-{n:04}" for n in measures]
    with path.open("w") as file:
        file.write("AREACD,AREANM,Indicator,Period,Observation\n")
        for month, area in product(range(PERIODS), range(AREAS)):
            head, tail = f"{CODES[area]},District {area + 1},", f",{MONTHS[month]},"
            file.write(
                "".join(
                    f"{head}{name}{tail}{value(n, area, month) / 100:.2f}\n"
                    for name, n in zip(ids, measures, strict=True)
                )
            )
    return path


def _corrections(path: Path, measures: int) -> Path:
    with path.open("w") as file:
        file.write("AREACD,AREANM,Indicator,Period,Observation\n")
        for row in range(0, measures * AREAS * PERIODS, REVISED):
            n, rest = divmod(row, AREAS * PERIODS)
            area, month = divmod(rest, PERIODS)
            corrected = (value(n, area, month) + 1) / 100
            file.write(f"{CODES[area]},District {area + 1},made-{n:04},{MONTHS[month]},{corrected:.2f}\n")
    return path


def _neighbours(path: Path) -> Path:
    """Each area's nearest twenty: those after it."""
    with path.open("w") as file:
        file.write(f"AREACD,{','.join(map(str, range(1, 21)))}\n")
        for n in range(AREAS):
            file.write(",".join(CODES[(n + step) % AREAS] for step in range(21)) + "\n")
    return path
