"""Every council's values of one measure in every period, as light as they can be: twenty thousand of them in a blink.

A value stays the pair of whole numbers it is stored as, and becomes a Decimal only where somebody reads it.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db.models import Q

from moothall.core.models import Visitor
from moothall.engines.peers import median
from moothall.figures.measures import Measure
from moothall.figures.models import Area
from moothall.figures.standing import Pair, standing_pairs
from moothall.insight.panel import Known, figures_in, series_of
from moothall.insight.rows import NATION, Figure, Kind, kind_of, usual_kind
from moothall.insight.tiers import COUNCILS, Tier
from moothall.kit.numbers import decimal
from moothall.reference.gss import FICTIONAL

Rows = Mapping[str, Pair | None]  # by code; None where there is no value, and the source may say why


@dataclass(frozen=True)
class Everybody:
    """By period and code, the values that can stand beside each other, and of which series they are."""

    table: Mapping[date, Rows]
    length: str
    kind: Kind | None
    series: Mapping[int, Known]
    tier_of: Mapping[str, Tier]
    tiers: Collection[Tier]  # those with a value in any period of any kind
    as_at: datetime | None

    def figures(self, start: date) -> dict[str, Figure]:
        """All that is stored of one period, by code. One query."""
        found = figures_in(dict(self.series), [start], self.as_at)
        return {
            it.code: it for it in sorted(found, key=_standing) if kind_of(it.length, it.start) == self.kind
        }


def _standing(it: Figure) -> tuple[bool, bool]:
    """Published statistics come before a council's own figure, and a value before none."""
    return it.published, it.value is not None


def everybody(
    person: Visitor, measure: Measure, own: Area, codes: Collection[str], as_at: datetime | None = None
) -> Everybody:
    """The values that stand, or stood at a moment, for every council and nation, and these areas besides.

    A fictional council is set beside fictional ones and a real one beside real ones, in one store or not. Three
    queries: the series, their values, and in which order these were published.
    """
    wanted = Q(area__type__in=[*COUNCILS, NATION]) | Q(area__in=list(codes))
    made_up = Q(area__nation=FICTIONAL)
    series = series_of(person, [measure], wanted & (made_up if own.nation == FICTIONAL else ~made_up))
    values = standing_pairs(series, as_at)
    starts = {
        text: date.fromisoformat(text) for text in {text for found in values.values() for text in found}
    }
    kinds = {
        (kind_of(series[pk].length, starts[text]), series[pk].code)
        for pk, found in values.items()
        for text in (found if series[pk].length == "P1Y" else list(found)[:1])
    }
    kind = usual_kind(kinds, own.code, measure)
    usable = {pk: it for pk, it in series.items() if kind and it.length == kind[0]}
    table: dict[str, dict[str, Pair | None]] = defaultdict(dict)
    # a published series is laid over a council's own; of two of a council's own, a gap is not laid over a value
    for _, pk in sorted((it.published, pk) for pk, it in usable.items()):
        code, published = usable[pk].code, usable[pk].published
        for text, pair in values.get(pk, {}).items():
            if pair or published:
                table[text][code] = pair
            else:
                table[text].setdefault(code, None)
    return Everybody(
        {
            starts[text]: table[text]
            for text in sorted(table)
            if kind and kind_of(kind[0], starts[text]) == kind
        },
        kind[0] if kind else "",
        kind,
        usable,
        {it.code: it.tier for it in series.values()},
        {series[pk].tier for pk, found in values.items() if any(found.values())},
        as_at,
    )


def exact(pair: Pair | None) -> Decimal | None:
    """The value as it was published; None where there is none."""
    return None if pair is None else decimal(*pair)


def with_value(rows: Rows, codes: Iterable[str]) -> list[Pair]:
    """The values of those of these areas that have one."""
    return list(filter(None, map(rows.get, codes)))


def exact_of(rows: Rows, codes: Iterable[str]) -> list[Decimal]:
    """The same, as they were published."""
    return [decimal(*pair) for pair in with_value(rows, codes)]


def middle(pairs: Collection[Pair]) -> Decimal:
    """The median, exactly what `engines.peers.median` gives, found among whole numbers where that can be done."""
    mantissas, scales = zip(*pairs, strict=True)
    if len(set(scales)) != 1:
        return median(decimal(*pair) for pair in pairs)
    ordered = sorted(mantissas)
    half = (len(ordered) - 1) // 2
    return median(decimal(mantissa, scales[0]) for mantissa in ordered[half : half + 2 - len(ordered) % 2])
