"""Channel shift: contacts moved from dear channels to cheap ones, and what that would have cost."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import ROUND_HALF_UP, Context, Decimal

from moothall.engines.effect.interrupted import first_after, interrupted_time_series
from moothall.engines.effect.result import Params, Result
from moothall.engines.effect.words import PERIODS, counted, since
from moothall.kit.numbers import show
from moothall.kit.periods import Period
from moothall.kit.series import A_YEAR, Point, Series

EXACT = Context(prec=60)
PENNY = Decimal("0.01")


@dataclass(frozen=True)
class UnitCost:
    """What a contact costs, at the prices of a year, and who says so."""

    pounds: Decimal
    price_year: str  # '2023-24'
    source: str


@dataclass(frozen=True)
class Channel:
    """One channel over the two windows."""

    name: str
    before: Decimal  # contacts
    after: Decimal
    share_before: Decimal  # of all contacts, 0 to 1
    share_after: Decimal
    expected: Decimal  # contacts after, had its share stayed
    cost: UnitCost
    avoided: Decimal  # pounds: below nought where the channel grew
    share: Result  # of its share in percentage points, month by month


@dataclass(frozen=True)
class ChannelShift:
    """What moved between channels. `avoided` is in pounds, at the stated unit costs."""

    change: Period
    left_out: Period | None
    window: tuple[tuple[Period, Period], ...]  # each period after, and the same part of the year before
    missing: tuple[Period, ...]  # periods after that are in no pair, for want of a figure in some channel
    channels: tuple[Channel, ...]
    before: Decimal  # contacts in all
    after: Decimal
    avoided: Decimal
    cashable: Decimal  # as much of it as a budget fell by
    words: str

    @property
    def volume_change(self) -> Decimal:
        """Contacts in all, after less before: never counted as avoided."""
        return self.after - self.before


def channel_shift(
    contacts: Mapping[str, Series],
    costs: Mapping[str, UnitCost],
    change: Period | date,
    *,
    budget_fell: Decimal = Decimal(0),
    params: Params | None = None,
) -> ChannelShift:
    """Contacts by channel in the (at most twelve) months after a change, beside the same months before it.

    Cost avoided is, for each channel, the contacts it would have had at its old share of the new volume, less those it
    had, at its unit cost. A change of the volume itself is shown and never claimed. `budget_fell` is by how many pounds
    a budget was in fact cut: only so much is cashable. Raises ValueError where a channel has no unit cost or periods of
    another length, where there is nothing on both sides to compare, or where there were no contacts.
    """
    lacking = sorted(contacts.keys() - costs.keys())
    if lacking:
        raise ValueError(f"There is no unit cost for {', '.join(lacking)}.")
    if not contacts or len({it.length for it in contacts.values()}) != 1:
        raise ValueError("Give at least one channel, and all by periods of one length.")
    some = next(iter(contacts.values()))
    first, out = first_after(some, change)
    held = {name: dict(series.points) for name, series in contacts.items()}
    pairs, missing = _window(held, first, out, A_YEAR[some.length])
    if not pairs:
        raise ValueError("There is no period after the change with figures for it and for the year before.")
    before = {name: _sum(held[name][it[1]] for it in pairs) for name in held}
    after = {name: _sum(held[name][it[0]] for it in pairs) for name in held}
    whole, now = _sum(before.values()), _sum(after.values())
    if not whole or not now:
        raise ValueError("There were no contacts on one side of the change.")
    shares = _shares(contacts, held)
    channels = []
    for name in held:
        expected = EXACT.divide(EXACT.multiply(before[name], now), whole)
        avoided = EXACT.multiply(EXACT.subtract(expected, after[name]), costs[name].pounds)
        channels.append(
            Channel(
                name=name,
                before=before[name],
                after=after[name],
                share_before=_share(before[name], whole),
                share_after=_share(after[name], now),
                expected=expected.quantize(PENNY, ROUND_HALF_UP),
                cost=costs[name],
                avoided=avoided.quantize(PENNY, ROUND_HALF_UP),
                share=interrupted_time_series(shares[name], change, params=params or Params(unit="points")),
            )
        )
    total = sum((it.avoided for it in channels), Decimal(0))  # of the pence shown, so that the table adds up
    cashable = min(max(budget_fell, Decimal(0)), max(total, Decimal(0)))
    made = ChannelShift(
        first, out, tuple(pairs), tuple(missing), tuple(channels), whole, now, total, cashable, ""
    )
    return replace(made, words=_words(made, some.length))


def _window(
    held: Mapping[str, Mapping[Period, Decimal | None]], first: Period, out: Period | None, year: int
) -> tuple[list[tuple[Period, Period]], list[Period]]:
    """Up to a year of periods after, each with the latest like part of a year before the change."""
    pairs, missing = [], []
    last = max(period for points in held.values() for period in points)
    for step in range(year):
        after = first.moved(step)
        if after > last:
            break
        before = after.moved(-year)
        if before == out:
            before = before.moved(-year)
        if all(points.get(it) is not None for points in held.values() for it in (after, before)):
            pairs.append((after, before))
        else:
            missing.append(after)
    return pairs, missing


def _sum(values: Iterable[Decimal | None]) -> Decimal:
    total = Decimal(0)
    for it in values:
        total = EXACT.add(total, it or Decimal(0))
    return total


def _share(part: Decimal, whole: Decimal) -> Decimal:
    return EXACT.divide(part, whole).quantize(Decimal("0.000001"), ROUND_HALF_UP)


def _shares(
    contacts: Mapping[str, Series], held: Mapping[str, Mapping[Period, Decimal | None]]
) -> dict[str, Series]:
    """Each channel's share of all contacts, in per cent, where every channel has a figure."""
    made = {}
    for name, series in contacts.items():
        points = []
        for period in series.periods:
            values = [it.get(period) for it in held.values()]
            known = [it for it in values if it is not None]
            whole = _sum(known)
            own = held[name][period]
            share = None
            if own is not None and len(known) == len(values) and whole:
                share = EXACT.divide(own * 100, whole).quantize(Decimal("0.0001"))
            points.append(Point(period, share))
        made[name] = Series(name, tuple(points))
    return made


def _words(made: ChannelShift, length: str) -> str:
    years = sorted({it.cost.price_year for it in made.channels})
    count, (one, many) = len(made.window), PERIODS[length]
    start = since(made.change).removeprefix("since ")
    beside = f"Over {counted(count, length)} from {start}, set beside the same "
    amount = show(abs(made.avoided), "£", 0)
    money = f"shifts between channels {'avoided' if made.avoided >= 0 else 'added'} about {amount} of contact cost"
    prices = f"at unit costs of {' and '.join(years)}"
    text = f"{beside}{one if count == 1 else many} before, {money} {prices}."
    if made.avoided > 0:
        if made.cashable:
            text += f" {show(made.cashable, '£', 0)} of it is cashable, because a budget fell by as much."
        else:
            text += " It is not cashable: no budget fell."
    volume = made.volume_change
    way = "more" if volume > 0 else "fewer"
    if volume:
        text += (
            f" There were {show(abs(volume), '', 0)} {way} contacts in all, which is not counted as avoided."
        )
    return text
