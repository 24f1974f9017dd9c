"""Purchases in words, as several pages say them."""

from typing import Any

from moothall.direction.money import pounds
from moothall.kit.numbers import plain
from moothall.spend.purchasing import rules
from moothall.spend.purchasing.life import Standing, State
from moothall.spend.purchasing.queries import Invoice, Whole
from moothall.web.plan.days import day

# how a state is coloured: the words say it
LOOKS = {
    State.DRAFT: "none",
    State.ASKED: "watch",
    State.APPROVED: "info",
    State.REFUSED: "poor",
    State.ORDERED: "info",
    State.PART: "info",
    State.RECEIVED: "info",
    State.MATCHED: "good",
    State.CANCELLED: "none",
}
BILL_LOOKS = {
    Standing.WAITING: "watch",
    Standing.DISPUTED: "poor",
    Standing.MATCHED: "good",
    Standing.WITHDRAWN: "none",
}


def amount(pence: int | None) -> str | None:
    """£12,345; None where it is not known."""
    return None if pence is None else pounds(pence)


def units(value: Any) -> str:
    """A number of units, without trailing noughts."""
    text = plain(value)
    return text.rstrip("0").rstrip(".") if "." in text else text


def when(it: Invoice, whole: Whole) -> str:
    """When a bill was paid, or must be, and by how many days it is late."""
    if it.standing == Standing.WITHDRAWN:
        return "Not to be paid"
    if it.credits_id:
        return "Taken off what is paid" if it.standing == Standing.MATCHED else "Not taken off yet"
    due = it.due(it.paid_on or whole.on)
    late = rules.lateness(due, it.paid_on, whole.on)
    if it.paid_on:
        return f"Paid {day(it.paid_on)}" + (f", {rules.late_words(late, due)}" if late else ", in time")
    if it.standing == Standing.DISPUTED:
        return f"Due {day(due)} if settled today"
    return f"Due {day(due)}" + (f": {rules.late_words(late, due)}" if late else "")


def credit(it: Invoice, pence: int) -> str:
    """An amount of a bill; of a credit note with its minus."""
    return pounds(-pence if it.credits_id else pence)


SHOWN = {
    "amount": amount,
    "credit": credit,
    "day": day,
    "looks": LOOKS,
    "bill_looks": BILL_LOOKS,
    "units": units,
    "when": when,
}
