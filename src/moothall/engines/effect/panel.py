"""A series beside its controls: others that the change did not touch."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import numpy as np

from moothall.engines.effect import words
from moothall.engines.effect.interrupted import Cut, cut
from moothall.engines.effect.model import Bools, Floats
from moothall.engines.effect.result import Check, Method, Result
from moothall.kit.periods import Period
from moothall.kit.series import Series

MOST_MISSING = 0.1  # of the series' periods: a control that lacks more is left out
USUAL = Decimal("0.05")  # the significance that placebos in space are held to

Gap = Callable[[Floats, Floats], Floats]


@dataclass(frozen=True)
class Panel:
    """The figures of a series and of its controls, in the periods in which all have one."""

    made: Cut
    names: tuple[str, ...]
    others: Floats  # periods by controls
    unused: tuple[str, ...]  # controls left out for want of figures

    @property
    def earlier(self) -> Bools:
        early: Bools = self.made.at < self.made.change
        return early

    @property
    def average(self) -> Floats:
        mean: Floats = self.others.mean(axis=1)
        return mean

    @property
    def check(self) -> Check:
        """How many controls there are, and who was left out."""
        text = f"{len(self.names)} control{'' if len(self.names) == 1 else 's'} used."
        if self.unused:
            text += f" Left out, for want of figures: {', '.join(self.unused)}."
        return Check(None, text, {"used": str(len(self.names)), "left out": str(len(self.unused))})


def panel(series: Series, controls: Sequence[Series], change: Period | date) -> Panel:
    """A control without nine in ten of the series' figures is left out; a period in which any other control has none is
    left out for all. Nothing is filled in: that would make up what the answer rests on.
    """
    own = [point.period for point in series.points if point.value is not None]
    held = {
        it.name: {point.period: float(point.value) for point in it.points if point.value is not None}
        for it in controls
        if it.name != series.name
    }
    names = [
        name for name, had in held.items() if sum(it not in had for it in own) <= MOST_MISSING * len(own)
    ]
    kept = [all(period in held[name] for name in names) for period in series.periods]
    made = cut(series, change, kept)
    at = [series.points[int(it)].period for it in made.at]
    others = np.array([[held[name][period] for name in names] for period in at], dtype=float)
    unused = tuple(name for name in held if name not in names)
    return Panel(made, tuple(names), others.reshape(len(at), len(names)), unused)


def without(series: Series, made: Panel, method: Method, need: int) -> Result:
    """The answer where there are too few controls."""
    have = len(made.names)
    text = (
        f"Cannot tell {words.since(made.made.period)} by {method}: {have} control{'' if have == 1 else 's'} "
        f"with figures, and {need} {'is' if need == 1 else 'are'} needed."
    )
    return Result(
        series=series.name,
        method=method,
        change=made.made.period,
        left_out=made.made.left_out,
        before=made.made.before,
        after=made.made.after,
        verdict="cannot tell",
        words=text,
        checks={"controls": made.check},
    )


def placebo_in_space(made: Panel, gap: Gap) -> Check:
    """Each control in turn as if the change had been there: how many stand out as much as the series does?

    What stands out is the gap's mean after the change, less before, over its spread before. The share of all, the
    series included, that do so at least as much is an exact significance if any of them might as well have been the one
    changed.
    """
    if len(made.names) < 2:
        return Check(None, "Not tried on the controls: it needs two.")
    early = made.earlier
    stands = []
    for place in range(len(made.names) + 1):
        own = made.made.values if place == 0 else made.others[:, place - 1]
        rest = made.others if place == 0 else np.delete(made.others, place - 1, axis=1)
        apart = gap(own, rest)
        spread = float(apart[early].std()) or 1e-300
        stands.append(abs(float(apart[~early].mean() - apart[early].mean())) / spread)
    as_much = sum(it >= stands[0] * (1 - 1e-9) for it in stands)
    significance, least = Decimal(as_much) / len(stands), Decimal(1) / len(stands)
    figures = {
        "p": f"{significance:.4f}",
        "least p": f"{least:.4f}",
        "rank": str(as_much),
        "of": str(len(stands)),
    }
    count = "none" if as_much == 1 else str(as_much - 1)
    text = f"Of {len(made.names)} controls, where nothing was changed, {count} stood out as much."
    if least > USUAL:
        return Check(None, f"{text} So few cannot settle it.", figures)
    return Check(significance <= USUAL, text, figures)
