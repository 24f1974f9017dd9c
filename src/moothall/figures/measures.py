"""The catalogue: every measure Moothall knows, one TOML file each, found and never listed.

The shipped files are in `catalogue/`; a council adds folders of its own with MOOTHALL_CATALOGUE. The file's name is
the measure's id. `docs/add/measure.md` says how to add one.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from decimal import Decimal
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Literal

from django.conf import settings

from moothall.kit.periods import LENGTHS

Polarity = Literal["higher", "lower", "neither"]
Interval = Literal["none", "proportion", "rate"]
Combines = Literal["sum", "ratio", "cannot"]
BASES = ("in period", "year to date", "rolling year", "as at")
SHIPPED = Path(__file__).parent / "catalogue"
# What several areas' figures make together where a file does not say, by what it does say; the first that fits counts.
# For 'cannot', the reason.
COMBINES: tuple[tuple[str, str, Combines, str], ...] = (
    ("denominator", r".+", "ratio", ""),
    ("title", r"(?i).*\bmedian\b.*", "cannot", "A median cannot be worked out from other medians."),
    ("unit", r"%.*", "cannot", "It is a percentage that comes without its numerator and denominator."),
    ("unit", r"(.* )?per .+", "cannot", "It is a rate that comes without its numerator and denominator."),
    ("unit", r"times .+", "cannot", "It is a ratio that comes without its numerator and denominator."),
    ("unit", r"score|index.*|out of .+", "cannot", "It is a score or an index, which cannot be added."),
    (
        "unit",
        r"(working )?days|hours|minutes|seconds",
        "cannot",
        "It is an average that comes without its cases.",
    ),
    ("unit", r".*", "sum", ""),
)
DECLARED = "Its definition says that it cannot be put together from those of several areas."
GAPS = re.compile(r"[\s_\-]+")


class BadMeasure(Exception):
    """A file of the catalogue cannot be used; the message says which and why."""


@dataclass(frozen=True)
class Measure:
    """What is measured, in plain English, and how to read its values.

    interval: what chance does to the value: the numerator is a share of the denominator's people or things
    ('proportion'), or a count of events among them ('rate', for each `per`); 'none' where nothing was sampled.
    combines: what several areas' figures make together: their 'sum', a 'ratio' of added numerators and denominators,
    or 'cannot'; where nothing is written COMBINES says.
    """

    id: str
    title: str
    definition: str
    unit: str
    decimals: int
    basis: str
    polarity: Polarity
    frequency: str
    source: str
    licence: str
    owner: str
    numerator: str = ""
    denominator: str = ""
    caveats: str = ""
    source_url: str = ""
    theme: str = ""
    interval: Interval = "none"
    per: int = 100
    known_as: tuple[str, ...] = ()
    combines: str = ""

    @property
    def combining(self) -> tuple[str, str]:
        """What several areas' figures make together (sum, ratio or cannot) and, for 'cannot', the reason."""
        if self.combines:
            return self.combines, DECLARED if self.combines == "cannot" else ""
        return next(
            (how, why)
            for name, fits, how, why in COMBINES
            if re.fullmatch(fits, getattr(self, name), re.DOTALL)
        )

    @property
    def factor(self) -> Decimal:
        """What numerator ÷ denominator is multiplied by: 100 for a percentage, a rate's base, else 1."""
        if self.unit.startswith("%"):
            return Decimal(100)
        return Decimal(self.per) if self.interval == "rate" else Decimal(1)

    @property
    def better(self) -> str:
        """The polarity in words."""
        return {
            "higher": "higher is better",
            "lower": "lower is better",
            "neither": "neither higher nor lower is better",
        }[self.polarity]


@cache
def catalogue() -> Mapping[str, Measure]:
    """Every measure by id. Raises BadMeasure when a file is at fault or two share an id."""
    found: dict[str, Measure] = {}
    for folder in [SHIPPED, *map(Path, settings.MOOTHALL_CATALOGUE)]:
        for path in sorted(folder.rglob("*.toml")):
            measure = read(path)
            if measure.id in found:
                raise BadMeasure(
                    f"{path}: there is already a measure '{measure.id}'. Give the file another name."
                )
            found[measure.id] = measure
    return MappingProxyType(found)


def read(path: Path) -> Measure:
    """One measure from its file. Raises BadMeasure with a sentence."""
    try:
        declared = tomllib.loads(path.read_text(encoding="utf-8"))
        known_as = tuple(declared.pop("known_as", ()))
        measure = Measure(
            id=path.stem, known_as=known_as, theme=declared.pop("theme", path.parent.name), **declared
        )
    except tomllib.TOMLDecodeError as error:
        raise BadMeasure(f"{path} is not TOML: {error}.") from error
    except TypeError as error:
        known = ", ".join(field.name for field in fields(Measure) if field.name != "id")
        raise BadMeasure(f"{path}: {error}. A measure has: {known}.") from error
    for fault in _faults(measure):
        raise BadMeasure(f"{path}: {fault}")
    return measure


def _faults(measure: Measure) -> Iterator[str]:
    if measure.polarity not in ("higher", "lower", "neither"):
        yield f"polarity is '{measure.polarity}': write higher, lower or neither."
    if measure.frequency not in LENGTHS.values():
        yield f"frequency is '{measure.frequency}': write one of {', '.join(LENGTHS.values())}."
    if measure.basis not in BASES:
        yield f"basis is '{measure.basis}': write one of {', '.join(BASES)}."
    if measure.interval not in ("none", "proportion", "rate"):
        yield f"interval is '{measure.interval}': write none, proportion or rate."
    if measure.interval != "none" and not measure.denominator:
        yield "an interval needs a numerator and a denominator."
    if measure.combines not in ("", "sum", "ratio", "cannot"):
        yield f"combines is '{measure.combines}': write sum, ratio or cannot, or leave it out."
    if measure.combines == "ratio" and not measure.denominator:
        yield "what combines as a ratio needs a numerator and a denominator."
    if bool(measure.numerator) != bool(measure.denominator):
        yield "a numerator and a denominator come together."


@cache
def names() -> Mapping[str, Measure]:
    """Every spelling a file may use for a measure (id, title, known_as), folded, to the measure."""
    found: dict[str, Measure] = {}
    for measure in catalogue().values():
        for name in (measure.id, measure.title, *measure.known_as):
            folded = fold(name)
            if found.setdefault(folded, measure) is not measure:
                raise BadMeasure(f"'{name}' could be {found[folded].id} or {measure.id}: change one of them.")
    return MappingProxyType(found)


def fold(name: str) -> str:
    """A name or a header as it is compared: case, and spaces, hyphens and underscores, do not tell two apart."""
    return GAPS.sub(" ", name).strip().casefold()
