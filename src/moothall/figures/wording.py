"""How a measure's figures are written wherever they are shown: in which unit, and whose they are."""

from moothall.figures.measures import Measure
from moothall.figures.models import Area
from moothall.kit.charts import Unit
from moothall.reference.gss import FICTIONAL

MADE_UP = "Made-up statistics of the demonstration"


def unit_of(measure: Measure) -> Unit:
    """The measure's unit as charts write it."""
    unit = measure.unit
    if unit.startswith("%"):
        return Unit(suffix="%", name=unit[1:].strip(), decimals=measure.decimals)
    if unit.startswith("£"):
        return Unit(prefix="£", name=unit[1:].strip(), decimals=measure.decimals)
    return Unit(name=unit, decimals=measure.decimals)


def made_up(area: Area) -> bool:
    """Whether the area's figures are fiction: no publisher may be named as theirs."""
    return area.nation == FICTIONAL


def credit(measure: Measure, area: Area) -> tuple[str, str]:
    """Whose the figures of an area are, and their licence; fiction has none."""
    return (MADE_UP, "") if made_up(area) else (measure.source, measure.licence)


def source_of(measure: Measure, area: Area) -> str:
    """The same in one line."""
    return " ".join(f"{it}." for it in credit(measure, area) if it)
