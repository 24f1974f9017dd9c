"""Why a council has no figure: the cause in a word or two, and in a sentence."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from moothall.figures.models import Area, Missing
from moothall.figures.succession import Lineages
from moothall.insight.rows import Figure
from moothall.insight.tiers import Tier, called, tier_of
from moothall.kit.periods import Period

SUPPRESSED, NOT_APPLICABLE, NO_RETURN = "suppressed", "not applicable", "no return"
RECODED, REORGANISED = "recoded", "reorganised"
ANOTHER_NATION, ANOTHER_TIER, ABOLISHED, NOT_YET_FORMED = (
    "another nation",
    "another tier",
    "abolished",
    "not yet formed",
)
SAID_BY_SOURCE = {
    Missing.SUPPRESSED.value: SUPPRESSED,
    Missing.NOT_APPLICABLE.value: NOT_APPLICABLE,
    Missing.MISSING.value: NO_RETURN,
}


@dataclass(frozen=True, slots=True)
class Absence:
    """No figure: the cause, a sentence, and the areas under whose codes the figures stand instead."""

    cause: str
    words: str
    elsewhere: tuple[Area, ...] = ()


@dataclass(frozen=True)
class Reach:
    """What is known when asking why: the period, who has a figure in it, and who ever has one."""

    period: Period
    figures: Mapping[str, Figure]
    tiers: Collection[Tier]
    nations: Collection[str]
    lineages: Lineages
    areas: Mapping[str, Area]


def absence(area: Area, reach: Reach) -> Absence | None:
    """Why this area has no figure in the period; None when it has one.

    What the source itself says comes first, then a change of code, then who the source covers at all.
    """
    figure = reach.figures.get(area.code)
    if figure and figure.value is not None:
        return None
    if figure and figure.missing != Missing.MISSING.value:
        said = _sentence(figure.reason or figure.missing)
        return Absence(SAID_BY_SOURCE.get(figure.missing, NO_RETURN), said)
    return (
        _under_another_code(area, reach)
        or _said(figure)
        or _not_covered(area, reach)
        or _not_there(area, reach)
        or Absence(NO_RETURN, f"The source has no figure for {area.name} in {reach.period.label}.")
    )


def _said(figure: Figure | None) -> Absence | None:
    return Absence(NO_RETURN, _sentence(figure.reason)) if figure and figure.reason else None


def _under_another_code(area: Area, reach: Reach) -> Absence | None:
    """Published lists and figures are matched by code alone, so a new code is said and never joined up."""
    before = _holders(reach.lineages.predecessors(area.code), reach)
    after = _holders(reach.lineages.successors(area.code), reach)
    holders = before or after
    if not holders:
        return None
    first = holders[0]
    same = reach.lineages.one_for_one(area.code, first.code) or first.name == area.name
    if len(holders) == 1 and same:
        which = "former" if before else "present"
        return Absence(RECODED, f"The figure stands under the council's {which} code, {first.code}.", holders)
    named = ", ".join(f"{it.name} ({it.code})" for it in holders)
    took = "It took over from" if before else "It was replaced by"
    return Absence(REORGANISED, f"{took} {named}: each has a figure of its own.", holders)


def _holders(codes: Collection[str], reach: Reach) -> tuple[Area, ...]:
    held = [reach.areas[code] for code in codes if code in reach.areas and _has_value(code, reach)]
    return tuple(sorted(held, key=lambda it: it.name))


def _has_value(code: str, reach: Reach) -> bool:
    return code in reach.figures and reach.figures[code].value is not None


def _not_covered(area: Area, reach: Reach) -> Absence | None:
    if area.nation not in reach.nations:
        return Absence(ANOTHER_NATION, f"The source publishes no such figure for {area.nation}.")
    if tier_of(area) not in reach.tiers:
        return Absence(ANOTHER_TIER, f"The source publishes no such figure for {called(tier_of(area))}.")
    return None


def _not_there(area: Area, reach: Reach) -> Absence | None:
    if area.ended and area.ended < reach.period.start:
        return Absence(ABOLISHED, f"The council ended on {_day(area)}, before {reach.period.label}.")
    if area.started and area.started > reach.period.end:
        return Absence(NOT_YET_FORMED, f"The council was formed after {reach.period.label}.")
    return None


def _day(area: Area) -> str:
    return Period(area.ended, "P1D").label if area.ended else ""


def _sentence(text: str) -> str:
    text = text.strip().rstrip(".")
    return f"{text[:1].upper()}{text[1:]}."
