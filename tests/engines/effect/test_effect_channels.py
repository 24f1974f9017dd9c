"""Channel shift: the arithmetic by hand, what is never claimed, and what is said."""

from datetime import date
from decimal import Decimal

import pytest

from moothall.engines.effect import UnitCost, channel_shift
from moothall.kit.periods import Period
from moothall.kit.series import Series, whole

FIRST = Period(date(2022, 4, 1), "P1M")
CHANGE = date(2024, 4, 1)
COSTS = {
    "phone": UnitCost(Decimal("2.83"), "2023-24", "our own cost book"),
    "web": UnitCost(Decimal("0.15"), "2023-24", "our own cost book"),
}


def channel(name: str, before: int, after: int, months: int = 36) -> Series:
    """So many a month before and after; a little unlike from month to month, and alike in each year."""
    return whole(
        name,
        ((FIRST.moved(i), Decimal((before if i < 24 else after) + (i * 5) % 12)) for i in range(months)),
    )


def flat(name: str, before: int, after: int) -> Series:
    return whole(name, ((FIRST.moved(i), Decimal(before if i < 24 else after)) for i in range(36)))


def test_the_arithmetic_by_hand() -> None:
    """800 calls and 200 visits a month become 600 and 500: 1,100 in all, of which 880 would have been calls."""
    found = channel_shift({"phone": flat("phone", 800, 600), "web": flat("web", 200, 500)}, COSTS, CHANGE)
    phone, web = found.channels
    assert (phone.before, phone.after, web.before, web.after) == (9600, 7200, 2400, 6000)
    assert (phone.share_before, phone.share_after) == (Decimal("0.8"), Decimal("0.545455"))
    assert phone.expected == 10560 and web.expected == 2640  # of 13,200
    assert phone.avoided == Decimal("9508.80")  # 3,360 at £2.83
    assert web.avoided == Decimal("-504.00")  # 3,360 more at £0.15
    assert found.avoided == Decimal("9004.80") and found.volume_change == 1200
    assert sum(it.expected - it.after for it in found.channels) == 0


def test_fewer_contacts_in_all_are_shown_and_never_claimed() -> None:
    halved = {"phone": flat("phone", 800, 400), "web": flat("web", 200, 100)}
    found = channel_shift(halved, COSTS, CHANGE)
    assert found.avoided == 0 and found.volume_change == -6000
    assert "6,000 fewer contacts in all, which is not counted as avoided" in found.words


def test_it_is_cashable_only_as_far_as_a_budget_fell() -> None:
    contacts = {"phone": flat("phone", 800, 600), "web": flat("web", 200, 500)}
    found = channel_shift(contacts, COSTS, CHANGE)
    assert found.cashable == 0 and "It is not cashable: no budget fell." in found.words
    assert "avoided about £9,005 of contact cost at unit costs of 2023-24" in found.words
    assert found.words.startswith("Over 12 months from April 2024, set beside the same months before")
    part = channel_shift(contacts, COSTS, CHANGE, budget_fell=Decimal(4000))
    assert part.cashable == 4000 and "£4,000 of it is cashable" in part.words
    assert channel_shift(contacts, COSTS, CHANGE, budget_fell=Decimal(20000)).cashable == found.avoided
    dearer = channel_shift({"phone": flat("phone", 600, 800), "web": flat("web", 400, 200)}, COSTS, CHANGE)
    assert dearer.avoided < 0 and "added about" in dearer.words and "cashable" not in dearer.words


def test_the_windows_are_of_the_same_months() -> None:
    found = channel_shift(
        {"phone": channel("phone", 800, 600, 29), "web": channel("web", 200, 500, 29)}, COSTS, CHANGE
    )
    assert tuple(it.iso for it in found.window[0]) == ("2024-04", "2023-04") and len(found.window) == 5
    inside = channel_shift(
        {"phone": channel("phone", 800, 600), "web": channel("web", 200, 500)}, COSTS, date(2024, 4, 9)
    )
    assert inside.left_out == FIRST.moved(24) and inside.window[0][0].iso == "2024-05"
    assert all(FIRST.moved(24) not in pair for pair in inside.window)
    gap = channel("phone", 800, 600)
    gap = whole("phone", ((it.period, None if i == 13 else it.value) for i, it in enumerate(gap.points)))
    holed = channel_shift({"phone": gap, "web": channel("web", 200, 500)}, COSTS, CHANGE)
    assert [it.iso for it in holed.missing] == ["2024-05"] and len(holed.window) == 11


def test_the_shift_of_each_share_has_an_interval() -> None:
    found = channel_shift(
        {"phone": channel("phone", 800, 600), "web": channel("web", 200, 500)}, COSTS, CHANGE
    )
    phone = found.channels[0].share
    assert phone.verdict == "lower" and phone.estimate is not None
    assert float(phone.estimate.value) == pytest.approx(
        -25, abs=1.5
    )  # points: of 80% to 54.5%, evened a little
    assert "points lower on average since April 2024" in phone.words


def test_what_cannot_be_asked_is_refused() -> None:
    phone, web = flat("phone", 1, 1), flat("web", 1, 1)
    with pytest.raises(ValueError, match="no unit cost for web"):
        channel_shift({"phone": phone, "web": web}, {"phone": COSTS["phone"]}, CHANGE)
    with pytest.raises(ValueError, match="at least one channel"):
        channel_shift({}, COSTS, CHANGE)
    with pytest.raises(ValueError, match="no period after"):
        channel_shift({"phone": phone, "web": web}, COSTS, date(2031, 1, 1))
    with pytest.raises(ValueError, match="no contacts"):
        channel_shift({"phone": flat("phone", 0, 1), "web": flat("web", 0, 1)}, COSTS, CHANGE)
