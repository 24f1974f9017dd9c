"""One figure out of several areas' figures, exactly. Pure: parts in, a figure or the cause why there is none out.

    combine("ratio", parts, factor=Decimal(100), places=3)

Counts are added. A ratio's numerators are added, and its denominators, and one is divided by the other: never is a
rate averaged. What a part of an area brings is its figures times its share of the area that was divided, and the
result says that it is an estimate. The rule with a worked example: docs/methods/reorganisation.md.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal

WHOLE = Decimal(1)
_WIDE = Context(prec=60)  # our own, so that nobody's context can round for us


@dataclass(frozen=True)
class Part:
    """What one area brings. `why` says why it brings nothing: 'no figure', 'suppressed', 'divided, with no share'."""

    name: str
    value: Decimal | None = None
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    share: Decimal = WHOLE
    why: str = ""


@dataclass(frozen=True)
class Combined:
    """A figure of all parts together, or the cause why it cannot be worked out; `estimated` where a share went in."""

    value: Decimal | None
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    cause: str = ""
    estimated: bool = False


def combine(
    how: str, parts: Sequence[Part], *, factor: Decimal = WHOLE, places: int = 0, reason: str = ""
) -> Combined:
    """The figure of all parts together: how is one of COMBINE's.

    `factor` is what numerator ÷ denominator is multiplied by, `places` the decimals a ratio is rounded to, half up.
    `reason` is said where such a measure can never be put together.
    """
    lacking = [f"{it.name}: {it.why or 'no figure'}" for it in parts if it.why]
    if how != "cannot" and (lacking or not parts):
        return Combined(None, cause=f"A part is missing ({'; '.join(lacking) or 'there is none'}).")
    return COMBINE[how](parts, factor, places, reason)


def _sum(parts: Sequence[Part], factor: Decimal, places: int, reason: str) -> Combined:
    value = _added([(it.value, it.share) for it in parts])
    if value is None:
        return Combined(None, cause=_without(parts, "value"))
    return Combined(value, estimated=_estimated(parts))


def _ratio(parts: Sequence[Part], factor: Decimal, places: int, reason: str) -> Combined:
    above = _added([(it.numerator, it.share) for it in parts])
    below = _added([(it.denominator, it.share) for it in parts])
    if above is None or below is None:
        return Combined(None, cause=_without(parts, "numerator", "denominator"))
    if not below > 0:
        return Combined(None, above, below, "The denominators add up to nought.", _estimated(parts))
    exactly = _WIDE.divide(_WIDE.multiply(factor, above), below)
    value = exactly.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP, _WIDE)
    return Combined(value, above, below, estimated=_estimated(parts))


def _cannot(parts: Sequence[Part], factor: Decimal, places: int, reason: str) -> Combined:
    return Combined(None, cause=reason or "Such a figure cannot be put together from those of several areas.")


COMBINE: Mapping[str, Callable[[Sequence[Part], Decimal, int, str], Combined]] = {
    "sum": _sum,
    "ratio": _ratio,
    "cannot": _cannot,
}


def _added(pairs: Sequence[tuple[Decimal | None, Decimal]]) -> Decimal | None:
    """The sum of numbers times shares, exactly; None where one is not known."""
    total = Decimal(0)
    for number, share in pairs:
        if number is None:
            return None
        total = _WIDE.add(total, number if share == WHOLE else _WIDE.multiply(number, share))
    return total


def _estimated(parts: Sequence[Part]) -> bool:
    return any(it.share != WHOLE for it in parts)


def _without(parts: Sequence[Part], *names: str) -> str:
    lacking = ", ".join(it.name for it in parts if any(getattr(it, name) is None for name in names))
    return f"A part came without its {' and '.join(names)} ({lacking})."
