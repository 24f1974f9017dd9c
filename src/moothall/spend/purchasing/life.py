"""The life of a requisition, from a draft to a matched invoice, on one screen; and the words there are for the rest."""

from typing import Any

from django.db.models import TextChoices

from moothall.core.life import Life


class State(TextChoices):
    DRAFT = "draft", "draft"
    ASKED = "asked", "asked"
    APPROVED = "approved", "approved"
    REFUSED = "refused", "refused"
    ORDERED = "ordered", "ordered"
    PART = "part", "part received"
    RECEIVED = "received", "received"
    MATCHED = "matched", "matched"
    CANCELLED = "cancelled", "cancelled"


# from, to, and what makes it happen
STATES: dict[tuple[Any, Any], str] = {
    (State.DRAFT, State.ASKED): "it is sent for approval",
    (State.DRAFT, State.CANCELLED): "it is given up",
    (State.ASKED, State.APPROVED): "somebody else approves it, as high as its amount needs",
    (State.ASKED, State.REFUSED): "somebody else refuses it, with a reason",
    (State.ASKED, State.CANCELLED): "it is given up",
    (State.REFUSED, State.ASKED): "it is changed and sent again",
    (State.REFUSED, State.CANCELLED): "it is given up",
    (State.APPROVED, State.ASKED): "it is changed, or its contract has too little left",
    (State.APPROVED, State.ORDERED): "its order is placed",
    (State.APPROVED, State.CANCELLED): "it is given up",
    (State.ORDERED, State.PART): "some of it comes",
    (State.ORDERED, State.RECEIVED): "all of it comes",
    (State.ORDERED, State.CANCELLED): "the order is cancelled before anything came",
    (State.PART, State.ORDERED): "all that came is sent back",
    (State.PART, State.RECEIVED): "the rest comes, or will not come",
    (State.RECEIVED, State.PART): "some is sent back",
    (State.RECEIVED, State.ORDERED): "all is sent back",
    (State.RECEIVED, State.MATCHED): "its invoices are matched, for all that came",
}

LIFE = Life(
    STATES,
    {
        State.DRAFT: "is a draft: send it for approval first",
        State.ASKED: "waits for approval: somebody else approves or refuses it first",
        State.APPROVED: "is approved: its order is placed next",
        State.REFUSED: "was refused: change it and send it again",
        State.ORDERED: "is ordered: nothing has come yet",
        State.PART: "is ordered, and part of it came: record the rest first",
        State.RECEIVED: "has come: its invoices are matched next",
        State.MATCHED: "is matched, and so over: ask for something new",
        State.CANCELLED: "is cancelled: ask for something new",
    },
)

CHANGEABLE = (State.DRAFT, State.ASKED, State.APPROVED, State.REFUSED)
PLACED = (State.ORDERED, State.PART, State.RECEIVED)  # an order that is open
WITH_ORDER = (*PLACED, State.MATCHED)
OVER = (State.MATCHED, State.CANCELLED)


class Kind(TextChoices):
    """What of the rule an order departs from. Each bears a reason."""

    NO_CONTRACT = "no-contract", "without a contract"
    RETROSPECTIVE = "retrospective", "after the goods or the invoice"
    OVER_VALUE = "over-value", "beyond what its contract has left"


class Reason(TextChoices):
    """Why something is bought without a contract."""

    EMERGENCY = "emergency", "an emergency"
    QUOTATION = "quotation", "under the limit for quotations"
    WAIVER = "waiver", "a waiver, with its number"
    STATUTORY = "statutory", "a payment that the law asks for"
    OTHER = "other", "something else"


WITH_WORDS = (Reason.EMERGENCY, Reason.WAIVER, Reason.OTHER)  # the reason alone says too little


class Vat(TextChoices):
    """Rates of VAT, per mille."""

    STANDARD = "200", "20%"
    REDUCED = "50", "5%"
    ZERO = "0", "0%, exempt or outside its scope"


class Standing(TextChoices):
    """How an invoice stands."""

    WAITING = "waiting", "waiting to be matched"
    DISPUTED = "disputed", "in dispute"
    MATCHED = "matched", "matched"
    WITHDRAWN = "withdrawn", "taken back by the supplier"
