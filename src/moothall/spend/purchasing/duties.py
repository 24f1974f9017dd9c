"""Who may not do two steps of one purchase: every pair of duties, on one screen.

A duty is held by whoever did it once, in any version of the requisition. '' says that one person may do both, for the
reason that stands beside it. Nobody is above this table: it is asked in every action, whatever role a person holds.
"""

from collections.abc import Iterable

from django.db.models import TextChoices

from moothall.spend.permissions import APPROVE, MATCH, ORDER, REQUEST


class Duty(TextChoices):
    ASK = "ask", "ask for it"
    APPROVE = "approve", "approve it"
    ORDER = "order", "place its order"
    RECEIVE = "receive", "say that it came"
    INVOICE = "invoice", "record its invoice"
    MATCH = "match", "match its invoice"


DID = {
    Duty.ASK: "asked for it",
    Duty.APPROVE: "approved it",
    Duty.ORDER: "placed its order",
    Duty.RECEIVE: "said that it came",
    Duty.INVOICE: "recorded its invoice",
    Duty.MATCH: "matched its invoice",
}
PERMISSION = {
    Duty.ASK: REQUEST,
    Duty.APPROVE: APPROVE,
    Duty.ORDER: ORDER,
    Duty.RECEIVE: REQUEST,
    Duty.INVOICE: MATCH,
    Duty.MATCH: MATCH,
}

# why two duties are kept apart; '' where one person may do both
APART: dict[tuple[Duty, Duty], str] = {
    (Duty.ASK, Duty.ASK): "",  # what one person asked for they may put right
    (Duty.ASK, Duty.APPROVE): "nobody approves what they asked for",
    (Duty.ASK, Duty.ORDER): "",  # somebody else has approved it, and somebody else matches its invoice
    (Duty.ASK, Duty.RECEIVE): "",  # whoever needed it sees whether it came
    (Duty.ASK, Duty.INVOICE): "",  # to write an invoice down pays nothing
    (Duty.ASK, Duty.MATCH): "nobody passes a payment for what they asked for",
    (Duty.APPROVE, Duty.APPROVE): "a second approval is a second pair of eyes",
    (Duty.APPROVE, Duty.ORDER): "nobody places an order that they approved",
    (Duty.APPROVE, Duty.RECEIVE): "",  # a manager who approved for the service sees what comes to it
    (Duty.APPROVE, Duty.INVOICE): "",
    (Duty.APPROVE, Duty.MATCH): "nobody passes a payment that they approved",
    (Duty.ORDER, Duty.ORDER): "",
    (Duty.ORDER, Duty.RECEIVE): "whoever placed an order does not say that it came",
    (Duty.ORDER, Duty.INVOICE): "",
    (Duty.ORDER, Duty.MATCH): "nobody passes a payment for an order that they placed",
    (Duty.RECEIVE, Duty.RECEIVE): "",
    (Duty.RECEIVE, Duty.INVOICE): "",
    (Duty.RECEIVE, Duty.MATCH): "a match holds what came against the bill, so somebody else holds them",
    (Duty.INVOICE, Duty.INVOICE): "",
    (Duty.INVOICE, Duty.MATCH): "",  # the match is of three papers, of which others made two
    (Duty.MATCH, Duty.MATCH): "",
}


def why_apart(one: Duty, other: Duty) -> str:
    """Why the same person may not do both; '' where they may."""
    return APART[(one, other)] if (one, other) in APART else APART[(other, one)]


def clash(done: Iterable[Duty], wanted: Duty) -> tuple[Duty, str] | None:
    """The first duty of somebody that keeps them from another, and why; None where nothing does."""
    return next(((it, why) for it in done if (why := why_apart(it, wanted))), None)
